"""The golden copy of the Global Legal Entity Identifier Foundation: who is who, and who owns whom.

Level 1 (LEI-CDF 3.1), level 2 (RR-CDF 2.1) and the reporting exceptions, in CSV or JSON, as published,
zipped or not, streamed: a row is read, taken over and forgotten. Source of the field names: GLEIF,
"Common Data File Formats". An ``EndNode`` is the owner, a ``StartNode`` is what it owns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.parties.ownership.files import kind_of, opened, rows_of
from licet.parties.ownership.register import Entity, Register
from licet.parties.ownership.shares import ALL, BRANCH, DIRECT, ULTIMATE, Share, percentage
from licet.words import _

KINDS = {
    "IS_DIRECTLY_CONSOLIDATED_BY": DIRECT,
    "IS_ULTIMATELY_CONSOLIDATED_BY": ULTIMATE,
    "IS_INTERNATIONAL_BRANCH_OF": BRANCH,
}
"""Relationships that say who is above a company. The others (of funds) are counted and left out."""

Row = Mapping[str, str]
"""A record by its column of the CSV; the JSON is brought to the same names."""


@dataclass
class Imported:
    """What an import took over."""

    entities: int = 0
    shares: int = 0
    exceptions: int = 0
    left_out: int = 0


def import_gleif(path: str | Path, register: Register) -> Imported:
    """Take a GLEIF file into the register, replacing what came from the same file before.

    Raises `InputError` where it is none of the three kinds, or breaks off; then nothing is taken over.
    """
    done, source = Imported(), Path(path).name
    rows = _rows(path)
    first = next(rows, None)
    if first is None:
        raise InputError(_("{path} is empty.").format(path=path))
    with register.importing():
        register.forget(source)
        all_rows = chain([first], rows)
        if "Relationship.StartNode.NodeID" in first:
            done.shares = register.add_shares(_shares(all_rows, source, done))
        elif "Exception.Category" in first:
            done.exceptions = register.add_exceptions(_exceptions(all_rows, source, done))
        elif "Entity.LegalName" in first:
            done.entities = register.add_entities(_entities(all_rows, source))
        else:
            raise InputError(_not_gleif(path))
    return done


def _not_gleif(path: str | Path) -> str:
    sentence = _(
        "{path} is no file of the GLEIF golden copy: it has neither Entity.LegalName (level 1) nor "
        "Relationship.StartNode.NodeID (level 2) nor Exception.Category (reporting exceptions)."
    )
    return sentence.format(path=path)


# -- rows -----------------------------------------------------------------------------------------


def _rows(path: str | Path) -> Iterator[Row]:
    if kind_of(path) == "json":
        return _json_rows(path)
    return _csv_rows(path)


def _csv_rows(path: str | Path) -> Iterator[Row]:
    rows = rows_of(path)
    header = next(rows, [])
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            sentence = _("{path} breaks off: row {number} has {found} fields and not {wanted}.")
            raise InputError(
                sentence.format(path=path, number=number, found=len(row), wanted=len(header))
            )
        yield dict(zip(header, row, strict=True))


def _json_rows(path: str | Path) -> Iterator[Row]:
    import ijson  # type: ignore[import-untyped]

    with opened(path) as file:
        start = file.read(1 << 16)
        kinds = [
            kind for kind in (b"records", b"relations", b"exceptions") if b'"%s"' % kind in start
        ]
        if not kinds:
            raise InputError(_not_gleif(path))
        file.seek(0)
        count = 0
        try:
            for record in ijson.items(file, f"{kinds[0].decode()}.item"):
                count += 1
                yield _flat(record)
        except ijson.JSONError as error:
            sentence = _("{path} breaks off after {count} complete records: {why}.")
            raise InputError(sentence.format(path=path, count=count, why=error)) from None


_RENAMED: dict[str, str] = {
    "ExceptionCategory": "Exception.Category",
    "ExceptionReason": "Exception.Reason.1",
    "ExceptionReason.1": "Exception.Reason.1",
}


def _flat(record: Mapping[str, Any]) -> Row:
    """The nested record under the names of the columns: Relationship.Period.1.startDate and so on."""
    flat: dict[str, str] = {}
    _flatten(record.get("RelationshipRecord", record), "", flat)
    return {_RENAMED.get(name, name): value for name, value in flat.items()}


def _flatten(value: Any, path: str, flat: dict[str, str]) -> None:
    if isinstance(value, Mapping):
        if "$" in value:
            flat[path] = str(value["$"] or "")
        for name, part in value.items():
            if name != "$" and not name.startswith("@"):
                one_of_many = name in _SINGULARS and isinstance(part, Mapping)
                _flatten([part] if one_of_many else part, _joined(path, name), flat)
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            _flatten(part, f"{path}.{number}", flat)
    elif value is not None:
        flat[path] = str(value)


_PLURALS = {
    "RelationshipPeriods": "Period",
    "RelationshipQuantifiers": "Quantifiers",
    "RelationshipQualifiers": "Qualifiers",
}
_SINGULARS = {"RelationshipPeriod", "RelationshipQuantifier", "RelationshipQualifier"}
_FIELDS = {"StartDate": "startDate", "EndDate": "endDate", "PeriodType": "periodType"}


def _joined(path: str, name: str) -> str:
    """The path of the CSV: lists are numbered there and periods written with small letters."""
    if name in _SINGULARS:
        return path
    name = _PLURALS.get(name, name)
    if path.startswith("Relationship.Period"):
        name = _FIELDS.get(name, name)
    return f"{path}.{name}" if path else name


# -- what the rows say -----------------------------------------------------------------------------


def _entities(rows: Iterator[Row], source: str) -> Iterator[Entity]:
    for row in rows:
        yield Entity(
            id=row["LEI"],
            name=row["Entity.LegalName"],
            location=row.get("Entity.LegalAddress.Country") or None,
            headquarters=row.get("Entity.HeadquartersAddress.Country") or None,
            founded=_day(row.get("Entity.EntityCreationDate")),
            source=source,
            date=_day(row.get("Registration.LastUpdateDate")),
        )


def _exceptions(rows: Iterator[Row], source: str, done: Imported) -> Iterator[tuple[str, str, str]]:
    """Only those about the ultimate parent; the direct one's are left out."""
    for row in rows:
        if row["Exception.Category"] == "ULTIMATE_ACCOUNTING_CONSOLIDATION_PARENT":
            yield row["LEI"], row.get("Exception.Reason.1", ""), source
        else:
            done.left_out += 1


def _shares(rows: Iterator[Row], source: str, done: Imported) -> Iterator[Share]:
    for number, row in enumerate(rows, start=2):
        kind = KINDS.get(row["Relationship.RelationshipType"])
        if kind is None or row.get("Relationship.StartNode.NodeIDType", "LEI") != "LEI":
            done.left_out += 1
            continue
        share = _share(row, kind, source)
        faults = share.faults(f"row {number}")
        if faults:
            raise InputError([Fault(f"{source}, {fault.path}", fault.sentence) for fault in faults])
        yield share


def _share(row: Row, kind: str, source: str) -> Share:
    low, high = _percent(row)
    since, until = _period(row)
    if row.get("Relationship.RelationshipStatus") == "INACTIVE" and until is None:
        until = _day(row.get("Registration.LastUpdateDate"))
    return Share(
        owner=row["Relationship.EndNode.NodeID"],
        owned=row["Relationship.StartNode.NodeID"],
        low=ALL if kind == BRANCH else low,
        high=ALL if kind == BRANCH else high,
        controls=True,
        kind=kind,
        since=since,
        until=until,
        source=source,
    )


def _percent(row: Row) -> tuple[Fraction, Fraction]:
    """The percentage, where there is one; some issuers write 1 for 100, so 1 or less is not known."""
    for n in range(1, 6):
        if row.get(f"Relationship.Quantifiers.{n}.QuantifierUnits") == "PERCENTAGE":
            try:
                share = percentage(row.get(f"Relationship.Quantifiers.{n}.QuantifierAmount"))
            except ValueError:
                share = None
            if share is not None and share > 1:
                return share, share
    return Fraction(0), ALL


def _period(row: Row) -> tuple[date | None, date | None]:
    for n in range(1, 6):
        if row.get(f"Relationship.Period.{n}.periodType") == "RELATIONSHIP_PERIOD":
            since = _day(row.get(f"Relationship.Period.{n}.startDate"))
            return since, _day(row.get(f"Relationship.Period.{n}.endDate"))
    return None, None


def _day(text: str | None) -> date | None:
    """The day of a moment such as 2012-11-29T00:00:00.000Z; none where there is none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
