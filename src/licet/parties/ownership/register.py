"""A register of companies and shares, in one SQLite file: millions of rows, asked one chain at a time.

Everything that is looked up is looked up by an index, so that an ultimate parent is found in
milliseconds however large the register is.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.errors import InputError
from licet.parties.ownership.shares import Share
from licet.words import _

_SCHEMA = """
CREATE TABLE IF NOT EXISTS entity (
    id TEXT PRIMARY KEY, name TEXT, location TEXT, headquarters TEXT, founded TEXT, source TEXT,
    date TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS share (
    owned TEXT, owner TEXT, low TEXT, high TEXT, controls INTEGER, kind TEXT, since TEXT, until TEXT,
    source TEXT, file TEXT
);
CREATE TABLE IF NOT EXISTS no_parent (
    entity TEXT, reason TEXT, source TEXT
);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS share_owned ON share (owned);
CREATE INDEX IF NOT EXISTS no_parent_entity ON no_parent (entity);
CREATE INDEX IF NOT EXISTS entity_name ON entity (name COLLATE NOCASE);
"""

_SHARE = ("owned", "owner", "low", "high", "controls", "kind", "since", "until", "source")

_HELD_ON = " AND coalesce(since <= ?, 1) AND coalesce(? <= until, 1)"

MAPPED = 1 << 32
"""Bytes of the file that are read as memory, without a call for each page."""

_CONTRADICTED = f"""
SELECT {", ".join(f"{table}.{column}" for table in ("a", "b") for column in _SHARE)}
FROM share AS a JOIN share AS b ON b.owned = a.owned AND b.owner = a.owner
WHERE a.file = ? AND b.file <> ? AND (a.low <> b.low OR a.high <> b.high)
AND coalesce(a.since <= b.until, 1) AND coalesce(b.since <= a.until, 1)
"""

AT_ONCE = 500
"""Entities asked for in one question."""

NOBODY_CONSOLIDATES = frozenset({"NON_CONSOLIDATING", "NO_KNOWN_PERSON", "NATURAL_PERSONS"})
"""GLEIF's reasons for reporting no ultimate parent that say there is no such company (RR-CDF 2.1,
reporting exceptions). Every other reason (no LEI, legal obstacles, consent not given, detriment) says
that there may be one that is not named."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A company as a register has it. Countries are ISO 3166-1 alpha-2 codes."""

    id: str
    name: str
    location: str | None = None
    headquarters: str | None = None
    founded: date | None = None
    source: str = ""
    date: date | None = None


class Register:
    """A register in a file, or in memory where ``path`` is ":memory:"."""

    def __init__(self, path: str | Path = ":memory:") -> None:
        self.path = path
        try:
            self._db = sqlite3.connect(path)
            self._db.execute(f"PRAGMA mmap_size = {MAPPED}")
            self._db.executescript(_SCHEMA)
            if len(self._db.execute("PRAGMA table_info(share)").fetchall()) == len(_SHARE):
                self._db.execute(
                    "ALTER TABLE share ADD COLUMN file TEXT"
                )  # one of an earlier licet
        except sqlite3.DatabaseError as error:
            sentence = _("{path} is not a register of companies: {why}.")
            raise InputError(sentence.format(path=path, why=error)) from None

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def importing(self) -> Iterator[None]:
        """Everything that is added inside is added together, or nothing is."""
        try:
            with self._db:
                yield
        finally:
            self._db.executescript(_INDEXES)

    def add_entities(self, entities: Iterable[Entity]) -> int:
        """Add or replace entities; how many."""
        rows = (
            (e.id, e.name, e.location, e.headquarters, _iso(e.founded), e.source, _iso(e.date))
            for e in entities
        )
        return self._many("INSERT OR REPLACE INTO entity VALUES (?,?,?,?,?,?,?)", rows)

    def add_shares(self, shares: Iterable[Share], file: str = "") -> int:
        """Add shares that stand in ``file``; how many. They have been checked."""
        rows = (
            (
                s.owned,
                s.owner,
                str(s.low),
                str(s.high),
                s.controls,
                s.kind,
                _iso(s.since),
                _iso(s.until),
                s.source,
                file,
            )
            for s in shares
        )
        return self._many("INSERT INTO share VALUES (?,?,?,?,?,?,?,?,?,?)", rows)

    def add_exceptions(self, exceptions: Iterable[tuple[str, str, str]]) -> int:
        """Add reports that an entity names no ultimate parent: entity, reason, source."""
        return self._many("INSERT INTO no_parent VALUES (?,?,?)", exceptions)

    def _many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> int:
        return self._db.executemany(statement, rows).rowcount

    def forget(self, source: str) -> None:
        """Take out everything that came from the file ``source``, before it is imported anew."""
        for table in ("entity", "share", "no_parent"):
            self._db.execute(f"DELETE FROM {table} WHERE source = ?", (source,))
        self._db.execute("DELETE FROM share WHERE file = ?", (source,))

    def contradicted(self, file: str) -> Iterator[tuple[Share, Share]]:
        """Shares of the file that another file contradicts, each with the other one's."""
        rows = self._db.execute(_CONTRADICTED, (file, file))
        for row in rows:
            mine, other = _share(*row[: len(_SHARE)]), _share(*row[len(_SHARE) :])
            if max(mine.low, other.low) > min(mine.high, other.high):
                yield mine, other

    def owners_of(self, entities: Collection[str], on: date) -> list[Share]:
        """The shares in any of ``entities`` that are held on the day."""
        day = on.isoformat()
        question = f"SELECT {', '.join(_SHARE)} FROM share WHERE owned"
        rows = self._among(question, entities, _HELD_ON, day, day)
        return [_share(*row) for row in rows]

    def complete(self, entities: Collection[str], on: date) -> tuple[str, ...]:
        """A register of this kind never says that it has all owners."""
        return ()

    def without_parent(self, entities: Collection[str], on: date) -> list[str]:
        """Those of whom every report says that no company consolidates them."""
        reasons: defaultdict[str, set[str]] = defaultdict(set)
        for entity, reason, _source in self.exceptions(entities):
            reasons[entity].add(reason)
        return [entity for entity, said in reasons.items() if said <= NOBODY_CONSOLIDATES]

    def exceptions(self, entities: Collection[str]) -> Iterator[tuple[str, str, str]]:
        """Why entities name no ultimate parent: entity, reason and source."""
        return self._among("SELECT * FROM no_parent WHERE entity", entities)

    def names_of(self, entities: Collection[str]) -> dict[str, str]:
        """The names of entities by their identifiers."""
        return dict(self._among("SELECT id, name FROM entity WHERE id", entities))

    def _among(
        self, query: str, entities: Collection[str], more: str = "", *values: str
    ) -> Iterator[tuple[Any, ...]]:
        """The rows for all entities together: a question for each takes several times as long."""
        entities = list(entities)
        for first in range(0, len(entities), AT_ONCE):
            some = entities[first : first + AT_ONCE]
            marks = ",".join("?" * len(some))
            yield from self._db.execute(f"{query} IN ({marks}){more}", (*some, *values))

    def entity(self, id: str) -> Entity | None:
        """The entity of this identifier."""
        row = self._db.execute("SELECT * FROM entity WHERE id = ?", (id,)).fetchone()
        return _entity(row) if row else None

    def named(self, name: str) -> list[Entity]:
        """The entities of this name, whatever the case of its letters."""
        rows = self._db.execute("SELECT * FROM entity WHERE name = ? COLLATE NOCASE", (name,))
        return [_entity(row) for row in rows]

    def __len__(self) -> int:
        """How many shares there are."""
        return int(self._db.execute("SELECT count(*) FROM share").fetchone()[0])


def _share(
    owned: str,
    owner: str,
    low: str,
    high: str,
    controls: int,
    kind: str,
    since: str | None,
    until: str | None,
    source: str,
) -> Share:
    low_, high_, from_, to = _exact(low), _exact(high), _day(since), _day(until)
    return Share(owner, owned, low_, high_, bool(controls), kind, from_, to, source)


def _entity(row: tuple[str, ...]) -> Entity:
    id, name, location, headquarters, founded, source, day = row
    return Entity(id, name, location, headquarters, _day(founded), source, _day(day))


@lru_cache(maxsize=1 << 14)
def _exact(written: str) -> Fraction:
    """A share as it is kept; there are few different ones."""
    return Fraction(written)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@lru_cache(maxsize=1 << 14)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
