"""Who stands at the top: the ultimate parent.

The regulations use "headquartered in" and "ultimate parent" and define neither. licet's working rule,
which is no law: a parent is an owner that holds more than half, itself or through companies that it
holds more than half of, or that consolidates the company in its accounts; the ultimate parent is the
parent that has no parent. It is known only where nobody else could be it: where half or more of a
company is in hands that are not known, its ultimate parent is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from licet.parties.ownership.chain import Chain, Stake
from licet.words import _

HALF = Fraction(1, 2)
"""More than this is a parent's; as much as this may be, so that it must be ruled out. Not from the
regulations, which name no share (see `QUESTION`)."""


@dataclass(frozen=True)
class OpenQuestion:
    """Where the text is unclear, what licet takes it to mean, and what else it could mean."""

    id: str
    cites: tuple[str, ...]
    question: str
    taken: str
    otherwise: str


QUESTION = OpenQuestion(
    id="headquarters-and-ultimate-parent-undefined",
    cites=("15 CFR 744.23(a)(3)", "15 CFR 742.6(a)(6)(iii)", "15 CFR 740.2(a)(9)(ii)"),
    question="The regulations define neither where an entity is headquartered nor which company is its "
    "ultimate parent, and name no share of ownership.",
    taken="Headquarters are where the evidence in the party file says that the company is directed "
    "from, not where it is registered. The ultimate parent is the topmost company that holds more than "
    "half, itself or through others, or that consolidates the company in its accounts. An owner of "
    "exactly half, or unknown hands that could hold half, leave the ultimate parent unknown.",
    otherwise="Control by other means (votes, contracts, appointment of the board), or the seat of "
    "registration, could make another company the ultimate parent.",
)


@dataclass(frozen=True)
class UltimateParent:
    """The topmost parent that is known, and whether it is certain that nobody is above or beside it.

    ``path`` leads from the entity to ``entity``, both included. ``possible`` are others that could
    be a parent. ``why`` says in a sentence what is missing where ``certain`` is false.
    """

    entity: str
    certain: bool
    path: tuple[str, ...]
    possible: tuple[str, ...] = ()
    why: str = ""


def ultimate_parent(chain: Chain) -> UltimateParent:
    """The ultimate parent of the chain's entity; the entity itself where it has no parent."""
    surely, maybe = _parents(chain, _surely), _parents(chain, _maybe)
    certain = surely[chain.entity]
    tops = sorted(p for p in certain | {chain.entity} if not surely[p] - {p})
    if len(tops) != 1:
        sentence = _("{names} own each other in a circle, with nobody above them.")
        top = min(certain, default=chain.entity)
        why = sentence.format(names=", ".join(sorted(certain)) or chain.entity)
        possible = tuple(sorted(maybe[chain.entity]))
        return UltimateParent(top, False, _path(chain, top), possible, why)
    top = tops[0]
    others = tuple(sorted((maybe[chain.entity] | maybe[top]) - certain - {chain.entity, top}))
    why = _what_is_missing(chain, top, others)
    return UltimateParent(top, not why, _path(chain, top), others, why)


@dataclass
class _Mine:
    """What a group holds of an entity, summed while the group grows."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    controls: bool = False

    def add(self, stake: Stake) -> None:
        self.low += stake.low
        self.high += stake.high
        self.controls = self.controls or stake.controls


Holds = Callable[[_Mine, Fraction], bool]


def _surely(mine: _Mine, recorded: Fraction) -> bool:
    return mine.controls or mine.low > HALF


def _maybe(mine: _Mine, recorded: Fraction) -> bool:
    """At most what it may be, with everybody else at their least."""
    return mine.controls or min(mine.high, 1 - (recorded - mine.low)) >= HALF


def _parents(chain: Chain, holds: Holds) -> dict[str, set[str]]:
    """For each entity every company that is its parent, in the sense of ``holds``."""
    below: defaultdict[str, dict[str, Stake]] = defaultdict(dict)
    for owned, owners in chain.stakes.items():
        for owner, stake in owners.items():
            below[owner][owned] = stake
    recorded = {entity: chain.recorded(entity) for entity in chain.entities}
    parents: dict[str, set[str]] = {entity: set() for entity in chain.entities}
    for head in below:
        for entity in _group(head, below, recorded, holds) - {head}:
            parents[entity].add(head)
    return parents


def _group(
    head: str,
    below: Mapping[str, Mapping[str, Stake]],
    recorded: Mapping[str, Fraction],
    holds: Holds,
) -> set[str]:
    """The head and every company that it holds, itself or through those that it holds."""
    group, waiting = {head}, [head]
    mine: defaultdict[str, _Mine] = defaultdict(_Mine)
    while waiting:
        for owned, stake in below.get(waiting.pop(), {}).items():
            mine[owned].add(stake)
            if owned not in group and holds(mine[owned], recorded[owned]):
                group.add(owned)
                waiting.append(owned)
    return group


def _above(chain: Chain, entity: str) -> set[str]:
    found: set[str] = set()
    waiting = [entity]
    while waiting:
        for owner in chain.stakes.get(waiting.pop(), {}):
            if owner not in found:
                found.add(owner)
                waiting.append(owner)
    return found


def _what_is_missing(chain: Chain, top: str, others: tuple[str, ...]) -> str:
    if others:
        sentence = _("{names} may hold half or more of {top} or of a company between.")
        return sentence.format(names=", ".join(others), top=top)
    if top in chain.without_parent or top in chain.complete:
        return ""
    unrecorded = 1 - chain.recorded(top)
    if unrecorded >= HALF:
        sentence = _("nothing says who holds {percent} percent of {top}.")
        return sentence.format(percent=f"{float(unrecorded * 100):.4g}", top=top)
    return ""


def _path(chain: Chain, top: str) -> tuple[str, ...]:
    """From the entity to the top, each time to the owner through whom the largest share goes."""
    path, seen = [chain.entity], {chain.entity}
    while path[-1] != top:
        towards = {
            owner: stake
            for owner, stake in chain.stakes.get(path[-1], {}).items()
            if owner not in seen and (owner == top or top in _above(chain, owner))
        }
        if not towards:
            break
        path.append(max(towards, key=lambda o: (towards[o].controls, towards[o].low, o == top)))
        seen.add(path[-1])
    return tuple(path)
