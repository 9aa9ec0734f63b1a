"""Shares from a table, CSV or XLSX: one row a share, one column a field.

Columns: ``owner``, ``owned``, and either ``percent`` or ``low`` and ``high`` (empty or ? where it is not
known), and where they are known ``since``, ``until`` (dates as 2025-06-02) and ``source``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.parties.ownership.files import rows_of
from licet.parties.ownership.shares import ALL, Share, percentage
from licet.words import _

COLUMNS = ("owner", "owned", "percent", "low", "high", "since", "until", "source")

FEW = 1 << 14
"""Different percentages and dates that are kept: a table of millions of rows has few of them."""

MOST_FAULTS = 20
"""Faults named one by one; of a table with more the rest is counted."""


def shares_in(path: str | Path) -> Iterator[Share]:
    """The shares in the table. Raises `InputError` with every faulty row, after the last row."""
    rows = rows_of(path)
    columns, source = _columns(next(rows, []), path), str(path)
    faults: list[Fault] = []
    more = 0
    for number, row in enumerate(rows, start=2):
        if not any(row) and all(value in (None, "") for value in row):
            continue
        found = _share(dict(zip(columns, row, strict=False)), f"row {number}", source)
        if isinstance(found, Share):
            yield found
        elif len(faults) < MOST_FAULTS:
            faults += found
        else:
            more += 1
    if more:
        faults.append(Fault("", _("{count} further rows are faulty.").format(count=more)))
    if faults:
        raise InputError(faults)


def _columns(header: list[Any], path: str | Path) -> list[str]:
    columns = [str(name or "").strip().lower() for name in header]
    faults = []
    for name in columns:
        if name and name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, 1, 0.5)
            meant = _(" Did you mean {near}?").format(near=near[0]) if near else ""
            sentence = _("there is no such column; the columns are {known}.")
            faults.append(Fault(name, sentence.format(known=", ".join(COLUMNS)) + meant))
    for name in ("owner", "owned"):
        if name not in columns:
            sentence = _("{path} has no column of this name.")
            faults.append(Fault(name, sentence.format(path=path)))
    if faults:
        raise InputError(faults)
    return columns


def _share(row: Mapping[str, Any], where: str, source: str) -> Share | list[Fault]:
    try:
        low, high = _bounds(row.get("percent"), row.get("low"), row.get("high"))
        share = Share(
            owner=str(row.get("owner") or "").strip(),
            owned=str(row.get("owned") or "").strip(),
            low=low,
            high=high,
            since=_date(row.get("since")),
            until=_date(row.get("until")),
            source=str(row.get("source") or source),
        )
    except ValueError as error:
        return [Fault(where, str(error))]
    if not share.owner or not share.owned:
        return [Fault(where, _("owner and owned must both be given."))]
    return share.faults(where) or share


@lru_cache(maxsize=FEW, typed=True)
def _bounds(percent: Any, low: Any, high: Any) -> tuple[Fraction, Fraction]:
    exact = percentage(percent)
    if exact is not None:
        return exact, exact
    least, most = percentage(low), percentage(high)
    return Fraction(0) if least is None else least, ALL if most is None else most


@lru_cache(maxsize=FEW, typed=True)
def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        sentence = _("{value} is not a date; write it as 2025-06-02.")
        raise ValueError(sentence.format(value=str(value)[:40])) from None
