"""What a decided table comes to: how many may go, how many need a license, what is missing most."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import polars as pl

UNDETERMINED, LICENSE = "undetermined", "license_required"
COLUMNS = ("as_enforced", "on_the_books")
APART = "; "
SENTENCES = 10_000
"""So many different reasons why rows cannot be read are counted."""


@dataclass
class Summary:
    """Counts of rows, added batch by batch.

    ``outcomes`` by column and outcome; ``missing``: rows by fact that is missing in them;
    ``alone``: rows that this fact alone would settle; ``why``: rows by the sentence that says why
    they cannot be read, of the first `SENTENCES` different ones (memory does not grow with rows).
    """

    rows: int = 0
    unreadable: int = 0
    open_rows: int = 0
    outcomes: dict[str, Counter[str]] = field(
        default_factory=lambda: {name: Counter() for name in COLUMNS}
    )
    missing: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    why: Counter[str] = field(default_factory=Counter)

    def add(self, answers: pl.DataFrame, times: Any = None) -> None:
        """Count the rows of some added columns; ``times``: how many rows have each of them."""
        counted = pl.Series("times", [1] * answers.height if times is None else times)
        self.rows += int(counted.sum())
        self.unreadable += int(counted.filter(answers["error"].is_not_null()).sum())
        for sentence, count in _counts(answers["error"], counted).items():
            if sentence in self.why or len(self.why) < SENTENCES:
                self.why[sentence] += count
        lacks = pl.any_horizontal(pl.col(name) == UNDETERMINED for name in COLUMNS)
        self.open_rows += int(counted.filter(answers.select(lacks).to_series()).sum())
        for name in COLUMNS:
            self.outcomes[name].update(_counts(answers[name], counted))
        for listed, count in _counts(answers["missing_facts"], counted).items():
            facts = listed.split(APART)
            for fact in facts:
                self.missing[fact] += count
            if len(facts) == 1:
                self.alone[facts[0]] += count

    @property
    def status(self) -> int:
        """0 every row is decided, 4 some rows lack facts, 5 some rows could not be read."""
        return 5 if self.unreadable else 4 if self.open_rows else 0

    def may_go(self, column: str) -> int:
        """How many rows may go under these controls: decided, and no license is needed."""
        counted = self.outcomes[column]
        return counted.total() - counted[LICENSE] - counted[UNDETERMINED]

    def to_ask(self, most: int = 5) -> list[tuple[str, int, int]]:
        """The facts to ask for first: each with the rows it settles alone, and all it is missing in."""
        ordered = sorted(self.missing, key=lambda f: (-self.alone[f], -self.missing[f], f))
        return [(fact, self.alone[fact], self.missing[fact]) for fact in ordered[:most]]


class Tally:
    """Counts batches into a summary; those with the same distinct answers together, at the end.

    To go through the texts of the answers takes longer than to decide the rows of a batch.
    """

    def __init__(self) -> None:
        self.rows, self._told = 0, Summary()
        self._answers: pl.DataFrame | None = None
        self._times: Any = None

    def add(self, answers: pl.DataFrame, times: Any) -> None:
        """Count a batch; ``times``: how many of its rows have each of the answers."""
        self.rows += int(times.sum())
        if answers is self._answers:
            self._times = self._times + times
        else:
            self.summed()
            self._answers, self._times = answers, times

    def summed(self) -> Summary:
        """What has been counted."""
        if self._answers is not None:
            self._told.add(self._answers, self._times)
        self._answers = self._times = None
        return self._told


def summary(decided: pl.DataFrame) -> Summary:
    """The counts of a table with the added columns."""
    made = Summary()
    made.add(decided)
    return made


def _counts(series: pl.Series, times: pl.Series) -> dict[str, int]:
    each = pl.DataFrame({"name": series.cast(pl.String), "times": times}).filter(
        pl.col("times") > 0
    )
    summed = each.drop_nulls().group_by("name").agg(pl.col("times").sum())
    ordered = summed.sort("times", "name", descending=[True, False])
    return {str(name): int(count) for name, count in ordered.iter_rows()}
