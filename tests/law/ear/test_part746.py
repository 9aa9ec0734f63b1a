"""15 CFR part 746: embargoed destinations, whatever the item."""

import pytest
from tests.shipments import ENFORCED, OCTOBER_2023, decided, line, shipment

SIMPLE = {"integrated_circuit": {"tpp": 1, "performance_density": 1}}
EMBARGOES = {
    "CU": "15 CFR 746.2(a)",
    "KP": "15 CFR 746.4(a)",
    "IR": "15 CFR 746.7(a)",
    "RU": "15 CFR 746.8(a)",
    "BY": "15 CFR 746.8(a)",
    "SY": "15 CFR 746.9(a)",
}


@pytest.mark.parametrize(("to", "cite"), EMBARGOES.items())
@pytest.mark.parametrize("day", [OCTOBER_2023, "2026-11-23"])
def test_a_license_is_required_even_for_what_no_entry_catches(to, cite, day):
    made = line(shipment(SIMPLE, to=to, day=day), ENFORCED)
    assert (made["classification"], made["outcome"]) == (None, "license_required")
    assert made["required_by"] == [cite]
    assert made["review_policy"] == "policy_of_denial"
    assert made["reviewed_under"] == ["15 CFR part 746"]


@pytest.mark.parametrize("to", ["CN", "MO", "VE", "AF", "ZW"])
def test_other_destinations_of_d5_are_not_embargoed(to):
    assert decided(shipment(SIMPLE, to=to))["outcome"] == "not_controlled_here"


def test_no_exception_overcomes_an_embargo():
    made = line(shipment(to="IR"))
    assert not any(found["available"] for found in made["exceptions"].values())
    assert "15 CFR 746.7(a)" in made["required_by"]
