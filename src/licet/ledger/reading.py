"""Reading: one connection, and one moment of the ledger, for everything that is read together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from licet.ledger import opening
from licet.ledger.patience import patiently
from licet.ledger.schema import head


class Reading:
    """``with reading() as connection``: within another one of the same thread, the same snapshot."""

    def __init__(self, engine: sa.Engine, location: str, patience: float) -> None:
        self._engine, self._location, self.patience = engine, location, patience
        self._of_thread = threading.local()

    @contextmanager
    def __call__(self) -> Iterator[sa.Connection]:
        """A connection that sees the ledger as it stood at its first question."""
        outer: sa.Connection | None = getattr(self._of_thread, "connection", None)
        if outer is not None:
            yield outer
            return
        with opening.sentences(self._location):
            connection, parties = patiently(
                self._engine, self.patience, lambda _tries: self._begin()
            )
            self._of_thread.connection, self._of_thread.parties = connection, parties
            try:
                yield connection
            finally:
                self._of_thread.connection = None
                connection.close()

    @property
    def parties(self) -> int:
        """Within a reading: the position of the last entry that spoke of a company."""
        parties: int = self._of_thread.parties
        return parties

    def _begin(self) -> tuple[sa.Connection, int]:
        """A connection that answers; one that a restart of the database broke does not."""
        connection = self._engine.connect()
        try:
            if self._engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            parties: int = connection.execute(sa.select(head.c.parties)).scalar_one()
        except BaseException:
            connection.close()
            raise
        return connection, parties
