"""A table through the automaton, part by part and on several threads, and the answers beside it."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from licet.law.editions import Law
from licet.logic.collecting import uncollected
from licet.tables.added import Decided
from licet.tables.alone import by_cells, unreadable
from licet.tables.given import Given
from licet.tables.numbers import Bools
from licet.tables.written import ANSWERS, joined

if TYPE_CHECKING:  # small tables are decided without it
    from licet.logic.automaton import Ints
    from licet.tables.pending import Answer
    from licet.tables.rows import Found, Rows

FEW = 200
"""Rows of a table for which it is not worth while to learn how the law decides its columns."""
PART = 1 << 16
"""Rows that are taken at a time: what is made of them meanwhile stays in the cache of a core."""
MOST_REMEMBERED = 3_000_000
"""What is kept of diagrams in which a fact became known, some 3 GiB; above it all is forgotten.

An order book of all dates comes to a fifth of it; rows of which hardly two are alike to any number."""
MOST_AHEAD = 1 << 40
MORE = 16
"""How many times as many rows are taken next, where little was learnt of the last."""
TEXTS = [name for name in ANSWERS if name != "tpp_total"]


_learnt: set[tuple[tuple[str, ...], date | None, Law]] = set()
"""The columns for which `rows_of` has been asked."""


@lru_cache(maxsize=8)
def rows_of(paths: tuple[str, ...], as_of: date | None, law: Law) -> Rows:
    """The levels for tables with these columns, with all that they have learnt."""
    from licet.tables.rows import Rows

    return Rows(law, paths, as_of)


class Answers:
    """The answers of states: a table that grows as states are met. None where a sum is open."""

    def __init__(self, rows: Rows) -> None:
        self._rows, self._lock = rows, rows.lock
        self.table = pl.DataFrame(schema={name: pl.String() for name in TEXTS})
        self.open = np.zeros(0, np.bool_)
        self._places = np.full(0, -1, np.int32)

    def places(self, states: Ints, sure: Bools) -> Ints:
        """The place of the answer of each of the ``sure`` rows in the table; 0 for others."""
        with self._lock:
            known = self._rows.last.known
            more = len(known) - len(self._places)
            self._places = np.append(self._places, np.full(more, -1, np.int32))
            met, every = np.zeros(len(known), np.bool_), bool(sure.all())
            met[states if every else states[sure]] = True
            self._learn(np.flatnonzero(met & (self._places < 0)).tolist())
            places: Ints = self._places.take(states)
            return places if every else places * sure

    def _learn(self, numbers: list[int]) -> None:
        if not numbers:
            return
        pending, known = self._rows.pending, self._rows.last.known
        open_sum = [pending.unsettled(known[number]) for number in numbers]
        made = [
            (None,) * len(TEXTS) if not_told else _texts(pending.answer(known[number]))
            for number, not_told in zip(numbers, open_sum, strict=True)
        ]
        for place, number in enumerate(numbers, self.table.height):
            self._places[number] = place
        more = pl.DataFrame(made, schema=self.table.schema, orient="row")
        self.table = pl.concat([self.table, more], rechunk=True)
        self.open = np.append(self.open, open_sum)


def _texts(answer: Answer) -> tuple[str | None, ...]:
    *plain, missing, questions = answer
    return (*plain, joined(missing), joined(questions), None)


def decided(
    given: Given,
    as_of: date | None,
    done: Callable[[int], object],
    law: Law,
    threads: int | None = None,
) -> Decided:
    """The added columns of rows that state facts by path."""
    threads = threads or os.cpu_count() or 1
    key = (tuple(sorted(given.paths)), as_of, law)
    if given.rows < FEW and key not in _learnt:
        found = by_cells(given.frame, as_of, law)
        done(given.rows)
        return Decided.of(found)
    pieces, start = [], 0
    while start < given.rows:
        with nullcontext() if key in _learnt else uncollected():
            rows = rows_of(*key)
            _learnt.add(key)
            piece, before = given.piece(start, rows.ahead), rows.remembered
            parts = _found(rows, piece, done, threads)
            pieces.append(_piece(rows, piece, parts, as_of, law))
        start += piece.rows
        if rows.remembered > MOST_REMEMBERED:
            del rows
            _forget()
        elif (rows.remembered - before) * MORE < MOST_REMEMBERED / 2:
            rows.ahead = min(rows.ahead * MORE, MOST_AHEAD)
    return Decided.joined(pieces)


def _forget() -> None:
    """Let go of all that is learnt, now: it is full of circles, and collecting is put off while learning."""
    rows_of.cache_clear()
    answers_of.cache_clear()
    _learnt.clear()
    gc.collect()


def _found(rows: Rows, given: Given, done: Callable[[int], object], threads: int) -> list[Found]:
    """The states of all rows, in parts."""
    parts = []
    with ThreadPoolExecutor(threads) as pool:
        spread = map if given.rows <= PART or threads == 1 else pool.map
        for found in spread(rows.found, given.parts(PART)):
            done(len(found.states))
            parts.append(found)
    return parts


def _piece(rows: Rows, given: Given, parts: list[Found], as_of: date | None, law: Law) -> Decided:
    """The added columns of some rows from their states; what is learnt of them is kept."""
    alone = np.concatenate([part.alone for part in parts])
    tpp = np.concatenate([part.tpp for part in parts])
    known = np.concatenate([part.tpp_known for part in parts])
    wrong = _wrong(parts, alone)
    bad = np.logical_or.reduce([*wrong.values(), np.zeros(len(alone), np.bool_)])
    answers = answers_of(rows)
    states = answers.places(np.concatenate([part.states for part in parts]), ~(alone | bad))
    if answers.open.any():
        alone |= answers.open.take(states) & ~bad
    tables, size = [answers.table], answers.table.height
    for some, decide in ((alone, _alone), (bad, _unreadable)):
        if not some.any():
            continue
        mine = decide(given.only(some), {p: w[some] for p, w in wrong.items()}, as_of, law)
        states[some] = np.arange(size, size + mine.height, dtype=np.int32)
        size += mine.height
        tables.append(mine.select(TEXTS))
        own = mine["tpp_total"]
        tpp[some], known[some] = own.fill_null(0.0).to_numpy(), own.is_not_null().to_numpy()
    table = pl.concat(tables, rechunk=True) if len(tables) > 1 else answers.table
    return Decided(table, states, tpp, known)


def _alone(stated: pl.DataFrame, _wrong: Any, as_of: date | None, law: Law) -> pl.DataFrame:
    return by_cells(stated, as_of, law)


def _unreadable(stated: pl.DataFrame, wrong: Any, as_of: date | None, law: Law) -> pl.DataFrame:
    return unreadable(stated, wrong, as_of, law)


def _wrong(parts: list[Found], alone: Bools) -> dict[str, Bools]:
    """By path, the rows in which a cell cannot be read."""
    found: dict[str, Bools] = {}
    start = 0
    for part in parts:
        end = start + len(part.states)
        for paths, rows in part.bad:
            for path in paths:
                held = found.setdefault(path, np.zeros(len(alone), np.bool_))
                held[start:end] |= rows & ~alone[start:end]
        start = end
    return found


@lru_cache(maxsize=8)
def answers_of(rows: Rows) -> Answers:
    """The answers of the states of some levels."""
    return Answers(rows)
