"""Model weights as the law sees them: counted where the operations are not stated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from licet.errors import Fault, InputError
from licet.facts.items import Item
from licet.facts.training import ModelWeights
from licet.law.ear.s734_9 import PLANTS
from licet.law.subject import tx
from licet.logic.dated import Span
from licet.logic.world import NOT_APPLICABLE, UNKNOWN, Vector, World

if TYPE_CHECKING:
    from licet.weights.counting import Count, Derivation
    from licet.weights.interval import Interval


def set_weights(world: World, item: Item, path: str) -> None:
    """Put the facts of model weights into their places. Raises `InputError` with the paths in full."""
    from licet.weights import count

    facts = item.model_weights
    assert facts is not None
    try:
        counted = count(facts)
    except InputError as error:
        raise InputError(
            [Fault(f"{path}.{f.path}".rstrip("."), f.sentence) for f in error.faults]
        ) from None
    v, w = world.facts, tx.weights
    world.notes += counted.notes
    v.set(tx.item.tpp, 0)
    v.set(w.published, facts.published)
    v.set(w.below_most_capable, facts.below_most_capable_published_model)
    stored = facts.stored_at
    v.set(w.secure_facility, stored.meets_supplement_10_security if stored else UNKNOWN)
    v.set(w.operations, _number(counted.operations))
    if counted.missing:
        counted_from = tuple(f"{path}.{each}" for each in counted.missing)
        world.asks[v.path(w.operations)] = counted_from
    _set_production(v, facts, counted, path)
    _set_base(v, counted, path)


def _set_production(v: Vector, facts: ModelWeights, counted: Count, path: str) -> None:
    """Where the weights and those behind them were made, and on what."""
    w, made_in = tx.weights, facts.produced_in
    v.set(tx.item.foreign_produced, UNKNOWN if made_in is None else made_in != "US")
    v.paths[tx.item.foreign_produced.slot] = f"{path}.produced_in"
    v.set(w.produced_in, made_in)
    v.set(w.listed_plant, _listed(facts.produced_with))
    bases = {base: _subject(base) for base in counted.derived_from}
    v.set(w.base_subject, _any_of(bases.values()))
    unknown = next((base for base, subject in bases.items() if subject is None), None)
    if unknown is not None:
        asked = "produced_in" if unknown.produced_in is None else "produced_with"
        v.paths[w.base_subject.slot] = _where(path, unknown, asked)


def _listed(plants: tuple[str, ...] | None) -> bool | None:
    return None if plants is None else any(plant.startswith(tuple(PLANTS)) for plant in plants)


def _subject(base: Derivation) -> bool | None:
    """Whether it came of the United States or of a listed plant, as its own facts have it."""
    if base.produced_in == "US":
        return True
    return None if base.produced_in is None else _listed(base.produced_with)


def _any_of(truths: Iterable[bool | None]) -> bool | None:
    """True where one is, else unknown where one is."""
    known = list(truths)
    return True if True in known else None if None in known else False


def _set_base(v: Vector, counted: Count, path: str) -> None:
    """The base that Note 1 looks at: of the published ones, that to which least was added.

    Least added is most trained before, so no other base can take the model out where this one does
    not. Where it is not known which bases are published, the figures lie between those of both.
    """
    from licet.weights.interval import hull, largest, smallest

    w = tx.weights
    by_published = {
        known: [base for base in counted.derived_from if base.published is known]
        for known in (True, None, False)
    }
    known = next((known for known, bases in by_published.items() if bases), None)
    chosen = by_published[known]
    if not chosen:
        v.set(w.base_published, False)
        v.set(w.base_operations, NOT_APPLICABLE)
        v.set(w.additional_operations, NOT_APPLICABLE)
        return
    may_be = by_published[None] if known else []
    before = [[base.operations for base in bases] for bases in (chosen, [*chosen, *may_be])]
    added = [[base.additional for base in bases] for bases in (chosen, [*chosen, *may_be])]
    v.set(w.base_published, known)
    v.set(w.base_operations, _number(hull([largest(each) for each in before])))
    v.set(w.additional_operations, _number(hull([smallest(each) for each in added])))
    first = chosen[0]
    v.paths[w.base_published.slot] = _where(path, first, "published")
    v.paths[w.base_operations.slot] = _where(path, first, "training_operations")
    if may_be:
        v.paths[w.additional_operations.slot] = _where(path, may_be[0], "published")


def _where(path: str, base: Derivation, fact: str) -> str:
    """Where to state a fact of a base; that there is one comes first."""
    return f"{path}.{base.path}" if base.supposed else f"{path}.{base.path}.{fact}"


def _number(interval: Interval) -> Any:
    return interval.low if interval.low == interval.high else Span(interval.low, interval.high)
