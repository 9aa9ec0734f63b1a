"""Where the models of a lineage stand in a drawing: in layers, with as few crossings as is simple."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from licet.weights.lineage import Lineage

if TYPE_CHECKING:
    import networkx as nx

SWEEPS = 8
Edge = tuple[str, str, str, list[str]]
"""Start, end, kind, and the empty places that a long arrow passes on its way."""


@dataclass
class Layout:
    """Layers of names, oldest first; ``places`` gives layer, place and length of the layer.

    ``ways`` counts on how many ways what a model took leads to the last one.
    """

    layers: list[list[str]]
    places: dict[str, tuple[int, int, int]]
    edges: list[Edge] = field(default_factory=list)
    ways: dict[str, int] = field(default_factory=dict)


def laid_out(lineage: Lineage) -> Layout:
    """A layer for each generation, ordered by where a model's neighbours stand."""
    import networkx as nx

    graph = nx.compose(lineage.graph("base"), lineage.graph("synthetic"))
    graph = graph.subgraph(set(lineage.nodes))
    generation = {
        key: n for n, keys in enumerate(nx.topological_generations(graph)) for key in keys
    }
    straight: nx.DiGraph[str] = nx.DiGraph()
    straight.add_nodes_from(graph)
    edges: list[Edge] = []
    for start, end, kind in sorted(graph.edges(data="kind")):  # type: ignore[var-annotated]
        between = [f"{start} > {end} at {n}" for n in range(generation[start] + 1, generation[end])]
        generation |= {name: generation[start] + 1 + n for n, name in enumerate(between)}
        nx.add_path(straight, [start, *between, end])
        edges.append((start, end, kind, between))
    layers = [
        sorted(key for key in straight if generation[key] == n)
        for n in range(max(generation.values()) + 1)
    ]
    _fewer_crossings(layers, straight)
    places = {
        key: (n, place, len(layer))
        for n, layer in enumerate(layers)
        for place, key in enumerate(layer)
    }
    return Layout(layers, places, edges, _ways(graph, lineage.root))


def _fewer_crossings(layers: list[list[str]], graph: nx.DiGraph[str]) -> None:
    """Sort each layer by the mean place of its neighbours, down and up again."""
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        order = layers if down else layers[::-1]
        place = {key: n / len(layer) for layer in layers for n, key in enumerate(layer)}
        for layer in order[1:]:
            near = {key: list(graph.pred[key] if down else graph.succ[key]) for key in layer}
            mean = {
                key: sum(place[n] for n in keys) / len(keys) if keys else place[key]
                for key, keys in near.items()
            }
            layer.sort(key=lambda key, mean=mean: (mean[key], key))  # type: ignore[misc]
            place |= {key: n / len(layer) for n, key in enumerate(layer)}


def _ways(graph: nx.DiGraph[str], root: str) -> dict[str, int]:
    """How many paths lead from each model to the last one."""
    import networkx as nx

    ways = dict.fromkeys(graph, 0) | {root: 1}
    for key in reversed(list(nx.topological_sort(graph))):
        if key != root:
            ways[key] = sum(ways[after] for after in graph.succ[key])
    return ways
