"""What the commands of `licet parties` have in common: where things lie and which day counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.errors import InputError
from licet.words import _

if TYPE_CHECKING:
    from licet.parties.ownership.register import Register

HOME = Path(click.get_app_dir("licet"))

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def today() -> str:
    return date.today().isoformat()


def option_file() -> Decorator:
    """Where the parties are."""
    return click.option(
        "--file",
        "party_file",
        envvar="LICET_PARTIES",
        default=str(HOME / "parties.yaml"),
        help="The party file (or LICET_PARTIES).",
    )


def option_list() -> Decorator:
    """Where the screening list is."""
    return click.option(
        "--list",
        "list_file",
        envvar="LICET_SCREENING_LIST",
        default=str(HOME / "consolidated.json"),
        help="The Consolidated Screening List in JSON (or LICET_SCREENING_LIST).",
    )


def option_register() -> Decorator:
    """Where the register of companies is."""
    return click.option(
        "--register",
        envvar="LICET_REGISTER",
        help="The register of companies; by default beside the party file.",
    )


def option_on() -> Decorator:
    """The day that counts."""
    return click.option("--on", default=today, show_default="today", help="The day that counts.")


def option_json() -> Decorator:
    """JSON and nothing else."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")


def beside(party_file: str) -> str:
    """The register that lies beside a party file."""
    return str(Path(party_file).with_suffix(".register.sqlite"))


def opened_register(register: str | None, party_file: str) -> Register | None:
    """The register that is named, or the one beside the party file where there is one."""
    from licet.parties.ownership.register import Register

    path = register or beside(party_file)
    if register and not Path(register).exists():
        raise InputError(_("There is no register at {path}.").format(path=path))
    return Register(path) if Path(path).exists() else None


def print_json(data: Any) -> None:
    """The data as JSON, and nothing else."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
