"""`licet prove`: what holds of every possible transaction, and what was found against it."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import click

from licet.cli.files import written
from licet.cli.words import short
from licet.facts.parsing import a_date
from licet.words import _

LATEST = "2026-09-24"
"""The last day whose text was verified."""


@click.command(name="prove")
@click.option("--as-of", default=LATEST, show_default=True, help="The date of the law.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option("--witness", is_flag=True, help="Print the facts of every transaction found.")
def command(as_of: str, as_json: bool, witness: bool) -> int:
    """Prove properties of the law of one day over every possible transaction.

    What fails is a finding about the regulation: a witness that can be decided, and the paragraphs.
    Exit status: 0, or 1 where the solver left a theorem open.
    """
    from licet.proofs.prove import prove

    made = prove(a_date(as_of, "--as-of"))
    if as_json:
        click.echo(written(made))
    else:
        click.echo("\n\n".join(_shown(theorem, witness) for theorem in made["theorems"]))
    columns = [column for theorem in made["theorems"] for column in theorem["columns"].values()]
    return 1 if any(column["status"] == "open" for column in columns) else 0


def _shown(theorem: dict[str, Any], witness: bool) -> str:
    rows = [f"{theorem['theorem']}: {theorem['says']}"]
    rows.append("  " + ", ".join(short(cite) for cite in theorem["cites"]))
    for column, told in theorem["columns"].items():
        rows.append(f"  {_column(column)}: {_status(told['status'])}")
        for finding in told["findings"]:
            rows += _finding(finding, witness)
    return "\n".join(rows)


def _column(name: str) -> str:
    return {
        "on_the_books": _("On the books"),
        "as_enforced": _("As enforced"),
        "both": _("Both columns"),
    }[name]


def _status(name: str) -> str:
    return {"proved": _("proved"), "fails": _("fails"), "open": _("not decided in time")}[name]


def _finding(finding: dict[str, Any], witness: bool) -> list[str]:
    says = finding["says"]
    if finding["open_questions"]:
        says += " " + _("Declared: {ids}.").format(ids=", ".join(finding["open_questions"]))
    rows = textwrap.wrap(says, 96, initial_indent="    ", subsequent_indent="      ")
    if witness and finding["witness"]:
        facts = json.loads(written(finding["witness"]))
        rows.append(textwrap.indent(json.dumps(facts, ensure_ascii=False), "      "))
    return rows
