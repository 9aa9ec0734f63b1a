"""Reading entries: one, or those of a kind or a span of days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from licet.ledger.amounts import MOST
from licet.ledger.chain import LINKED
from licet.ledger.periods import late_since
from licet.ledger.schema import entry

REPORTED = ("shipment", "installation", "transfer", "attrition")
"""The kinds that the half-yearly reports of 748.15(f) and supplement no. 10 cover."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it stands in the ledger. ``at`` is when it was written down, ``day`` when it was."""

    seq: int
    at: str
    day: date
    kind: str
    who: str
    why: str
    determination: str | None
    idempotency: str
    body: dict[str, Any]
    previous: str
    hash: str

    @property
    def fields(self) -> dict[str, Any]:
        """What was said."""
        fields: dict[str, Any] = self.body["fields"]
        return fields

    @property
    def told(self) -> dict[str, Any]:
        """What it says of the matter: for a correction, what the entry ought to have said."""
        told: dict[str, Any] = self.fields.get("instead", self.fields)
        return told

    @property
    def told_day(self) -> date:
        """The day that it speaks of: for a correction, that of the entry as it ought to be."""
        return date.fromisoformat(self.told["on"])

    @property
    def late(self) -> date | None:
        """The day on which the report over its period had fallen due before it was written down.

        None for entries that no report covers, and for reservations: nothing has happened yet.
        """
        if self.kind == "reservation" or self.fields.get("kind", self.kind) not in REPORTED:
            return None
        return late_since(self.day, date.fromisoformat(self.at[:10]))

    def to_dict(self) -> dict[str, Any]:
        """The entry as JSON holds it."""
        late = self.late
        told = {name: getattr(self, name) for name in LINKED} | {"hash": self.hash}
        return told | {"day": self.day.isoformat(), "late": late.isoformat() if late else None}


def entry_of(row: Any) -> Entry:
    """The entry in a row of the table."""
    said = dict(row)
    body = json.loads(said.pop("body"))
    return Entry(**said | {"day": date.fromisoformat(said["day"]), "body": body})


def one(connection: sa.Connection, seq: int) -> Entry | None:
    """The entry at a position, where there is one."""
    if not 0 < seq <= MOST:
        return None
    row = connection.execute(sa.select(entry).where(entry.c.seq == seq)).mappings().first()
    return entry_of(row) if row is not None else None


def entries(
    connection: sa.Connection,
    *,
    kind: str | None = None,
    since: date | None = None,
    until: date | None = None,
    last: int | None = None,
) -> Iterator[Entry]:
    """The entries of a kind that happened between two days, both included, in their order.

    ``last`` leaves only that many, the latest.
    """
    chosen = sa.select(entry)
    if kind is not None:
        chosen = chosen.where(entry.c.kind == kind)
    if since is not None:
        chosen = chosen.where(entry.c.day >= since.isoformat())
    if until is not None:
        chosen = chosen.where(entry.c.day <= until.isoformat())
    if last is not None:
        latest = chosen.order_by(entry.c.seq.desc()).limit(last).subquery()
        chosen = sa.select(latest)
        chosen = chosen.order_by(latest.c.seq)
    else:
        chosen = chosen.order_by(entry.c.seq)
    for row in connection.execution_options(yield_per=1000).execute(chosen).mappings():
        yield entry_of(row)
