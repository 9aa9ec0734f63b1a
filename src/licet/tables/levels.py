"""The columns of a table as levels of the automaton: what the cells of a row state, as a number."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from threading import RLock
from typing import Any

import numpy as np
import polars as pl

from licet.law.instruments import FIRST_DAY
from licet.law.places import approval_ends
from licet.logic.lowering import Listed, Variable
from licet.logic.residual import OPEN
from licet.tables.codes import NONE, Codes, Encoder, Numbering, Part
from licet.tables.telling import ANY_ITEM, Told, compared, told, world_of
from licet.tables.values import fact

Bools = np.ndarray[Any, np.dtype[np.bool_]]
NOTIFIED = "on_file.nac_notified_on"
PACKAGED, PACKAGER = "foundry.packaged_by", "foundry.packager"
NAME, APPROVED = "name", "approved_under_supplement_8"


class Chunk:
    """Some rows on their way: what one level knows that another needs."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end, self.rows = start, end, end - start
        self.bad: list[tuple[tuple[str, ...], Bools]] = []
        self.alone: Bools = np.zeros(self.rows, np.bool_)
        self.days: Codes = np.zeros(0)
        self.each: Any = None
        self.total: Any = None
        self.least: Any = None
        self.said: Any = None
        self.counts: dict[str, Any] = {}
        self.sums: dict[Any, Codes] = {}


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

    def __init__(self, paths: tuple[str, ...], variables: list[Variable], lock: RLock) -> None:
        self.paths, self.lock = paths, lock
        present = sorted({p.split(".")[1] for p in paths if p.startswith("parties.")})
        self.block = Block(
            lambda row: told(variables, lambda: world_of({**ANY_ITEM, **row}, present)), lock
        )
        if len(paths) == 1:
            self._alone = Encoder(lambda value: self.block.code({paths[0]: value}), lock)
        else:
            self._each = [Counter(lock) for _path in paths]
            self._together = [Numbering(lock) for _path in paths]
            self._codes: Codes = np.zeros(0, np.int32)

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """What numbers the rows of a table."""
        if len(self.paths) == 1:
            part = self._alone.reader(frame[self.paths[0]])
            return lambda chunk: part(chunk.start, chunk.end)
        held = [path for path in self.paths if path in frame.columns]
        parts = [c.encoder.reader(frame[p]) for c, p in zip(self._each, held, strict=True)]
        return lambda chunk: self._numbered(chunk, parts, frame.select(held))

    def _numbered(self, chunk: Chunk, parts: list[Part], frame: pl.DataFrame) -> Codes:
        found: Codes = np.zeros(chunk.rows, np.int64)
        for part, together in zip(parts, self._together, strict=True):
            found = together.number(found, part(chunk.start, chunk.end))
        if len(found) and int(found.max()) >= len(self._codes):
            self._learn(found, frame[chunk.start : chunk.end])
        return self._codes.take(found)

    def _learn(self, found: Codes, frame: pl.DataFrame) -> None:
        with self.lock:
            codes = np.full(self._together[-1].size, -1, np.int32)
            codes[: len(self._codes)] = self._codes
            numbers, first = np.unique(found, return_index=True)
            for number, row in zip(numbers.tolist(), first.tolist(), strict=True):
                if codes[number] < 0:
                    codes[number] = self.block.code(frame.row(row, named=True))
            self._codes = codes


class Counter:
    """An encoder that only tells values apart."""

    def __init__(self, lock: RLock) -> None:
        self.size = 1
        self.encoder = Encoder(self._next, lock)

    def _next(self, value: Any) -> int:
        self.size += 1
        return self.size - 1


class Presence:
    """Whether a party in a role is named; where nobody is who receives, there is an ultimate consignee."""

    def __init__(self, role: str, paths: Iterable[str], variables: list[Variable]) -> None:
        self.role, self.paths = role, tuple(p for p in paths if p.startswith("parties."))
        self.own = tuple(p for p in self.paths if p.startswith(f"parties.{role}."))
        self._stated: dict[str, Encoder] = {}
        other = "end_user" if role == "ultimate_consignee" else "ultimate_consignee"
        silent = [v for v in variables if not stands_in(v, self.own)]
        self.block = Block.of(
            told(variables, lambda: world_of(ANY_ITEM, [other])),
            told(silent, lambda: world_of(ANY_ITEM, [role])),
        )

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """1 where the party is named."""
        own = [self._reader(path, frame) for path in self.own]
        if self.role != "ultimate_consignee":
            return lambda chunk: _any(own, chunk)
        end_user = [self._reader(p, frame) for p in self.paths if p.startswith("parties.end_user.")]
        return lambda chunk: _any(own, chunk) | (1 - _any(end_user, chunk))

    def _reader(self, path: str, frame: pl.DataFrame) -> Part:
        return self._stated.setdefault(path, Encoder(_is_stated)).reader(frame[path])


def _any(parts: list[Part], chunk: Chunk) -> Codes:
    found: Codes = np.zeros(chunk.rows, np.int32)
    for part in parts:
        found |= part(chunk.start, chunk.end)
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

    def __init__(self, eras: list[datetime.date], as_of: datetime.date | None, lock: RLock) -> None:
        self.eras, self.as_of = eras, as_of
        self.block = Block(self._read, lock)
        self._days: dict[int, int] = {}
        self._ordinals: list[int] = [0]
        self._encoder = Encoder(self._number, lock)
        self._codes: list[int] = [0]

    def _read(self, row: Mapping[str, Any]) -> Told:
        day = self.as_of or _day(row.get("date"))
        if day is None or day < FIRST_DAY:
            return Told(bad=True)
        return Told(((bisect_right(self.eras, day) - 1, 0, ()),))

    def _number(self, value: Any) -> int:
        """A number for each day; its era by that number."""
        day = _day(value)
        self._codes.append(self.block.code({"date": value}))
        self._ordinals.append(day.toordinal() if day else 0)
        return len(self._codes) - 1

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """What numbers the eras of the rows."""
        if self.as_of is not None:
            part = self._read_only(frame) if "date" in frame.columns else None
            day, code = self.as_of.toordinal(), self.block.code({})
            return lambda chunk: self._fixed(chunk, day, code, part)
        if "date" not in frame.columns:
            return lambda chunk: self._fixed(chunk, 0, self.block.code({}), None)
        part = self._encoder.reader(frame["date"])
        return lambda chunk: self._of(chunk, part(chunk.start, chunk.end))

    def _read_only(self, frame: pl.DataFrame) -> Part:
        """Where a day is given that cannot be read, though another day decides."""
        wrong = Encoder(lambda v: int(fact("date", v) is not None and _day(v) is None))
        return wrong.reader(frame["date"])

    def _fixed(self, chunk: Chunk, day: int, code: int, wrong: Part | None) -> Codes:
        chunk.days = np.full(chunk.rows, day, np.int64)
        if wrong is not None:
            bad = wrong(chunk.start, chunk.end).astype(np.bool_)
            if bad.any():
                chunk.bad.append((("date",), bad))
        return np.full(chunk.rows, code, np.int32)

    def _of(self, chunk: Chunk, numbers: Codes) -> Codes:
        chunk.days = np.array(self._ordinals, np.int64).take(numbers)
        return np.array(self._codes, np.int32).take(numbers)

    paths = ("date",)


def _day(value: Any) -> datetime.date | None:
    value = fact("date", value)
    try:
        read = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return None
    return read if type(read) is datetime.date else None


class Notified:
    """Whether enough days have passed since the notice, for the sums of the two days."""

    def __init__(self, variable: Variable, lock: RLock) -> None:
        self.variable, self.paths = variable, (NOTIFIED,)
        key, rank = variable.key, variable.rank
        (nac,) = (atom[0] for atom, _f in key.factors if atom[0].path == NOTIFIED)
        self.factor = next(f for atom, f in key.factors if atom[0] is nac)
        part = (nac.order, nac.slot, nac.path)
        cells = ((rank, OPEN, (part,)), (rank, 0, ()), (rank, 1, ()))
        self.block = Block.of(*(Told((cell,)) for cell in cells), Told(bad=True))
        self._ordinals = [0]
        self._encoder = Encoder(self._number, lock)

    def _number(self, value: Any) -> int:
        given = fact("date", value)
        if given is None:
            return NONE
        day = _day(value)
        self._ordinals.append(-1 if given is False else day.toordinal() if day else -2)
        return len(self._ordinals) - 1

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """0 where no day is given, 1 where the sum holds, 2 where not, 3 where it is no day."""
        if NOTIFIED not in frame.columns:
            return lambda chunk: np.zeros(chunk.rows, np.int32)
        part = self._encoder.reader(frame[NOTIFIED])
        return lambda chunk: self._of(chunk, part(chunk.start, chunk.end))

    def _of(self, chunk: Chunk, numbers: Codes) -> Codes:
        given = np.array(self._ordinals, np.int64).take(numbers)
        total = (given - chunk.days) * int(self.factor)
        holds = compared(total, self.variable.key)
        return np.where(
            given > 0, np.where(holds, 1, 2), np.where(given == -1, 2, np.where(given == -2, 3, 0))
        ).astype(np.int32)


class Approved:
    """Whether a party is approved on the day: some approvals end on one, by name."""

    def __init__(
        self, role: str, paths: Iterable[str], variables: list[Variable], lock: RLock
    ) -> None:
        self.name, self.approved = f"parties.{role}.{NAME}", f"parties.{role}.{APPROVED}"
        self.paths = tuple(p for p in (self.approved, self.name) if p in paths)
        cells = [tuple((v.rank, n, ()) for v in variables) for n in (1, 0)]
        self.block = Block.of(*map(Told, cells), Told(bad=True))
        self._said, self._named = Encoder(self._truth, lock), Encoder(self._end, lock)
        self._ends = [datetime.date.max.toordinal()]

    def _truth(self, value: Any) -> int:
        given = fact("flag", value)
        return 0 if given is None or given is False else 1 if given is True else 2

    def _end(self, value: Any) -> int:
        given = fact("word", value)
        if given is None:
            return 0
        wrong = not isinstance(given, str)
        end = 0 if wrong else approval_ends(given).toordinal()
        if end not in self._ends:
            self._ends.append(end)
        return self._ends.index(end)

    def bind(self, frame: pl.DataFrame) -> Callable[[Chunk], Codes]:
        """Approved or not; the party's name, where it is no text, makes the row unreadable."""
        nothing: Part = lambda start, end: np.zeros(end - start, np.int32)  # noqa: E731
        said = self._said.reader(frame[self.approved]) if self.approved in self.paths else nothing
        named = self._named.reader(frame[self.name]) if self.name in self.paths else nothing
        return lambda chunk: self._of(
            chunk, said(chunk.start, chunk.end), named(chunk.start, chunk.end)
        )

    def _of(self, chunk: Chunk, said: Codes, named: Codes) -> Codes:
        ends = np.array(self._ends, np.int64).take(named)
        found = ((said == 1) & (chunk.days < ends)).astype(np.int32)
        found[(said == 2) | (ends == 0)] = 2
        codes: Codes = found
        return codes
