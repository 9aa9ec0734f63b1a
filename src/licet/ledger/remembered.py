"""What a writer remembers of the ledger from its last transaction, so that it need not ask again."""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from licet.ledger.standing import Amount, Standing

MOST = 20_000
"""The most counters and names that are remembered."""

Names = Collection[tuple[str, str]]
Position = tuple[int, str]
"""An entry's number and its hash."""
Recalled = tuple["dict[str, Amount]", dict[tuple[str, str], list[tuple[str, int]]]]


class Remembered:
    """How counters and registers stand after an entry that this process read or wrote.

    Every change comes with an entry and every entry with another hash: while the last entry of the
    ledger is the one remembered, nothing else has changed either. What reservations hold lapses by
    the clock; so a counter under which something is held is not remembered, nor does anything hold
    for an earlier moment than the one at which it was learnt. Safe to share between threads.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._after: Position = 0, ""
        self._now = ""
        self.parties = 0
        self._counters: dict[str, Amount] = {}
        self._marked: dict[tuple[str, str], list[tuple[str, int]]] = {}

    def after(self) -> tuple[Position, int]:
        """The last entry that is known, and the last one known that spoke of a company."""
        with self._lock:
            return self._after, self.parties

    def recall(
        self, keys: Collection[str], names: Names, after: Position, now: str
    ) -> Recalled | None:
        """How all of these stand after that entry at that moment, the caller's own; or None."""
        with self._lock:
            if after != self._after or now < self._now:
                return None
            try:
                counters = {key: [*self._counters[key]] for key in keys}
                return counters, {name: [*self._marked[name]] for name in names}
            except KeyError:
                return None

    def learn(self, standing: Standing) -> None:
        """Remember how things stand after a transaction that was committed."""
        with self._lock:
            many = len(self._counters) + len(self._marked) > MOST
            if many or self._after != standing.began:
                self._counters, self._marked = {}, {}
            self._after, self.parties = (standing.seq, standing.hash), standing.parties
            self._now = standing.now
            counters, held, marked, spoken = standing.known()
            self._counters.update(counters)
            for key in held:
                self._counters.pop(key, None)
            for name in spoken:
                self._marked.pop(name, None)
            self._marked.update(marked)
