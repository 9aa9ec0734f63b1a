"""Which owners' restrictions reach an entity: the rule of half.

A holding counts in full once it reaches half: an entity of which listed ones hold half together is
treated as listed, and its own holdings count from then on (supplement no. 8 to part 744, as the
Office of Foreign Assets Control reads its own rule, FAQ 401). Multiplying shares along the chain can
give more: that is the stricter reading where it reaches half, and is reported beside the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction

from licet.parties.ownership.chain import Chain, Stake
from licet.parties.ownership.holdings import Bounds, held


@dataclass(frozen=True)
class Attribution:
    """What of the chain's entity counts as held by ``listed``, in parts of the whole.

    ``counted`` by the rule of half; ``multiplied`` along the chain; ``possible`` the most by either if
    what nobody is recorded to hold were theirs. ``through`` are the owners that count as listed.
    ``caught`` is true or false, or none where it depends on shares that are not known.
    """

    counted: Bounds
    multiplied: Bounds
    possible: Fraction
    through: frozenset[str]
    caught: bool | None
    only_by_multiplying: bool


def attributed(chain: Chain, listed: Set[str], threshold: Fraction) -> Attribution:
    """What counts as held by ``listed``; ``threshold`` is the part from which a holding counts in full."""
    surely = _caught(chain, listed, threshold, _least)
    maybe = _caught(chain, listed, threshold, _most)
    anyhow = _caught(chain, listed, threshold, _most_with_unrecorded)
    counted = Bounds(
        _least(chain, chain.entity, surely - {chain.entity}),
        _most(chain, chain.entity, maybe - {chain.entity}),
    )
    multiplied = held(chain, listed - {chain.entity})
    possible = max(
        _most_with_unrecorded(chain, chain.entity, anyhow - {chain.entity}),
        held(chain, listed - {chain.entity}, unrecorded=True).high,
    )
    low = max(counted.low, multiplied.low)
    caught = True if low >= threshold else None if possible >= threshold else False
    return Attribution(
        counted,
        multiplied,
        possible,
        frozenset(surely - {chain.entity}),
        caught,
        multiplied.low >= threshold > counted.low,
    )


Amount = Callable[[Chain, str, Set[str]], Fraction]


def _caught(chain: Chain, listed: Set[str], threshold: Fraction, amount: Amount) -> set[str]:
    """The listed ones and everything of which such ones hold the threshold together."""
    caught = set(listed)
    growing = True
    while growing:
        joining = {
            e for e in chain.entities if e not in caught and amount(chain, e, caught) >= threshold
        }
        caught |= joining
        growing = bool(joining)
    return caught


def _theirs(chain: Chain, entity: str, group: Set[str]) -> Mapping[str, Stake]:
    return {o: s for o, s in chain.stakes.get(entity, {}).items() if o in group}


def _least(chain: Chain, entity: str, group: Set[str]) -> Fraction:
    return sum((s.low for s in _theirs(chain, entity, group).values()), Fraction(0))


def _most(chain: Chain, entity: str, group: Set[str]) -> Fraction:
    """As much as theirs may be, with the others at their least."""
    theirs = _theirs(chain, entity, group)
    others = chain.recorded(entity) - sum((s.low for s in theirs.values()), Fraction(0))
    return min(sum((s.high for s in theirs.values()), Fraction(0)), 1 - others)


def _most_with_unrecorded(chain: Chain, entity: str, group: Set[str]) -> Fraction:
    """The same, and what nobody is recorded to hold may be theirs too."""
    if entity in chain.complete:
        return _most(chain, entity, group)
    return 1 - chain.recorded(entity) + _least(chain, entity, group)
