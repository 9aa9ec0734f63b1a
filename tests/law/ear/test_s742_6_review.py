"""15 CFR 742.6(b)(10) and 744.23(d): the review policy of each edition."""

import pytest
from tests.shipments import (
    A_CHIP,
    APRIL_2024,
    B_CHIP,
    BOOKS,
    EMIRATES,
    ENFORCED,
    FOUNDRY_RULE,
    FRAMEWORK,
    GAMING_CHIP,
    JANUARY_2026,
    MEMORY,
    OCTOBER_2023,
    changed,
    chip,
    decided,
    eccn,
    line,
    party,
    shipment,
)

APPROVAL, CASE = "presumption_of_approval", "case_by_case"
DENIAL, POLICY = "presumption_of_denial", "policy_of_denial"
OF_D5_IN_GERMANY = party("DE", parent="CN")
SECTION = "15 CFR 742.6"

POLICIES = [
    # October 2023: denial toward Macau and D:5, approval toward the rest of D:1 and D:4
    (OCTOBER_2023, A_CHIP, "CN", None, DENIAL, f"{SECTION}(b)(10)(iii)"),
    (OCTOBER_2023, B_CHIP, "CN", None, DENIAL, f"{SECTION}(b)(10)(iii)"),
    (OCTOBER_2023, GAMING_CHIP, "MO", None, DENIAL, f"{SECTION}(b)(10)(iii)"),
    (OCTOBER_2023, A_CHIP, "VN", None, APPROVAL, f"{SECTION}(b)(10)(iii)"),
    (OCTOBER_2023, B_CHIP, "SA", None, APPROVAL, f"{SECTION}(b)(10)(iii)"),
    (OCTOBER_2023, A_CHIP, "VN", party("VN", "CN"), DENIAL, f"{SECTION}(b)(10)(iii)"),
    (OCTOBER_2023, A_CHIP, "DE", OF_D5_IN_GERMANY, DENIAL, "15 CFR 744.23(d)(1)"),
    (OCTOBER_2023, B_CHIP, "DE", OF_D5_IN_GERMANY, DENIAL, "15 CFR 744.23(d)(1)"),
    # April 2024: case by case but for datacenter items that meet 3A090.a
    (APRIL_2024, A_CHIP, "CN", None, DENIAL, f"{SECTION}(b)(10)(iii)"),
    (APRIL_2024, B_CHIP, "CN", None, CASE, f"{SECTION}(b)(10)(iii)"),
    (APRIL_2024, GAMING_CHIP, "CN", None, CASE, f"{SECTION}(b)(10)(iii)"),
    (APRIL_2024, A_CHIP, "VN", None, APPROVAL, f"{SECTION}(b)(10)(iii)"),
    (APRIL_2024, A_CHIP, "DE", OF_D5_IN_GERMANY, DENIAL, "15 CFR 744.23(d)(1)"),
    (APRIL_2024, GAMING_CHIP, "DE", OF_D5_IN_GERMANY, CASE, "15 CFR 744.23(d)(3)(i)"),
    (APRIL_2024, B_CHIP, "DE", OF_D5_IN_GERMANY, CASE, "15 CFR 744.23(d)(3)(i)"),
    # High bandwidth memory since the end of 2024
    (FOUNDRY_RULE, MEMORY, "CN", None, DENIAL, f"{SECTION}(b)(10)(ii)"),
    (FOUNDRY_RULE, MEMORY, "CN", party("TW", at="CN"), APPROVAL, f"{SECTION}(b)(10)(ii)"),
    (FOUNDRY_RULE, MEMORY, "SG", party("SG", "CN"), CASE, "15 CFR 744.23(d)(3)(i)"),
    # The Framework
    (FRAMEWORK, A_CHIP, "CN", None, DENIAL, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (FRAMEWORK, GAMING_CHIP, "MO", None, DENIAL, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (FRAMEWORK, A_CHIP, "DE", OF_D5_IN_GERMANY, DENIAL, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (FRAMEWORK, A_CHIP, "DE", None, APPROVAL, f"{SECTION}(b)(10)(iii)(A)(2)"),
    (FRAMEWORK, A_CHIP, "IN", None, APPROVAL, f"{SECTION}(b)(10)(iii)(B)(1)"),
    (FRAMEWORK, A_CHIP, "DE", party("IN", at="DE"), APPROVAL, f"{SECTION}(b)(10)(iii)(B)(1)"),
    (FRAMEWORK, A_CHIP, "DE", party("DE", "IN"), APPROVAL, f"{SECTION}(b)(10)(iii)(B)(1)"),
    (FRAMEWORK, A_CHIP, "IN", party("DE", at="IN"), APPROVAL, f"{SECTION}(b)(10)(iii)(B)(1)"),
    (FRAMEWORK, B_CHIP, "VN", None, APPROVAL, f"{SECTION}(b)(10)(iv)(A)"),
    (FRAMEWORK, B_CHIP, "CN", None, DENIAL, f"{SECTION}(b)(10)(iv)(B)"),
    (FRAMEWORK, B_CHIP, "VN", party("VN", "MO"), DENIAL, f"{SECTION}(b)(10)(iv)(B)"),
    (FRAMEWORK, B_CHIP, "DE", OF_D5_IN_GERMANY, CASE, "15 CFR 744.23(d)(3)(i)"),
    # January 2026
    (JANUARY_2026, A_CHIP, "CN", None, CASE, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (JANUARY_2026, B_CHIP, "MO", None, CASE, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (JANUARY_2026, chip(21_000), "CN", None, DENIAL, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (JANUARY_2026, A_CHIP, "MM", None, DENIAL, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (JANUARY_2026, B_CHIP, "MM", None, DENIAL, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (JANUARY_2026, A_CHIP, "DE", OF_D5_IN_GERMANY, DENIAL, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (JANUARY_2026, A_CHIP, "CN", party("CN", at="HK"), CASE, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (JANUARY_2026, A_CHIP, "CN", party("CN", at="SG"), DENIAL, f"{SECTION}(b)(10)(iii)(A)(1)"),
    (JANUARY_2026, A_CHIP, "DE", None, APPROVAL, f"{SECTION}(b)(10)(iii)(A)(2)"),
    (JANUARY_2026, A_CHIP, "IN", None, APPROVAL, f"{SECTION}(b)(10)(iii)(B)(1)"),
    (JANUARY_2026, B_CHIP, "VN", None, CASE, f"{SECTION}(b)(1)"),
    (EMIRATES, B_CHIP, "AE", None, CASE, f"{SECTION}(b)(1)"),
]  # fmt: skip


@pytest.mark.parametrize(("day", "item", "to", "buyer", "policy", "cite"), POLICIES)
def test_the_policy_of_each_edition(day, item, to, buyer, policy, cite):
    made = line(shipment(item, to=to, buyer=buyer, day=day))
    assert (made["review_policy"], made["reviewed_under"]) == (policy, [cite])


@pytest.mark.parametrize(
    ("used", "policy", "cite"),
    [
        (790_000_000 - 15_832, APPROVAL, "(B)(1)"),
        (790_000_000 - 15_831, POLICY, "(B)(2)"),
        (790_000_000, POLICY, "(B)(2)"),
    ],
)
def test_b_the_country_allocation_on_the_books(used, policy, cite):
    facts = shipment(**{"on_file.country_allocation_tpp_used": used})
    made = line(facts)
    assert made["review_policy"] == policy
    assert made["reviewed_under"] == [f"{SECTION}(b)(10)(iii){cite}"]


def test_b_the_allocation_counts_every_line_at_level_a():
    lines = [
        {"item": chip(790_000_000 - 5_000), "quantity": 1},
        {"item": eccn("5A002.z.1.a"), "quantity": 1},
        {"item": B_CHIP, "quantity": 1_000_000},
    ]
    facts = shipment(lines=lines)
    assert line(facts)["review_policy"] == APPROVAL
    more = changed(facts, **{"lines.1.quantity": 2})
    assert line(more)["review_policy"] == POLICY


def test_b_an_unknown_allocation_leaves_two_policies():
    made = line(shipment(**{"on_file.country_allocation_tpp_used": None}))
    assert made["review_policy"] is None
    assert made["possible_review_policies"] == [APPROVAL, POLICY]


def test_b_the_allocation_is_not_enforced():
    used = {"on_file.country_allocation_tpp_used": 790_000_000}
    made = line(shipment(to="VN", **used), ENFORCED)
    assert (made["license_required"], made["review_policy"]) == (True, APPROVAL)
    assert made["reviewed_under"] == [f"{SECTION}(b)(10)(iii)(B)(1)"]


@pytest.mark.parametrize(
    ("changes", "policy"),
    [
        ({"lines.0.item": chip(20_999.999)}, CASE),
        ({"lines.0.item": chip(21_000)}, DENIAL),
        ({"lines.0.item": chip(memory_bandwidth_gb_s=6_499.999)}, CASE),
        ({"lines.0.item": chip(memory_bandwidth_gb_s=6_500)}, DENIAL),
        ({"action": "reexport"}, DENIAL),
        ({"action": "transfer_in_country"}, DENIAL),
        ({"parties.end_user": party("SG")}, DENIAL),
        ({"parties.end_user": party("CN")}, CASE),
        ({"lines.0.item": {"software": {"for": "3A090.a"}}}, DENIAL),
    ],
)
@pytest.mark.parametrize("column", [BOOKS, ENFORCED])
def test_a_1_the_window_of_january_2026(changes, policy, column):
    facts = changed(shipment(to="CN", day=JANUARY_2026), **changes)
    assert line(facts, column)["review_policy"] == policy


@pytest.mark.parametrize(("inner", "policy"), [(20_999, CASE), (21_000, DENIAL)])
def test_a_1_a_server_is_judged_by_each_circuit(inner, policy):
    """Eight chips of 15,832 are more than 21,000 together; the window looks at each."""
    parts = [{"item": A_CHIP, "quantity": 8}, {"item": chip(inner), "quantity": 1}]
    facts = shipment({"computer": {"contains": parts}}, to="CN", day=JANUARY_2026)
    assert line(facts)["review_policy"] == policy


def test_a_1_an_unknown_bandwidth_leaves_two_policies():
    facts = shipment(chip(memory_bandwidth_gb_s=None), to="CN", day=JANUARY_2026)
    assert line(facts)["possible_review_policies"] == [CASE, DENIAL]


def test_a_1_the_application_contains_dd():
    facts = shipment(to="CN", day=JANUARY_2026)
    cite = "supplement no. 2 to 15 CFR part 748, (dd)"
    assert cite in [duty["cite"] for duty in decided(facts)["duties"]]
    denied = changed(facts, action="reexport")
    assert cite not in [duty["cite"] for duty in decided(denied)["duties"]]


def test_location_and_headquarters_can_point_to_different_policies():
    full = {"on_file.country_allocation_tpp_used": 790_000_000}
    made = decided(shipment(to="DE", buyer=party("IN", at="DE"), **full))
    (question,) = [q for q in made["open_questions"] if q["id"] == "location-or-headquarters"]
    assert made["lines"][0]["review_policy"] == POLICY
    assert question["review_policy_if_read_otherwise"] == APPROVAL


def test_the_printed_policy_at_level_b_is_an_open_question():
    made = decided(shipment(B_CHIP, to="VN", day=JANUARY_2026))
    (question,) = [q for q in made["open_questions"] if q["id"] == "no-policy-at-level-b"]
    assert question["review_policy_if_read_otherwise"] == APPROVAL
    assert any("(b)(1)" in note for note in made["notes"])


def test_no_policy_where_no_license_is_required():
    made = line(shipment(B_CHIP, to="DE"))
    assert (made["license_required"], made["review_policy"]) == (False, None)


def test_744_23_d_2_friendly_end_users():
    """The buyer is German; somebody of China stands between them."""
    facts = shipment(B_CHIP, to="DE", **{"parties.purchaser": party("CN")})
    made = line(facts)
    assert made["reviewed_under"] == ["15 CFR 744.23(d)(2)"]
    assert made["review_policy"] == APPROVAL
    for enemy in (party("BR", at="DE"), party("DE", parent="MO")):
        other = changed(facts, **{"parties.end_user": enemy})
        assert line(other)["review_policy"] == CASE


def test_the_strictest_of_several_policies_governs():
    facts = shipment(to="DE", **{"end_use.prohibited_by_part_744": True})
    assert line(facts)["review_policy"] == DENIAL
    iran = line(shipment(to="IR", day=JANUARY_2026))
    assert iran["review_policy"] == POLICY
    assert iran["reviewed_under"] == ["15 CFR 746.7(b)"]


@pytest.mark.parametrize(
    ("prohibited", "policy"), [(False, "case_by_case"), (True, "presumption_of_denial")]
)
def test_b_10_i_technology_from_macau_or_d5(prohibited, policy):
    """Consistent with 744.23(d); case by case where neither it nor part 744 applies."""
    item = {
        "technology": {
            "for": "3A090.a", "base": "3E001", "developed_by_headquarters": "CN",
            "for_production": True, "us_direct_product": True,
        }
    }  # fmt: skip
    facts = shipment(item, to="BR", day=OCTOBER_2023, end_use__prohibited_by_part_744=prohibited)
    made = line({**facts, "from": "CN"})
    assert f"{SECTION}(a)(6)(ii)" in made["required_by"]
    assert f"{SECTION}(b)(10)(i)" in made["reviewed_under"]
    assert made["review_policy"] == policy
