"""`licet diff --table`: the rows of an order book that two laws decide differently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from licet.cli.files import read_mapping, written
from licet.cli.progress import counting
from licet.cli.reforms import banner, says_of
from licet.cli.table import REFORM
from licet.words import _

if TYPE_CHECKING:
    import polars as pl

SHOWN_ROWS = 20
"""So many rows that changed are shown; all are written with -o."""


def rows(name: str, both: Any, output: str | None, map_file: str | None, as_json: bool) -> int:
    """Decide every row by both laws, show those that changed, and write all where asked.

    Exit status: 0, or 5 where some rows could not be read.
    """
    import polars as pl

    from licet.proofs.rows import AFTER, compared
    from licet.tables.files import form_of, read
    from licet.tables.meant import meanings, meant
    from licet.tables.names import match
    from licet.tables.sinks import Sink

    if output is not None:
        form_of(output)
    frame = read((name,))
    fixed = read_mapping(map_file)
    columns = match(frame.columns, fixed)
    read_as = meanings(fixed, columns)
    with counting(2 * frame.height, least=1_000) as done:
        table = compared(meant(frame, read_as), columns, both[0], both[1], done)
    table = table.with_columns(frame[heading] for heading in read_as)
    says = says_of(both[1].law)
    if output is not None:
        reformed = pl.lit("; ".join(says)).alias(REFORM)
        with Sink(output) as sink:
            sink.write(table.with_columns(reformed) if says else table)
    if as_json:
        click.echo(written(_told(table, says)))
    else:
        shown = [banner(says), _shown(table, frame.columns)]
        click.echo("\n\n".join(each for each in shown if each))
    return 5 if table[f"error{AFTER}"].count() else 0


def _told(table: pl.DataFrame, says: tuple[str, ...]) -> dict[str, Any]:
    from licet.proofs.rows import CHANGED, counted

    changed = table.with_row_index("row", 1).filter(CHANGED).drop(CHANGED)
    told: dict[str, Any] = {"rows": table.height, "changed": changed.height}
    if says:
        told["reform"] = list(says)
    for column in ("on_the_books", "as_enforced"):
        told[column] = [
            {"before": a, "after": b, "rows": n} for a, b, n in counted(table, column) if a != b
        ]
    return told | {"changed_rows": changed.to_dicts()}


def _shown(table: pl.DataFrame, headings: list[str]) -> str:
    from licet.proofs.rows import CHANGED, counted

    changed = table.with_row_index("row", 1).filter(CHANGED)
    parts = [
        _("{changed} of {rows} rows changed.").format(changed=changed.height, rows=table.height)
    ]
    for column, title in (("on_the_books", _("On the books")), ("as_enforced", _("As enforced"))):
        moved = [(a, b, n) for a, b, n in counted(table, column) if a != b]
        parts += [f"{title}:" if moved else f"{title}: " + _("no outcome changed.")]
        parts += [f"  {n:>8,}  {a} -> {b}" for a, b, n in moved]
    for row in changed.head(SHOWN_ROWS).iter_rows(named=True):
        parts.append(_row(row, headings))
    if changed.height > SHOWN_ROWS:
        parts.append(_("... and {more} more; -o OUT writes all.").format(
            more=changed.height - SHOWN_ROWS
        ))  # fmt: skip
    return "\n".join(parts)


def _row(row: dict[str, Any], headings: list[str]) -> str:
    from licet.proofs.rows import AFTER, BEFORE, SHOWN

    cells = ", ".join(str(row[name]) for name in headings if row[name] not in (None, ""))
    told = [
        f"{name}: {row[name + BEFORE] or '-'} -> {row[name + AFTER] or '-'}"
        for name in SHOWN
        if row[name + BEFORE] != row[name + AFTER]
    ]
    return _("Row {row}").format(row=row["row"]) + f": {cells[:80]}\n    " + "\n    ".join(told)
