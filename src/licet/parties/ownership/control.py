"""Who stands at the top: the ultimate parent.

The regulations use "headquartered in" and "ultimate parent" and define neither. licet's working rule,
which is no law: a parent is an owner that holds more than half, itself or through companies that it
holds more than half of, or that consolidates the company in its accounts; the ultimate parent is the
parent that has no parent. It is known only where nobody else could be it: where half or more of a
company is in hands that are not known, its ultimate parent is unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from licet.parties.ownership.chain import Chain, in_whole_numbers
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
    below, whole = _in_whole_numbers(chain)
    surely = _parents(chain, below, {company: _surely(*each) for company, each in whole.items()})
    maybe = _parents(chain, below, {company: _maybe(*each) for company, each in whole.items()})
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


Parts = tuple[int, int]
"""At least and at most so many of the parts that a company is divided into."""

Below = Mapping[str, list[tuple[str, Parts]]]
"""By owner, what it holds of which company."""


def _in_whole_numbers(chain: Chain) -> tuple[Below, dict[str, Parts]]:
    """Who holds what, and of each company the parts it is divided into and those held for certain.

    An owner that consolidates a company is as good as one that holds all of it.
    """
    below: defaultdict[str, list[tuple[str, Parts]]] = defaultdict(list)
    companies = {}
    for owned, owners in chain.stakes.items():
        whole, held = in_whole_numbers(owners)
        for (owner, stake), parts in zip(owners.items(), held, strict=True):
            below[owner].append((owned, (whole, whole) if stake.controls else parts))
        companies[owned] = whole, sum(low for low, _high in held)
    return below, companies


def _half(parts: int) -> int:
    """Half of the parts, rounded down."""
    return HALF.numerator * parts // HALF.denominator


def _surely(whole: int, _recorded: int) -> Parts:
    """How many parts a parent holds at least: more than half."""
    return _half(whole) + 1, 0


def _maybe(whole: int, recorded: int) -> Parts:
    """How many parts somebody holds who could hold half: so many at most, and at least so many that
    the others are not known to hold more than half.
    """
    return recorded - _half(whole), -_half(-whole)


def _parents(chain: Chain, below: Below, needed: Mapping[str, Parts]) -> dict[str, set[str]]:
    """For each entity every company that is its parent, in the sense of ``needed``."""
    parents: dict[str, set[str]] = {entity: set() for entity in chain.entities}
    for head in below:
        for entity in _group(head, below, needed) - {head}:
            parents[entity].add(head)
    return parents


def _group(head: str, below: Below, needed: Mapping[str, Parts]) -> set[str]:
    """The head and every company that it holds, itself or through those that it holds."""
    group, waiting = {head}, [head]
    mine: dict[str, Parts] = {}
    while waiting:
        for owned, (low, high) in below.get(waiting.pop(), ()):
            if owned in group:
                continue
            if owned in mine:
                low, high = low + mine[owned][0], high + mine[owned][1]
            least, most = needed[owned]
            if low >= least and high >= most:
                group.add(owned)
                waiting.append(owned)
            else:
                mine[owned] = low, high
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
