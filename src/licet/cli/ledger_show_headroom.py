"""What is left under every limit, license and facility, for a person and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.table import Table

from licet.cli.ledger_show import bar, say, table_of
from licet.ledger.amounts import number
from licet.ledger.amounts import written as tpp
from licet.words import _

if TYPE_CHECKING:
    from licet.ledger.accounts import FacilityLine, LicenseLine
    from licet.ledger.headroom import Headroom


def headroom(
    found: list[Headroom], papers: list[LicenseLine], sites: list[FacilityLine], day: date
) -> None:
    """Every limit with a bar: # used, = held, + others, · what is left."""
    left = _("left (TPP)")
    title = _("{day}: # counted, = held, + others as certified, · left, ? not known")
    title = title.format(day=day)
    table = table_of(title, _("limit"), _("of"), "", left, _("from"), right=[left])
    for each in found:
        table.add_row(each.name, each.of, _bar_of(each), _left(each), each.opens or "")
    say(table if found else _("Nothing counts toward a limit of {day} yet.").format(day=day))
    for each in found:
        for note in each.notes:
            say(f"{each.name}, {each.of}: {note}")
        if each.source:
            say(
                _("{name}, {of}: others by {source}").format(
                    name=each.name, of=each.of, source=each.source
                )
            )
        if each.over:
            over = _("{name}, {of}: over by {tpp} TPP ({cite})")
            say(over.format(name=each.name, of=each.of, tpp=tpp(each.over), cite=each.cite))
    if papers:
        say(_licenses(papers, day))
    if sites:
        say(_facilities(sites, day))


def _bar_of(each: Headroom) -> str:
    unknown = 0 if each.high is None else each.high - each.low
    parts = ((each.used, "#"), (each.held, "="), (each.others or 0, "+"), (unknown, "?"))
    return bar(*parts, of=each.limit or 0)


def _left(each: Headroom) -> str:
    if each.high is None:
        return _("not known")
    if each.low == each.high:
        return tpp(each.low)
    return _("{low} to {high}").format(low=tpp(each.low), high=tpp(each.high))


def _licenses(papers: list[LicenseLine], day: date) -> Table:
    names = (_("license"), _("item"), "", _("left"), _("of"), _("valid until"))
    table = table_of(_("Licenses"), *names, right=[names[3], names[4]])
    for each in papers:
        until = f"{each.expires}" + (_(" expired") if day > each.expires else "")
        drawn = bar((each.drawn, "#"), (each.held, "="), of=each.issued)
        left, issued = f"{each.left(day):,}", f"{each.issued:,}"
        table.add_row(each.license, each.item, drawn, left, issued, until)
    return table


def _facilities(sites: list[FacilityLine], day: date) -> Table:
    names = (_("facility"), _("item"), _("came"), _("left"), _("there"), _("account due"))
    table = table_of(_("Facilities under ACM (15 CFR 740.28(e))"), *names, right=names[2:5])
    for each in sites:
        due = f"{each.due}" + (_(" overdue") if day > each.due else "")
        there = f"{each.came - each.left:,}"
        table.add_row(each.facility, each.item, f"{each.came:,}", f"{each.left:,}", there, due)
    return table


def headroom_json(
    found: list[Headroom], papers: list[LicenseLine], sites: list[FacilityLine], day: date
) -> dict[str, Any]:
    """The same as JSON, in TPP."""
    amounts = ("limit", "used", "held", "others", "low", "high")
    limits = [
        asdict(each)
        | {n: None if (v := getattr(each, n)) is None else number(v) for n in amounts}
        | {"over": number(each.over)}
        for each in found
    ]
    lines = [asdict(each) | {"left": each.left(day)} for each in papers]
    return {"limits": limits, "licenses": lines, "facilities": [asdict(each) for each in sites]}
