"""`licet law`: a paragraph as licet holds it, or the account of the AI Diffusion Framework."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from licet.cli.words import day_in_words, place_in_words, policy_in_words, short
from licet.decision import lookup
from licet.errors import InputError
from licet.words import _

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table


@click.command(name="law")
@click.argument("citation", nargs=-1)
@click.option("--coverage", is_flag=True, help="What accounts for each paragraph of 90 FR 4544.")
@click.option("--instruments", is_flag=True, help="What enacted the texts, and what never was law.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
def command(citation: tuple[str, ...], coverage: bool, instruments: bool, as_json: bool) -> int:
    """Show the paragraph at CITATION and below it, as licet holds it.

    CITATION is written as people write it: "740.29(d)", "15 CFR 740.29", 3A090.a, "supplement no. 5",
    D:5, LPP. Without it the sections are listed; with --json every paragraph in every version.
    """
    asked = " ".join(citation)
    if coverage and asked:
        raise InputError(_("--coverage shows the whole Framework; leave out the citation."))
    if instruments and (asked or coverage):
        raise InputError(_("--instruments lists all of them; leave out the rest."))
    if as_json:
        click.echo(json.dumps(_data(asked, coverage, instruments), ensure_ascii=False, indent=2))
        return 0
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    shown = _instruments if instruments else _coverage if coverage else _sections
    for part in _found(asked) if asked else shown():
        console.print(part)
    return 0


def _data(asked: str, coverage: bool, instruments: bool) -> Any:
    if instruments:
        return lookup.instruments()
    if coverage:
        return lookup.covered()["summary"]
    return lookup.look_up(asked) if asked else lookup.everything()


def _sections() -> list[RenderableType]:
    table = _table(_("Citation"), _("What it is"), _("Paragraphs"))
    table.columns[2].justify = "right"
    for each in lookup.sections():
        table.add_row(each["cite"], each["title"], str(each["paragraphs"]))
    return [table, "", _('A paragraph: licet law "740.29(d)". All of them: licet law --json.')]


def _instruments() -> list[RenderableType]:
    counts, never = _table(_("Cite"), _("Title"), _("Published"), _("Counts from"), ""), _grid()
    for each in lookup.instruments():
        if each["in_force"]:
            dates = (each["published"], each["compliance"] or _("not known"), each["confidence"])
            beside = f". {each['status']}" if "status" in each else ""
            counts.add_row(each["cite"], each["title"] + beside, *dates)
        else:
            text = f"{each['title']}. {each['says']} {each['status']} ({each['confidence']})"
            never.add_row(f"{each['published']} {each['cite']}", text)
    return [counts, "", _heading(_("Never law of these controls")), never]


def _coverage() -> list[RenderableType]:
    found = lookup.covered()
    table = _table(_("90 FR 4544"), _("What it says"), _("Accounted for"))
    table.columns[0].max_width = 32
    for each in found["paragraphs"]:
        table.add_row(_narrow(each["cite"]), each["gist"], _account(each))
    sentence = _(
        "{operative} operative paragraphs: {implemented} implemented, {accounted_for} accounted for, "
        "{count} open."
    )
    summary = found["summary"]
    return [table, "", sentence.format(**summary, count=len(summary["open"]))]


def _narrow(cite: str) -> str:
    return short(cite).replace("supplement no. ", "supp. ").replace("to 15 CFR part ", "to ")


def _account(each: dict[str, Any]) -> str:
    if each["status"] == "implemented":
        return "\n".join(each["by"])
    if each["status"] == "open":
        return _("OPEN: nothing accounts for it")
    says = {
        "nothing to decide": _("nothing to decide: {why}"),
        "comes with": _("comes with: {why}"),
    }[each["status"]]
    return says.format(why=each["account"])


def _found(asked: str) -> list[RenderableType]:
    found = lookup.look_up(asked)
    parts: list[RenderableType] = []
    for each in found["paragraphs"]:
        parts += [_title(each), _paragraph(each), ""]
    for each in found["lists"]:
        parts += [_heading(each["cite"]), _members(each), ""]
    others = [each for each in found["framework"] if each["status"] != "implemented"]
    accounts = [(each["cite"], f"{each['gist']} ({_account(each)})") for each in others]
    parts += _listed(_("Of 90 FR 4544, not decided by a paragraph of its own"), accounts)
    duties = [(each["cite"], each["says"]) for each in found["duties"]]
    parts += _listed(_("What is owed by whoever uses it"), duties)
    return parts[:-1]


def _listed(title: str, rows: list[tuple[str, str]]) -> list[RenderableType]:
    if not rows:
        return []
    grid = _grid()
    for cite, text in rows:
        grid.add_row(short(cite), text)
    return [_heading(title), grid, ""]


def _title(each: dict[str, Any]) -> RenderableType:
    what = f"{_(each['kind'])}, {each['of']}" if each["of"] else _(each["kind"])
    return _heading(each["cite"], f"  {what}")


def _paragraph(each: dict[str, Any]) -> RenderableType:
    grid = _grid()
    grid.add_row(_("Says"), each["says"])
    if each["outcome"]:
        grid.add_row(_("Gives"), _outcome(each))
    grid.add_row(_("Logic"), "\n".join("  " * depth + text for depth, text in each["outline"]))
    _rows(grid, _("Refers to"), [f"{short(r['cite'])}: {r['says']}" for r in each["refers_to"]])
    grid.add_row(_("Stands"), _stands(each["stands"]))
    by = each["enacted_by"]
    grid.add_row(_("Enacted by"), _enacted(by))
    if each["due_days"] is not None:
        grid.add_row(_("Due"), _due(each["due_days"]))
    grid.add_row(_("Source"), f"{by['source']} ({each['confidence']}: {each['confidence_means']})")
    _rows(grid, _("Replaces"), [f"{short(r['cite'])} {r['name']}" for r in each["replaces"]])
    _rows(grid, _("Replaced by"), [f"{short(r['cite'])} {r['name']}" for r in each["replaced_by"]])
    unclear = [
        _("{question} Taken: {taken} Otherwise: {otherwise} ({id})").format(
            question=q["question"], taken=q["taken"], otherwise=q["read_otherwise"], id=q["id"]
        )
        for q in each["open_questions"]
    ]
    _rows(grid, _("Unclear"), unclear)
    grid.add_row(_("Code"), f"{each['where']} {each['name']}")
    return grid


def _outcome(each: dict[str, Any]) -> str:
    return policy_in_words(each["outcome"]) if each["kind"] == "policy" else str(each["outcome"])


def _due(days: int) -> str:
    if days == 0:
        return _("before the shipment")
    if days < 0:
        return _("{days} days before the shipment").format(days=-days)
    return _("within {days} days of the shipment").format(days=days)


def _enacted(by: dict[str, str]) -> str:
    return _(
        "{cite}, {title}; published {published}, effective {effective}, compliance due {due}"
    ).format(
        cite=by["cite"],
        title=by["title"],
        published=_day(by["published"]),
        effective=_day(by["effective"]),
        due=_day(by["compliance"]),
    )


def _stands(stands: dict[str, list[list[str | None]]]) -> str:
    names = {"on_the_books": _("on the books"), "as_enforced": _("as enforced")}
    return "\n".join(f"{names[column]}: {_spans(spans)}" for column, spans in stands.items())


def _spans(spans: list[list[str | None]]) -> str:
    told = [
        _("from {start}").format(start=_day(start))
        if end is None
        else _("from {start}, before {end}").format(start=_day(start), end=_day(end))
        for start, end in spans
        if start
    ]
    return "; ".join(told) or _("never")


def _members(each: dict[str, Any]) -> RenderableType:
    grid = _grid()
    for members in each["members"]:
        since = _("from {day}").format(day=_day(members["from"])) if members["from"] else ""
        names = sorted(place_in_words(c) if len(c) == 2 else c for c in members["codes"])
        grid.add_row(since, "; ".join(names) or _("nobody is listed"))
    return grid


def _day(iso: str) -> str:
    return day_in_words(date.fromisoformat(iso))


def _heading(bold: str, rest: str = "") -> RenderableType:
    from rich.text import Text

    return Text.assemble((bold, "bold"), rest)


def _grid() -> Table:
    from rich.table import Table

    grid = Table(box=None, show_header=False, pad_edge=True, padding=(0, 1))
    grid.add_column(style="dim", max_width=24)
    grid.add_column(overflow="fold")
    return grid


def _table(*columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table


def _rows(grid: Table, label: str, texts: list[str]) -> None:
    for number, text in enumerate(texts):
        grid.add_row("" if number else label, text)
