"""What would have to be different for a shipment to go: the smallest changes a person can bring about.

A certificate, a purchase order, a notice and its wait, fewer items, a later date, another place of the
consignee, another consignee. Sets of changes are tried cheapest first, and every one that is returned
was decided again.
No set contains another that does as well, and of fewer items the most that may go are kept.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from licet.decision import determine
from licet.decision.review import OUTCOMES, Review
from licet.decision.worlds import worlds
from licet.facts.parsing import a_date
from licet.facts.transaction import transaction
from licet.law.editions import Law, the_law
from licet.proofs.changes import Change, Facts, consignees, dates, kinds_of_place, papers, places_of
from licet.words import _

MAY_GO = frozenset(OUTCOMES) - {"license_required"}
STEP_BY_STEP = 64
"""Up to so many items every quantity is tried; above, the line between may and may not is bisected."""


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
    """The outcome of a transaction in one column. Raises `InputError` for facts that cannot be read."""
    return str(getattr(determine(facts, law=law), column).data["outcome"])


def _outcome(facts: Facts, column: str, law: Law) -> str:
    """The same of facts that were read once, without what a person is told beside it."""
    described = transaction(facts)
    assert described.date is not None
    lines = worlds(described, described.date)
    found = Review(law.edition(described.date, column), lines).outcomes
    return found[0] if len(found) == 1 else "undetermined"


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
    sites = list(places) if places is not None else kinds_of_place(law, facts["date"])
    changes = [
        *papers(facts),
        *dates(facts, law),
        *places_of(facts, sites),
        *consignees(facts, sites),
        *_fewer(facts),
    ]
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
        if _together(chosen) and _needed(chosen)
    ]
    yield from sorted(sets, key=lambda chosen: (sum(c.cost for c in chosen), len(chosen)))


def _needed(chosen: tuple[Change, ...]) -> bool:
    kinds = {"", *(change.kind for change in chosen)}
    return all(change.only_with in kinds for change in chosen)


def _together(chosen: tuple[Change, ...]) -> bool:
    kinds = [
        "place" if change.kind == "consignee" else change.kind
        for change in chosen
        if change.kind != "certificate"
    ]
    return len(kinds) == len(set(kinds))


def _tried(facts: Facts, chosen: tuple[Change, ...], column: str, law: Law) -> Way | None:
    made = facts
    for change in sorted(chosen, key=lambda each: each.kind != "consignee"):  # paper is the buyer's
        if change.kind != "quantity":
            made = change.make(made)
    fewer = [change for change in chosen if change.kind == "quantity"]
    if fewer:
        return _most_that_may_go(made, chosen, int(fewer[0].name), column, law)
    outcome = _outcome(made, column, law)
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
        return _outcome(_with_quantity(facts, number, quantity), column, law)

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
