"""The split of an order that sends most without a license, over routes and quarters.

An integer program, solved to optimality by OR-tools: so many units of a line by a route in a
quarter, under every limit that they count toward; the most TPP first, then the earliest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.errors import Fault, InputError
from licet.ledger.book import Ledger
from licet.ledger.bounds import Choice, Limit, Line, bounds_of
from licet.ledger.drafting import said
from licet.ledger.facts import units_of
from licet.ledger.items import counted
from licet.ledger.kinds import Units
from licet.ledger.plan import Order
from licet.ledger.room import quarters
from licet.ledger.routes import routes
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
        limits = list(bounds_of(ledger, choices, certain, assumed))
    for line in lines:
        model.add(sum(c.units for c in choices if c.line is line) <= line.item.units)
    for limit in limits:
        _bound(model, limit)
    found, proven = _solve(cp_model, model, choices)
    return _result(lines, choices, limits, found, assumed, proven)


def _lines(order: Order, by: str) -> Iterator[Line]:
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
            yield Line(order, item, {day: opened[day][number] for day in days})


PLACE = {"owner": "-", "site": "-", "country": "US"}


def _choices(model: Any, lines: Iterable[Line]) -> Iterator[Choice]:
    for number, line in enumerate(lines):
        for day, found in line.routes.items():
            for route in found.open:
                name = f"{number} {route} {day}"
                yield Choice(line, route, day, model.new_int_var(0, line.item.units, name))


def _bound(model: Any, limit: Limit) -> None:
    """Hold the choices to a limit. One that is exceeded already lets nothing go that adds to it."""
    kept = model.add(sum(amount * c.units for c, amount in limit.terms) <= limit.bound)
    if limit.bound < 0:
        adds = model.new_bool_var(limit.name)
        kept.only_enforce_if(adds)
        for choice, amount in limit.terms:
            if amount > 0:
                model.add(choice.units == 0).only_enforce_if(~adds)


# -- the answer -----------------------------------------------------------------------------------


def _solve(cp_model: Any, model: Any, choices: list[Choice]) -> tuple[list[int], bool]:
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


def _best(cp_model: Any, model: Any, choices: list[Choice], goal: Any) -> tuple[list[int], bool]:
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
    lines: list[Line],
    choices: list[Choice],
    limits: list[Limit],
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
        limit.name
        for limit in limits
        if limit.smallest()
        and limit.bound - sum(a * units[id(c)] for c, a in limit.terms) < limit.smallest()
    ]
    short = [each for each in rest if each.units]
    return Split(parts, short, full if short else [], assumed, proven)


def _rest(line: Line, choices: list[Choice], units: dict[int, int]) -> Rest:
    left = line.item.units - sum(units[id(choice)] for choice in choices)
    last = line.routes[max(line.routes)]
    unknown = tuple(dict.fromkeys(path for r in line.routes.values() for path in r.unknown))
    return Rest(
        line.order.name, line.item.item, left, left * line.item.each, dict(last.closed), unknown
    )
