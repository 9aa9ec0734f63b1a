"""The installed base as a person asks for it: by owner, country and site, with the shares of groups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from licet.law.ear.s748_15 import END_USER_REPORTS, INSTALLATION_REPORTS
from licet.law.places import MACAU_OR_D5, UNITED_STATES
from licet.ledger import fleet, limits
from licet.ledger.book import Ledger
from licet.ledger.drafts import Move
from licet.ledger.periods import next_of
from licet.ledger.plan import is_validated


@dataclass(frozen=True, slots=True)
class Standing:
    """What of an item is at a site on the day; ``tpp`` in thousandths."""

    owner: str
    country: str
    site: str
    item: str
    level: str
    units: int
    tpp: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group's shares on the day, and every stretch on which one was exceeded.

    ``bound`` says whether a member is entered as a UVEU; for others the shares are only told. The
    share of 50 percent is crossed only by companies that are, or may be, headquartered in the
    United States.
    """

    name: str
    members: tuple[str, ...]
    bound: bool
    parent_known: bool
    shares: fleet.Shares
    crossings: list[fleet.Crossing]


@dataclass(frozen=True, slots=True)
class Fleet:
    """The installed base on a day, the groups that own it, and the reports that come next."""

    day: date
    sites: list[Standing]
    groups: list[Group]
    next_report: date
    next_accounting: date


def fleet_of(ledger: Ledger, day: date, owner: str | None = None) -> Fleet:
    """The fleet on a day; with ``owner``, of the group that it belongs to."""
    with ledger.reading():
        members = (ledger.names.group_of(owner, day) or (owner,)) if owner else None
        moves = ledger.names.moves(members)
        groups = _groups(ledger, moves, day)
    return Fleet(
        day,
        [replace(each, owner=ledger.names.shown(each.owner, day)) for each in _sites(moves, day)],
        groups,
        next_of(END_USER_REPORTS, day),
        next_of(INSTALLATION_REPORTS, day),
    )


def _sites(moves: list[Move], day: date) -> list[Standing]:
    sums: dict[tuple[str, ...], list[int]] = {}
    for move in moves:
        if move.day <= day.isoformat():
            total = sums.setdefault(move[:5], [0, 0])
            total[0] += move.units
            total[1] += move.tpp
    return [Standing(*place, *total) for place, total in sorted(sums.items()) if total[0]]  # type: ignore[arg-type]


def _groups(ledger: Ledger, moves: list[Move], day: date) -> list[Group]:
    found: dict[tuple[str, ...], bool] = {}
    for owner in {move.owner for move in moves}:
        group = ledger.names.group_of(owner, day)
        found[group or (owner,)] = group is not None
    made = []
    for members, known in sorted(found.items()):
        rows = [move for move in moves if move.owner in members]
        bound = any(ledger.names.company(each, day).uveu for each in members)
        parent = ledger.names.parent_of(members[0], day)
        name = parent or ledger.names.shown(members[0], day)
        shares, crossed = fleet.shares(rows, day), fleet.crossings(rows)
        if not _may_be_american(ledger, members, day):
            crossed = [each for each in crossed if each.limit != "abroad"]
        made.append(Group(name, members, bound, known, shares, crossed))
    return sorted(made, key=lambda group: -group.shares.total)


def _may_be_american(ledger: Ledger, members: tuple[str, ...], day: date) -> bool:
    """Whether a member is headquartered in the United States, or nothing is known of any."""
    homes = {ledger.names.company(each, day).headquarters for each in members} - {None}
    return not homes or not homes.isdisjoint(UNITED_STATES.on(limits.law_of(day)))


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came to a country since its allocation began, in thousandths of a TPP.

    ``passed`` is the day on which it would have passed the allocation, had all of it been licensed.
    ``denied`` says that in Macau and D:5 no allocation helps.
    """

    country: str
    tpp: int
    limit: int
    passed: date | None
    denied: bool


def arrived(ledger: Ledger, day: date) -> list[Arrived]:
    """By country outside supplement no. 5(a), what came from 2025 to the day, the most first.

    What validated end users install counts toward no country's allocation, and what leaves again
    makes no room in it (742.6(b)(10)(iii)(B)(1), 748.15(a)(2)(iii)(B)).
    """
    first, last = (date(year, 1, 1) for year in limits.ALLOCATION_YEARS)
    until = min(day, last.replace(month=12, day=31)).isoformat()
    sums: dict[str, int] = {}
    passed: dict[str, date] = {}
    with ledger.reading():
        moves = [
            m for m in ledger.names.moves() if first.isoformat() <= m.day <= until and m.tpp > 0
        ]
        for move in sorted(moves, key=lambda each: each.day):
            when, country = date.fromisoformat(move.day), move.country
            home = country in limits.home(when)
            if home or move.level == "-" or is_validated(ledger, move.owner, country, when):
                continue
            sums[country] = sums.get(country, 0) + move.tpp
            if sums[country] > _allocation(ledger, country, when):
                passed.setdefault(country, when)
        return [
            Arrived(
                country,
                tpp,
                _allocation(ledger, country, day),
                passed.get(country),
                country in MACAU_OR_D5.on(limits.law_of(day)),
            )
            for country, tpp in sorted(sums.items(), key=lambda each: -each[1])
        ]


def _allocation(ledger: Ledger, country: str, day: date) -> int:
    raised = ledger.names.latest("assurance", country, day)
    percent = int(raised.told["increase_percent"]) if raised else 0
    return limits.allocation_limit(limits.law_of(day), percent)
