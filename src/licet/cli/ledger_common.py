"""What the commands of `licet ledger` share: options, the open ledger, JSON."""

from __future__ import annotations

import getpass
import json
import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from licet.errors import Fault, InputError
from licet.facts.parsing import a_date
from licet.words import _

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


def moment(text: str | None) -> datetime | None:
    """The end of a reservation: a day (to its end, in UTC), or a moment with its time zone."""
    if text is None:
        return None
    try:
        if len(text) == 10:
            return datetime.fromisoformat(text + "T23:59:59+00:00")
        moment = datetime.fromisoformat(text)
    except ValueError:
        sentence = _("{value} is neither a day nor a moment; write it as 2025-06-02.")
        raise InputError([Fault("--until", sentence.format(value=text))]) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def name_of_user() -> str:
    """Who enters, where nobody is named: LICET_WHO, or the name of the login."""
    named = os.environ.get("LICET_WHO")
    try:
        return named or getpass.getuser()
    except (OSError, KeyError):  # a user without a name, as in a container
        return ""
