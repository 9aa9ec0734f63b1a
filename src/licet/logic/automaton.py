"""Rows through a table of states, level by level: what is told of a fact leads to the next state.

A state is what is still to be decided. Transitions are worked out when a row first needs one and
kept; a row then costs one look-up for each level, whatever the law looks like. Rows go in any
order, in batches of any size and on several threads: a state means the same for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any

import numpy as np

from licet.logic.collecting import uncollected
from licet.logic.compiled import compiled

Ints = np.ndarray[Any, np.dtype[np.int32]]
UNKNOWN_YET = -1
Step = Callable[[Any, int], Hashable]
"""The next state, from a state and the number of what is told."""


@compiled
def _advance(states: Any, codes: Any, table: Any, size: int, found: Any) -> bool:
    """Where each row goes; true where one goes where none has gone yet."""
    strange = 0
    for row in range(len(states)):
        found[row] = table[states[row] * size + codes[row]]
        strange |= found[row]
    return strange < 0


class Level:
    """The transitions of one fact. States before and after it are numbered from 0."""

    def __init__(self, step: Step, before: States, after: States, lock: RLock) -> None:
        self.step, self.before, self.after, self.lock = step, before, after, lock
        self._table = (np.full(16, UNKNOWN_YET, np.int32), 1)

    def advance(self, states: Ints, codes: Ints, width: int) -> Ints:
        """The state of each row after this level; ``codes`` lie below ``width``."""
        table, size = self._table
        if width > size or len(self.before.known) * size > len(table):
            table, size = self._grow(width)
        found = np.empty(len(states), np.int32)
        if _advance(states, codes, table, size, found):
            rows = np.flatnonzero(found < 0)
            self._learn(np.unique(states[rows].astype(np.int64) * size + codes[rows]), size)
            return self.advance(states, codes, width)
        return found

    def _grow(self, width: int) -> tuple[Ints, int]:
        with self.lock:
            old, size = self._table
            wide = max(width, size)
            table = np.full((max(2 * len(self.before.known), 16), wide), UNKNOWN_YET, np.int32)
            kept = old.reshape(-1, size)[: len(table)]
            table[: len(kept), :size] = kept
            self._table = (table.reshape(-1), wide)
            return self._table

    def _learn(self, places: Ints, size: int) -> None:
        with self.lock, uncollected():
            for place in places.tolist():
                state, code = divmod(place, size)
                table, wide = self._table
                if table[state * wide + code] < 0:
                    made = self.step(self.before.known[state], code)
                    table[state * wide + code] = self.after.number(made)


class States:
    """States and their numbers, in the order in which they were first met."""

    def __init__(self) -> None:
        self.known: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, state: Hashable) -> int:
        """The number of a state."""
        found = self._numbers.get(state)
        if found is None:
            found = len(self.known)
            self.known.append(state)
            self._numbers[state] = found
        return found
