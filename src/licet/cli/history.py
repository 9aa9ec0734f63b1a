"""`licet history`: from when to when a chip was free, excepted, licensed or denied."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import click

from licet.cli.files import written
from licet.cli.words import place_in_words, policy_in_words, short
from licet.words import _

MARKS = {"free": "·", "excepted": "░", "licensed": "▒", "denied": "█", "undetermined": "?"}
COLOURS = {
    "free": "#9fd3b4",
    "excepted": "#f0e199",
    "licensed": "#eeb170",
    "denied": "#c9605b",
    "undetermined": "#cccccc",
}
WIDTH = 72
"""Characters of the drawn timeline."""


@click.command(name="history")
@click.argument("chip")
@click.option("--to", required=True, help="The destination, as ISO 3166-1 alpha-2.")
@click.option("--headquarters", help="Where the buyer and its ultimate parent are; else there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option("--draw", "picture", help="Draw the timeline into this file (.svg, .png or .pdf).")
def command(
    chip: str, to: str, headquarters: str | None, as_json: bool, picture: str | None
) -> int:
    """A chip's life toward a country, on the books and as enforced, with what made each step.

    One chip for a private buyer, with every certificate, purchase order and notice in place.
    """
    from licet.proofs.history import history

    lives = history({"chip": chip}, to, headquarters)
    title = _("{chip} to {place}").format(chip=chip, place=place_in_words(to))
    if picture:
        _draw(lives, title, picture)
    if as_json:
        steps = {column: [step.to_dict() for step in life] for column, life in lives.items()}
        asked = {"chip": chip, "to": to, "headquarters": headquarters or to}
        click.echo(written(asked | steps))
        return 0
    _print(lives, title)
    return 0


def _heading(column: str) -> str:
    return _("On the books") if column == "on_the_books" else _("As enforced")


def _status(name: str) -> str:
    return {
        "free": _("free"),
        "excepted": _("excepted"),
        "licensed": _("licensed"),
        "denied": _("denied"),
        "undetermined": _("undetermined"),
    }[name]


def _print(lives: dict[str, list[Any]], title: str) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print(title, style="bold")
    for row in _bars(lives):
        console.print(row, no_wrap=True, overflow="crop")
    for column, life in lives.items():
        table = Table(box=None, pad_edge=False, title=_heading(column), title_justify="left")
        for heading in (_("from"), _("until"), _("status"), _("by"), _("enacted by")):
            table.add_column(heading, no_wrap=heading in (_("from"), _("until")))
        for step in life:
            last = (step.until - timedelta(days=1)).isoformat() if step.until else ""
            by = ", ".join(short(cite) for cite in step.by)
            if step.review_policy:
                by += ". " + policy_in_words(step.review_policy)
            enacted = "; ".join(_instrument(each) for each in step.instruments)
            table.add_row(step.begins.isoformat(), last, _status(step.status), by, enacted)
        console.print()
        console.print(table)


def _instrument(each: Any) -> str:
    sure = "" if each.confidence == "P" else f" [{each.confidence}]"
    return f"{each.cite}{sure}".replace("[", "\\[")


def _reach(lives: dict[str, list[Any]]) -> tuple[date, date]:
    begins = [step.begins for life in lives.values() for step in life]
    return min(begins), max(begins) + timedelta(days=182)


def _bars(lives: dict[str, list[Any]]) -> list[str]:
    first, last = _reach(lives)
    days = (last - first).days

    def mark(life: list[Any], place: int) -> str:
        day = first + timedelta(days=place * days // WIDTH)
        standing = [step for step in life if step.begins <= day]
        return MARKS[standing[-1].status]

    rows = [
        f"{_heading(column):<14}" + "".join(mark(life, place) for place in range(WIDTH))
        for column, life in lives.items()
    ]
    years = [" "] * (WIDTH + 4)
    for year in range(first.year + 1, last.year + 1):
        place = (date(year, 1, 1) - first).days * WIDTH // days
        years[place : place + 4] = str(year)
    legend = "  ".join(f"{mark} {_status(status)}" for status, mark in MARKS.items())
    return [*rows, " " * 14 + "".join(years).rstrip(), " " * 14 + legend]


def _draw(lives: dict[str, list[Any]], title: str, path: str) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import dates, pyplot
    from matplotlib.patches import Patch

    from licet.errors import InputError

    _first, last = _reach(lives)
    figure, axes = pyplot.subplots(figsize=(10, 2.6), layout="constrained")
    for row, (_column, life) in enumerate(reversed(lives.items())):
        for step in life:
            days = ((step.until or last) - step.begins).days
            begins = dates.date2num(step.begins)  # type: ignore[no-untyped-call]
            axes.barh(row, days, left=begins, color=COLOURS[step.status], edgecolor="white")
    axes.set_yticks(range(len(lives)), [_heading(column) for column in reversed(lives)])
    axes.xaxis_date()
    axes.set_title(title, loc="left")
    axes.spines[["top", "right", "left"]].set_visible(False)
    found = {step.status for life in lives.values() for step in life}
    shown = [Patch(color=COLOURS[s], label=_status(s)) for s in COLOURS if s in found]
    figure.legend(handles=shown, loc="outside lower center", ncols=len(shown), frameon=False)
    try:
        figure.savefig(path)
    except (OSError, ValueError) as error:
        sentence = _("{path} cannot be drawn: {why}")
        raise InputError(sentence.format(path=path, why=error)) from None
    finally:
        pyplot.close(figure)
