"""What is left of a limit: what is counted, what is held, and what is known of others.

Reading one is a handful of rows by their keys, however many entries there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from licet.law.places import MACAU_OR_D5, SUPPLEMENT_5B
from licet.ledger import fleet, limits
from licet.ledger.book import Ledger
from licet.ledger.drafts import Move
from licet.ledger.history import Entry
from licet.ledger.schema import counter, hold, register
from licet.ledger.writing import moment
from licet.words import _


@dataclass(frozen=True, slots=True)
class Headroom:
    """A limit and what is left of it, in thousandths of a TPP.

    ``used`` is what this ledger counts and ``held`` what its open reservations hold. ``others`` is
    what a paper says of everybody else, with its ``source`` and day; None: not known. ``low`` and
    ``high`` bound what is left; a limit of None is not known. ``opens`` is when a new limit begins.
    """

    name: str
    of: str
    cite: str
    limit: int | None
    used: int
    held: int
    others: int | None
    source: str | None
    low: int
    high: int | None
    opens: str | None
    notes: tuple[str, ...] = ()

    @property
    def over(self) -> int:
        """By how much the limit is exceeded by what is known, 0 where it is not."""
        return max(0, self.used + (self.others or 0) - self.limit) if self.limit is not None else 0


def lpp(ledger: Ledger, parent: str, day: date) -> Headroom:
    """An ultimate parent's calendar year under LPP (740.29(d))."""
    name, also = limits.lpp(parent, day.year), limits.lpp_others(parent, day.year)
    counted, held = _amounts(ledger, (name, also))
    statement = limits.key("LPP", limits.named(parent), day.year)
    papers = ledger.names.all_of("certificate", statement)
    stating = [each for each in papers if each.told.get("others_tpp") is not None]
    paper = stating[-1] if stating else None
    others = counted.get(also, 0) if paper else None
    notes: list[str] = []
    if not papers:
        notes.append(_("No statement of 740.29(f) is on file: nothing may go under LPP."))
    if others is None:
        notes.append(_("What other exporters sent is not known."))
    return _within(
        name=_("LPP {year}").format(year=day.year),
        of=parent,
        cite=limits.LPP,
        limit=limits.lpp_limit(day),
        used=counted.get(name, 0),
        held=held.get(name, 0),
        others=others,
        source=_source(paper),
        opens=limits.next_year(day),
        notes=tuple(notes),
    )


def aia(ledger: Ledger, consignee: str, day: date) -> Headroom:
    """An ultimate consignee's TPP under AIA, up to where its certification goes to BIS (740.27(c)).

    No limit: what others sent it is not needed, and what is left is left until that duty begins.
    """
    name = limits.aia(consignee)
    counted, held = _amounts(ledger, (name,))
    return _within(
        name=_("AIA until the certification goes to BIS"),
        of=consignee,
        cite=limits.AIA,
        limit=limits.aia_certification(day),
        used=counted.get(name, 0),
        held=held.get(name, 0),
        others=None,
        source=None,
        opens=None,
        notes=(_("What other exporters sent is not known, and counts toward it."),),
    )


def allocation(ledger: Ledger, country: str, day: date) -> Headroom:
    """A country's allocation (742.6(b)(10)(iii)(B)): this ledger's licenses, and what BIS published."""
    name, also = limits.allocation(country), limits.allocation_published(country)
    counted, _held = _amounts(ledger, (name, also))
    paper = ledger.names.latest("allocation", country)
    own, published = counted.get(name, 0), counted.get(also, 0) if paper else None
    raised = ledger.names.latest("assurance", country)
    percent = int(raised.told["increase_percent"]) if raised and raised.told_day <= day else 0
    least = limits.allocation_limit(day, percent)
    may_be_raised = country in SUPPLEMENT_5B.on(day) and not percent
    most = limits.allocation_limit(day, 100) if may_be_raised else least
    used = max(own, published or 0)
    return Headroom(
        name=_("allocation {first}-{last}").format(
            first=limits.ALLOCATION_YEARS[0], last=limits.ALLOCATION_YEARS[1]
        ),
        of=country,
        cite=limits.ASSURANCES if percent else limits.ALLOCATION,
        limit=least if limits.in_allocation_period(day) else None,
        used=own,
        held=0,
        others=None if published is None else max(0, published - own),
        source=_source(paper) if published is not None else None,
        low=max(0, least - used) if published is not None else 0,
        high=max(0, most - used),
        opens=None,
        notes=tuple(_allocation_notes(country, day, published, may_be_raised)),
    )


def _allocation_notes(
    country: str, day: date, published: int | None, may_be_raised: bool
) -> Iterable[str]:
    if country in limits.home(day):
        yield _("Supplement no. 5(a) lists it: no allocation applies.")
    if country in MACAU_OR_D5.on(day):
        yield _("In Macau and Country Group D:5 applications meet a presumption of denial.")
    if published is None:
        yield _(
            "One company sees its own licenses only: BIS has published nothing that is entered."
        )
    if may_be_raised:
        yield _("Assurances may have raised it by up to 100 percent; by how much is not entered.")


def nveu(ledger: Ledger, owner: str, country: str, day: date) -> Headroom:
    """A National VEU's installed base in a country, in the quarter of the day (748.15 table 1)."""
    company = ledger.names.company(owner, day)
    rows = [move for move in ledger.names.moves([owner]) if move.country == country]
    name = limits.fleet(owner, country)
    held = _amounts(ledger, (name,))[1].get(name, 0)
    limit, base = limits.nveu_limit(day), fleet.installed(rows, day)
    left = _least_left(rows, held, day) if limit is not None else 0
    notes = () if country in company.nveu else (_("No NVEU authorization for it is entered."),)
    return Headroom(
        name=_("NVEU {quarter}").format(quarter=f"{day.year} Q{(day.month + 2) // 3}"),
        of=f"{owner}, {country}",
        cite=limits.NVEU,
        limit=limit,
        used=base,
        held=held,
        others=0,
        source=None,
        low=left,
        high=left if limit is not None else None,
        opens=limits.next_quarter(day),
        notes=notes,
    )


def held_for(ledger: Ledger, owners: tuple[str, ...], country: str) -> int:
    """What open reservations hold for installations of the owners in a country."""
    names = tuple(limits.fleet(owner, country) for owner in owners)
    return sum(_amounts(ledger, names)[1].values())


def held_abroad(
    ledger: Ledger, group: tuple[str, ...], countries: Iterable[str], day: date
) -> list[Move]:
    """What open reservations hold for a group outside supplement no. 5(a), as if it came on the day."""
    outside = tuple(limits.fleet_outside(owner) for owner in group)
    here = {country: held_for(ledger, group, country) for country in sorted(countries)}
    return fleet.pending(here, sum(_amounts(ledger, outside)[1].values()), day)


def _least_left(rows: list[Move], held: int, day: date) -> int:
    """What may still come on the day, so that the table is kept on each later day as well."""
    left = []
    for when, installed in fleet.base(rows, day):
        limit = limits.nveu_limit(when)
        if limit is not None:
            left.append(limit - installed - held)
    return max(0, min(left, default=0))


def known(ledger: Ledger, day: date) -> list[Headroom]:
    """Every limit that something counts toward, is held under or certified for, on the day."""
    found: list[Headroom] = []
    for parts in sorted(_keys(ledger)):
        match parts:
            case ["LPP", parent, year] if year == str(day.year):
                found.append(lpp(ledger, ledger.names.shown(parent, day), day))
            case ["AIA", consignee]:
                found.append(aia(ledger, ledger.names.shown(consignee, day), day))
            case ["allocation", country, *_years]:
                found.append(allocation(ledger, country, day))
            case _other:
                pass
    moves = ledger.names.moves()
    for owner, country in sorted({(move.owner, move.country) for move in moves}):
        if country in ledger.names.company(owner, day).nveu:
            found.append(nveu(ledger, ledger.names.shown(owner, day), country, day))
    return found


def _keys(ledger: Ledger) -> set[tuple[str, ...]]:
    """Of what is counted or held, and of the certificates: they are named as what they open."""
    certified = sa.select(register.c.name).where(register.c.register == "certificate")
    with ledger.reading() as connection:
        counted = connection.scalars(sa.select(counter.c.key)).all()
        held = connection.scalars(sa.select(hold.c.key).distinct()).all()
        papers = connection.scalars(certified).all()
    return {tuple(key.split("|")) for key in (*counted, *held, *papers)}


def _amounts(ledger: Ledger, keys: tuple[str, ...]) -> tuple[dict[str, int], dict[str, int]]:
    """What is counted and what is held under the keys, of one moment."""
    now = moment(ledger.clock)
    held = sa.select(hold.c.key, sa.func.sum(hold.c.each * hold.c.units)).group_by(hold.c.key)
    with ledger.reading() as connection:
        counted = connection.execute(
            sa.select(counter.c.key, counter.c.tpp).where(counter.c.key.in_(keys))
        )
        rows = {row.key: row.tpp for row in counted}
        holds = connection.execute(held.where(hold.c.key.in_(keys), hold.c.expires > now))
        return rows, {key: int(tpp) for key, tpp in holds}


def _source(paper: Entry | None) -> str | None:
    if paper is None:
        return None
    said = paper.told
    return f"{said.get('reference') or said.get('source')}, {said['on']} (#{paper.seq})"


def _within(**about: Any) -> Headroom:
    """The headroom of a limit that others count toward: from nothing, where they are not known."""
    left = about["limit"] - about["used"] - about["held"]
    certain = about["others"] is not None
    low = max(0, left - about["others"]) if certain else 0
    return Headroom(**about, low=low, high=low if certain else max(0, left))
