"""`--reform FILE`, wherever it is an option: another law, and the sentence that it is not the law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from licet.cli.files import read_facts
from licet.words import _

if TYPE_CHECKING:
    from licet.decision.reforms import Law

option = click.option(
    "--reform",
    "reform",
    metavar="FILE",
    help="Decide by another law: a YAML or JSON file with other numbers, lists or dates.",
)


def law_of(reform: str | None) -> Law | None:
    """The law with the reform in the file; none where no file is named."""
    if reform is None:
        return None
    from licet.decision.reforms import reformed

    return reformed(read_facts(reform))


def banner(says: Sequence[str]) -> str:
    """What stands above everything that was decided under a reform; nothing for the law itself."""
    if not says:
        return ""
    return "\n".join([_("NOT THE LAW. A reform was applied:"), *(f"  {each}" for each in says)])


def says_of(law: Any) -> tuple[str, ...]:
    """A sentence for each change of a law; none for the law itself."""
    return law.reform.says if law is not None else ()
