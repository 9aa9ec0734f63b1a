"""15 CFR 736.2(b)(4), General Prohibition Four: what a denial order forbids."""

from __future__ import annotations

from licet.law.ear.s734_3 import stays_in_the_united_states
from licet.law.instruments import EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR 736.2", "General Prohibitions", EAR_BEFORE, tx)


@SECTION.requirement("(b)(4)")
def denied_person(tx: Subject) -> Term:
    """A denial order names a party: nothing subject to the EAR may go to it or for it."""
    return tx.listed.denied_person & ~stays_in_the_united_states.holds


@SECTION.policy("(b)(4)", "policy_of_denial", sure="I")
def nothing_for_denied_persons(tx: Subject) -> Term:
    """No policy is stated for what an order forbids; licet assumes that it is denied."""
    return denied_person.holds
