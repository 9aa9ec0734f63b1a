"""Who holds how much of whom, from when to when, according to whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import Any, Protocol

import msgspec

from licet.errors import Fault
from licet.words import _

ALL = Fraction(100)
"""Percent."""

DIRECT, ULTIMATE, BRANCH = "direct", "ultimate", "branch"
"""What an owner is: it holds the shares itself; it consolidates the entity at the top of a chain; the
entity is its branch and no company of its own."""


class Share(msgspec.Struct, frozen=True):
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
        if not _possible(*self.low.as_integer_ratio(), *self.high.as_integer_ratio()):
            found.append(self._impossible())
        if self.since and self.until and self.since > self.until:
            sentence = _("it ends on {until}, before it begins on {since}.")
            found.append(sentence.format(since=self.since, until=self.until))
        return [Fault(path, sentence) for sentence in found]

    def _impossible(self) -> str:
        wrong = next((each for each in (self.low, self.high) if not 0 <= each <= ALL), None)
        if wrong is not None:
            sentence = _("{percent} percent is not a share; it is between 0 and 100.")
            return sentence.format(percent=_plain(wrong))
        sentence = _("at least {low} and at most {high} percent contradict each other.")
        return sentence.format(low=_plain(self.low), high=_plain(self.high))


class Owners(Protocol):
    """Whatever can say who owns an entity: a party file, a register."""

    def owners_of(self, entities: Collection[str], on: date) -> Iterable[Share]:
        """The shares in any of ``entities`` that are held on the day."""

    def complete(self, entities: Collection[str], on: date) -> Iterable[str]:
        """Those of whom nobody else holds half or is listed: their owners are all recorded."""

    def without_parent(self, entities: Collection[str], on: date) -> Iterable[str]:
        """Those of whom a register says that no company consolidates them."""


@lru_cache(maxsize=4096)
def _possible(*ratios: int) -> bool:
    """Whether percentages can be: the least's numerator and denominator, and the most's.

    A million shares have few different ones, and whole numbers are looked up sooner than fractions.
    """
    return 0 <= Fraction(*ratios[:2]) <= Fraction(*ratios[2:]) <= ALL


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
