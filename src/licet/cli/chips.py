"""``licet chips``: the catalog, as a list, or one chip of it in full."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from licet.catalog import Chip, find, search
from licet.words import _

if TYPE_CHECKING:
    from rich.console import RenderableType


@click.command("chips")
@click.argument("words", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def command(words: tuple[str, ...], as_json: bool) -> None:
    """List the chips that WORDS fit, or show one in full where one fits alone.

    Without WORDS all are listed. Case, spaces and hyphens do not matter: h100, "RTX 4090", mi300x.
    """
    typed = " ".join(words)
    chips = search(typed) or (find(typed),)  # find knows the sentence for a name that fits none
    if as_json:
        shown = [asdict(chip) | _decided(chip) for chip in chips]
        click.echo(json.dumps(shown, default=_plain, indent=2))
        return
    from rich.console import Console

    Console().print(_full(chips[0]) if len(chips) == 1 else _list(chips))


def _decided(chip: Chip) -> dict[str, Any]:
    """What the law makes of the chip: TPP, performance density, paragraph."""
    from licet.cli.classify import LATEST
    from licet.decision.margins import classify

    found = classify({"chip": chip.id}, date.fromisoformat(LATEST))
    densities = [m["value"] for m in found["margins"] if m["of"] == "performance density"]
    return {
        "tpp": found["tpp"],
        "performance_density": densities[0] if densities else None,
        "classification": found["classification"],
        "possible_classifications": found["possible_classifications"],
    }


def _paragraphs(decided: dict[str, Any]) -> str:
    return " / ".join(name or _("none") for name in decided["possible_classifications"])


def _plain(value: Any) -> Any:
    """Numbers as numbers, dates as ISO 8601."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


def _list(chips: tuple[Chip, ...]) -> RenderableType:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, title=_("{number} chips").format(number=len(chips)))
    table.add_column(_("id"), no_wrap=True)
    table.add_column(_("name"))
    table.add_column(_("TPP"), justify="right", no_wrap=True)
    table.add_column(_("paragraph"), no_wrap=True)
    table.add_column(_("die mm2"), justify="right")
    table.add_column(_("memory GB/s"), justify="right")
    table.add_column(_("datacenter"))
    for chip in chips:
        decided = _decided(chip)
        table.add_row(
            chip.id,
            chip.name,
            _number(decided["tpp"]),
            _paragraphs(decided),
            _number(chip.applicable_die_area_mm2),
            _number(chip.memory_bandwidth_gb_s),
            _truth(chip.datacenter),
        )
    return table


def _full(chip: Chip) -> RenderableType:
    from rich.table import Table

    table = Table(
        box=None, pad_edge=False, show_header=False, title=chip.name, title_justify="left"
    )
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in _rows(chip):
        table.add_row(label, value)
    return table


def _rows(chip: Chip) -> list[tuple[str, str]]:
    unknown = _("not known")
    decided = _decided(chip)
    return [
        (_("id"), chip.id),
        (_("also called"), ", ".join(chip.aliases)),
        (_("manufacturer"), chip.manufacturer),
        (_("designer"), f"{chip.designer} ({chip.designer_headquarters or unknown})"),
        (_("TPP"), _number(decided["tpp"])),
        (_("performance density"), _number(decided["performance_density"])),
        (_("paragraph"), _paragraphs(decided)),
        (_("tera-operations/s"), "\n".join(_rates(chip))),
        (_("applicable die area"), _number(chip.applicable_die_area_mm2, "mm2")),
        (_("process"), chip.process or unknown),
        (_("transistors"), f"{chip.transistors:,}" if chip.transistors else unknown),
        (_("memory bandwidth"), _number(chip.memory_bandwidth_gb_s, "GB/s")),
        (_("interconnect"), _number(chip.interconnect_gb_s, "GB/s")),
        (_("for datacenters"), f"{_truth(chip.datacenter)}: {chip.datacenter_evidence}"),
        (_("released"), str(chip.release_date or unknown)),
        (_("disagreements"), "\n".join(chip.disagreements) or _("none")),
        (_("sources"), "\n".join(chip.sources)),
    ]


def _rates(chip: Chip) -> list[str]:
    return [
        (f"{unit.count} x " if unit.count > 1 else "")
        + _("{rate} at {bits} bits, {what}").format(
            rate=_number(mode.tera_ops), bits=mode.bit_length, what=mode.what
        )
        for unit in chip.units
        for mode in unit.modes
    ]


def _number(value: Decimal | float | None, unit: str = "") -> str:
    if value is None:
        return _("not known")
    shown = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{shown} {unit}".strip()


def _truth(value: bool | None) -> str:
    return {True: _("yes"), False: _("no"), None: _("not known")}[value]
