"""Where the notes to ECCN 4E091 can be read in two ways: what the other way would count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from licet.law.ear.ccl.e4e091 import SYNTHETIC_DATA_SHARE
from licet.weights.interval import Interval, hull, total
from licet.weights.worlds import NOTHING, Counter
from licet.words import _


@dataclass(frozen=True)
class Reading:
    """An open question about the count: the reading that is taken, and what the other gives."""

    id: str
    cites: tuple[str, ...]
    question: str
    taken: str
    operations_if_read_otherwise: Interval

    def to_json(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "id": self.id,
            "cites": list(self.cites),
            "question": self.question,
            "taken": self.taken,
            "training_operations_if_read_otherwise": self.operations_if_read_otherwise.to_json(),
        }


def other_readings(counters: list[Counter]) -> list[Reading]:
    """The open questions that matter for this count, which has a counter for each completion."""
    found = (_published_base(counters), _several_generators(counters))
    return [reading for reading in found if reading is not None]


def _published_base(counters: list[Counter]) -> Reading | None:
    """Note 1 leaves published parameters out; Technical Note 2 counts all pre-training."""
    otherwise = [size for counter in counters for size in _without_published_bases(counter)]
    if not otherwise:
        return None
    return Reading(
        id="published-base-in-the-count",
        cites=("ECCN 4E091, Note 1", "ECCN 4E091, Technical Note 2"),
        question=_(
            "Does the training of a published base model count for what is derived from it?"
        ),
        taken=_("It does: pre-training counts, and Note 1 alone takes derived models out."),
        operations_if_read_otherwise=hull(otherwise),
    )


def _without_published_bases(counter: Counter) -> list[Interval]:
    lineage = counter.lineage
    bases = counter.levels(lineage.root)[1:]
    if lineage.nodes[lineage.root].stated or not any(base.published for base in bases):
        return []
    public = frozenset[str]().union(*(counter.note_2(b.key) for b in bases if b.published))
    return [counter.size(world - public) for world in counter.worlds(lineage.root)]


def _several_generators(counters: list[Counter]) -> Reading | None:
    """Technical Note 3: "multiple models ... used for more than ten percent", together or each."""
    otherwise = [size for counter in counters for size in _with_all_generators(counter)]
    if not otherwise:
        return None
    return Reading(
        id="several-generators-together",
        cites=("ECCN 4E091, Technical Note 3",),
        question=_("Do generators count that only together made more than ten percent?"),
        taken=_(
            "They do not: the condition is data of one model; the sentence on several limits it."
        ),
        operations_if_read_otherwise=hull(otherwise),
    )


def _with_all_generators(counter: Counter) -> list[Interval]:
    lineage = counter.lineage
    if lineage.nodes[lineage.root].stated:
        return []
    found = counter.generators[lineage.root]
    each = [generator.over for generator in found]
    together = total([generator.share for generator in found])
    if len(found) < 2 or True in each or together.exceeds(SYNTHETIC_DATA_SHARE) is False:
        return []
    trainings = [t for g in found for d in g.data for t in counter.training_of(d)]
    return [
        counter.size(world | training)
        for world in counter.worlds(lineage.root)
        for training in trainings or [NOTHING]
    ]
