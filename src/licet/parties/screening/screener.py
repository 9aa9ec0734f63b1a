"""Screening: which entries of the list a name may be, best first, each with its reason."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.parties.screening import cache
from licet.parties.screening.index import Index
from licet.parties.screening.lists import LONGEST_NAME, Entry, bytes_of, read_list
from licet.parties.screening.names import Name, readings
from licet.parties.screening.scoring import LINE as LINE
from licet.parties.screening.scoring import UNDER, likeness
from licet.parties.screening.tables import tables_of
from licet.words import _

TRANSLATED = 0.02
"""What a name loses that had to be romanised or translated first."""

CORRECTED = 0.105
"""What a name loses whose generic words or legal form had to be spelled right first: so much that
nothing else may be wrong with it."""

MARGIN = 0.1
"""By how much a name may seem to miss the line by its shared words and yet be compared."""

COUNTRY = 0.02
"""What agreement or disagreement of the country adds to or takes from a name that is only similar. What
is under the line for itself stays there: a country says little by itself."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed entry that the name may be. ``score`` from 0 to 1; ``matched`` is the listed name met."""

    entry: Entry
    score: float
    why: str
    matched: str

    def as_json(self) -> dict[str, Any]:
        """The hit as ``licet parties screen --json`` prints it."""
        entry = self.entry
        return {
            "name": entry.name,
            "list": entry.list,
            "entity_number": entry.entity_number,
            "score": round(self.score, 2),
            "why": self.why,
        }

    def details(self) -> dict[str, Any]:
        """The same, with the listed name that was met and what the list says of the entry."""
        entry = self.entry
        return self.as_json() | {
            "matched": self.matched,
            "countries": list(entry.countries),
            "programs": list(entry.programs),
            "license_requirement": entry.license_requirement or None,
            "license_policy": entry.license_policy or None,
            "source": entry.source_list_url or None,
        }


class Screener:
    """A list, loaded and indexed once, and asked many times.

    >>> Screener.open("consolidated.json").screen("Huawei Tech Ltd")  # doctest: +SKIP
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._index = Index(tables_of(entries))

    @classmethod
    def open(cls, path: str | Path) -> Screener:
        """The list in a file of the official bulk JSON, read from the cache where it is there.

        Raises `InputError`.
        """
        data = bytes_of(path)
        tables = cache.load(data)
        if tables is None:
            tables = tables_of(read_list(path))
            cache.store(data, tables)
        made = cls.__new__(cls)
        made._index = Index(tables)
        gc.freeze()  # a million objects that stay: no collection is to walk them while a name waits
        return made

    def __len__(self) -> int:
        """How many entries the list has."""
        return len(self._index.entries)

    @property
    def entries(self) -> list[Entry]:
        """The entries of the list."""
        return self._index.entries

    def screen(self, name: str, country: str | None = None, line: float = LINE) -> list[Hit]:
        """The entries at or above ``line``, best first. ``country`` is an ISO 3166-1 alpha-2 code."""
        best: dict[int, tuple[float, str, str]] = {}
        for reading, taken_off, remark in self._readings(checked(name)):
            for number in self._candidates(reading, line):
                listed, owner = self._index.names[number], self._index.owner[number]
                there = self._index.entries[owner].countries
                at_home = country in there if country and there else None
                better = best[owner][0] + 0.001 if owner in best else 0.0
                least = max(line - COUNTRY, better) + taken_off
                found = likeness(reading, listed, self._index.weight, least=least, at_home=at_home)
                if found:
                    best[owner] = (found.score - taken_off, found.why + remark, listed.text)
        hits = (self._hit(owner, *found, country) for owner, found in best.items())
        return sorted((hit for hit in hits if hit.score >= line), key=_best_first)

    def _readings(self, name: str) -> Iterator[tuple[Name, float, str]]:
        """Each reading of the name, what it costs the score, and what to say of it."""
        for reading in readings(name):
            read, remark = 0.0, ""
            if reading.read_from:
                sentence = _(" {name} was read as {words}.")
                read = TRANSLATED
                remark = sentence.format(name=reading.read_from, words=" ".join(reading.raw))
            yield reading, read, remark
            corrected = self._index.corrected(reading)
            if corrected:
                right = ", ".join(word for word in corrected.raw if word not in reading.raw)
                sentence = _(" Generic words spelled right: {words}.")
                yield corrected, read + CORRECTED, remark + sentence.format(words=right)

    def screen_many(self, names: Iterable[str], line: float = LINE) -> Iterator[list[Hit]]:
        """The hits of each name, in order; equal names are looked up once."""
        known: dict[str, list[Hit]] = {}
        for name in names:
            if name not in known:
                known[name] = self.screen(name, line=line)
            yield known[name]

    def _candidates(self, name: Name, line: float) -> set[int]:
        index = self._index
        if not name.raw:
            return set()
        found = (
            index.same_letters(name)
            | index.one_error_away(name)
            | index.sharing_rare_words(name, line - MARGIN)
        )
        if name.read_from:
            found |= index.of_the_brand(name) | index.same_consonants(name)
        return found

    def _hit(self, owner: int, score: float, why: str, matched: str, country: str | None) -> Hit:
        entry = self._index.entries[owner]
        if country and entry.countries and score < 0.96:
            agrees = country in entry.countries
            most = max(score, UNDER) if score < LINE else 1.0
            score = min(score + COUNTRY, most) if agrees else score - COUNTRY
            sentence = _(" The list has it in {countries}.")
            why += sentence.format(countries=", ".join(entry.countries))
        return Hit(entry, score, why, matched)


def _best_first(hit: Hit) -> tuple[float, str, str]:
    return (-hit.score, hit.entry.list, hit.entry.name)


def checked(name: str) -> str:
    """The name, if it can be screened. Raises `InputError`, without repeating the name."""
    if len(name) > LONGEST_NAME:
        sentence = _("a name has at most {most} characters; this one has {count}.")
        raise InputError([Fault("name", sentence.format(most=LONGEST_NAME, count=len(name)))])
    if not any(character.isalnum() for character in name):
        raise InputError([Fault("name", _("has no letter and no figure in it; give a name."))])
    return name
