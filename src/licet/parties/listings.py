"""What the confirmed listings of the parties come to, as the facts that the law asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from licet.parties.affiliates import Affiliation
from licet.parties.consequences import Consequence

FACTS = {
    "EL": "entity_list",
    "MEU": "military_end_user",
    "DPL": "denied_person",
    "UVL": "unverified",
    "SDN": "blocked_under_744_8",
}
"""By the abbreviation of a list, the fact that a party is on it."""

OWNED, OWNED_BY_MILITARY = "owned_by_listed", "owned_by_military_end_user"
POLICY, ITEM = "review_policy", "item_in_supplement_2_to_part_744"
STRICTEST = ("policy_of_denial", "presumption_of_denial", "case_by_case")


@dataclass
class Listings:
    """The listings of all parties of a transaction, gathered one by one."""

    facts: dict[str, bool | None] = field(default_factory=dict)
    policies: list[str | None] = field(default_factory=list)

    def add(self, found: Consequence, *, certain: bool = True) -> None:
        """A listing of a party: confirmed, or one of which nobody can tell whether it is the party's."""
        name = FACTS.get(found.list)
        if name is None or (found.list == "SDN" and not found.license_required):
            return
        required = found.license_required if found.list == "EL" else True
        self._set(name, required if certain else None)
        if found.list == "EL":
            self.policies.append(found.policy)

    def add_owners(self, found: Affiliation) -> None:
        """The listed owners of a party, of half or more or perhaps of half or more."""
        if not found.owners or found.applies is False or found.governs is None:
            return
        military = {owner.list for owner in found.owners.values()} == {"MEU"}
        required = True if military else found.governs.license_required
        self._set(OWNED_BY_MILITARY if military else OWNED, required if found.applies else None)
        self.policies.append(found.governs.policy)

    def _set(self, name: str, value: bool | None) -> None:
        """True stays true, and unknown is more than false."""
        self.facts[name] = value or (True if self.facts.get(name) else value)

    def as_facts(self) -> dict[str, Any] | None:
        """The block `listed_parties` of a transaction; none where nobody is listed."""
        if not self.facts:
            return None
        names = (*FACTS.values(), OWNED, OWNED_BY_MILITARY)
        block: dict[str, Any] = {name: self.facts.get(name, False) for name in names}
        known = [policy for policy in self.policies if policy]
        if self.policies and (len(known) == len(self.policies) or STRICTEST[0] in known):
            block[POLICY] = min(known, key=STRICTEST.index)
        return block
