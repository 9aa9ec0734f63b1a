"""15 CFR 744.15: parties on the Unverified List."""

from __future__ import annotations

from licet.law.ear.s734_3 import stays_in_the_united_states
from licet.law.instruments import EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR 744.15", "Parties on the Unverified List", EAR_BEFORE, tx)


@SECTION.statement("(b)")
def statement_of_an_unverified_party(tx: Subject) -> Term:
    """A party is on the Unverified List: its signed statement is due before what needs no license goes."""
    return tx.listed.unverified & ~stays_in_the_united_states.holds
