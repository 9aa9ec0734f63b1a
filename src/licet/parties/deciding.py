"""What a party file adds to a transaction before it is decided: facts, red flags, and remarks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.law.ear.s744_11 import RED_FLAG_29
from licet.parties.affiliates import Affiliation, affiliation
from licet.parties.consequences import Consequence, consequence
from licet.parties.facts import reading_of, sources_of
from licet.parties.listed import Listing, listings_of
from licet.parties.listings import Listings
from licet.parties.ownership.chain import chain_above
from licet.parties.ownership.register import Register
from licet.parties.partyfile import PartyFile
from licet.parties.redflags import flags_of_a_transaction
from licet.parties.screening.screener import Screener
from licet.words import _

GUIDANCE = "supplement no. 3 to part 732, (a)(1)"


@dataclass
class Filled:
    """A transaction with its parties filled in.

    ``red_flags`` are as an answer holds them; ``notes`` are sentences on what was found and on what is
    unknown and why.
    """

    facts: dict[str, Any]
    red_flags: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def into(self, answer: dict[str, Any]) -> None:
        """Put the red flags and the notes into the answers that ``answer`` holds."""
        for column in ("on_the_books", "as_enforced"):
            answer[column]["red_flags"] += self.red_flags
            answer[column]["notes"] += self.notes


def filled(
    facts: Mapping[str, Any],
    party_file: PartyFile | str | Path,
    register: Register | None = None,
    on: datetime.date | None = None,
    screener: Screener | str | Path | None = None,
) -> Filled:
    """The transaction with each party that is given by name filled in from the party file.

    A party is given by name where the transaction has a text in its place, or a name and nothing else.
    Confirmed listings, and listed owners, become the facts `listed_parties`: true, or unknown where
    they depend on what is not known; from when on owners count is for the law to say. ``on`` is the day
    of the transaction where it has no date. ``screener``: the list in use, or its file. With it,
    decisions whose entry has changed and hits that nobody decided on leave the listing unknown; without
    it the answer says that they were not looked for. Raises `InputError`.
    """
    parties, done = facts.get("parties"), Filled(dict(facts))
    if not isinstance(parties, Mapping) or not any(map(_by_name, parties.values())):
        return done
    file = party_file if isinstance(party_file, PartyFile) else PartyFile.open(party_file)
    if isinstance(screener, str | Path):
        screener = Screener.open(screener)
    day = _day(facts.get("date")) or on or datetime.date.today()
    named = _named(parties, file)
    done.facts["parties"] = dict(parties)
    named = {role: _known(file, name, role) for role, name in named.items()}
    for role, name in named.items():
        reading = reading_of(name, file, day, register)
        done.facts["parties"][role] = reading.facts
        done.notes += [f"{role}.{fact}: {why}" for fact, why in reading.unknown.items()]
    listings = Listings()
    for name in dict.fromkeys(named.values()):
        _listings(done, listings, name, file, screener)
        chain = chain_above(name, sources_of(file, register), day)
        owners = affiliation(chain, file, screener)
        listings.add_owners(owners)
        _affiliates(done, name, owners)
    if screener is None:
        done.notes.append(
            _(
                "No screening list was named: whether the list has changed since the decisions on file, "
                "or has new entries, was not looked at. Name it with --screening-list."
            )
        )
    listed = listings.as_facts()
    if listed:
        done.facts["listed_parties"] = listed | (facts.get("listed_parties") or {})
    stated_day = {"date": day} | {k: v for k, v in done.facts.items() if k != "date"}
    done.red_flags += [
        flag.as_json() for flag in flags_of_a_transaction(stated_day) if "flag 28" not in flag.cite
    ]
    return done


def _by_name(party: Any) -> str:
    """The name, where a party is given by it alone."""
    if isinstance(party, Mapping) and party.keys() == {"name"}:
        party = party["name"]
    return party if isinstance(party, str) else ""


def _named(parties: Mapping[str, Any], file: PartyFile) -> dict[str, str]:
    """The roles that are given by name; a block with a name alone counts where the file knows it."""
    names = {role: _by_name(party) for role, party in parties.items()}
    return {
        role: name
        for role, name in names.items()
        if name and (isinstance(parties[role], str) or file.find(name))
    }


def _known(file: PartyFile, name: str, role: str) -> str:
    """The party's own name. Raises `InputError` that says in which place the file was asked."""
    try:
        return file.party(name).name
    except InputError as error:
        raise InputError([Fault(f"parties.{role}", f.sentence) for f in error.faults]) from None


def _listings(
    done: Filled, listings: Listings, name: str, file: PartyFile, screener: Screener | None
) -> None:
    for listing in listings_of(name, file, screener):
        _listing(done, listings, name, listing)
    decided = any(review.party == name for review in file.contents.reviews)
    if screener is None and not decided:
        sentence = _(
            "{name}: no decision on a screening hit is on file; `licet parties screen` it."
        )
        done.notes.append(sentence.format(name=name))


def _listing(done: Filled, listings: Listings, name: str, listing: Listing) -> None:
    """What is confirmed counts; what nobody can tell, or was told of another state, is unknown."""
    found = consequence(listing.entry)
    listings.add(found, certain=not listing.why)
    if listing.why:
        sentence = _("{name}: whether it is {listed} ({list}) is not known: {why}")
        words = {"listed": found.listed_name, "list": found.list, "why": listing.why}
        why = sentence.format(name=name, **words)
        done.red_flags.append({"cite": GUIDANCE, "why": why})
        return
    done.notes.append(f"{name}: {found.says} ({found.cite})")
    if not found.license_required:
        done.red_flags.append({"cite": found.cite, "why": f"{name}: {found.says}"})


def _affiliates(done: Filled, name: str, found: Affiliation) -> None:
    if not found.owners:
        return
    _perhaps_listed(done, name, found)
    if not found.confirmed:
        return
    holdings = found.attribution
    sentence = _("{name}: listed owners {owners} hold at least {low} percent, perhaps {high}.")
    words = {
        "name": name,
        "owners": ", ".join(f"{owner} ({c.list})" for owner, c in found.confirmed.items()),
        "low": f"{float(max(holdings.counted.low, holdings.multiplied.low) * 100):.4g}",
        "high": f"{float(holdings.possible * 100):.4g}",
    }
    done.notes.append(f"{sentence.format(**words)} {_governs(found.governs)}".strip())
    if found.red_flag:
        done.red_flags.append({"cite": RED_FLAG_29, "why": f"{name}: {found.red_flag}"})


def _perhaps_listed(done: Filled, name: str, found: Affiliation) -> None:
    for owner, why in found.open.items():
        sentence = _("{name}: whether its owner {owner} is {listed} ({list}) is not known: {why}")
        listed = found.owners[owner]
        words = {"owner": owner, "listed": listed.listed_name, "list": listed.list, "why": why}
        done.red_flags.append({"cite": GUIDANCE, "why": sentence.format(name=name, **words)})


def _governs(governs: Consequence | None) -> str:
    if governs is None:
        return ""
    sentence = _("The most restrictive listed owner is {name}: {says}")
    return sentence.format(name=governs.listed_name, says=governs.says)


def _day(value: Any) -> datetime.date | None:
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, datetime.date) else None
