"""`licet what-if`: the smallest changes that turn the outcome into one that may go."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from licet.cli.files import read_facts, written
from licet.cli.words import outcome_in_words
from licet.words import _


@click.command(name="what-if")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option(
    "--by",
    type=click.Choice(["as_enforced", "on_the_books"]),
    default="as_enforced",
    help="The answer that is to change.",
)
@click.option("--count", default=5, show_default=True, help="At most so many ways.")
@click.option("--most", default=3, show_default=True, help="At most so many changes in each.")
def command(file: str, as_json: bool, by: str, count: int, most: int) -> int:
    """What would have to be different for the transaction in FILE to go, cheapest first.

    Tried are certificates, a purchase order, a notice, fewer items, a later date, another site of the
    consignee and another consignee. Every way was decided again. Exit status: 0; where no way was
    found 3, or 4 where facts are missing, which licet decide names.
    """
    from licet.proofs.what_if import MAY_GO, outcome_of, what_if

    facts = read_facts(file)
    before = outcome_of(facts, by)
    ways = what_if(facts, by, count=count, most=most)
    if as_json:
        told = {"outcome": before, "by": by, "ways": [way.to_dict() for way in ways]}
        click.echo(written(_plain(told)))
    else:
        click.echo(_shown(before, ways, before in MAY_GO))
    if ways or before in MAY_GO:
        return 0
    return 4 if before == "undetermined" else 3


def _plain(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    return data.isoformat() if isinstance(data, date) else data


def _shown(before: str, ways: list[Any], goes: bool) -> str:
    rows = [_("Now: {outcome}").format(outcome=outcome_in_words(before))]
    if goes:
        return rows[0]
    if before == "undetermined":
        rows.append(_("What is missing, licet decide names; a change has to hold whatever it is."))
    if not ways:
        return "\n".join([*rows, _("No such change was found that would let it go.")])
    for number, way in enumerate(ways, 1):
        steps = "; ".join(change.says for change in way.changes)
        outcome = outcome_in_words(way.outcome)
        rows.append(f"{number:>3}. {steps[0].upper()}{steps[1:]}. {outcome}")
    kinds = {change.kind for way in ways for change in way.changes}
    if kinds & {"place", "consignee"}:
        rows.append(
            _(
                "A place stands for every country that the law treats like it, and counts only where "
                "the items go there to stay."
            )
        )
    if "consignee" in kinds:
        sentence = _(
            "Another consignee is taken to be one that part 744 treats as the present one."
        )
        rows.append(sentence)
    return "\n".join(rows)
