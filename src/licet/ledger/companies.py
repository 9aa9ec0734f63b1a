"""Companies as the party entries have them: parents, subsidiaries, headquarters, authorizations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.ledger import limits


@dataclass(frozen=True, slots=True)
class Company:
    """A company on a day. What is None is not known."""

    name: str
    parent: str | None = None
    headquarters: str | None = None
    parent_headquarters: str | None = None
    uveu: bool = False
    nveu: tuple[str, ...] = ()


class Companies:
    """What party entries say, as of one moment. A later entry changes what it states, and no more.

    ``stamp`` is the position of the last entry that said something of a company.
    """

    def __init__(self, stamp: int = -1, entries: Iterable[Mapping[str, Any]] = ()) -> None:
        self.stamp = stamp
        self._said: dict[str, list[tuple[date, Mapping[str, Any]]]] = {}
        self._below: dict[str, set[str]] = {}
        self._parents: dict[tuple[str, date], str | None] = {}
        for each in entries:
            self.add(each)

    def add(self, said: Mapping[str, Any]) -> None:
        """Take in one more entry's fields."""
        name, day = limits.named(said["name"]), said["on"]
        told = self._said.setdefault(name, [])
        told.append((day if isinstance(day, date) else date.fromisoformat(day), said))
        told.sort(key=lambda each: each[0])
        self._parents.clear()
        if said.get("ultimate_parent"):
            self._below.setdefault(limits.named(said["ultimate_parent"]), set()).add(name)

    def copy(self) -> Companies:
        """The same, to which entries can be added that are about to be written."""
        copy = Companies(self.stamp)
        copy._said = {name: list(told) for name, told in self._said.items()}
        copy._below = {name: set(below) for name, below in self._below.items()}
        return copy

    def company(self, name: str, day: date) -> Company:
        """What is known of a company on the day."""
        own = limits.named(name)
        known: dict[str, Any] = {}
        for since, said in self._said.get(own, ()):
            if since <= day:
                known |= {field: value for field, value in said.items() if value is not None}
        return Company(
            own,
            known.get("ultimate_parent"),
            known.get("headquarters"),
            known.get("ultimate_parent_headquarters"),
            bool(known.get("uveu")),
            tuple(known.get("nveu", ())),
        )

    def parent_of(self, name: str, day: date) -> str | None:
        """Its ultimate parent on the day; None where no entry states it.

        Where the stated parent has a parent of its own, that one is meant. A company that is entered
        as the ultimate parent of another is its own.
        """
        asked = (limits.named(name), day)
        if asked not in self._parents:
            self._parents[asked] = self._find_parent(*asked)
        return self._parents[asked]

    def _find_parent(self, own: str, day: date) -> str | None:
        passed, found = {own}, self.company(own, day).parent
        if found is None:
            return self._as_parent(own, day)
        while limits.named(found) not in passed:
            passed.add(limits.named(found))
            found = self.company(found, day).parent or found
        above = self.company(found, day).parent
        return found if above is None or limits.named(above) == limits.named(found) else None

    def _as_parent(self, own: str, day: date) -> str | None:
        """The name as those write it whose ultimate parent it is on the day."""
        stated = (self.company(each, day).parent for each in sorted(self._below.get(own, ())))
        return next((name for name in stated if name and limits.named(name) == own), None)

    def group_of(self, name: str, day: date) -> tuple[str, ...] | None:
        """All companies of its ultimate parent, as they are counted; None where that is not known."""
        parent = self.parent_of(name, day)
        if parent is None:
            return None
        top = limits.named(parent)
        members, below = {top}, [top]
        while below:
            for each in self._below.get(below.pop(), ()):
                if each not in members and self._is_in(each, top, day):
                    members.add(each)
                    below.append(each)
        return tuple(sorted(members | {limits.named(name)}))

    def _is_in(self, name: str, top: str, day: date) -> bool:
        parent = self.parent_of(name, day)
        return parent is not None and limits.named(parent) == top

    def shown(self, name: str, day: date) -> str:
        """The name as the entries write it, the latest way first."""
        for since, said in reversed(self._said.get(name, ())):
            if since <= day:
                return str(said["name"])
        return self._as_parent(name, day) or name
