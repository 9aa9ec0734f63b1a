"""Rows through levels: numbers for pairs, states that are learnt, and texts that are recognised."""

from __future__ import annotations

import random
from threading import RLock
from typing import Any

import numpy as np
import polars as pl
import pytest

from licet.logic.automaton import Level, States
from licet.tables.codes import Encoder, Numbering


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
def test_pairs_have_one_number_each_however_many_there_are(most: int) -> None:
    draw, numbering = random.Random(most), Numbering(RLock())
    numbers: dict[tuple[int, int], int] = {}
    for _ in range(4):
        pairs = [(draw.randrange(most), draw.randrange(most)) for _ in range(2_000)]
        ones, others = (np.array(each, np.int32) for each in zip(*pairs, strict=True))
        for pair, number in zip(pairs, numbering.number(ones, others).tolist(), strict=True):
            assert numbers.setdefault(pair, number) == number
    assert len(set(numbers.values())) == len(numbers)


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


@pytest.mark.parametrize("cells", [TEXTS, ["x", None, "y"], [[], ["a"], ["a", "b"], None, ["b"]]])
def test_a_cell_has_one_code_wherever_it_stands(cells: list[Any]) -> None:
    known: list[Any] = [None]
    encoder = Encoder(lambda value: known.append(value) or len(known) - 1)  # type: ignore[func-returns-value]
    draw = random.Random(1)
    drawn = [draw.choice(cells) for _ in range(500)]
    part = encoder.reader(pl.Series(drawn))
    for start, end in ((0, 7), (7, 500), (0, 500)):
        assert [known[code] for code in part(start, end).tolist()] == drawn[start:end]
    assert len(known) <= len(cells) + 1


def test_the_length_of_other_texts_beside_a_text_does_not_change_its_code() -> None:
    known: list[Any] = [None]
    encoder = Encoder(lambda value: known.append(value) or len(known) - 1)  # type: ignore[func-returns-value]
    texts = ["US"] * 4 + ["US", "GB", "US\0", ""] + ["US", "USSR", "USSR1", None] + ["GB"] * 3
    texts += ["United States", "GB", "United Stat", None, "US"]
    part = encoder.reader(pl.Series(texts))
    for start in range(len(texts)):
        for end in range(start + 1, len(texts) + 1):
            assert [known[code] for code in part(start, end).tolist()] == texts[start:end]
    assert len(known) == len(set(texts))
