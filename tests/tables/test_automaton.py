"""Rows through levels: numbers for pairs, states that are learnt, and texts that are recognised."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from decimal import Decimal
from threading import RLock
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from licet.logic.automaton import Level, States
from licet.tables.codes import Encoder, Together


def test_a_level_leads_each_row_to_the_state_that_its_step_makes() -> None:
    draw, before, after = random.Random(3), States(), States()
    for state in range(40):
        before.number(state)
    level = Level(lambda state, code: state * code % 7, before, after, RLock())
    for width in (2, 5, 90):
        states = np.array([draw.randrange(40) for _ in range(500)], np.int32)
        codes = np.array([draw.randrange(width) for _ in range(500)], np.int32)
        found = level.advance(states, codes, width)
        told = [after.known[number] for number in found]
        assert told == [s * c % 7 for s, c in zip(states.tolist(), codes.tolist(), strict=True)]


@pytest.mark.parametrize("most", [3, 40, 5_000])
def test_rows_have_one_number_for_each_combination_however_many_there_are(most: int) -> None:
    draw, together = random.Random(most), Together(RLock())
    numbers: dict[tuple[int, ...], int] = {}
    met: list[tuple[int, ...]] = []
    for _ in range(4):
        rows = [tuple(draw.randrange(most) for _ in range(3)) for _ in range(2_000)]
        parts = [np.array(each, np.int32) for each in zip(*rows, strict=True)]
        found = together.number(parts, lambda new: met.extend(rows[row] for row in new))  # noqa: B023
        for row, number in zip(rows, found.tolist(), strict=True):
            assert numbers.setdefault(row, number) == number
            assert met[number] == row
    assert len(set(numbers.values())) == len(numbers) == together.size


TEXTS = [
    "",
    "a",
    "ab",
    "twelve bytes",
    "thirteen byte",
    "thirteen bytf",
    "ä" * 20,
    "b" * 3_000,
    None,
]


LISTS = [[], ["a"], ["a", "b"], None, ["b"], list("abcde"), ["b", "a"], ["a", None]]
NUMBERS = [0.1, -0.0, 5.0, 2.0**60, None]
CELLS = {
    "text": (TEXTS, pa.string()),
    "long text": (TEXTS, pa.large_string()),
    "views": (TEXTS, pa.string_view()),
    "dictionary": (TEXTS, pa.dictionary(pa.int8(), pa.string())),
    "lists": (LISTS, pa.list_(pa.string())),
    "long lists": (LISTS, pa.large_list(pa.large_string())),
    "lists of views": (LISTS, pa.large_list(pa.string_view())),
    "flags": ([True, False, None], pa.bool_()),
    "days": ([date(2025, 6, 2), None, date(1969, 1, 1)], pa.date32()),
    "moments": ([datetime(2025, 6, 2, 5), None], pa.timestamp("us")),
    "whole": ([1, -1, 2**62, None], pa.int64()),
    "small": ([1, 255, None], pa.uint8()),
    "large": ([1, 2**64 - 1, None], pa.uint64()),
    "numbers": (NUMBERS, pa.float64()),
    "short numbers": ([0.5, 2.0, None], pa.float32()),
    "decimals": ([Decimal("0.10"), None], pa.decimal128(9, 2)),
    "nothing": ([None, None], pa.null()),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_has_one_number_wherever_it_stands(name: str) -> None:
    cells, kind = CELLS[name]
    draw, encoder = random.Random(1), Encoder()
    drawn = [draw.choice(cells) for _ in range(500)]
    column = pa.array(drawn, kind)
    for start, end in ((0, 7), (7, 500), (0, 500)):
        numbers = encoder.numbers(column[start:end])
        assert [encoder.values[n] for n in numbers.tolist()] == drawn[start:end]
    assert len(encoder.values) <= len(cells) + 1
    polars = pl.Series(pl.from_arrow(column))
    assert encoder.numbers(polars).tolist() == encoder.numbers(column).tolist()


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_the_length_of_other_texts_beside_a_text_does_not_change_its_number(kind: Any) -> None:
    encoder = Encoder()
    texts = ["US"] * 4 + ["US", "GB", "US\0", ""] + ["US", "USSR", "USSR1", None] + ["GB"] * 3
    texts += ["United States", "GB", "United Stat", None, "US", "\0", "\0\0"]
    column = pa.array(texts, kind)
    for start in range(len(texts)):
        for end in range(start + 1, len(texts) + 1):
            numbers = encoder.numbers(column[start:end])
            assert [encoder.values[n] for n in numbers.tolist()] == texts[start:end]
    assert len(encoder.values) == len(set(texts))


def test_texts_that_differ_in_one_byte_are_told_apart() -> None:
    """Every length about the words of eight bytes in which texts are compared, and every place."""
    texts = []
    for length in range(1, 36):
        whole = "x" * length
        texts += [whole, *(whole[:at] + "y" + whole[at + 1 :] for at in range(length))]
    encoder = Encoder()
    numbers = encoder.numbers(pa.array(texts)).tolist()
    assert len(set(numbers)) == len(texts)
    assert encoder.numbers(pa.array(texts[::-1])).tolist() == numbers[::-1]


def test_one_word_of_another_kind_is_another_cell() -> None:
    encoder = Encoder()
    (whole,) = encoder.numbers(pa.array([0x3FF0000000000000]))
    (real,) = encoder.numbers(pa.array([1.0]))
    (flag,) = encoder.numbers(pa.array([True]))
    assert [encoder.values[n] for n in (whole, real, flag)] == [0x3FF0000000000000, 1.0, True]
    assert len({whole, real, flag}) == 3


def test_what_several_threads_meet_at_once_has_one_number() -> None:
    texts = [f"company number {number}" for number in range(3_000)]
    columns = [pa.array(texts[start:] + texts[:start]) for start in range(0, 3_000, 300)]
    encoder, together = Encoder(), Together(RLock())

    def numbers(column: Any) -> Any:
        of_texts = encoder.numbers(column)
        return of_texts, together.number([of_texts, of_texts], lambda _new: None)

    with ThreadPoolExecutor(4) as pool:
        for column, (found, pairs) in zip(columns, pool.map(numbers, columns), strict=True):
            assert [encoder.values[n] for n in found.tolist()] == column.to_pylist()
            assert len(set(pairs.tolist())) == 3_000
    assert (len(encoder.values), together.size) == (3_001, 3_000)
