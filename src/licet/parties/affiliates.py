"""The Affiliates rule on a party: is half of it in listed hands, whose rules govern, what is not known.

The number and the dates stand in `licet.law.ear.s744_11`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from licet.law.ear.s744_11 import (
    AFFILIATES_RULE,
    GUIDELINES,
    OWNED_AT_LEAST,
    RETURN,
    STAY,
    in_force,
)
from licet.parties.consequences import Consequence, consequence, counts_for_affiliates
from licet.parties.ownership.attribution import Attribution, attributed
from licet.parties.ownership.chain import Chain
from licet.parties.ownership.control import OpenQuestion
from licet.parties.partyfile import PartyFile
from licet.parties.reviews import confirmed
from licet.words import _

QUESTION = OpenQuestion(
    id="affiliates-indirect-shares",
    cites=("15 CFR 744.11(a)(1)", GUIDELINES),
    question="Does a share held through a company count in full once half of that company is in listed "
    "hands, or is it multiplied along the chain?",
    taken="Either reading that reaches half counts.",
    otherwise="By the rule of half alone, a share held through companies of which listed parties hold "
    "less than half would not count.",
)


@dataclass(frozen=True)
class Affiliation:
    """What the Affiliates rule says of a party on a day.

    ``applies``: true or false, or none where it depends on shares that are not known. ``in_force``:
    whether the rule counts on that day; ``confidence`` how sure that is. ``governs`` is the most
    restrictive of the listed owners that are counted. ``red_flag`` says why red flag 29 is raised.
    """

    applies: bool | None
    in_force: bool
    confidence: str
    note: str
    owners: Mapping[str, Consequence]
    attribution: Attribution
    governs: Consequence | None = None
    red_flag: str = ""

    @property
    def license_required(self) -> bool | None:
        """Whether a license is required because of the owners, on that day."""
        if not self.in_force or self.applies is False:
            return False
        if self.applies is None or self.governs is None:
            return None
        return self.governs.license_required


def affiliation(chain: Chain, file: PartyFile) -> Affiliation:
    """What the rule says of the chain's entity, with the confirmed listings in the party file."""
    listed = {e: _listing(file, e) for e in chain.entities if e != chain.entity}
    owners = {entity: found for entity, found in listed.items() if found is not None}
    instrument, note = in_force(chain.on), _note(chain.on)
    attribution = attributed(chain, owners.keys(), Fraction(OWNED_AT_LEAST.on(chain.on), 100))
    governs = max(owners.values(), key=lambda c: c.severity, default=None)
    return Affiliation(
        applies=attribution.caught,
        in_force=instrument is not None,
        confidence=instrument.confidence if instrument else "P",
        note=note,
        owners=owners,
        attribution=attribution,
        governs=governs if attribution.caught is not False else None,
        red_flag=_red_flag_29(owners, attribution),
    )


def _listing(file: PartyFile, entity: str) -> Consequence | None:
    """The strictest listing of an owner that counts under the rule."""
    if file.find(entity) is None:
        return None
    reviews = [r for r in confirmed(file, entity) if counts_for_affiliates(r)]
    return max((consequence(r) for r in reviews), key=lambda c: c.severity, default=None)


def _red_flag_29(owners: Mapping[str, Consequence], attribution: Attribution) -> str:
    """A listed owner is known and its share is not: that must be found out before shipping."""
    if not owners or attribution.caught is not None:
        return ""
    counted = attribution.counted
    sentence = _(
        "{owners} is a listed owner, and how much it holds is not known: at least {low}, perhaps {high} "
        "percent."
    )
    return sentence.format(
        owners=", ".join(owners),
        low=f"{float(max(counted.low, attribution.multiplied.low) * 100):.4g}",
        high=f"{float(attribution.possible * 100):.4g}",
    )


def _note(day: datetime.date) -> str:
    instrument = in_force(day)
    if instrument is RETURN:
        sentence = _(
            "The stay of the Affiliates rule ({stay}) ended by its own terms; that the rule is back "
            "since {since} is not verified: check the Federal Register."
        )
        return sentence.format(stay=STAY.cite, since=RETURN.complied)
    if instrument is AFFILIATES_RULE:
        return _("The Affiliates rule counts: {cite}.").format(cite=AFFILIATES_RULE.cite)
    if day >= STAY.complied:
        sentence = _("The Affiliates rule is stayed on this day ({cite}).")
        return sentence.format(cite=STAY.cite)
    sentence = _("The Affiliates rule did not count yet on this day ({cite}).")
    return sentence.format(cite=AFFILIATES_RULE.cite)
