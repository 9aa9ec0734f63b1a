"""A register asked in the party file's own names: the file's party is the register's LEI."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from msgspec.structs import replace

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
        self._register, self._file = register, file
        self._by_lei = {p.lei: p.name for p in file.contents.parties if p.lei}
        self._lei = {name: lei for lei, name in self._by_lei.items()}

    def owners_of(self, entities: Collection[str], on: date) -> Iterator[Share]:
        """The shares in the entities that the register has."""
        called = self._called(entities)
        shares = self._register.owners_of(called, on)
        names = self._names({share.owner for share in shares})
        for share in shares:
            yield replace(share, owned=called[share.owned], owner=names[share.owner])

    def complete(self, entities: Collection[str], on: date) -> Iterable[str]:
        """The entities of which the register has all owners."""
        called = self._called(entities)
        return (called[known] for known in self._register.complete(called, on))

    def without_parent(self, entities: Collection[str], on: date) -> Iterable[str]:
        """The entities that the register says no company consolidates."""
        called = self._called(entities)
        return (called[known] for known in self._register.without_parent(called, on))

    def entity(self, name: str) -> Entity | None:
        """The entity in the register."""
        return self._register.entity(self._identifier(name))

    def _called(self, entities: Iterable[str]) -> dict[str, str]:
        """By what the register may call each entity, its own name: a table knows it by a name, GLEIF by
        its identifier.
        """
        return {
            known: entity
            for entity in entities
            for known in (self._identifier(entity), entity, *self._other_names(entity))
        }

    def _other_names(self, entity: str) -> tuple[str, ...]:
        party = self._file.find(entity)
        return party.aliases if party else ()

    def _identifier(self, entity: str) -> str:
        return self._lei.get(entity) or self._given(entity)

    def _given(self, entity: str) -> str:
        """The identifier at the end of a name that this class has made, or the name itself."""
        return entity.rpartition(" [")[2].removesuffix("]") if entity.endswith("]") else entity

    def _names(self, leis: Collection[str]) -> dict[str, str]:
        there = self._register.names_of([lei for lei in leis if lei not in self._by_lei])
        known = {lei: f"{name} [{lei}]" for lei, name in there.items()} | self._by_lei
        return {lei: known.get(lei) or self._on_file(lei) for lei in leis}

    def _on_file(self, name: str) -> str:
        party = self._file.find(name)
        return party.name if party else name


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
