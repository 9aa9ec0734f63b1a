"""A chip's life as a drawing: a bar for each column, what made each step above it."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import Any

from licet.errors import InputError
from licet.words import _

COLOURS = {
    "free": "#9fd3b4",
    "informed": "#cfe3a3",
    "excepted": "#f0e199",
    "licensed": "#eeb170",
    "denied": "#c9605b",
    "undetermined": "#cccccc",
}
TALL, LEVELS = 1.25, 3
"""How high a label is, with the bar as 1, and how many stand one above the other."""
NARROW = 120
"""Days: a step that is shorter has no word written into it."""
LABEL = 24
"""Characters of a line above a step."""
TIGHT = 330
"""Days within which labels above steps are put one above the other."""


def draw(
    lives: dict[str, list[Any]], title: str, path: str, reach: tuple[date, date], words: Any
) -> None:
    """Draw the steps of both columns into a file. ``words`` gives heading and status in words.

    Raises `InputError` where the file cannot be written.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(
        2, 1, figsize=(11, 4.6), layout="constrained", sharex=True, squeeze=True
    )
    for each, (column, life) in zip(axes, lives.items(), strict=True):
        _bar(each, life, reach, words)
        each.set_title(words.heading(column), loc="left", fontsize=10, color="#444444")
    figure.suptitle(title, x=0.01, ha="left", fontsize=13)
    _axis(axes[-1], reach)
    _legend(figure, lives, words)
    try:
        figure.savefig(path, dpi=150)
    except (OSError, ValueError) as error:
        sentence = _("{path} cannot be drawn: {why}")
        raise InputError(sentence.format(path=path, why=error)) from None
    finally:
        pyplot.close(figure)


def _bar(axes: Any, life: list[Any], reach: tuple[date, date], words: Any) -> None:
    from matplotlib import dates

    first, last = reach
    level, before, top = 0, first, 0.0
    for step in life:
        begins = dates.date2num(step.begins)  # type: ignore[no-untyped-call]
        days = (min(step.until or last, last) - step.begins).days
        if days <= 0:
            continue
        axes.barh(0, days, left=begins, height=1, color=COLOURS[step.status], edgecolor="white")
        if days >= NARROW:
            axes.text(
                begins + days / 2,
                0,
                words.status(step.status),
                ha="center",
                va="center",
                fontsize=9,
            )
        level = level + 1 if (step.begins - before).days < TIGHT and step is not life[0] else 0
        before = step.begins
        height = 0.75 + TALL * (level % LEVELS)
        top = max(top, height + TALL)
        axes.plot([begins, begins], [0.5, height], color="#888888", linewidth=0.7)
        axes.text(begins + 5, height, _label(step), va="bottom", fontsize=7.5, color="#333333")
    axes.set_ylim(-0.5, top)
    axes.set_yticks([])
    axes.spines[["top", "right", "left"]].set_visible(False)


def _label(step: Any) -> str:
    """The day, and the instruments, those that are not sure with a question mark."""
    cites = [each.cite + ("" if each.confidence == "P" else " ?") for each in step.instruments]
    lines = textwrap.wrap("; ".join(dict.fromkeys(cites)), LABEL, max_lines=2, placeholder=" ...")
    return "\n".join([step.begins.isoformat(), *lines])


def _axis(axes: Any, reach: tuple[date, date]) -> None:
    from matplotlib import dates

    axes.xaxis_date()
    axes.xaxis.set_major_locator(dates.YearLocator())  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(dates.DateFormatter("%Y"))  # type: ignore[no-untyped-call]
    axes.xaxis.set_minor_locator(dates.MonthLocator((4, 7, 10)))  # type: ignore[no-untyped-call]
    axes.set_xlim(*(dates.date2num(day) for day in reach))  # type: ignore[no-untyped-call]


def _legend(figure: Any, lives: dict[str, list[Any]], words: Any) -> None:
    from matplotlib.patches import Patch

    found = {step.status for life in lives.values() for step in life}
    shown = [Patch(color=COLOURS[s], label=words.status(s)) for s in COLOURS if s in found]
    figure.legend(
        handles=shown, loc="outside lower left", ncols=len(shown), frameon=False, fontsize=9,
        title=_("? known at second hand or not verified"), title_fontsize=8, alignment="left",
    )  # fmt: skip
