"""The histories in examples/weights-of-a-lab, counted by hand and decided."""

from __future__ import annotations

from pathlib import Path

import pytest

import licet
from licet.cli.files import read_facts
from licet.weights import Interval, count

LAB = Path(__file__).parents[2] / "examples" / "weights-of-a-lab"
INDIA = read_facts(str(LAB / "to-a-site-in-india.yaml"))
LARGE = read_facts(str(LAB / "large.yaml"))


def test_the_history_of_the_lab_counts_every_run_once():
    """Lena 1 is a base of Lena 2 and of its tutor; the tutor made data for both of its children."""
    attention = 2 * 14_336 * 128 * (112 + 8) + 2 * 112 * 128 * 8193 // 2
    experts = 3 * 14_336 * 28_672 * 4 + 14_336 * 16
    lena_2 = 6 * (96 * (attention + experts) + 14_336 * 128_256) * 15 * 10**12
    lena_1 = 6 * 18 * 10**10 * 9 * 10**12
    tutor, data_of_lena_2 = 8 * 10**23, 2 * 10**23
    known = lena_2 + lena_1 + tutor + data_of_lena_2
    found = count(read_facts(str(LAB / "training.yaml"))["model_weights"])
    assert found.operations == Interval(known + 35 * 10**23, known + 40 * 10**23)
    assert found.missing == ()


def decided(secure=True, **changes):
    weights = LARGE | {"stored_at": {"location": "IN", "meets_supplement_10_security": secure}}
    line = {"item": {"model_weights": weights | changes}, "quantity": 1}
    return licet.decide(INDIA | {"destination": "IN", "lines": [line]})["on_the_books"]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "license_exception"),
        ({"secure": False}, "license_required"),
        ({"additional_operations": {"low": 2e25, "high": 2.5e25}}, "not_controlled_here"),
        ({"additional_operations": {"low": 2.4e25, "high": 2.6e25}}, "undetermined"),
        ({"additional_operations": {"low": 2.8e25, "high": 2.9e25}}, "undetermined"),
        ({"published": True}, "not_subject"),
    ],
)
def test_the_large_model_to_the_site_in_india(changes, outcome):
    """2.8e25 added are too much; whether base and addition reach 10^26 then depends on the base."""
    assert decided(**changes)["outcome"] == outcome
