"""What a person can do about a shipment: a paper and its wait, another day, another site, another buyer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from licet.facts.countries import CODES, name_of
from licet.law.ear.s740_8 import WAITING_DAYS
from licet.law.editions import Law
from licet.law.places import UNITED_STATES
from licet.law.subject import tx
from licet.logic.terms import Member
from licet.logic.walk import every
from licet.words import _, language

Facts = dict[str, Any]
COSTS = {
    "certificate": 1,
    "purchase_order": 1,
    "notice": 2,
    "quantity": 3,
    "date": 4,
    "place": 5,
    "consignee": 6,
}
"""How dear a change is to a person. Only their order is meant: paper, waiting, trade, a site, a buyer."""


@dataclass(frozen=True, eq=False)
class Change:
    """One thing that a person can do. ``kind`` is a key of `COSTS`; two of one kind exclude each other,
    but for certificates, and another consignee has a site of its own.
    """

    kind: str
    says: str
    make: Callable[[Facts], Facts]
    name: str = ""
    only_with: str = ""
    """The kind of change without which this one changes nothing."""

    @property
    def cost(self) -> int:
        """How dear it is."""
        return COSTS[self.kind]


# -- paper, and its wait --------------------------------------------------------------------------


def _on_file(**stated: Any) -> Callable[[Facts], Facts]:
    return lambda facts: {**facts, "on_file": {**(facts.get("on_file") or {}), **stated}}


def papers(facts: Facts) -> Iterator[Change]:
    """Certificates, a purchase order, and the notice to BIS with its wait."""
    file = facts.get("on_file") or {}
    held = tuple(file.get("certifications") or ())
    for name in ("AIA", "LPP"):
        says = _("obtain the consignee's {name} certification").format(name=name)
        only_with = "consignee" if name in held else ""
        yield Change("certificate", says, _certified(name), name, only_with)
    if file.get("purchase_order") is not True:
        made = _on_file(purchase_order=True)
        yield Change("purchase_order", _("obtain a written purchase order"), made)
    if facts.get("date") is not None:
        yield _notice(facts["date"])


def _certified(name: str) -> Callable[[Facts], Facts]:
    def make(facts: Facts) -> Facts:
        held = (facts.get("on_file") or {}).get("certifications") or []
        return _on_file(certifications=[*dict.fromkeys([*held, name])])(facts)

    return make


def _notice(day: date) -> Change:
    """Notify BIS on the day, and ship once the time has passed."""
    wait = timedelta(days=int(WAITING_DAYS.on(day)))

    def make(facts: Facts) -> Facts:
        return _on_file(nac_notified_on=day)(_shipped(facts, day + wait))

    says = _("notify BIS on {day} and ship from {ships}").format(day=day, ships=day + wait)
    return Change("notice", says, make)


# -- another day, another place -------------------------------------------------------------------


def dates(facts: Facts, law: Law) -> Iterator[Change]:
    """The first day of every later edition, and of the next year, in which LPP counts anew."""
    day = facts.get("date")
    if day is None:
        return
    next_year = date(day.year + 1, 1, 1)
    for later in sorted({next_year, *(each for each in law.boundaries if each > day)}):
        says = _("ship on {day}").format(day=later)
        if later.year > day.year:
            says += " " + _("(what LPP counts in a year begins anew)")
        yield Change("date", says, _shipped_on(later), later.isoformat())


def _shipped_on(later: date) -> Callable[[Facts], Facts]:
    return lambda facts: _shipped(facts, later)


def _shipped(facts: Facts, day: date) -> Facts:
    """The same on a later day; in another year what LPP counts begins anew (740.29(d))."""
    before = facts["date"]
    made = {**facts, "date": max(day, before)}
    return _on_file(lpp_tpp_this_year=0)(made) if day.year > before.year else made


def _has_a_consignee(facts: Facts) -> bool:
    parties = facts.get("parties")
    return isinstance(parties, dict) and isinstance(parties.get("ultimate_consignee"), dict)


def places_of(facts: Facts, sites: list[str]) -> Iterator[Change]:
    """Another site of the same consignee, in one of the countries."""
    for code in sites if _has_a_consignee(facts) else ():
        if code != facts.get("destination"):
            says = _("send it to a site of the consignee in {place}").format(
                place=name_of(code, language())
            )
            yield Change("place", says, _sent_to(code), code)


def _sent_to(code: str) -> Callable[[Facts], Facts]:
    def make(facts: Facts) -> Facts:
        parties = facts["parties"]
        consignee = {**parties["ultimate_consignee"], "location": code}
        moved = {**parties, "ultimate_consignee": consignee}
        return {**facts, "destination": code, "parties": moved}

    return make


def consignees(facts: Facts, sites: list[str]) -> Iterator[Change]:
    """A consignee at home in the destination, or in another country.

    Part 744 is taken to say of it what it says now. It has given no certificate, BIS was not notified,
    and what it has received is not known.
    """
    tried = dict.fromkeys([facts.get("destination"), *sites]) if _has_a_consignee(facts) else ()
    for code in filter(None, tried):
        if _is_at_home(facts, code):
            continue
        sentence = _(
            "sell to another consignee, in {place} with its headquarters and ultimate parent"
        )
        says = sentence.format(place=name_of(code, language()))
        yield Change("consignee", says, _sold_to(code), code)


def _is_at_home(facts: Facts, code: str) -> bool:
    consignee = facts["parties"]["ultimate_consignee"]
    homes = ("location", "headquarters", "ultimate_parent_headquarters")
    return {facts.get("destination"), *(consignee.get(home) for home in homes)} == {code}


def _sold_to(code: str) -> Callable[[Facts], Facts]:
    def make(facts: Facts) -> Facts:
        homes = {"location": code, "headquarters": code, "ultimate_parent_headquarters": code}
        sector = facts["parties"]["ultimate_consignee"].get("private_sector")
        consignee = homes if sector is None else {**homes, "private_sector": sector}
        parties = {**facts["parties"], "ultimate_consignee": consignee}
        made = {**facts, "destination": code, "parties": parties}
        return _on_file(
            certifications=[],
            nac_notified_on=False,
            lpp_tpp_this_year=None,
            aia_tpp_cumulative=None,
        )(made)

    return make


def kinds_of_place(law: Law, day: date) -> list[str]:
    """One country, the first, of each kind that the law of the day tells apart; none is the United
    States, for what goes there is not exported.
    """
    consignee = tx.consignee
    asked = {
        tx.destination,
        consignee.location,
        consignee.headquarters,
        consignee.ultimate_parent_headquarters,
    }
    groups = {
        part.group.on(day)
        for paragraph in law.on(day).on_the_books.paragraphs
        for part in every(paragraph.term)
        if isinstance(part, Member) and part.fact in asked
    }
    kinds: dict[tuple[bool, ...], str] = {}
    for code in sorted(CODES - UNITED_STATES.on(day)):
        kinds.setdefault(tuple(code in group for group in groups), code)
    return list(kinds.values())
