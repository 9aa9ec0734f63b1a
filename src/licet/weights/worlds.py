"""Which operations count for a model: Technical Notes 2 and 3 to ECCN 4E091, over sets of amounts.

An amount (a run, the making of a set of data) is in a set or not, so no operation counts twice
however the paths join. Where facts are missing there is a set for each way in which they may turn
out, a "world"; the count lies between the smallest and the largest of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import chain, product
from math import prod

from licet.law.ear.ccl.e4e091 import SYNTHETIC_DATA_SHARE
from licet.weights.interval import UNKNOWN, Exact, Interval, total
from licet.weights.lineage import Amount, Lineage, Node, Synthetic
from licet.words import _

World = frozenset[str]
NOTHING: World = frozenset()
NONE = Interval(0, 0)
Option = tuple[World, World | None]
"""The generation that counts, and the training that would, were it the largest."""
MANY = 256
"""From so many worlds on, they are replaced by what all of them share and what any of them has."""


@dataclass(frozen=True)
class Generator:
    """A single data-generation model: variants of one model are one (Technical Note 3)."""

    data: tuple[Synthetic, ...]
    share: Interval
    over: bool | None
    """Whether more than ten percent of the operations were training on its unpublished data."""
    unsettled: bool = False
    """Whether it may be one with another generator: nobody says what one of them was derived from."""


@dataclass
class Counter:
    """Counts over one lineage. Everything is found once for each model and kept."""

    lineage: Lineage
    generators: dict[str, list[Generator]] = field(default_factory=dict)
    _worlds: dict[str, frozenset[World]] = field(default_factory=dict)
    _inside: dict[str, World] = field(default_factory=dict)
    merged: bool = False
    """Whether some worlds were replaced: then what counts is not less than nothing beyond Note 2."""

    def __post_init__(self) -> None:
        """Go through the models from the oldest on, so that no chain is too long."""
        for key in self.lineage.in_order():
            self._find(self.lineage.nodes[key])

    def _find(self, node: Node) -> None:
        below = [self.note_2(base) for base in node.bases or ()]
        self._inside[node.key] = frozenset(self.own(node)).union(*below)
        additions = self._additions(node)
        if node.stated is None:
            inside = self._inside[node.key]
            self._worlds[node.key] = self._few(inside | more for more in additions)
            return
        stated = f"{node.key} stated"
        how = _("a figure for the whole") + node.source
        known = Amount(node.stated, how, f"{node.path}.training_operations".lstrip("."))
        self.lineage.amounts[stated] = known
        sure = frozenset.intersection(*additions)
        self.lineage.replaced[stated] = self._inside[node.key] | sure
        self._worlds[node.key] = frozenset({frozenset({stated})})

    # -- Technical Note 2 -------------------------------------------------------------------------

    def own(self, node: Node) -> tuple[str, ...]:
        """The model's own training; one unknown amount where nothing is stated of it."""
        if node.own is not None or node.stated is not None:
            return node.own or ()
        what = "additional_operations" if node.bases else "training_operations"
        path = node.path if node.supposed else f"{node.path}.{what}".lstrip(".")
        how = _("no figure is stated")
        if node.supposed:
            how = _("nothing is said of a base; an empty list says that there was none")
        amount = Amount(UNKNOWN, how, path, (path,))
        self.lineage.amounts.setdefault(f"{node.key} own", amount)
        return (f"{node.key} own",)

    def note_2(self, key: str) -> World:
        """Pre-training and all subsequent training: the model's own, and that of its bases."""
        stated = self.lineage.nodes[key].stated is not None
        return frozenset({f"{key} stated"}) if stated else self._inside[key]

    def inside(self, key: str) -> World:
        """What `note_2` holds, run by run, where a stated figure stands for it."""
        return self._inside[key]

    def size(self, world: World) -> Interval:
        """The operations in ``world``. What a stated figure there stands for is inside it."""
        counted = world - self.covered(world)
        return total([self.lineage.amounts[name].operations for name in counted])

    def covered(self, world: World) -> World:
        """The amounts of ``world`` that another amount of it stands for."""
        return NOTHING.union(*(self.lineage.replaced.get(name, NOTHING) for name in world))

    def worlds(self, key: str) -> frozenset[World]:
        """The sets of amounts that the training of the model may consist of."""
        return self._worlds[key]

    # -- Technical Note 3 -------------------------------------------------------------------------

    def levels(self, key: str) -> list[Node]:
        """The model and the bases whose training is counted run by run."""
        found, queue = [], [key]
        for each in queue:
            node = self.lineage.nodes[each]
            found.append(node)
            inner = node.bases or () if node.stated is None or each == key else ()
            queue += [base for base in inner if base not in queue]
        return found

    def _additions(self, node: Node) -> frozenset[World]:
        levels = self.levels(node.key)
        silent = [level for level in levels if self._says_nothing_of_data(level, node.key)]
        found, loose = self._generators(node.key, levels, silent)
        self.generators[node.key] = found
        options = [self._options(generator) for generator in found]
        highest = max([_most(loose), *(_most(each.share) for each in found)])
        # Alone, data inside a stated figure add nothing: over ten percent, they are inside it.
        matters = found or any(level.stated is None for level in silent)
        if silent and matters and Interval(0, highest).exceeds(SYNTHETIC_DATA_SHARE) is not False:
            options.append([(NOTHING, None), (frozenset({self._any(node, silent)}), None)])
        if prod(len(option) for option in options) > MANY:
            self.merged = True
            return self._few(_bounds(options))
        chosen = [self._only_the_largest(node.key, each) for each in product(*options)]
        if any(each.unsettled for each in found):
            self.merged = True
            chosen.append([_as_one(options)])
        least = [NOTHING] if self.merged else []
        return self._few(chain(least, *chosen))

    def _says_nothing_of_data(self, level: Node, key: str) -> bool:
        """Whether the level was trained on data of which nothing is said."""
        if level.synthetic is not None or (level.stated is not None and level.key == key):
            return False
        return self._part(key, self._trained(level)).exceeds(0) is not False

    def _trained(self, level: Node) -> World:
        """What the level itself trained; a stated figure is not divided."""
        return frozenset(self.own(level)) if level.stated is None else self.note_2(level.key)

    def _any(self, node: Node, silent: list[Node]) -> str:
        paths = tuple(
            level.path if level.supposed else f"{level.path}.synthetic_data".lstrip(".")
            for level in silent
        )
        how = _("nothing is said of synthetic data; an empty list says that there was none")
        self.lineage.amounts[f"{node.key} any"] = Amount(UNKNOWN, how, paths[0], paths)
        return f"{node.key} any"

    def _part(self, key: str, amounts: World) -> Interval:
        """How much of the operations that Technical Note 2 counts for ``key`` is in ``amounts``."""
        everything = self._inside[key]
        part, rest = self.size(amounts & everything), self.size(everything - amounts)
        if rest == Interval(0, 0):
            return Interval.exactly(1)
        return Interval(_ratio(part.low, rest.high, 0), _ratio(part.high, rest.low, 1))

    def room(self, node: Node) -> Exact:
        """The most that the model's own training may be of all operations that Note 2 counts.

        The data that a model lists were learned in its own training, not in that of its bases.
        """
        if node.stated is None:
            return _most(self._part(node.key, frozenset(self.own(node))))
        behind = self.size(NOTHING.union(*(self.note_2(base) for base in node.bases or ())))
        whole = node.stated.high
        return 1 if not whole else max(Fraction(0), 1 - Fraction(behind.low) / whole)

    def within(self, node: Node, data: Synthetic) -> Interval:
        """The share of data of the model: what its own training has room for, or as stated."""
        room = self.room(node)
        if data.share.low > room:
            return data.share
        return Interval(data.share.low, min(_most(data.share), room))

    def _generators(
        self, key: str, levels: list[Node], silent: list[Node]
    ) -> tuple[list[Generator], Interval]:
        """The data-generation models behind ``key``, and how much may be of any of them."""
        weight = {level.key: self._part(key, self.note_2(level.key)) for level in levels}
        weight[key] = Interval.exactly(1)
        used = [
            (data, weight[level.key] * self.within(level, data))
            for level in levels
            for data in level.synthetic or ()
        ]
        used = [(data, share) for data, share in used if data.published is not True]
        anyones = [share for data, share in used if data.generator is None]
        anyones += [self._part(key, self._trained(level)) for level in silent]
        loose = total([Interval(0, share.high) for share in anyones])
        families = self._families(used)
        named = [group for group in families if group[0][0].generator]
        shares = [total([share for _data, share in group]) for group in named]
        unsettled = len(named) > 1 and any(map(self._unsettled, named))
        most = total(shares) if unsettled else max(shares, key=_most, default=NONE)
        return [
            self._single(
                group,
                loose + (shares[named.index(group)] if group in named and not unsettled else most),
                unsettled,
            )
            for group in families
        ], loose

    def _single(
        self, used: list[tuple[Synthetic, Interval]], all_of_it: Interval, unsettled: bool
    ) -> Generator:
        """One generator. ``all_of_it``: with the data of which nobody says that they are another's."""
        surely = [share.low for data, share in used if data.published is False]
        share = Interval(sum(surely), _most(all_of_it))
        over = share.exceeds(SYNTHETIC_DATA_SHARE)
        return Generator(tuple(d for d, _s in used), share, over, unsettled and over is not False)

    def _families(
        self, used: list[tuple[Synthetic, Interval]]
    ) -> list[list[tuple[Synthetic, Interval]]]:
        """Data by the single model that made it; a generator that is not named is its own."""
        if not used:
            return []
        import networkx as nx

        same: nx.Graph[str] = nx.Graph()
        same.add_nodes_from(data.path for data, _share in used)
        first: dict[str, str] = {}
        for data, _share in used:
            for kin in self._kin.get(data.generator or "", ()):
                same.add_edge(first.setdefault(kin, data.path), data.path)
        groups = [sorted(group) for group in nx.connected_components(same)]
        by_path = {pair[0].path: pair for pair in used}
        return [[by_path[path] for path in group] for group in sorted(groups)]

    @cached_property
    def _kin(self) -> dict[str, frozenset[str]]:
        """Each model with everything that it is a variant, a checkpoint or a fine-tune of.

        A run is among it: models that were trained in one run are checkpoints of one model.
        """
        import networkx as nx

        graph = nx.compose(self.lineage.graph("base"), self.lineage.graph("variant"))
        graph.add_edges_from((run, k) for k, n in self.lineage.nodes.items() for run in n.own or ())
        return {key: frozenset({key, *nx.ancestors(graph, key)}) for key in graph}

    def _unsettled(self, family: list[tuple[Synthetic, Interval]]) -> bool:
        return any(self.kin_unstated(data.generator) for data, _share in family if data.generator)

    def kin_unstated(self, key: str) -> bool:
        """Whether nobody says what the model, or one behind it, was derived from."""
        behind = [self.lineage.nodes[k] for k in self._kin[key] if k in self.lineage.nodes]
        return any(node.base_unstated and not node.variant_of for node in behind)

    def _options(self, generator: Generator) -> list[Option]:
        """What a generator may add: the generation, and the training that may be counted."""
        if generator.over is False:
            return [(NOTHING, None)]
        generation = self._any_of(
            [frozenset({data.amount})] + ([NOTHING] if data.published is None else [])
            for data in generator.data
        )
        training = self._any_of(self.training_of(data) for data in generator.data)
        some = [(made, trained or None) for made, trained in product(generation, training)]
        return some if generator.over else [(NOTHING, None), *some]

    def training_of(self, data: Synthetic) -> list[World]:
        """The training of the model that made ``data``, where its parameters are not published."""
        if data.generator is None:
            name = f"{data.amount} unknown generator"
            where = f"{data.path}.generator"
            how = _("the generator is not named")
            self.lineage.amounts[name] = Amount(UNKNOWN, how, where, (where,))
            return [NOTHING, frozenset({name})]
        published = self.lineage.nodes[data.generator].published
        if published:
            return [NOTHING]
        unsure = published is None or data.published is None
        return [*self.worlds(data.generator), *([NOTHING] if unsure else [])]

    def _any_of(self, choices: Iterable[Iterable[World]]) -> list[World]:
        """Every union of one world from each choice."""
        found: frozenset[World] = frozenset({NOTHING})
        for choice in choices:
            others = list(choice)
            found = self._few(one | other for one in found for other in others)
        return sorted(found, key=sorted)

    def _few(self, worlds: Iterable[World]) -> frozenset[World]:
        found = frozenset(worlds)
        if len(found) <= MANY:
            return found
        self.merged = True
        return frozenset({frozenset.intersection(*found), frozenset.union(*found)})

    def _only_the_largest(self, key: str, chosen: Iterable[Option]) -> list[World]:
        """Of several generators, only the training of the one that took most of it.

        Of several that took equally much, the one whose training adds most to the count.
        """
        chosen = list(chosen)
        made = NOTHING.union(*(generation for generation, _training in chosen))
        sizes = {training: self.size(training) for _made, training in chosen if training}
        least = max((size.low for size in sizes.values()), default=0)
        largest = {t: size for t, size in sizes.items() if size.high is None or size.high >= least}
        if len(largest) > 1 and all(size.low == size.high for size in largest.values()):
            sums = {t: self.size(self._inside[key] | made | t).low for t in largest}
            largest = {t: largest[t] for t, added in sums.items() if added == max(sums.values())}
        return [made | training for training in largest] or [made]


def _ratio(part: Exact | None, rest: Exact | None, otherwise: int) -> Exact:
    if part is None or rest is None or part + rest == 0:
        return otherwise
    return Fraction(part) / (part + rest)


def _most(share: Interval) -> Exact:
    """The most that a share may be."""
    return 1 if share.high is None else min(share.high, 1)


def _as_one(options: list[list[Option]]) -> World:
    """What would count were all the generators one: the making of all data, and all training."""
    return NOTHING.union(*(made | (t or NOTHING) for option in options for made, t in option))


def _bounds(options: list[list[Option]]) -> list[World]:
    """For too many ways to go through: the least, and all generation with each of the trainings."""
    least = [frozenset.intersection(*(made for made, _trained in option)) for option in options]
    made = NOTHING.union(*(made for option in options for made, _trained in option))
    trained = [training or NOTHING for option in options for _made, training in option]
    return [NOTHING.union(*least), *(made | training for training in trained)]
