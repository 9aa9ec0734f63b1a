"""Which rows the law cannot tell apart: a number for each row, equal for rows of one cell.

Countries become their classes under every group that the law holds them against, numbers their
place among its thresholds, and the sums that it counts their order. What is not cut that way counts
by its value. Finer than needed is only slower; coarser would be wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from licet.facts.countries import CODES
from licet.law.editions import Edition, Law
from licet.law.instruments import FIRST_DAY, OCTOBER_2023
from licet.law.places import APPROVAL_ENDS, approval_ends
from licet.logic.columns import Cuts, cuts_of
from licet.logic.rules import Paragraph
from licet.logic.terms import Choice, Fact, Term
from licet.logic.walk import cited
from licet.tables.loads import Loads
from licet.tables.numbers import Ints, encoded, order
from licet.tables.values import fact

NOT_IN_TABLES = {"duty", "red flag", "statement"}
"""Kinds of paragraph that no added column shows."""
NOTIFIED = "on_file.nac_notified_on"
ROOM = 2**62


class Key:
    """The number of a row's cell, put together from codes."""

    def __init__(self, rows: int) -> None:
        self.codes: Ints = np.zeros(rows, np.int64)
        self.size = 1

    def add(self, codes: Ints) -> None:
        """Tell rows apart by one thing more; ``codes`` are -1 or more."""
        if not len(codes):
            return
        size = int(codes.max()) + 2
        if self.size * size >= ROOM:
            self.pack()
        self.codes = self.codes * size + (codes + 1)
        self.size *= size

    def pack(self) -> None:
        """Number the cells that there are from 0, in the order of their first rows."""
        self.codes, values = encoded(pl.Series(self.codes))
        self.size = max(len(values), 1)


def cells(frame: pl.DataFrame, law: Law, as_of: date | None) -> tuple[Ints, Loads]:
    """The cell of each row, numbered from 0 in the order of first rows, and what is sent.

    ``frame`` holds a column for each path that is stated.
    """
    key = Key(frame.height)
    days = _days(frame, as_of)
    eras = [date.min, *law.boundaries, FIRST_DAY, *APPROVAL_ENDS.values()]
    eras = sorted(set(eras))
    cuts = _cuts(law, {day for day in days[1] if isinstance(day, date)})
    if as_of is None and "date" in frame:
        key.add(
            _by_value(
                days, lambda day: bisect_right(eras, day) if day >= OCTOBER_2023.complied else None
            )
        )
    loads = Loads(frame, cuts)
    alone = loads.alone
    for codes in loads.codes:
        key.add(codes)
    for path in frame.columns:
        if path == NOTIFIED:
            alone = alone | _notified(frame[path], days, key, cuts)
        elif path != "date" and path not in loads.covered:
            key.add(_coded(path, frame, cuts))
    key.add(_whole(frame, alone))
    key.pack()
    return key.codes, loads


# -- what the law cuts --------------------------------------------------------------------------


def _cuts(law: Law, days: set[date]) -> Cuts:
    return _cuts_of(frozenset(e for day in days if day >= FIRST_DAY for _name, e in law.on(day)))


@lru_cache(maxsize=16)
def _cuts_of(editions: frozenset[Edition]) -> Cuts:
    return cuts_of((edition, terms_of(edition)) for edition in editions)


def terms_of(edition: Edition) -> Iterator[Term]:
    """The terms on which an added column can rest, other readings of open questions among them."""
    waiting = [p for p in edition.paragraphs if p.kind not in NOT_IN_TABLES]
    seen: set[Paragraph] = set()
    while waiting:
        paragraph = waiting.pop()
        if paragraph in seen:
            continue
        seen.add(paragraph)
        for term in (paragraph.term, edition.term(paragraph)):
            yield term
            waiting.extend(cited(term))


# -- codes of a column --------------------------------------------------------------------------


def _days(frame: pl.DataFrame, as_of: date | None) -> tuple[Ints, list[Any]]:
    if as_of is not None:
        return np.zeros(frame.height, np.int64), [as_of]
    if "date" not in frame:
        return np.full(frame.height, -1, np.int64), []
    codes, values = encoded(frame["date"])
    return codes, [_day(value) for value in values]


def _day(value: Any) -> Any:
    value = fact("date", value)
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _by_value(coded: tuple[Ints, list[Any]], number: Any) -> Ints:
    """Codes of a column's values: the number of a date, and one for each value that is not one."""
    codes, values = coded
    numbers: dict[Any, int] = {}
    found = []
    for value in values:
        known = number(value) if type(value) is date else None
        name = ("as written", repr(value)) if known is None else known
        found.append(-1 if value is None else numbers.setdefault(name, len(numbers)))
    return np.array([*found, -1], np.int64)[codes]


def _coded(path: str, frame: pl.DataFrame, cuts: Cuts) -> Ints:
    codes, values = encoded(frame[path])
    names: dict[Any, int] = {}
    classes = _classes(path, frame.columns, cuts)
    found = []
    for value in values:
        if path.startswith("parties.") and path.endswith(".name"):
            name = approval_ends(value) if isinstance(value, str) else value
        elif classes is not None:
            stated = fact("country", value)
            name = classes.get(stated, stated) if isinstance(stated, str) else repr(stated)
        else:
            name = repr(value)
        found.append(names.setdefault(name, len(names)))
    return np.array([*found, -1], np.int64)[codes]


def _classes(path: str, stated: Iterable[str], cuts: Cuts) -> dict[str, int] | None:
    """The classes of a country that the whole transaction has; none where its name may count."""
    facts: list[Fact] = [f for f in Fact.every if f.path == path and f.scope == "tx"]
    choices = [f for f in facts if isinstance(f, Choice) and f.domain == CODES]
    if not choices or len(choices) < len(facts):
        return None
    listed = any("certified_veu" in each for each in stated)
    if listed and any(f in cuts.whole for f in choices):
        return None
    return cuts.classes(choices, sorted(CODES))


def _notified(series: pl.Series, days: Any, key: Key, cuts: Cuts) -> Any:
    """The order of the NAC's waiting time and the day. Returns the rows that are read by value."""
    given, values = encoded(series)
    read = [_day(value) for value in values]
    key.add(_by_value((given, read), lambda day: 0))
    ordinals = [d.toordinal() if type(d) is date else 0 for d in read] + [0]
    shipped = [d.toordinal() if type(d) is date else 0 for d in days[1]] + [0]
    since = np.array(shipped, np.int64)[days[0]] - np.array(ordinals, np.int64)[given]
    strange = np.zeros(len(since), np.bool_)
    for shape, limits in cuts.sums.items():
        named = {atom[0].path: factor for atom, factor in shape if len(atom) == 1}
        if NOTIFIED not in named:
            continue
        factor = named[NOTIFIED]
        if named == {NOTIFIED: factor, "date": -factor}:
            for limit in sorted(limits):
                key.add(order(since * int(-factor), np.full(len(since), int(limit), np.int64)))
        else:
            strange[:] = True
    return strange


def _whole(frame: pl.DataFrame, alone: Any) -> Ints:
    """A code for each distinct row among those that are read by value; -1 for all others."""
    found = np.full(frame.height, -1, np.int64)
    if alone.any():
        rows, key = frame.filter(pl.Series(alone)), Key(int(alone.sum()))
        for path in rows.columns:
            key.add(encoded(rows[path])[0])
        key.pack()
        found[alone] = key.codes
    return found
