"""`licet classify`: the paragraph of an item, with the margin to every line it is near."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.cli.files import read_facts
from licet.decision.margins import classify
from licet.facts.parsing import a_date
from licet.words import _

if TYPE_CHECKING:
    from licet.catalog import Chip

ENDINGS = (".json", ".yaml", ".yml")
"""What ends so is a file, there or not."""
FEW = 12
"""So many chips of one name are classified together."""
LATEST = "2026-09-24"
"""The last day whose text was verified; the classification of that day unless --as-of says other."""


@click.command(name="classify")
@click.argument("what", nargs=-1, required=True, metavar="FILE|CHIP")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option("--as-of", default=LATEST, show_default=True, help="The date of the law.")
def command(what: tuple[str, ...], as_json: bool, as_of: str) -> int:
    """Classify a chip of the catalog by name (each that the name fits), or the items in FILE."""
    day = a_date(as_of, "--as-of")
    found = [classify(item, day) | {"item": item} for item in _items(" ".join(what))]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    else:
        click.echo("\n\n".join(_shown(each) for each in found))
    return 0


def _chips(name: str) -> Sequence[Chip]:
    """Every chip that the name fits, where they are few; for decide, one has to be named."""
    from licet.catalog import find, search

    fits = search(name)
    return fits if 1 < len(fits) <= FEW else (find(name),)


def _items(what: str) -> list[Any]:
    if what != "-" and not Path(what).exists() and Path(what).suffix.lower() not in ENDINGS:
        return [{"chip": chip.id} for chip in _chips(what)]
    data = read_facts(what)
    if isinstance(data, dict) and "lines" in data:
        return [line.get("item", line) for line in data["lines"]]
    return data if isinstance(data, list) else [data.get("item", data)]


def _shown(found: dict[str, Any]) -> str:
    named = found["item"].get("chip") if isinstance(found["item"], dict) else None
    possible = [name or _("none of these entries") for name in found["possible_classifications"]]
    performance = f"TPP {found['tpp']:,}" if found["tpp"] is not None else _("TPP not known")
    rows = [f"{named or _('the item')}: {_(' or ').join(possible)}, {performance}"]
    rows += [f"  {each['cite']:<18} {each['says']}" for each in found["because"]]
    if found["margins"]:
        rows.append("")
        rows.append(_("  Nearest lines first:"))
    for margin in found["margins"]:
        tpp = margin["tpp_to_the_line"]
        side = _("above") if margin["percent"] >= 0 else _("below")
        rows.append(
            f"  {margin['cite']:<18} {margin['of']} {_figure(margin['value'])} "
            + _("is {percent} {side} the line of {line}").format(
                percent=f"{abs(margin['percent']):,.2f} %", side=side, line=_figure(margin["line"])
            )
            + ("" if tpp is None else " " + _("({tpp} TPP)").format(tpp=f"{tpp:+,.0f}"))
        )
    return "\n".join(rows)


def _figure(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
