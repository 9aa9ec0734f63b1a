"""A chain of owners as a person asks for it: who, where, how much, listed or not, and the drawing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from licet.parties.affiliates import QUESTION as ON_SHARES
from licet.parties.affiliates import Affiliation, affiliation
from licet.parties.facts import seats_in, sources_of
from licet.parties.ownership.chain import Chain, chain_above
from licet.parties.ownership.control import QUESTION as ON_PARENTS
from licet.parties.ownership.control import UltimateParent, ultimate_parent
from licet.parties.ownership.drawing import as_svg
from licet.parties.ownership.holdings import Bounds, held
from licet.parties.ownership.register import Register
from licet.parties.partyfile import PartyFile
from licet.words import _


@dataclass(frozen=True)
class WholeChain:
    """Everything above a party on a day, and what follows from it."""

    chain: Chain
    parent: UltimateParent
    seats: dict[str, str]
    affiliation: Affiliation
    holdings: dict[str, Bounds]
    """What each owner holds of the party, directly and through others, in parts of the whole."""

    def svg(self) -> str:
        """The drawing."""
        seats = dict(self.seats)
        for owner in self.affiliation.open:
            seats[owner] = _("{seat} perhaps listed").format(seat=seats.get(owner, "")).strip()
        return as_svg(self.chain, self.parent, tuple(self.affiliation.owners), seats)

    def as_json(self) -> dict[str, Any]:
        """The chain as ``licet parties chain --json`` prints it. Percentages are from 0 to 100."""
        found = self.affiliation
        return {
            "party": self.chain.entity,
            "on": self.chain.on.isoformat(),
            "ultimate_parent": {
                "name": self.parent.entity,
                "headquarters": self.seats.get(self.parent.entity),
                "certain": self.parent.certain,
                "path": list(self.parent.path),
                "possible": list(self.parent.possible),
                "why": self.parent.why or None,
            },
            "owners": [
                {"name": name, "holds": _percent(bounds), "headquarters": self.seats.get(name)}
                for name, bounds in self.holdings.items()
            ],
            "shares": [
                {
                    "owner": s.owner,
                    "owned": s.owned,
                    "percent": s.percent,
                    "consolidates": s.controls,
                    "source": s.source,
                }
                for s in self.chain.shares
            ],
            "affiliates_rule": {
                "applies": found.applies,
                "in_force": found.in_force,
                "license_required": found.license_required,
                "note": found.note,
                "listed_owners": {name: c.list for name, c in found.confirmed.items()},
                "perhaps_listed": {
                    name: {"list": found.owners[name].list, "why": why}
                    for name, why in found.open.items()
                },
                "held_by_them": _percent(found.attribution.counted),
                "multiplied": _percent(found.attribution.multiplied),
                "governs": found.governs.listed_name if found.governs else None,
                "red_flag_29": found.red_flag or None,
            },
            "contradictions": list(self.chain.contradictions),
            "open_questions": [
                {
                    "id": question.id,
                    "cites": list(question.cites),
                    "question": question.question,
                    "taken": question.taken,
                    "otherwise": question.otherwise,
                }
                for question in (ON_PARENTS, ON_SHARES)
            ],
        }


def whole_chain(
    name: str, file: PartyFile, on: datetime.date, register: Register | None = None
) -> WholeChain:
    """The chain above a party of the file. Raises `InputError` where the file has no such party."""
    party = file.party(name)
    chain = chain_above(party.name, sources_of(file, register), on)
    owners = [entity for entity in chain.entities if entity != party.name]
    holdings = {owner: held(chain, {owner}) for owner in owners}
    largest = sorted(owners, key=lambda o: (-holdings[o].high, o))
    return WholeChain(
        chain,
        ultimate_parent(chain),
        seats_in(chain, file, register),
        affiliation(chain, file),
        {owner: holdings[owner] for owner in largest},
    )


def _percent(bounds: Bounds) -> dict[str, float]:
    """For display: a percentage with two decimals."""
    return {
        "at_least": round(float(bounds.low * 100), 2),
        "at_most": round(float(bounds.high * 100), 2),
    }
