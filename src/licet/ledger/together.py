"""Callers of one process who write at the same time share a transaction, and its wait for the disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock

from licet.ledger.drafts import Draft, Written

MOST = 256
"""The most drafts in one transaction."""


@dataclass(slots=True, eq=False)
class Ticket:
    """A draft that waits to be written, and what came of it."""

    draft: Draft
    outcome: Written | BaseException | None = None
    turn: Event | None = None
    """Set when the draft is done, or when its caller is to lead; None for one who leads at once."""


class Together:
    """One caller leads: it writes for all who wait; then one of those who came meanwhile does."""

    def __init__(self, write: Callable[[list[Ticket]], None]) -> None:
        self._write = write
        self._gate = Lock()
        self._waiting: list[Ticket] = []
        self._led = False

    def submit(self, draft: Draft) -> Written:
        """Write the draft, with others or alone; raises what came of it."""
        ticket = Ticket(draft)
        with self._gate:
            self._waiting.append(ticket)
            if self._led:
                ticket.turn = Event()
            self._led = True
        if ticket.turn is not None:
            self._wait(ticket, ticket.turn)
        if ticket.outcome is None:
            self._lead()
        assert ticket.outcome is not None
        if isinstance(ticket.outcome, BaseException):
            raise ticket.outcome
        return ticket.outcome

    def _wait(self, ticket: Ticket, turn: Event) -> None:
        try:
            turn.wait()
        except BaseException:  # an interrupt: whoever waits behind this caller must not wait for it
            with self._gate:
                if ticket in self._waiting:
                    self._waiting.remove(ticket)
                    if turn.is_set():
                        self._next()
            raise

    def _next(self) -> None:
        self._led = bool(self._waiting)
        _set(self._waiting[:1])

    def _lead(self) -> None:
        with self._gate:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            self._write(batch)
        except BaseException as error:
            for ticket in batch:
                ticket.outcome = ticket.outcome or error
        _set(batch)
        with self._gate:
            self._next()


def _set(tickets: list[Ticket]) -> None:
    for ticket in tickets:
        if ticket.turn is not None:
            ticket.turn.set()
