"""`licet decide`: a transaction in, two answers out."""

from __future__ import annotations

import json
from typing import Any

import click

from licet.cli import decide_options, reforms
from licet.cli.files import read_facts
from licet.decision import determine
from licet.facts.parsing import a_date

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
@click.option("--parties", "party_file", help="A party file, for parties that are given by name.")
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
    reform: str | None,
    ledger: str | None,
    **said: str | None,
) -> int:
    """Decide the transaction in FILE (JSON or YAML; - is standard input).

    Exit status, read from the answer as enforced: 0 it may go under the controls that licet knows,
    3 a license is required for some line, 4 facts are missing, 2 the input is wrong.
    """
    facts = read_facts(file)
    if party_file is not None:
        facts = with_parties(facts, party_file)
    book = decide_options.book(ledger, said)
    made = determine(
        book.complete(facts) if book else facts,
        as_of=a_date(as_of, "--as-of") if as_of else None,
        known=a_date(known, "--known") if known else None,
        law=reforms.law_of(reform),
    )
    answer = made.to_dict()
    refused = book.settle(answer, by) if book else 0
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
    else:
        from licet.cli.show import show

        click.echo(show(made, why=why))
        if book:
            book.show()
    return refused or status_of(answer[by])


def with_parties(facts: Any, party_file: str) -> Any:
    """The facts, with each party that is given by name alone filled in from a party file."""
    from licet.parties import facts_of

    named = facts.get("parties") or {}
    filled = {
        role: facts_of(party, party_file) if isinstance(party, str) else party
        for role, party in named.items()
    }
    return {**facts, "parties": filled}
