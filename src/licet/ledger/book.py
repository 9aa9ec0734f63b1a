"""A ledger, open: what can be done with it from Python. The command line does nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from licet.errors import Fault, InputError
from licet.ledger import history, opening, reserving
from licet.ledger.drafts import Draft, Written
from licet.ledger.history import Entry
from licet.ledger.making import Making, about
from licet.ledger.patience import patiently
from licet.ledger.reading import Reading
from licet.ledger.registers import Assumed, Registers
from licet.ledger.schema import head, hold
from licet.ledger.verify import Verdict, verify
from licet.ledger.writing import Clock, Outcome, Writer, utc_now
from licet.words import _

UNSAID = {"who": "", "determination": None, "idempotency": None, "where": ""}
HOLD_FOR = timedelta(days=7)
"""How long a reservation holds where nothing else is said."""


class Ledger:
    """An append-only ledger of compute. Safe to share between threads, and to open in many processes.

    ``who`` enters what is entered where nobody else is named. ``clock`` says when: it never decides
    a limit, only when reservations expire.
    """

    def __init__(
        self,
        engine: sa.Engine,
        location: str,
        *,
        who: str = "",
        clock: Clock = utc_now,
        patience: float = opening.PATIENCE,
    ) -> None:
        self.engine, self.location, self.who, self.clock = engine, location, who, clock
        self.patience = patience
        self.reading = Reading(engine, location, patience)
        self.names = Registers(self.reading)
        self._writer = Writer(engine, clock, patience)
        self._making = Making(engine, location, self.reading, self.names)

    # -- writing ----------------------------------------------------------------------------------

    def add(
        self,
        kind: str,
        fields: Mapping[str, Any],
        *,
        why: str,
        who: str = "",
        determination: str | None = None,
        idempotency: str | None = None,
        happened: bool = False,
    ) -> Written:
        """Enter what happened.

        ``fields`` are those of the kind (`licet.ledger.kinds`). ``determination`` names what it
        rests on. The same ``idempotency`` key enters it once, however often it is tried.
        ``happened`` enters it even beyond a limit: then the entry says by how much.

        Raises `InputError` with every fault, and `Refused` where it would exceed a limit.
        """
        told = self._about(who, why, determination, idempotency, happened=happened)
        return self._write(lambda known: self._making.one(kind, fields, told, known))

    def add_all(
        self, entries: Iterable[tuple[str, Mapping[str, Any], dict[str, Any]]]
    ) -> list[Written]:
        """Enter all of (kind, fields, about) in one transaction, or none; ``about`` as for `add`."""
        told = [(kind, fields, self._about(**UNSAID | about)) for kind, fields, about in entries]
        return self._write_all(lambda known: self._making.several(told, known))

    def reserve(
        self,
        kind: str,
        fields: Mapping[str, Any],
        *,
        why: str,
        expires: datetime | None = None,
        who: str = "",
        determination: str | None = None,
        idempotency: str | None = None,
    ) -> Written:
        """Hold what a shipment or installation would count, until ``expires`` (in seven days).

        Raises `Refused` where it does not fit beside what is counted and held: by how much, what
        would still fit, and from when more does.
        """
        about = self._about(who, why, determination, idempotency)
        until = expires or self.clock() + HOLD_FOR
        return self._write(lambda known: reserving.reservation(kind, fields, until, known, **about))

    def commit(
        self,
        reservation: int,
        *,
        why: str,
        on: date | None = None,
        quantity: int | None = None,
        who: str = "",
        idempotency: str | None = None,
    ) -> Written:
        """Enter what is still held, or ``quantity`` of it, as having happened.

        One that has expired is entered where it still fits. The papers that a shipment needs must be
        on file. Raises `Refused` and `InputError`.
        """
        about = self._about(who, why, None, idempotency)
        del about["determination"]
        return self._write(
            lambda known: reserving.commitment(
                self._making.there(reservation, "reservation"),
                known,
                on,
                quantity or self.left_of(reservation),
                **about,
            )
        )

    def release(
        self, reservation: int, *, why: str, quantity: int | None = None, who: str = ""
    ) -> Written:
        """Give up a reservation, or ``quantity`` of it."""
        fields = {"reservation": reservation, "quantity": quantity, "on": self.today()}
        return self.add("release", fields, why=why, who=who)

    def reserve_all(
        self,
        entries: Iterable[tuple[str, Mapping[str, Any], dict[str, Any]]],
        *,
        expires: datetime | None = None,
    ) -> list[Written]:
        """Hold all of (kind, fields, about), or none; ``about`` as for `reserve`."""
        until = expires or self.clock() + HOLD_FOR
        told = [(kind, fields, self._about(**UNSAID | about)) for kind, fields, about in entries]
        return self._write_all(
            lambda known: [
                reserving.reservation(kind, fields, until, known, **about)
                for kind, fields, about in told
            ]
        )

    def _about(
        self, who: str, why: str, determination: str | None, idempotency: str | None, **rest: Any
    ) -> dict[str, Any]:
        return about(who or self.who, why, determination, idempotency, **rest)

    def _write(self, make: Callable[[Assumed], Draft]) -> Written:
        return self._making.written(
            lambda known: [make(known)], lambda drafts: self._writer.write(drafts[0])
        )

    def _write_all(self, make: Callable[[Assumed], list[Draft]]) -> list[Written]:
        return self._making.written(make, self._writer.write_all)

    def rehearse(self, drafts: list[Draft]) -> list[Outcome]:
        """What would come of drafts if they were written now, in this order. Nothing is written."""
        with opening.sentences(self.location):
            return self._writer.rehearse(drafts)

    # -- reading ----------------------------------------------------------------------------------

    @property
    def shown(self) -> str:
        """Where it is, without a password."""
        return opening.shown(self.engine.url)

    def today(self) -> date:
        """The clock's day, in UTC."""
        return self.clock().date()

    def position(self) -> tuple[int, str]:
        """The last entry and its hash: note them elsewhere, and `verify` can hold the ledger to them."""
        with self.reading() as connection:
            seq, digest = connection.execute(sa.select(head.c.seq, head.c.hash)).one()
        return seq, digest

    def entry(self, seq: int) -> Entry | None:
        """The entry at a position."""
        with self.reading() as connection:
            return history.one(connection, seq)

    def entries(self, **chosen: Any) -> list[Entry]:
        """Entries by ``kind``, ``since``, ``until`` and ``last``."""
        with self.reading() as connection:
            return list(history.entries(connection, **chosen))

    def left_of(self, reservation: int) -> int | None:
        """The units that a reservation still holds, expired or not; None where it is closed."""
        chosen = sa.select(hold.c.units).where(
            hold.c.reservation == reservation, hold.c.key == reserving.OPEN
        )
        with self.reading() as connection:
            return connection.scalar(chosen)

    def verify(
        self,
        anchor: tuple[int, str] | None = None,
        watch: Callable[[int], object] | None = None,
    ) -> Verdict:
        """Read the whole ledger and check every link and every sum.

        ``anchor`` is a position that was noted elsewhere; ``watch`` is told up to which entry it came.
        """
        with self.reading() as connection:
            return verify(connection, anchor, watch=watch)

    def close(self) -> None:
        """Close the connections; the ledger can be used again afterwards."""
        self._writer.close()
        self.engine.dispose()


def open_ledger(
    location: str | Path | None = None,
    *,
    create: bool = False,
    who: str = "",
    clock: Clock = utc_now,
    patience: float = opening.PATIENCE,
) -> Ledger:
    """The ledger at ``location`` (a path or a `postgresql://` URL), or the open one.

    ``create`` makes it where there is none, and brings one of an earlier licet forward. ``patience``
    is for how many seconds a writer waits for others, or for a database that restarts.
    Raises `InputError` where there is no ledger, or none that this licet can use.
    """
    where = opening.located(location)
    if where is None:
        sentence = _("no ledger is open: name one, or set LICET_LEDGER.")
        raise InputError([Fault("ledger", sentence)])
    engine = opening.connect(where, patience)
    if create:
        opening.make(engine, where)
    with opening.sentences(where):
        patiently(engine, patience, lambda _tries: opening.check(engine))
    return Ledger(engine, where, who=who, clock=clock, patience=patience)
