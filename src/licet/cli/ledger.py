"""`licet ledger`: compute, counted. Each command asks `licet.ledger`, and decides nothing itself."""

from __future__ import annotations

from typing import Any

import click

from licet.cli import ledger_show as show
from licet.cli.files import read_facts
from licet.cli.ledger_common import as_json, key, moment, name_of_user, opened, print_json, why
from licet.cli.ledger_reading import READING
from licet.errors import Fault, InputError
from licet.facts.parsing import a_date
from licet.words import _


@click.group(name="ledger")
@click.option("--ledger", "location", help="A file or a postgresql:// URL; else LICET_LEDGER.")
@click.option("--who", envvar="LICET_WHO", help="Who enters it; else the name of the login.")
@click.pass_context
def command(ctx: click.Context, location: str | None, who: str | None) -> None:
    """Count compute: enter, reserve, see what is left, plan, verify.

    The open ledger is --ledger, or LICET_LEDGER, or the file licet.ledger in this folder.
    """
    ctx.obj = {"location": location, "who": who or name_of_user()}


def _answer(made: Any, plain: bool) -> int:
    """Print what was written."""
    print_json(show.written_json(made)) if plain else show.written(made)
    return 0


def _fields(texts: tuple[str, ...]) -> dict[str, str]:
    """The fields of `name=value` arguments. Raises `InputError` for one that is not that."""
    wrong = [text for text in texts if "=" not in text]
    if wrong:
        sentence = _("write a field as name=value.")
        raise InputError([Fault(text, sentence) for text in wrong])
    return dict(text.split("=", 1) for text in texts)


@command.command(name="open")
@click.argument("location", required=False)
@click.pass_context
def open_(ctx: click.Context, location: str | None) -> int:
    """Make a ledger at LOCATION, or bring an earlier one forward (licet.ledger here where absent)."""
    from licet.ledger import open_ledger
    from licet.ledger.opening import HERE

    where = location or ctx.obj["location"] or HERE
    ledger = open_ledger(where, create=True)
    seq, digest = ledger.position()
    sentence = _("{where}: {count} entries. It is the open ledger where LICET_LEDGER names it.")
    click.echo(sentence.format(where=ledger.shown, count=seq))
    click.echo(_("position {seq} {hash}").format(seq=seq, hash=digest))
    return 0


@command.command()
@click.argument("kind")
@click.argument("fields", nargs=-1)
@click.option("--from", "file", help="The fields in a JSON or YAML file; - is standard input.")
@why
@click.option("--determination", help="The determination that it rests on.")
@key
@click.option("--happened", is_flag=True, help="It happened: enter it even beyond a limit.")
@as_json
@click.pass_context
def add(
    ctx: click.Context,
    kind: str,
    fields: tuple[str, ...],
    file: str | None,
    why: str,
    determination: str | None,
    key: str | None,
    happened: bool,
    as_json: bool,
) -> int:
    """Enter an entry of KIND with FIELDS, each as name=value."""
    from licet.ledger import Refused

    said = {**(read_facts(file) if file else {}), **_fields(fields)}
    try:
        made = opened(ctx).add(
            kind,
            said,
            why=why,
            determination=determination,
            idempotency=key,
            happened=happened,
        )
    except Refused as refused:
        return show.refused(refused, as_json)
    return _answer(made, as_json)


@command.command(name="import")
@click.argument("file")
@click.option("--kind", help="The kind of the rows, where they have no column kind.")
@why
@click.option("--within-limits", is_flag=True, help="Enter nothing where a limit is exceeded.")
@click.option("--clusters", is_flag=True, help="FILE is Epoch AI's table of GPU clusters (CSV).")
@as_json
@click.pass_context
def import_(
    ctx: click.Context,
    file: str,
    kind: str | None,
    why: str,
    within_limits: bool,
    clusters: bool,
    as_json: bool,
) -> int:
    """Enter the rows of FILE (CSV, XLSX, Parquet): all, or none. The same file again enters nothing."""
    from licet.ledger import Refused
    from licet.ledger.tabular import take_in, take_in_clusters

    ledger = opened(ctx)
    try:
        if clusters:
            done = take_in_clusters(ledger, file, why=why)
        else:
            done = take_in(ledger, file, why=why, kind=kind, happened=not within_limits)
    except Refused as refused:
        return show.refused(refused, as_json)
    print_json(show.imported_json(done)) if as_json else show.imported(done)
    return 0


@command.command()
@click.argument("kind")
@click.argument("fields", nargs=-1)
@why
@click.option("--until", help="When it ends: a day or a moment; in seven days where absent.")
@click.option("--determination", help="The determination that it rests on.")
@key
@as_json
@click.pass_context
def reserve(
    ctx: click.Context,
    kind: str,
    fields: tuple[str, ...],
    why: str,
    until: str | None,
    determination: str | None,
    key: str | None,
    as_json: bool,
) -> int:
    """Hold what a shipment or an installation would count. Exit status 3 where it does not fit."""
    from licet.ledger import Refused

    try:
        made = opened(ctx).reserve(
            kind,
            _fields(fields),
            why=why,
            expires=moment(until),
            determination=determination,
            idempotency=key,
        )
    except Refused as refused:
        return show.refused(refused, as_json)
    return _answer(made, as_json)


@command.command()
@click.argument("reservation", type=int)
@why
@click.option("--on", "on", help="The day on which it went; as reserved where absent.")
@click.option("--quantity", type=click.IntRange(min=1), help="Only so many; the rest stays held.")
@key
@as_json
@click.pass_context
def commit(
    ctx: click.Context,
    reservation: int,
    why: str,
    on: str | None,
    quantity: int | None,
    key: str | None,
    as_json: bool,
) -> int:
    """Enter what RESERVATION (its number) held as having happened."""
    from licet.ledger import Refused

    day = a_date(on, "--on") if on else None
    try:
        made = opened(ctx).commit(reservation, why=why, on=day, quantity=quantity, idempotency=key)
    except Refused as refused:
        return show.refused(refused, as_json)
    return _answer(made, as_json)


@command.command()
@click.argument("reservation", type=int)
@why
@click.option("--quantity", type=click.IntRange(min=1), help="Only so many; the rest stays held.")
@as_json
@click.pass_context
def release(
    ctx: click.Context, reservation: int, why: str, quantity: int | None, as_json: bool
) -> int:
    """Give up RESERVATION (its number)."""
    return _answer(opened(ctx).release(reservation, why=why, quantity=quantity), as_json)


for each in READING:
    command.add_command(each)
