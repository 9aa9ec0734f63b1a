"""Ledgers to test on: a file of SQLite, and a database of a PostgreSQL that is started for the tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.ledger.servers import Postgres

from licet.ledger import Ledger, open_ledger


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The moment to which it was set."""
        return self.now

    def pass_by(self, **time: int) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """Noon of 2 June 2025, until a test moves it."""
    return Clock()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A server that lives as long as the tests."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger without entries; a test copies it, which is quicker than to make one."""
    path = tmp_path_factory.mktemp("empty") / "ledger"
    open_ledger(path, create=True).close()
    return path


@pytest.fixture
def ledger(empty: Path, tmp_path: Path, clock: Clock) -> Ledger:
    """A ledger in a file."""
    path = tmp_path / "ledger"
    shutil.copy(empty, path)
    return open_ledger(path, who="Ann", clock=clock, patience=5)


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger can be made, in each database."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger")
    server: Postgres = request.getfixturevalue("postgres")
    return server.database()


@pytest.fixture
def both(location: str, clock: Clock) -> Ledger:
    """A ledger in each database."""
    return open_ledger(location, create=True, who="Ann", clock=clock, patience=5)


Enter = Callable[..., object]
