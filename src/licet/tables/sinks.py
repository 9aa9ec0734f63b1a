"""Tables into files, batch by batch, as each form allows: CSV, XLSX, Parquet, Arrow IPC."""

from __future__ import annotations

import sys
from collections.abc import Iterator
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


class Sink:
    """A file that is being written; `-` is standard output, as CSV. Use it as a context."""

    def __init__(self, name: str) -> None:
        self.name, self.form = name, form_of(name)
        self._writer: Any = None
        self._sheet: list[pl.DataFrame] = []
        self._rows = 0

    def __enter__(self) -> Sink:
        """Open the file, so that what cannot be written is said before anything is decided."""
        with self._sentences():
            if self.form in (CSV, PARQUET, ARROW):
                self._file: Any = sys.stdout.buffer if self.name == "-" else open(self.name, "wb")  # noqa: PTH123
        return self

    def write(self, frame: pl.DataFrame) -> None:
        """Add rows; every call has the same columns."""
        with self._sentences():
            if self.form == CSV:
                as_text(frame).write_csv(self._file, include_header=self._rows == 0)
            elif self.form == EXCEL:
                self._add_to_sheet(frame)
            else:
                self._add_arrow(frame.to_arrow(compat_level=pl.CompatLevel.oldest()))
        self._rows += frame.height

    def _add_to_sheet(self, frame: pl.DataFrame) -> None:
        if self._rows + frame.height > ROWS_OF_A_SHEET:
            sentence = _("{name}: a sheet has at most {most} rows; write CSV or Parquet.")
            raise InputError(sentence.format(name=self.name, most=f"{ROWS_OF_A_SHEET:,}"))
        self._sheet.append(frame)

    def _add_arrow(self, table: pa.Table) -> None:
        if self._writer is None:
            if self.form == PARQUET:
                self._writer = pa.parquet.ParquetWriter(
                    self._file, table.schema, compression="zstd", compression_level=1
                )
            else:
                self._writer = pa.ipc.new_file(self._file, table.schema)
        self._writer.write_table(table)

    def __exit__(self, *_raised: object) -> None:
        """Finish the file; what was added is there whatever happened."""
        with self._sentences():
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
