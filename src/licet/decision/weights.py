"""Model weights as the law sees them: counted where the operations are not stated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from licet.errors import Fault, InputError
from licet.facts.items import Item
from licet.facts.training import ModelWeights
from licet.law.ear.s734_9 import PLANTS
from licet.law.subject import tx
from licet.logic.dated import Span
from licet.logic.world import NOT_APPLICABLE, UNKNOWN, Vector


def set_weights(v: Vector, item: Item, path: str) -> None:
    """Put the facts of model weights into their places. Raises `InputError` with the paths in full."""
    facts = item.model_weights
    assert facts is not None
    w = tx.weights
    v.set(tx.item.tpp, 0)
    v.set(w.published, facts.published)
    v.set(w.below_most_capable, facts.below_most_capable_published_model)
    stored = facts.stored_at
    v.set(w.secure_facility, stored.meets_supplement_10_security if stored else UNKNOWN)
    v.set(tx.item.foreign_produced, facts.produced_in not in (None, "US"))
    v.set(w.produced_in, facts.produced_in)
    v.set(w.listed_plant, _listed(facts.produced_with))
    v.set(w.base_subject, _any_of(_subject(base) for base in _behind(facts)))
    try:
        _set_counts(v, facts, path)
    except InputError as error:
        raise InputError(
            [Fault(f"{path}.{f.path}".rstrip("."), f.sentence) for f in error.faults]
        ) from None


def _listed(plants: tuple[str, ...] | None) -> bool | None:
    return None if plants is None else any(plant.startswith(tuple(PLANTS)) for plant in plants)


def _behind(facts: ModelWeights) -> list[ModelWeights]:
    """Every model that this one was derived from."""
    bases = facts.derived_from or ()
    found = list(bases) if isinstance(bases, tuple) else [bases]
    return found + [more for base in found for more in _behind(base)]


def _subject(base: ModelWeights) -> bool | None:
    """Whether it came of the United States or of a listed plant, as its own facts have it."""
    if base.produced_in == "US":
        return True
    return None if base.produced_in is None else _listed(base.produced_with)


def _any_of(truths: Iterable[bool | None]) -> bool | None:
    """True where one is, else unknown where one is."""
    known = list(truths)
    return True if True in known else None if None in known else False


def _set_counts(v: Vector, facts: ModelWeights, path: str) -> None:
    from licet.weights import count

    counted, w = count(facts), tx.weights
    v.set(w.operations, _number(counted.operations))
    if counted.missing:
        v.paths[w.operations.slot] = f"{path}.{counted.missing[0]}"
    bases = sorted(
        counted.derived_from, key=lambda base: {True: 0, None: 1, False: 2}[base.published]
    )
    if not bases:
        v.set(w.base_published, False)
        v.set(w.base_operations, NOT_APPLICABLE)
        v.set(w.additional_operations, NOT_APPLICABLE)
        return
    base = bases[0]
    v.set(w.base_published, base.published)
    v.set(w.base_operations, _number(base.operations))
    v.set(w.additional_operations, _number(base.additional))
    v.paths[w.base_published.slot] = f"{path}.{base.path}.published"


def _number(interval: Any) -> Any:
    return interval.low if interval.low == interval.high else Span(interval.low, interval.high)
