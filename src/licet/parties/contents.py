"""What a party file holds: parties with their facts and owners, and the reviewers' decisions."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from licet.errors import Fault
from licet.facts.items import Count, Country
from licet.facts.reading import Facts
from licet.parties.evidence import (
    CountryEvidence,
    DayEvidence,
    OwnerEvidence,
    VeuEvidence,
    YesNoEvidence,
    disagreement,
)
from licet.parties.ownership.shares import ALL, Share
from licet.parties.screening.lists import LONGEST_NAME
from licet.words import _

FRESH_FOR_DAYS = 365
"""How old evidence may be where the file does not say. The regulations set no age; a year is licet's."""


class FactsOnFile(Facts):
    """What is on file of a party: for each fact the evidence, oldest first."""

    location: tuple[CountryEvidence, ...] = ()
    headquarters: tuple[CountryEvidence, ...] = ()
    ultimate_parent_headquarters: tuple[CountryEvidence, ...] = ()
    private_sector: tuple[YesNoEvidence, ...] = ()
    certified_veu: tuple[VeuEvidence, ...] = ()
    approved_under_supplement_8: tuple[YesNoEvidence, ...] = ()
    founded: tuple[DayEvidence, ...] = ()
    owners_complete: tuple[YesNoEvidence, ...] = ()


class PartyOnFile(Facts):
    """A party: its names, its identifier, its facts, its owners."""

    name: str
    aliases: tuple[str, ...] = ()
    country: Country | None = None
    lei: str | None = None
    facts: FactsOnFile | None = None
    owners: tuple[OwnerEvidence, ...] = ()
    note: str | None = None


class Review(Facts):
    """A reviewer's decision on a hit. The fingerprints say for which state of both it was taken."""

    party: str
    entry: str
    decision: Literal["same", "different", "cannot_tell"]
    by: str
    on: datetime.date
    why: str
    list: str
    listed_name: str
    programs: tuple[str, ...] = ()
    license_requirement: str = ""
    license_policy: str = ""
    entry_fingerprint: str = ""
    party_fingerprint: str = ""


class Contents(Facts):
    """The file as a whole. ``licet_parties`` is the version of the format."""

    licet_parties: Literal[1] = 1
    fresh_for_days: Count = FRESH_FOR_DAYS
    parties: tuple[PartyOnFile, ...] = ()
    reviews: tuple[Review, ...] = ()


def names_of(party: PartyOnFile) -> tuple[str, ...]:
    """Every name under which the party is known in the file."""
    return tuple(filter(None, (party.name, *party.aliases, party.lei)))


def share_of(owned: str, owner: str, evidence: OwnerEvidence) -> Share:
    """The share that the evidence speaks of."""
    exact = evidence.percent
    low = exact if exact is not None else evidence.low
    high = exact if exact is not None else evidence.high
    return Share(
        owner,
        owned,
        Fraction(0) if low is None else Fraction(low),
        ALL if high is None else Fraction(high),
        bool(evidence.controls),
        since=evidence.since,
        until=evidence.until,
        source=evidence.source,
    )


def contradictions(contents: Contents) -> Iterator[Fault]:
    """Every fact about which the evidence disagrees, whatever its age."""
    for party in contents.parties:
        for name in FactsOnFile.__struct_fields__ if party.facts else ():
            evidence = getattr(party.facts, name)
            if len({str(e.value) for e in evidence}) > 1:
                yield Fault(f"{party.name}: {name}", disagreement(evidence))
        said: dict[str, set[str]] = {}
        for owner in party.owners:
            said.setdefault(owner.owner, set()).add(
                share_of(party.name, owner.owner, owner).percent
            )
        for owner_name, percents in said.items():
            if len(percents - {"?"}) > 1:
                sentence = _("The evidence contradicts itself: it says {said}.")
                path = f"{party.name}: owners: {owner_name}"
                yield Fault(path, sentence.format(said=_(" and ").join(sorted(percents))))
        yield from _beyond_the_whole(party)


def _beyond_the_whole(party: PartyOnFile) -> Iterator[Fault]:
    """Owners without an end that hold more than everything together."""
    least: dict[str, Fraction] = {}
    for owner in party.owners:
        if owner.grade != "contradicted" and owner.until is None:
            low = share_of(party.name, owner.owner, owner).low
            least[owner.owner] = max(low, least.get(owner.owner, low))
    together = sum(least.values())
    if together > ALL:
        sentence = _("they hold {percent} percent together, which is more than 100.")
        yield Fault(f"{party.name}: owners", sentence.format(percent=f"{float(together):g}"))


def faults_of(contents: Contents) -> Iterator[Fault]:
    """What the reader of the file cannot see: names given twice, shares that cannot be."""
    seen: dict[str, str] = {}
    for n, party in enumerate(contents.parties):
        for known in names_of(party):
            if seen.setdefault(known.casefold(), party.name) != party.name or not known.strip():
                sentence = _("two parties are known by this name, or it is empty.")
                yield Fault(f"parties[{n}].name", sentence)
            if len(known) > LONGEST_NAME:
                sentence = _("a name has at most {most} characters; this one has {count}.")
                said = sentence.format(most=LONGEST_NAME, count=len(known))
                yield Fault(f"parties[{n}].name", said)
        for m, owner in enumerate(party.owners):
            where = f"parties[{n}].owners[{m}]"
            mine = owner.owner.casefold() in {known.casefold() for known in names_of(party)}
            owned_by = party.name if mine else owner.owner
            yield from share_of(party.name, owned_by, owner).faults(where)
    names = [party.name for party in contents.parties]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Fault("parties", _("{name} is in the file twice.").format(name=name))
