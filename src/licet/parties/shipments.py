"""A table of shipments, each with the parent and the age of its consignee, for the red flags."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.parties.facts import founded_on, reading_of
from licet.parties.ownership.files import rows_of
from licet.parties.ownership.register import Register
from licet.parties.partyfile import PartyFile
from licet.parties.redflags import Shipment
from licet.words import _

COLUMNS = ("date", "consignee", "tpp", "ordered")


def shipments_in(
    path: str | Path, file: PartyFile, register: Register | None = None
) -> list[Shipment]:
    """The shipments in a CSV or XLSX table. Raises `InputError` with every faulty row."""
    rows = rows_of(path)
    header = [str(cell or "").strip().lower() for cell in next(rows, [])]
    missing = [name for name in COLUMNS[:3] if name not in header]
    if missing:
        sentence = _("{path} has no column {missing}; it needs date, consignee and tpp.")
        raise InputError(sentence.format(path=path, missing=", ".join(missing)))
    faults: list[Fault] = []
    found = []
    for number, row in enumerate(rows, start=2):
        if any(row):
            try:
                found.append(_shipment(dict(zip(header, row, strict=False)), file, register))
            except ValueError as error:
                faults.append(Fault(f"row {number}", str(error)))
    if faults:
        raise InputError(faults)
    return found


def _shipment(row: Mapping[str, Any], file: PartyFile, register: Register | None) -> Shipment:
    day, ordered = _day(row["date"]), row.get("ordered")
    name = str(row["consignee"]).strip()
    parent, founded = "", None
    party = file.find(name)
    if party:
        name = party.name
        known = reading_of(name, file, day, register).parent
        parent = known.entity if known and known.entity != name else ""
        founded = founded_on(name, file, day, register)
    return Shipment(
        day, name, _tpp(row["tpp"]), _day(ordered) if ordered else None, parent, founded
    )


def _tpp(value: Any) -> Fraction:
    try:
        number = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise ValueError(_("{value} is no amount of TPP.").format(value=str(value)[:40]))
    return Fraction(number)


def _day(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    try:
        return datetime.date.fromisoformat(str(value).strip())
    except ValueError:
        sentence = _("{value} is not a date; write it as 2025-06-02.")
        raise ValueError(sentence.format(value=str(value)[:40])) from None
