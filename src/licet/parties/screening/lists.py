"""The Consolidated Screening List, as the US government publishes it: one JSON file a day.

Source: International Trade Administration, "Consolidated Screening List", bulk JSON. licet ships no
copy: a list is good for the day it was taken.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.errors import InputError
from licet.words import _

DOWNLOAD = "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json"

LONGEST_NAME = 500
"""Characters. The longest name on the list of 31 July 2026 has 381."""

_CODE = re.compile(r"\(([A-Z]+(?:-[A-Z]+)*)(?: List)?\)")
_AFFILIATE = re.compile(r"\.?\s*Affiliated Entity:\s*", re.I)
_ACRONYM = re.compile(r"\s*\([A-Z][A-Z0-9&-]+\)$")
_SHORT_FORM = re.compile(r"\(([^()]{4,})\)\W*(?:Affiliated Entity:|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of one list. Everything is as the file has it; absent fields are empty."""

    name: str
    list: str
    entity_number: str | None = None
    alt_names: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    license_requirement: str = ""
    license_policy: str = ""
    federal_register_notice: str = ""
    source_list_url: str = ""
    addresses: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The list's own abbreviation: EL, DPL, MEU, UVL, SDN, ..."""
        return code_of(self.list)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which the entry can be found, the main one first."""
        written = (self.name, *self.alt_names)
        parts = [part for name in written for part in _AFFILIATE.split(name)[1:]]
        short = [form for name in written for form in _short_forms(name)]
        plain = [_ACRONYM.sub("", name) for name in written]
        return tuple(dict.fromkeys(filter(None, (*written, *parts, *short, *plain))))

    @property
    def key(self) -> str:
        """What stays the same while the entry is amended: its list, its number and its name."""
        return "|".join((self.code, self.entity_number or "", self.name))

    @property
    def fingerprint(self) -> str:
        """Changes when anything in the entry changes, so that a review can be seen to be outdated."""
        return fingerprint([getattr(self, field) for field in self.__slots__])


def code_of(name: str) -> str:
    """The abbreviation in the name of a list: EL in "Entity List (EL) - ..."."""
    found = _CODE.search(name)
    return found[1] if found else name


def _short_forms(name: str) -> list[str]:
    """The short name in brackets at the end: an acronym, or a word of the name. Not a place."""
    return [
        form
        for form in _SHORT_FORM.findall(name)
        if (form.isupper() and form.isalpha()) or form in name.replace(f"({form})", "")
    ]


def fingerprint(data: Any) -> str:
    """A short sum of data that changes when they do."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_list(path: str | Path) -> list[Entry]:
    """The entries of a list file. Raises `InputError` where the file is missing, cut or not a list."""
    path = Path(path)
    try:
        text = bytes_of(path).decode("utf-8")
    except UnicodeDecodeError as error:
        sentence = _("The screening list {path} cannot be read: {why}.")
        raise InputError(sentence.format(path=path, why=error)) from None
    return entries_of(_parsed(text, path), path)


def bytes_of(path: str | Path) -> bytes:
    """What is in a list file. Raises `InputError` where it is missing or cannot be read."""
    path = Path(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        sentence = _("There is no screening list at {path}. Download the day's list from {url}.")
        raise InputError(sentence.format(path=path, url=DOWNLOAD)) from None
    except OSError as error:
        sentence = _("The screening list {path} cannot be read: {why}.")
        raise InputError(sentence.format(path=path, why=error)) from None


def _parsed(text: str, path: Path) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) - 1 or not text.rstrip().endswith(("}", "]")):
            sentence = _(
                "The screening list {path} breaks off after {count} complete entries: the download "
                "was cut. Download it again from {url}."
            )
            count = _complete_entries(path)
            raise InputError(sentence.format(path=path, count=count, url=DOWNLOAD)) from None
        sentence = _("The screening list {path} is not JSON: {why}.")
        raise InputError(sentence.format(path=path, why=error)) from None


def _complete_entries(path: Path) -> int:
    import ijson  # type: ignore[import-untyped]

    count = 0
    try:
        with path.open("rb") as file:
            for _entry in ijson.items(file, "results.item"):
                count += 1
    except ijson.JSONError:
        pass
    return count


def entries_of(data: Any, path: Path | str = "") -> list[Entry]:
    """The entries in the parsed file. Raises `InputError` where it has another shape or lacks some."""
    results = data.get("results") if isinstance(data, Mapping) else None
    if not isinstance(results, list):
        sentence = _(
            "{path} is not a screening list: it has no `results`. The official file is at {url}."
        )
        raise InputError(sentence.format(path=path, url=DOWNLOAD))
    total = data.get("total")
    if isinstance(total, int) and len(results) < total:
        sentence = _(
            "The screening list {path} says {total} entries and holds {count}: it was cut."
        )
        raise InputError(sentence.format(path=path, total=total, count=len(results)))
    nameless = sum(
        not (isinstance(r, Mapping) and r.get("name") and r.get("source")) for r in results
    )
    if nameless:
        sentence = _("{count} entries of the screening list {path} lack a `name` or a `source`.")
        raise InputError(sentence.format(count=nameless, path=path))
    return [_entry(result) for result in results]


def _entry(result: Mapping[str, Any]) -> Entry:
    addresses = [a for a in result.get("addresses") or () if isinstance(a, Mapping)]
    countries = (str(a["country"]) for a in addresses if a.get("country"))
    return Entry(
        name=str(result["name"]),
        list=str(result["source"]),
        entity_number=_text_or_none(result.get("entity_number")),
        alt_names=_texts(result.get("alt_names")),
        countries=tuple(dict.fromkeys(countries)),
        programs=_programs(result.get("programs")),
        license_requirement=str(result.get("license_requirement") or ""),
        license_policy=str(result.get("license_policy") or ""),
        federal_register_notice=str(result.get("federal_register_notice") or ""),
        source_list_url=str(result.get("source_list_url") or ""),
        addresses=tuple(json.dumps(a, ensure_ascii=False, sort_keys=True) for a in addresses),
    )


def _text_or_none(value: Any) -> str | None:
    return None if value in (None, "") else str(value)


def _texts(value: Any) -> tuple[str, ...]:
    listed = [value] if isinstance(value, str) else value or ()
    return tuple(str(each) for each in listed if each)


def _programs(value: Any) -> tuple[str, ...]:
    return tuple(p.strip() for text in _texts(value) for p in text.split(";") if p.strip())
