"""Epoch AI's table of GPU clusters as installations, on the days that it gives.

Source: Epoch AI, "Data on GPU clusters" (https://epoch.ai/data/gpu-clusters), CC BY 4.0. A cluster
whose chip the catalog knows counts by the chip; any other by its own rates of operations, at the bit
length that gives the most (as TPP is defined), or where none is given by Epoch's H100 equivalents,
and then it is not known whether its chips meet 3A090.a. "Planned Q3 2025" is the last day of that
quarter. What is left out is said, row by row, with the reason.
"""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.ledger.amounts import Exact
from licet.ledger.items import level_of
from licet.words import _

RATES = {"8-bit OP/s": 8, "16-bit OP/s": 16, "32-bit OP/s": 32}
"""The columns of operations a second, with their bit length."""
H100 = 15_832
"""TPP of an H100 SXM: 1,979 tera-operations a second at 8 bits."""
PLANNED = re.compile(r"Planned ((?P<part>Q[1-4]|H[12]) )?(?P<year>20\d\d)")
ENDS = {"Q1": 3, "Q2": 6, "H1": 6, "Q3": 9, "Q4": 12, "H2": 12, "": 12}
"""The last month of a part of a year."""
NO_OWNER = "owner not stated"
COUNTRIES = {
    "korea (republic of)": "KR",
    "united kingdom of great britain and northern ireland": "GB",
    "united states of america": "US",
    "philippines (the)": "PH",
    "hong kong": "HK",
}
"""Names of the United Nations that the locale data writes otherwise."""
Entry = tuple[str, dict[str, Any], dict[str, Any]]
"""Kind, fields, and what is said about it, as `Ledger.add_all` takes them."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A cluster that is not entered, and why."""

    row: int
    name: str
    why: str


def read(file: str, *, why: str) -> tuple[list[Entry], list[LeftOut]]:
    """The clusters of a file as entries, and those that cannot be entered.

    Raises `InputError` for a file that is not Epoch's table.
    """
    rows = list(_rows(file))
    entries: list[Entry] = []
    left: list[LeftOut] = []
    seen: Counter[str] = Counter()
    starts = {row["Name"]: day_of(row) for _number, row in rows}
    for number, row in rows:
        reason, fields = _installation(row)
        if reason or fields is None:
            left.append(LeftOut(number, row["Name"], reason or ""))
            continue
        seen[row["Name"]] += 1  # several are called by one name
        key = f"epoch {seen[row['Name']]} {row['Name']}"[:190]
        about = {"why": why, "idempotency": key, "happened": True}
        entries.append(("installation", fields, about))
        gone = _day(row["Decommissioned Date (if applicable)"]) or starts.get(row["Superseded by"])
        if gone and gone > fields["on"]:
            told = {**about, "idempotency": f"{key} gone"}
            entries.append(("attrition", {**fields, "on": gone, "cause": "relocation"}, told))
    return sorted(entries, key=lambda each: each[1]["on"]), left


def day_of(row: Mapping[str, str]) -> date | None:
    """The day from which a cluster operates; of a planned period, the last one."""
    if day := _day(row["First Operational Date"]):
        return day
    found = PLANNED.fullmatch(row["First Operational Date Note"])
    if found is None:
        return None
    month = ENDS[found["part"] or ""]
    return date(int(found["year"]), month, monthrange(int(found["year"]), month)[1])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _rows(file: str) -> Iterator[tuple[int, dict[str, str]]]:
    needed = {"Name", "Owner", "Country", "First Operational Date", "Superseded by", *RATES}
    needed |= {"First Operational Date Note", "H100 equivalents", "Chip type (primary)"}
    try:
        with Path(file).open(encoding="utf-8", newline="") as text:
            table = csv.DictReader(text)
            if lacks := needed - set(table.fieldnames or ()):
                sentence = _("{file} has no column {name}: it is not Epoch's table of clusters.")
                text_ = sentence.format(file=file, name=sorted(lacks)[0])
                raise InputError([Fault("file", text_)])
            for number, row in enumerate(table, 1):
                yield number, {name: (cell or "").strip() for name, cell in row.items() if name}
    except (OSError, UnicodeDecodeError) as error:
        sentence = _("{file} cannot be read: {why}.")
        text_ = sentence.format(file=file, why=getattr(error, "strerror", None) or error)
        raise InputError([Fault("file", text_)]) from None


def _installation(row: Mapping[str, str]) -> tuple[str | None, dict[str, Any] | None]:
    """Why a row is left out, or the fields of its installation."""
    from licet.tables.values import country

    if row.get("Possible Duplicate") == "True":
        return _("Epoch marks it as a possible duplicate."), None
    if row.get("Certainty") == "Unlikely":
        return _("Epoch calls it unlikely."), None
    day = day_of(row)
    if day is None:
        return _("No day of operation is given."), None
    if not row["Country"]:
        return _("No country is given."), None
    what = _by_chip(row) or _by_rates(row, day)
    if what is None:
        return _("Neither its chips nor its operations are given."), None
    place = {
        "on": day,
        "owner": row["Owner"] or NO_OWNER,
        "site": row["Name"],
        "country": COUNTRIES.get(row["Country"].casefold()) or country(row["Country"]),
    }
    return None, place | what


def _by_chip(row: Mapping[str, str]) -> dict[str, Any] | None:
    """The chip of the catalog and how many; a name of several is enough where they perform alike."""
    count = _number(row["Chip quantity (primary)"] or row["Total number of AI chips"])
    chip, second = row["Chip type (primary)"], row["Chip type (secondary)"]
    if not chip or second or count is None or count < 1:
        return None
    units = int(count)
    found = _of_catalog(chip)
    if isinstance(found, str):
        return {"chip": found, "quantity": units}
    return {"item": chip, "tpp_each": found, "quantity": units} if found else None


def _of_catalog(name: str) -> str | Exact | None:
    """A chip's id, or the TPP that all chips of the name share."""
    from licet.catalog import search
    from licet.decision.hardware import from_catalog, tpp_of

    found = search(name)
    performances = {tpp_of(from_catalog(chip.id, "chip")) for chip in found}
    if len(performances) != 1:
        return None
    (performance,) = performances
    if not isinstance(performance, Exact):
        return None
    return found[0].id if len(found) == 1 else performance


def _by_rates(row: Mapping[str, str], day: date) -> dict[str, Any] | None:
    """All of a cluster as one item: its tera-operations a second times the bit length, at most."""
    rates = [(rate * bits) for name, bits in RATES.items() if (rate := _number(row[name]))]
    most = max(rates, default=(_number(row["H100 equivalents"]) or 0) * H100 * 10**12)
    tpp = (Decimal(most) / 10**12).quantize(Decimal("0.001"))
    if not tpp:
        return None
    item = row["Chip type (primary)"] or _("chips that are not stated")
    fields = {"item": item, "tpp_each": tpp, "quantity": 1}
    alone = not row["Chip type (secondary)"]
    if alone and _levels(row["Chip type (primary)"], day) == {"a"}:
        return {**fields, "classification": "3A090.a"}
    return {**fields, "aggregate": True}


def _levels(name: str, day: date) -> set[str]:
    """The levels of all chips of the name."""
    from licet.catalog import search

    return {level_of(chip.id, day) for chip in search(name)} if name else set()


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None
