"""`licet weights`: count operations, scan checkpoints, decide, and guard a pipeline."""

from __future__ import annotations

import importlib

import click

SUBCOMMANDS = {
    "scan": "licet.cli.weights.scanning",
    "operations": "licet.cli.weights.counting",
    "decide": "licet.cli.weights.deciding",
    "gate": "licet.cli.weights.gating",
    "epoch": "licet.cli.weights.tables",
}


class _Weights(click.Group):
    """A group whose commands are read only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which they are used."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name."""
        if name not in SUBCOMMANDS:
            return None
        command: click.Command = importlib.import_module(SUBCOMMANDS[name]).command
        return command


@click.command(cls=_Weights, name="weights")
def command() -> None:
    """Model weights: is a checkpoint 4E091, and where may it go?"""
