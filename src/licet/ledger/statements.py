"""The statements of the writing path, compiled once for the database from SQLAlchemy's tables."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from licet.ledger.chain import canonical
from licet.ledger.schema import counter, entry, fleet, head, hold, register


class Statements:
    """SQL text with named parameters, for the driver's own cursor: a write must be quick."""

    def __init__(self, dialect: sa.Dialect) -> None:
        self._dialect = dialect
        self._postgres = dialect.name == "postgresql"
        self.near = not self._postgres
        """Whether a question costs no exchange with a server."""
        self.begin = "BEGIN ISOLATION LEVEL READ COMMITTED" if self._postgres else "BEGIN IMMEDIATE"
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
        self.standing = self._text(self._standing(sa.select(head).with_for_update()))
        self.last = self._text(sa.select(head.c.seq, head.c.hash, head.c.parties))
        self.unlocked = self._text(self._standing(sa.select(head)))
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
        self.fields = self._text(
            sa.select(entry.c.kind, entry.c.day, entry.c.body).where(
                entry.c.seq == sa.bindparam("seq")
            )
        )
        self.advance = self._text(self._advancing())
        self.one = self._text(self._appending_one()) if self._postgres else None

    def _standing(self, last: sa.Select[Any]) -> sa.CompoundSelect[Any]:
        """Read the head (and lock it), what counters hold, what is held and who speaks of a name.

        One question is one exchange with the database. PostgreSQL answers it as things stood when
        it was asked, but for the row that it waited for and locked; so `seen` says which entry was
        the last one then, and a writer who had to wait asks again.
        """
        none: sa.ColumnClause[Any] = sa.literal_column("''", sa.Text)
        zero: sa.ColumnClause[Any] = sa.literal_column("0", sa.BigInteger)
        big = sa.BigInteger

        def named(what: str) -> sa.ColumnClause[Any]:
            return sa.literal_column(f"'{what}'", sa.Text)

        found = last.cte("last")
        first = sa.select(named("head"), found.c.hash, none, none, found.c.seq, found.c.parties)
        seen = sa.select(named("seen"), none, none, none, head.c.seq, zero)
        counted = sa.select(
            named("counter"), counter.c.key, none, none, counter.c.tpp, counter.c.units
        ).where(self._among(counter.c.key, "keys"))
        held = (
            sa.select(
                named("hold"),
                hold.c.key,
                none,
                none,
                sa.cast(sa.func.sum(hold.c.each * hold.c.units), big),
                sa.cast(sa.func.sum(hold.c.units), big),
            )
            .where(self._among(hold.c.key, "keys"), hold.c.expires > sa.bindparam("now"))
            .group_by(hold.c.key)
        )
        marked = sa.select(
            named("register"),
            register.c.register,
            register.c.name,
            register.c.since,
            register.c.seq,
            zero,
        ).where(
            self._among(register.c.register, "registers"), self._among(register.c.name, "names")
        )
        return sa.union_all(first, seen, counted, held, marked)

    def _advancing(self) -> sa.Update:
        return sa.update(head).values(
            {name: sa.bindparam(name) for name in ("seq", "hash", "parties")}
        )

    def _appending_one(self) -> Any:
        """One entry that counts under one key, if `before` is still the last one: in one statement."""
        last = self._advancing().where(
            head.c.seq == sa.bindparam("before"), head.c.hash == sa.bindparam("previous")
        )
        advanced = last.returning(head.c.seq).cte("advanced")

        def row(table: sa.Table) -> sa.Select[Any]:
            values = [sa.bindparam(column.name, type_=column.type) for column in table.columns]
            return sa.select(*values).select_from(advanced)

        names = [column.name for column in entry.columns]
        appended = sa.insert(entry).from_select(names, row(entry)).cte("appended")
        added = self._adding(counter, row(counter))
        return added.add_cte(appended)

    def several(self, values: Collection[Any]) -> str:
        """Values as the parameter ``among`` of a statement that asks for several."""
        return canonical(list(values))

    def _among(self, column: sa.Column[Any], name: str = "among") -> sa.ColumnElement[bool]:
        if self._postgres:
            given = sa.cast(sa.bindparam(name), postgresql.JSON)
            several = sa.select(sa.func.json_array_elements_text(given))
            return column == sa.any_(sa.func.array(several.scalar_subquery()))
        each = sa.func.json_each(sa.bindparam(name)).table_valued("value", name=name)
        return column.in_(sa.select(each.c.value))

    def _adding(self, table: sa.Table, rows: sa.Select[Any] | None = None) -> Any:
        """Add to the sums of a row, or make it."""
        insert = postgresql.insert if self._postgres else sqlite.insert
        new = insert(table)
        if rows is not None:
            new = new.from_select([column.name for column in table.columns], rows)
        return new.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={name: table.c[name] + new.excluded[name] for name in ("tpp", "units")},
        )

    def _text(self, statement: sa.ClauseElement) -> str:
        return str(statement.compile(dialect=self._dialect))
