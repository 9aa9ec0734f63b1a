"""What changed between two laws as classes of transactions: which chips, to which places, from what to what.

One export of one chip to a private buyer at home in the destination, with every step taken that a
person can take (`licet.proofs.history.shipment`). Chips between which no number of either law tells are
decided once, and so are countries between which no group tells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from licet.catalog import Chip, all_chips
from licet.decision.worlds import worlds
from licet.facts.countries import CODES
from licet.facts.transaction import transaction
from licet.law.editions import COLUMNS, Edition
from licet.law.places import UNITED_STATES
from licet.law.subject import Circuit, tx
from licet.logic.columns import Cuts, cuts_of
from licet.logic.terms import Amount, Fact, Member
from licet.logic.walk import every
from licet.logic.world import World
from licet.proofs.history import OPEN, Step, stand
from licet.proofs.sides import Side

Kind = tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Class:
    """Chips, by name, that stood otherwise toward these places, by code: before and after."""

    chips: tuple[str, ...]
    places: tuple[str, ...]
    before: Step
    after: Step

    @property
    def is_open(self) -> bool:
        """The chips are not known well enough to decide one of the two."""
        return OPEN in (self.before.status, self.after.status)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = {"chips": list(self.chips), "places": list(self.places)}
        return told | {"before": _told(self.before), "after": _told(self.after)}


def _told(step: Step) -> dict[str, Any]:
    return {"status": step.status, "by": list(step.by), "review_policy": step.review_policy}


def classes(
    one: Side, other: Side, done: Callable[[int], object] = lambda count: None
) -> dict[str, list[Class]]:
    """By column, the classes that the two laws leave in a different place, the largest first.

    ``done`` first hears how many there are to decide, then of each that is done.
    """
    both = [side.law.edition(side.day, column) for side in (one, other) for column in COLUMNS]
    chips, kinds = _kinds_of_chip(both, one), _kinds_of_place(both)
    found: dict[str, dict[Kind, dict[Kind, Any]]] = {column: {} for column in COLUMNS}
    done(len(chips) * len(kinds))
    for places in kinds:
        for named in chips:
            done(1)
            pair = [stand({"chip": named[0].id}, places[0], s.day, s.law) for s in (one, other)]
            for column in COLUMNS:
                before, after = (made[column] for made in pair)
                if before.standing != after.standing:
                    key = (before.standing, after.standing)
                    rows = found[column].setdefault(key, {})
                    rows.setdefault(tuple(places), (before, after, []))[2].extend(named)
    return {column: _merged(rows.values()) for column, rows in found.items()}


def _merged(found: Iterable[dict[Kind, Any]]) -> list[Class]:
    """Places toward which the same chips changed in the same way are one class."""
    made = []
    for rows in found:
        by_chips: dict[Kind, tuple[Any, list[str]]] = {}
        for places, (before, after, chips) in rows.items():
            names = tuple(chip.name for chip in chips)
            by_chips.setdefault(names, ((before, after), []))[1].extend(places)
        made += [Class(c, tuple(sorted(p)), *steps) for c, (steps, p) in by_chips.items()]
    return sorted(made, key=lambda each: (each.is_open, -len(each.chips) * len(each.places)))


# -- what the laws cannot tell apart ------------------------------------------------------------------


def _kinds_of_chip(editions: list[Edition], side: Side) -> list[list[Chip]]:
    cuts = cuts_of((edition, [edition.term(p) for p in edition.paragraphs]) for edition in editions)
    kinds: dict[Kind, list[Chip]] = {}
    for chip in all_chips():
        facts = transaction({"lines": [{"item": {"chip": chip.id}, "quantity": 1}]})
        (world,) = worlds(facts, side.day)
        kinds.setdefault(_cell(world, cuts), []).append(chip)
    return list(kinds.values())


def _cell(world: World, cuts: Cuts) -> Kind:
    of_item = [f for f in vars(tx.item).values() if isinstance(f, Fact)]
    of_circuit = [f for f in vars(Circuit).values() if isinstance(f, Fact)]
    parts = [(world.facts, f) for f in of_item] + [
        (c, f) for c in world.circuits for f in of_circuit
    ]
    return tuple(_place(v.get(fact), fact, cuts) for v, fact in parts)


def _place(value: Any, fact: Fact, cuts: Cuts) -> Any:
    if not isinstance(fact, Amount) or not isinstance(value, int | Fraction):
        return repr(value)
    limits = sorted(cuts.thresholds.get(fact, ()))
    return bisect_left(limits, value), bisect_right(limits, value)


def _kinds_of_place(editions: list[Edition]) -> list[list[str]]:
    """Countries but the United States, those together that every group of a place has or has not."""
    groups = {
        edition.members(part.group)
        for edition in editions
        for paragraph in edition.paragraphs
        for part in every(edition.term(paragraph))
        if isinstance(part, Member) and part.fact.domain == CODES
    }
    kinds: dict[Kind, list[str]] = {}
    for code in sorted(CODES - UNITED_STATES.on(editions[0].day)):
        kinds.setdefault(tuple(code in group for group in groups), []).append(code)
    return list(kinds.values())
