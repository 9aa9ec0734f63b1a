"""Waiting for a database that is busy or that restarts, for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa

from licet.errors import InputError

T = TypeVar("T")


def patiently(engine: sa.Engine, seconds: float, work: Callable[[int], T]) -> T:
    """Do the work, and again where the database was not there for it, for so many seconds.

    ``work`` is told how often it was tried before. What it writes must be safe to try again.
    """
    give_up, pause, tries = time.monotonic() + seconds, 0.02, 0
    while True:
        try:
            return work(tries)
        except Exception as error:
            if not passing(engine, error) or time.monotonic() + pause > give_up:
                raise
        time.sleep(pause)
        pause, tries = min(pause * 1.5, 1.0), tries + 1


def passing(engine: sa.Engine, error: BaseException) -> bool:
    """Whether the error may go away by itself: a lost connection, a restart, a busy file."""
    if isinstance(error, InputError) and error.__cause__ is not None:
        error = error.__cause__
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    driver = engine.dialect.loaded_dbapi
    if engine.dialect.name == "postgresql":
        return isinstance(cause, driver.OperationalError | driver.InterfaceError)
    return isinstance(cause, driver.OperationalError) and "lock" in str(cause)
