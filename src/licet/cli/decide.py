"""`licet decide`: a transaction in, two answers out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from licet.cli import decide_options, reforms
from licet.cli.files import read_facts
from licet.decision import determine
from licet.errors import Fault, InputError
from licet.facts.parsing import a_date
from licet.words import _

if TYPE_CHECKING:
    from licet.parties import Filled

MAY_GO = {
    "not_subject",
    "not_controlled_here",
    "no_license_required",
    "license_exception",
    "validated_end_user",
}


def status_of(answer: dict[str, Any]) -> int:
    """The exit status of an answer: 0 it may go, 3 a license is required, 4 facts are missing."""
    if answer["outcome"] in MAY_GO:
        return 0
    return 3 if answer["outcome"] == "license_required" else 4


@click.command(name="decide")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print the answer object and nothing else.")
@click.option("--as-of", help="Choose the law of this date instead of the transaction's.")
@click.option("--known", help="Leave out what had not been published by this date.")
@click.option("--why", is_flag=True, help="Show every paragraph that was read.")
@click.option(
    "--by",
    type=click.Choice(["as_enforced", "on_the_books"]),
    default="as_enforced",
    help="The answer that gives the exit status.",
)
@reforms.option
@click.option(
    "--parties",
    "party_file",
    envvar="LICET_PARTIES",
    help="A party file, for parties that are given by name (or LICET_PARTIES).",
)
@click.option(
    "--register",
    envvar="LICET_REGISTER",
    help="The register of companies beside it; by default the one next to the party file.",
)
@click.option(
    "--screening-list",
    envvar="LICET_SCREENING_LIST",
    help="The Consolidated Screening List in JSON (or LICET_SCREENING_LIST), to look whether decisions "
    "on hits still stand and whether there are new ones.",
)
@decide_options.ledger
@click.pass_context
def command(
    ctx: click.Context,
    /,
    file: str,
    as_json: bool,
    as_of: str | None,
    known: str | None,
    why: bool,
    by: str,
    party_file: str | None,
    register: str | None,
    screening_list: str | None,
    reform: str | None,
    ledger: str | None,
    **said: str | None,
) -> int:
    """Decide the transaction in FILE (JSON or YAML; - is standard input).

    Exit status, read from the answer as enforced: 0 it may go under the controls that licet knows,
    3 a license is required for some line, 4 facts are missing, 2 the input is wrong.
    """
    facts, day = read_facts(file), a_date(as_of, "--as-of") if as_of else None
    filled = with_parties(facts, party_file, register, day, screening_list)
    facts = filled.facts if filled else facts
    book = decide_options.book(ledger, said)
    made = determine(
        book.complete(facts) if book else facts,
        as_of=day,
        known=a_date(known, "--known") if known else None,
        law=reforms.law_of(reform),
    )
    answer = made.to_dict()
    if filled:
        filled.into(answer)
    refused = book.settle(answer, by) if book else 0
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
    else:
        from licet.cli.show import show

        click.echo(show(made, why=why))
        if book:
            book.show()
    return refused or status_of(answer[by])


def with_parties(
    facts: Any,
    party_file: str | None,
    register: str | None,
    day: date | None,
    screening_list: str | None = None,
) -> Filled | None:
    """The facts, with each party that is given by name filled in from the party file, if one is named."""
    parties = facts.get("parties") if isinstance(facts, Mapping) else None
    if not isinstance(parties, Mapping):
        return None
    if party_file is not None:
        from licet.cli.parties_options import opened_register
        from licet.parties import filled

        companies = opened_register(register, party_file)
        return filled(facts, party_file, companies, day, screening_list)
    sentence = _(
        "a party that is given by its name is looked up in a party file; name it: --parties."
    )
    named = [role for role, party in parties.items() if isinstance(party, str)]
    if named:
        raise InputError([Fault(f"parties.{role}", sentence) for role in named])
    return None
