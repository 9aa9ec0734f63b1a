"""Taking a file in, whatever it is: a party file, a table of shares, a file of the GLEIF golden copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from licet.errors import Fault
from licet.parties.adding import merged
from licet.parties.contents import contradictions
from licet.parties.ownership.files import kind_of, opened, rows_of
from licet.parties.ownership.gleif import import_gleif
from licet.parties.ownership.register import Register
from licet.parties.ownership.tables import shares_in
from licet.parties.partyfile import PartyFile
from licet.words import _

MOST_CONTRADICTIONS = 20
"""So many are named."""


@dataclass
class Done:
    """What became of an import: the party file after it, a sentence, and what contradicts itself."""

    file: PartyFile
    says: str
    contradictions: list[Fault] = field(default_factory=list)


def import_file(path: str | Path, file: PartyFile, register: Register) -> Done:
    """Take one file in. Party files are merged and saved, shares go to the register.

    Raises `InputError`; then nothing has been taken over.
    """
    kind = kind_of(path)
    if kind in ("yaml", "yml") or (kind == "json" and _is_party_file(path)):
        return _party_file(path, file)
    if kind == "json" or (kind == "csv" and _is_gleif(path)):
        return Done(file, _gleif(path, register))
    return Done(file, _table(path, register), list(_contradicted(path, register)))


def _party_file(path: str | Path, file: PartyFile) -> Done:
    other = PartyFile.open(path).contents
    together = merged(file, other)
    together.save()
    names = {party.name for party in other.parties}
    found = [f for f in contradictions(together.contents) if f.path.split(": ")[0] in names]
    says = _("{path}: {count} parties, kept in {kept}.")
    return Done(together, says.format(path=path, count=len(names), kept=together.path), found)


def _gleif(path: str | Path, register: Register) -> str:
    done = import_gleif(path, register)
    says = _(
        "{path}: {entities} entities, {shares} relationships, {exceptions} reporting exceptions; "
        "{left_out} rows left out."
    )
    return says.format(path=path, **vars(done))


def _table(path: str | Path, register: Register) -> str:
    with register.importing():
        register.forget(str(path))
        count = register.add_shares(shares_in(path), str(path))
    return _("{path}: {count} shares.").format(path=path, count=count)


def _contradicted(path: str | Path, register: Register) -> Iterator[Fault]:
    """What a table says otherwise than another one in the register; of many the first."""
    for mine, other in islice(register.contradicted(str(path)), MOST_CONTRADICTIONS):
        sentence = _("{source} says {percent}, and {other} says {others}.")
        said = {"source": mine.source, "percent": mine.percent}
        said |= {"other": other.source, "others": other.percent}
        yield Fault(f"{mine.owner}'s share in {mine.owned}", sentence.format(**said))


def _is_party_file(path: str | Path) -> bool:
    with opened(path) as start:
        return b"licet_parties" in start.read(4096)


def _is_gleif(path: str | Path) -> bool:
    header = next(iter(rows_of(path)), [])
    return "LEI" in header or "Relationship.StartNode.NodeID" in header
