"""What drafting asks of the ledger, and what an entry does beside being there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Protocol

from licet.ledger.companies import Company
from licet.ledger.drafts import Count, Guard, Hold, Latest, Mark, Move, Threshold
from licet.ledger.items import Counted, Level


class Known(Protocol):
    """What the ledger knows of names (`licet.ledger.registers`)."""

    def parent_of(self, name: str, day: datetime.date) -> str | None:
        """The ultimate parent of a company on a day."""

    def company(self, name: str, day: datetime.date) -> Company:
        """A company on a day."""

    def group_of(self, name: str, day: datetime.date) -> tuple[str, ...] | None:
        """All companies of its ultimate parent."""

    def level_at(
        self, owner: str, country: str, site: str, item: str, day: datetime.date
    ) -> Level | None:
        """The level under which an item is installed at a site."""


@dataclass(slots=True)
class Effects:
    """What an entry does beside being there."""

    counts: list[Count] = field(default_factory=list)
    states: list[Latest] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    """What a reservation holds beside what it counts."""
    marks: list[Mark] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    papers: list[Guard] = field(default_factory=list)
    """What must be on file when it happens, though not when it is reserved."""
    thresholds: list[Threshold] = field(default_factory=list)

    def count(self, name: str, item: Counted, tpp: int | None = None) -> None:
        """Count the item under the key."""
        self.counts.append(Count(name, item.counting if tpp is None else tpp, item.units))
