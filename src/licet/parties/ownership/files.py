"""Files of companies and shares, read as a stream: plain, gzipped or zipped."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, cast

from licet.errors import InputError
from licet.words import _

csv.field_size_limit(1 << 20)


@contextmanager
def opened(path: str | Path) -> Iterator[IO[bytes]]:
    """The bytes of the file, unpacked where it ends in .zip or .gz. Raises `InputError`."""
    path = Path(path)
    try:
        if path.suffix == ".zip":
            with (
                zipfile.ZipFile(path) as archive,
                archive.open(_only_member(archive, path)) as file,
            ):
                yield file
        elif path.suffix == ".gz":
            with gzip.open(path) as file:
                yield cast(IO[bytes], file)
        else:
            with path.open("rb") as file:
                yield file
    except FileNotFoundError:
        raise InputError(_("There is no file {path}.").format(path=path)) from None
    except (OSError, EOFError, zipfile.BadZipFile) as error:
        sentence = _("{path} cannot be read to its end: {why}.")
        raise InputError(sentence.format(path=path, why=error)) from None


def _only_member(archive: zipfile.ZipFile, path: Path) -> str:
    members = [name for name in archive.namelist() if not name.endswith("/")]
    if len(members) != 1:
        sentence = _("{path} holds {count} files; give an archive of one.")
        raise InputError(sentence.format(path=path, count=len(members)))
    return members[0]


def kind_of(path: str | Path) -> str:
    """The ending that says what is in the file, under .zip and .gz: csv, json, xlsx, ..."""
    path = Path(path)
    inner = path.with_suffix("") if path.suffix in (".zip", ".gz") else path
    return inner.suffix.lstrip(".").lower()


def rows_of(path: str | Path) -> Iterator[list[Any]]:
    """The rows of a CSV or XLSX file, the header first. Raises `InputError`."""
    if kind_of(path) == "xlsx":
        yield from _xlsx(Path(path))
        return
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        try:
            yield from csv.reader(text)
        except (csv.Error, UnicodeDecodeError) as error:
            sentence = _("{path} is not a table in CSV: {why}.")
            raise InputError(sentence.format(path=path, why=error)) from None


def _xlsx(path: Path) -> Iterator[list[Any]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]
    from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

    try:
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=True)
            for row in book.worksheets[0].iter_rows():
                yield [_cell(cell) for cell in row]
    except FileNotFoundError:
        raise InputError(_("There is no file {path}.").format(path=path)) from None
    except (OSError, KeyError, zipfile.BadZipFile, InvalidFileException) as error:
        sentence = _("{path} is not a workbook in XLSX: {why}.")
        raise InputError(sentence.format(path=path, why=error)) from None


def _cell(cell: Any) -> Any:
    """The value; a percentage as it is shown, so that 0.6 in the format 0% is 60."""
    value = cell.value
    if isinstance(value, float | int) and "%" in (getattr(cell, "number_format", "") or ""):
        return str(Decimal(repr(value)) * 100)
    return value
