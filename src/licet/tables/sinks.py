"""Tables into files, batch by batch, as each form allows: CSV, XLSX, Parquet, Arrow IPC."""

from __future__ import annotations

import base64
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet

from licet.errors import InputError
from licet.tables.files import ARROW, CSV, EXCEL, PARQUET, form_of
from licet.words import _

ROWS_OF_A_SHEET = 1_048_575
"""Below its heading."""
WAITING = 2
"""Tables that may wait to be written, so that neither side waits where one takes longer than usual."""


class Sink:
    """A file that is being written; `-` is standard output, as CSV. Use it as a context.

    ``given`` is the schema of the table from which columns are carried along, where that is Arrow's.
    """

    def __init__(self, name: str, given: pa.Schema | None = None) -> None:
        self.name, self.form, self._given = name, form_of(name), given
        self.beside = self.form == PARQUET
        """Whether rows are written while the next ones are worked out."""
        self._pool = ThreadPoolExecutor(1)
        self._writing: deque[Future[None]] = deque()
        self._writer: Any = None
        self._sheet: list[pl.DataFrame] = []
        self._rows = 0

    def __enter__(self) -> Sink:
        """Open the file, so that what cannot be written is said before anything is decided."""
        with self._sentences():
            if self.form in (CSV, PARQUET, ARROW):
                self._file: Any = sys.stdout.buffer if self.name == "-" else open(self.name, "wb")  # noqa: PTH123
        return self

    def write(self, table: Any) -> None:
        """Add rows, of Arrow or Polars; every call has the same columns."""
        if self.beside:
            self._wait(WAITING)
            self._writing.append(self._pool.submit(self._add, table))
        else:
            self._add(table)

    def _wait(self, most: int = 0) -> None:
        """Until no more tables than so many are left to write."""
        while len(self._writing) > most:
            self._writing.popleft().result()

    def _add(self, table: Any) -> None:
        with self._sentences():
            if self.form == CSV:
                as_text(_frame(table)).write_csv(self._file, include_header=self._rows == 0)
            elif self.form == EXCEL:
                self._add_to_sheet(_frame(table))
            else:
                if isinstance(table, pl.DataFrame):
                    table = table.to_arrow(compat_level=pl.CompatLevel.oldest())
                self._add_arrow(table)
        self._rows += len(table)

    def _add_to_sheet(self, frame: pl.DataFrame) -> None:
        if self._rows + frame.height > ROWS_OF_A_SHEET:
            sentence = _("{name}: a sheet has at most {most} rows; write CSV or Parquet.")
            raise InputError(sentence.format(name=self.name, most=f"{ROWS_OF_A_SHEET:,}"))
        self._sheet.append(frame)

    def _add_arrow(self, table: pa.Table) -> None:
        schema = pa.schema([self._as_read(field) for field in table.schema], table.schema.metadata)
        if self._writer is None and self.form == PARQUET:
            counted = [f.name for f in table.schema if not pa.types.is_dictionary(f.type)]
            self._writer = pa.parquet.ParquetWriter(
                self._file,
                table.schema,
                compression="snappy",  # texts are places in dictionaries: more would gain a tenth
                store_schema=False,
                write_statistics=counted,  # of texts they would cost as much as deciding
            )
            held = base64.b64encode(schema.serialize())
            self._writer.add_key_value_metadata({"ARROW:schema": held})
        elif self._writer is None:
            self._writer = pa.ipc.new_file(self._file, schema)
        self._writer.write_table(table if self.form == PARQUET else table.cast(schema))

    def _as_read(self, field: pa.Field) -> pa.Field:
        """A column as it is read again: a dictionary is how texts are held meanwhile."""
        if self._given is not None and field.name in self._given.names:
            return self._given.field(field.name)
        kind = field.type
        return field.with_type(kind.value_type) if pa.types.is_dictionary(kind) else field

    def __exit__(self, *_raised: object) -> None:
        """Finish the file; what was added is there whatever happened."""
        with self._sentences(), self._pool:
            self._wait()
            if self._writer is not None:
                self._writer.close()
            if self.form == EXCEL:
                whole = pl.concat(self._sheet) if self._sheet else pl.DataFrame()
                _flat(whole).write_excel(self.name)
            elif self.name != "-":
                self._file.close()

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            sentence = _("{name} cannot be written: {why}.")
            raise InputError(sentence.format(name=self.name, why=error.strerror or error)) from None


def _frame(table: Any) -> pl.DataFrame:
    """A table in Polars, texts as texts."""
    frame = table if isinstance(table, pl.DataFrame) else pl.DataFrame(pl.from_arrow(table))
    return frame.with_columns(pl.col(pl.Categorical).cast(pl.String))


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """The table as CSV can hold it: lists as text, whole TPP without decimals."""
    totals = [name for name in frame.columns if name == "tpp_total"]
    whole = (pl.col(name).cast(pl.String).str.strip_suffix(".0") for name in totals)
    return _flat(frame).with_columns(*whole)


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as text, for forms that have none."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    texts = [
        pl.Series(name, [None if v is None else str(v) for v in frame[name].to_list()], pl.String)
        for name in nested
    ]
    return frame.with_columns(*texts)
