"""From what a person writes on the command line, or another party file, to the party file."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, get_args, get_type_hints

import msgspec

from licet.errors import Fault, InputError
from licet.facts.reading import read
from licet.parties.contents import Contents, FactsOnFile, PartyOnFile
from licet.parties.evidence import OwnerEvidence
from licet.parties.ownership.shares import percentage
from licet.parties.partyfile import PartyFile
from licet.words import _


def added(
    file: PartyFile,
    name: str,
    *,
    statements: Iterable[str] = (),
    owners: Iterable[str] = (),
    aliases: Iterable[str] = (),
    lei: str | None = None,
    country: str | None = None,
    evidence: dict[str, Any] | None = None,
) -> PartyFile:
    """The file with what is said of the party added to what it had.

    ``statements`` are ``fact=value``, ``owners`` are ``name=percent`` (``25-50`` for bounds, ``?`` where
    it is not known). ``evidence`` is the source, date and grade of all of them. Raises `InputError`.
    """
    party = file.find(name) or PartyOnFile(name)
    basis = evidence or {}
    facts = msgspec.to_builtins(party.facts or FactsOnFile(), enc_hook=float)
    for statement in statements:
        fact, value = _split(statement, "--set", "headquarters=SG")
        facts.setdefault(fact, [])
        facts[fact] = [*facts[fact], {"value": _value(fact, value), **basis}]
    new = [_owner(*_split(owner, "--owner", '"Parent Ltd=60"'), basis) for owner in owners]
    changed = msgspec.structs.replace(
        party,
        facts=read(FactsOnFile, facts) if any(facts.values()) else None,
        owners=(*party.owners, *new),
        aliases=tuple(dict.fromkeys((*party.aliases, *aliases))),
        lei=lei or party.lei,
        country=read(PartyOnFile, {"name": name, "country": country}).country or party.country,
    )
    return file.with_party(changed)


def merged(file: PartyFile, other: Contents) -> PartyFile:
    """The file with everything of another added: the evidence of both, side by side."""
    for party in other.parties:
        mine = file.find(party.name)
        file = file.with_party(_together(mine, party) if mine else party)
    for review in other.reviews:
        file = file.with_review(review)
    return file


def _together(mine: PartyOnFile, theirs: PartyOnFile) -> PartyOnFile:
    facts = {
        name: _both(getattr(mine.facts, name, ()), getattr(theirs.facts, name, ()))
        for name in FactsOnFile.__struct_fields__
    }
    return msgspec.structs.replace(
        mine,
        aliases=tuple(dict.fromkeys((*mine.aliases, *theirs.aliases))),
        country=mine.country or theirs.country,
        lei=mine.lei or theirs.lei,
        facts=FactsOnFile(**facts),
        owners=_both(mine.owners, theirs.owners),
    )


def _both(mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*mine, *(each for each in theirs if each not in mine))


def _split(statement: str, option: str, example: str) -> tuple[str, str]:
    name, equals, value = statement.rpartition("=")
    if not equals or not name.strip():
        sentence = _("{statement} has no name and value; write {option} {example}.")
        words = {"statement": statement[:60], "option": option, "example": example}
        raise InputError(sentence.format(**words))
    return name.strip(), value.strip()


def _value(fact: str, text: str) -> Any:
    """The text as the fact wants it: yes and no, a day, an authorization, a country."""
    hints = get_type_hints(FactsOnFile)
    kind = get_args(hints[fact])[0].__name__ if fact in hints else ""
    if kind == "YesNoEvidence":
        return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower(), text)
    if kind == "VeuEvidence" and text.upper().startswith("NVEU"):
        return {"NVEU": [code.strip() for code in text[4:].strip(": ").split(",")]}
    return text


def _owner(name: str, text: str, basis: dict[str, Any]) -> OwnerEvidence:
    low, dash, high = ("", "", "") if text.startswith("-") else text.partition("-")
    try:
        bounds = [percentage(low), percentage(high)] if dash else [percentage(text)] * 2
    except ValueError as error:
        raise InputError([Fault(f"--owner {name}", str(error))]) from None
    if not dash and bounds[0] is not None:
        shares = {"percent": bounds[0]}
    else:
        shares = {k: b for k, b in zip(("low", "high"), bounds, strict=True) if b is not None}
    return read(OwnerEvidence, {"owner": name, **shares, **basis})


def evidence_of(source: str, day: datetime.date, grade: str) -> dict[str, Any]:
    """The basis of what is said: its source, the day it was taken, its grade."""
    return {"source": source, "date": day, "grade": grade}
