"""15 CFR part 746: embargoed destinations, whatever the item. The text is that of 24 September 2026."""

import pytest
from tests.shipments import (
    A_CHIP,
    BOOKS,
    ENFORCED,
    GAMING_CHIP,
    MEMORY,
    OCTOBER_2023,
    changed,
    decided,
    line,
    party,
    route,
    shipment,
)

SIMPLE = {"integrated_circuit": {"tpp": 1, "performance_density": 1}}
TECHNOLOGY = {"technology": {"for": "3A090.a"}}
DENIED, CASE, PRESUMED = "policy_of_denial", "case_by_case", "presumption_of_denial"
EMBARGOES = {
    "CU": ("15 CFR 746.2(a)", "15 CFR 746.2(b)"),
    "KP": ("15 CFR 746.4(a)", "15 CFR 742.19(b)(1)"),
    "IR": ("15 CFR 746.7(a)(1)", "15 CFR 746.7(b)"),
    "RU": ("15 CFR 746.8(a)", "15 CFR 746.8(b)(3)"),
    "BY": ("15 CFR 746.8(a)", "15 CFR 746.8(b)(3)"),
}


@pytest.mark.parametrize(("to", "cites"), EMBARGOES.items())
@pytest.mark.parametrize("day", [OCTOBER_2023, "2026-11-23"])
def test_a_license_is_required_even_for_what_no_entry_catches(to, cites, day):
    made = line(shipment(SIMPLE, to=to, day=day), ENFORCED)
    assert (made["classification"], made["outcome"]) == (None, "license_required")
    assert (made["required_by"], made["reviewed_under"]) == ([cites[0]], [cites[1]])
    assert made["review_policy"] == DENIED


@pytest.mark.parametrize(
    ("day", "item", "policy", "under"),
    [
        ("2025-09-01", SIMPLE, DENIED, "15 CFR 746.9(c)"),
        ("2025-09-02", SIMPLE, CASE, "15 CFR 746.9(c)(2)"),
        ("2025-09-01", A_CHIP, DENIED, "15 CFR 746.9(c)"),
        ("2025-09-02", A_CHIP, PRESUMED, "15 CFR 742.6(b)(10)(iii)(A)(1)"),
    ],
)
def test_syria_before_and_after_90_fr_42315(day, item, policy, under):
    """Its note 1: part 742's policies apply to listed items as well, so D:5 governs for 3A090."""
    made = line(shipment(item, to="SY", day=day), ENFORCED)
    assert "15 CFR 746.9(a)" in made["required_by"]
    assert (made["review_policy"], made["reviewed_under"]) == (policy, [under])


@pytest.mark.parametrize(("to", "required"), [("CU", True), ("KP", True), ("SY", True)])
@pytest.mark.parametrize("item", [SIMPLE, MEMORY])
def test_everything_subject_to_the_ear_is_meant(item, to, required):
    assert line(shipment(item, to=to), ENFORCED)["license_required"] is required


def test_memory_for_north_korea_is_no_circuit_or_computer():
    weak = changed(MEMORY, **{"hbm.memory_bandwidth_gb_s": 1})
    made = line(shipment(weak, to="KP"))
    assert (made["review_policy"], made["reviewed_under"]) == (CASE, ["15 CFR 742.19(b)(2)"])


@pytest.mark.parametrize("to", ["CU", "KP", "IR", "SY", "RU", "BY"])
def test_transfers_in_the_country(to):
    """746.8(a) names them; 746.2, 746.4, 746.7(a)(1) and 746.9 speak of exports and reexports."""
    inside = line(shipment(SIMPLE, to=to, action="transfer_in_country"))
    assert inside["license_required"] is (to in ("RU", "BY"))


@pytest.mark.parametrize(
    ("to", "listed"), [("CU", True), ("SY", True), ("KP", True), ("IR", True), ("RU", False)]
)
def test_releases_to_nationals(to, listed):
    """746.2(a) and 746.9(a) reach listed technology, 746.8(a)(12)(i) leaves releases out."""
    made = line(shipment(TECHNOLOGY, to=to, action="deemed_export"))
    assert made["license_required"] is listed


@pytest.mark.parametrize("to", ["CU", "SY"])
def test_a_release_of_what_is_not_listed_needs_none(to):
    unlisted = {"technology": {"for": "3A991.p"}}
    made = line(shipment(unlisted, to=to, action="deemed_export"))
    assert made["license_required"] is False


def test_iraq_has_a_requirement_of_its_own_for_listed_items():
    """746.3(a)(1): reasons of regional stability among them, and 3A991 is not listed for any."""
    assert line(shipment(A_CHIP, to="IQ"))["required_by"] == [
        "15 CFR 742.6(a)(6)(iii)(A)",
        "15 CFR 746.3(a)(1)",
    ]
    assert line(shipment(SIMPLE, to="IQ"))["license_required"] is False
    weights = line(shipment({"eccn": "4E091"}, to="IQ"), ENFORCED)
    assert (weights["required_by"], weights["review_policy"]) == (["15 CFR 746.3(a)(1)"], CASE)


@pytest.mark.parametrize(("to", "open_"), [("CN", True), ("VE", True), ("IQ", False)])
@pytest.mark.parametrize("column", [BOOKS, ENFORCED])
def test_nac_gives_way_to_part_746(to, open_, column):
    """740.8(b); 746.3(c) lists the exceptions that serve toward Iraq, and NAC is not among them."""
    facts = shipment(
        GAMING_CHIP,
        to=to,
        **{"on_file.purchase_order": True, "on_file.nac_notified_on": "2025-05-01"},
    )
    assert route(facts, "NAC", column)["available"] is open_


@pytest.mark.parametrize("to", ["CN", "MO", "VE", "AF", "ZW"])
def test_other_destinations_of_d5_are_not_embargoed(to):
    assert decided(shipment(SIMPLE, to=to))["outcome"] == "not_controlled_here"


def test_no_exception_overcomes_an_embargo():
    made = line(shipment(to="IR"))
    assert not any(found["available"] for found in made["exceptions"].values())
    assert "15 CFR 746.7(a)(1)" in made["required_by"]


def test_the_occupied_regions_of_ukraine_are_pointed_out():
    """746.6(a): no code tells them apart."""
    for to, said in (("UA", True), ("PL", False)):
        notes = decided(shipment(to=to, buyer=party(to)))["notes"]
        assert any("746.6(a)" in note for note in notes) is said
