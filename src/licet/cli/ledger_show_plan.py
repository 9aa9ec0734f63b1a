"""Fleets and plans, for a person and as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from licet.cli.ledger_show import bar, percent, refusal, refusal_json, say, table_of
from licet.ledger.amounts import number
from licet.ledger.amounts import written as tpp
from licet.words import _

if TYPE_CHECKING:
    from licet.ledger.plan import Step
    from licet.ledger.room import Room
    from licet.ledger.split import Split
    from licet.ledger.views import Arrived, Fleet, Group


# -- the fleet ------------------------------------------------------------------------------------


def fleet(view: Fleet) -> None:
    """The installed base, and each group's shares."""
    names = (_("owner"), _("country"), _("site"), _("item"), _("units"), "TPP")
    table = table_of(_("Installed on {day}").format(day=view.day), *names, right=names[4:])
    for each in view.sites:
        amount = tpp(each.tpp) + {"a": "", "?": " ?", "-": _(" (not counted)")}[each.level]
        row = (each.owner, each.country, each.site, each.item, f"{each.units:,}", amount)
        table.add_row(*row)
    say(table if view.sites else _("Nothing is installed on {day}.").format(day=view.day))
    for group in view.groups:
        _group(group)
    sentence = _("Next: report of 748.15(f) on {report}, chip accounting on {accounting}.")
    say(sentence.format(report=view.next_report, accounting=view.next_accounting))


def _group(group: Group) -> None:
    found = group.shares
    say("")
    say(_("{name}: {tpp} TPP").format(name=group.name, tpp=tpp(found.total)))
    country, most = found.largest
    rows = [
        (_("outside supplement no. 5(a)"), found.of_total(found.outside), _("of 25 %")),
        (_("in {country}").format(country=country), found.of_total(most), _("of 7 %")),
        (_("outside the United States"), found.of_total(found.abroad), _("of 50 %")),
    ]
    for label, share, limit in rows:
        if share:
            drawn = bar((share.numerator, "#"), of=share.denominator)
            say(f"  {label:<30} {drawn} {percent(share):>9} {limit}")
    for each in group.crossings:
        label = {
            "outside": _("more than 25 percent outside supplement no. 5(a)"),
            "country": _("more than 7 percent in {country}").format(country=each.shares.largest[0]),
            "abroad": _("more than 50 percent outside the United States"),
        }[each.limit]
        until = _(" until {day}").format(day=each.until) if each.until else ""
        say(f"  {each.since}{until}: {label}")
    if not group.bound:
        say(_("  No UVEU is entered here: the shares bind nobody, they are only told."))
    if not group.parent_known:
        say(_("  Its ultimate parent is not known: parents and subsidiaries may be missing."))


def fleet_json(view: Fleet) -> dict[str, Any]:
    """The same as JSON, in TPP."""
    return {
        "day": view.day,
        "sites": [asdict(each) | {"tpp": number(each.tpp)} for each in view.sites],
        "groups": [_group_json(group) for group in view.groups],
        "next_report": view.next_report,
        "next_accounting": view.next_accounting,
    }


def _group_json(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "members": group.members,
        "uveu": group.bound,
        "parent_known": group.parent_known,
        "shares": _shares_json(group.shares),
        "crossings": [
            {"limit": c.limit, "since": c.since, "until": c.until} | _shares_json(c.shares)
            for c in group.crossings
        ],
    }


def _shares_json(found: Any) -> dict[str, Any]:
    return {
        "total": number(found.total),
        "outside": number(found.outside),
        "abroad": number(found.abroad),
        "countries": {country: number(each) for country, each in found.countries.items()},
        "largest": found.largest[0],
    }


def arrived(found: list[Arrived]) -> None:
    """What came to each country since 2025, and when that would have passed its allocation."""
    names = (_("country"), "", _("came (TPP)"), _("of"), _("passed on"))
    title = _(
        "Came to each country in 2025 to 2027, as if all were licensed (742.6(b)(10)(iii)(B)(1))"
    )
    table = table_of(title, *names, right=names[2:4])
    for each in found:
        drawn = bar((each.tpp, "#"), of=each.limit)
        passed = _("denied there") if each.denied else str(each.passed or "")
        table.add_row(each.country, drawn, tpp(each.tpp), tpp(each.limit), passed)
    say(table if found else _("Nothing came to a country that has an allocation."))


def arrived_json(found: list[Arrived]) -> list[dict[str, Any]]:
    """The same as JSON, in TPP."""
    return [asdict(each) | {"tpp": number(each.tpp), "limit": number(each.limit)} for each in found]


# -- plans ----------------------------------------------------------------------------------------


def room(rooms: list[Room]) -> None:
    """What more fits, a row for each quarter."""
    if not rooms:
        say(_("Nothing is limited by quarter or year yet."))
        return
    names = [f"{each.route} {each.of} {each.country}".strip() for each in rooms]
    table = table_of(_("What more fits (TPP)"), _("from"))
    for name in names:
        table.add_column(name, justify="right")
    for number_, (day, _amount) in enumerate(rooms[0].by_quarter):
        amounts = [each.by_quarter[number_][1] for each in rooms]
        cells = [_("not known") if amount is None else tpp(amount) for amount in amounts]
        table.add_row(str(day), *cells)
    say(table)


def room_json(rooms: list[Room]) -> list[dict[str, Any]]:
    """The same as JSON, in TPP."""
    return [
        asdict(each)
        | {
            "by_quarter": [
                {"from": day, "tpp": None if amount is None else number(amount)}
                for day, amount in each.by_quarter
            ]
        }
        for each in rooms
    ]


def steps(found: list[Step]) -> None:
    """A rehearsed plan, and the first limit that it breaks."""
    table = table_of(
        "", _("day"), _("order"), _("item"), _("units"), _("under"), "", right=[_("units")]
    )
    for each in found:
        state = _("goes") if each.goes else _("does not go")
        table.add_row(str(each.day), each.order, each.item, f"{each.units:,}", each.under, state)
    say(table)
    broken = next((each for each in found if not each.goes), None)
    if broken is None:
        say(_("The plan breaks no limit."))
        return
    reasons = [refusal(each) for each in broken.refusals] or [broken.fault or ""]
    sentence = _("The first limit breaks on {day}, with {order}:")
    say(sentence.format(day=broken.day, order=broken.order))
    for reason in reasons:
        say(f"  {reason}")


def steps_json(found: list[Step]) -> list[dict[str, Any]]:
    """The same as JSON."""
    return [
        asdict(each) | {"goes": each.goes, "refusals": [refusal_json(r) for r in each.refusals]}
        for each in found
    ]


def split(best: Split) -> None:
    """What goes how and when; what needs a license, and why."""
    names = (_("from"), _("order"), _("item"), _("route"), _("units"), "TPP")
    table = table_of(_("Without a license"), *names, right=names[4:])
    for each in sorted(best.parts, key=lambda part: (part.day, part.order, part.item)):
        row = (str(each.day), each.order, each.item, each.route, f"{each.units:,}", tpp(each.tpp))
        table.add_row(*row)
    say(table if best.parts else _("Nothing may go without a license."))
    for left in best.rest:
        sentence = _("{units} of {item} ({order}) need a license.")
        say(sentence.format(units=f"{left.units:,}", item=left.item, order=left.order))
        for route, cites in left.closed.items():
            say(f"  {route}: {', '.join(cites)}")
        if left.unknown:
            say(_("  It may depend on: {paths}").format(paths=", ".join(left.unknown)))
    for name in best.full:
        say(_("Full: {limit}").format(limit=name))
    for sentence in best.assumed:
        say(_("Assumed: {what}").format(what=sentence))
    if best.proven:
        say(_("No split sends more: the solver proved it."))
    else:
        say(_("The solver ran out of time: a better split may exist."))


def split_json(best: Split) -> dict[str, Any]:
    """The same as JSON, in TPP."""
    return asdict(best) | {
        "parts": [asdict(each) | {"tpp": number(each.tpp)} for each in best.parts],
        "rest": [asdict(each) | {"tpp": number(each.tpp)} for each in best.rest],
    }
