"""What the ledger knows of names: companies, papers, what stands at a site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from licet.ledger import fleet, history, limits
from licet.ledger.companies import Companies, Company
from licet.ledger.drafts import Move
from licet.ledger.history import Entry
from licet.ledger.items import LEVELS, Level
from licet.ledger.reading import Reading
from licet.ledger.schema import entry, register
from licet.ledger.schema import fleet as fleet_table


class Registers:
    """Reads names. Companies are asked for often, so they are kept while no entry speaks of one."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._companies = Companies()

    def companies(self) -> Companies:
        """The companies as they stand now (in a reading: as they stood at its beginning)."""
        with self._reading() as connection:
            stamp = self._reading.parties
            if stamp != self._companies.stamp:
                told = [each.told for each in self._all_of(connection, "party", None)]
                self._companies = Companies(stamp, told)
            return self._companies

    def last_read(self) -> Companies:
        """The companies as they were last read: enough where the writer sees that they still stand."""
        return self._companies if self._companies.stamp >= 0 else self.companies()

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
        with self._reading() as connection:
            return self._all_of(connection, what, name)

    def _all_of(self, connection: sa.Connection, what: str, name: str | None) -> list[Entry]:
        joined = sa.join(register, entry, register.c.seq == entry.c.seq)
        chosen = sa.select(entry).select_from(joined).where(register.c.register == what)
        if name is not None:
            chosen = chosen.where(register.c.name == name)
        ordered = chosen.order_by(register.c.name, register.c.since, register.c.seq)
        return [history.entry_of(row) for row in connection.execute(ordered).mappings()]

    def company(self, name: str, day: date) -> Company:
        """What is known of a company on the day."""
        return self.companies().company(name, day)

    def parent_of(self, name: str, day: date) -> str | None:
        """Its ultimate parent on the day, where that is known."""
        return self.companies().parent_of(name, day)

    def shown(self, name: str, day: date) -> str:
        """The name as the party entries write it."""
        return self.companies().shown(name, day)

    def group_of(self, name: str, day: date) -> tuple[str, ...] | None:
        """All companies of its ultimate parent, as they are counted; None where that is not known."""
        return self.companies().group_of(name, day)

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


class Assumed:
    """Names for a draft, from memory; the draft carries the ``stamp`` of what it took for granted."""

    def __init__(self, names: Registers, companies: Companies | None = None) -> None:
        self._names = names
        self.companies = companies or names.last_read()
        self.stamp = self.companies.stamp
        self.company = self.companies.company
        self.parent_of = self.companies.parent_of
        self.group_of = self.companies.group_of
        self.level_at = names.level_at

    def copy(self) -> Assumed:
        """The same, to whose ``companies`` entries can be added that are about to be written."""
        return Assumed(self._names, self.companies.copy())
