"""Rows of Epoch AI's tables, decided within the bounds of their labels of confidence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from licet.cli.weights.tables import would_be_4e091
from licet.errors import InputError
from licet.weights import Interval
from licet.weights.epoch import read_table

EXCERPT = Path(__file__).parents[1] / "data" / "weights" / "epoch_excerpt.csv"
ROWS = {row.model: row for row in read_table(EXCERPT)}

EXPECTED = {
    "Grok-3": True,  # 4.64e26, Confident: at least 1.5e26; not published
    "GPT-4.5": None,  # 3.8e26, Likely: from 3.8e25 to 3.8e27
    "Grok 4": None,  # 5e26, Speculative: from 1.7e25 on
    "Llama 4 Behemoth (preview)": None,  # 5.2e25, Likely: up to 5.2e26
    "GPT-4": None,  # 2.1e25, Speculative: up to 6.3e26
    "Claude 3 Opus": None,  # 1.6e25, Speculative: up to 4.9e26
    "Gemini 1.0 Ultra": None,  # 5e25, Speculative
    "Aramco Metabrain AI": None,  # 1.05e25, Likely: up to 1.05e26
    "Mistral Large 2": None,  # 2.1e25, Likely; its license restricts use
    "Llama 3.1-405B": None,  # 3.8e25, Confident: up to 1.14e26; its license restricts use
    "GPT-4 Turbo": None,  # confidence unknown: no bounds at all
    "DeepSeek-R1": False,  # published without restrictions
    "Nemotron-4 340B": False,
    "Qwen2-72B": False,
    "DeepSeek-V3": False,  # 4.6e24, Confident: at most 1.4e25
    "Inflection-2": False,  # 1.001e25, Confident: at most 3.003e25
    "Llama 3.3": False,
    "NVLM-D 72B": False,
    "EXAONE 3.5 32B": False,
    "AlexNet": False,
    "Theseus": False,
}


def test_every_row_with_a_figure_is_read_and_no_other():
    assert set(ROWS) == {*EXPECTED, "Llama Nemotron Ultra 253B"}


@pytest.mark.parametrize(("model", "expected"), EXPECTED.items())
def test_which_would_be_4e091(model, expected):
    assert would_be_4e091(ROWS[model], ROWS) is expected


@pytest.mark.parametrize(
    ("model", "expected"),
    [("Grok-3", True), ("GPT-4.5", True), ("Gemini 1.0 Ultra", False), ("DeepSeek-R1", False)],
)
def test_which_would_be_4e091_were_the_figure_exact(model, expected):
    assert would_be_4e091(ROWS[model], ROWS, exact=True) is expected


def test_a_derivative_is_measured_by_what_was_added():
    """Llama Nemotron Ultra: 1.1e24 added, Likely, so at most 1.2e25: no more than Note 1 allows.

    But whether its base counts as published is open, so the answer is.
    """
    row = ROWS["Llama Nemotron Ultra 253B"]
    assert would_be_4e091(row, ROWS) is None
    base = {**ROWS, row.base: ROWS["Qwen2-72B"]}
    assert ROWS["Qwen2-72B"].published
    assert would_be_4e091(row, base) is False


def test_a_row_with_more_added_than_there_is_in_all_is_decided_all_the_same():
    row = replace(ROWS["Llama Nemotron Ultra 253B"], confidence=None, figure=10**19, added=10**20)
    assert row.facts(ROWS, exact=True)["training_operations"]["high"] == 10**20
    assert would_be_4e091(row, ROWS, exact=True) is False


def test_the_bounds_are_those_of_the_label():
    assert ROWS["GPT-4.5"].operations == Interval(38 * 10**24, 38 * 10**26)
    assert ROWS["Inflection-2"].operations.high == 3_003 * 10**22
    assert ROWS["Claude 3 Opus"].operations.high == 1_640_001 * 10**19 * 30
    assert ROWS["AlexNet"].operations == Interval(47 * 10**16, 47 * 10**16)
    assert ROWS["GPT-4 Turbo"].operations == Interval(0, None)


def test_another_table_is_refused_with_the_columns_that_it_lacks(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("Model,Year\nx,2020\n")
    with pytest.raises(InputError, match="Confidence"):
        list(read_table(path))
