"""Whether the ledger is as it was written: every link of the chain, and every sum."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from licet.ledger.chain import LINKED, beginning, hash_of
from licet.ledger.replay import Replay, found
from licet.ledger.schema import entry, head
from licet.words import _

WATCHED = 5_000
"""Entries between two looks at how far it has come."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was written: where, and what. ``seq`` is None for a sum."""

    seq: int | None
    what: str
    sentence: str


@dataclass(slots=True)
class Verdict:
    """What `verify` found; ``seq`` and ``hash`` are the last entry that it read."""

    ledger: str
    seq: int
    hash: str
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing was changed, removed, added or moved."""
        return not self.flaws


def verify(
    connection: sa.Connection,
    anchor: tuple[int, str] | None = None,
    most: int = 100,
    watch: Callable[[int], object] | None = None,
) -> Verdict:
    """Read the whole ledger and check it; up to ``most`` flaws are listed.

    ``watch`` is told now and then up to which entry it has come.

    ``anchor`` is a position and its hash, noted earlier and kept elsewhere: a chain that was written
    anew from some entry on is sound in itself, and only an anchor shows it.
    """
    ledger, last, last_hash, parties = connection.execute(sa.select(head)).one()
    verdict = Verdict(ledger, 0, beginning(ledger))
    replay = Replay()
    verdict.flaws += _file(connection)
    for flaw in _walk(connection, verdict, replay, anchor):
        if flaw is None:
            if watch is not None:
                watch(verdict.seq)
        elif len(verdict.flaws) < most:
            verdict.flaws.append(flaw)
    if (verdict.seq, verdict.hash) != (last, last_hash):
        sentence = _("the ledger says that its last entry is {last}; it ends with {seq}.")
        text = sentence.format(last=last, seq=verdict.seq)
        verdict.flaws.append(Flaw(verdict.seq + 1, "end", text))
    if parties != replay.parties:
        sentence = _("entry {seq} is the last that speaks of a company; the ledger says {parties}.")
        text = sentence.format(seq=replay.parties, parties=parties)
        verdict.flaws.append(Flaw(None, "head", text))
    verdict.flaws += _sums(connection, replay)[: max(0, most - len(verdict.flaws))]
    return verdict


def _file(connection: sa.Connection) -> list[Flaw]:
    """What SQLite says of the pages of the file; a page that is missing holds no entry perhaps."""
    if connection.dialect.name != "sqlite":
        return []
    told = connection.exec_driver_sql("PRAGMA quick_check(3)").scalars().all()
    sentence = _("the file is damaged: {what}")
    return [
        Flaw(None, "file", sentence.format(what=" ".join(each.split())))
        for each in told
        if each != "ok"
    ]


def _walk(
    connection: sa.Connection, verdict: Verdict, replay: Replay, anchor: tuple[int, str] | None
) -> Iterator[Flaw | None]:
    """The flaws in their order, and None now and then between them."""
    columns = [*(entry.c[name] for name in LINKED), entry.c.hash]
    reading = connection.execution_options(yield_per=2000)
    for row in reading.execute(sa.select(*columns).order_by(entry.c.seq)).mappings():
        yield from _link(connection, row, verdict)
        if anchor is not None and row["seq"] == anchor[0] and row["hash"] != anchor[1]:
            sentence = _("entry {seq} is not the one whose hash was noted: {hash}.")
            text = sentence.format(seq=row["seq"], hash=anchor[1])
            yield Flaw(row["seq"], "anchor", text)
        verdict.seq, verdict.hash = row["seq"], row["hash"]
        if verdict.seq % WATCHED == 0:
            yield None
        try:
            replay.add(row["seq"], json.loads(row["body"]))
        except (ValueError, TypeError, KeyError, AttributeError):
            yield Flaw(row["seq"], "changed", _("the body of the entry cannot be read."))
    if anchor is not None and anchor[0] > verdict.seq:
        sentence = _("entry {seq}, whose hash was noted, is not there.")
        yield Flaw(anchor[0], "anchor", sentence.format(seq=anchor[0]))


def _link(connection: sa.Connection, row: Any, verdict: Verdict) -> Iterator[Flaw]:
    seq, expected = row["seq"], verdict.seq + 1
    if seq > expected:
        gone = str(expected) if seq == expected + 1 else f"{expected}-{seq - 1}"
        yield Flaw(expected, "gap", _("missing: entry {gone}.").format(gone=gone))
    elif row["previous"] != verdict.hash:
        yield Flaw(seq, "order", _order(connection, row))
    if hash_of(row) != row["hash"]:
        sentence = _("entry {seq} was changed after it was written.")
        yield Flaw(seq, "changed", sentence.format(seq=seq))


def _order(connection: sa.Connection, row: Any) -> str:
    """Where an entry that does not follow the one before it was written, if that can be told."""
    where = sa.select(entry.c.seq).where(entry.c.hash == row["previous"])
    after = connection.scalar(where.limit(1))
    if after is None:
        sentence = _(
            "entry {seq} does not follow the entry before it: one of the two was replaced."
        )
        return sentence.format(seq=row["seq"])
    sentence = _("entry {seq} was written after entry {after}: the order was changed.")
    return sentence.format(seq=row["seq"], after=after)


def _sums(connection: sa.Connection, replay: Replay) -> list[Flaw]:
    flaws = []
    for name, expected in replay.tables().items():
        there = found(connection, name)
        for key in sorted(expected.keys() | there.keys(), key=str):
            if expected.get(key) != there.get(key):
                sentence = _("{table} {key} is {there}; the entries make it {expected}.")
                label = " ".join(str(part) for part in key)
                told = sentence.format(
                    table=name,
                    key=label,
                    there=there.get(key, _("missing")),
                    expected=expected.get(key, _("nothing")),
                )
                flaws.append(Flaw(None, name, told))
    return flaws
