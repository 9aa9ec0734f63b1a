"""How things stand within one transaction: what was read, and what of it has changed since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from licet.ledger.drafts import Count, Draft, Move, Written
from licet.ledger.remembered import Position, Remembered
from licet.ledger.statements import Statements

Amount = list[int]
"""Thousandths of a TPP, and units."""


class Standing:
    """What a writer reads, once it has locked the row of `head`, so that nobody else writes meanwhile.

    ``now`` decides what has expired. What the drafts need is read at once, in one exchange with the
    database, or not at all where it is remembered; whatever else is asked sees what this transaction
    has admitted so far.
    """

    def __init__(self, cursor: Any, sql: Statements, now: str, remembered: Remembered) -> None:
        self._cursor, self._sql, self.now = cursor, sql, now
        self._remembered = remembered
        self._counters: dict[str, Amount] = {}
        self._held: dict[str, Amount] = {}
        self._known: dict[str, tuple[Written, str, Any]] = {}
        self._marked: dict[tuple[str, str], list[tuple[str, int]]] = {}
        self._spoken: set[tuple[str, str]] = set()
        """Names of which this transaction said something."""
        self.seq, self.hash, self.parties = 0, "", 0
        self.began: Position = 0, ""

    def read(self, drafts: Sequence[Draft], fresh: frozenset[str]) -> None:
        """Lock the ledger and read what the drafts need. ``fresh`` keys cannot be there yet."""
        wanted = {draft.idempotency for draft in drafts} - fresh
        keys = set().union(*(draft.keys for draft in drafts))
        names = set().union(*(draft.names for draft in drafts))
        self._cursor.execute(self._sql.begin)
        if not (self._sql.near and self._recall(keys, names)) and not self._read(
            self._sql.standing, keys, names
        ):
            self._read(self._sql.standing, keys, names)  # others wrote while it waited for the lock
        if wanted:
            rows = self._ask(self._sql.known, among=self._sql.several(wanted))
            for key, seq, digest, at, kind, body in rows:
                self._known[key] = Written(seq, digest, at, again=True), kind, json.loads(body)

    def peek(self, draft: Draft) -> None:
        """Read what the draft needs without the lock: somebody may write meanwhile.

        Where all of it is remembered nothing is read; somebody may then have written long ago.
        """
        keys, names = draft.keys, draft.names
        after, parties = self._remembered.after()
        if not self._recalled(keys, names, after, parties):
            self._read(self._sql.unlocked, keys, names)

    def _recall(self, keys: set[str], names: set[tuple[str, str]]) -> bool:
        """Under the lock: take what is remembered, if the last entry is the one after which it stood."""
        ((seq, digest, parties),) = self._ask(self._sql.last)
        return self._recalled(keys, names, (seq, digest), parties)

    def _recalled(
        self, keys: set[str], names: set[tuple[str, str]], after: Position, parties: int
    ) -> bool:
        found = self._remembered.recall(keys, names, after, self.now)
        if found is None:
            return False
        self._counters, self._marked = found
        self.began = self.seq, self.hash = after
        self.parties = parties
        return True

    def known(
        self,
    ) -> tuple[
        dict[str, Amount],
        Iterable[str],
        dict[tuple[str, str], list[tuple[str, int]]],
        set[tuple[str, str]],
    ]:
        """Counters, those under which something is held, registers, and of which names it spoke."""
        return self._counters, self._held, self._marked, self._spoken

    def _read(self, sql: str, keys: set[str], names: set[tuple[str, str]]) -> bool:
        """Read; whether what was read is as things stood when the lock was there."""
        several = self._sql.several
        rows = self._ask(
            sql,
            keys=several(keys),
            now=self.now,
            registers=several({register for register, _name in names}),
            names=several({name for _register, name in names}),
        )
        self._counters, self._held, seen = {key: [0, 0] for key in keys}, {}, -1
        self._marked = {name: [] for name in names}
        for what, key, name, since, amount, units in rows:
            if what == "head":
                self.seq, self.hash, self.parties = amount, key, units
            elif what == "seen":
                seen = amount
            elif what == "counter":
                self._counters[key] = [amount, units]
            elif what == "hold":
                self._held[key] = [amount, units]
            elif (key, name) in self._marked:
                self._marked[key, name].append((since, amount))
        for marks in self._marked.values():
            marks.sort(reverse=True)
        self.began = self.seq, self.hash
        return seen == self.seq

    def _ask(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        self._cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = self._cursor.fetchall()
        return rows

    def flush(self) -> None:
        """Send what was admitted to the database."""

    def ask(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a question, with what this transaction has admitted so far."""
        self.flush()
        return self._ask(sql, **parameters)

    def counted(self, key: str) -> tuple[int, int]:
        """What is counted under the key: thousandths of a TPP, and units."""
        tpp, units = self._counters.get(key, (0, 0))
        return tpp, units

    def held(self, key: str) -> tuple[int, int]:
        """What live reservations hold under the key, the one that is being closed left out."""
        tpp, units = self._held.get(key, (0, 0))
        return tpp, units

    def holders(self, key: str) -> list[tuple[str, int, int]]:
        """When live holds under the key expire, soonest first, with thousandths of a TPP and units."""
        return self.ask(self._sql.holders, key=key, now=self.now)

    def since(self, register: str, name: str) -> list[tuple[str, int]]:
        """From which days entries speak of the name, the latest first, each with its position."""
        return self._marked[register, name]

    def marked(self, register: str, name: str, day: str = "9999") -> int | None:
        """The position of the entry that speaks of the name on ``day``, if there is one."""
        return next((seq for since, seq in self.since(register, name) if since <= day), None)

    def fleet(self, owners: Iterable[str]) -> list[Move]:
        """What came to and left the sites of the owners, by day."""
        rows = self.ask(self._sql.fleet_of, among=self._sql.several(list(owners)))
        return [Move(*row) for row in rows]

    def entry(self, seq: int) -> tuple[str, str, dict[str, Any]] | None:
        """Kind, day and body of an entry."""
        ask = self.ask if seq > self.began[0] else self._ask
        rows = ask(self._sql.fields, seq=seq)
        return (rows[0][0], rows[0][1], json.loads(rows[0][2])) if rows else None


def add_to(table: dict[str, Amount], counts: Iterable[Count], sign: int = 1) -> None:
    """Add amounts to their sums."""
    for key, tpp, units in counts:
        total = table.setdefault(key, [0, 0])
        total[0] += sign * tpp
        total[1] += sign * units
