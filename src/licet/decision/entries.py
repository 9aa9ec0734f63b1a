"""Paragraphs of the Commerce Control List as a user writes them: taken where they lie, or refused.

What is written wrong must not come out as an item that nothing controls.
"""

from __future__ import annotations

from datetime import date

from licet.errors import Fault, InputError
from licet.facts.items import MadeFor
from licet.law.ear.ccl.associated import FOR
from licet.law.ear.ccl.paragraphs import (
    PARAGRAPHS,
    SINCE_2023,
    exists,
    families_in,
    family_of,
    paragraph_of,
)
from licet.law.instruments import OCTOBER_2023
from licet.words import _

BY_DESCRIPTION = ("5D002", "5D992")
"""Entries whose software is described by more than what it is for."""
GROUPS = {"software": "D", "technology": "E"}
"""The second letter of an entry for these; that of one for hardware is A."""


def stated_paragraph(written: str | None, path: str, day: date) -> str | None:
    """The paragraph in which a stated one lies. Refuses one that is none, or several, or not yet there."""
    if written is None:
        return None
    found = paragraph_of(written)
    below = sorted(p for p in PARAGRAPHS if p.startswith(written + "."))
    if below and written not in PARAGRAPHS:
        sentence = _("{eccn} has several paragraphs; name one, such as {example}.")
        raise _refused(path, sentence.format(eccn=written, example=below[0]))
    if not exists(written):
        entry = written.partition(".")[0]
        example = min(p for p in PARAGRAPHS if p.startswith(entry))
        sentence = _("there is no {eccn}; a paragraph of {entry} is {example}.")
        raise _refused(path, sentence.format(eccn=written, entry=entry, example=example))
    if found in SINCE_2023 and day < OCTOBER_2023.complied:
        sentence = _(
            "{name} came with 88 FR 73458 on {first}; for {day} describe the item by what it is "
            "(chip, integrated_circuit, computer), or state 3A090.a or 4A090.a."
        )
        first = OCTOBER_2023.complied
        raise _refused(path, sentence.format(name=written, first=first, day=day))
    return found


def described_family(written: str | None, group: str, path: str) -> str | None:
    """The family of a description. Refuses an entry for other items, and what its entry has not."""
    if written is None:
        return None
    entry = written.partition(".")[0]
    if written != "EAR99" and entry[1] != group:
        sentence = _(
            "{entry} is an entry for other items; one for this has {group} in second place."
        )
        raise _refused(path, sentence.format(entry=entry, group=group))
    family, those = family_of(written), families_in(entry)
    if family is None and those:
        sentence = _(
            "{eccn} describes no such item; name a paragraph of {entry}, such as {example}."
        )
        if written == entry:
            sentence = _("{eccn} has several paragraphs; name one, such as {example}.")
        raise _refused(path, sentence.format(eccn=written, entry=entry, example=those[0]))
    return family


def check_made_for(facts: MadeFor, kind: str, path: str) -> None:
    """Refuse a base that is no entry for such an item, or not the one for what it is made for."""
    base, group = facts.base, GROUPS[kind]
    if base is not None and base[1:2] != group:
        sentence = _("{base} is no entry for {kind}: its second letter is {group}.")
        raise _refused(f"{path}.base", sentence.format(base=base, kind=_(kind), group=group))
    if base is not None and facts.made_for is not None:
        check_entry(paragraph_of(base), paragraph_of(facts.made_for), f"{path}.base")


def check_entry(base: str, made_for: str, path: str) -> None:
    """Refuse an entry of software or technology that is not the one for what it is made for."""
    group = base[1:2]
    named = [entry for entry, these in FOR.items() if made_for in these and entry[1:2] == group]
    if named and base in FOR and base not in (*named, *BY_DESCRIPTION):
        kind = next(kind for kind, letter in GROUPS.items() if letter == group)
        sentence = _("{base} is not the entry of {kind} for {made_for}; that is {named}.").format(
            base=base, kind=_(kind), made_for=made_for, named=_(" or ").join(named)
        )
        raise _refused(path, sentence)


def _refused(path: str, sentence: str) -> InputError:
    return InputError([Fault(path, sentence)])
