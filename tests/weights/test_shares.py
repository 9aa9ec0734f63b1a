"""Shares of synthetic data against the room that a model's own training has for them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from licet.weights import Interval, count


def learned(share, **facts):
    """A model with 4 of 100 operations of its own, on data of which ``share`` of all were made."""
    base = {"training_operations": 96, "synthetic_data": []}
    generator = {"id": "G", "published": False, "training_operations": 50}
    made = {"share_of_training_operations": share, "generator": generator}
    made |= {"generation_operations": 0, "data_published": False}
    return {"derived_from": base, "additional_operations": 4, "synthetic_data": [made]} | facts


@pytest.mark.parametrize("whole", [{}, {"training_operations": 100, "additional_operations": None}])
def test_more_data_than_the_model_s_own_training_is_said_with_the_figures(whole):
    """Probably 30 percent of the fine-tune was meant, which is 1.2 percent of all operations."""
    (note,) = count(learned(0.3, **whole)).notes
    for part in ("synthetic_data[0].share_of_training_operations", "30 %", " 4 %", "as stated"):
        assert part in note
    line = Fraction(4, 100)
    assert count(learned(line, **whole)).notes == ()
    assert count(learned(line + Fraction(1, 10**20), **whole)).notes


def test_it_is_taken_as_stated_which_is_the_stricter_of_the_two():
    assert count(learned(0.3)).operations == Interval(150, 150)
    assert count(learned(0.04)).operations == Interval(100, 100)


def test_bounds_of_a_share_are_told_only_where_no_part_of_them_has_room():
    within = count(learned({"low": 0.03, "high": 0.2}))
    assert (within.notes, within.operations) == ((), Interval(100, 100))
    assert count(learned({"low": 0.05, "high": 0.2})).notes


def test_a_share_that_is_not_stated_is_not_more_than_the_model_s_own_training():
    """A fine-tune that is 4 percent of all operations cannot make more than ten of them."""
    found = count(learned(None))
    assert found.operations == Interval(100, 100)
    assert found.missing == ()
