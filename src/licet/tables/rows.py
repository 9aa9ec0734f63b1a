"""Rows through the automaton of the law: the levels for the columns of a table, in their order."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from threading import RLock
from typing import Any, NamedTuple

import numpy as np

from licet.facts.transaction import ROLES
from licet.law.editions import Law
from licet.law.subject import tx
from licet.logic.automaton import Ints, Level, States
from licet.logic.columns import Sum
from licet.logic.lowering import CIRCUIT, Listed, Variable
from licet.logic.residual import OPEN
from licet.tables.amounts import Counted, Counts, Used, counted_paths, is_counted
from licet.tables.codes import Encoder
from licet.tables.given import Part
from licet.tables.items import Items
from licet.tables.levels import (
    APPROVED,
    NOTIFIED,
    Approved,
    Chunk,
    Columns,
    Dates,
    Notified,
    Presence,
    stands_in,
)
from licet.tables.numbers import SCALE, Bools
from licet.tables.pending import Pending, State, variables_of
from licet.tables.telling import ANY_ITEM, facts_of, told, world_of

TOGETHER = (("action", "from"), ("foundry.packaged_by", "foundry.packager"))
"""Columns of which one says how the other is read."""
FIRST = 2048
"""How many rows are taken at first, when it is not known how alike they are."""
LISTED = "listed_parties."
"""A block in which what is not stated is open, though nobody is listed where it is absent."""


class Found(NamedTuple):
    """What a part of the rows comes to: states, which rows cannot be read, or are decided alone."""

    states: Ints
    bad: list[tuple[tuple[str, ...], Bools]]
    alone: Bools
    tpp: Any
    tpp_known: Bools


class Rows:
    """The levels for tables with the same columns."""

    def __init__(self, law: Law, paths: Iterable[str], as_of: datetime.date | None) -> None:
        self.paths = tuple(paths)
        self.lock = RLock()
        self.cells = {path: Encoder(self.lock) for path in self.paths}
        self.last = States()
        self.last.number(None)
        self.levels: list[tuple[Any, Level]] = []
        variables = variables_of(law)
        self._left = {v.rank: v for v in variables.values()}
        self._lay(law, variables, as_of)
        self.ahead = FIRST

    @property
    def remembered(self) -> int:
        """How much has been learnt: memory goes with it."""
        return self.pending.left.remembered

    def found(self, part: Part) -> Found:
        """What some rows of a table come to."""
        chunk = Chunk(part, self.cells)
        states = np.zeros(chunk.rows, np.int32)
        for source, level in self.levels:
            codes = source.codes(chunk)
            source.block.mark(chunk, codes, source.paths)
            states = level.advance(states, codes, len(source.block.told))
        total = chunk.total
        return Found(states, chunk.bad, chunk.alone, total.thousandths / SCALE, total.known)

    # -- levels ---------------------------------------------------------------------------------

    def _lay(self, law: Law, variables: Any, as_of: datetime.date | None) -> None:
        items = Items(self._take(_of_items), self.cells, self.lock)
        dates = Dates(law.boundaries, as_of, self.cells, self.lock)
        sums = self._take(lambda v: isinstance(v.key, Sum))
        used = self._take(lambda v: is_counted(v.key))
        rest = self._parties() + self._columns()
        silent = told(self._take(lambda _v: True), lambda: world_of(ANY_ITEM)).cells
        given = {rank: cell for rank, cell, _names in silent}
        self.pending = Pending(law, variables, given)
        self._add(dates, lambda _none, told: self._begin(told.cells))
        self._add(items)
        for source in rest:
            self._add(source)
        self._add(Counts(self.paths))
        for variable in used:
            self._add(Used(variable))
        counted = [Counted(v) for v in sums if not _is_of_days(v)]
        for source in [Notified(v, self.cells, self.lock) for v in sums if _is_of_days(v)]:
            self._add(source)
        for source in counted:
            self._add(source, self._tell_sum)
        for source in counted:
            self._add(source, self._open_sum)

    def _add(self, source: Any, tell: Any = None) -> None:
        tell = tell or (lambda state, told: self._tell(state, told.cells))
        before, after = self.last, States()
        blocks = source.block

        def step(state: Any, code: int) -> Any:
            return tell(state, blocks.told[code])

        self.levels.append((source, Level(step, before, after, self.lock)))
        self.last = after

    def _begin(self, cells: Any) -> State:
        return self.pending.start(cells[0][0] if cells else 0)

    def _tell(self, state: State, cells: Any) -> State:
        for rank, cell, names in cells:
            state = self.pending.known(state, rank, cell, names)
        return state

    def _tell_sum(self, state: State, told: Any) -> State:
        return self._tell(state, [cell for cell in told.cells if cell[1] != OPEN])

    def _open_sum(self, state: State, told: Any) -> State:
        return self._tell(
            state, [c for c in told.cells if c[1] == OPEN and self.pending.may_open(state, c[0])]
        )

    # -- which variables go with which columns ---------------------------------------------------

    def _take(self, fits: Callable[[Variable], bool]) -> list[Variable]:
        found = [v for v in self._left.values() if fits(v)]
        for variable in found:
            del self._left[variable.rank]
        return sorted(found, key=lambda v: v.rank)

    def _parties(self) -> list[Any]:
        named = [r for r in ROLES if any(p.startswith(f"parties.{r}.") for p in self.paths)]
        found: list[Any] = []
        for role in dict.fromkeys(["ultimate_consignee", *named] if named else []):
            of_role = [v for v in self._left.values() if _is_of(v, f"parties.{role}")]
            found.append(Presence(role, of_role, self.cells, self.lock))
            for variable in of_role:
                if not stands_in(variable, self.paths):
                    del self._left[variable.rank]
        return found

    def _stated_in(self, *paths: str) -> list[Variable]:
        return self._take(lambda variable: stands_in(variable, paths))

    def _columns(self) -> list[Any]:
        found: list[Any] = []
        taken = {"date", NOTIFIED, "quantity", *counted_paths()}
        for role in ROLES:
            paths = {f"parties.{role}.{APPROVED}", f"parties.{role}.name"}
            if paths & {*self.paths}:
                variables = self._stated_in(f"parties.{role}.{APPROVED}")
                found.append(Approved(role, variables, self.cells, self.lock))
                taken |= paths
        for path in self.paths:
            if path in taken or path.split(".")[0] in ("item", "origin"):
                continue
            held: tuple[str, ...] = next((t for t in TOGETHER if path in t), (path,))
            if path.startswith(LISTED):
                held = tuple(p for p in self.paths if p.startswith(LISTED))
            variables = self._stated_in(*held)
            taken |= {*held}
            if path.endswith(".certified_veu"):
                held = (path, "destination")
            held = tuple(p for p in held if p in self.paths)
            found.append(Columns(held, variables, self.cells, self.lock))
        return sorted(found, key=_rank)


def _rank(source: Any) -> int:
    ranks = [cell[0] for told in source.block.told for cell in told.cells]
    return min(ranks, default=0)


def _is_of(variable: Variable, start: str) -> bool:
    key = variable.key
    path = key.listing.path if isinstance(key, Listed) else getattr(key, "path", "")
    return path == start or path.startswith(f"{start}.")


def _of_items(variable: Variable) -> bool:
    if variable.key == CIRCUIT:
        return True
    facts = facts_of(variable)
    return all(f.scope != "tx" for f in facts) and tx.quantity not in facts


def _is_of_days(variable: Variable) -> bool:
    return any(fact.path == NOTIFIED for fact in facts_of(variable))
