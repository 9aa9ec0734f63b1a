"""The commands of `licet ledger` that only read."""

from __future__ import annotations

import click
from rich.console import Console
from rich.progress import Progress

from licet.cli import ledger_show as show
from licet.cli import ledger_show_headroom as show_headroom
from licet.cli import ledger_show_plan as show_plan
from licet.cli.files import read_facts
from licet.cli.ledger_common import REFUSED, as_json, chart_file, day_of, on_day, opened, print_json
from licet.errors import Fault, InputError
from licet.facts.parsing import a_date
from licet.words import _


@click.command(name="show")
@click.argument("seq", type=int, required=False)
@click.option("--kind", help="Only entries of this kind.")
@click.option("--since", help="Only from this day on.")
@click.option("--until", help="Only to this day.")
@click.option("--last", type=click.IntRange(min=1), default=20, show_default=True)
@as_json
@click.pass_context
def show_(
    ctx: click.Context,
    seq: int | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    last: int,
    as_json: bool,
) -> int:
    """Show the entry SEQ, or the last ones. An entry past the report of its period is marked late."""
    ledger = opened(ctx)
    if seq is not None:
        entry = ledger.entry(seq)
        if entry is None:
            raise InputError([Fault("SEQ", _("there is no entry {seq}.").format(seq=seq))])
        print_json(entry.to_dict()) if as_json else show.entry(entry)
        return 0
    days = {
        name: a_date(text, f"--{name}")
        for name, text in (("since", since), ("until", until))
        if text
    }
    found = ledger.entries(kind=kind, last=last, **days)
    print_json([entry.to_dict() for entry in found]) if as_json else show.entries(found)
    return 0


@click.command()
@on_day
@chart_file
@as_json
@click.pass_context
def headroom(ctx: click.Context, on: str | None, chart: str | None, as_json: bool) -> int:
    """What is left of every limit: a range where it is not certified what others sent."""
    from licet.ledger import accounts
    from licet.ledger.headroom import known

    ledger = opened(ctx)
    day = day_of(ledger, on)
    with ledger.reading():
        found, papers = known(ledger, day), accounts.licenses(ledger)
        sites = accounts.facilities(ledger)
    if chart:
        from licet.ledger.charts import draw_headroom

        draw_headroom(found, day, chart)
    if as_json:
        print_json(show_headroom.headroom_json(found, papers, sites, day))
    else:
        show_headroom.headroom(found, papers, sites, day)
    return 0


@click.command()
@on_day
@click.option("--owner", help="Only this company and those of its ultimate parent.")
@click.option("--countries", is_flag=True, help="By country, had all of it needed a license.")
@chart_file
@as_json
@click.pass_context
def fleet(
    ctx: click.Context,
    on: str | None,
    owner: str | None,
    countries: bool,
    chart: str | None,
    as_json: bool,
) -> int:
    """The installed base by owner, country and site; the shares of 25, 7 and 50 percent."""
    from licet.ledger.views import arrived, fleet_of

    ledger = opened(ctx)
    day = day_of(ledger, on)
    if countries:
        found = arrived(ledger, day)
        print_json(show_plan.arrived_json(found)) if as_json else show_plan.arrived(found)
        return 0
    view = fleet_of(ledger, day, owner)
    if chart:
        from licet.ledger.charts import draw_fleet

        draw_fleet(view, chart)
    print_json(show_plan.fleet_json(view)) if as_json else show_plan.fleet(view)
    return 0


@click.command()
@click.argument("file", required=False)
@on_day
@click.option("--as-is", is_flag=True, help="Rehearse the orders as they are: which limit breaks?")
@click.option("--certain", is_flag=True, help="Take nothing as free that is not certified.")
@click.option(
    "--by",
    type=click.Choice(["on_the_books", "as_enforced"]),
    default="on_the_books",
    show_default=True,
    help="The law whose routes are asked.",
)
@as_json
@click.pass_context
def plan(
    ctx: click.Context,
    file: str | None,
    on: str | None,
    as_is: bool,
    certain: bool,
    by: str,
    as_json: bool,
) -> int:
    """What more fits by quarter; with FILE (transactions), the split that sends most without a license."""
    ledger = opened(ctx)
    if file is None:
        from licet.ledger.room import room

        rooms = room(ledger, day_of(ledger, on))
        print_json(show_plan.room_json(rooms)) if as_json else show_plan.room(rooms)
        return 0
    from licet.ledger import plan as planning

    wanted = planning.orders(read_facts(file))
    if as_is:
        steps = planning.rehearse(ledger, wanted)
        print_json(show_plan.steps_json(steps)) if as_json else show_plan.steps(steps)
        return REFUSED if planning.first_break(steps) else 0
    from licet.ledger.split import split

    best = split(ledger, wanted, certain=certain, by=by)
    print_json(show_plan.split_json(best)) if as_json else show_plan.split(best)
    return 0


@click.command()
@click.option("--expect", help="A position noted earlier: SEQ:HASH.")
@as_json
@click.pass_context
def verify(ctx: click.Context, expect: str | None, as_json: bool) -> int:
    """Check every link of the chain and every sum. Exit status 1 where something was changed."""
    ledger, anchor = opened(ctx), _anchor(expect)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(_("checking"), total=ledger.position()[0])
        verdict = ledger.verify(anchor, lambda seq: progress.update(task, completed=seq))
    print_json(show.verdict_json(verdict)) if as_json else show.verdict(verdict)
    return 0 if verdict.sound else 1


def _anchor(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    seq, colon, digest = text.partition(":")
    if not (colon and seq.isdigit() and len(digest) == 64):
        sentence = _("{value} is no position; write it as SEQ:HASH, as `verify` prints it.")
        raise InputError([Fault("--expect", sentence.format(value=text))])
    return int(seq), digest


@click.command()
@click.argument("file")
@click.option("--kind", help="Only entries of this kind.")
@click.option("--since", help="Only from this day on.")
@click.option("--until", help="Only to this day.")
@click.pass_context
def export(
    ctx: click.Context, file: str, kind: str | None, since: str | None, until: str | None
) -> int:
    """Write the entries into FILE: .csv, .xlsx, .parquet, .arrow, or .jsonl with the whole chain."""
    from licet.ledger.tabular import give_out

    days = {
        name: a_date(text, f"--{name}")
        for name, text in (("since", since), ("until", until))
        if text
    }
    count = give_out(opened(ctx), file, kind=kind, **days)
    click.echo(_("{count} entries into {file}").format(count=count, file=file))
    return 0


READING = (show_, headroom, fleet, plan, verify, export)
"""The commands, in the order in which they are listed."""
