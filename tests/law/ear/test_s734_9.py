"""15 CFR 734.9(h): foreign-produced advanced computing items."""

import pytest
from tests.entries import COMMODITIES_A, COMMODITIES_B, EVERYTHING
from tests.shipments import (
    A_CHIP,
    APRIL_2024,
    FRAMEWORK,
    changed,
    decided,
    eccn,
    party,
    shipment,
    truth,
)

from licet.law.ear import s734_9

ORIGIN = {
    "produced_in": "TW",
    "direct_product_of_listed_technology": True,
    "plant_is_direct_product": False,
    "us_content_above_de_minimis": False,
}
ABROAD = changed(shipment(A_CHIP, to="IN"), action="reexport", **{"lines.0.origin": ORIGIN})
FREE = {"lines.0.origin.direct_product_of_listed_technology": False}


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({}, True),
        (FREE, False),
        ({**FREE, "lines.0.origin.plant_is_direct_product": True}, True),
        ({**FREE, "lines.0.origin.us_content_above_de_minimis": True}, True),
        ({**FREE, "lines.0.origin.produced_in": "US"}, True),
        ({**FREE, "action": "export"}, True),
        ({**FREE, "lines.0.origin": None}, True),
        ({**FREE, "action": "transfer_in_country"}, False),
        ({"lines.0.item": {"integrated_circuit": {"tpp": 9, "performance_density": 1}}}, False),
    ],
)
def test_h_subject_to_the_ear(changes, subject):
    assert (decided(changed(ABROAD, **changes))["outcome"] != "not_subject") is subject


@pytest.mark.parametrize(
    ("to", "buyer", "before"),
    [("IN", None, False), ("VN", None, True), ("CN", None, True), ("MO", None, True),
     ("DE", party("DE", "CN"), True), ("IL", None, False)],
)  # fmt: skip
def test_h_2_the_destination_scope_of_2023_and_of_the_framework(to, buyer, before):
    facts = changed(
        shipment(to=to, buyer=buyer, day=APRIL_2024),
        action="reexport",
        **{"lines.0.origin": ORIGIN},
    )
    assert (decided(facts)["outcome"] != "not_subject") is before
    facts["date"] = FRAMEWORK
    assert decided(facts)["outcome"] != "not_subject"


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_h_1_i_b_items(paragraph):
    """3A090 with its memory, 4A090 and hardware in a .z paragraph; no software."""
    inside = paragraph in COMMODITIES_A | COMMODITIES_B | {"3A090.c"}
    assert truth(s734_9.is_an_advanced_computing_item, shipment(eccn(paragraph))) is inside


@pytest.mark.parametrize(
    ("base", "made_for", "inside"),
    [("3E001", "3A090.a", True), ("3E001", "3A001.z.1.a", False), ("4E001", "4A090.b", True),
     ("4E001", "4A003.z.1.a", False), ("3D001", "3A090.a", False), ("4D090", "4A090.a", False)],
)  # fmt: skip
def test_h_1_i_b_technology(base, made_for, inside):
    facts = shipment({"eccn": base, "for": made_for})
    assert truth(s734_9.is_an_advanced_computing_item, facts) is inside


def test_h_2_ii_technology_developed_by_macau_or_d5():
    """It is subject wherever it goes, before the Framework as well."""
    item = {
        "technology": {"for": "3A090.a", "developed_by_headquarters": "CN", "for_production": True}
    }
    facts = changed(
        shipment(item, to="BR", day=APRIL_2024),
        action="reexport",
        **{"lines.0.origin": ORIGIN, "from": "CN"},
    )
    assert decided(facts)["outcome"] != "not_subject"
    for change in (
        {"lines.0.item.technology.developed_by_headquarters": "US"},
        {"lines.0.item.technology.for_production": False},
    ):
        assert decided(changed(facts, **change))["outcome"] == "not_subject"


def test_an_unknown_origin_leaves_it_open():
    facts = changed(ABROAD, **{"lines.0.origin.direct_product_of_listed_technology": None})
    made = decided(facts)
    assert set(made["possible_outcomes"]) == {"not_subject", "license_required"}
    assert made["missing_facts"] == ["lines[0].origin.direct_product_of_listed_technology"]
