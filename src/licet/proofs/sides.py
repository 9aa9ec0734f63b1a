"""One of two laws that are compared: a law, and the day on which it is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from licet.decision.notes import refuse_too_early
from licet.law.editions import Law, the_law


@dataclass(frozen=True)
class Side:
    """A law and a day."""

    law: Law
    day: date


def sides(
    one: date, other: date, law: Law | None = None, reformed: Law | None = None
) -> tuple[Side, Side]:
    """The law of ``one``, and that of ``other``, or another law in its place.

    Raises `InputError` for a day before the first edition.
    """
    for day in (one, other):
        refuse_too_early(day, "DATE")
    law = law or the_law()
    return Side(law, one), Side(reformed or law, other)
