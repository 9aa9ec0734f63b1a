"""A reviewer's decision on a hit, kept with who, when and why, until the entry or the party changes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal

import msgspec

from licet.errors import Fault, InputError
from licet.parties.contents import PartyOnFile, Review, names_of
from licet.parties.partyfile import PartyFile
from licet.parties.screening.lists import Entry, fingerprint
from licet.words import _

Decision = Literal["same", "different", "cannot_tell"]


def decided(
    file: PartyFile,
    name: str,
    entry: Entry,
    decision: Decision,
    *,
    by: str,
    on: datetime.date,
    why: str,
) -> PartyFile:
    """The file with the decision that the party is, is not, or may be the entry.

    Raises `InputError` where nobody or no reason is named.
    """
    faults = [
        Fault(field, _("is empty; a decision says who took it and why."))
        for field, value in (("by", by), ("why", why))
        if not value.strip()
    ]
    if faults:
        raise InputError(faults)
    party = file.party(name)
    review = Review(
        party=party.name,
        entry=entry.key,
        decision=decision,
        by=by,
        on=on,
        why=why,
        list=entry.list,
        listed_name=entry.name,
        programs=entry.programs,
        license_requirement=entry.license_requirement,
        license_policy=entry.license_policy,
        entry_fingerprint=entry.fingerprint,
        party_fingerprint=party_fingerprint(party),
    )
    return file.with_review(review)


def party_fingerprint(party: PartyOnFile) -> str:
    """Changes when what identifies the party changes: its names, its identifier, where it is."""
    facts = msgspec.to_builtins(party.facts.location) if party.facts else []
    where = sorted(str(evidence["value"]) for evidence in facts)
    return fingerprint([sorted(names_of(party)), party.country, where])


def outdated(review: Review, party: PartyOnFile, entries: Iterable[Entry] | None = None) -> str:
    """Why a decision no longer stands; an empty string where it does.

    Without ``entries`` the list's side is taken to be as it was.
    """
    if review.party_fingerprint != party_fingerprint(party):
        return _("The party has changed since {by} decided on {on}.").format(
            by=review.by, on=review.on
        )
    if entries is None:
        return ""
    entry = next((e for e in entries if e.key == review.entry), None)
    if entry is None:
        return _("The list no longer has {name}.").format(name=review.listed_name)
    if entry.fingerprint != review.entry_fingerprint:
        sentence = _("The list has changed its entry {name} since {by} decided on {on}.")
        return sentence.format(name=review.listed_name, by=review.by, on=review.on)
    return ""


def standing(
    file: PartyFile, name: str, entries: Iterable[Entry] | None = None
) -> tuple[Review, ...]:
    """The decisions on the party that stand."""
    party = file.party(name)
    known = list(entries) if entries is not None else None
    mine = (review for review in file.contents.reviews if review.party == party.name)
    return tuple(review for review in mine if not outdated(review, party, known))
