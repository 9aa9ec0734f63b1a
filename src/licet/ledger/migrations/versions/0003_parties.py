"""The position of the last entry that spoke of a company, beside that of the last entry."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column, and fill it."""
    op.add_column("head", sa.Column("parties", sa.BigInteger, nullable=False, server_default="0"))
    entry = sa.table("entry", sa.column("seq"), sa.column("kind"), sa.column("body"))
    chosen = sa.select(entry.c.seq, entry.c.body).where(entry.c.kind.in_(("party", "correction")))
    spoke = [seq for seq, body in op.get_bind().execute(chosen) if _speaks(json.loads(body))]
    head = sa.table("head", sa.column("parties"))
    op.get_bind().execute(sa.update(head).values(parties=max(spoke, default=0)))


def _speaks(body: dict[str, object]) -> bool:
    marks = [body.get("marks", []), dict(body.get("undo", {})).get("marks", [])]  # type: ignore[call-overload]
    return any(mark[0] == "party" for each in marks for mark in each)
