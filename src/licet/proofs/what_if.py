"""What would have to be different for a shipment to go: the smallest changes a person can bring about.

A certificate, a purchase order, a notice and its wait, fewer items, a later date, another place of the
consignee. Sets of changes are tried cheapest first, and every one that is returned was decided again.
No set contains another that does as well, and of fewer items the most that may go are kept.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from licet.decision import determine
from licet.decision.review import OUTCOMES
from licet.facts.countries import CODES, name_of
from licet.facts.parsing import a_date
from licet.law.ear.s740_8 import WAITING_DAYS
from licet.law.editions import Law, the_law
from licet.law.places import UNITED_STATES
from licet.law.subject import tx
from licet.logic.terms import Member
from licet.logic.walk import every
from licet.words import _, language

Facts = dict[str, Any]
MAY_GO = frozenset(OUTCOMES) - {"license_required"}
COSTS = {"certificate": 1, "purchase_order": 1, "notice": 2, "quantity": 3, "date": 4, "place": 5}
"""How dear a change is to a person. Only their order is meant: paper, waiting, trade, another site."""
STEP_BY_STEP = 64
"""Up to so many items every quantity is tried; above, the line between may and may not is bisected."""


@dataclass(frozen=True, eq=False)
class Change:
    """One thing that a person can do. ``kind`` is a key of `COSTS`; two of one kind exclude each other,
    but for certificates.
    """

    kind: str
    says: str
    make: Callable[[Facts], Facts]
    name: str = ""

    @property
    def cost(self) -> int:
        """How dear it is."""
        return COSTS[self.kind]


@dataclass(frozen=True, eq=False)
class Way:
    """Changes that together turn the outcome into one that may go."""

    changes: tuple[Change, ...]
    outcome: str
    facts: Facts
    tried: tuple[Change, ...]
    """The changes as they were tried, before the number of items was found."""

    @property
    def cost(self) -> int:
        """How dear they are together."""
        return sum(change.cost for change in self.changes)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = [{"kind": change.kind, "what": change.says} for change in self.changes]
        return {"changes": told, "cost": self.cost, "outcome": self.outcome, "facts": self.facts}


def outcome_of(facts: Facts, column: str, law: Law | None = None) -> str:
    """The outcome of a transaction in one column."""
    return str(getattr(determine(facts, law=law), column).data["outcome"])


def what_if(
    facts: Facts,
    column: str = "as_enforced",
    *,
    count: int = 5,
    most: int = 3,
    places: Iterable[str] | None = None,
    law: Law | None = None,
) -> list[Way]:
    """Up to ``count`` ways, cheapest first, each of at most ``most`` changes; none where it may go.

    ``places`` are the countries that are tried for the consignee; otherwise one of each kind that the
    law of the day tells apart. Raises `InputError` for facts that cannot be read.
    """
    law = law or the_law()
    facts = _dated(facts)
    if outcome_of(facts, column, law) in MAY_GO:
        return []
    changes = [*_papers(facts), *_dates(facts, law), *_places(facts, law, places), *_fewer(facts)]
    found: list[Way] = []
    for chosen in _sets(changes, most):
        if any(set(way.tried) <= set(chosen) for way in found):
            continue
        way = _tried(facts, chosen, column, law)
        if way is not None:
            found.append(way)
        if len(found) == count:
            break
    return found


def _dated(facts: Facts) -> Facts:
    made = copy.deepcopy(facts)
    if isinstance(made.get("date"), str):
        made["date"] = a_date(made["date"], "date")
    return made


def _sets(changes: list[Change], most: int) -> Iterator[tuple[Change, ...]]:
    """Sets of changes that can be made together, cheapest first, of equal ones the smallest."""
    sets = [
        chosen
        for size in range(1, most + 1)
        for chosen in combinations(changes, size)
        if _together(chosen)
    ]
    yield from sorted(sets, key=lambda chosen: (sum(c.cost for c in chosen), len(chosen)))


def _together(chosen: tuple[Change, ...]) -> bool:
    kinds = [change.kind for change in chosen if change.kind != "certificate"]
    return len(kinds) == len(set(kinds))


def _tried(facts: Facts, chosen: tuple[Change, ...], column: str, law: Law) -> Way | None:
    made = facts
    for change in chosen:
        if change.kind != "quantity":
            made = change.make(made)
    fewer = [change for change in chosen if change.kind == "quantity"]
    if fewer:
        return _most_that_may_go(made, chosen, int(fewer[0].name), column, law)
    outcome = outcome_of(made, column, law)
    return Way(chosen, outcome, made, chosen) if outcome in MAY_GO else None


# -- fewer items ----------------------------------------------------------------------------------


def _fewer(facts: Facts) -> Iterator[Change]:
    for number, line in enumerate(facts.get("lines") or ()):
        quantity = line.get("quantity") if isinstance(line, dict) else None
        if isinstance(quantity, int) and quantity > 1:
            yield Change("quantity", "", lambda f: f, str(number))


def _most_that_may_go(
    facts: Facts, chosen: tuple[Change, ...], number: int, column: str, law: Law
) -> Way | None:
    """The same with the most items on the line that may go."""

    def outcome(quantity: int) -> str:
        return outcome_of(_with_quantity(facts, number, quantity), column, law)

    quantity = _most(facts["lines"][number]["quantity"] - 1, lambda n: outcome(n) in MAY_GO)
    if quantity is None:
        return None
    says = _("send {quantity} on line {line}, not {before}").format(
        quantity=f"{quantity:,}", line=number + 1, before=f"{facts['lines'][number]['quantity']:,}"
    )
    changes = tuple(
        Change("quantity", says, c.make, c.name) if c.kind == "quantity" else c for c in chosen
    )
    return Way(changes, outcome(quantity), _with_quantity(facts, number, quantity), chosen)


def _most(highest: int, goes: Callable[[int], bool]) -> int | None:
    if highest <= STEP_BY_STEP:
        return next((n for n in range(highest, 0, -1) if goes(n)), None)
    if not goes(1):
        return None
    low, high = 1, highest + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if goes(middle) else (low, middle)
    return low


def _with_quantity(facts: Facts, number: int, quantity: int) -> Facts:
    lines = list(facts["lines"])
    lines[number] = {**lines[number], "quantity": quantity}
    return {**facts, "lines": lines}


# -- paper, and its wait --------------------------------------------------------------------------


def _on_file(**stated: Any) -> Callable[[Facts], Facts]:
    return lambda facts: {**facts, "on_file": {**(facts.get("on_file") or {}), **stated}}


def _papers(facts: Facts) -> Iterator[Change]:
    file = facts.get("on_file") or {}
    held = tuple(file.get("certifications") or ())
    for name in ("AIA", "LPP"):
        if name not in held:
            says = _("obtain the consignee's {name} certification").format(name=name)
            yield Change("certificate", says, _certified(name), name)
    if file.get("purchase_order") is not True:
        made = _on_file(purchase_order=True)
        yield Change("purchase_order", _("obtain a written purchase order"), made)
    if facts.get("date") is not None:
        yield _notice(facts["date"])


def _certified(name: str) -> Callable[[Facts], Facts]:
    def make(facts: Facts) -> Facts:
        held = (facts.get("on_file") or {}).get("certifications") or []
        return _on_file(certifications=[*held, name])(facts)

    return make


def _notice(day: date) -> Change:
    """Notify BIS on the day, and ship once the time has passed."""
    wait = timedelta(days=int(WAITING_DAYS.on(day)))

    def make(facts: Facts) -> Facts:
        return _on_file(nac_notified_on=day)(_shipped(facts, day + wait))

    says = _("notify BIS on {day} and ship from {ships}").format(day=day, ships=day + wait)
    return Change("notice", says, make)


# -- another day, another place -------------------------------------------------------------------


def _dates(facts: Facts, law: Law) -> Iterator[Change]:
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


def _places(facts: Facts, law: Law, places: Iterable[str] | None) -> Iterator[Change]:
    parties = facts.get("parties")
    if not isinstance(parties, dict) or not isinstance(parties.get("ultimate_consignee"), dict):
        return
    day = facts.get("date")
    tried = places if places is not None else _kinds_of_place(law, day) if day else ()
    for code in tried:
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


def _kinds_of_place(law: Law, day: date) -> list[str]:
    """One country, the first, of each kind that the law of the day tells apart; none is the United
    States, for what goes there is not exported.
    """
    asked = {tx.destination, tx.consignee.location}
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
