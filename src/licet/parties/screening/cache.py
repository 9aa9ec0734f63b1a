"""The tables of a list, kept from one run to the next, so that a single name is screened at once.

They lie in ``LICET_CACHE``, or where the system keeps caches (``XDG_CACHE_HOME``, ``~/.cache``), in one
file a list, named by the sum of the list and of everything here that reads it: another list, or
another licet, is another file. It holds the public list and nothing of a party. It is MessagePack,
read as data: nothing in it is run. A file that cannot be read is made anew; delete it at any time.
"""

from __future__ import annotations

import gc
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from licet.parties.screening.tables import Tables

KEPT = 3
"""So many files stay; older ones are deleted."""


def folder() -> Path:
    """Where the files lie."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or "~/.cache"
    named = os.environ.get("LICET_CACHE")
    return Path(named).expanduser() if named else Path(home).expanduser() / "licet"


def file_of(data: bytes) -> Path:
    """The file for a list of these bytes."""
    key = hashlib.sha256(_reader() + data).hexdigest()[:32]
    return folder() / f"screening-{key}.msgpack"


@cache
def _reader() -> bytes:
    """A sum of the files that turn a list into tables."""
    parts = sorted(files(__package__).iterdir(), key=lambda part: part.name)
    read = (part.read_bytes() for part in parts if part.name.endswith((".py", ".toml", ".txt")))
    return hashlib.sha256(b"".join(read)).digest()


def load(data: bytes) -> Tables | None:
    """The tables of the list, where they are in the cache and can be read."""
    path = file_of(data)
    try:
        with _no_collection():
            tables = msgspec.msgpack.decode(path.read_bytes(), type=Tables)
        path.touch()
    except (OSError, msgspec.MsgspecError):
        return None
    return tables


def store(data: bytes, tables: Tables) -> None:
    """Keep the tables of the list; a cache that cannot be written is done without."""
    path = file_of(data)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".screening-")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.msgpack.encode(tables))
        Path(temporary).replace(path)
        kept = sorted(path.parent.glob("screening-*.msgpack"), key=_age)
        for old in kept[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _age(path: Path) -> float:
    return -path.stat().st_mtime


@contextmanager
def _no_collection() -> Iterator[None]:
    """A million objects that all stay: looking for garbage among them takes longer than reading."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
