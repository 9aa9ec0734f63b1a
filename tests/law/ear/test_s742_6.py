"""15 CFR 742.6(a)(6): what requires a license, in each edition and column."""

import pytest
from tests.entries import EVERYTHING, LEVEL_A, LEVEL_B, fitting, made_for
from tests.shipments import (
    A_CHIP,
    B_CHIP,
    BOOKS,
    EMIRATES,
    ENFORCED,
    FRAMEWORK,
    MEMORY,
    OCTOBER_2023,
    changed,
    decided,
    eccn,
    line,
    outcomes,
    party,
    shipment,
    truth,
)

from licet.law.ear import s742_6

WORLDWIDE = "15 CFR 742.6(a)(6)(iii)(A)"
LEVEL_B_RULE = "15 CFR 742.6(a)(6)(iii)(B)"
OF_2023 = "15 CFR 742.6(a)(6)(iii)"


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_iii_levels(paragraph):
    facts = shipment(eccn(paragraph))
    assert truth(s742_6.is_at_level_a, facts) is (paragraph in LEVEL_A)
    assert truth(s742_6.is_at_level_b, facts) is (paragraph in LEVEL_B)


@pytest.mark.parametrize("base", ["3D001", "3E001", "4D001", "4D090", "4E001", "5E002", "5E992"])
def test_iii_software_and_technology(base):
    for paragraph in sorted(fitting(base)):
        facts = shipment({"eccn": base, "for": paragraph})
        for level, rule in (("a", s742_6.is_at_level_a), ("b", s742_6.is_at_level_b)):
            assert truth(rule, facts) is (paragraph in made_for(level)[base]), (base, paragraph)


@pytest.mark.parametrize("base", ["4D001", "4D090"])
def test_iii_technology_for_software_of_unknown_level_is_at_both(base):
    facts = shipment({"eccn": "4E001", "for": base})
    assert truth(s742_6.is_at_level_a, facts) is True
    assert truth(s742_6.is_at_level_b, facts) is True
    facts = shipment({"eccn": "5E002", "for": "5D002"})
    assert truth(s742_6.is_at_level_a, facts) is True
    assert truth(s742_6.is_at_level_b, facts) is True


@pytest.mark.parametrize("to", ["DE", "GB", "TW", "SG", "IN", "PL", "VN", "SA", "CN", "MO", "KE"])
def test_iii_a_worldwide(to):
    assert line(shipment(to=to))["required_by"] == [WORLDWIDE]


D1_D4_D5_LESS_A5_A6 = {"VN", "SA", "CN", "HK", "MO", "KZ", "PK", "QA", "AF", "ZW", "HT", "KH", "YE"}
OUTSIDE = {"DE", "IN", "SG", "IL", "CY", "TW", "TR", "BR", "KE", "MX", "ID", "MY", "TH", "PH"}


@pytest.mark.parametrize("to", sorted(D1_D4_D5_LESS_A5_A6 | OUTSIDE))
def test_iii_b_only_d1_d4_d5(to):
    made = line(shipment(B_CHIP, to=to))
    assert made["required_by"] == ([LEVEL_B_RULE] if to in D1_D4_D5_LESS_A5_A6 else [])


@pytest.mark.parametrize("item", [A_CHIP, B_CHIP])
@pytest.mark.parametrize("to", sorted(D1_D4_D5_LESS_A5_A6 | OUTSIDE))
def test_iii_of_2023(to, item):
    made = line(shipment(item, to=to, day=OCTOBER_2023))
    assert made["required_by"] == ([OF_2023] if to in D1_D4_D5_LESS_A5_A6 else [])


@pytest.mark.parametrize("to", sorted(D1_D4_D5_LESS_A5_A6 | OUTSIDE))
def test_iii_a_as_enforced_is_what_is_older(to):
    made = line(shipment(to=to), ENFORCED)
    assert made["required_by"] == ([WORLDWIDE] if to in D1_D4_D5_LESS_A5_A6 else [])
    theirs = line(shipment(to=to, buyer=party(to, parent="CN")), ENFORCED)
    assert theirs["required_by"] == [WORLDWIDE]


@pytest.mark.parametrize("action", ["deemed_export", "deemed_reexport"])
@pytest.mark.parametrize("item", [A_CHIP, B_CHIP, MEMORY])
@pytest.mark.parametrize("buyer", [None, party("DE", parent="CN")])
def test_iv_deemed_exports_are_outside(item, action, buyer):
    for to in ("CN", "DE"):
        facts = changed(shipment(item, to=to, buyer=buyer), action=action)
        assert outcomes(facts) == ("no_license_required", "no_license_required")


@pytest.mark.parametrize("action", ["export", "reexport", "transfer_in_country"])
def test_every_real_action_is_inside(action):
    assert outcomes(changed(shipment(to="CN"), action=action)) == ("license_required",) * 2


@pytest.mark.parametrize("item", [A_CHIP, B_CHIP, MEMORY])
def test_what_stays_in_the_united_states_leaves_nothing(item):
    facts = shipment(item, to="US", buyer=party("US", parent="CN"))
    assert outcomes(facts) == ("no_license_required", "no_license_required")


@pytest.mark.parametrize(("to", "required"), [("CN", True), ("MO", True), ("VN", False)])
@pytest.mark.parametrize("column", [BOOKS, ENFORCED])
def test_i_b_high_bandwidth_memory(to, required, column):
    made = line(shipment(MEMORY, to=to), column)
    assert made["required_by"] == (["15 CFR 742.6(a)(6)(i)(B)"] if required else [])


@pytest.mark.parametrize("kind", ["software", "technology"])
def test_i_b_software_and_technology_for_memory(kind):
    made = line(shipment({kind: {"for": "3A090.c"}}, to="CN"))
    assert made["required_by"] == ["15 CFR 742.6(a)(6)(i)(B)"]
    assert line(shipment({kind: {"for": "3A090.c"}}, to="VN"))["required_by"] == []


FROM_CHINA = changed(
    shipment(
        {
            "technology": {
                "for": "3A090.b",
                "developed_by_headquarters": "CN",
                "for_production": True,
                "us_direct_product": True,
            }
        },
        to="BR",
    ),
    action="reexport",
    **{"from": "CN"},
)
CHANGES = [
    ({"from": "VN"}, False),
    ({"from": "MO"}, True),
    ({"destination": "DE"}, False),
    ({"destination": "SG"}, False),
    ({"lines.0.item.technology.developed_by_headquarters": "US"}, False),
    ({"lines.0.item.technology.developed_by_headquarters": "VN"}, False),
    ({"lines.0.item.technology.developed_by_headquarters": "MO"}, True),
    ({"lines.0.item.technology.for_production": False}, False),
    ({"lines.0.item.technology.us_direct_product": False}, False),
    ({"lines.0.item.technology.for": "3A001.z.1.b"}, False),
    ({"lines.0.item": {"software": {"for": "3A090.b"}}}, False),
    ({"action": "deemed_reexport"}, False),
    ({"lines.0.item.technology.for_production": None}, None),
]


def test_ii_technology_from_macau_or_d5():
    assert "15 CFR 742.6(a)(6)(ii)" in line(FROM_CHINA)["required_by"]


@pytest.mark.parametrize(("changes", "holds"), CHANGES)
def test_ii_each_condition_alone(changes, holds):
    facts = changed(FROM_CHINA, **changes)
    assert truth(s742_6.technology_from_macau_or_d5, facts) is holds


@pytest.mark.parametrize("item", [A_CHIP, B_CHIP])
@pytest.mark.parametrize("column", [BOOKS, ENFORCED])
@pytest.mark.parametrize(
    ("changes", "required"),
    [
        ({}, True),
        ({"parties.ultimate_consignee.approved_under_supplement_8": True}, False),
        (
            {
                "parties.ultimate_consignee.approved_under_supplement_8": True,
                "parties.end_user": party("AE"),
            },
            True,
        ),
        (
            {
                "parties.ultimate_consignee.approved_under_supplement_8": True,
                "parties.end_user": party("AE", approved_under_supplement_8=True),
            },
            False,
        ),
        (
            {
                "parties.ultimate_consignee.approved_under_supplement_8": True,
                "destination": "SA",
            },
            True,
        ),
    ],
)
def test_supplement_8_since_10_july_2026(item, column, changes, required):
    facts = changed(shipment(item, to="AE", day=EMIRATES), **changes)
    assert line(facts, column)["license_required"] is required


@pytest.mark.parametrize("column", [BOOKS, ENFORCED])
def test_supplement_8_did_not_exist_before(column):
    approved = {"parties.ultimate_consignee.approved_under_supplement_8": True}
    facts = shipment(to="AE", day="2026-07-09", **approved)
    assert line(facts, column)["license_required"] is True


def test_supplement_8_and_paragraph_a_is_an_open_question():
    approved = {"parties.ultimate_consignee.approved_under_supplement_8": True}
    made = decided(shipment(to="AE", day=EMIRATES, **approved))
    assert made["outcome"] == "no_license_required"
    (question,) = [q for q in made["open_questions"] if q["id"] == "supplement-8-and-paragraph-a"]
    assert question["outcome_if_read_otherwise"] == "license_required"


def test_an_unknown_destination_matters_only_where_it_can():
    nowhere = shipment(B_CHIP, to="DE", buyer=party("DE"))
    nowhere["destination"] = None
    made = decided(nowhere)
    assert made["possible_outcomes"] == ["no_license_required", "license_required"]
    assert made["missing_facts"][0] == "destination"
    assert (
        decided(changed(nowhere, date=FRAMEWORK, **{"lines.0.item": chip_below()}))["lines"][0][
            "classification"
        ]
        is None
    )


def chip_below():
    """An item outside 3A090."""
    return {"integrated_circuit": {"tpp": 100, "performance_density": 1}}
