"""A model and the models behind it as a graph: what each was derived from, whose data it learned.

A model that stands in several places is one node: it has the same ``id`` everywhere, and its facts
may be stated in any of the places. So does a training run, and a set of generated data.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from licet.errors import Fault, InputError
from licet.facts.training import ModelWeights, SyntheticData, TrainingRun
from licet.weights.interval import UNKNOWN, Interval
from licet.weights.runs import from_sources, operations_of
from licet.words import _

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True)
class Amount:
    """Operations that were done once: a run, the generation of a set of data, a stated figure."""

    operations: Interval
    how: str
    path: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Synthetic:
    """Data that a generator (a node, or unknown) made, and its share of the training operations."""

    amount: str
    generator: str | None
    share: Interval
    published: bool | None
    path: str


@dataclass(frozen=True)
class Node:
    """A model. ``own`` are the amounts of its own training; ``bases`` what it was derived from.

    ``pretrained``: a run of its own says that it is pre-training. ``supposed``: nobody states this
    model; it stands for the base that another may have had.
    """

    key: str
    path: str
    name: str
    published: bool | None = None
    stated: Interval | None = None
    source: str = ""
    own: tuple[str, ...] | None = None
    bases: tuple[str, ...] | None = None
    synthetic: tuple[Synthetic, ...] | None = None
    variant_of: str | None = None
    produced_in: str | None = None
    produced_with: tuple[str, ...] | None = None
    pretrained: bool = False
    supposed: bool = False

    @property
    def base_unstated(self) -> bool:
        """Whether nothing says what it was derived from, nor that it was derived from nothing.

        A model that states all its training, or that a run of it is pre-training, is its own base
        unless it names another.
        """
        return self.bases is None and self.stated is None and not self.pretrained

    def says_nothing(self) -> bool:
        """Whether this is a mere reference to a model that is described elsewhere."""
        facts = (self.published, self.stated, self.own, self.bases, self.synthetic)
        return all(fact is None for fact in facts)


@dataclass
class Lineage:
    """The nodes and amounts of a history, by key; ``inside`` says what an amount stands for too."""

    root: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)
    amounts: dict[str, Amount] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    replaced: dict[str, frozenset[str]] = field(default_factory=dict)

    def graph(self, kind: str | None = None) -> nx.DiGraph[str]:
        """Edges from a model to what came of it: ``base``, ``synthetic``, ``variant`` or all."""
        import networkx as nx

        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(self.nodes)
        for node in self.nodes.values():
            edges = [(base, "base") for base in node.bases or ()]
            edges += [(s.generator, "synthetic") for s in node.synthetic or () if s.generator]
            if node.variant_of:
                edges.append((_key(node.variant_of), "variant"))
            graph.add_edges_from((a, node.key, {"kind": k}) for a, k in edges if kind in (None, k))
        return graph

    def in_order(self) -> list[str]:
        """The models, oldest first. Raises `InputError` where they come out of each other."""
        node = self.nodes[self.root]
        if len(self.nodes) == 1 and not node.bases and not node.synthetic:
            return [self.root]  # nothing to sort, and no need to read the graph library
        import networkx as nx

        graph = self.graph()
        try:
            return [key for key in nx.topological_sort(graph) if key in self.nodes]
        except nx.NetworkXUnfeasible:
            circle = [self.nodes[a].name for a, _b in nx.find_cycle(graph)]
            sentence = _("these models come out of each other, which cannot be: {names}.")
            raise InputError(sentence.format(names=", ".join(circle))) from None

    # -- reading ------------------------------------------------------------------------------

    def add_model(self, model: ModelWeights, path: str) -> str:
        """The key of ``model``, which is added with everything behind it."""
        key = _key(model.id) if model.id is not None else f"at {path or 'the model'}"
        node = Node(
            key=key,
            path=path,
            name=model.id or path or _("the model"),
            published=model.published,
            stated=_figure(model.training_operations),
            source=from_sources(getattr(model.training_operations, "source", None)),
            own=self._own(model, key, path),
            bases=self._bases(model, path),
            synthetic=self._synthetic(model, key, path),
            variant_of=model.variant_of,
            produced_in=model.produced_in,
            produced_with=model.produced_with,
            pretrained=any(run.kind == "pretraining" for run in model.training_runs or ()),
        )
        self.nodes[key] = self._merged(self.nodes[key], node) if key in self.nodes else node
        return key

    def _own(self, model: ModelWeights, key: str, path: str) -> tuple[str, ...] | None:
        runs = None
        if model.training_runs is not None:
            runs = tuple(self._run(r, key, path, n) for n, r in enumerate(model.training_runs))
        if model.additional_operations is None:
            return runs
        where = _below(path, "additional_operations")
        additional = f"{key} additional"
        figure = Interval.of(model.additional_operations).whole()
        how = _stated(model.additional_operations)
        self._amount(additional, Amount(figure, how, where, _open(figure, where)))
        self.replaced[additional] = frozenset(runs or ())
        return (additional,)

    def _run(self, run: TrainingRun, key: str, path: str, index: int) -> str:
        where = _below(path, f"training_runs[{index}]")
        name = f"run {run.id}" if run.id is not None else f"{key} run {index}"
        try:
            operations, how, missing = operations_of(run, where)
        except InputError as error:
            self.faults += error.faults
            return name
        self._amount(name, Amount(operations, how, where, tuple(missing)))
        return name

    def _bases(self, model: ModelWeights, path: str) -> tuple[str, ...] | None:
        where = _below(path, "derived_from")
        if isinstance(model.derived_from, tuple):
            named = enumerate(model.derived_from)
            return tuple(self.add_model(base, f"{where}[{n}]") for n, base in named)
        if model.derived_from is not None:
            return (self.add_model(model.derived_from, where),)
        return None

    def _synthetic(self, model: ModelWeights, key: str, path: str) -> tuple[Synthetic, ...] | None:
        if model.synthetic_data is None:
            return None
        named = enumerate(model.synthetic_data)
        return tuple(
            self._data(data, f"{key} data {n}", _below(path, f"synthetic_data[{n}]"))
            for n, data in named
        )

    def _data(self, data: SyntheticData, key: str, path: str) -> Synthetic:
        name = key if data.id is None else f"data {data.id}"
        where = f"{path}.generation_operations"
        made = Interval.of(data.generation_operations).whole()
        how = _stated(data.generation_operations)
        self._amount(name, Amount(made, how, where, _open(made, where)))
        share = data.share_of_training_operations
        within = Interval(0, 1) if share is None else Interval.of(share)
        if within.high is None or within.high > 1:
            sentence = _("is more than 1; a share of the operations lies between 0 and 1.")
            self.faults.append(Fault(f"{path}.share_of_training_operations", sentence))
        made_by = data.generator
        generator = None if made_by is None else self.add_model(made_by, f"{path}.generator")
        return Synthetic(name, generator, within, data.data_published, path)

    def suppose_bases(self) -> None:
        """Give a base of which nothing is known to each model that says only what it trained itself.

        What was added was added to something; runs of which none is pre-training may have been.
        """
        for key, node in list(self.nodes.items()):
            added = f"{key} additional" in (node.own or ())
            if node.own is None or node.bases is not None or not (added or node.base_unstated):
                continue
            where = _below(node.path, "derived_from")
            base = Node(f"at {where}", where, where if added else supposed_name())
            self.nodes[base.key] = replace(base, supposed=not added, variant_of=node.variant_of)
            self.nodes[key] = replace(node, bases=(base.key,))

    # -- one thing described in several places ----------------------------------------------------

    def _amount(self, name: str, amount: Amount) -> None:
        known = self.amounts.get(name)
        if known is None or known.operations == UNKNOWN:
            self.amounts[name] = amount
        elif amount.operations not in (UNKNOWN, known.operations):
            self._contradiction(name, amount.path, known.path, _("the operations"))

    def _merged(self, known: Node, new: Node) -> Node:
        if known.says_nothing():
            known = replace(known, path=new.path)
        merged: dict[str, Any] = {}
        for name in _FIELDS:
            one, other = getattr(known, name), getattr(new, name)
            if one is not None and other is not None and _facts(one) != _facts(other):
                self._contradiction(known.name, new.path, known.path, _FIELDS[name])
            merged[name] = other if one is None else one
        pretrained = known.pretrained or new.pretrained
        return replace(known, source=known.source or new.source, pretrained=pretrained, **merged)

    def _contradiction(self, name: str, path: str, other: str, what: str) -> None:
        sentence = _("{name} is described differently at {other}: {what}. State it once.")
        self.faults.append(Fault(path, sentence.format(name=name, other=other or "/", what=what)))


_FIELDS = {
    "published": "published",
    "stated": "training_operations",
    "own": "training_runs, additional_operations",
    "bases": "derived_from",
    "synthetic": "synthetic_data",
    "variant_of": "variant_of",
    "produced_in": "produced_in",
    "produced_with": "produced_with",
}


def lineage_of(model: ModelWeights) -> Lineage:
    """The graph behind ``model``. Raises `InputError` where its facts contradict each other."""
    lineage = Lineage()
    lineage.root = lineage.add_model(model, "")
    if lineage.faults:
        raise InputError(lineage.faults)
    lineage.suppose_bases()
    return lineage


def supposed_name() -> str:
    """What a base is called of which nothing is said, not even that it exists."""
    return _("a base, if it had one")


def _key(name: str) -> str:
    return f"model {name}"


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _figure(figure: Any) -> Interval | None:
    return None if figure is None else Interval.of(figure).whole()


def _stated(figure: Any) -> str:
    return _("as stated") + from_sources(getattr(figure, "source", None))


def _open(figure: Interval, path: str) -> tuple[str, ...]:
    return (path,) if figure.high is None else ()


def _facts(value: Any) -> Any:
    """What two descriptions must agree on: not the place where each stands."""
    if isinstance(value, tuple):
        return tuple(_facts(each) for each in value)
    return replace(value, path="") if isinstance(value, Synthetic) else value
