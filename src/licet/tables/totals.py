"""Running LPP totals: each row of a table decided with what the rows before it sent.

15 CFR 740.29(d) counts what all exporters send one ultimate consignee in a calendar year, and (h)(1)
who that is: the ultimate parent that owns the items. So the rows are taken by that parent and year,
in the order of their dates (rows of one date in the order of the table), whatever the batches.

What cannot be known is a range and never a favourable number: the amount before a row lies between
what certainly went under LPP and what may have gone. A row is decided at both ends; where they
differ, the amount is unknown to it. Rows that cannot be read send nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import inf
from typing import Any

import numpy as np
import polars as pl

from licet.decision.reforms import Law
from licet.errors import InputError
from licet.law.ear.s740_29 import YEARLY_LIMIT
from licet.tables.deciding import answers
from licet.tables.streaming import Stream
from licet.tables.values import fact
from licet.tables.written import ANSWERS
from licet.words import _

PATH = "on_file.lpp_tpp_this_year"
AMOUNT = "licet: the running amount"
LOW, HIGH = "lpp_tpp_before", "lpp_tpp_before_at_most"
"""The columns that say what was sent before a row, at least and at most (empty: no end)."""
PARENTS = ("ultimate parent", "ultimate parent name", "parent company", "parent name")
NOT_UNDER_LPP, PERHAPS, UNDER_LPP = 0, 1, 2
FULL = 10**12
"""More TPP than any limit."""
MILLIONTHS = 10**6

Span = tuple[float, float]
"""From, to, in millionths of TPP; whole numbers, or infinity."""


@dataclass(eq=False)
class Running:
    """How the rows of a stream are counted.

    ``parent``: the column that names the ultimate parent. ``opening`` gives what stood against a
    parent before the table on a day (a ledger), ``parent_of`` the parent of a consignee by name.
    """

    parent: str
    as_of: date | None = None
    law: Law | None = None
    opening: Callable[[str, date], Span] | None = None
    parent_of: Callable[[str, date], str | None] = lambda name, day: name
    before: dict[int, Span] = field(default_factory=dict)
    at: int = 0

    # -- first pass: what each row would send ---------------------------------------------------

    def read(self, stream: Stream) -> None:
        """Read the whole table once, and find what stands before each row that this matters to."""
        rows: list[tuple[str | None, int, date, int, Span, float | None, int, int]] = []
        number = 0
        for frame in stream.batches():
            rows += self._rows(stream.read(frame), stream.columns, number)
            number += frame.height
        rows.sort(key=lambda row: (row[2], row[3]))
        self._count(rows)

    def _rows(self, frame: pl.DataFrame, columns: dict[str, str], first: int) -> list[Any]:
        free, full = (self._at(frame, columns, pl.lit(n)) for n in (0, FULL))
        used, else_used = _uses(free), _uses(full)
        counts = (used > 0) | (else_used > 0) | _differ(free, full)
        days = self._days(frame, columns)
        stated = frame[columns[PATH]].to_list() if PATH in columns else None
        names, total = frame[self.parent].to_list(), free["tpp_total"].to_list()
        found = []
        for n in np.flatnonzero(counts).tolist():
            day = days[n]
            if day is None:
                continue
            key = self._key(names[n], day)
            tpp = None if total[n] is None else round(total[n] * MILLIONTHS)
            span = self._opening(None if stated is None else stated[n], key, day)
            found.append(
                (key, day.year, day, first + n, span, tpp, int(used[n]), int(else_used[n]))
            )
        return found

    def _key(self, name: Any, day: date) -> str | None:
        name = fact("word", name)
        parent = None if name is None else self.parent_of(str(name).strip(), day)
        return None if parent is None else " ".join(parent.casefold().split())

    def _opening(self, stated: Any, key: str | None, day: date) -> Span:
        amount = fact("number", stated)
        if amount is not None:
            exact = int(amount * MILLIONTHS)
            return exact, exact
        if self.opening is None or key is None:
            return 0, inf
        return self.opening(key, day)

    def _days(self, frame: pl.DataFrame, columns: dict[str, str]) -> list[date | None]:
        if "date" not in columns:
            return [self.as_of] * frame.height
        return [_day(cell) for cell in frame[columns["date"]].to_list()]

    def _count(self, rows: list[Any]) -> None:
        sent: dict[tuple[str | None, int], Span] = {}
        nobody: dict[int, float] = {}
        for key, year, day, number, opening, tpp, used, else_used in rows:
            low, high = sent.get((key, year), (0, 0))
            low, high = opening[0] + low, opening[1] + high + nobody.get(year, 0)
            if key is None:
                low, high = opening[0], inf
            self.before[number] = (low, high)
            limit = int(YEARLY_LIMIT.on(self.as_of or day) * MILLIONTHS)
            status = _status(low, high, tpp, limit, used, else_used)
            if status == NOT_UNDER_LPP:
                continue
            if key is None:
                nobody[year] = nobody.get(year, 0) + (inf if tpp is None else tpp)
                continue
            at_least, at_most = sent.get((key, year), (0, 0))
            more = tpp if status == UNDER_LPP and tpp is not None else 0
            sent[key, year] = (at_least + more, at_most + (inf if tpp is None else tpp))

    # -- second pass: the answers ---------------------------------------------------------------

    def decided(self, frame: pl.DataFrame, columns: dict[str, str]) -> pl.DataFrame:
        """The added columns of the next rows, with what stands before each of them."""
        spans = [self.before.get(self.at + n) for n in range(frame.height)]
        self.at += frame.height
        low = pl.Series([0 if s is None else s[0] / MILLIONTHS for s in spans], dtype=pl.Float64)
        high = [FULL if s is None or s[1] == inf else s[1] / MILLIONTHS for s in spans]
        least = self._at(frame, columns, low)
        most = self._at(frame, columns, pl.Series(high, dtype=pl.Float64))
        differ = pl.Series(_differ(least, most))
        found = least
        if differ.any():
            unknown = self._at(frame, columns, pl.lit(None, pl.Float64))
            chosen = [
                pl.when(differ).then(unknown[name]).otherwise(least[name]).alias(name)
                for name in ANSWERS
            ]
            found = pl.select(*chosen)
        return found.with_columns(
            pl.Series(LOW, [None if s is None else s[0] / MILLIONTHS for s in spans], pl.Float64),
            pl.Series(HIGH, [_end(s) for s in spans], pl.Float64),
        )

    def _at(self, frame: pl.DataFrame, columns: dict[str, str], amount: Any) -> pl.DataFrame:
        with_amount = frame.with_columns(
            amount.alias(AMOUNT) if isinstance(amount, pl.Expr) else amount.rename(AMOUNT)
        )
        return answers(with_amount, {**columns, PATH: AMOUNT}, self.as_of, law=self.law)


def parent_column(
    headings: list[str], columns: Mapping[str, str], named: str | None, book: str | None = None
) -> str:
    """The column that names the ultimate parent: as ``named``, or by a heading that says so.

    With a ledger, which knows the parents of companies, the consignee's name will do.
    """
    if named is not None:
        if named in headings:
            return named
        sentence = _("--parent: there is no column {name}; the columns are {headings}.")
        raise InputError(sentence.format(name=named, headings=", ".join(headings)))
    consignee = columns.get("parties.ultimate_consignee.name")
    if book is not None and consignee is not None:
        return consignee
    for heading in headings:
        if " ".join(heading.casefold().replace("_", " ").split()) in PARENTS:
            return heading
    sentence = _("LPP counts by ultimate parent; say which column names it with --parent COLUMN.")
    raise InputError(sentence)


def _uses(found: pl.DataFrame) -> Any:
    """Whether each row goes under LPP, on the books: no, perhaps, yes."""
    outcome, by = pl.col("on_the_books"), pl.col("on_the_books_by")
    excepted = outcome == "license_exception"
    status = (
        pl.when(excepted & (by == "LPP"))
        .then(UNDER_LPP)
        .when((excepted & by.is_null()) | (outcome == "undetermined"))
        .then(PERHAPS)
        .otherwise(NOT_UNDER_LPP)
    )
    return found.select(status).to_series().to_numpy()


def _status(
    low: float, high: float, tpp: float | None, limit: int, used: int, else_used: int
) -> int:
    """Whether a row goes under LPP, with what stands before it."""
    if low + (tpp or 0) > limit:
        return else_used
    if tpp is not None and high + tpp <= limit:
        return used
    return used if used == else_used else PERHAPS


def _differ(one: pl.DataFrame, other: pl.DataFrame) -> Any:
    same = [one[name].eq_missing(other[name]) for name in ANSWERS]
    return ~np.logical_and.reduce([each.to_numpy() for each in same])


def _end(span: Span | None) -> float | None:
    return None if span is None or span[1] == inf else span[1] / MILLIONTHS


def _day(cell: Any) -> date | None:
    day = fact("date", cell)
    try:
        return date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        return None


__all__ = ["HIGH", "LOW", "Running", "parent_column"]
