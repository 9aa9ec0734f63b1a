"""15 CFR 744.11, 744.21(a)(3) and supplement no. 8 to part 744: whom a list reaches through ownership.

The Affiliates rule. Ownership is no fact of a transaction, so the paragraphs here only tell a person
that owners count: `licet.parties` follows the owners and reads the number and the dates from here.
"""

from __future__ import annotations

from datetime import date

from licet.law.ear.s734_3 import stays_in_the_united_states
from licet.law.instruments import AFFILIATES_RULE, RETURN, STAY
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Instrument, Section
from licet.logic.terms import Term

__all__ = ["AFFILIATES_RULE", "GUIDELINES", "OWNED_AT_LEAST", "RED_FLAG_29", "RETURN", "STAY"]

SECTION = Section("15 CFR 744.11", "Entities on lists, and what they own", AFFILIATES_RULE, tx)

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


def _nothing_prohibits(tx: Subject) -> Term:
    return ~tx.end_use.prohibited_by_part_744 & ~stays_in_the_united_states.holds


@SECTION.statement("(a)(1)")
def owned_by_listed_parties(tx: Subject) -> Term:
    """What listed parties own by half or more is treated as they are: part 744 has to be read so.

    The fact end_use.prohibited_by_part_744 takes the owners in, or does not (licet parties).
    """
    return _nothing_prohibits(tx)


owned_by_listed_parties.ends_with(STAY)


@SECTION.statement("(a)(1)", enacted_by=RETURN, sure="U")
def owned_by_listed_parties_again(tx: Subject) -> Term:
    """The Affiliates rule is back since its stay ended on 9 November 2026, as far as is known.

    No notice that says so, or otherwise, was found: check the Federal Register. If it is back, the
    fact end_use.prohibited_by_part_744 has to take in what listed parties own by half or more.
    """
    return _nothing_prohibits(tx)
