"""Where a ledger is, and how it is opened: a file of SQLite, or a PostgreSQL database by its URL."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from licet.errors import Fault, InputError
from licet.ledger import schema
from licet.ledger.chain import beginning
from licet.words import _

HERE = "licet.ledger"
"""The ledger of a directory, where nothing else is named."""
VERSION_TABLE = "licet_ledger_version"
PATIENCE = 60.0
"""Seconds for which a writer waits for others, or for a database that restarts."""


def located(location: str | Path | None = None) -> str | None:
    """Where the open ledger is: as given, or LICET_LEDGER, or `licet.ledger` here; else None."""
    if location:
        return str(location)
    return os.environ.get("LICET_LEDGER") or (HERE if Path(HERE).exists() else None)


def url_of(location: str | Path) -> URL:
    """The SQLAlchemy URL of a path or of a `postgresql://` URL."""
    text = str(location)
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except sa.exc.ArgumentError:
        raise InputError(
            [Fault("ledger", _("this is neither a path nor a database URL."))]
        ) from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite":
        return url
    sentence = _("a ledger is a file or a postgresql:// URL, not {kind}.")
    raise InputError([Fault("ledger", sentence.format(kind=url.get_backend_name()))])


def shown(url: URL) -> str:
    """Where a ledger is, for a person: without a password."""
    text = url.render_as_string(hide_password=True)
    return text.removeprefix("sqlite:///").replace("+psycopg", "")


def connect(location: str | Path, patience: float = PATIENCE) -> sa.Engine:
    """An engine for the ledger at ``location``; nothing is read yet."""
    url = url_of(location)
    if url.get_backend_name() == "postgresql":
        stuck = f"-c idle_in_transaction_session_timeout={int(patience * 1000)}"
        return sa.create_engine(
            url,
            isolation_level="READ COMMITTED",
            pool_pre_ping=False,
            pool_size=16,
            max_overflow=64,
            connect_args={"options": stuck, "application_name": "licet"},
        )
    engine = sa.create_engine(url, paramstyle="named", connect_args={"timeout": patience})
    sa.event.listen(engine, "connect", _durable)
    sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def unbegun(engine: sa.Engine) -> sa.Engine:
    """The engine for one who says BEGIN himself; SQLite's connections are so anyway."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _durable(connection: sqlite3.Connection, _record: object) -> None:
    """Readers beside one writer (WAL), and a commit that survives a power cut (FULL)."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")


@contextmanager
def sentences(location: str | Path) -> Iterator[None]:
    """Turn what a database says of a ledger that cannot be used into a sentence."""
    try:
        yield
    except Exception as error:
        if not _of_database(error):
            raise
        cause = getattr(error, "orig", None) or error
        where = shown(url_of(location))
        sentence = _("{where} cannot be used as a ledger: {why}")
        why = " ".join(str(cause).split())
        raise InputError([Fault("ledger", sentence.format(where=where, why=why))]) from error


def _of_database(error: Exception) -> bool:
    known = isinstance(error, sa.exc.DBAPIError | sqlite3.Error)
    return known or type(error).__module__.partition(".")[0] == "psycopg"


def check(engine: sa.Engine) -> None:
    """See that the ledger is there and of this schema. Raises `InputError` where it is not."""
    url = engine.url
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        _refuse(_("there is no ledger at {where}; `licet ledger open` makes one."), url)
    with engine.connect() as connection:
        revision = _revision(connection)
    if revision is None:
        _refuse(_("{where} holds no ledger; `licet ledger open` makes one."), url)
    if revision not in schema.REVISIONS:
        _newer(url)
    if revision != schema.REVISIONS[-1]:
        _refuse(
            _("{where} was written by an earlier licet; `licet ledger open` brings it forward."),
            url,
        )


def make(engine: sa.Engine, location: str | Path) -> None:
    """Make the ledger, or bring an earlier one forward; one that is as it should be stays so."""
    with sentences(location), engine.connect() as connection:
        _alone(connection)
        revision = _revision(connection)
        if revision is not None and revision not in schema.REVISIONS:
            _newer(engine.url)
        if revision is None and _foreign(connection):
            _refuse(_("{where} holds the tables of something else, and no ledger."), engine.url)
        if revision != schema.REVISIONS[-1]:
            _upgrade(connection)
        if revision is None:
            ledger = uuid.uuid4().hex
            row = {"ledger": ledger, "seq": 0, "hash": beginning(ledger)}
            connection.execute(sa.insert(schema.head), row)
        connection.commit()


def _alone(connection: sa.Connection) -> None:
    """Two who open the same ledger for the first time do it one after the other."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(4544, 740)"))
    else:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    version = sa.table(VERSION_TABLE, sa.column("version_num"))
    return connection.scalar(sa.select(version.c.version_num))


def _foreign(connection: sa.Connection) -> bool:
    return any(sa.inspect(connection).has_table(name) for name in schema.metadata.tables)


def _upgrade(connection: sa.Connection, target: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "licet.ledger:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _newer(url: URL) -> Any:
    _refuse(_("{where} was written by a newer licet than this one; update licet to use it."), url)


def _refuse(sentence: str, url: URL) -> Any:
    raise InputError([Fault("ledger", sentence.format(where=shown(url)))])
