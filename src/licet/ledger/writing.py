"""The one way into the ledger: lock, read, decide, append, count, commit.

Whoever writes holds the row of `head` (in SQLite the write lock of the file) from before it reads
to after it commits. So every decision sees all that was written before it and nothing is written
beside it: no interleaving can exceed a limit, and with one lock there is no deadlock. A write that a
lost connection leaves in doubt is tried again under the same idempotency key, so it is there once.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from licet.errors import Fault, InputError
from licet.ledger import opening
from licet.ledger.admitting import Admission
from licet.ledger.drafts import Draft, Refused, Stale, Written
from licet.ledger.patience import patiently
from licet.ledger.remembered import Remembered
from licet.ledger.statements import Statements
from licet.ledger.together import Ticket, Together

CROWDED = 1.0
"""Seconds for which a writer takes the lock at once, after another has come before it."""
Outcome = Written | Refused | InputError | Stale
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
        self, engine: sa.Engine, clock: Clock = utc_now, patience: float = opening.PATIENCE
    ) -> None:
        self._engine = opening.unbegun(engine)
        self._clock, self._patience = clock, patience
        self._sql = Statements(engine.dialect)
        self._together = Together(self._write_each)
        self._kept: list[sa.Connection] = []
        self._remembered = Remembered()
        self._crowded = 0.0

    def write(self, draft: Draft) -> Written:
        """Append one entry. Raises `Refused`, `InputError` or `Stale`; then nothing was written."""
        return self._together.submit(draft)

    def write_all(self, drafts: Sequence[Draft]) -> list[Written]:
        """Append all of them in one transaction, or none."""
        tickets = [Ticket(draft) for draft in drafts]
        self._persist(tickets, whole=True)
        return [ticket.outcome for ticket in tickets if isinstance(ticket.outcome, Written)]

    def rehearse(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """What would come of each draft if they were written in this order. Nothing is written."""
        tickets = [Ticket(draft) for draft in drafts]
        for ticket in tickets:
            _named(ticket)
        keys = frozenset(ticket.draft.idempotency or "" for ticket in tickets)
        return patiently(
            self._engine,
            self._patience,
            lambda _tries: self._attempt([ticket.draft for ticket in tickets], keys),
        )

    def _attempt(self, drafts: Sequence[Draft], keys: frozenset[str]) -> list[Outcome]:
        with self._connection() as connection:
            standing = self._admission(connection)
            standing.read(drafts, keys)
            outcomes = [_admit(standing, draft, whole=False) for draft in drafts]
            connection.rollback()
        return outcomes

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
        if len(tickets) == len(fresh) == 1 and self._alone(tickets[0]):
            return
        with self._connection() as connection:
            standing = self._admission(connection)
            standing.read([ticket.draft for ticket in tickets], fresh)
            standing.at = moment(self._clock)
            outcomes = [_admit(standing, ticket.draft, whole) for ticket in tickets]
            standing.flush()
            connection.commit()
        self._remembered.learn(standing)
        for ticket, outcome in zip(tickets, outcomes, strict=True):
            ticket.outcome = outcome

    def _alone(self, ticket: Ticket) -> bool:
        """Write one entry in two exchanges, without the lock, while nobody else writes; else False.

        What decides is read in one moment (or remembered: then one exchange is enough), and the
        statement that writes does nothing where another entry was written since: then, and for a
        while, the lock is taken.
        """
        quick = self._sql.one is not None and ticket.draft.counts_under_one_key
        if not quick or time.monotonic() < self._crowded:
            return False
        with self._connection() as connection:
            standing = self._admission(connection)
            standing.peek(ticket.draft)
            standing.at = moment(self._clock)
            outcome = _admit(standing, ticket.draft, whole=False)
            if not isinstance(outcome, Written):  # it is said with certainty, under the lock
                return False
            if not standing.send_one():
                self._crowded = time.monotonic() + CROWDED
                return False
        self._remembered.learn(standing)
        ticket.outcome = outcome
        return True

    def _admission(self, connection: Any) -> Admission:
        now = moment(self._clock)
        return Admission(connection.cursor(), self._sql, now, self._remembered)

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        """A connection of the driver's own, the one of the last transaction where it is free.

        One that the database broke is not used again.
        """
        try:
            taken = self._kept.pop()
        except IndexError:
            taken = self._engine.connect()
        try:
            yield taken.connection
        except self._engine.dialect.loaded_dbapi.Error as fault:
            taken.invalidate(fault)
            taken.close()
            raise
        except BaseException:
            taken.connection.rollback()
            taken.close()
            raise
        if self._kept:
            taken.close()
        else:
            self._kept.append(taken)

    def close(self) -> None:
        """Close the connections that were kept."""
        while self._kept:
            self._kept.pop().close()


def _named(ticket: Ticket) -> str:
    """Give a draft without a key one of its own; that one, or nothing where it had one.

    It begins with the time, so that those of one hour stand on one page of the index.
    """
    if ticket.draft.idempotency:
        return ""
    ticket.draft.idempotency = key = f"{time.time_ns():016x}{secrets.token_hex(8)}"
    return key


def _admit(standing: Admission, draft: Draft, whole: bool) -> Outcome:
    """What comes of the draft; where all or none are to be written, whatever stops it is raised."""
    try:
        return standing.admit(draft)
    except (Refused, Stale) as answer:
        if whole:
            raise
        return answer
    except InputError as error:
        faults = [Fault(f"{draft.where}{each.path}", each.sentence) for each in error.faults]
        if whole:
            raise InputError(faults) from None
        return InputError(faults)
