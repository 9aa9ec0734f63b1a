"""The installed base by owner, site and day, summed up from the entries that are there already."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table, and fill it."""
    table = op.create_table(
        "fleet",
        sa.Column("owner", sa.Text, primary_key=True),
        sa.Column("country", sa.String(2), primary_key=True),
        sa.Column("site", sa.Text, primary_key=True),
        sa.Column("item", sa.Text, primary_key=True),
        sa.Column("level", sa.String(1), primary_key=True),
        sa.Column("day", sa.String(10), primary_key=True),
        sa.Column("tpp", sa.BigInteger, nullable=False),
        sa.Column("units", sa.BigInteger, nullable=False),
    )
    sums: dict[tuple[str, ...], list[int]] = {}
    entry = sa.table("entry", sa.column("seq"), sa.column("body"))
    for body in op.get_bind().scalars(sa.select(entry.c.body).order_by(entry.c.seq)):
        _add(sums, json.loads(body))
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, (*key, *total), strict=True)) for key, total in sums.items()]
    if rows:
        op.bulk_insert(table, rows)


def _add(sums: dict[tuple[str, ...], list[int]], body: dict[str, Any]) -> None:
    for sign, said in ((1, body), (-1, body.get("undo", {}))):
        for *key, tpp, units in said.get("moves", ()):
            total = sums.setdefault(tuple(key), [0, 0])
            total[0] += sign * tpp
            total[1] += sign * units
