"""How far an item lies from every line that classifies it: in percent, and in TPP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from licet.decision.notes import refuse_too_early
from licet.decision.review import Review
from licet.decision.worlds import worlds
from licet.facts.reading import plain
from licet.facts.transaction import transaction
from licet.law.ear.ccl import e3a090
from licet.law.editions import ON_THE_BOOKS, Edition, the_law
from licet.law.subject import Circuit, tx
from licet.logic.dated import Dated, Exact
from licet.logic.rules import Paragraph
from licet.logic.world import Vector, World
from licet.words import _

TPP_LINES = (
    (e3a090.great_performance, e3a090.TPP_A1),
    (e3a090.middle_performance, e3a090.TPP_B1),
    (e3a090.great_density, e3a090.TPP_A2),
    (e3a090.circuit_of_2022, e3a090.BITS_TIMES_TOPS),
)
DENSITY_LINES = (
    (e3a090.great_density, e3a090.DENSITY_A2),
    (e3a090.middle_density, e3a090.DENSITY_B2),
    (e3a090.middle_performance, e3a090.DENSITY_B1),
)
RATE_LINES = ((e3a090.circuit_of_2022, e3a090.TRANSFER_RATE),)


@dataclass(frozen=True)
class Margin:
    """One line of the law and how the item lies to it. ``percent`` is above (+) or below (-) it."""

    cite: str
    of: str
    value: Exact
    line: Exact
    tpp: Exact | None

    @property
    def percent(self) -> float:
        """How far the value lies above the line, in percent of the line."""
        return float((Fraction(self.value) / self.line - 1) * 100)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "cite": self.cite,
            "of": self.of,
            "value": plain(self.value),
            "line": plain(self.line),
            "percent": round(self.percent, 2),
            "tpp_to_the_line": plain(self.tpp),
        }


def classify(item: Any, day: date) -> dict[str, Any]:
    """The classification of an item on ``day`` with its margins. ``item`` is as in a transaction."""
    refuse_too_early(day)
    facts = transaction({"lines": [{"item": item}]})
    (world,) = worlds(facts, day)
    review = Review(the_law().edition(day, ON_THE_BOOKS), [world])
    possible = review.classifications(world)
    each = world.facts.get(tx.item.tpp)
    rests = [p for p in review.edition.cases if review.edition.truth(p, world)]
    return {
        "date": day.isoformat(),
        "classification": (possible[0] or None) if len(possible) == 1 else None,
        "possible_classifications": [name or None for name in possible],
        "tpp": plain(each) if isinstance(each, int | Fraction) else None,
        "because": [{"cite": p.cite, "says": _(p.says)} for p in rests],
        "margins": [margin.to_dict() for margin in margins(world, review.edition)],
    }


def margins(world: World, edition: Edition) -> list[Margin]:
    """The margins of the item's strongest circuit to the lines of the day, nearest line first."""
    known = [c for c in world.circuits if isinstance(c.get(Circuit.tpp), int | Fraction)]
    if not known:
        return []
    circuit = max(known, key=lambda c: c.get(Circuit.tpp))
    found = [
        *_of_tpp(circuit, edition),
        *_of_density(circuit, edition),
        *_of_rate(circuit, edition),
    ]
    return sorted(found, key=lambda margin: abs(margin.percent))


def _lines(
    lines: Iterable[tuple[Paragraph, Dated]], edition: Edition
) -> Iterator[tuple[str, Exact]]:
    """The lines of the paragraphs that stand on the day: the citation, and the number of the day."""
    for paragraph, number in lines:
        if edition.version(paragraph) is paragraph:
            yield paragraph.cite, edition.number(number)


def _of_tpp(circuit: Vector, edition: Edition) -> list[Margin]:
    performance = circuit.get(Circuit.tpp)
    return [
        Margin(cite, "TPP", performance, line, performance - line)
        for cite, line in _lines(TPP_LINES, edition)
    ]


def _of_density(circuit: Vector, edition: Edition) -> list[Margin]:
    density, performance = circuit.get(Circuit.performance_density), circuit.get(Circuit.tpp)
    if not isinstance(density, int | Fraction) or not density:
        return []
    area = Fraction(performance) / density
    return [
        Margin(cite, "performance density", density, line, performance - line * area)
        for cite, line in _lines(DENSITY_LINES, edition)
    ]


def _of_rate(circuit: Vector, edition: Edition) -> list[Margin]:
    rate = circuit.get(Circuit.transfer_rate)
    if not isinstance(rate, int | Fraction):
        return []
    return [
        Margin(cite, "transfer rate", rate, line, None)
        for cite, line in _lines(RATE_LINES, edition)
    ]
