"""`licet weights decide`: a checkpoint, its history and a place."""

from __future__ import annotations

import json
from pathlib import Path

import click

from licet.cli.decide import status_of
from licet.cli.weights.scanning import scanned
from licet.cli.weights.scanning import show as show_checkpoints
from licet.cli.weights.shipments import history_of, options, transaction, with_item
from licet.errors import InputError
from licet.words import _

FACTS_MISSING = 4


@click.command(name="decide")
@click.argument("path")
@options
@click.option("--why", is_flag=True, help="Show every paragraph that was read.")
def command(
    path: str,
    place: str,
    history: str | None,
    transaction_file: str | None,
    day: str | None,
    action: str | None,
    as_of: str | None,
    by: str,
    as_json: bool,
    why: bool,
) -> int:
    """Decide whether the checkpoint at PATH may go to a place.

    The history is read from --history, or from training.yaml (or .json) beside the checkpoint.
    Exit status as `licet decide`: 0 it may go, 3 a license is required, 4 facts are missing (or a
    checkpoint could not be read), 2 the input is wrong.
    """
    from licet.decision import determine
    from licet.facts.parsing import a_date
    from licet.weights import count

    if not Path(path).exists():
        raise InputError(_("there is no file {name}.").format(name=path))
    checkpoints = scanned([path])
    found = history_of(checkpoints[0].path if checkpoints else path, history)
    facts = with_item(transaction(place, transaction_file, day, action), found)
    operations = count(found).operations
    made = determine(facts, as_of=a_date(as_of, "--as-of") if as_of else None)
    answer = made.to_dict()
    if as_json:
        found_there = [checkpoint.to_json() for checkpoint in checkpoints]
        counted = {"training_operations": operations.to_json()} if found else {}
        told = {"checkpoints": found_there, **counted, **answer}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        from licet.cli.show import show

        show_checkpoints(checkpoints)
        if found:
            click.echo(_("  trained with {n} operations").format(n=operations))
        else:
            click.echo(_("No training history was given or found beside it."))
        click.echo(show(made, why=why))
    unread = not checkpoints or any(checkpoint.faults for checkpoint in checkpoints)
    return status_of(answer[by]) or (FACTS_MISSING if unread else 0)
