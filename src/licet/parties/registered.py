"""A register asked in the party file's own names: the file's party is the register's LEI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from licet.parties.contents import PartyOnFile
from licet.parties.evidence import CountryEvidence, DayEvidence
from licet.parties.ownership.register import Entity, Register
from licet.parties.ownership.shares import Share
from licet.parties.partyfile import PartyFile


class Registered:
    """What a register says, with each company under the name that the party file gives it.

    A company that the file does not know is under its name in the register, with its identifier.
    """

    def __init__(self, register: Register, file: PartyFile) -> None:
        self._register = register
        self._by_lei = {p.lei: p.name for p in file.contents.parties if p.lei}
        self._lei = {name: lei for lei, name in self._by_lei.items()}

    def owners_of(self, entity: str, on: date) -> Sequence[Share]:
        """The shares in the entity that the register has."""
        lei = self._identifier(entity)
        shares = self._register.owners_of(lei, on)
        return [replace(s, owned=entity, owner=self._name(s.owner)) for s in shares]

    def complete(self, entity: str, on: date) -> bool:
        """Whether the register has all owners."""
        return self._register.complete(self._identifier(entity), on)

    def without_parent(self, entity: str, on: date) -> bool:
        """Whether the register says that no company consolidates the entity."""
        return self._register.without_parent(self._identifier(entity), on)

    def entity(self, name: str) -> Entity | None:
        """The entity in the register."""
        return self._register.entity(self._identifier(name))

    def _identifier(self, entity: str) -> str:
        return self._lei.get(entity) or self._given(entity)

    def _given(self, entity: str) -> str:
        """The identifier at the end of a name that this class has made, or the name itself."""
        return entity.rpartition(" [")[2].removesuffix("]") if entity.endswith("]") else entity

    def _name(self, lei: str) -> str:
        if lei in self._by_lei:
            return self._by_lei[lei]
        entity = self._register.entity(lei)
        return f"{entity.name} [{lei}]" if entity else lei


def places(entity: Entity | None, name: str) -> list[CountryEvidence]:
    """What a register says of the entity's ``location`` or ``headquarters``, as evidence."""
    country = getattr(entity, name) if entity else None
    if entity is None or country is None or entity.date is None:
        return []
    said: dict[str, Any] = {"source": entity.source, "date": entity.date, "grade": "registry"}
    return [CountryEvidence(value=country, **said)]


def founding(entity: Entity | None) -> list[DayEvidence]:
    """What a register says of the day the entity was founded, as evidence."""
    if entity is None or entity.founded is None or entity.date is None:
        return []
    said: dict[str, Any] = {"source": entity.source, "date": entity.date, "grade": "registry"}
    return [DayEvidence(value=entity.founded, **said)]


def identified(party: PartyOnFile, registered: Registered | None) -> Entity | None:
    """The party's entry in the register, where it has an LEI and there is a register."""
    return registered.entity(party.name) if registered and party.lei else None
