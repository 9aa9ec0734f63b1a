"""The columns of a table as levels of the automaton: what the cells of a row state, as a number."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from threading import RLock
from typing import Any

import numpy as np

from licet.law.instruments import FIRST_DAY
from licet.law.places import approval_ends
from licet.logic.lowering import Listed, Variable
from licet.logic.residual import OPEN
from licet.tables.codes import Coded, Codes, Encoder, Together
from licet.tables.counted import column_of
from licet.tables.given import Part
from licet.tables.numbers import Bools, Column
from licet.tables.telling import ANY_ITEM, Told, compared, told, world_of
from licet.tables.values import fact

NOTIFIED = "on_file.nac_notified_on"
PACKAGED, PACKAGER = "foundry.packaged_by", "foundry.packager"
NAME, APPROVED = "name", "approved_under_supplement_8"


class Chunk:
    """Some rows on their way: what one level knows that another needs."""

    def __init__(self, part: Part, cells: Mapping[str, Encoder]) -> None:
        self.part, self.cells, self.rows = part, cells, part.rows
        self.bad: list[tuple[tuple[str, ...], Bools]] = []
        self.alone: Bools = np.zeros(self.rows, np.bool_)
        self.days: Codes = np.zeros(0)
        self.each: Any = None
        self.total: Any = None
        self.least: Any = None
        self.said: Any = None
        self.sums: dict[Any, Codes] = {}
        self._numbers: dict[str, Codes] = {}
        self._columns: dict[str, Column] = {}

    def numbers(self, path: str) -> Codes:
        """The cells of a column as numbers that tell them apart."""
        if path not in self._numbers:
            self._numbers[path] = self.cells[path].numbers(self.part.columns[path])
        return self._numbers[path]

    def column(self, path: str) -> Column:
        """The cells of a column as exact numbers."""
        if path not in self._columns:
            self._columns[path] = column_of(self.part.columns[path])
        return self._columns[path]


class Block:
    """What the cells of some columns can state, each numbered; 0 where they are empty."""

    def __init__(self, read: Callable[[Mapping[str, Any]], Told], lock: RLock) -> None:
        self._read, self._lock = read, lock
        self.told: list[Told] = []
        self._numbers: dict[Told, int] = {}
        self.bad: Bools = np.zeros(0, np.bool_)
        self.alone: Bools = np.zeros(0, np.bool_)
        self.code({})

    @classmethod
    def of(cls, *each: Told) -> Block:
        """A block whose numbers are the places of ``each``."""
        made = cls(lambda _row: each[0], RLock())
        made.told = list(each)
        made.bad = np.array([t.bad for t in each])
        made.alone = np.array([t.alone for t in each])
        return made

    def code(self, row: Mapping[str, Any]) -> int:
        """The number of what a row states."""
        made = self._read(row)
        with self._lock:
            if made not in self._numbers:
                self._numbers[made] = len(self.told)
                self.told.append(made)
                self.bad = np.array([each.bad for each in self.told])
                self.alone = np.array([each.alone for each in self.told])
            return self._numbers[made]

    def mark(self, chunk: Chunk, codes: Codes, paths: tuple[str, ...]) -> None:
        """Say of a part of the rows which cannot be read and which are decided alone."""
        if self.bad.any():
            bad = self.bad.take(codes)
            if bad.any():
                chunk.bad.append((paths, bad))
        if self.alone.any():
            chunk.alone |= self.alone.take(codes)


class Columns:
    """One column, or a few that are read together."""

    def __init__(
        self,
        paths: tuple[str, ...],
        variables: list[Variable],
        cells: Mapping[str, Encoder],
        lock: RLock,
    ) -> None:
        self.paths, self.lock = paths, lock
        present = sorted({p.split(".")[1] for p in paths if p.startswith("parties.")})
        self.block = Block(
            lambda row: told(variables, lambda: world_of({**ANY_ITEM, **row}, present)), lock
        )
        if len(paths) == 1:
            (path,) = paths
            ask = lambda value: self.block.code({path: value})  # noqa: E731
            self._alone = Coded(cells[path], ask, lock)
        else:
            self._together = Together(lock)
            self._codes: Codes = np.zeros(0, np.int32)

    def codes(self, chunk: Chunk) -> Codes:
        """What numbers the rows."""
        if len(self.paths) == 1:
            return self._alone.of(chunk.numbers(self.paths[0]))
        parts = [chunk.numbers(path) for path in self.paths]
        found = self._together.number(parts, lambda rows: self._learn(rows, chunk.part))
        return self._codes.take(found)

    def _learn(self, rows: Codes, part: Part) -> None:
        told = [self.block.code(part.row(row, self.paths)) for row in rows.tolist()]
        self._codes = np.append(self._codes, np.array(told, np.int32))


class Presence:
    """Whether a party in a role is named; where nobody is who receives, there is an ultimate consignee."""

    def __init__(
        self,
        role: str,
        variables: list[Variable],
        cells: Mapping[str, Encoder],
        lock: RLock,
    ) -> None:
        self.role, self.paths = role, tuple(p for p in cells if p.startswith("parties."))
        self.own = tuple(p for p in self.paths if p.startswith(f"parties.{role}."))
        self._stated = {p: Coded(cells[p], _is_stated, lock) for p in self.paths}
        other = "end_user" if role == "ultimate_consignee" else "ultimate_consignee"
        silent = [v for v in variables if not stands_in(v, self.own)]
        self.block = Block.of(
            told(variables, lambda: world_of(ANY_ITEM, [other])),
            told(silent, lambda: world_of(ANY_ITEM, [role])),
        )

    def codes(self, chunk: Chunk) -> Codes:
        """1 where the party is named."""
        own = self._any(self.own, chunk)
        if self.role != "ultimate_consignee" or own.all():
            return own
        end_user = [p for p in self.paths if p.startswith("parties.end_user.")]
        found: Codes = own | (1 - self._any(end_user, chunk))
        return found

    def _any(self, paths: Iterable[str], chunk: Chunk) -> Codes:
        found: Codes = np.zeros(chunk.rows, np.int32)
        for path in paths:
            found |= self._stated[path].of(chunk.numbers(path))
        return found


def _is_stated(value: Any) -> int:
    return int(fact("word", value) is not None)


def stands_in(variable: Variable, paths: Iterable[str]) -> bool:
    """Whether a column of one of the paths states what the variable turns on."""
    key = variable.key
    path = key.listing.path if isinstance(key, Listed) else getattr(key, "path", "")
    return any(
        path == p or path.startswith(f"{p}.NVEU") or (path, p) == (PACKAGED, PACKAGER)
        for p in paths
    )


class Dates:
    """The era of a row, and the day as a number. Rows without a day cannot be read."""

    paths = ("date",)

    def __init__(
        self,
        eras: list[datetime.date],
        as_of: datetime.date | None,
        cells: Mapping[str, Encoder],
        lock: RLock,
    ) -> None:
        self.eras, self.as_of = eras, as_of
        self.block = Block(self._read, lock)
        self._none = self.block.code({})
        self._day: Coded | None = None
        if "date" in cells:
            self._wrong = Coded(cells["date"], _is_wrong, lock)
            self._day = Coded(cells["date"], _ordinal, lock)
            self._era = Coded(cells["date"], lambda value: self.block.code({"date": value}), lock)

    def _read(self, row: Mapping[str, Any]) -> Told:
        day = self.as_of or _day(row.get("date"))
        if day is None or day < FIRST_DAY:
            return Told(bad=True)
        return Told(((bisect_right(self.eras, day) - 1, 0, ()),))

    def codes(self, chunk: Chunk) -> Codes:
        """What numbers the eras of the rows."""
        if self._day is not None and self.as_of is None:
            numbers = chunk.numbers("date")
            chunk.days = self._day.of(numbers)
            return self._era.of(numbers)
        day = self.as_of.toordinal() if self.as_of else 0
        chunk.days = np.full(chunk.rows, day, np.int32)
        if self._day is not None:  # a day that cannot be read, though another day decides
            bad = self._wrong.of(chunk.numbers("date")).astype(np.bool_)
            if bad.any():
                chunk.bad.append((("date",), bad))
        return np.full(chunk.rows, self._none, np.int32)


def _day(value: Any) -> datetime.date | None:
    value = fact("date", value)
    try:
        read = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return read if type(read) is datetime.date else None


def _ordinal(value: Any) -> int:
    day = _day(value)
    return day.toordinal() if day else 0


def _is_wrong(value: Any) -> int:
    return int(fact("date", value) is not None and _day(value) is None)


class Notified:
    """Whether enough days have passed since the notice, for the sums of the two days."""

    paths = (NOTIFIED,)

    def __init__(self, variable: Variable, cells: Mapping[str, Encoder], lock: RLock) -> None:
        self.variable = variable
        key, rank = variable.key, variable.rank
        (nac,) = (atom[0] for atom, _f in key.factors if atom[0].path == NOTIFIED)
        self.factor = next(f for atom, f in key.factors if atom[0] is nac)
        part = (nac.order, nac.slot, nac.path)
        told = ((rank, OPEN, (part,)), (rank, 0, ()), (rank, 1, ()))
        self.block = Block.of(*(Told((cell,)) for cell in told), Told(bad=True))
        self._given = Coded(cells[NOTIFIED], _notice, lock) if NOTIFIED in cells else None

    def codes(self, chunk: Chunk) -> Codes:
        """0 where no day is given, 1 where the sum holds, 2 where not, 3 where it is no day."""
        if self._given is None:
            return np.zeros(chunk.rows, np.int32)
        given = self._given.of(chunk.numbers(NOTIFIED)).astype(np.int64)
        holds = compared((given - chunk.days) * int(self.factor), self.variable.key)
        return np.where(
            given > 0, np.where(holds, 1, 2), np.where(given == -1, 2, np.where(given == -2, 3, 0))
        ).astype(np.int32)


def _notice(value: Any) -> int:
    """The day of a notice; 0 where none is stated, -1 where none was given, -2 where it is no day."""
    given = fact("date", value)
    if given is None:
        return 0
    return -1 if given is False else _ordinal(value) or -2


class Approved:
    """Whether a party is approved on the day: some approvals end on one, by name."""

    def __init__(
        self, role: str, variables: list[Variable], cells: Mapping[str, Encoder], lock: RLock
    ) -> None:
        name, approved = f"parties.{role}.{NAME}", f"parties.{role}.{APPROVED}"
        self.paths = tuple(p for p in (approved, name) if p in cells)
        told = [tuple((v.rank, n, ()) for v in variables) for n in (1, 0)]
        self.block = Block.of(*map(Told, told), Told(bad=True))
        self._said = {p: Coded(cells[p], _truth, lock) for p in self.paths if p == approved}
        self._ends = {p: Coded(cells[p], _end, lock) for p in self.paths if p == name}

    def codes(self, chunk: Chunk) -> Codes:
        """Approved or not; the party's name, where it is no text, makes the row unreadable."""
        found: Codes = np.zeros(chunk.rows, np.int32)
        for path, said in self._said.items():
            found = said.of(chunk.numbers(path))
        for path, ends in self._ends.items():
            end = ends.of(chunk.numbers(path))
            found[(found == 1) & (end > 0) & (chunk.days >= end)] = 0
            found[end < 0] = 2
        return found


def _truth(value: Any) -> int:
    given = fact("flag", value)
    return 0 if given is None or given is False else 1 if given is True else 2


def _end(value: Any) -> int:
    """The day on which the approval of a party ends; 0 where nobody is named, -1 where it is no text."""
    given = fact("word", value)
    if given is None:
        return 0
    return approval_ends(given).toordinal() if isinstance(given, str) else -1
