"""What more fits, by quarter: the installed base of an NVEU, the shares of a UVEU, an LPP year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from licet.law.ear import s748_15
from licet.law.places import SUPPLEMENT_5A
from licet.ledger import fleet, headroom, limits
from licet.ledger.book import Ledger
from licet.ledger.drafts import Move


@dataclass(frozen=True, slots=True)
class Room:
    """What more fits under a limit from a day on, in thousandths of a TPP; None: not known."""

    route: str
    of: str
    country: str
    cite: str
    by_quarter: tuple[tuple[date, int | None], ...]


def quarters(first: date, count: int) -> list[date]:
    """``first``, and the first days of the quarters after it."""
    days = [first]
    while len(days) < count:
        last = days[-1]
        month = (last.month - 1) // 3 * 3 + 4
        days.append(date(last.year + month // 13, (month - 1) % 12 + 1, 1))
    return days


def room(ledger: Ledger, first: date, count: int = 8) -> list[Room]:
    """What more fits where, on ``first`` and from each of the following quarters on."""
    days = quarters(first, count)
    with ledger.reading():
        return [*_lpp(ledger, days), *_installed(ledger, days)]


def _lpp(ledger: Ledger, days: list[date]) -> Iterable[Room]:
    parents = {left.of for left in headroom.known(ledger, days[0]) if left.cite == limits.LPP}
    for parent in sorted(parents):
        found = [(day, headroom.lpp(ledger, parent, day)) for day in days]
        certain = tuple((day, None if left.others is None else left.low) for day, left in found)
        yield Room("LPP", parent, "", limits.LPP, certain)


def _installed(ledger: Ledger, days: list[date]) -> Iterable[Room]:
    moves = ledger.names.moves()
    for owner, country in sorted({(move.owner, move.country) for move in moves}):
        company = ledger.names.company(owner, days[0])
        if country in company.nveu:
            left = [(day, headroom.nveu(ledger, owner, country, day)) for day in days]
            amounts = tuple((day, each.high) for day, each in left)
            yield Room("NVEU", ledger.names.shown(owner, days[0]), country, limits.NVEU, amounts)
    for group in _uveu_groups(ledger, moves, days[0]):
        rows = [move for move in moves if move.owner in group]
        home = SUPPLEMENT_5A.on(days[0])
        abroad = {move.country for move in rows} - home
        rows += headroom.held_abroad(ledger, group, abroad, days[0])
        for country in sorted(abroad):
            amounts = tuple((day, _more_abroad(rows, country, day)) for day in days)
            yield Room(
                "UVEU", ledger.names.shown(group[0], days[0]), country, limits.RATIOS, amounts
            )


def _uveu_groups(ledger: Ledger, moves: list[Move], day: date) -> list[tuple[str, ...]]:
    owners = {move.owner for move in moves}
    groups = {ledger.names.group_of(owner, day) or (owner,) for owner in owners}
    return sorted(
        group for group in groups if any(ledger.names.company(each, day).uveu for each in group)
    )


def _more_abroad(rows: list[Move], country: str, day: date) -> int:
    """What may still come to a country outside supplement no. 5(a), on the day and ever after."""
    left = []
    for shares in fleet.course(rows, day):
        outside = Fraction(s748_15.OUTSIDE_SUPPLEMENT_5A.on(shares.day))
        single = Fraction(s748_15.IN_ONE_SUCH_COUNTRY.on(shares.day))
        left.append(_more(shares.outside, shares.total, outside))
        left.append(_more(shares.countries.get(country, 0), shares.total, single))
    return max(0, min(left))


def _more(part: int, total: int, share: Fraction) -> int:
    """The most x for which part + x is at most the share of total + x."""
    return (share * total - part) // (1 - share)
