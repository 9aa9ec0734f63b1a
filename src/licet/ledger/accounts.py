"""Accounts by paper and place: licenses, facilities under ACM, approvals that a NAC notice lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from licet.law.ear import s740_8, s740_28
from licet.ledger import limits
from licet.ledger.book import Ledger
from licet.ledger.history import Entry
from licet.ledger.schema import counter, hold
from licet.ledger.writing import moment

CHUNK = 10_000
"""The most keys that are asked for in one question."""


@dataclass(frozen=True, slots=True)
class LicenseLine:
    """An item of a license: units issued, drawn and held by reservations, and the last day."""

    license: str
    item: str
    issued: int
    drawn: int
    held: int
    expires: date
    destination: str

    def left(self, day: date) -> int:
        """Units that may still go on the day (supplement no. 2 to part 748, (c)(3); 750.7(g))."""
        return max(0, self.issued - self.drawn - self.held) if day <= self.expires else 0


def licenses(ledger: Ledger) -> list[LicenseLine]:
    """Every item of every license."""
    with ledger.reading():
        found = ledger.names.all_of("license")
        items = _items(found, "license issued")
        issued, drawn = (_units(ledger, f"license {way}", items) for way in ("issued", "drawn"))
        held = _held(ledger, "license drawn", items)
    entries = {entry.told["license"]: entry.told for entry in found}
    return [
        LicenseLine(
            number,
            item,
            units,
            drawn.get((number, item), 0),
            held.get((number, item), 0),
            date.fromisoformat(entries[number]["expires"]),
            entries[number]["destination"],
        )
        for (number, item), units in sorted(issued.items())
        if number in entries
    ]


@dataclass(frozen=True, slots=True)
class FacilityLine:
    """An item at a facility under ACM: units that came and that left, and the day of the last entry."""

    facility: str
    item: str
    came: int
    left: int
    updated: date
    due: date
    """By when the records are to be brought up to date again (740.28(e))."""


def facilities(ledger: Ledger) -> list[FacilityLine]:
    """Every item of every facility."""
    updated: dict[str, date] = {}
    found = ledger.names.all_of("ACM")
    for entry in found:
        for name in (entry.told.get("to_facility"), entry.told.get("from_facility")):
            if name:
                site = limits.named(name)
                updated[site] = max(updated.get(site, entry.told_day), entry.told_day)
    items = _items(found, "ACM in") | _items(found, "ACM out")
    came, left = (_units(ledger, way, items) for way in ("ACM in", "ACM out"))
    return [
        FacilityLine(
            site,
            item,
            came.get((site, item), 0),
            left.get((site, item), 0),
            updated[site],
            months_after(updated[site], int(s740_28.ACCOUNTING_MONTHS.on(updated[site]))),
        )
        for site, item in sorted({*came, *left})
        if site in updated
    ]


def approvals(ledger: Ledger, end_user: str, day: date) -> list[Entry]:
    """The approvals of the last twelve months that a NAC notice of the day lists (740.8(c)(1)(iv))."""
    since = months_after(day, -int(s740_8.LOOK_BACK_MONTHS.on(day)))
    entries = ledger.names.all_of("NAC", limits.named(end_user))
    return [entry for entry in entries if since <= entry.told_day <= day]


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, day.day)


Item = tuple[str, str]
"""A license or a facility, and an item of it."""


def _items(entries: list[Entry], first: str) -> set[Item]:
    """What the entries count under keys that begin so."""
    keys = (key.split("|") for entry in entries for key, *_rest in entry.body.get("counts", ()))
    return {(key[1], key[2]) for key in keys if key[0] == first}


def _units(ledger: Ledger, first: str, items: set[Item]) -> dict[Item, int]:
    chosen = sa.select(counter.c.key, counter.c.units)
    return _of_items(ledger, chosen, counter.c.key, first, items)


def _held(ledger: Ledger, first: str, items: set[Item]) -> dict[Item, int]:
    chosen = (
        sa.select(hold.c.key, sa.func.sum(hold.c.units))
        .where(hold.c.expires > moment(ledger.clock))
        .group_by(hold.c.key)
    )
    return _of_items(ledger, chosen, hold.c.key, first, items)


def _of_items(
    ledger: Ledger, chosen: sa.Select[Any], key: sa.Column[str], first: str, items: set[Item]
) -> dict[Item, int]:
    """The units by item, found by their keys: a ledger has many others."""
    named = {limits.key(first, *item): item for item in items}
    keys = sorted(named)
    found: dict[Item, int] = {}
    with ledger.reading() as connection:
        for n in range(0, len(keys), CHUNK):
            rows = connection.execute(chosen.where(key.in_(keys[n : n + CHUNK])))
            found |= {named[each]: int(units) for each, units in rows}
    return found
