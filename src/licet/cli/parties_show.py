"""What `licet parties` shows to a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from licet.words import _

if TYPE_CHECKING:
    from licet.parties.chains import WholeChain
    from licet.parties.contents import PartyOnFile
    from licet.parties.facts import Reading
    from licet.parties.ownership.holdings import Bounds
    from licet.parties.partyfile import PartyFile
    from licet.parties.redflags import RedFlag
    from licet.parties.screening.lists import Entry
    from licet.parties.screening.screener import Hit


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def hits(found: Sequence[Hit], reviews: Mapping[str, Any], size: int, line: float) -> None:
    """The hits of one name."""
    console = Console()
    if not found:
        sentence = _("Nothing at or above {line} among {size} entries.")
        console.print(escape(sentence.format(line=line, size=f"{size:,}")))
        return
    table = _table("", _("Score"), _("Listed name"), _("List"), _("Countries"), _("Why"))
    for number, hit in enumerate(found, start=1):
        decision = reviews.get(hit.entry.key, {}).get("review")
        why = hit.why + (f" [{decision['decision']}, {decision['by']}]" if decision else "")
        table.add_row(
            str(number),
            f"{hit.score:.2f}",
            escape(hit.entry.name),
            hit.entry.code,
            " ".join(hit.entry.countries),
            escape(why),
        )
    console.print(table)


def under_the_line(count: int, line: float) -> None:
    """That there are entries which are less alike."""
    if count:
        sentence = _("{count} more are less alike than {line}; --line 0.7 shows them.")
        click.echo(sentence.format(count=count, line=line))


def contents(file: PartyFile, as_json: bool) -> None:
    """Where the file lies and whom it knows."""
    names = [party.name for party in file.contents.parties]
    if as_json:
        click.echo(
            json.dumps({"file": str(file.path), "parties": names}, ensure_ascii=False, indent=2)
        )
        return
    sentence = _("The party file lies at {path}. It knows {count} parties; `erase` takes one out.")
    click.echo(sentence.format(path=file.path, count=len(names)))
    for name in names:
        click.echo(f"  {name}")


def party(
    file: PartyFile, on_file: PartyOnFile, reading: Reading, day: date, as_json: bool
) -> None:
    """A party as a decision sees it on a day."""
    from licet.parties.consequences import consequence
    from licet.parties.reviews import outdated

    mine = [r for r in file.contents.reviews if r.party == on_file.name]
    reviews = [
        {
            "listed_name": r.listed_name,
            "list": r.list,
            "decision": r.decision,
            "by": r.by,
            "on": r.on.isoformat(),
            "why": r.why,
            "outdated": outdated(r, on_file) or None,
            "means": consequence(r).says if r.decision == "same" else None,
        }
        for r in mine
    ]
    if as_json:
        data = {
            "file": str(file.path),
            "on": day.isoformat(),
            "facts": reading.facts,
            "unknown": reading.unknown,
            "reviews": reviews,
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
        return
    _party(Console(), on_file, reading, day, reviews)
    click.echo(_("In {path}.").format(path=file.path))


def _party(
    console: Console,
    on_file: PartyOnFile,
    reading: Reading,
    day: date,
    reviews: Iterable[Mapping[str, Any]],
) -> None:
    from licet.parties.evidence import shown

    console.print(f"[bold]{escape(on_file.name)}[/bold]  {day}")
    table = _table(_("Fact"), _("On that day"), _("Evidence"))
    on = on_file.facts
    names = dict.fromkeys([*(on.__struct_fields__ if on else ()), *reading.facts])
    for name in (n for n in names if n != "name"):
        evidence = getattr(on, name, ())
        said = [f"{e.source}, {e.date}, {e.grade}: {shown(e.value)}" for e in evidence]
        if name in reading.facts and not said:
            said = [_from_the_chain(reading)]
        value = "?" if name in reading.unknown else reading.facts.get(name, "")
        if said or value:
            table.add_row(name, escape(str(value)), escape("; ".join(said)))
    console.print(table)
    for name, why in reading.unknown.items():
        console.print(escape(_("{fact} is unknown: {why}").format(fact=name, why=why)))
    for review in reviews:
        words = review["outdated"] or review["means"] or ""
        listed = f"{review['listed_name']}: {review['decision']}, {review['by']}, {review['on']}."
        console.print(escape(f"{listed} {words}"))


def _from_the_chain(reading: Reading) -> str:
    if reading.parent is None:
        return _("register")
    return _("chain of owners: {path}").format(path=" < ".join(reading.parent.path))


def chain(found: WholeChain) -> None:
    """The chain as a tree, and what it comes to."""
    console = Console()
    console.print(_tree(found))
    parent = found.parent
    seat = found.seats.get(parent.entity, "?")
    if parent.certain:
        sentence = _("Ultimate parent: {name} ({seat}).")
    else:
        sentence = _("Highest known: {name} ({seat}). The ultimate parent is unknown: {why}")
    console.print(escape(sentence.format(name=parent.entity, seat=seat, why=parent.why)))
    rule = found.affiliation
    for owner, why in rule.open.items():
        sentence = _("Whether {owner} is listed ({list}) is not known: {why}")
        listed = rule.owners[owner].list
        console.print(escape(sentence.format(owner=owner, list=listed, why=why)), style="red")
    if rule.confirmed:
        names = ", ".join(f"{name} ({c.list})" for name, c in rule.confirmed.items())
        sentence = _(
            "Listed owners: {owners}. Together {counted} percent by the rule of half, {multiplied} "
            "percent multiplied along the chain."
        )
        counted, multiplied = map(_bounds, (rule.attribution.counted, rule.attribution.multiplied))
        words = {"owners": names, "counted": counted, "multiplied": multiplied}
        console.print(escape(sentence.format(**words)))
        console.print(escape(rule.note))
        if rule.governs:
            console.print(escape(_("Governs: {says}").format(says=rule.governs.says)))
        if rule.red_flag:
            console.print(escape(_("Red flag 29: {why}").format(why=rule.red_flag)), style="red")
    for contradiction in found.chain.contradictions:
        console.print(escape(contradiction), style="red")


def _bounds(bounds: Bounds) -> str:
    low, high = (f"{float(part * 100):.4g}" for part in (bounds.low, bounds.high))
    return low if low == high else f"{low}-{high}"


def _tree(found: WholeChain) -> Tree:
    tree = Tree(_name(found, found.chain.entity))
    _owners(found, found.chain.entity, tree, {found.chain.entity})
    return tree


def _owners(found: WholeChain, entity: str, tree: Tree, above: set[str]) -> None:
    for share in found.chain.shares:
        if share.owned != entity:
            continue
        words = f"{share.percent} {_name(found, share.owner)}"
        if share.owner in above:
            tree.add(words + " " + _("(again)"))
        else:
            _owners(found, share.owner, tree.add(words), above | {share.owner})


def _name(found: WholeChain, entity: str) -> str:
    name = escape(entity) + (f" ({found.seats[entity]})" if entity in found.seats else "")
    listed = found.affiliation.owners.get(entity)
    if listed:
        mark = "?" if entity in found.affiliation.open else ""
        name = f"[red]{name} {listed.list}{mark}[/red]"
    return f"[bold]{name}[/bold]" if entity == found.parent.entity else name


def to_decide(
    file: PartyFile, on_file: PartyOnFile, found: Sequence[Hit], entries: Sequence[Entry]
) -> None:
    """The hits of a party with what was decided on each, and decisions that no longer stand."""
    from licet.parties.reviews import outdated

    mine = {r.entry: r for r in file.contents.reviews if r.party == on_file.name}
    standing = {
        key: {"review": {"decision": r.decision, "by": r.by}}
        for key, r in mine.items()
        if not outdated(r, on_file, entries)
    }
    from licet.parties.screening.screener import LINE

    hits(found, standing, len(entries), LINE)
    for review in mine.values():
        why = outdated(review, on_file, entries)
        if why:
            click.echo(why)
    if found:
        click.echo(
            _("Decide with --hit N --decision same|different|cannot_tell --by WHO --why WHY.")
        )


def flags(found: Sequence[RedFlag]) -> None:
    """Red flags, each with what raised it."""
    if not found:
        click.echo(_("No red flag among those that a table of shipments can raise."))
    for flag in found:
        click.echo(f"{flag.cite}: {flag.why}")
