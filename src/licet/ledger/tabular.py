"""Tables in and out: entries from CSV, XLSX, Parquet or Arrow, and the ledger into one.

A row is an entry: a column for each field, and ``kind``, ``who``, ``why``, ``determination`` and
``idempotency`` where they are there. All rows of a file are entered, or none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.errors import Fault, InputError
from licet.ledger import clusters
from licet.ledger.book import Ledger
from licet.ledger.chain import canonical
from licet.ledger.clusters import LeftOut
from licet.ledger.drafts import Written
from licet.words import _

if TYPE_CHECKING:
    import polars

ABOUT = ("who", "why", "determination", "idempotency")
"""The columns beside kind that are no fields of an entry."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: what was entered, and which rows were in the ledger already."""

    entered: tuple[Written, ...]
    again: tuple[Written, ...]
    left_out: tuple[LeftOut, ...] = ()


def take_in(
    ledger: Ledger,
    file: str,
    *,
    why: str,
    kind: str | None = None,
    who: str = "",
    happened: bool = True,
) -> Imported:
    """Enter the rows of a file; ``kind``, ``who`` and ``why`` where a row has none of its own.

    A row without a key of its own gets one from its content and from how many equal rows stand
    before it in the file. So a file that is imported again, or with more rows, enters only what is
    new; two equal rows of two files are taken to be the same, unless ``idempotency`` tells them
    apart. ``happened`` as for `Ledger.add`: what is imported is history.

    Raises `InputError` with the faults of every row, and then nothing was entered.
    """
    seen: Counter[str] = Counter()
    entries: list[tuple[str, dict[str, str], dict[str, Any]]] = []
    for number, row_kind, fields, about in sorted(_rows(file, kind), key=_day_of):
        content = sha256(canonical([row_kind, fields]).encode()).hexdigest()
        seen[content] += 1
        key = f"import {content} {seen[content]}"
        where = _("row {number}: ").format(number=number)
        told = {"why": why, "who": who, "idempotency": key, **about}
        entries.append((row_kind, fields, {**told, "happened": happened, "where": where}))
    return _imported(ledger.add_all(entries))


def take_in_clusters(ledger: Ledger, file: str, *, why: str) -> Imported:
    """Enter Epoch AI's clusters as installations; a cluster that is there already is not repeated."""
    entries, left_out = clusters.read(file, why=why)
    return _imported(ledger.add_all(entries), tuple(left_out))


def _imported(written: list[Written], left_out: tuple[LeftOut, ...] = ()) -> Imported:
    return Imported(
        tuple(each for each in written if not each.again),
        tuple(each for each in written if each.again),
        left_out,
    )


def _day_of(row: tuple[int, str, dict[str, str], dict[str, str]]) -> str:
    """Rows are entered in the order of their days: what leaves a site came there before."""
    return row[2].get("on", "")


def _rows(file: str, kind: str | None) -> Iterator[tuple[int, str, dict[str, str], dict[str, str]]]:
    """Number, kind, fields and what is said about each row, as text."""
    for number, row in enumerate(_frame(file).iter_rows(named=True), 1):
        cells = {name.strip(): text for name, cell in row.items() if (text := _text(cell))}
        said = cells.pop("kind", kind)
        if said is None:
            sentence = _("name the kind of the entries, or give the table a column kind.")
            raise InputError([Fault(_("row {number}").format(number=number), sentence)])
        about = {name: cells.pop(name) for name in ABOUT if name in cells}
        yield number, said, cells, about


def _frame(file: str) -> polars.DataFrame:
    from licet.tables.files import read

    try:
        return read((file,))
    except InputError as error:
        raise InputError([Fault("file", fault.sentence) for fault in error.faults]) from None
    except Exception as error:  # a damaged file: each reader has errors of its own for it
        why = str(error).partition("\n")[0].rstrip(".")
        sentence = _("{file} cannot be read as a table: {why}.").format(file=file, why=why)
        raise InputError([Fault("file", sentence)]) from error


def _text(cell: Any) -> str:
    """A cell as a person would write it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        midnight = not (cell.hour or cell.minute or cell.second or cell.microsecond)
        return cell.date().isoformat() if midnight else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return format(Decimal(repr(cell)).normalize(), "f")
    return str(cell).strip()


# -- out ------------------------------------------------------------------------------------------


def give_out(ledger: Ledger, file: str, **chosen: Any) -> int:
    """Write entries into a file by its ending, ``.jsonl`` among them; returns how many there were.

    JSON lines hold every entry whole, so that the chain can be checked from them; tables have a
    column for each field. ``chosen`` as for `Ledger.entries`.
    """
    entries = ledger.entries(**chosen)
    try:
        if Path(file).suffix.lower() == ".jsonl":
            with Path(file).open("w", encoding="utf-8") as out:
                out.writelines(canonical(entry.to_dict()) + "\n" for entry in entries)
        else:
            _write([_flat(entry.to_dict()) for entry in entries], file)
    except OSError as error:
        sentence = _("{file} cannot be written: {why}.").format(file=file, why=error.strerror)
        raise InputError([Fault("file", sentence)]) from None
    return len(entries)


def _flat(entry: Mapping[str, Any]) -> dict[str, str | int | None]:
    body = entry["body"]
    fields = body["fields"].get("instead") or body["fields"]
    told = {name: value for name, value in entry.items() if name not in ("body", "idempotency")}
    said = {name: _cell(value) for name, value in fields.items() if name not in told}
    return {**told, **said, "body": json.dumps(body, ensure_ascii=False)}


def _cell(value: Any) -> str | int:
    return value if isinstance(value, int | str) else json.dumps(value, ensure_ascii=False)


def _write(rows: list[dict[str, Any]], file: str) -> None:
    import polars

    from licet.tables.files import CSV, EXCEL, PARQUET, form_of

    form = form_of(file)
    frame = polars.DataFrame(_even(rows), infer_schema_length=None, strict=False)
    writer: dict[str, Callable[[str], object]] = {
        CSV: frame.write_csv,
        EXCEL: frame.write_excel,
        PARQUET: frame.write_parquet,
    }
    writer.get(form, frame.write_ipc)(file)


def _even(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the same columns, text where a column holds text somewhere."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    texts = {name for name in names if any(isinstance(row.get(name), str) for row in rows)}
    return [
        {
            name: str(value)
            if name in texts and (value := row.get(name)) is not None
            else row.get(name)
            for name in names
        }
        for row in rows
    ]
