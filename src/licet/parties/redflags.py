"""Red flags of supplement no. 3 to part 732 that data can raise, each with what it saw.

The numbers of the law are read from the law. The others (how near is just under, how many are many)
are licet's, since the supplement gives examples and no numbers.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from licet.law.ear.s732_supp3 import RED_FLAG_19_TRANSISTORS
from licet.law.ear.s740_29 import NOTICE_TPP, YEARLY_LIMIT
from licet.law.places import MACAU_OR_D5, SUPPLEMENT_5A
from licet.words import _

SUPPLEMENT = "supplement no. 3 to part 732"

JUST_UNDER = Fraction(95, 100)
"""From this part of a threshold up to it, an amount is just under it."""

MANY = 3
"""So many consignees of one parent are many."""


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A red flag: which, and what raised it."""

    cite: str
    why: str

    def as_json(self) -> dict[str, str]:
        """As an answer holds it."""
        return {"cite": self.cite, "why": self.why}


@dataclass(frozen=True, slots=True)
class Shipment:
    """A shipment: its day, its ultimate consignee, its TPP, and the day of the order where known."""

    date: datetime.date
    consignee: str
    tpp: int | Fraction
    ordered: datetime.date | None = None
    parent: str = ""
    founded: datetime.date | None = None


def flags_of_a_transaction(facts: Mapping[str, Any]) -> list[RedFlag]:
    """What the facts of one transaction raise: red flags 19 and 28. ``date`` must be among them."""
    day = _day(facts["date"])
    homes = {home for party in _parties(facts) for home in _homes(party)}
    return [*_flag_19(facts.get("foundry") or {}, homes, day), *_flag_28(facts, day)]


def flags_of_shipments(shipments: Iterable[Shipment]) -> list[RedFlag]:
    """What shipments raise together: amounts just under a threshold, one parent of many, youth."""
    listed = sorted(shipments, key=lambda s: (s.date, s.consignee))
    return [
        *_just_under_the_notice(listed),
        *_just_under_the_year(listed),
        *_many_of_one_parent(listed),
        *_younger_than_the_order(listed),
    ]


def _flag_19(
    foundry: Mapping[str, Any], homes: set[str | None], day: datetime.date
) -> Iterator[RedFlag]:
    transistors, least = foundry.get("transistors"), RED_FLAG_19_TRANSISTORS.on(day)
    there = homes & MACAU_OR_D5.on(day)
    enough = transistors is not None and transistors >= least
    if enough and foundry.get("contains_hbm") is not False and (there or None in homes):
        sentence = _(
            "A circuit of {count} transistors with HBM for a company headquartered in {there}."
        )
        where = ", ".join(sorted(filter(None, there))) or _("a place that is not known")
        why = sentence.format(count=f"{transistors:,}", there=where)
        yield RedFlag(f"{SUPPLEMENT}, red flag 19", why)


def _flag_28(facts: Mapping[str, Any], day: datetime.date) -> Iterator[RedFlag]:
    """The company for whom 4E091 weights are trained; where it is not said, the end user."""
    end_use = facts.get("end_use") or {}
    if end_use.get("purpose") != "train_4e091":
        return
    roles = facts.get("parties") or {}
    party = roles.get("end_user") or roles.get("ultimate_consignee") or {}
    stated = end_use.get("trains_4e091_for")
    homes = {stated} if stated else _homes(party)
    outside = {home for home in homes if home is not None} - SUPPLEMENT_5A.on(day)
    if outside:
        sentence = _("4E091 weights are to be trained for an entity headquartered in {there}.")
        yield RedFlag(
            f"{SUPPLEMENT}, red flag 28", sentence.format(there=", ".join(sorted(outside)))
        )


def _just_under_the_notice(shipments: Sequence[Shipment]) -> Iterator[RedFlag]:
    for shipment in shipments:
        limit = NOTICE_TPP.on(shipment.date)
        if limit * JUST_UNDER <= shipment.tpp < limit:
            sentence = _(
                "{consignee}, {date}: {tpp} TPP, just under the {limit} TPP of the notice."
            )
            why = sentence.format(
                consignee=shipment.consignee,
                date=shipment.date,
                tpp=_number(shipment.tpp),
                limit=_number(limit),
            )
            yield RedFlag(f"{SUPPLEMENT}, (a)(1); 15 CFR 740.29(g)(3)", why)


def _just_under_the_year(shipments: Sequence[Shipment]) -> Iterator[RedFlag]:
    years: defaultdict[tuple[str, int], Fraction] = defaultdict(Fraction)
    for shipment in shipments:
        years[shipment.parent or shipment.consignee, shipment.date.year] += shipment.tpp
    for (owner, year), tpp in sorted(years.items()):
        limit = YEARLY_LIMIT.on(datetime.date(year, 12, 31))
        if limit * JUST_UNDER <= tpp < limit:
            sentence = _("{owner} in {year}: {tpp} TPP, just under the {limit} TPP of the year.")
            why = sentence.format(owner=owner, year=year, tpp=_number(tpp), limit=_number(limit))
            yield RedFlag(f"{SUPPLEMENT}, (a)(1); 15 CFR 740.29(d)", why)


def _many_of_one_parent(shipments: Sequence[Shipment]) -> Iterator[RedFlag]:
    consignees: defaultdict[str, set[str]] = defaultdict(set)
    for shipment in shipments:
        if shipment.parent:
            consignees[shipment.parent].add(shipment.consignee)
    for parent, names in sorted(consignees.items()):
        if len(names) >= MANY:
            sentence = _("{count} consignees have one parent, {parent}: {names}.")
            why = sentence.format(count=len(names), parent=parent, names=", ".join(sorted(names)))
            yield RedFlag(f"{SUPPLEMENT}, (a)(1); 15 CFR 740.29(h)(1)", why)


def _younger_than_the_order(shipments: Sequence[Shipment]) -> Iterator[RedFlag]:
    seen = set()
    for shipment in shipments:
        young = shipment.founded and shipment.ordered and shipment.founded >= shipment.ordered
        if young and shipment.consignee not in seen:
            seen.add(shipment.consignee)
            sentence = _("{consignee} was founded on {founded}; the order is of {ordered}.")
            why = sentence.format(
                consignee=shipment.consignee, founded=shipment.founded, ordered=shipment.ordered
            )
            yield RedFlag(f"{SUPPLEMENT}, red flag 4", why)


def _parties(facts: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [party for party in (facts.get("parties") or {}).values() if isinstance(party, Mapping)]


def _homes(party: Mapping[str, Any]) -> set[str | None]:
    return {party.get("headquarters"), party.get("ultimate_parent_headquarters")}


def _day(value: Any) -> datetime.date:
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def _number(tpp: Any) -> str:
    return f"{int(tpp):,}" if tpp == int(tpp) else f"{float(tpp):,}"
