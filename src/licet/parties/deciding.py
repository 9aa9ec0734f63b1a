"""What a party file adds to a transaction before it is decided: facts, red flags, and remarks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from licet.law.ear.s744_11 import RED_FLAG_29
from licet.parties.affiliates import Affiliation, affiliation
from licet.parties.consequences import Consequence, consequence
from licet.parties.facts import reading_of, sources_of
from licet.parties.ownership.chain import chain_above
from licet.parties.ownership.register import Register
from licet.parties.partyfile import PartyFile
from licet.parties.redflags import flags_of_a_transaction
from licet.parties.reviews import confirmed
from licet.words import _

PROHIBITED = "prohibited_by_part_744"


@dataclass
class Filled:
    """A transaction with its parties filled in.

    ``red_flags`` are as an answer holds them; ``notes`` are sentences on what was found and on what is
    unknown and why.
    """

    facts: dict[str, Any]
    red_flags: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def filled(
    facts: Mapping[str, Any],
    party_file: PartyFile | str | Path,
    register: Register | None = None,
    on: datetime.date | None = None,
) -> Filled:
    """The transaction with each party that is given by its name alone filled in from the party file.

    A confirmed listing or, while the Affiliates rule counts, listed owners of half or more set
    `end_use.prohibited_by_part_744`: to true where they require a license, to unknown where that
    depends on what is not known. Raises `InputError`.
    """
    file = party_file if isinstance(party_file, PartyFile) else PartyFile.open(party_file)
    day = on or _day(facts.get("date")) or datetime.date.today()
    done = Filled(dict(facts))
    parties = dict(facts.get("parties") or {})
    named = {role: party for role, party in parties.items() if isinstance(party, str)}
    for role, name in named.items():
        reading = reading_of(name, file, day, register)
        parties[role] = reading.facts
        done.notes += [f"{role}.{fact}: {why}" for fact, why in reading.unknown.items()]
    if parties:
        done.facts["parties"] = parties
    for name in dict.fromkeys(named.values()):
        _listings(done, name, file, day, register)
    stated_day = {"date": day} | {k: v for k, v in done.facts.items() if k != "date"}
    done.red_flags += [
        flag.as_json() for flag in flags_of_a_transaction(stated_day) if "flag 28" not in flag.cite
    ]
    return done


def _listings(
    done: Filled, name: str, file: PartyFile, day: datetime.date, register: Register | None
) -> None:
    for found in map(consequence, confirmed(file, name)):
        _prohibit(done, found.license_required)
        done.notes.append(f"{name}: {found.says} ({found.cite})")
        if not found.license_required:
            done.red_flags.append({"cite": found.cite, "why": f"{name}: {found.says}"})
    chain = chain_above(file.party(name).name, sources_of(file, register), day)
    _affiliates(done, name, affiliation(chain, file))


def _affiliates(done: Filled, name: str, found: Affiliation) -> None:
    if not found.owners:
        return
    _prohibit(done, found.license_required)
    done.notes.append(f"{name}: {found.note} {_governs(found.governs)}".strip())
    if found.red_flag:
        done.red_flags.append({"cite": RED_FLAG_29, "why": f"{name}: {found.red_flag}"})


def _governs(governs: Consequence | None) -> str:
    if governs is None:
        return ""
    sentence = _("The most restrictive listed owner is {name}: {says}")
    return sentence.format(name=governs.listed_name, says=governs.says)


def _prohibit(done: Filled, required: bool | None) -> None:
    """True stays true; unknown takes away a "no", since nothing that is missing may be favourable."""
    end_use = dict(done.facts.get("end_use") or {})
    if required:
        end_use[PROHIBITED] = True
    elif required is None and end_use.get(PROHIBITED) is not True:
        end_use.pop(PROHIBITED, None)
    if end_use or "end_use" in done.facts:
        done.facts["end_use"] = end_use


def _day(value: Any) -> datetime.date | None:
    if isinstance(value, str):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, datetime.date) else None
