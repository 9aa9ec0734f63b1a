"""What the ledger knows of names: parents and subsidiaries, authorizations, what stands at a site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from licet.ledger import fleet, history, limits
from licet.ledger.drafts import Move
from licet.ledger.history import Entry
from licet.ledger.items import LEVELS, Level
from licet.ledger.reading import Reading
from licet.ledger.schema import entry, register
from licet.ledger.schema import fleet as fleet_table


@dataclass(frozen=True, slots=True)
class Company:
    """A company as the party entries have it on a day. What is None is not known."""

    name: str
    parent: str | None = None
    headquarters: str | None = None
    parent_headquarters: str | None = None
    uveu: bool = False
    nveu: tuple[str, ...] = ()


class Registers:
    """Reads names. Party entries are few and asked for often, so they are kept while none is added."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._read: tuple[Any, ...] = ()
        self._parties: list[Entry] = []

    def latest(self, what: str, name: str, day: date | None = None) -> Entry | None:
        """The latest entry that speaks of a name in a register (`license`, ...) on a day."""
        chosen = (
            sa.select(register.c.seq)
            .where(register.c.register == what, register.c.name == name)
            .order_by(register.c.since.desc(), register.c.seq.desc())
            .limit(1)
        )
        if day is not None:
            chosen = chosen.where(register.c.since <= day.isoformat())
        with self._reading() as connection:
            seq = connection.scalar(chosen)
            return history.one(connection, seq) if seq is not None else None

    def all_of(self, what: str, name: str | None = None) -> list[Entry]:
        """Every entry of a register that stands, of one name or of all, by name and day."""
        joined = sa.join(register, entry, register.c.seq == entry.c.seq)
        chosen = sa.select(entry).select_from(joined).where(register.c.register == what)
        if name is not None:
            chosen = chosen.where(register.c.name == name)
        ordered = chosen.order_by(register.c.name, register.c.since, register.c.seq)
        with self._reading() as connection:
            return [history.entry_of(row) for row in connection.execute(ordered).mappings()]

    def company(self, name: str, day: date) -> Company:
        """What is known of a company on the day."""
        return self._companies(day).get(limits.named(name), Company(limits.named(name)))

    def parent_of(self, name: str, day: date) -> str | None:
        """Its ultimate parent on the day; None where no party entry states it.

        A company that is entered as the ultimate parent of another is its own.
        """
        stated = self.company(name, day).parent
        if stated is not None:
            return stated
        own = limits.named(name)
        parents = (each.parent for each in self._companies(day).values() if each.parent)
        return next((parent for parent in parents if limits.named(parent) == own), None)

    def shown(self, name: str, day: date) -> str:
        """The name as the party entries write it."""
        self._refresh()
        for each in self._parties:
            for field in ("name", "ultimate_parent"):
                written = each.told.get(field)
                if each.told_day <= day and written and limits.named(written) == name:
                    return str(written)
        return name

    def group_of(self, name: str, day: date) -> tuple[str, ...] | None:
        """All companies of its ultimate parent, as they are counted; None where that is not known."""
        parent = self.parent_of(name, day)
        if parent is None:
            return None
        top = limits.named(parent)
        members = {
            each.name
            for each in self._companies(day).values()
            if each.parent is not None and limits.named(each.parent) == top
        }
        return tuple(sorted({top, limits.named(name), *members}))

    def moves(self, owners: Iterable[str] | None = None) -> list[Move]:
        """What came to and left the sites of the owners (or of all), by day."""
        chosen = sa.select(fleet_table)
        if owners is not None:
            chosen = chosen.where(fleet_table.c.owner.in_([limits.named(each) for each in owners]))
        with self._reading() as connection:
            return [Move(*row) for row in connection.execute(chosen.order_by(*fleet_table.columns))]

    def level_at(self, owner: str, country: str, site: str, item: str, day: date) -> Level | None:
        """The level under which most of an item is installed at a site; None where there is none."""
        here = [
            move for move in self.moves([owner]) if move[1:4] == (country, limits.named(site), item)
        ]
        kept = {
            level: fleet.lowest([move for move in here if move.level == level], day)
            for level in {move.level for move in here}
        }
        most = max(kept, key=lambda level: kept[level], default=None)
        return next((each for each in LEVELS if each == most), None)

    def _companies(self, day: date) -> dict[str, Company]:
        self._refresh()
        found: dict[str, Company] = {}
        for each in self._parties:
            said = each.told
            if each.told_day <= day:
                name = limits.named(said["name"])
                found[name] = Company(
                    name,
                    said.get("ultimate_parent"),
                    said.get("headquarters"),
                    said.get("ultimate_parent_headquarters"),
                    bool(said.get("uveu")),
                    tuple(said.get("nveu", ())),
                )
        return found

    def _refresh(self) -> None:
        newest = sa.select(
            sa.func.count(), sa.func.max(register.c.seq), sa.func.sum(register.c.seq)
        )
        with self._reading() as connection:
            stamp = tuple(connection.execute(newest.where(register.c.register == "party")).one())
        if stamp != self._read:
            self._parties, self._read = self.all_of("party"), stamp
