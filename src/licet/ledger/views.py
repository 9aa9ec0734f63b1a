"""The installed base as a person asks for it: by owner, country and site, with the shares of groups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from licet.law.ear.s748_15 import END_USER_REPORTS, INSTALLATION_REPORTS
from licet.ledger import fleet
from licet.ledger.book import Ledger
from licet.ledger.drafts import Move
from licet.ledger.periods import next_of


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

    ``bound`` says whether a member is entered as a UVEU; for others the shares are only told.
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
        made.append(Group(name, members, bound, known, shares, crossed))
    return sorted(made, key=lambda group: -group.shares.total)
