"""Tables in files, read batch by batch: memory does not grow with the rows.

CSV is read as text alone, so that no cell turns into something else on the way (a part number into
a number, Namibia into nothing). A sheet of XLSX is read whole; it has at most 1,048,576 rows.
"""

from __future__ import annotations

import logging
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.ipc
import pyarrow.parquet

from licet.errors import InputError
from licet.tables.files import ARROW, CSV, EXCEL, PARQUET, form_of
from licet.words import _

ROWS_OF_A_BATCH = 1 << 18
BYTES_OF_A_BLOCK = 1 << 24
UNREADABLE = "licet: why the row cannot be read"
"""A column of a batch that is there only where a row of the file does not fit its heading."""


class Source:
    """One file, opened: its columns, its rows where they are counted, and its batches.

    ``fault`` is the sentence that says why reading stopped before the end, if it did; ``arrow`` the
    schema of a file of Parquet.
    """

    def __init__(self, name: str) -> None:
        self.name, self.fault = name, ""
        self.rows: int | None = None
        self.arrow: Any = None
        self._read: Callable[[], Iterator[Any]]
        form = form_of(name)
        with _sentences(name):
            open_it = {CSV: self._csv, EXCEL: self._excel, PARQUET: self._parquet, ARROW: self._ipc}
            self.schema: pl.Schema = open_it[form]()

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows; where the file turns out broken, those before it."""
        for table in self.tables():
            yield table if isinstance(table, pl.DataFrame) else plain(table, self.schema)

    def tables(self) -> Iterator[Any]:
        """As `batches`, in Arrow where the file is held so: texts may be dictionaries there."""
        try:
            with _sentences(self.name):
                yield from self._read()
        except InputError as error:
            self.fault = str(error)

    @property
    def part(self) -> float | None:
        """Which part of the file has been read, by its bytes; none where that is not known."""
        size = getattr(self, "_size", 0)
        return min(self._file.tell() / size, 1) if size and not self._file.closed else None

    # -- forms ----------------------------------------------------------------------------------

    def _csv(self) -> pl.Schema:
        if self.name == "-":
            self._file: Any = pa.PythonFile(sys.stdin.buffer, mode="r")
        else:
            self._file = pa.OSFile(self.name)
            self._size = Path(self.name).stat().st_size
        self._strange: list[tuple[int, str]] = []
        block = self._file.read(BYTES_OF_A_BLOCK)
        if not block.strip():
            raise InputError(_("{name} is empty.").format(name=self.name))
        text = block.removeprefix(b"\xef\xbb\xbf")
        heading = pl.read_csv(text, infer_schema=False, n_rows=0, truncate_ragged_lines=True)
        self._first = text
        self._read = lambda: self._csv_batches(heading.columns)
        return heading.schema

    def _csv_batches(self, headings: list[str]) -> Iterator[pl.DataFrame]:
        options = pa.csv.ConvertOptions(
            column_types=dict.fromkeys(headings, pa.large_string()),
            strings_can_be_null=True,
            null_values=[""],
        )
        reader = pa.csv.open_csv(
            _Joined(self._first, self._file),
            pa.csv.ReadOptions(
                use_threads=False, block_size=BYTES_OF_A_BLOCK, column_names=headings, skip_rows=1
            ),
            pa.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=self._does_not_fit),
            options,
        )
        at = 2  # the row of the file at which the next batch begins; the heading is the first
        for batch in reader:
            frame = _with_strange(_frame(batch), at, self._strange)
            yield frame
            at += frame.height
        if self._strange:
            none = pl.DataFrame(schema=dict.fromkeys(headings, pl.String))
            yield _with_strange(none, self._strange[0][0], self._strange)

    def _does_not_fit(self, row: Any) -> str:
        sentence = _("the row has {found} cells and the heading {expected}: {text}")
        told = sentence.format(
            found=row.actual_columns, expected=row.expected_columns, text=row.text
        )
        self._strange.append((row.number, told))
        return "skip"

    def _excel(self) -> pl.Schema:
        logging.getLogger("fastexcel").setLevel(logging.ERROR)  # it reports empty columns
        frame = pl.read_excel(Path(self.name).read_bytes())
        self.rows = frame.height
        self._read = lambda: frame.iter_slices(ROWS_OF_A_BATCH)
        return frame.schema

    def _parquet(self) -> pl.Schema:
        with pa.parquet.ParquetFile(self.name) as plain_file:
            schema, self.rows = plain_file.schema_arrow, plain_file.metadata.num_rows
        texts = [each.name for each in schema if each.type in (pa.string(), pa.large_string())]
        file = pa.parquet.ParquetFile(self.name, read_dictionary=texts, pre_buffer=True)
        self.arrow = schema
        self._read = lambda: map(_table, file.iter_batches(ROWS_OF_A_BATCH))
        return _schema(schema)

    def _ipc(self) -> pl.Schema:
        mapped = pa.memory_map(self.name)
        try:
            file = pa.ipc.open_file(mapped)
        except pa.ArrowInvalid:
            mapped.seek(0)
            stream = pa.ipc.open_stream(mapped)
            self._read = lambda: _sliced(stream)
            return _schema(stream.schema)
        counted = (file.get_batch(n) for n in range(file.num_record_batches))
        self._read = lambda: _sliced(counted)
        return _schema(file.schema)


class _Joined:
    """What was read ahead, and the rest of the file behind it."""

    closed = False

    def __init__(self, first: bytes, rest: Any) -> None:
        self._first, self._rest = first, rest

    def read(self, size: int = -1) -> bytes:
        """So many bytes; none at the end."""
        if self._first:
            given, self._first = self._first[:size], self._first[size:]
            return given
        return bytes(self._rest.read(size))

    def readable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Nothing is held."""


def _table(batch: Any) -> Any:
    return pa.Table.from_batches([batch])


def plain(table: Any, schema: pl.Schema) -> pl.DataFrame:
    """A table of Arrow in Polars, each column of the kind that it has in the file."""
    return _frame(table).cast(schema)


def _schema(schema: Any) -> pl.Schema:
    """The schema of Arrow in Polars, by a way that does not import pandas: that takes its time."""
    return _frame(pa.Table.from_batches([], schema=schema)).schema


def _frame(batch: Any) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(batch))


def _sliced(batches: Any) -> Iterator[pl.DataFrame]:
    for batch in batches:
        yield from _frame(batch).iter_slices(ROWS_OF_A_BATCH)


def _with_strange(frame: pl.DataFrame, at: int, strange: list[tuple[int, str]]) -> pl.DataFrame:
    """The rows of a batch with those that do not fit the heading in their places.

    ``at`` is the number of the batch's first row in the file. What is placed leaves ``strange``.
    """
    pieces, taken, placed = [], 0, 0
    while strange and (before := strange[0][0] - at - placed) <= frame.height:
        pieces.append(frame.slice(taken, before - taken))
        pieces.append(pl.DataFrame({UNREADABLE: [strange.pop(0)[1]]}))
        taken, placed = before, placed + 1
    if not placed:
        return frame
    return pl.concat([*pieces, frame.slice(taken)], how="diagonal")


@contextmanager
def kept(name: str) -> Iterator[str]:
    """The name of a file that can be read twice: standard input is put into one."""
    if name != "-":
        yield name
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "input.csv"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield str(path)


def headings_of(name: str) -> list[str]:
    """The columns of a table in a file."""
    return Source(name).schema.names()


@contextmanager
def _sentences(name: str) -> Iterator[None]:
    """Turn what the readers of files raise into sentences."""
    try:
        yield
    except FileNotFoundError:
        raise InputError(_("there is no file {name}.").format(name=name)) from None
    except (OSError, ValueError, pa.ArrowException, pl.exceptions.PolarsError) as error:
        why = str(error).strip().partition("\n")[0].rstrip(".")
        sentence = _("{name} cannot be read as a table: {why}.")
        raise InputError(sentence.format(name=name, why=why)) from None
    except Exception as error:
        if type(error).__module__.startswith("fastexcel"):
            sentence = _("{name} is not an Excel file.")
            raise InputError(sentence.format(name=name)) from None
        raise
