"""What bounds a split of orders: sums of units over routes and quarters, limit by limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from licet.law.ear import s748_15
from licet.ledger import fleet, headroom, limits
from licet.ledger.book import Ledger
from licet.ledger.drafts import Move
from licet.ledger.items import Counted
from licet.ledger.plan import Order
from licet.ledger.routes import Routes
from licet.words import _


@dataclass(slots=True)
class Line:
    """A line of an order, with its routes by quarter."""

    order: Order
    item: Counted
    routes: dict[date, Routes]


@dataclass(slots=True)
class Choice:
    """A variable: units of a line by a route in a quarter."""

    line: Line
    route: str
    day: date
    units: Any

    @property
    def country(self) -> str:
        """Where it goes."""
        return str(self.line.order.facts.destination)


@dataclass(slots=True)
class Limit:
    """A bound: the sum of amounts (thousandths of a TPP a unit) over choices."""

    name: str
    bound: int
    terms: list[tuple[Choice, int]] = field(default_factory=list)

    def smallest(self) -> int:
        """The amount of the smallest unit that counts toward it."""
        return min((amount for _choice, amount in self.terms if amount > 0), default=0)


def bounds_of(
    ledger: Ledger, choices: list[Choice], certain: bool, assumed: list[str]
) -> Iterator[Limit]:
    """Every bound on the choices; ``assumed`` takes the sentences of what is not certain."""
    yield from _lpp(ledger, choices, certain, assumed)
    yield from _nveu(ledger, choices)
    yield from _uveu(ledger, choices)


def _lpp(
    ledger: Ledger, choices: list[Choice], certain: bool, assumed: list[str]
) -> Iterator[Limit]:
    years: dict[tuple[str | None, int], Limit] = {}
    for choice in choices:
        if choice.route != "LPP":
            continue
        parent = ledger.names.parent_of(choice.line.order.consignee, choice.day)
        key = (parent and limits.named(parent), choice.day.year)
        if key not in years:
            years[key] = _year(ledger, choice, parent, certain, assumed)
        years[key].terms.append((choice, choice.line.item.counting_each))
    yield from years.values()


def _year(
    ledger: Ledger, choice: Choice, parent: str | None, certain: bool, assumed: list[str]
) -> Limit:
    if parent is None:
        sentence = _("The ultimate parent of {name} is not known, so it counts as closed to LPP.")
        assumed.append(sentence.format(name=choice.line.order.consignee))
        return Limit(_("LPP of {name}").format(name=choice.line.order.consignee), 0)
    left = headroom.lpp(ledger, parent, choice.day)
    if left.others is None and not certain:
        sentence = _("Nobody else sends {parent} anything under LPP in {year} (not certified).")
        assumed.append(sentence.format(parent=parent, year=choice.day.year))
    bound = left.low if certain else left.high
    return Limit(f"{left.name}, {parent} ({limits.LPP})", bound or 0)


def _nveu(ledger: Ledger, choices: list[Choice]) -> Iterator[Limit]:
    """The table of every NVEU and country: whatever it receives there counts, by any route."""
    places: dict[tuple[str, str], list[Choice]] = {}
    for choice in choices:
        places.setdefault((limits.named(choice.line.order.owner), choice.country), []).append(
            choice
        )
    for (owner, country), here in sorted(places.items()):
        listed = country in ledger.names.company(owner, min(c.day for c in here)).nveu
        if not (listed or any(choice.route == "NVEU" for choice in here)):
            continue
        rows = [move for move in ledger.names.moves([owner]) if move.country == country]
        held = headroom.held_for(ledger, (owner,), country)
        for day in _days(rows, here):
            limit = limits.nveu_limit(day)
            bound = 0 if limit is None else limit - fleet.installed(rows, day) - held
            name = f"NVEU {owner}, {country}, {day} ({limits.NVEU})"
            yield Limit(name, max(0, bound), _until(here, day))


def _uveu(ledger: Ledger, choices: list[Choice]) -> Iterator[Limit]:
    """The shares of every group with a UVEU: whatever its members receive counts, by any route."""
    groups: dict[tuple[str, ...], list[Choice]] = {}
    for choice in choices:
        owner = limits.named(choice.line.order.owner)
        group = ledger.names.group_of(owner, choice.line.order.day) or (owner,)
        groups.setdefault(group, []).append(choice)
    for group, here in sorted(groups.items()):
        first = min(choice.day for choice in here)
        listed = any(ledger.names.company(each, first).uveu for each in group)
        if listed or any(choice.route == "UVEU" for choice in here):
            abroad = {choice.country for choice in here} - limits.home(first)
            held = headroom.held_abroad(ledger, group, abroad, first)
            rows = [*ledger.names.moves(group), *held]
            for day in _days(rows, here):
                yield from _shares(group[0], rows, here, day)


def _shares(name: str, rows: list[Move], choices: list[Choice], day: date) -> Iterator[Limit]:
    """Part + x <= share of (total + y), with whole numbers: x counts in part, y in total."""
    there, home = fleet.shares(rows, day), limits.home(day)
    until = _until(choices, day)
    abroad = {c.country for c, _amount in until} - home
    parts = [("", there.outside, Fraction(s748_15.OUTSIDE_SUPPLEMENT_5A.on(day)), abroad)]
    single = Fraction(s748_15.IN_ONE_SUCH_COUNTRY.on(day))
    for country in sorted(abroad):
        parts.append((country, there.countries.get(country, 0), single, {country}))
    for where, part, share, places in parts:
        top, bottom = share.numerator, share.denominator
        terms = [(c, amount * (bottom * (c.country in places) - top)) for c, amount in until]
        bound = top * there.total - bottom * part
        label = f"UVEU {name} {where}".strip() + f", {day} ({limits.RATIOS})"
        yield Limit(label, bound, terms)


def _days(rows: list[Move], choices: list[Choice]) -> list[date]:
    """The days on which a base or its limit changes, from the first choice on."""
    first = min(choice.day for choice in choices)
    last = max(choice.day for choice in choices)
    table = [day for day in limits.quarters() if first < day <= last]
    return sorted({*fleet.change_days(rows, first), *(choice.day for choice in choices), *table})


def _until(choices: list[Choice], day: date) -> list[tuple[Choice, int]]:
    return [(c, c.line.item.counting_each) for c in choices if c.day <= day]
