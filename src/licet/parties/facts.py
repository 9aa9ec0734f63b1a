"""From a party file to the facts that `licet decide` asks for, on a day, with what is unknown and why."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from licet.facts.transaction import Nveu
from licet.parties.contents import PartyOnFile
from licet.parties.evidence import Verdict, verdict
from licet.parties.ownership.chain import Chain, chain_above
from licet.parties.ownership.control import UltimateParent, ultimate_parent
from licet.parties.ownership.register import Register
from licet.parties.ownership.shares import Owners
from licet.parties.partyfile import PartyFile
from licet.parties.registered import Registered, founding, identified, places
from licet.words import _

PARENT = "ultimate_parent_headquarters"

FACTS = (
    "location",
    "headquarters",
    PARENT,
    "private_sector",
    "certified_veu",
    "approved_under_supplement_8",
)
"""The facts of a party, as a transaction names them."""


@dataclass
class Reading:
    """What the party file comes to on a day.

    ``facts`` are those that are known, under the names of a transaction's party; ``unknown`` says for
    each fact about which there is evidence that does not stand why it does not.
    """

    facts: dict[str, Any]
    unknown: dict[str, str] = field(default_factory=dict)
    parent: UltimateParent | None = None


def facts_of(
    name: str,
    party_file: PartyFile | str | Path,
    on: datetime.date | None = None,
    register: Register | None = None,
) -> dict[str, Any]:
    """The facts of the party of this name, as a transaction's `parties` hold them.

    A fact that is contradicted, stale or not on file is not among them: it is unknown. ``on`` is the
    day of the transaction; where it is not given, today. Raises `InputError` where the file cannot be
    read or has no such party.
    """
    return reading_of(name, party_file, on, register).facts


def reading_of(
    name: str,
    party_file: PartyFile | str | Path,
    on: datetime.date | None = None,
    register: Register | None = None,
    *,
    today: Callable[[], datetime.date] = datetime.date.today,
) -> Reading:
    """The same, with the reasons for what is unknown and the ultimate parent that was found."""
    file = party_file if isinstance(party_file, PartyFile) else PartyFile.open(party_file)
    party = file.party(name)
    return _Reader(file, on or today(), register).read(party)


def sources_of(file: PartyFile, register: Register | None) -> list[Owners]:
    """Whatever says who owns whom: the party file, and the register where there is one."""
    return [file, Registered(register, file)] if register else [file]


def seats_in(chain: Chain, file: PartyFile, register: Register | None) -> dict[str, str]:
    """Where the companies of a chain are headquartered, for those of which it is known."""
    reader = _Reader(file, chain.on, register)
    seats = {entity: reader.seat(entity).value for entity in chain.entities}
    return {entity: seat for entity, seat in seats.items() if seat}


def founded_on(
    name: str, file: PartyFile, on: datetime.date, register: Register | None = None
) -> datetime.date | None:
    """When the party was founded, where good evidence says so."""
    party = file.party(name)
    registered = Registered(register, file) if register else None
    on_file = list(party.facts.founded) if party.facts else []
    evidence = [*on_file, *founding(identified(party, registered))]
    found = verdict(evidence, on, file.contents.fresh_for_days).value
    return found if isinstance(found, datetime.date) else None


class _Reader:
    def __init__(self, file: PartyFile, on: datetime.date, register: Register | None) -> None:
        self.file, self.on, self.register = file, on, register
        self.registered = Registered(register, file) if register else None

    def read(self, party: PartyOnFile) -> Reading:
        verdicts = {name: self.verdict(party, name) for name in FACTS}
        parent = self.parent(party)
        if parent is not None:
            verdicts[PARENT] = self.with_parent(verdicts[PARENT], parent)
        facts = {n: _plain(v.value) for n, v in verdicts.items() if v.value is not None}
        unknown = {n: v.why for n, v in verdicts.items() if v.value is None and v.why}
        return Reading({"name": party.name, **facts}, unknown, parent)

    def verdict(self, party: PartyOnFile, name: str) -> Verdict:
        on_file = list(getattr(party.facts, name)) if party.facts else []
        if name in ("location", "headquarters"):
            on_file += places(identified(party, self.registered), name)
        return verdict(on_file, self.on, self.file.contents.fresh_for_days)

    def parent(self, party: PartyOnFile) -> UltimateParent | None:
        chain = chain_above(party.name, sources_of(self.file, self.register), self.on)
        nobody = party.name in chain.without_parent | chain.complete
        return ultimate_parent(chain) if chain.shares or nobody else None

    def with_parent(self, stated: Verdict, parent: UltimateParent) -> Verdict:
        """What is stated, held against what the chain of owners says.

        A claim does not stand where somebody else could be the parent; a document or a register does.
        """
        seat = self.seat(parent.entity)
        if stated.contradicted:
            return stated
        if not parent.certain or seat.value is None:
            missing = _("The headquarters of {parent} are not known.").format(parent=parent.entity)
            open_question = Verdict(why=parent.why or seat.why or missing)
            stands = stated.value is not None and (parent.certain or not stated.claimed)
            return stated if stands else open_question
        if stated.value in (None, seat.value):
            return seat
        sentence = _(
            "The evidence says {stated}, and the chain of owners leads to {parent} in {seat}."
        )
        words = {"stated": stated.value, "parent": parent.entity, "seat": seat.value}
        return Verdict(why=sentence.format(**words), contradicted=True)

    def seat(self, entity: str) -> Verdict:
        """Where a company of the chain is headquartered."""
        party = self.file.find(entity)
        if party:
            return self.verdict(party, "headquarters")
        found = self.registered.entity(entity) if self.registered else None
        evidence = places(found, "headquarters")
        return verdict(evidence, self.on, self.file.contents.fresh_for_days)


def _plain(value: Any) -> Any:
    return {"NVEU": list(value.nveu)} if isinstance(value, Nveu) else value
