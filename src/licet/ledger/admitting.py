"""Admitting drafts within a transaction: what is decided, and what is then sent to the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from licet.errors import Fault, InputError
from licet.ledger.amounts import MOST, stored
from licet.ledger.chain import canonical, hash_of
from licet.ledger.drafts import (
    Count,
    Draft,
    Latest,
    Mark,
    Move,
    Refusal,
    Refused,
    Stale,
    Threshold,
    Written,
)
from licet.ledger.remembered import Remembered
from licet.ledger.standing import Amount, Standing, add_to
from licet.ledger.statements import Statements
from licet.words import _

CHUNK = 5_000
"""The most entries that wait in memory before they are sent."""


class Admission(Standing):
    """One transaction of one writer; ``at`` is the moment that its entries carry."""

    def __init__(self, cursor: Any, sql: Statements, now: str, remembered: Remembered) -> None:
        super().__init__(cursor, sql, now, remembered)
        self.at = now
        self._entries: list[dict[str, Any]] = []
        self._after: list[tuple[str, list[dict[str, Any]]]] = []
        self._changed: dict[str, Amount] = {}
        self._touched: set[int] = set()
        """Reservations of which part was closed in this transaction."""

    def admit(self, draft: Draft) -> Written:
        """Write the draft down. Raises `Refused` where a guard says no, `InputError` where it is wrong."""
        key = draft.idempotency or ""
        if key in self._known:
            return _same(draft, *self._known[key])
        if draft.parties not in (None, self.parties):
            raise Stale
        draft = self._stated(draft)
        self._bound(draft)
        left = self._release(draft)
        add_to(self._counters, draft.taken_back)
        try:
            refusals = [r for guard in draft.guards if (r := guard.check(self)) is not None]
            if refusals and not draft.happened:
                raise Refused(refusals, draft.where)
        except (Refused, InputError):
            self._restore(left)
            add_to(self._counters, draft.taken_back, -1)
            raise
        add_to(self._counters, draft.counts)
        add_to(self._changed, [*draft.taken_back, *draft.counts])
        written = self._append(draft, refusals)
        self._follow(draft, written.seq, left)
        if len(self._entries) >= CHUNK:
            self.flush()
        return written

    def _stated(self, draft: Draft) -> Draft:
        """The draft with what it states turned into what that adds to (or takes off) the counter."""
        more = [
            Count(each.key, self._latest(each) - self.counted(each.key)[0], 0)
            for each in draft.states
        ]
        return replace(draft, counts=(*draft.counts, *more)) if more else draft

    def _latest(self, stated: Latest) -> int:
        """What the latest paper states, this one among them."""
        for since, seq in self.since(stated.register, stated.name):
            if seq == stated.without or (stated.tpp is not None and since <= stated.day):
                continue
            found = self.entry(seq)
            amount = stated_in(found[2]) if found else None
            if amount is not None:
                return amount
        return stated.tpp or 0

    def _release(self, draft: Draft) -> dict[str, tuple[int, int, int, bool]]:
        """Take what the draft closes off what is held. By key: each, units closed, units left, live."""
        if draft.closes is None:
            return {}
        reservation, portion = draft.closes
        if reservation > self.began[0] or reservation in self._touched:
            self.flush()
        self._touched.add(reservation)
        rows = self._ask(self._sql.of_reservation, reservation=reservation)
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
        body = draft.body(over)
        row: dict[str, Any] = {
            "seq": self.seq + 1,
            "at": self.at,
            "day": draft.day.isoformat(),
            "kind": draft.kind,
            "who": draft.who,
            "why": draft.why,
            "determination": draft.determination,
            "idempotency": draft.idempotency,
            "body": canonical(body),
            "previous": self.hash,
        }
        row["hash"] = hash_of(row)
        self._entries.append(row)
        self.seq, self.hash = row["seq"], row["hash"]
        reached = tuple(each for each in draft.thresholds if self._reaches(each))
        written = Written(self.seq, self.hash, self.at, tuple(over), reached)
        self._known[draft.idempotency or ""] = written, draft.kind, body
        return written

    def _reaches(self, threshold: Threshold) -> bool:
        amount = self.counted(threshold.key)[0] if threshold.key else threshold.amount
        return amount >= threshold.limit

    def _follow(self, draft: Draft, seq: int, left: dict[str, tuple[int, int, int, bool]]) -> None:
        if not draft.does_more_than_count:
            return
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
        self._later(self._sql.move, _moved(draft.all_moves))
        self._mark(draft, seq)

    def _mark(self, draft: Draft, seq: int) -> None:
        self._later(self._sql.mark, [_row(mark, seq) for mark in draft.marks])
        for mark in draft.marks:
            self._spoken.add((mark.register, mark.name))
            known = self._marked.get((mark.register, mark.name))
            if known is not None:
                known.append((mark.since, seq))
                known.sort(reverse=True)
        if draft.speaks_of_a_company:
            self.parties = seq
        if draft.undo:
            undone = [_row(mark, draft.undo.entry) for mark in draft.undo.marks]
            self._later(self._sql.unmark, undone)
            for mark in draft.undo.marks:
                self._spoken.add((mark.register, mark.name))
                known = self._marked.get((mark.register, mark.name), [])
                known[:] = [each for each in known if each != (mark.since, draft.undo.entry)]

    def _later(self, sql: str, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._after.append((sql, rows))

    # -- writing ----------------------------------------------------------------------------------

    def flush(self) -> None:
        """Send what was admitted to the database, in its order."""
        if not self._entries:
            return
        if not self.send_one():
            self._send(self._sql.append, self._entries)
            self._send(self._sql.add, self._sums())
            self._send(self._sql.advance, [self._head()])
        for sql, rows in self._after:
            self._send(sql, rows)
        self._entries, self._after, self._changed = [], [], {}

    def send_one(self) -> bool:
        """Send one entry that counts under one key, if it follows the last one there; else False."""
        if self._sql.one is None or len(self._entries) != 1 or len(self._changed) != 1:
            return False
        row = self._entries[0] | self._sums()[0] | self._head()
        self._cursor.execute(self._sql.one, row | {"before": row["seq"] - 1})
        sent: bool = self._cursor.rowcount == 1
        return sent

    def _sums(self) -> list[dict[str, Any]]:
        return [{"key": k, "tpp": tpp, "units": units} for k, (tpp, units) in self._changed.items()]

    def _head(self) -> dict[str, Any]:
        return {"seq": self.seq, "hash": self.hash, "parties": self.parties}

    def _send(self, sql: str, rows: list[dict[str, Any]]) -> None:
        if len(rows) == 1:
            self._cursor.execute(sql, rows[0])
        elif rows:
            self._cursor.executemany(sql, rows)


def stated_in(body: Mapping[str, Any]) -> int | None:
    """The amount that a certificate, or what BIS published, states; None where it states none."""
    told = body["fields"].get("instead", body["fields"])
    amount = told.get("others_tpp", told.get("tpp"))
    return None if amount is None else stored(Fraction(amount))


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
