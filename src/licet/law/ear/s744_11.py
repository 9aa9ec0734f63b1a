"""15 CFR 744.11, 744.21(a)(3) and supplement no. 8 to part 744: whom a list reaches through ownership.

The Affiliates rule. Ownership is no fact of a transaction, so there is no paragraph here that a
transaction is put to: `licet.parties` follows the owners and reads the number and the dates from here.
"""

from __future__ import annotations

from datetime import date

from licet.logic.dated import Dated
from licet.logic.rules import Instrument

AFFILIATES_RULE = Instrument(
    cite="90 FR 47201",
    title="End-user controls cover affiliates of certain listed entities",
    published=date(2025, 9, 30),
    effective=date(2025, 9, 29),
    complied=date(2025, 9, 29),
    confidence="S",
    source="Federal Register document 2025-19001; law-firm summaries",
)
STAY = Instrument(
    cite="90 FR 50857",
    title="The Affiliates rule is stayed for a year",
    published=date(2025, 11, 12),
    effective=date(2025, 11, 10),
    complied=date(2025, 11, 10),
    source="Federal Register document 2025-19846; read as codified",
)
RETURN = Instrument(
    cite="90 FR 50857",
    title="The stay of the Affiliates rule ends by its own terms",
    published=date(2025, 11, 12),
    effective=date(2026, 11, 10),
    complied=date(2026, 11, 10),
    confidence="U",
    source="The stay ran until 9 November 2026; no later action was found",
)

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
