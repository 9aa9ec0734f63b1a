"""`licet weights operations`: the training operations of a history, step by step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.cli.files import read_facts
from licet.errors import InputError
from licet.words import _

if TYPE_CHECKING:
    from licet.weights import Count


@click.command(name="operations")
@click.argument("run", metavar="RUN")
@click.option("--json", "as_json", is_flag=True, help="Print the count as JSON and nothing else.")
@click.option("--svg", type=click.Path(dir_okay=False), help="Draw the lineage into this file.")
def command(run: str, as_json: bool, svg: str | None) -> int:
    """Count the training operations of the model whose history is in RUN (YAML or JSON).

    RUN holds the facts of a model's weights; - is standard input (JSON). Every step names the technical
    note of ECCN 4E091 under which it counts, or why it does not.
    """
    from licet.weights import count

    found = count(read_history(run))
    if svg is not None:
        from licet.weights.drawing import draw

        Path(svg).write_text(draw(found), encoding="utf-8")
    if as_json:
        click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=2))
    else:
        show(found)
    return 0


def read_history(name: str) -> Mapping[str, Any]:
    """The facts of a model's weights in a file, alone or under the name ``model_weights``."""
    facts = read_facts(name)
    if not isinstance(facts, Mapping):
        raise InputError(_("{name} holds no facts of a model's weights.").format(name=name))
    inner = facts.get("model_weights", facts)
    return inner if isinstance(inner, Mapping) else facts


def show(found: Count) -> None:
    """The count for a person: the tree, what is missing, and where the text can be read twice."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print(found.tree())
    for path in found.missing:
        console.print(_("missing: {path}").format(path=path), style="yellow", markup=False)
    for note in found.notes:
        console.print(note, style="yellow", markup=False)
    for reading in found.readings:
        sentence = _("{question} {taken} Otherwise: {operations}.")
        console.print(
            sentence.format(
                question=reading.question,
                taken=reading.taken,
                operations=reading.operations_if_read_otherwise,
            ),
            style="dim",
            markup=False,
        )
