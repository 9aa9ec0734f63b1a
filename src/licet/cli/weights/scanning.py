"""`licet weights scan`: what lies in checkpoints, by their headers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from licet.words import _

if TYPE_CHECKING:
    from licet.weights.scan import Checkpoint

SOME_UNREADABLE = 5


@click.command(name="scan")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--json", "as_json", is_flag=True, help="Print the checkpoints as JSON and no more.")
@click.option("--no-hash", is_flag=True, help="Read headers only; give no content hash.")
def command(paths: tuple[str, ...], as_json: bool, no_hash: bool) -> int:
    """Read the checkpoints at PATH... without loading tensors or executing anything in them.

    Reads safetensors, GGUF, ONNX and PyTorch files, folders and model caches. Exit status: 0 when
    every checkpoint was read, 5 when some could not be.
    """
    found = scanned(paths, hashes=not no_hash)
    if as_json:
        written = [checkpoint.to_json() for checkpoint in found]
        click.echo(json.dumps(written, ensure_ascii=False, indent=2))
    else:
        show(found)
    return SOME_UNREADABLE if any(checkpoint.faults for checkpoint in found) else 0


def scanned(paths: Sequence[str], *, hashes: bool = True) -> list[Checkpoint]:
    """The checkpoints at the paths; on a terminal with the bytes that were hashed so far."""
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    from licet.weights.scan import scan

    console = Console(stderr=True)
    if not (hashes and console.is_terminal):
        return list(scan(paths, hashes=hashes))
    columns = (TextColumn(_("hashing")), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None)
        return list(scan(paths, hashed=lambda count: progress.advance(task, count)))


def show(found: list[Checkpoint]) -> None:
    """The checkpoints for a person, each with what is wrong with it."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    if not found:
        console.print(_("No checkpoint was found."))
    for checkpoint in found:
        console.print(Text(checkpoint.path, style="bold"))
        for label, value in described(checkpoint):
            console.print(Text(f"  {label:<12} {value}"))
        for fault in checkpoint.faults:
            console.print(Text(f"  {_('fault'):<12} {fault}", style="red"))
        for warning in checkpoint.warnings:
            console.print(Text(f"  {_('warning'):<12} {warning}", style="yellow"))


def described(checkpoint: Checkpoint) -> list[tuple[str, str]]:
    """What is known of a checkpoint, as labels and values."""
    parameters = checkpoint.parameters
    kinds = ", ".join(f"{n:,} {kind}" for kind, n in checkpoint.precision.items())
    rows = [
        (_("format"), checkpoint.format),
        (_("parameters"), None if parameters is None else f"{parameters:,}"),
        (_("precision"), kinds),
        (_("bytes"), f"{checkpoint.bytes:,}" if checkpoint.bytes else None),
        (_("files"), str(len(checkpoint.files)) if len(checkpoint.files) > 1 else None),
        (_("sha256"), checkpoint.sha256),
        (_("base model"), ", ".join(checkpoint.base_models)),
        (_("license"), checkpoint.license),
    ]
    return [(label, value) for label, value in rows if value]
