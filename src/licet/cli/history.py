"""`licet history`: from when to when a chip was free, excepted, licensed or denied."""

from __future__ import annotations

import textwrap
from datetime import date, timedelta
from typing import Any

import click

from licet.cli import reforms
from licet.cli.files import written
from licet.cli.words import place_in_words, policy_in_words, short
from licet.words import _

MARKS = {
    "free": "·",
    "informed": "~",
    "excepted": "░",
    "licensed": "▒",
    "denied": "█",
    "undetermined": "?",
}
WIDTH = 72
"""Characters of the drawn timeline."""


@click.command(name="history")
@click.argument("chip")
@click.option("--to", required=True, help="The destination, as ISO 3166-1 alpha-2.")
@click.option("--headquarters", help="Where the buyer and its ultimate parent are; else there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option("--draw", "picture", help="Draw the timeline into this file (.svg, .png or .pdf).")
@reforms.option
def command(
    chip: str,
    to: str,
    headquarters: str | None,
    as_json: bool,
    picture: str | None,
    reform: str | None,
) -> int:
    """A chip's life toward a country, on the books and as enforced, with what made each step.

    One chip for a private buyer, with every certificate, purchase order and notice in place.
    """
    from licet.proofs.history import announced, history, reach

    law = reforms.law_of(reform)
    says = reforms.says_of(law)
    lives = history({"chip": chip}, to, headquarters, law)
    title = _("{chip} to {place}").format(chip=named(chip), place=place_in_words(to))
    if headquarters and headquarters != to:
        title += " " + _("(headquarters in {place})").format(place=place_in_words(headquarters))
    if picture:
        if says:
            title += ". " + _("NOT THE LAW: with a reform")
        from licet.cli.history_draw import draw

        draw(lives, title, picture, reach(lives), Words)
    if as_json:
        steps = {column: [step.to_dict() for step in life] for column, life in lives.items()}
        asked: dict[str, Any] = {"chip": chip, "to": to, "headquarters": headquarters or to}
        if says:
            asked["reform"] = list(says)
        never = [_told(each) for each in announced()]
        click.echo(written(asked | steps | {"never_in_force": never}))
        return 0
    if says:
        click.echo(reforms.banner(says) + "\n")
    _print(lives, title)
    click.echo(
        "\n"
        + _("Announced or proposed, and never law:")
        + "\n"
        + "\n".join(_announced(announced()))
    )
    return 0


def _told(each: Any) -> dict[str, str]:
    told = {"cite": each.cite, "title": _(each.title), "status": _(each.status)}
    return {"published": each.published.isoformat(), **told}


def _announced(never: list[Any]) -> list[str]:
    return [
        line
        for each in never
        for line in textwrap.wrap(
            f"{each.published}  {each.cite}: {_(each.title)}. {_(each.status)}",
            100,
            subsequent_indent=" " * 12,
        )
    ]


def _heading(column: str) -> str:
    return _("On the books") if column == "on_the_books" else _("As enforced")


def _status(name: str) -> str:
    return {
        "free": _("free"),
        "informed": _("free but for a letter"),
        "excepted": _("excepted"),
        "licensed": _("licensed"),
        "denied": _("denied"),
        "undetermined": _("undetermined"),
    }[name]


class Words:
    """What the drawing writes: the names of columns and of what a step comes to."""

    heading = staticmethod(_heading)
    status = staticmethod(_status)


def named(chip: str) -> str:
    """The chip as its maker names it."""
    from licet.catalog import find

    return find(chip).name


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


def _bars(lives: dict[str, list[Any]]) -> list[str]:
    from licet.proofs.history import reach

    first, last = reach(lives)
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
    found = {step.status for life in lives.values() for step in life}
    legend = "  ".join(f"{mark} {_status(s)}" for s, mark in MARKS.items() if s in found)
    return [*rows, " " * 14 + "".join(years).rstrip(), " " * 14 + legend]
