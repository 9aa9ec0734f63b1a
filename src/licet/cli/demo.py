"""`licet demo`: six instructive shipments, decided."""

from __future__ import annotations

import textwrap
from pathlib import Path

import click

from licet.cli.files import read_facts
from licet.cli.show import brief
from licet.decision import determine
from licet.words import _

SHIPMENTS = Path(__file__).parent / "shipments"


def teaches(name: str) -> str:
    """What a shipment of the demo shows."""
    return {
        "1": _(
            "Small quantities go almost anywhere on the books; as enforced nothing is required."
        ),
        "2": _("The same country, another parent: what counts is who owns the buyer."),
        "3": _(
            "Gaming cards reach China under NAC, once BIS has been notified and 25 days are over."
        ),
        "4": _("A server counts by its chips; a fact that is missing is asked for, never assumed."),
        "5": _("Since January 2026 a window: case by case below 21,000 TPP and 6,500 GB/s."),
        "6": _("Since July 2026 approved parties in the United Arab Emirates need no license."),
    }[name[0]]


@click.command(name="demo")
def command() -> int:
    """Decide six instructive shipments and say what to try next."""
    for path in sorted(SHIPMENTS.glob("*.json")):
        click.echo(click.style(f"{path.stem[0]}. {teaches(path.name)}", bold=True))
        made = determine(read_facts(str(path)))
        click.echo(textwrap.indent(brief(made), "   ") + "\n")
    click.echo(_("Try next:"))
    first = min(SHIPMENTS.glob("2-*.json"))
    for line in (
        f"licet decide {_shown(first)}",
        f"licet decide {_shown(first)} --why",
        'licet classify "RTX 4090"',
        "licet chips h100",
        'licet law "740.29(d)"',
    ):
        click.echo(f"  {line}")
    return 0


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
