"""How many operations it took to train a model, as ECCN 4E091 counts them.

Source: 15 CFR part 774, supplement no. 1, ECCN 4E091, Technical Notes 2 and 3, and Note 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from licet.errors import Fault, InputError
from licet.facts.reading import read
from licet.facts.training import ModelWeights
from licet.weights.completions import completions, too_many
from licet.weights.interval import UNKNOWN, Interval, hull, percent, total
from licet.weights.lineage import Lineage, lineage_of, supposed_name
from licet.weights.readings import Reading, other_readings
from licet.weights.steps import Step, missing_of, steps_of
from licet.weights.worlds import Counter, World
from licet.words import _

if TYPE_CHECKING:
    from rich.tree import Tree


@dataclass(frozen=True)
class Derivation:
    """A model that the counted one was derived from, and what was added since (Note 1).

    ``operations`` and ``additional`` are operations as Technical Note 2 counts them: without the
    data-generation models of Technical Note 3. ``path`` leads to the model in the facts.
    ``supposed``: nothing is said of a base, so that there may be one of which nothing is known.
    """

    name: str
    path: str
    published: bool | None
    operations: Interval
    additional: Interval
    supposed: bool = False
    produced_in: str | None = None
    produced_with: tuple[str, ...] | None = None

    def to_json(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "name": self.name,
            "published": self.published,
            "training_operations": self.operations.to_json(),
            "additional_operations": self.additional.to_json(),
        }


@dataclass(frozen=True)
class Count:
    """What was counted. Operations are exact whole numbers, or the bounds between which they lie.

    ``operations`` is the count of Technical Notes 2 and 3, ``note_2`` that of the second alone.
    ``derived_from`` lists the models behind the counted one, nearest first. ``missing`` are paths
    into the facts that leave the count open. ``bounds_exact``: each bound is reached by some answer
    to the open yes-or-no facts; otherwise they are never too narrow, but may be too wide. ``notes``
    say so, and which stated shares contradict the figures.
    """

    operations: Interval
    note_2: Interval
    derived_from: tuple[Derivation, ...]
    missing: tuple[str, ...]
    readings: tuple[Reading, ...]
    steps: Step
    lineage: Lineage
    counted: World
    possible: World
    bounds_exact: bool = True
    notes: tuple[str, ...] = ()

    @property
    def base_published(self) -> bool | None:
        """Whether a model that this one was derived from is published; ``None``: not known."""
        known = [each.published for each in self.derived_from]
        return True if True in known else None if None in known else False

    def to_json(self) -> dict[str, Any]:
        """The count for a machine: intervals of whole operations, and the tree of steps."""
        return {
            "training_operations": self.operations.to_json(),
            "bounds_exact": self.bounds_exact,
            "technical_note_2": self.note_2.to_json(),
            "derived_from": [each.to_json() for each in self.derived_from],
            "missing_facts": list(self.missing),
            "notes": list(self.notes),
            "other_readings": [each.to_json() for each in self.readings],
            "steps": self.steps.to_json(),
        }

    def tree(self) -> Tree:
        """The steps for a person, as a tree."""
        from licet.weights.steps import drawn

        return drawn(self.steps)


def count(model_weights: Mapping[str, Any] | ModelWeights) -> Count:
    """Count the training operations of a model from its history.

    ``model_weights`` are facts of that name: runs, bases, synthetic data, each with its figures.
    A stated ``training_operations`` is the whole count of the model that states it. Raises
    `InputError` with every fault of the facts, contradictions between them among the faults.
    """
    try:
        return _count(Counter(lineage_of(read(ModelWeights, model_weights))))
    except RecursionError:
        raise InputError(_("The history is nested too deeply; at most some 200 models.")) from None


def _count(counter: Counter) -> Count:
    lineage = counter.lineage
    _refuse_less_than_its_base(counter)
    every = completions(counter)
    worlds = [world for each in every for world in each.worlds(lineage.root)]
    sizes = [each.size(world) for each in every for world in each.worlds(lineage.root)]
    sure, possible = frozenset.intersection(*worlds), frozenset.union(*worlds)
    operations = hull(sizes)
    settled = operations.low == operations.high
    exact = settled or not (too_many(counter) or any(each.merged for each in every))
    return Count(
        operations=operations,
        note_2=counter.size(counter.note_2(lineage.root)),
        derived_from=tuple(_derivations(counter)),
        missing=() if settled else missing_of(counter, sure, possible),
        readings=tuple(other_readings(every)),
        steps=steps_of(counter, sure, possible),
        lineage=lineage,
        counted=sure - counter.covered(sure),
        possible=possible,
        bounds_exact=exact,
        notes=tuple(_notes(counter, exact)),
    )


def _refuse_less_than_its_base(counter: Counter) -> None:
    faults = []
    for node in counter.lineage.nodes.values():
        inside = total([counter.size(counter.inside(node.key))])
        if node.stated and node.stated.high is not None and inside.low > node.stated.high:
            sentence = _("{stated} is less than the {inside} of the training behind it.")
            path = f"{node.path}.training_operations".lstrip(".")
            faults.append(Fault(path, sentence.format(stated=node.stated, inside=inside)))
    if faults:
        raise InputError(faults)


def _notes(counter: Counter, exact: bool) -> Iterator[str]:
    """What a person has to know of the figures: shares that cannot be, bounds that may be wide."""
    no_room = _(
        "{path}: {share} of all operations of {name} were on these data, as stated, but its own "
        "training is {room} of them: those of its bases are in the whole too. It is taken as stated."
    )
    for node in counter.lineage.nodes.values():
        for data in node.synthetic or ():
            if data.share.low > (room := counter.room(node)):
                path = f"{data.path}.share_of_training_operations"
                figures = {"share": percent(data.share.low, 12), "room": percent(room, 12)}
                yield no_room.format(path=path, name=node.name, **figures)
    if not exact:
        yield _(
            "So many facts about who generated data are open that the bounds of the training "
            "operations may be wider than the answers allow; they are never too narrow."
        )


def _derivations(counter: Counter) -> list[Derivation]:
    """Every model behind the root, nearest first."""
    lineage = counter.lineage
    if not lineage.nodes[lineage.root].bases:
        return []
    import networkx as nx

    graph = lineage.graph("base")
    behind = nx.ancestors(graph, lineage.root)
    order = [key for key in nx.lexicographical_topological_sort(graph) if key in behind]
    found = []
    for key in reversed(order):
        node = lineage.nodes[key]
        since = {lineage.root, *behind} - {key, *nx.ancestors(graph, key)}
        found.append(
            Derivation(
                name=node.name,
                path=node.path,
                published=node.published,
                operations=counter.size(counter.note_2(key)),
                additional=_added(counter, since),
                supposed=node.supposed,
                produced_in=node.produced_in,
                produced_with=node.produced_with,
            )
        )
        if node.published is False and node.own is None and node.base_unstated:
            path, added = f"{node.path}.derived_from", _added(counter, {*since, key})
            found.append(Derivation(supposed_name(), path, None, UNKNOWN, added, supposed=True))
    return found


def _added(counter: Counter, models: set[str]) -> Interval:
    """What the models' own training took: as stated, or what a stated total leaves for it."""
    amounts: World = frozenset()
    rests = []
    for key in models:
        node = counter.lineage.nodes[key]
        if node.own is not None or node.stated is None:
            amounts |= frozenset(counter.own(node))
        else:
            behind = frozenset[str]().union(*(counter.note_2(base) for base in node.bases or ()))
            rests.append(node.stated.less(counter.size(behind)))
    return total([counter.size(amounts), *rests])
