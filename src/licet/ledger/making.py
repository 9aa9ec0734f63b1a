"""Drafts of what is said: from what is known of companies, and made anew where that has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import sqlalchemy as sa

from licet.errors import Fault, InputError
from licet.ledger import history, kinds, opening, reserving
from licet.ledger.drafting import draft, said
from licet.ledger.drafts import Draft, Stale
from licet.ledger.history import Entry
from licet.ledger.patience import patiently
from licet.ledger.reading import Reading
from licet.ledger.registers import Assumed, Registers
from licet.ledger.texts import illegible, typed
from licet.words import _

T = TypeVar("T")
Told = tuple[str, Mapping[str, Any], dict[str, Any]]
"""A kind, its fields, and what is said about the entry."""


def about(
    who: str, why: str, determination: str | None, idempotency: str | None, **rest: Any
) -> dict[str, Any]:
    """What is said about an entry. Raises `InputError` where nobody enters it, or for no reason."""
    missing = [name for name, text in (("who", who), ("why", why)) if not text.strip()]
    if missing:
        raise InputError([Fault(name, _("is missing.")) for name in missing])
    if idempotency is not None and not 0 < len(idempotency) <= 200:
        raise InputError([Fault("idempotency", _("a key has 1 to 200 letters."))])
    told = {"who": who, "why": why, "determination": determination, "idempotency": idempotency}
    if faults := illegible(told):
        raise InputError(faults)
    return told | rest


class Making:
    """Makes drafts for one ledger."""

    def __init__(
        self, engine: sa.Engine, location: str, reading: Reading, names: Registers
    ) -> None:
        self._engine, self._location = engine, location
        self._reading, self._names = reading, names

    def one(
        self, kind: str, fields: Mapping[str, Any], about: dict[str, Any], known: Assumed
    ) -> Draft:
        """The draft of an entry. Raises `InputError`."""
        entry = said(kind, typed(kind, fields))
        if isinstance(entry, kinds.Correction):
            wrong = self.there(entry.entry, "entry")
            return reserving.correction(entry, wrong, known, **about)
        if isinstance(entry, kinds.Release):
            reserved = self.there(entry.reservation, "reservation")
            return reserving.release(entry, reserved, **about)
        return draft(kind, entry, known, **about)

    def several(self, told: Iterable[Told], known: Assumed) -> list[Draft]:
        """The drafts of several entries; each knows the companies that those before it state."""
        drafts, faults, told = [], [], list(told)
        if any(kind == "party" for kind, _fields, _about in told):
            known = known.copy()
        for kind, fields, about in told:
            try:
                made = self.one(kind, fields, about, known)
            except InputError as error:
                where = about["where"]
                faults += [Fault(f"{where}{fault.path}", fault.sentence) for fault in error.faults]
                continue
            drafts.append(made)
            if kind == "party":
                known.companies.add(made.fields)
        if faults:
            raise InputError(faults)
        return drafts

    def there(self, seq: int, field: str) -> Entry:
        """The entry that a field names by its number. Raises `InputError` where there is none."""
        with self._reading() as connection:
            found = history.one(connection, seq)
        if found is None:
            sentence = _("there is no entry {seq}.").format(seq=seq)
            raise InputError([Fault(field, sentence)])
        return found

    def written(
        self, make: Callable[[Assumed], list[Draft]], write: Callable[[list[Draft]], T]
    ) -> T:
        """Write what is made; make it anew where a company that it rests on was entered meanwhile.

        What is read of a database that went away is read again.
        """
        with opening.sentences(self._location):
            while True:
                known = Assumed(self._names)

                def read(_tries: int, known: Assumed = known) -> list[Draft]:
                    return make(known)

                try:
                    drafts = patiently(self._engine, self._reading.patience, read)
                    return write(_stamped(drafts, known))
                except (InputError, Stale):
                    if self._names.companies().stamp == known.stamp:
                        raise


def _stamped(drafts: list[Draft], known: Assumed) -> list[Draft]:
    """The first of several is held to what all of them rest on."""
    for each in drafts[:1]:
        each.parties = known.stamp
    return drafts
