"""15 CFR part 744: a prohibited end use or end user, as stated."""

import pytest
from tests.shipments import A_CHIP, ENFORCED, changed, decided, line, shipment

SIMPLE = {"integrated_circuit": {"tpp": 1, "performance_density": 1}}
PROHIBITED = {"end_use.prohibited_by_part_744": True}


@pytest.mark.parametrize("item", [A_CHIP, SIMPLE])
def test_a_license_is_required_whatever_the_item(item):
    made = line(shipment(item, to="DE", **PROHIBITED), ENFORCED)
    assert made["required_by"] == ["15 CFR 744.1(a)"]
    assert made["review_policy"] == "presumption_of_denial"


def test_within_the_united_states_nothing_is_exported():
    assert decided(shipment(to="US", **PROHIBITED))["outcome"] == "no_license_required"


def test_an_unknown_end_use_leaves_the_answer_open():
    facts = changed(shipment(SIMPLE, to="DE"), **{"end_use.prohibited_by_part_744": None})
    made = decided(facts)
    assert made["possible_outcomes"] == ["not_controlled_here", "license_required"]
    assert made["missing_facts"] == ["end_use.prohibited_by_part_744"]
