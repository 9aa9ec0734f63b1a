"""What the commands of `licet ledger` share: options, the open ledger, JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from licet.facts.parsing import a_date

if TYPE_CHECKING:
    from licet.ledger import Ledger

REFUSED = 3
"""The exit status where a limit does not allow it, as where a license is required."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
why = click.option("--why", required=True, help="Why it is entered.")
on_day = click.option("--on", "on", help="The day to look at (2025-06-02); today where absent.")
key = click.option("--key", help="A key under which it is entered once, however often it is tried.")
chart_file = click.option("--chart", help="Draw it into a file, .png or .svg.")


def opened(ctx: click.Context, **more: Any) -> Ledger:
    """The open ledger."""
    from licet.ledger import open_ledger

    return open_ledger(ctx.obj["location"], who=ctx.obj["who"], **more)


def day_of(ledger: Ledger, text: str | None) -> date:
    """The day that was named; today where none was."""
    return a_date(text, "--on") if text else ledger.today()


def print_json(data: Any) -> None:
    """JSON on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
