"""15 CFR 734.3 and 734.13 to 734.16: what is subject to the EAR, and what leaves the country."""

from __future__ import annotations

from licet.law.instruments import EAR_BEFORE
from licet.law.places import UNITED_STATES
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR 734.13", "Export", EAR_BEFORE, tx)


@SECTION.exclusion("(a)")
def stays_in_the_united_states(tx: Subject) -> Term:
    """What goes to a place in the United States is neither exported nor reexported."""
    return tx.destination.within(UNITED_STATES)


@SECTION.statement("15 CFR 734.13(b)")
def a_commodity_is_not_released(tx: Subject) -> Term:
    """A deemed export releases technology or source code; a commodity that moves is exported."""
    return tx.is_deemed() & tx.item.kind.among("integrated_circuit", "computer", "hbm")
