"""The forms of tables in files, told by their ending; `-` is CSV from outside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from licet.errors import InputError
from licet.words import _

if TYPE_CHECKING:
    import polars as pl

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
    """The rows of all files at once. Raises `InputError` for a file that is no table, or broken."""
    import polars as pl

    from licet.tables.streams import Source

    frames = []
    for source in [Source(name) for name in names]:
        frames += [pl.DataFrame(schema=source.schema), *source.batches()]
        if source.fault:
            raise InputError(source.fault)
    try:
        return pl.concat(frames, how="diagonal_relaxed")
    except pl.exceptions.PolarsError as error:
        why = str(error).strip().partition("\n")[0].rstrip(".")
        sentence = _("the files do not go together: {why}.")
        raise InputError(sentence.format(why=why)) from None
