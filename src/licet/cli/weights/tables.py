"""`licet weights epoch`: a table of Epoch AI, and which of its models would be 4E091."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.words import _

if TYPE_CHECKING:
    from licet.weights.epoch import Trained

ASKED = {
    "date": "2025-06-02",
    "action": "export",
    "destination": "IN",
    "parties": {
        "ultimate_consignee": {
            "location": "IN",
            "headquarters": "IN",
            "ultimate_parent_headquarters": "IN",
        }
    },
    "end_use": {"prohibited_by_part_744": False},
}
"""A shipment that no exception covers, on a day when the entry stood: what needs a license is 4E091."""


@click.command(name="epoch")
@click.argument("table", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON and nothing else.")
@click.option("--all", "every", is_flag=True, help="Show the rows that are not 4E091 as well.")
def command(table: str, as_json: bool, every: bool) -> int:
    """Which models of a table of Epoch AI (CSV) would be 4E091 on the books.

    Every row with a training figure is decided, as it stands ("4E091 so") and within the bounds of
    Epoch's label of confidence ("4E091 between").
    Note 2 is taken not to apply: no guidance under it has been issued.
    """
    from licet.weights.epoch import read_table

    rows = list(read_table(Path(table)))
    bases = {row.model: row for row in rows}
    found = [described(row, bases) for row in rows]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _show([row for row in found if every or row["would_be_4e091"] is not False], len(found))
    return 0


def would_be_4e091(row: Trained, bases: dict[str, Trained], *, exact: bool = False) -> bool | None:
    """Whether the law makes the model 4E091; ``None``: it depends on what is not known.

    ``exact`` takes the figure as it stands, without the interval of its confidence.
    """
    from licet.decision import decide

    weights = row.facts(bases, exact=exact) | {"below_most_capable_published_model": False}
    answer = decide({**ASKED, "lines": [{"item": {"model_weights": weights}, "quantity": 1}]})
    possible = answer["on_the_books"]["possible_outcomes"]
    if "license_required" not in possible:
        return False
    return True if possible == ["license_required"] else None


def described(row: Trained, bases: dict[str, Trained]) -> dict[str, Any]:
    """The row of the table that is shown: the verdict on the figure, and on all of the interval."""
    return {
        "model": row.model,
        "organization": row.organization,
        "date": row.date,
        "training_operations": row.figure,
        "confidence": row.confidence,
        "interval": row.operations.to_json(),
        "published": row.published,
        "would_be_4e091_at_the_figure": would_be_4e091(row, bases, exact=True),
        "would_be_4e091": would_be_4e091(row, bases),
    }


def _show(rows: list[dict[str, Any]], of: int) -> None:
    from rich.console import Console
    from rich.table import Table

    from licet.weights.interval import scientific

    said = {True: _("yes"), False: _("no"), None: _("depends")}
    shown = Table(title=_("{n} of {of} models with a figure; data: Epoch AI, CC BY 4.0").format(
        n=len(rows), of=of))  # fmt: skip
    names = (_("model"), _("figure"), _("confidence"), _("between"), _("published"))
    for name in (*names, _("4E091 so"), _("4E091 between")):
        shown.add_column(name)
    for row in sorted(rows, key=lambda row: -row["training_operations"]):
        bounds = (row["interval"][end] for end in ("low", "high"))
        low, high = ("?" if bound is None else scientific(bound, 3) for bound in bounds)
        shown.add_row(
            row["model"],
            scientific(row["training_operations"], 4),
            row["confidence"] or "",
            f"{low} - {high}",
            said[row["published"]] if row["published"] is not None else "?",
            said[row["would_be_4e091_at_the_figure"]],
            said[row["would_be_4e091"]],
        )
    Console().print(shown)
