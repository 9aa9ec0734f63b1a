"""The statements of the writing path, compiled once for the database from SQLAlchemy's tables."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from licet.ledger.schema import counter, entry, fleet, head, hold, register


class Statements:
    """SQL text with named parameters, for the driver's own cursor: a write must be quick."""

    def __init__(self, dialect: sa.Dialect) -> None:
        self._dialect = dialect
        self._postgres = dialect.name == "postgresql"
        self.begin = None if self._postgres else "BEGIN IMMEDIATE"
        self.lock = self._text(sa.select(head.c.seq, head.c.hash).with_for_update())
        self.known = self._text(
            sa.select(
                entry.c.idempotency,
                entry.c.seq,
                entry.c.hash,
                entry.c.at,
                entry.c.kind,
                entry.c.body,
            ).where(self._among(entry.c.idempotency))
        )
        self.counters = self._text(
            sa.select(counter.c.key, counter.c.tpp, counter.c.units).where(
                self._among(counter.c.key)
            )
        )
        self.held = self._text(
            sa.select(
                hold.c.key,
                sa.cast(sa.func.sum(hold.c.each * hold.c.units), sa.BigInteger),
                sa.cast(sa.func.sum(hold.c.units), sa.BigInteger),
            )
            .where(self._among(hold.c.key), hold.c.expires > sa.bindparam("now"))
            .group_by(hold.c.key)
        )
        self.of_reservation = self._text(
            sa.select(hold.c.key, hold.c.each, hold.c.units, hold.c.expires).where(
                hold.c.reservation == sa.bindparam("reservation")
            )
        )
        self.holders = self._text(
            sa.select(hold.c.expires, hold.c.each * hold.c.units, hold.c.units)
            .where(hold.c.key == sa.bindparam("key"), hold.c.expires > sa.bindparam("now"))
            .order_by(hold.c.expires)
        )
        self.append = self._text(sa.insert(entry))
        self.add = self._text(self._adding(counter))
        self.move = self._text(self._adding(fleet))
        self.fleet_of = self._text(sa.select(fleet).where(self._among(fleet.c.owner)))
        self.take_hold = self._text(sa.insert(hold))
        self.keep_hold = self._text(
            sa.update(hold)
            .where(hold.c.reservation == sa.bindparam("r"), hold.c.key == sa.bindparam("k"))
            .values(units=sa.bindparam("units"))
        )
        self.drop_hold = self._text(sa.delete(hold).where(hold.c.reservation == sa.bindparam("r")))
        self.mark = self._text(sa.insert(register))
        self.unmark = self._text(
            sa.delete(register).where(
                *[column == sa.bindparam(column.name) for column in register.columns]
            )
        )
        self.marked = self._text(
            sa.select(register.c.since, register.c.seq)
            .where(
                register.c.register == sa.bindparam("register"),
                register.c.name == sa.bindparam("name"),
            )
            .order_by(register.c.since.desc(), register.c.seq.desc())
        )
        self.fields = self._text(
            sa.select(entry.c.kind, entry.c.day, entry.c.body).where(
                entry.c.seq == sa.bindparam("seq")
            )
        )
        self.advance = self._text(
            sa.update(head).values(seq=sa.bindparam("seq"), hash=sa.bindparam("hash"))
        )

    def several(self, values: Collection[Any]) -> Any:
        """Values as the parameter ``among`` of a statement that asks for several."""
        return list(values) if self._postgres else json.dumps(list(values))

    def _among(self, column: sa.Column[Any]) -> sa.ColumnElement[bool]:
        if self._postgres:
            return column == sa.any_(sa.bindparam("among", type_=postgresql.ARRAY(sa.Text)))
        each = sa.func.json_each(sa.bindparam("among")).table_valued("value")
        return column.in_(sa.select(each.c.value))

    def _adding(self, table: sa.Table) -> Any:
        """Add to the sums of a row, or make it."""
        insert = postgresql.insert if self._postgres else sqlite.insert
        new = insert(table)
        return new.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={name: table.c[name] + new.excluded[name] for name in ("tpp", "units")},
        )

    def _text(self, statement: sa.ClauseElement) -> str:
        return str(statement.compile(dialect=self._dialect))
