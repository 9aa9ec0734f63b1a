"""From a checkpoint, its history and a place to a transaction, and its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from licet.cli.files import read_facts
from licet.cli.weights.counting import read_history
from licet.errors import InputError
from licet.words import _

HISTORIES = ("training.yaml", "training.yml", "training.json")
"""The history of a folder's checkpoints; with the checkpoint's name before it, of that one alone."""
ACTIONS = ("export", "reexport", "transfer_in_country", "deemed_export", "deemed_reexport")


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a checkpoint becomes a transaction."""
    for option in (
        click.option("--to", "place", required=True, help="Where it goes: a country code."),
        click.option("--history", help="The training history, where it is not beside the file."),
        click.option(
            "--transaction",
            "transaction_file",
            help="A transaction with all other facts: parties, end use.",
        ),
        click.option("--date", "day", help="The day of the transaction."),
        click.option("--action", type=click.Choice(ACTIONS), help="What is done with it."),
        click.option("--as-of", help="Choose the law of this date instead."),
        click.option(
            "--by",
            type=click.Choice(["as_enforced", "on_the_books"]),
            default="as_enforced",
            help="The answer that gives the exit status.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else."),
    ):
        command = option(command)
    return command


def transaction(
    place: str, file: str | None, day: str | None, action: str | None
) -> dict[str, Any]:
    """The facts of the transaction without its item. What is not stated stays unknown."""
    facts = read_facts(file) if file is not None else {}
    if not isinstance(facts, Mapping):
        raise InputError(_("{name} holds no transaction.").format(name=file))
    stated = {"date": day, "action": action, "destination": place}
    return {**facts, **{name: value for name, value in stated.items() if value is not None}}


def history_of(path: str, named: str | None) -> Mapping[str, Any]:
    """The history of the checkpoint at ``path``: the named file, or one beside it, or nothing."""
    if named is not None:
        return read_history(named)
    checkpoint = Path(path)
    for name in HISTORIES:
        for beside in (
            checkpoint.with_name(f"{checkpoint.name}.{name}"),
            checkpoint.with_name(name),
        ):
            if beside.is_file():
                return read_history(str(beside))
    return {}


def with_item(facts: Mapping[str, Any], history: Mapping[str, Any]) -> dict[str, Any]:
    """The transaction with the model weights as its one line."""
    return {**facts, "lines": [{"item": {"model_weights": history}, "quantity": 1}]}
