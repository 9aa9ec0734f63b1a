"""The options of `licet decide` that need a ledger; without one, nothing of it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from licet.errors import Fault, InputError
from licet.words import _

if TYPE_CHECKING:
    from licet.cli.decide_ledger import Book

_OPTIONS = (
    click.option(
        "--ledger", envvar="LICET_LEDGER", help="Take amounts and papers from this ledger."
    ),
    click.option("--reserve", help="Hold in the ledger what is decided, for this reason."),
    click.option(
        "--until", help="When the reservation ends: a day or a moment; else in seven days."
    ),
    click.option("--license", help="The license to draw on, where one is required."),
    click.option("--key", help="A key under which it is reserved once, however often it is tried."),
)


def ledger(command: Callable[..., int]) -> Callable[..., int]:
    """The options of the ledger, as one keyword argument each."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def book(location: str | None, said: dict[str, Any]) -> Book | None:
    """The ledger that was named, if one was. Raises `InputError` where one is needed."""
    if location is not None:
        from licet.cli.decide_ledger import Book

        return Book(location, said)
    if said["reserve"] is not None:
        text = _("name the ledger to reserve in: --ledger, or LICET_LEDGER.")
        raise InputError([Fault("--reserve", text)])
    return None
