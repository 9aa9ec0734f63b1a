"""Who holds how much of whom, from when to when, according to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Protocol

from licet.errors import Fault
from licet.words import _

ALL = Fraction(100)
"""Percent."""

DIRECT, ULTIMATE, BRANCH = "direct", "ultimate", "branch"
"""What an owner is: it holds the shares itself; it consolidates the entity at the top of a chain; the
entity is its branch and no company of its own."""


@dataclass(frozen=True, slots=True)
class Share:
    """``owner`` holds between ``low`` and ``high`` percent of ``owned``, 0 to 100 each.

    ``controls``: the source says that the owner consolidates the owned entity, whatever the share.
    ``since`` and ``until`` are the first and the last day, where they are known.
    """

    owner: str
    owned: str
    low: Fraction = Fraction(0)
    high: Fraction = ALL
    controls: bool = False
    kind: str = DIRECT
    since: date | None = None
    until: date | None = None
    source: str = ""

    def on(self, day: date) -> bool:
        """Whether the share is held on ``day``; open ends are open."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    @property
    def known(self) -> bool:
        """Whether the percentage is known exactly."""
        return self.low == self.high

    @property
    def percent(self) -> str:
        """The percentage for a person: 60%, 25-50%, or ?."""
        if self.known:
            return f"{_plain(self.low)}%"
        if self.low == 0 and self.high == ALL:
            return "?"
        return f"{_plain(self.low)}-{_plain(self.high)}%"

    def faults(self, path: str) -> list[Fault]:
        """What is wrong with the share, each in a sentence."""
        found = []
        if self.owner == self.owned:
            found.append(_("an entity cannot own itself; owner and owned are the same."))
        if not 0 <= self.low <= ALL or not 0 <= self.high <= ALL:
            wrong = self.low if not 0 <= self.low <= ALL else self.high
            sentence = _("{percent} percent is not a share; it is between 0 and 100.")
            found.append(sentence.format(percent=_plain(wrong)))
        elif self.low > self.high:
            sentence = _("at least {low} and at most {high} percent contradict each other.")
            found.append(sentence.format(low=_plain(self.low), high=_plain(self.high)))
        if self.since and self.until and self.since > self.until:
            sentence = _("it ends on {until}, before it begins on {since}.")
            found.append(sentence.format(since=self.since, until=self.until))
        return [Fault(path, sentence) for sentence in found]


class Owners(Protocol):
    """Whatever can say who owns an entity: a party file, a register."""

    def owners_of(self, entity: str, on: date) -> Sequence[Share]:
        """The shares in ``entity`` that are held on the day."""

    def complete(self, entity: str, on: date) -> bool:
        """Whether nobody else holds half of the entity or is listed: its owners are all recorded."""

    def without_parent(self, entity: str, on: date) -> bool:
        """Whether a register says that no company consolidates the entity."""


def percentage(written: Any) -> Fraction | None:
    """A percentage as written: 60, "33.3", "60 %"; none where it says that it is unknown.

    Raises ValueError where it is no number.
    """
    if isinstance(written, Fraction):
        return written
    text = "" if written is None else str(written).strip().rstrip("%").strip()
    if text.lower() in ("", "?", "unknown", "n/a"):
        return None
    try:
        number = Decimal(text)
        if number.is_finite() and abs(number) < 10**9:
            return Fraction(number)
    except InvalidOperation:
        pass
    raise ValueError(_("{value} is not a percentage.").format(value=text[:60]))


def _plain(number: Fraction) -> str:
    return f"{number.numerator}" if number.denominator == 1 else f"{float(number):.4g}"
