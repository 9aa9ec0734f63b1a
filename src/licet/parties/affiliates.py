"""The Affiliates rule on a party: is half of it in listed hands, whose rules govern, what is not known.

The number and the dates stand in `licet.law.ear.s744_11`.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
from licet.parties.listed import listings_of
from licet.parties.ownership.attribution import Attribution, attributed
from licet.parties.ownership.chain import Chain
from licet.parties.ownership.control import OpenQuestion
from licet.parties.ownership.holdings import Bounds
from licet.parties.partyfile import PartyFile
from licet.parties.screening.screener import Screener
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
    ``open`` are those of the owners of whom it is not known whether they are listed, and why.
    """

    applies: bool | None
    in_force: bool
    confidence: str
    note: str
    owners: Mapping[str, Consequence]
    attribution: Attribution
    governs: Consequence | None = None
    red_flag: str = ""
    open: Mapping[str, str] = field(default_factory=dict)

    @property
    def confirmed(self) -> dict[str, Consequence]:
        """The owners that are listed for certain."""
        return {entity: found for entity, found in self.owners.items() if entity not in self.open}

    @property
    def license_required(self) -> bool | None:
        """Whether a license is required because of the owners, on that day."""
        if not self.in_force or self.applies is False:
            return False
        if self.applies is None or self.governs is None:
            return None
        return self.governs.license_required


def affiliation(chain: Chain, file: PartyFile, screener: Screener | None = None) -> Affiliation:
    """What the rule says of the chain's entity, with the listings of its owners.

    An owner of whom it is not known whether it is listed (see `listings_of`) leaves the answer open
    where it would turn on it.
    """
    listed = {e: _listing(file, e, screener) for e in chain.entities if e != chain.entity}
    owners = {entity: found for entity, (found, _why) in listed.items() if found is not None}
    unknown = {entity: listed[entity][1] for entity in owners if listed[entity][1]}
    instrument, note = in_force(chain.on), _note(chain.on)
    threshold = Fraction(OWNED_AT_LEAST.on(chain.on), 100)
    confirmed = owners.keys() - unknown.keys()
    attribution = attributed(chain, confirmed, threshold)
    if unknown:
        attribution = _perhaps(attribution, attributed(chain, owners.keys(), threshold))
    counted = [owners[entity] for entity in (confirmed if attribution.caught else owners)]
    governs = max(counted, key=lambda c: c.severity, default=None)
    return Affiliation(
        applies=attribution.caught,
        in_force=instrument is not None,
        confidence=instrument.confidence if instrument else "P",
        note=note,
        owners=owners,
        attribution=attribution,
        governs=governs if attribution.caught is not False else None,
        red_flag=_red_flag_29(owners, unknown, attribution),
        open=unknown,
    )


def _listing(
    file: PartyFile, entity: str, screener: Screener | None
) -> tuple[Consequence | None, str]:
    """The strictest listing of an owner that counts under the rule, and what leaves it open."""
    listings = [li for li in listings_of(entity, file, screener) if counts_for_affiliates(li.entry)]
    sure = [listing for listing in listings if not listing.why]
    found = ((consequence(listing.entry), listing.why) for listing in sure or listings)
    return max(found, key=lambda each: each[0].severity, default=(None, ""))


def _perhaps(sure: Attribution, all_listed: Attribution) -> Attribution:
    """Between what confirmed owners hold, and what all hold that may be listed."""
    return replace(
        sure,
        counted=Bounds(sure.counted.low, all_listed.counted.high),
        multiplied=Bounds(sure.multiplied.low, all_listed.multiplied.high),
        possible=all_listed.possible,
        caught=sure.caught or (False if all_listed.caught is False else None),
    )


def _red_flag_29(
    owners: Mapping[str, Consequence], unknown: Mapping[str, str], attribution: Attribution
) -> str:
    """A listed owner is known and its share is not: that must be found out before shipping."""
    if not owners or attribution.caught is not None or owners.keys() == unknown.keys():
        return ""
    counted = attribution.counted
    sentence = _(
        "{owners} is a listed owner, and how much it holds is not known: at least {low}, perhaps {high} "
        "percent."
    )
    return sentence.format(
        owners=", ".join(owner for owner in owners if owner not in unknown),
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
