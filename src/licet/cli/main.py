"""`licet`: the command and its subcommands, each read only when it is asked for."""

from __future__ import annotations

import gc
import importlib
import sys
from typing import Any

import click

from licet.errors import InputError
from licet.words import _, speak

COMMANDS = {
    "decide": "May this shipment go, under which paragraph, and what is owed?",
    "classify": "The paragraph of an item, with the margin to every line it is near.",
    "chips": "The catalog of chips.",
    "law": "A paragraph as licet holds it.",
    "history": "From when to when a chip was free, excepted, licensed or denied.",
    "diff": "What changed between two dates' laws, with transactions that show it.",
    "what-if": "The smallest changes that would let a shipment go.",
    "prove": "What holds of every possible transaction, and what was found against it.",
    "demo": "Six instructive shipments.",
    "weights": "Model weights: count operations, scan checkpoints, decide.",
    "parties": "Who is really buying: evidence, ownership, screening.",
    "table": "Every row of a table: CSV, XLSX, Parquet, Arrow.",
    "sql": "The law of a date as a view that decides the rows of a database.",
    "ledger": "Compute, counted: reserve, commit, headroom, plan.",
}


class Lazy(click.Group):
    """A group whose commands are modules of `licet.cli`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        if name not in COMMANDS:
            return None
        module = name.replace("-", "_")
        command: click.Command = importlib.import_module(f"licet.cli.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without reading any of them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(says)) for name, says in COMMANDS.items()])


@click.command(cls=Lazy, name="licet", context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--language", envvar="LICET_LANGUAGE", default="en", help="en or zh_Hans.")
@click.version_option(package_name="licet")
def licet(language: str) -> None:
    """US export controls on AI chips and model weights: on the books and as enforced."""
    speak(language)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command. Wrong input ends in sentences on standard error and exit status 2."""
    try:
        return licet(args=arguments, prog_name="licet", standalone_mode=False) or 0
    except InputError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except ImportError as error:
        if error.name is None or error.name.startswith("licet"):
            raise
        sentence = _("this needs the package {name}; install it with: pip install 'licet[all]'")
        click.echo(sentence.format(name=error.name), err=True)
    except click.exceptions.Abort:
        click.echo(_("Stopped."), err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    sys.exit(2)


def run() -> None:
    """The entry point: what a command returns is the exit status."""
    gc.set_threshold(100_000)  # the law that is read stays: it is not to be searched for garbage
    sys.exit(main())
