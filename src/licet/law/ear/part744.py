"""15 CFR part 744: end users and end uses. licet takes the answer as a fact and screens nobody here."""

from __future__ import annotations

from licet.law.ear.s734_3 import stays_in_the_united_states
from licet.law.instruments import EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR part 744", "End-user and end-use based controls", EAR_BEFORE, tx)


@SECTION.requirement("15 CFR 744.1(a)")
def prohibited_end_use(tx: Subject) -> Term:
    """Part 744 requires a license for the end use or end user, whatever the item."""
    return tx.end_use.prohibited_by_part_744 & ~stays_in_the_united_states.holds


@SECTION.policy("15 CFR 744.1(a)", "presumption_of_denial", sure="I")
def review_of_a_prohibited_end_use(tx: Subject) -> Term:
    """The section of part 744 that applies states the policy; licet assumes a presumption of denial."""
    return prohibited_end_use.holds
