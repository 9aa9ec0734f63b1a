"""15 CFR 744.11 and supplement no. 8 to part 744: the Entity List, and whom it reaches through ownership.

The second is the Affiliates rule, which 744.8(a)(2) and 744.21(a)(3) say of their lists as well.
`licet.parties` finds out whose listing a party's is, follows the owners, and reads the number from here.
"""

from __future__ import annotations

from datetime import date

from licet.law.ear.s734_3 import stays_in_the_united_states
from licet.law.ear.s744_21 import in_supplement_2
from licet.law.instruments import AFFILIATES_RULE, EAR_BEFORE, RETURN, STAY
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Instrument, Section
from licet.logic.terms import Term

__all__ = ["AFFILIATES_RULE", "GUIDELINES", "OWNED_AT_LEAST", "RED_FLAG_29", "RETURN", "STAY"]

SECTION = Section("15 CFR 744.11", "Entities on lists, and what they own", EAR_BEFORE, tx)

OWNED_AT_LEAST = Dated({"2025-09-29": (50, "90 FR 47201")}, unit="percent")
"""Held by listed parties, one or several together, directly or through others (744.11(a)(1))."""

RED_FLAG_29 = "supplement no. 3 to part 732, red flag 29"
GUIDELINES = "supplement no. 8 to part 744"


def in_force(day: date) -> Instrument | None:
    """The instrument by which the Affiliates rule counts on ``day``; none before it and while stayed."""
    if day < AFFILIATES_RULE.complied:
        return None
    if day < STAY.complied:
        return AFFILIATES_RULE
    return RETURN if day >= RETURN.complied else None


@SECTION.requirement("(a)")
def entity_list(tx: Subject) -> Term:
    """A party is on the Entity List, and its entry requires a license for the items."""
    return tx.listed.entity_list & ~stays_in_the_united_states.holds


@SECTION.definition("(a)(1) owners")
def held_by_listed_owners(tx: Subject) -> Term:
    """Listed parties hold half or more of a party, and the strictest of their rules requires a license."""
    military = tx.listed.owned_by_military_end_user & in_supplement_2.holds
    return (tx.listed.owned_by_listed | military) & ~stays_in_the_united_states.holds


@SECTION.requirement("(a)(1)", enacted_by=AFFILIATES_RULE)
def affiliates(tx: Subject) -> Term:
    """Listed parties, one or several together, directly or through others, hold half or more of a party."""
    return held_by_listed_owners.holds


affiliates.ends_with(STAY)


@SECTION.statement("(a)(1)", enacted_by=STAY)
def the_rule_is_stayed(tx: Subject) -> Term:
    """Listed parties hold half or more of a party; the rule that would require a license is stayed."""
    return held_by_listed_owners.holds


the_rule_is_stayed.ends_with(RETURN)


@SECTION.requirement("(a)(1)", enacted_by=RETURN, sure="U")
def affiliates_after_the_stay(tx: Subject) -> Term:
    """Listed parties hold half or more of a party; the stay of this rule has ended by its own terms."""
    return held_by_listed_owners.holds


@SECTION.definition("(a) policy")
def listed_or_held(tx: Subject) -> Term:
    """The Entity List reaches a party, itself or through its owners."""
    return entity_list.holds | affiliates.holds | affiliates_after_the_stay.holds


@SECTION.policy("(a)", "policy_of_denial")
def policy_of_denial(tx: Subject) -> Term:
    """The entry states a policy of denial."""
    return listed_or_held.holds & tx.listed.review_policy.among("policy_of_denial")


@SECTION.policy("(a)", "presumption_of_denial")
def presumption_of_denial(tx: Subject) -> Term:
    """The entry states a presumption of denial."""
    return listed_or_held.holds & tx.listed.review_policy.among("presumption_of_denial")


@SECTION.policy("(a)", "case_by_case")
def case_by_case(tx: Subject) -> Term:
    """The entry states a review case by case."""
    return listed_or_held.holds & tx.listed.review_policy.among("case_by_case")


def _nothing_prohibits(tx: Subject) -> Term:
    return ~tx.end_use.prohibited_by_part_744 & ~stays_in_the_united_states.holds


@SECTION.statement("(a)(1)", enacted_by=AFFILIATES_RULE)
def owned_by_listed_parties(tx: Subject) -> Term:
    """What listed parties own by half or more is treated as they are: part 744 has to be read so.

    The facts listed_parties, which licet parties works out, say whether that is so.
    """
    return _nothing_prohibits(tx)


owned_by_listed_parties.ends_with(STAY)


@SECTION.statement("(a)(1)", enacted_by=RETURN, sure="U")
def owned_by_listed_parties_again(tx: Subject) -> Term:
    """The Affiliates rule is back since its stay ended on 9 November 2026, as far as is known.

    No notice that says so, or otherwise, was found: check the Federal Register. The
    facts listed_parties, which licet parties works out, say what listed parties own by half or more.
    """
    return _nothing_prohibits(tx)
