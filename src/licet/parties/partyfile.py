"""The party file: everything that is known of the parties, with its evidence, in one YAML or JSON file.

Its format is described in docs/parties.md. It holds personal data: it is written for its owner alone
(mode 600), nothing of it is logged, and `erase` takes a party out with everything about it.
"""

from __future__ import annotations

import datetime
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import msgspec

from licet.errors import Fault, InputError
from licet.facts.parsing import parse
from licet.facts.reading import plain, read
from licet.parties.contents import (
    Contents,
    PartyOnFile,
    Review,
    faults_of,
    names_of,
    share_of,
)
from licet.parties.evidence import OwnerEvidence, outdated, verdict
from licet.parties.ownership.shares import Share
from licet.words import _


class PartyFile:
    """A party file that has been read. It answers for ownership too (`Owners`)."""

    def __init__(self, path: str | Path, contents: Contents) -> None:
        self.path = Path(path)
        self.contents = contents
        self._by_name = {
            known.casefold(): party for party in contents.parties for known in names_of(party)
        }

    @classmethod
    def open(cls, path: str | Path, *, new: bool = False) -> PartyFile:
        """Read the file; ``new``: an empty one where there is none yet. Raises `InputError`."""
        path = Path(path)
        if new and not path.exists():
            return cls(path, Contents())
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            sentence = _("There is no party file at {path}; `licet parties add` makes one.")
            raise InputError(sentence.format(path=path)) from None
        except (OSError, UnicodeDecodeError) as error:
            sentence = _("The party file {path} cannot be read: {why}.")
            raise InputError(sentence.format(path=path, why=error)) from None
        data = parse(text, yaml=_is_yaml(path), name=str(path))
        contents = read(Contents, {} if data is None else data)
        faults = list(faults_of(contents))
        if faults:
            raise InputError(faults)
        return cls(path, contents)

    def party(self, name: str) -> PartyOnFile:
        """The party of this name or alias. Raises `InputError` with the nearest names."""
        party = self.find(name)
        if party:
            return party
        near = get_close_matches(name.casefold()[:200], self._by_name, 3, 0.6)
        meant = ", ".join(dict.fromkeys(self._by_name[each].name for each in near))
        sentence = _("{path} has no party of this name.").format(path=self.path)
        hint = _(" Did you mean {names}?").format(names=meant) if meant else ""
        raise InputError([Fault("name", sentence + hint)])

    def find(self, name: str) -> PartyOnFile | None:
        """The party of this name or alias, or none."""
        return self._by_name.get(name.casefold())

    # -- what it says of ownership ---------------------------------------------------------------

    def owners_of(self, entities: Iterable[str], on: datetime.date) -> Iterator[Share]:
        """The shares in parties that good evidence says are held on the day."""
        days = self.contents.fresh_for_days
        for entity in entities:
            party = self.find(entity)
            good = (o for o in (party.owners if party else ()) if o.grade != "contradicted")
            current = (o for o in good if not outdated(o, on, days))
            yield from (self._share(entity, o) for o in current if not _not_yet(o, on))

    def _share(self, owned: str, evidence: OwnerEvidence) -> Share:
        party = self.find(evidence.owner)
        return share_of(owned, party.name if party else evidence.owner, evidence)

    def complete(self, entities: Iterable[str], on: datetime.date) -> Iterator[str]:
        """The parties whose owners good evidence says are all on file."""
        for entity in entities:
            party = self.find(entity)
            said = party.facts.owners_complete if party and party.facts else ()
            if verdict(said, on, self.contents.fresh_for_days).value is True:
                yield entity

    def without_parent(self, entities: Iterable[str], on: datetime.date) -> tuple[str, ...]:
        """The party file says that by ``owners_complete``."""
        return ()

    # -- changing it -----------------------------------------------------------------------------

    def with_party(self, party: PartyOnFile) -> PartyFile:
        """The file with this party added, or in the place of the one of its name."""
        old = self.find(party.name)
        if old is None:
            return self._changed(parties=(*self.contents.parties, party))
        parties = tuple(party if p is old else p for p in self.contents.parties)
        return self._changed(parties=parties)

    def with_review(self, review: Review) -> PartyFile:
        """The file with this decision in the place of an earlier one on the same party and entry."""
        kept = (
            r for r in self.contents.reviews if (r.party, r.entry) != (review.party, review.entry)
        )
        return self._changed(reviews=(*kept, review))

    def without(self, name: str) -> PartyFile:
        """The file without the party, without the decisions on it and without its shares in others."""
        party = self.party(name)
        mine = {known.casefold() for known in names_of(party)}
        others = [p for p in self.contents.parties if p is not party]
        kept = tuple(
            msgspec.structs.replace(
                p, owners=tuple(o for o in p.owners if o.owner.casefold() not in mine)
            )
            for p in others
        )
        reviews = tuple(r for r in self.contents.reviews if r.party != party.name)
        return self._changed(parties=kept, reviews=reviews)

    def _changed(self, **changes: Any) -> PartyFile:
        changed = PartyFile(self.path, msgspec.structs.replace(self.contents, **changes))
        faults = list(faults_of(changed.contents))
        if faults:
            raise InputError(faults)
        return changed

    def save(self) -> None:
        """Write the file, whole or not at all, readable by its owner alone."""
        data = _without_empty(msgspec.to_builtins(self.contents, enc_hook=plain))
        text = (
            _as_yaml(data)
            if _is_yaml(self.path)
            else json.dumps(data, ensure_ascii=False, indent=2)
        )
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".licet-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text + "\n")
            Path(temporary).replace(self.path)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _not_yet(owner: OwnerEvidence, on: datetime.date) -> bool:
    return owner.since is not None and owner.since > on


def _is_yaml(path: Path) -> bool:
    return path.suffix.lower() in (".yaml", ".yml")


def _without_empty(data: Any) -> Any:
    if isinstance(data, dict):
        cleaned = {name: _without_empty(value) for name, value in data.items()}
        return {n: v for n, v in cleaned.items() if v is not None and v != [] and v != {}}
    return [_without_empty(each) for each in data] if isinstance(data, list | tuple) else data


def _as_yaml(data: Any) -> str:
    import yaml

    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
