"""15 CFR 742.19(b): how applications for North Korea are reviewed."""

from __future__ import annotations

from licet.law.ear.ccl.paragraphs import COMMODITIES_A, COMMODITIES_B
from licet.law.ear.ccl.scope import CLASSIFICATION
from licet.law.ear.part746 import north_korea
from licet.law.instruments import EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Classified, Term

SECTION = Section("15 CFR 742.19", "Anti-terrorism: North Korea", EAR_BEFORE, tx)


@SECTION.policy("(b)(1)", "policy_of_denial")
def denial_of_circuits_and_computers(tx: Subject) -> Term:
    """Circuits and computers for North Korea are generally denied ((b)(1)(xviii) and (xix))."""
    here = Classified(CLASSIFICATION, COMMODITIES_A | COMMODITIES_B)
    return north_korea.holds & (tx.item.kind.among("integrated_circuit", "computer") | here)


@SECTION.policy("(b)(2)", "case_by_case")
def other_items(tx: Subject) -> Term:
    """Other items for North Korea: case by case, unless end use or end user is military."""
    return north_korea.holds & ~denial_of_circuits_and_computers.holds
