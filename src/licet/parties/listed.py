"""What a party is on the screening list, or may be: by decisions, and by hits that nobody decided on.

A decision stands until the entry or the party changes. One that no longer stands counts neither for the
party nor against it: whether the party is the entry is not known until somebody decides again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from licet.parties.contents import PartyOnFile, Review
from licet.parties.partyfile import PartyFile
from licet.parties.reviews import outdated
from licet.parties.screening.lists import Entry
from licet.parties.screening.screener import Hit, Screener
from licet.words import _


@dataclass(frozen=True, slots=True)
class Listing:
    """An entry that a party is, or may be: ``why`` says what leaves it open, empty where it is confirmed.

    The entry as the list at hand has it, or else as the decision remembers it.
    """

    entry: Entry | Review
    why: str = ""


def listings_of(name: str, file: PartyFile, screener: Screener | None = None) -> list[Listing]:
    """Every entry that the party is or may be. Without a list its side is taken to be as it was.

    ``name`` may be a company that the party file does not know: then its hits alone count.
    """
    party = file.find(name)
    mine = [r for r in file.contents.reviews if party and r.party == party.name]
    found = list(_decided(party, mine, screener)) if party else []
    known = {review.entry for review in mine}
    for hit in hits_of(party or PartyOnFile(name), screener) if screener else ():
        if hit.entry.key not in known:
            sentence = _("nobody has decided on this hit: {why}").format(why=hit.why)
            found.append(Listing(hit.entry, sentence))
    return found


def _decided(
    party: PartyOnFile, reviews: list[Review], screener: Screener | None
) -> Iterator[Listing]:
    entries = {entry.key: entry for entry in screener.entries} if screener and reviews else None
    for review in reviews:
        now = entries.get(review.entry) if entries is not None else None
        why = outdated(review, party, None if entries is None else filter(None, [now]))
        if review.decision == "different" and (not why or (entries is not None and now is None)):
            continue
        if review.decision == "cannot_tell":
            why = _("{by} could not tell on {on}.").format(by=review.by, on=review.on)
        yield Listing(now or review, why)


def hits_of(party: PartyOnFile, screener: Screener) -> list[Hit]:
    """The hits of the party's name and of every other name it has, each entry once, best first."""
    best: dict[str, Hit] = {}
    for name in (party.name, *party.aliases):
        for hit in screener.screen(name, party.country):
            had = best.get(hit.entry.key)
            if had is None or hit.score > had.score:
                best[hit.entry.key] = hit
    return sorted(best.values(), key=lambda hit: (-hit.score, hit.entry.list, hit.entry.name))
