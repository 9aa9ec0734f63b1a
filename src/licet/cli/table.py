"""`licet table`: every row of a table decided, and the table written with the answers beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from licet.cli import reforms
from licet.cli.files import read_facts
from licet.cli.progress import counting
from licet.errors import Fault, InputError
from licet.facts.parsing import a_date
from licet.words import _

if TYPE_CHECKING:
    import datetime

    import polars as pl

    from licet.decision.reforms import Law
    from licet.tables.summary import Summary

WORTH_A_BAR = 1_000
REFORM = "reform"
"""The column that says what was other than in the law; only where a reform was applied."""


@click.command(name="table")
@click.argument("files", nargs=-1, required=True)
@click.option("-o", "--output", help="Where the table goes: CSV, XLSX, Parquet or Arrow IPC.")
@click.option("--columns", "show_columns", is_flag=True, help="Show which column states what.")
@click.option("--map", "map_file", help="A JSON or YAML file: column by path of the fact.")
@click.option("--as-of", help="Choose the law of this date instead of the rows' own.")
@reforms.option
@click.option("--explain", type=int, metavar="ROW", help="Explain one row (the first is 1).")
def command(
    files: tuple[str, ...],
    output: str | None,
    show_columns: bool,
    map_file: str | None,
    as_of: str | None,
    explain: int | None,
    reform: str | None,
) -> int:
    """Decide every row of FILES (CSV, XLSX, Parquet or Arrow IPC; - is CSV on standard input).

    Columns are found by their names as people write them ("Ship-to country", "Qty", "GPU") or by
    the path of a fact. Rows that cannot be read are kept, with the sentence that says why.

    Exit status: 0 every row was decided, 4 some rows lack facts, 5 some rows could not be read.
    """
    from licet.tables.files import form_of, read
    from licet.tables.names import match

    if output is not None:
        form_of(output)
    frame = read(files)
    columns = match(frame.columns, mapping(map_file))
    day = a_date(as_of, "--as-of") if as_of else None
    if show_columns:
        click.echo(_columns(frame, columns))
        return 0
    if explain is not None:
        return _explain(frame, columns, explain, day, reforms.law_of(reform))
    if output is None:
        raise InputError(_("say where the table goes with -o OUT, or ask for --columns."))
    return _decide(frame, columns, output, day, reforms.law_of(reform))


def mapping(name: str | None) -> dict[str, str]:
    """The columns that a mapping file names, by path; none where no file is named."""
    if name is None:
        return {}
    read = read_facts(name)
    if isinstance(read, dict) and all(isinstance(v, str) for v in read.values()):
        return read
    sentence = _("is not a mapping; write the path of a fact and its column, line by line.")
    raise InputError([Fault(name, sentence)])


def _columns(frame: pl.DataFrame, columns: dict[str, str]) -> str:
    by_heading = {heading: path for path, heading in columns.items()}
    width = max((len(name) for name in frame.columns), default=0)
    rows = [f"{name:<{width}}  {by_heading.get(name, _('(not read)'))}" for name in frame.columns]
    return "\n".join(rows)


def _explain(
    frame: pl.DataFrame,
    columns: dict[str, str],
    row: int,
    day: datetime.date | None,
    law: Law | None = None,
) -> int:
    """The reasoning of one row: what `licet decide` shows of the same facts."""
    from licet.cli.decide import status_of
    from licet.cli.show import show
    from licet.decision import determine
    from licet.tables.values import transaction_of

    if not 1 <= row <= frame.height:
        sentence = _("there is no row {row}; the table has {count}.")
        raise InputError([Fault("--explain", sentence.format(row=row, count=frame.height))])
    cells = frame.row(row - 1, named=True)
    facts = transaction_of({path: cells[heading] for path, heading in columns.items()})
    made = determine(facts, as_of=day, law=law)
    click.echo(show(made, why=True))
    return status_of(made.to_dict()["as_enforced"])


def _decide(
    frame: pl.DataFrame,
    columns: dict[str, str],
    output: str,
    day: datetime.date | None,
    law: Law | None = None,
) -> int:
    import polars as pl

    from licet.tables.deciding import answers, refuse_taken
    from licet.tables.files import write
    from licet.tables.summary import summary

    refuse_taken(frame.columns)
    with counting(frame.height, WORTH_A_BAR) as done:
        decided = frame.hstack(answers(frame, columns, day, done, law=law))
    if law is not None:
        decided = decided.with_columns(pl.lit("; ".join(law.reform.says)).alias(REFORM))
        click.echo(reforms.banner(law.reform.says), err=True)
    write(decided, output)
    told = summary(decided)
    click.echo(_told(told), err=True)
    return told.status


def _told(told: Summary) -> str:
    titles = {"as_enforced": _("As enforced"), "on_the_books": _("On the books")}
    rows = [
        _("{rows} rows, {bad} of them not readable.").format(rows=told.rows, bad=told.unreadable)
    ]
    for name, title in titles.items():
        counts = ", ".join(f"{outcome} {n}" for outcome, n in told.outcomes[name].items())
        rows.append(f"{title}: {counts or _('nothing decided')}")
    if told.missing:
        listed = ", ".join(f"{path} ({n})" for path, n in told.missing)
        rows.append(_("Facts that are missing most: {listed}").format(listed=listed))
    return "\n".join(rows)
