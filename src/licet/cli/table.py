"""`licet table`: every row of a table decided, and the table written with the answers beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from licet.cli import reforms
from licet.cli.files import read_mapping
from licet.cli.progress import streaming
from licet.errors import Fault, InputError
from licet.facts.parsing import a_date
from licet.words import _

if TYPE_CHECKING:
    import datetime

    from licet.decision.reforms import Law
    from licet.tables.streaming import Stream
    from licet.tables.summary import Summary
    from licet.tables.totals import Running

REFORM = "reform"
"""The column that says what was other than in the law; only where a reform was applied."""
NOT_READ_TO_THE_END = 2
SHOWN_WHY, LONGEST_WHY = 5, 240
"""So many reasons why rows cannot be read are shown, most frequent first, and so much of each."""


@click.command(name="table")
@click.argument("files", nargs=-1, required=True)
@click.option("-o", "--output", help="Where the table goes: CSV, XLSX, Parquet or Arrow IPC.")
@click.option(
    "--columns", "show_columns", is_flag=True, help="Show which column states what; with -o, ask."
)
@click.option("--map", "map_file", help="A JSON or YAML file: column by path of the fact.")
@click.option("--as-of", help="Choose the law of this date instead of the rows' own.")
@reforms.option
@click.option("--running", is_flag=True, help="Count LPP by ultimate parent and year, row by row.")
@click.option("--ledger", "book", metavar="LEDGER", help="With --running: start from this ledger.")
@click.option("--parent", metavar="COLUMN", help="With --running: names the ultimate parent.")
@click.option("--explain", type=int, metavar="ROW", help="Explain one row (the first is 1).")
def command(
    files: tuple[str, ...],
    output: str | None,
    show_columns: bool,
    map_file: str | None,
    as_of: str | None,
    explain: int | None,
    reform: str | None,
    running: bool,
    book: str | None,
    parent: str | None,
) -> int:
    """Decide every row of FILES (CSV, XLSX, Parquet or Arrow IPC; - is CSV on standard input).

    Columns are found by their names as people write them ("Ship-to country", "Qty", "GPU") or by
    the path of a fact. Rows that cannot be read are kept, with the sentence that says why.

    Exit status: 0 every row was decided, 4 some rows lack facts, 5 some rows could not be read,
    2 a mistake in the command, or a file that breaks off (what was read of it is written).
    """
    from licet.tables.files import form_of
    from licet.tables.streaming import Stream

    if output is not None:
        form_of(output)
    stream = Stream(files, read_mapping(map_file))
    day = a_date(as_of, "--as-of") if as_of else None
    if show_columns:
        click.echo(_columns(stream), err=output == "-")
        if output is None:
            return 0
        click.confirm(_("Decide with these columns?"), abort=True, err=True)
    if explain is not None:
        return _explain(stream, explain, day, reforms.law_of(reform))
    if output is None:
        raise InputError(_("say where the table goes with -o OUT, or ask for --columns."))
    law = reforms.law_of(reform)
    if running or book is not None:
        return _running(files, map_file, output, day, law, book, parent)
    return _decide(stream, output, day, law)


def _columns(stream: Stream) -> str:
    by_heading = {heading: path for path, heading in stream.columns.items()}
    width = max((len(name) for name in stream.schema), default=0)
    rows = [f"{name:<{width}}  {by_heading.get(name, _('(not read)'))}" for name in stream.schema]
    return "\n".join(rows)


def _explain(stream: Stream, row: int, day: datetime.date | None, law: Law | None = None) -> int:
    """The reasoning of one row: what `licet decide` shows of the same facts."""
    from licet.cli.decide import status_of
    from licet.cli.show import show
    from licet.decision import determine
    from licet.tables.values import transaction_of

    if row < 1:
        raise InputError([Fault("--explain", _("the first row is 1."))])
    made = determine(transaction_of(stream.row(row)), as_of=day, law=law)
    click.echo(show(made, why=True))
    return status_of(made.to_dict()["as_enforced"])


def _decide(
    stream: Stream,
    output: str,
    day: datetime.date | None,
    law: Law | None = None,
    running: Running | None = None,
) -> int:
    from licet.tables.streaming import decide_into

    beside = None
    if law is not None:
        beside = {REFORM: "; ".join(law.reform.says)}
        click.echo(reforms.banner(law.reform.says), err=True)
    with streaming() as done:
        decided = None if running is None else (lambda f: running.decided(f, stream.columns))
        told = decide_into(
            stream, output, decided=decided, as_of=day, law=law, done=done, beside=beside
        )
    for fault in stream.faults:
        click.echo(fault, err=True)
    click.echo(_told(told), err=True)
    return NOT_READ_TO_THE_END if stream.faults else told.status


def _running(
    files: tuple[str, ...],
    map_file: str | None,
    output: str,
    day: datetime.date | None,
    law: Law | None,
    book: str | None,
    parent: str | None,
) -> int:
    """Two readings of the table: what stands before each row, then the answers."""
    from contextlib import ExitStack

    from licet.cli.table_running import counting
    from licet.tables.streaming import Stream
    from licet.tables.streams import kept
    from licet.tables.totals import Running, parent_column

    with ExitStack() as stack:
        names = [stack.enter_context(kept(name)) for name in files]
        first = Stream(names, read_mapping(map_file))
        column = parent_column(first.schema.names(), first.columns, parent, book)
        opening = stack.enter_context(counting(book)) if book is not None else {}
        running = Running(column, day, law, **opening)
        running.read(first)
        again = Stream(names, read_mapping(map_file))
        return _decide(again, output, day, law, running)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST_WHY else f"{sentence[: LONGEST_WHY - 3]}..."


def _told(told: Summary) -> str:
    titles = {"as_enforced": _("As enforced"), "on_the_books": _("On the books")}
    first = _("{rows} rows, {bad} of them not readable.")
    rows = [first.format(rows=f"{told.rows:,}", bad=f"{told.unreadable:,}")]
    rows += [f"  {n:,}: {_short(sentence)}" for sentence, n in told.why.most_common(SHOWN_WHY)]
    for name, title in titles.items():
        counted = told.outcomes[name]
        sums = _("{free:,} may go, {license:,} need a license, {open:,} lack facts").format(
            free=told.may_go(name),
            license=counted["license_required"],
            open=counted["undetermined"],
        )
        counts = ", ".join(f"{outcome} {n:,}" for outcome, n in counted.most_common())
        rows.append(f"{title}: {sums} ({counts or _('nothing decided')})")
    if asked := told.to_ask():
        rows.append(_("Facts to ask for, those that settle most rows first:"))
        line = _("{fact}: settles {alone:,} rows alone, missing in {all:,}")
        rows += ["  " + line.format(fact=f, alone=alone, all=n) for f, alone, n in asked]
    return "\n".join(rows)
