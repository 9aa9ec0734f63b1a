"""Every way in which open yes-or-no facts may turn out: published or not, of models and of data.

What counts depends on the same answer in several places (data that are published neither add their
generation nor make their generator the largest), so each combination is counted as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import product

from licet.weights.lineage import Lineage, Node
from licet.weights.worlds import Counter

MOST_OPEN = 8
"""Beyond so many open facts the bounds are those of the answers taken one by one: never too narrow."""


def completions(counter: Counter) -> list[Counter]:
    """The lineage counted once for each combination of answers that may matter."""
    models, data = _open(counter)
    if not models | data or too_many(counter):
        return [counter]
    return [
        Counter(_told(counter.lineage, unpublished_models, unpublished_data))
        for unpublished_models in _subsets(models)
        for unpublished_data in _subsets(data)
    ]


def too_many(counter: Counter) -> bool:
    """Whether more yes-or-no facts are open than are gone through."""
    return sum(map(len, _open(counter))) > MOST_OPEN


def _open(counter: Counter) -> tuple[frozenset[str], frozenset[str]]:
    """The models, and the sets of data, of which it is not said whether they are published."""
    nodes = counter.lineage.nodes
    used = [
        data
        for generators in counter.generators.values()
        for generator in generators
        if generator.over is not False
        for data in generator.data
    ]
    makers = {data.generator for data in used if data.generator is not None}
    models = frozenset(key for key in makers if nodes[key].published is None)
    return models, frozenset(data.amount for data in used if data.published is None)


def _subsets(names: frozenset[str]) -> Iterable[frozenset[str]]:
    ordered = sorted(names)
    for chosen in product((True, False), repeat=len(ordered)):
        yield frozenset(name for name, is_in in zip(ordered, chosen, strict=True) if is_in)


def _told(lineage: Lineage, models: frozenset[str], data: frozenset[str]) -> Lineage:
    """The lineage with every open answer given: only ``models`` and ``data`` are not published."""

    def told(node: Node) -> Node:
        synthetic = node.synthetic and tuple(
            replace(d, published=d.amount not in data) if d.published is None else d
            for d in node.synthetic
        )
        published = node.key not in models if node.published is None else node.published
        return replace(node, published=published, synthetic=synthetic)

    nodes = {key: told(node) for key, node in lineage.nodes.items()}
    return Lineage(lineage.root, nodes, dict(lineage.amounts), [], dict(lineage.replaced))
