"""The chain: each entry carries the hash of the one before it, the first one that of the ledger.

The hash of an entry is SHA-256 over its canonical JSON, which holds every column of it but the hash
itself: sorted keys, no spaces, UTF-8, as the standard library's `json.dumps` writes it, too. Whoever
keeps one hash can tell whether anything that was written before it was changed later.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

LINKED = (
    "seq",
    "at",
    "day",
    "kind",
    "who",
    "why",
    "determination",
    "idempotency",
    "body",
    "previous",
)
"""The columns of an entry that its hash covers."""

_encode = msgspec.json.Encoder(order="sorted").encode


def canonical(data: Any) -> str:
    """The one JSON text of ``data``: texts, whole numbers, lists and objects; an entry has no others."""
    return _encode(data).decode()


def hash_of(entry: Mapping[str, Any]) -> str:
    """The hash that an entry ought to carry, in hexadecimal."""
    return sha256(_encode({name: entry[name] for name in LINKED})).hexdigest()


def beginning(ledger: str) -> str:
    """What the first entry of the ledger of this id carries as the hash before it."""
    return sha256(f"licet ledger {ledger}".encode()).hexdigest()
