"""15 CFR 744.23(a)(3): headquarters in Macau or Country Group D:5."""

import pytest
from tests.entries import EVERYTHING, LEVEL_A, LEVEL_B
from tests.shipments import (
    A_CHIP,
    APRIL_2024,
    B_CHIP,
    BOOKS,
    EMIRATES,
    ENFORCED,
    MEMORY,
    OCTOBER_2023,
    changed,
    chip,
    decided,
    eccn,
    line,
    party,
    shipment,
    truth,
)

import licet
from licet.law.ear import s744_23

THEIRS = party("DE", parent="CN")
H20_LIKE = chip(2_368, 2.9, memory_bandwidth_gb_s=4_000)
"""By TPP and performance density the H20, which no paragraph of 3A090 catches."""


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_i_both_levels_until_the_framework_then_level_b(paragraph):
    before = shipment(eccn(paragraph), to="DE", buyer=THEIRS, day=OCTOBER_2023)
    assert truth(s744_23.headquarters_rule_of_2023, before) is (paragraph in LEVEL_A | LEVEL_B)
    after = shipment(eccn(paragraph), to="DE", buyer=THEIRS)
    assert truth(s744_23.headquarters_rule, after) is (paragraph in LEVEL_B)
    assert truth(s744_23.headquarters_rule_for_hbm, after) is (paragraph == "3A090.c")


@pytest.mark.parametrize("role", ["ultimate_consignee", "end_user", "intermediate_consignee",
                                  "purchaser", "operator"])  # fmt: skip
@pytest.mark.parametrize("buyer", [party("CN", at="DE"), party("DE", "MO"), party("DE", "HK")])
def test_every_party_counts(role, buyer):
    parties = {"ultimate_consignee": party("DE"), role: buyer}
    facts = changed(shipment(B_CHIP, to="DE"), parties=parties)
    for column in (BOOKS, ENFORCED):
        assert line(facts, column)["required_by"] == ["15 CFR 744.23(a)(3)(i)(A)"]


@pytest.mark.parametrize(
    ("to", "required"),
    [("DE", True), ("SG", True), ("IL", True), ("BR", True), ("VN", False), ("CN", False),
     ("US", False)],
)  # fmt: skip
def test_i_a_outside_d1_d4_d5(to, required):
    """Inside them, 742.6(a)(6)(iii)(B) requires a license already."""
    cites = line(shipment(B_CHIP, to=to, buyer=party(to, "CN")))["required_by"]
    assert ("15 CFR 744.23(a)(3)(i)(A)" in cites) is required


def test_i_a_in_the_emirates_both_paragraphs_apply_since_they_are_in_a5():
    made = line(shipment(B_CHIP, to="AE", buyer=party("AE", "CN"), day=EMIRATES))
    assert made["required_by"] == ["15 CFR 742.6(a)(6)(iii)(B)", "15 CFR 744.23(a)(3)(i)(A)"]


@pytest.mark.parametrize(
    ("to", "required"), [("SG", True), ("VN", True), ("CN", False), ("MO", False), ("US", False)]
)
def test_i_b_memory_outside_macau_and_d5(to, required):
    cites = line(shipment(MEMORY, to=to, buyer=party(to, "CN")))["required_by"]
    assert ("15 CFR 744.23(a)(3)(i)(B)" in cites) is required


def test_memory_was_free_before_31_december_2024():
    facts = shipment(MEMORY, to="SG", buyer=party("SG", "CN"), day="2024-12-30")
    assert line(facts)["license_required"] is False
    facts["date"] = "2024-12-31"
    assert line(facts)["license_required"] is True


MADE_THERE = changed(
    shipment(
        {
            "technology": {
                "for": "3A090.a",
                "base": "3E001",
                "developed_by_headquarters": "CN",
                "for_production": True,
                "us_direct_product": True,
            }
        },
        to="BR",
        day=APRIL_2024,
    ),
    action="reexport",
    **{"from": "VN"},
)


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"action": "transfer_in_country"}, True),
        ({"action": "export"}, False),
        ({"from": "SG"}, False),
        ({"from": "CN"}, True),
        ({"lines.0.item.technology.developed_by_headquarters": "IN"}, False),
        ({"lines.0.item.technology.developed_by_headquarters": "VN"}, False),
        ({"lines.0.item.technology.developed_by_headquarters": "MO"}, True),
        ({"lines.0.item.technology.for_production": False}, False),
        ({"lines.0.item.technology.us_direct_product": False}, False),
        ({"lines.0.item.technology.us_direct_product": False,
          "lines.0.origin": {"produced_in": "VN", "direct_product_of_listed_technology": True}},
         True),
        ({"lines.0.item.technology.for": "3A090.b"}, True),
        ({"lines.0.item.technology.for": "3A090.c"}, False),
        ({"lines.0.item.technology.for": "3A001.z.1.a"}, False),
        ({"from": None}, None),
    ],
)  # fmt: skip
def test_ii_technology(changes, holds):
    facts = changed(MADE_THERE, **changes)
    assert truth(s744_23.technology_of_their_entities, facts) is holds


def test_ii_requires_a_license_and_says_how_it_is_reviewed():
    made = line(MADE_THERE)
    assert "15 CFR 744.23(a)(3)(ii)" in made["required_by"]
    assert (made["review_policy"], made["reviewed_under"]) == (
        "presumption_of_denial",
        ["15 CFR 744.23(d)(1)"],
    )


def test_d_3_covers_neither_datacenter_items_nor_technology():
    """Since April 2024."""
    gaming = shipment(
        eccn("3A090.a", designed_or_marketed_for_datacenters=False),
        to="DE", buyer=THEIRS, day=APRIL_2024,
    )  # fmt: skip
    assert line(gaming)["reviewed_under"] == ["15 CFR 744.23(d)(3)(i)"]
    datacenter = changed(gaming, **{"lines.0.item": eccn("3A090.a")})
    assert line(datacenter)["reviewed_under"] == ["15 CFR 744.23(d)(1)"]


@pytest.mark.parametrize(
    ("day", "bandwidth", "said"),
    [("2025-04-08", 4_000, False), ("2025-04-09", 4_000, True), ("2025-04-09", 3_999, False)],
)
def test_the_letters_of_april_2025_are_mentioned(day, bandwidth, said):
    facts = {
        "date": day,
        "action": "export",
        "destination": "CN",
        "lines": [
            {"item": {"integrated_circuit": {"tpp": 1000, "memory_bandwidth_gb_s": bandwidth}}}
        ],
    }
    notes = licet.decide(facts)["on_the_books"]["notes"]
    assert any("letter" in note and "744.23(b)" in note for note in notes) is said


def test_d_of_2023_named_destinations_and_licet_takes_their_entities_in():
    """744.23(d) as it stood from 17 November 2023 (88 FR 73449)."""
    facts = shipment(eccn("3A090.a"), to="DE", buyer=THEIRS, day=OCTOBER_2023)
    made = licet.decide(facts)["on_the_books"]
    assert made["lines"][0]["review_policy"] == "presumption_of_denial"
    (asked,) = [q for q in made["open_questions"] if q["id"] == "headquarters-and-744-23-d-in-2023"]
    assert asked["review_policy_if_read_otherwise"] == "case_by_case"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, True),
        ({"destination": "VN"}, True),
        ({"destination": "SA"}, True),
        ({"destination": "IL"}, False),
        ({"destination": "DE"}, False),
        ({"action": "reexport"}, True),
        ({"action": "transfer_in_country"}, True),
        ({"action": "deemed_export"}, False),
        ({"action": "deemed_reexport"}, False),
        ({"lines.0.item": chip(4_799, 3)}, False),
        ({"lines.0.item": chip(4_800, 3, False)}, False),
    ],
)
def test_b_the_letter_of_october_2023_counts_at_once(changes, told):
    """4,800 TPP or more, for datacenters, toward D:1, D:4 and D:5; A:5 and A:6 are left out."""
    facts = changed(shipment(chip(4_800, 3), to="CN", day="2023-10-23"), **changes)
    assert truth(s744_23.informed_before_the_rule, facts) is told


@pytest.mark.parametrize(
    ("day", "told"),
    [("2023-10-22", False), ("2023-10-23", True), ("2023-11-16", True), ("2023-11-17", False)],
)
def test_b_the_letter_of_october_2023_until_the_rule(day, told):
    notes = decided(shipment(A_CHIP, to="CN", day=day))["notes"]
    assert any("23 October 2023" in note for note in notes) is told


@pytest.mark.parametrize(
    ("item", "to", "buyer", "told"),
    [
        (H20_LIKE, "CN", None, True),
        (H20_LIKE, "MO", None, True),
        (H20_LIKE, "DE", party("DE", parent="CN"), True),
        (H20_LIKE, "DE", None, False),
        (H20_LIKE, "VN", None, False),
        (chip(2_368, 2.9, memory_bandwidth_gb_s=3_999), "CN", None, False),
        (A_CHIP, "CN", None, False),
    ],
)
def test_b_the_letters_of_april_2025(item, to, buyer, told):
    """What no entry catches, with memory like the H20's (4,000 GB/s), for China, D:5 and theirs."""
    facts = shipment(item, to=to, buyer=buyer, day="2025-04-09")
    assert truth(s744_23.informed_by_letter, facts) is told
