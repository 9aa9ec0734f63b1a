"""What follows from the entries: counters, holds and registers, summed up again from the start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from licet.ledger import schema

Tables = dict[str, dict[tuple[Any, ...], tuple[Any, ...]]]
"""By table name: the primary key of each row, and the rest of the row."""


class Replay:
    """Adds up entries in their order, as the writer did."""

    def __init__(self) -> None:
        self.counters: dict[str, list[int]] = {}
        self.fleet: dict[tuple[Any, ...], list[int]] = {}
        self.holds: dict[int, dict[str, list[Any]]] = {}
        self.marks: dict[tuple[str, str, str, int], None] = {}
        self.parties = 0
        """The last entry that spoke of a company."""

    def add(self, seq: int, body: Mapping[str, Any]) -> None:
        """One more entry."""
        undo = body.get("undo", {})
        for sign, said in ((1, body), (-1, undo)):
            for key, tpp, units in said.get("counts", ()):
                _add(self.counters, key, sign * tpp, sign * units)
            for *place, tpp, units in said.get("moves", ()):
                _add(self.fleet, tuple(place), sign * tpp, sign * units)
        if "closes" in body:
            self._close(*body["closes"])
        for key, each, units in body.get("holds", ()):
            self.holds.setdefault(seq, {})[key] = [each, units, body["expires"]]
        for register, name, since in body.get("marks", ()):
            self.marks[register, name, since, seq] = None
        for register, name, since in undo.get("marks", ()):
            self.marks.pop((register, name, since, undo["entry"]), None)
        if any(mark[0] == "party" for said in (body, undo) for mark in said.get("marks", ())):
            self.parties = seq

    def _close(self, reservation: int, portion: int | None) -> None:
        rows = self.holds.get(reservation, {})
        for row in rows.values():
            row[1] -= row[1] if portion is None else min(portion, row[1])
        if not any(row[1] for row in rows.values()):
            self.holds.pop(reservation, None)

    def tables(self) -> Tables:
        """What the derived tables ought to hold."""
        return {
            "counter": {(key,): tuple(total) for key, total in self.counters.items()},
            "fleet": {place: tuple(total) for place, total in self.fleet.items()},
            "hold": {
                (reservation, key): tuple(row)
                for reservation, rows in self.holds.items()
                for key, row in rows.items()
            },
            "register": dict.fromkeys(self.marks, ()),
        }


def _add(sums: dict[Any, list[int]], key: Any, tpp: int, units: int) -> None:
    total = sums.setdefault(key, [0, 0])
    total[0] += tpp
    total[1] += units


def found(connection: sa.Connection, name: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """What a derived table does hold."""
    table = schema.metadata.tables[name]
    keys = len(table.primary_key.columns)
    ordered = [*table.primary_key.columns, *(c for c in table.columns if not c.primary_key)]
    rows = connection.execute(sa.select(*ordered))
    return {tuple(row[:keys]): tuple(row[keys:]) for row in rows}
