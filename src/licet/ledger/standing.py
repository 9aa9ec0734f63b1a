"""How things stand within one transaction: what was read, and what is about to be written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from licet.errors import Fault, InputError
from licet.ledger.amounts import MOST
from licet.ledger.chain import canonical, hash_of
from licet.ledger.drafts import Count, Draft, Mark, Move, Refusal, Refused, Threshold, Written
from licet.ledger.statements import Statements
from licet.words import _

CHUNK = 5_000
"""The most entries that wait in memory before they are sent."""
Amount = list[int]
"""Thousandths of a TPP, and units."""


class Standing:
    """One transaction of one writer. The row of `head` is locked, so nobody else writes meanwhile.

    ``now`` decides what has expired, ``at`` is the moment that entries carry.
    """

    def __init__(self, cursor: Any, sql: Statements, now: str) -> None:
        self._cursor, self._sql, self.now, self.at = cursor, sql, now, now
        self._counters: dict[str, Amount] = {}
        self._held: dict[str, Amount] = {}
        self._known: dict[str, tuple[Written, str, Any]] = {}
        self._entries: list[dict[str, Any]] = []
        self._after: list[tuple[str, list[dict[str, Any]]]] = []
        self._changed: dict[str, Amount] = {}
        self.seq, self.hash = 0, ""

    # -- reading ----------------------------------------------------------------------------------

    def read(self, drafts: Sequence[Draft], fresh: frozenset[str]) -> None:
        """Lock the ledger and read what the drafts need. ``fresh`` keys cannot be there yet."""
        wanted = {draft.idempotency for draft in drafts} - fresh
        keys = set().union(*(draft.keys for draft in drafts))
        if self._sql.begin:
            self._cursor.execute(self._sql.begin)
        asked = [self._ask(self._sql.lock)]
        among = self._sql.several(keys)
        if keys:
            asked.append(self._ask(self._sql.counters, among=among))
            asked.append(self._ask(self._sql.held, among=among, now=self.now))
        if wanted:
            asked.append(self._ask(self._sql.known, among=self._sql.several(wanted)))
        answers = [cursor.fetchall() for cursor in asked]
        self.seq, self.hash = answers.pop(0)[0]
        if keys:
            self._counters = {key: [tpp, units] for key, tpp, units in answers.pop(0)}
            self._held = {key: [tpp, units] for key, tpp, units in answers.pop(0)}
        for key, seq, digest, at, kind, body in answers.pop(0) if wanted else ():
            self._known[key] = Written(seq, digest, at, again=True), kind, json.loads(body)

    def _ask(self, sql: str, **parameters: Any) -> Any:
        cursor = self._cursor.connection.cursor()
        cursor.execute(sql, parameters)
        return cursor

    def ask(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a question, with what this transaction has admitted so far."""
        self.flush()
        rows: list[tuple[Any, ...]] = self._ask(sql, **parameters).fetchall()
        return rows

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

    def marked(self, register: str, name: str, day: str = "9999") -> int | None:
        """The position of the entry that speaks of the name on ``day``, if there is one."""
        rows = self.ask(self._sql.marked, register=register, name=name)
        return next((seq for since, seq in rows if since <= day), None)

    def fleet(self, owners: Iterable[str]) -> list[Move]:
        """What came to and left the sites of the owners, by day."""
        rows = self.ask(self._sql.fleet_of, among=self._sql.several(list(owners)))
        return [Move(*row) for row in rows]

    def entry(self, seq: int) -> tuple[str, str, dict[str, Any]] | None:
        """Kind, day and body of an entry."""
        rows = self.ask(self._sql.fields, seq=seq)
        return (rows[0][0], rows[0][1], json.loads(rows[0][2])) if rows else None

    # -- admitting --------------------------------------------------------------------------------

    def admit(self, draft: Draft) -> Written:
        """Write the draft down. Raises `Refused` where a guard says no, `InputError` where it is wrong."""
        key = draft.idempotency or ""
        if key in self._known:
            return _same(draft, *self._known[key])
        draft = self._stated(draft)
        self._bound(draft)
        left = self._release(draft)
        _add(self._counters, draft.taken_back)
        try:
            refusals = [r for guard in draft.guards if (r := guard.check(self)) is not None]
            if refusals and not draft.happened:
                raise Refused(refusals, draft.where)
        except (Refused, InputError):
            self._restore(left)
            _add(self._counters, draft.taken_back, -1)
            raise
        _add(self._counters, draft.counts)
        _add(self._changed, [*draft.taken_back, *draft.counts])
        written = self._append(draft, refusals)
        self._follow(draft, written.seq, left)
        if len(self._entries) >= CHUNK:
            self.flush()
        self._known[key] = written, draft.kind, draft.body(refusals)
        return written

    def _stated(self, draft: Draft) -> Draft:
        """The draft with what it states turned into what that adds to (or takes off) the counter."""
        day, more = draft.day.isoformat(), []
        for key, tpp, register, name in draft.states:
            later = self.ask(self._sql.marked, register=register, name=name)
            if not any(since > day for since, _seq in later):
                more.append(Count(key, tpp - self.counted(key)[0], 0))
        return replace(draft, counts=(*draft.counts, *more)) if more else draft

    def _release(self, draft: Draft) -> dict[str, tuple[int, int, int, bool]]:
        """Take what the draft closes off what is held. By key: each, units closed, units left, live."""
        if draft.closes is None:
            return {}
        reservation, portion = draft.closes
        rows = self.ask(self._sql.of_reservation, reservation=reservation)
        if not rows:
            sentence = _("there is no open reservation {number}.").format(number=reservation)
            raise InputError([Fault("reservation", sentence)])
        most = max(units for _key, _each, units, _expires in rows)
        if portion is not None and portion > most:
            sentence = _("reservation {number} holds {most} units, not {portion}.")
            text = sentence.format(number=reservation, most=most, portion=portion)
            raise InputError([Fault("quantity", text)])
        left = {}
        for key, each, units, expires in rows:
            closed = units if portion is None else min(portion, units)
            left[key] = each, closed, units - closed, expires > self.now
        self._restore(left, -1)
        return left

    def _restore(self, left: dict[str, tuple[int, int, int, bool]], sign: int = 1) -> None:
        for key, (each, closed, _rest, live) in left.items():
            if live and key in self._held:
                self._held[key][0] += sign * each * closed
                self._held[key][1] += sign * closed

    def _bound(self, draft: Draft) -> None:
        for key, tpp, _units in draft.counts:
            if abs(self.counted(key)[0] + tpp) > MOST:
                raise InputError([Fault("tpp", _("the sum is more than the ledger can hold."))])

    def _append(self, draft: Draft, over: list[Refusal]) -> Written:
        row: dict[str, Any] = {
            "seq": self.seq + 1,
            "at": self.at,
            "day": draft.day.isoformat(),
            "kind": draft.kind,
            "who": draft.who,
            "why": draft.why,
            "determination": draft.determination,
            "idempotency": draft.idempotency,
            "body": canonical(draft.body(over)),
            "previous": self.hash,
        }
        row["hash"] = hash_of(row)
        self._entries.append(row)
        self.seq, self.hash = row["seq"], row["hash"]
        reached = tuple(each for each in draft.thresholds if self._reaches(each))
        return Written(self.seq, self.hash, self.at, tuple(over), reached)

    def _reaches(self, threshold: Threshold) -> bool:
        amount = self.counted(threshold.key)[0] if threshold.key else threshold.amount
        return amount >= threshold.limit

    def _follow(self, draft: Draft, seq: int, left: dict[str, tuple[int, int, int, bool]]) -> None:
        if draft.closes:
            reservation = draft.closes[0]
            if any(rest for _each, _closed, rest, _live in left.values()):
                kept = [{"r": reservation, "k": key, "units": left[key][2]} for key in left]
                self._later(self._sql.keep_hold, kept)
            else:
                self._later(self._sql.drop_hold, [{"r": reservation}])
        for key, each, units in draft.holds:
            held = self._held.setdefault(key, [0, 0])
            held[0] += each * units
            held[1] += units
        taken = [
            {"reservation": seq, "key": key, "each": each, "units": units, "expires": draft.expires}
            for key, each, units in draft.holds
        ]
        self._later(self._sql.take_hold, taken)
        self._later(self._sql.mark, [_row(mark, seq) for mark in draft.marks])
        self._later(self._sql.move, _moved(draft.all_moves))
        if draft.undo:
            undone = [_row(mark, draft.undo.entry) for mark in draft.undo.marks]
            self._later(self._sql.unmark, undone)

    def _later(self, sql: str, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._after.append((sql, rows))

    # -- writing ----------------------------------------------------------------------------------

    def flush(self) -> None:
        """Send what was admitted to the database, in its order."""
        if not self._entries:
            return
        self._send(self._sql.append, self._entries)
        changed = [{"key": k, "tpp": t, "units": u} for k, (t, u) in self._changed.items()]
        self._send(self._sql.add, changed)
        for sql, rows in self._after:
            self._send(sql, rows)
        self._send(self._sql.advance, [{"seq": self.seq, "hash": self.hash}])
        self._entries, self._after, self._changed = [], [], {}

    def _send(self, sql: str, rows: list[dict[str, Any]]) -> None:
        if len(rows) == 1:
            self._cursor.execute(sql, rows[0])
        elif rows:
            self._cursor.executemany(sql, rows)


def _same(draft: Draft, written: Written, kind: str, body: Any) -> Written:
    """The entry that has the draft's key already. Raises `InputError` where it says something else."""
    same = kind == draft.kind and canonical(body["fields"]) == canonical(draft.fields)
    if draft.closes and draft.closes[1] is None:  # all that is left, of what is closed by now
        same = kind == draft.kind and (body.get("closes") or [None])[0] == draft.closes[0]
    if not same:
        sentence = _("{key} is the key of entry {seq} already, which says something else.")
        text = sentence.format(key=draft.idempotency, seq=written.seq)
        raise InputError([Fault("idempotency", text)])
    return replace(written, again=True)


def _add(table: dict[str, Amount], counts: Iterable[Count], sign: int = 1) -> None:
    for key, tpp, units in counts:
        total = table.setdefault(key, [0, 0])
        total[0] += sign * tpp
        total[1] += sign * units


def _moved(moves: Iterable[Move]) -> list[dict[str, Any]]:
    """The moves by row of the table; two of one row (a correction) are one."""
    sums: dict[tuple[Any, ...], Amount] = {}
    for *key, tpp, units in moves:
        total = sums.setdefault(tuple(key), [0, 0])
        total[0] += tpp
        total[1] += units
    names = Move._fields
    return [dict(zip(names, (*key, *total), strict=True)) for key, total in sums.items()]


def _row(mark: Mark, seq: int) -> dict[str, Any]:
    return {"register": mark.register, "name": mark.name, "since": mark.since, "seq": seq}
