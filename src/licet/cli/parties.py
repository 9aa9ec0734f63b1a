"""`licet parties`: who is really buying."""

from __future__ import annotations

from pathlib import Path

import click

from licet.cli.parties_options import (
    beside,
    opened_register,
    option_file,
    option_json,
    option_on,
    option_register,
    print_json,
    today,
)
from licet.cli.parties_screen import review, screen
from licet.errors import InputError
from licet.facts.parsing import a_date
from licet.words import _


@click.group(name="parties")
def command() -> None:
    """Who is really buying: evidence, ownership, screening."""


command.add_command(screen)
command.add_command(review)


@command.command(short_help="Facts and owners of a party, with their evidence.")
@click.argument("name")
@click.option("--set", "statements", multiple=True, metavar="FACT=VALUE", help="A fact.")
@click.option(
    "--owner", "owners", multiple=True, metavar="NAME=PERCENT", help="An owner; ? unknown."
)
@click.option("--alias", "aliases", multiple=True, help="Another name of the party.")
@click.option("--lei", help="Its Legal Entity Identifier, which a register knows it by.")
@click.option("--country", help="Where it is (ISO 3166-1 alpha-2).")
@click.option("--source", help="What the facts rest on.")
@click.option("--date", "day", default=today, show_default="today", help="When it was taken.")
@click.option(
    "--grade",
    type=click.Choice(["claimed", "documented", "registry", "contradicted"]),
    default="claimed",
    show_default=True,
    help="How good it is.",
)
@option_file()
def add(
    name: str,
    statements: tuple[str, ...],
    owners: tuple[str, ...],
    aliases: tuple[str, ...],
    lei: str | None,
    country: str | None,
    source: str | None,
    day: str,
    grade: str,
    party_file: str,
) -> None:
    """Add a party, or facts and owners to it, each with its source, date and grade."""
    from licet.parties.adding import added, evidence_of
    from licet.parties.contents import contradictions
    from licet.parties.partyfile import PartyFile

    if (statements or owners) and not source:
        raise InputError(_("--source is missing: a fact is kept with what it rests on."))
    file = added(
        PartyFile.open(party_file, new=True),
        name,
        statements=statements,
        owners=owners,
        aliases=aliases,
        lei=lei,
        country=country,
        evidence=evidence_of(source or "", a_date(day, "--date"), grade),
    )
    file.save()
    click.echo(_("Kept in {path}.").format(path=file.path))
    own = file.party(name).name
    for fault in contradictions(file.contents):
        if fault.path.split(": ")[0] == own:
            click.echo(str(fault), err=True)


@command.command(short_help="A party as a decision sees it; where the file lies.")
@click.argument("name", required=False)
@option_file()
@option_register()
@option_on()
@option_json()
def show(name: str | None, party_file: str, register: str | None, on: str, as_json: bool) -> None:
    """A party: its facts as a decision sees them, what is unknown and why; or where the file lies."""
    from licet.cli import parties_show
    from licet.parties.facts import reading_of
    from licet.parties.partyfile import PartyFile

    file = PartyFile.open(party_file)
    if name is None:
        parties_show.contents(file, as_json)
        return
    day = a_date(on, "--on")
    reading = reading_of(name, file, day, opened_register(register, party_file))
    parties_show.party(file, file.party(name), reading, day, as_json)


@command.command(name="import", short_help="Party files, tables of shares, GLEIF files.")
@click.argument("files", nargs=-1, required=True)
@option_file()
@option_register()
def import_(files: tuple[str, ...], party_file: str, register: str | None) -> None:
    """Take in party files (YAML, JSON), tables of shares (CSV, XLSX), and GLEIF level 1 and 2."""
    from licet.parties.importing import import_file
    from licet.parties.ownership.register import Register
    from licet.parties.partyfile import PartyFile

    file = PartyFile.open(party_file, new=True)
    register_file = register or beside(party_file)
    Path(register_file).parent.mkdir(parents=True, exist_ok=True)
    kept = Register(register_file)
    for name in files:
        done = import_file(name, file, kept)
        file = done.file
        click.echo(done.says)
        for fault in done.contradictions:
            click.echo(str(fault), err=True)


@command.command(short_help="Owners up to the ultimate parent; the Affiliates rule.")
@click.argument("name")
@click.option("--svg", help="Draw the chain into this file.")
@option_file()
@option_register()
@option_on()
@option_json()
def chain(
    name: str, svg: str | None, party_file: str, register: str | None, on: str, as_json: bool
) -> None:
    """Who owns NAME, up to its ultimate parent, and what the Affiliates rule says of it."""
    from licet.cli import parties_show
    from licet.parties.chains import whole_chain
    from licet.parties.partyfile import PartyFile

    file = PartyFile.open(party_file)
    found = whole_chain(name, file, a_date(on, "--on"), opened_register(register, party_file))
    if svg:
        Path(svg).write_text(found.svg(), encoding="utf-8")
    if as_json:
        print_json(found.as_json())
    else:
        parties_show.chain(found)
        if svg:
            click.echo(_("Drawn into {path}.").format(path=svg))


@command.command(short_help="Red flags that a table of shipments raises.")
@click.argument("shipments")
@option_file()
@option_register()
@option_json()
def flags(shipments: str, party_file: str, register: str | None, as_json: bool) -> None:
    """The red flags that a table of SHIPMENTS raises (columns date, consignee, tpp, ordered)."""
    from licet.cli import parties_show
    from licet.parties.partyfile import PartyFile
    from licet.parties.redflags import flags_of_shipments
    from licet.parties.shipments import shipments_in

    file = PartyFile.open(party_file, new=True)
    found = flags_of_shipments(shipments_in(shipments, file, opened_register(register, party_file)))
    if as_json:
        print_json([flag.as_json() for flag in found])
    else:
        parties_show.flags(found)


@command.command(short_help="Take a party out of the file, or delete the file.")
@click.argument("name", required=False)
@click.option("--everything", is_flag=True, help="Delete the party file itself.")
@option_file()
def erase(name: str | None, everything: bool, party_file: str) -> None:
    """Erase a party with its facts, owners and decisions, or the whole file."""
    from licet.parties.partyfile import PartyFile

    file = PartyFile.open(party_file)
    if everything:
        file.path.unlink()
        click.echo(_("{path} is deleted.").format(path=file.path))
    elif name is None:
        raise InputError(_("name the party to erase, or say --everything."))
    else:
        file.without(name).save()
        click.echo(_("Erased from {path}.").format(path=file.path))
