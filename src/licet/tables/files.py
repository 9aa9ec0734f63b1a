"""Tables in files: CSV, XLSX, Parquet and Arrow IPC, told by their ending; `-` is CSV from outside.

CSV is read as text alone, so that no cell turns into something else on the way (a part number into
a number, Namibia into nothing).
"""

from __future__ import annotations

import io
import logging
import sys
from pathlib import Path

import polars as pl

from licet.errors import InputError
from licet.words import _

CSV, EXCEL, PARQUET, ARROW = "csv", "xlsx", "parquet", "arrow"
ENDINGS = {
    ".csv": CSV,
    ".xlsx": EXCEL,
    ".parquet": PARQUET,
    ".arrow": ARROW,
    ".ipc": ARROW,
    ".feather": ARROW,
}


def form_of(name: str) -> str:
    """The form of a file, by its ending. Raises `InputError` for another."""
    if name == "-":
        return CSV
    ending = Path(name).suffix.lower()
    if ending not in ENDINGS:
        sentence = _("{name} is no table that licet reads; its name ends in one of {endings}.")
        raise InputError(sentence.format(name=name, endings=", ".join(ENDINGS)))
    return ENDINGS[ending]


def read(names: tuple[str, ...]) -> pl.DataFrame:
    """The rows of all files, in their order. Raises `InputError` for a file that is no table."""
    frames = [_read(name) for name in names]
    if len(frames) == 1:
        return frames[0]
    try:
        return pl.concat(frames, how="diagonal_relaxed")
    except pl.exceptions.PolarsError as error:
        sentence = _("the files do not go together: {why}.")
        raise InputError(sentence.format(why=_first_line(error))) from None


def _read(name: str) -> pl.DataFrame:
    form = form_of(name)
    try:
        source = io.BytesIO(sys.stdin.buffer.read()) if name == "-" else io.BytesIO(_bytes(name))
        if form == CSV:
            return pl.read_csv(source, infer_schema=False)
        if form == EXCEL:
            logging.getLogger("fastexcel").setLevel(logging.ERROR)  # it reports empty columns
            return pl.read_excel(source)
        return pl.read_parquet(source) if form == PARQUET else pl.read_ipc(source)
    except FileNotFoundError:
        raise InputError(_("there is no file {name}.").format(name=name)) from None
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        sentence = _("{name} cannot be read as a table: {why}.")
        raise InputError(sentence.format(name=name, why=_first_line(error))) from None
    except Exception as error:
        if type(error).__module__.startswith("fastexcel"):
            sentence = _("{name} is not an Excel file.")
            raise InputError(sentence.format(name=name)) from None
        raise


def _bytes(name: str) -> bytes:
    return Path(name).read_bytes()


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")


def write(frame: pl.DataFrame, name: str) -> None:
    """The table into a file of the form that its ending says; `-` is standard output, as CSV."""
    form = form_of(name)
    target = sys.stdout.buffer if name == "-" else name
    try:
        if form == CSV:
            total = pl.col("tpp_total").cast(pl.String).str.strip_suffix(".0")
            _flat(frame).with_columns(total).write_csv(target)
        elif form == EXCEL:
            _flat(frame).write_excel(name)
        elif form == PARQUET:
            frame.write_parquet(name)
        else:
            frame.write_ipc(name)
    except OSError as error:
        sentence = _("{name} cannot be written: {why}.")
        raise InputError(sentence.format(name=name, why=error.strerror)) from None


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as text, for forms that have none."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    texts = [
        pl.Series(name, [None if v is None else str(v) for v in frame[name].to_list()])
        for name in nested
    ]
    return frame.with_columns(*texts)
