"""The split of an order that sends most without a license, over routes and quarters.

An integer program, solved to optimality by OR-tools: so many units of a line by a route in a
quarter, under every limit that they count toward; the most TPP first, then the earliest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from licet.errors import Fault, InputError
from licet.law.ear import s748_15
from licet.ledger import fleet, headroom, limits
from licet.ledger.book import Ledger
from licet.ledger.drafting import said
from licet.ledger.drafts import Move
from licet.ledger.facts import units_of
from licet.ledger.items import Counted, counted
from licet.ledger.kinds import Units
from licet.ledger.plan import Order
from licet.ledger.room import quarters
from licet.ledger.routes import Routes, routes
from licet.words import _

SECONDS = 30.0
"""How long the solver may look; orders of people take it far less."""


@dataclass(frozen=True, slots=True)
class Part:
    """So many units of a line of an order, by a route, in the quarter that begins on (or after) a day."""

    order: str
    item: str
    route: str
    day: date
    units: int
    tpp: int


@dataclass(frozen=True, slots=True)
class Rest:
    """What of a line needs a license, and why the routes without one are closed to it."""

    order: str
    item: str
    units: int
    tpp: int
    closed: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """The best split: what goes how and when, what needs a license, which limits stop more.

    ``proven`` says that no split sends more. ``assumed`` is what it takes for granted of others.
    """

    parts: list[Part]
    rest: list[Rest]
    full: list[str]
    assumed: list[str]
    proven: bool


@dataclass(slots=True)
class _Line:
    """A line of an order, with its routes by quarter."""

    order: Order
    item: Counted
    routes: dict[date, Routes]


@dataclass(slots=True)
class _Choice:
    """A variable: units of a line by a route in a quarter."""

    line: _Line
    route: str
    day: date
    units: Any


@dataclass(slots=True)
class _Limit:
    """A bound: the sum of amounts (thousandths of a TPP a unit) over choices."""

    name: str
    bound: int
    terms: list[tuple[_Choice, int]] = field(default_factory=list)

    def smallest(self) -> int:
        """The amount of the smallest unit that counts toward it."""
        return min((amount for _choice, amount in self.terms if amount > 0), default=0)


def split(
    ledger: Ledger, plan: Sequence[Order], *, certain: bool = False, by: str = "on_the_books"
) -> Split:
    """The split of a plan's orders that sends most TPP without a license.

    An order may go from its date on, in quarters up to its ``until`` (else in the quarter of its
    date). ``certain`` counts nothing that others may have used up; without it, what is not
    certified is taken as free and said under ``assumed``. ``by`` names the law: as it stands on the
    books or as it is enforced.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    with ledger.reading():
        lines = [line for order in plan for line in _lines(order, by)]
        choices = list(_choices(model, lines))
        assumed: list[str] = []
        bounds = list(_limits(ledger, choices, certain, assumed))
    for line in lines:
        model.add(sum(c.units for c in choices if c.line is line) <= line.item.units)
    for bound in bounds:
        model.add(sum(amount * c.units for c, amount in bound.terms) <= bound.bound)
    found, proven = _solve(cp_model, model, choices)
    return _result(lines, choices, bounds, found, assumed, proven)


def _lines(order: Order, by: str) -> Iterator[_Line]:
    until = order.wish.until or order.day
    days = [day for day in quarters(order.day, 40) if day <= until]
    if not days:
        raise InputError([Fault(order.name, _("until lies before the date."))])
    opened = {day: routes(order, day, by) for day in days}
    for number, line in enumerate(order.facts.lines):
        alone = type(order.facts)(lines=(line,))
        for fields in units_of(alone):
            entry = said("installation", {**PLACE, "on": order.day, **fields})
            assert isinstance(entry, Units)
            item = counted(entry)
            yield _Line(order, item, {day: opened[day][number] for day in days})


PLACE = {"owner": "-", "site": "-", "country": "US"}


def _choices(model: Any, lines: Iterable[_Line]) -> Iterator[_Choice]:
    for number, line in enumerate(lines):
        for day, found in line.routes.items():
            for route in found.open:
                name = f"{number} {route} {day}"
                yield _Choice(line, route, day, model.new_int_var(0, line.item.units, name))


# -- the limits -----------------------------------------------------------------------------------


def _limits(
    ledger: Ledger, choices: list[_Choice], certain: bool, assumed: list[str]
) -> Iterator[_Limit]:
    yield from _lpp(ledger, choices, certain, assumed)
    yield from _nveu(ledger, choices)
    yield from _uveu(ledger, choices)


def _lpp(
    ledger: Ledger, choices: list[_Choice], certain: bool, assumed: list[str]
) -> Iterator[_Limit]:
    years: dict[tuple[str | None, int], _Limit] = {}
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
    ledger: Ledger, choice: _Choice, parent: str | None, certain: bool, assumed: list[str]
) -> _Limit:
    if parent is None:
        sentence = _("The ultimate parent of {name} is not known, so it counts as closed to LPP.")
        assumed.append(sentence.format(name=choice.line.order.consignee))
        return _Limit(_("LPP of {name}").format(name=choice.line.order.consignee), 0)
    left = headroom.lpp(ledger, parent, choice.day)
    if left.others is None and not certain:
        sentence = _("Nobody else sends {parent} anything under LPP in {year} (not certified).")
        assumed.append(sentence.format(parent=parent, year=choice.day.year))
    bound = left.low if certain else left.high
    return _Limit(f"{left.name}, {parent} ({limits.LPP})", bound or 0)


def _nveu(ledger: Ledger, choices: list[_Choice]) -> Iterator[_Limit]:
    mine = [choice for choice in choices if choice.route == "NVEU"]
    places = {(limits.named(c.line.order.owner), c.line.order.facts.destination) for c in mine}
    for owner, country in sorted(places, key=str):
        here = [
            c
            for c in mine
            if (limits.named(c.line.order.owner), c.line.order.facts.destination)
            == (owner, country)
        ]
        rows = [move for move in ledger.names.moves([owner]) if move.country == country]
        held = headroom.nveu(ledger, owner, str(country), min(c.day for c in here)).held
        for day in _days(rows, here):
            limit = limits.nveu_limit(day)
            bound = 0 if limit is None else limit - fleet.installed(rows, day) - held
            name = f"NVEU {owner}, {country}, {day} ({limits.NVEU})"
            yield _Limit(name, max(0, bound), _until(here, day))


def _uveu(ledger: Ledger, choices: list[_Choice]) -> Iterator[_Limit]:
    owners = {limits.named(c.line.order.owner) for c in choices if c.route == "UVEU"}
    groups = {
        ledger.names.group_of(owner, min(c.day for c in choices)) or (owner,) for owner in owners
    }
    for group in sorted(groups):
        mine = [c for c in choices if limits.named(c.line.order.owner) in group]
        rows = ledger.names.moves(group)
        for day in _days(rows, mine):
            yield from _shares(group[0], rows, mine, day)


def _shares(name: str, rows: list[Move], choices: list[_Choice], day: date) -> Iterator[_Limit]:
    """Part + x <= share of (total + y), with whole numbers: x counts in part, y in total."""
    there, home = fleet.shares(rows, day), limits.home(day)
    until = _until(choices, day)
    abroad = {c.line.order.facts.destination for c, _amount in until} - home
    parts = [("", there.outside, Fraction(s748_15.OUTSIDE_SUPPLEMENT_5A.on(day)), abroad)]
    single = Fraction(s748_15.IN_ONE_SUCH_COUNTRY.on(day))
    for country in sorted(abroad, key=str):
        parts.append((str(country), there.countries.get(str(country), 0), single, {country}))
    for where, part, share, places in parts:
        top, bottom = share.numerator, share.denominator
        terms = [
            (c, amount * (bottom * (c.line.order.facts.destination in places) - top))
            for c, amount in until
        ]
        bound = top * there.total - bottom * part
        label = f"UVEU {name} {where}".strip() + f", {day} ({limits.RATIOS})"
        yield _Limit(label, bound, terms)


def _days(rows: list[Move], choices: list[_Choice]) -> list[date]:
    """The days on which a base or its limit changes, from the first choice on."""
    first = min(choice.day for choice in choices)
    last = max(choice.day for choice in choices)
    table = [day for day in limits.quarters() if first < day <= last]
    return sorted({*fleet.change_days(rows, first), *(choice.day for choice in choices), *table})


def _until(choices: list[_Choice], day: date) -> list[tuple[_Choice, int]]:
    return [(c, c.line.item.counting_each) for c in choices if c.day <= day]


# -- the answer -----------------------------------------------------------------------------------


def _solve(cp_model: Any, model: Any, choices: list[_Choice]) -> tuple[list[int], bool]:
    """The units of each choice: the most TPP, then as early as can be, then by the simplest route."""
    most = sum(c.line.item.each * c.units for c in choices)
    first, done = _best(cp_model, model, choices, most)
    model.add(most == sum(c.line.item.each * u for c, u in zip(choices, first, strict=True)))
    days = sorted({choice.day for choice in choices})
    order = {route: n for n, route in enumerate(("none", "AIA", "UVEU", "NVEU", "LPP"))}
    later = sum(
        (10 * days.index(c.day) + order.get(c.route, len(order))) * c.units for c in choices
    )
    second, done_too = _best(cp_model, model, choices, -later)
    return second or first, done and done_too


def _best(cp_model: Any, model: Any, choices: list[_Choice], goal: Any) -> tuple[list[int], bool]:
    model.maximize(goal)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_time_in_seconds = SECONDS
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return [0] * len(choices), False
    return [solver.value(choice.units) for choice in choices], status == cp_model.OPTIMAL


def _result(
    lines: list[_Line],
    choices: list[_Choice],
    bounds: list[_Limit],
    found: list[int],
    assumed: list[str],
    proven: bool,
) -> Split:
    units = {id(choice): n for choice, n in zip(choices, found, strict=True)}
    parts = [
        Part(c.line.order.name, c.line.item.item, c.route, c.day, n, n * c.line.item.each)
        for c in choices
        if (n := units[id(c)])
    ]
    rest = [_rest(line, [c for c in choices if c.line is line], units) for line in lines]
    full = [
        bound.name
        for bound in bounds
        if bound.smallest()
        and bound.bound - sum(a * units[id(c)] for c, a in bound.terms) < bound.smallest()
    ]
    short = [each for each in rest if each.units]
    return Split(parts, short, full if short else [], assumed, proven)


def _rest(line: _Line, choices: list[_Choice], units: dict[int, int]) -> Rest:
    left = line.item.units - sum(units[id(choice)] for choice in choices)
    last = line.routes[max(line.routes)]
    unknown = tuple(dict.fromkeys(path for r in line.routes.values() for path in r.unknown))
    return Rest(
        line.order.name, line.item.item, left, left * line.item.each, dict(last.closed), unknown
    )
