"""The tables. `entry` is the ledger; every other table is what follows from it, kept for speed.

Days and moments are ISO 8601 text, moments in UTC with microseconds, so that they sort as they are
written and hash the same in every database. Amounts are thousandths of a TPP.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text

REVISIONS = ("0001", "0002", "0003")
"""The revisions of these tables, oldest first; `migrations` makes each from the one before it."""

metadata = MetaData()
Position = BigInteger().with_variant(Integer, "sqlite")
"""A position in the chain: 64 bits in PostgreSQL, and in SQLite the row's own number."""

head = Table(
    "head",
    metadata,
    Column("ledger", String(32), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("parties", BigInteger, nullable=False, server_default="0"),
)
"""One row: the last entry, and the last one that spoke of a company.

Whoever holds it locked may append; nobody else can.
"""

entry = Table(
    "entry",
    metadata,
    Column("seq", Position, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("day", String(10), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("determination", Text),
    Column("idempotency", String(200), nullable=False, unique=True),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""`at` is when it was written down, `day` when it happened; `body` is canonical JSON."""

counter = Table(
    "counter",
    metadata,
    Column("key", Text, primary_key=True),
    Column("tpp", BigInteger, nullable=False),
    Column("units", BigInteger, nullable=False),
)
"""The sum of what the entries count under a key."""

hold = Table(
    "hold",
    metadata,
    Column("reservation", BigInteger, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("each", BigInteger, nullable=False),
    Column("units", BigInteger, nullable=False),
    Column("expires", String(32), nullable=False),
    Index("hold_by_key", "key", "expires"),
)
"""What open reservations still hold: `units` of `each` thousandths of a TPP."""

register = Table(
    "register",
    metadata,
    Column("register", String(32), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("since", String(10), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
)
"""What an entry says of a name (a party, a license, a certificate) from a day on."""

fleet = Table(
    "fleet",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("country", String(2), primary_key=True),
    Column("site", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("level", String(1), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("tpp", BigInteger, nullable=False),
    Column("units", BigInteger, nullable=False),
)
"""What came to (or left) an owner's site on a day; `level` says whether it meets 3A090.a."""
