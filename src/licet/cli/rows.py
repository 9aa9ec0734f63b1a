"""Rows of a label and a text, wrapped to the width of the terminal."""

from __future__ import annotations

import shutil
import textwrap

MARGIN = 15
"""Columns of the label."""
WIDEST = 34
"""Columns of the citations in the middle, at most; longer ones stand on a line of their own."""


def table(rows: list[tuple[str, str]]) -> str:
    """Rows under each other; a label that repeats is written once."""
    shown, last = [], None
    for label, text in rows:
        shown.append(row("" if label == last else label, text))
        last = label
    return "\n".join(shown)


def row(label: str, text: str) -> str:
    """One row, its text wrapped beside the label."""
    return _beside(f"{label:<{MARGIN}}", text)


def citations(rows: list[tuple[str, str, str]]) -> str:
    """Rows of a label, citations and a text, the texts under each other."""
    fitting = [len(cite) for _label, cite, _text in rows if len(cite) <= WIDEST]
    middle = max(fitting, default=WIDEST) + 2
    shown, last = [], None
    for label, cite, text in rows:
        start = f"{'' if label == last else label:<{MARGIN}}"
        if len(cite) > WIDEST:
            shown.append(start + cite)
            start, cite = " " * MARGIN, ""
        shown.append(_beside(f"{start}{cite:<{middle}}", text))
        last = label
    return "\n".join(shown)


def _beside(start: str, text: str) -> str:
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    lines = textwrap.wrap(text, max(width - len(start), 30)) or [""]
    rest = [" " * len(start) + line for line in lines[1:]]
    return "\n".join([f"{start}{lines[0]}".rstrip(), *rest])
