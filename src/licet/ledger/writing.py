"""The one way into the ledger: lock, read, decide, append, count, commit.

Whoever writes holds the row of `head` (in SQLite the write lock of the file) from before it reads
to after it commits. So every decision sees all that was written before it and nothing is written
beside it: no interleaving can exceed a limit, and with one lock there is no deadlock. A write that a
lost connection leaves in doubt is tried again under the same idempotency key, so it is there once.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from licet.errors import InputError
from licet.ledger.drafts import Draft, Refused, Written
from licet.ledger.opening import PATIENCE
from licet.ledger.patience import patiently
from licet.ledger.standing import Standing
from licet.ledger.statements import Statements
from licet.ledger.together import Ticket, Together

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present moment: the default of the clock that says when an entry was written down."""
    return datetime.now(UTC)


def moment(clock: Clock) -> str:
    """The clock's moment as the ledger writes it."""
    return clock().astimezone(UTC).isoformat(timespec="microseconds")


class Writer:
    """Writes drafts into one ledger, from any number of threads."""

    def __init__(
        self, engine: sa.Engine, clock: Clock = utc_now, patience: float = PATIENCE
    ) -> None:
        self._engine, self._clock, self._patience = engine, clock, patience
        self._sql = Statements(engine.dialect)
        self._together = Together(self._write_each)

    def write(self, draft: Draft) -> Written:
        """Append one entry. Raises `Refused` or `InputError`, and then nothing was written."""
        return self._together.submit(draft)

    def write_all(self, drafts: Sequence[Draft]) -> list[Written]:
        """Append all of them in one transaction, or none."""
        tickets = [Ticket(draft) for draft in drafts]
        self._persist(tickets, whole=True)
        return [ticket.written for ticket in tickets if ticket.written]

    def _write_each(self, tickets: list[Ticket]) -> None:
        self._persist(tickets, whole=False)

    def _persist(self, tickets: list[Ticket], whole: bool) -> None:
        fresh = frozenset(_named(ticket) for ticket in tickets) - {""}
        patiently(
            self._engine,
            self._patience,
            lambda tries: self._transaction(tickets, frozenset() if tries else fresh, whole),
        )

    def _transaction(self, tickets: list[Ticket], fresh: frozenset[str], whole: bool) -> None:
        connection = self._engine.raw_connection()
        try:
            with self._pipeline(connection):
                cursor = connection.cursor()
                standing = Standing(cursor, self._sql, moment(self._clock))
                standing.read([ticket.draft for ticket in tickets], fresh)
                standing.at = moment(self._clock)
                outcomes = [_admit(standing, ticket.draft, whole) for ticket in tickets]
                standing.flush()
                connection.commit()
        except self._engine.dialect.loaded_dbapi.Error as fault:
            connection.invalidate(fault)
            raise
        finally:
            connection.close()
        for ticket, (written, error) in zip(tickets, outcomes, strict=True):
            ticket.written, ticket.error = written, error

    def _pipeline(self, connection: Any) -> AbstractContextManager[Any]:
        if self._engine.dialect.name == "postgresql":
            pipeline: AbstractContextManager[Any] = connection.driver_connection.pipeline()
            return pipeline
        return nullcontext()


def _named(ticket: Ticket) -> str:
    """Give a draft without a key one of its own; that one, or nothing where it had one."""
    if ticket.draft.idempotency:
        return ""
    ticket.draft = replace(ticket.draft, idempotency=uuid.uuid4().hex)
    return ticket.draft.idempotency or ""


def _admit(
    standing: Standing, draft: Draft, whole: bool
) -> tuple[Written | None, BaseException | None]:
    try:
        return standing.admit(draft), None
    except (Refused, InputError) as error:
        if whole:
            raise
        return None, error
