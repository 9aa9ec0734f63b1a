"""What the commands of `licet ledger` share: options, the open ledger, JSON."""

from __future__ import annotations

import getpass
import json
import os
from datetime import UTC, date, datetime
from threading import Timer
from typing import TYPE_CHECKING, Any

import click

from licet.errors import Fault, InputError
from licet.facts.parsing import a_date
from licet.words import _

if TYPE_CHECKING:
    from licet.ledger import Ledger

REFUSED = 3
"""The exit status where a limit does not allow it, as where a license is required."""

SLOW = 3.0
"""Seconds after which a person is told what is waited for."""

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
why = click.option("--why", required=True, help="Why it is entered.")
on_day = click.option("--on", "on", help="The day to look at (2025-06-02); today where absent.")
key = click.option("--key", help="A key under which it is entered once, however often it is tried.")
chart_file = click.option("--chart", help="Draw it into a file, .png or .svg.")


def opened(ctx: click.Context) -> Ledger:
    """The open ledger."""
    return opened_at(ctx.obj["location"], ctx.obj["who"])


def opened_at(location: str | None, who: str) -> Ledger:
    """The ledger there; it says so where the database keeps a person waiting."""
    from licet.ledger import open_ledger, opening

    sentence = _("The database of the ledger does not answer; waiting for up to {n:.0f} seconds.")
    slow = Timer(SLOW, click.echo, (sentence.format(n=opening.PATIENCE),), {"err": True})
    slow.daemon = True
    slow.start()
    try:
        return open_ledger(location, who=who, patience=opening.PATIENCE)
    finally:
        slow.cancel()


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
