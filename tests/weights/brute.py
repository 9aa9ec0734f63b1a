"""Technical Notes 2 and 3 again, on sets of single operations: slow, plain, and separate.

A history here is a list of models in the order in which they were made. Every operation is an
element of a set, so counting is the size of a set; all facts are known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Operation = tuple[object, int]


@dataclass(frozen=True)
class Data:
    generator: int
    share: Fraction
    generation: int
    published: bool


@dataclass
class Model:
    runs: list[int]
    published: bool
    base: int | None = None
    data: list[Data] = field(default_factory=list)


def training(models: list[Model], m: int) -> set[Operation]:
    """Technical Note 2: every operation of the model's runs and of its bases' runs."""
    own = {((m, r), n) for r, size in enumerate(models[m].runs) for n in range(size)}
    base = models[m].base
    return own if base is None else own | training(models, base)


def chain(models: list[Model], m: int) -> list[int]:
    base = models[m].base
    return [m] if base is None else [m, *chain(models, base)]


def counts(models: list[Model], m: int) -> list[set[Operation]]:
    """The sets that Technical Note 3 allows: several only where the largest generators tie.

    Where they tie and their training overlaps with what counts already, the larger sum stands.
    """
    operations = trained = training(models, m)
    used = [
        (level, n, data)
        for level in chain(models, m)
        for n, data in enumerate(models[level].data)
        if not data.published
    ]
    families: list[list[tuple[int, int, Data]]] = []
    for each in used:
        kin = [
            family
            for family in families
            for one in family
            if set(chain(models, one[2].generator)) & set(chain(models, each[2].generator))
        ]
        joined = [each] + [one for family in families if family in kin for one in family]
        families = [family for family in families if family not in kin] + [joined]
    candidates: list[set[Operation]] = []
    for family in families:
        on_it = sum(data.share * len(training(models, level)) for level, _n, data in family)
        if on_it * 10 <= len(trained):
            continue
        for level, n, data in family:
            operations = operations | {((level, "data", n), k) for k in range(data.generation)}
        options: list[set[Operation]] = [set()]
        for _level, _n, data in family:
            if not models[data.generator].published:
                more = counts(models, data.generator)
                options = [one | other for one in options for other in more]
        candidates += [option for option in options if option]
    most = max((len(candidate) for candidate in candidates), default=0)
    largest = [operations | each for each in candidates if len(each) == most] or [operations]
    most = max(len(each) for each in largest)
    return [each for each in largest if len(each) == most]


def facts(models: list[Model], m: int, **changes: object) -> dict[str, object]:
    """The same history as facts. Every model is written out wherever it stands.

    That a model was derived from nothing is said in either of the two ways.
    """
    model = models[m]
    written: dict[str, Any] = {
        "id": f"M{m}",
        "published": model.published,
        "training_runs": [{"operations": run} for run in model.runs],
        "synthetic_data": [
            {
                "share_of_training_operations": data.share,
                "generator": facts(models, data.generator),
                "generation_operations": data.generation,
                "data_published": data.published,
            }
            for data in model.data
        ],
    }
    if model.base is not None:
        written["derived_from"] = facts(models, model.base)
    elif m % 2 and model.runs:
        written["training_runs"][0]["kind"] = "pretraining"
    else:
        written["derived_from"] = []
    return written | changes
