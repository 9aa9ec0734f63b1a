"""15 CFR 736.2(b)(4), 740.2(a)(17), 744.8, 744.11, 744.15 and 744.21: what a list does to the answer."""

import pytest
from tests.shipments import A_CHIP, ENFORCED, GAMING_CHIP, changed, decided, eccn, line, shipment

NOBODY = {
    "entity_list": False,
    "military_end_user": False,
    "denied_person": False,
    "unverified": False,
    "blocked_under_744_8": False,
    "owned_by_listed": False,
    "owned_by_military_end_user": False,
}
SMALL = {"integrated_circuit": {"tpp": 1, "performance_density": 1}}


def listed(item=GAMING_CHIP, to="DE", day="2026-11-12", **says):
    return shipment(item, to=to, day=day, listed_parties={**NOBODY, **says})


def answer(**says):
    return line(listed(**says), ENFORCED)


def test_nobody_is_listed_where_nothing_is_said():
    assert line(listed(), ENFORCED) == line(changed(listed(), listed_parties=None), ENFORCED)


@pytest.mark.parametrize(
    ("name", "cite", "policy"),
    [
        ("entity_list", "15 CFR 744.11(a)", "case_by_case"),
        ("denied_person", "15 CFR 736.2(b)(4)", "policy_of_denial"),
        ("blocked_under_744_8", "15 CFR 744.8(b)", "presumption_of_denial"),
        ("owned_by_listed", "15 CFR 744.11(a)(1)", "case_by_case"),
    ],
)
def test_everything_needs_a_license(name, cite, policy):
    for item in (GAMING_CHIP, SMALL):
        made = answer(item=item, **{name: True, "review_policy": "case_by_case"})
        assert made["required_by"] == [cite]
        assert made["review_policy"] == policy
        assert not any(each["available"] for each in made["exceptions"].values())
        assert "744.23(c)" in " ".join(made["exceptions"]["ACM"]["fails"])


def test_the_entry_states_the_policy_and_no_policy_is_unknown():
    for policy in ("policy_of_denial", "presumption_of_denial", "case_by_case"):
        assert answer(entity_list=True, review_policy=policy)["review_policy"] == policy
    made = answer(entity_list=True, review_policy=None)
    assert made["review_policy"] is None
    assert len(made["possible_review_policies"]) == 3


def test_an_entity_list_entry_governs_a_blocked_person():
    """744.8, note 2 to paragraph (a), and (d)."""
    both = {"entity_list": True, "blocked_under_744_8": True, "review_policy": "case_by_case"}
    assert answer(**both)["review_policy"] == "case_by_case"


def test_an_entry_that_may_or_may_not_reach_the_items_leaves_the_answer_open():
    made = decided(listed(entity_list=None, review_policy="presumption_of_denial"), ENFORCED)
    assert made["possible_outcomes"] == ["no_license_required", "license_required"]
    assert made["missing_facts"] == ["listed_parties.entity_list"]


def test_no_exception_serves_an_unverified_party_and_it_must_sign_a_statement():
    facts = shipment(A_CHIP, to="IN", day="2025-06-02", listed_parties=NOBODY)
    facts["on_file"] |= {"certifications": ["LPP"], "lpp_tpp_this_year": 0}
    there = line(facts, "on_the_books")
    assert there["exceptions"]["LPP"]["available"] is True
    facts["listed_parties"] = {**NOBODY, "unverified": True}
    made = line(facts, "on_the_books")
    for code in ("LPP", "AIA", "ACM", "HBM"):
        assert "15 CFR 740.2(a)(17)" in made["exceptions"][code]["fails"]
    told = decided(listed(unverified=True), ENFORCED)
    assert told["outcome"] == "no_license_required"
    assert any("15 CFR 744.15(b)" in note for note in told["notes"])


@pytest.mark.parametrize(
    ("item", "required"),
    [
        (eccn("5A992.z.2"), True),
        (eccn("5D992.z.2"), True),
        (GAMING_CHIP, False),  # 3A090.b is not in supplement no. 2 to part 744
        (SMALL, None),  # 3A991 is; what none of these entries catches may be
    ],
)
@pytest.mark.parametrize("name", ["military_end_user", "owned_by_military_end_user"])
def test_a_military_end_user_and_supplement_2(item, required, name):
    made = answer(item=item, **{name: True})
    owned = name.startswith("owned")
    cite = "15 CFR 744.11(a)(1)" if owned else "15 CFR 744.21(b)(1)(ii)"
    assert made["license_required"] is required
    assert (cite in made["required_by"]) is (required is True)


def test_everything_that_needs_a_license_is_presumed_denied_for_a_military_end_user():
    """744.21(e)(3)."""
    assert answer(item=A_CHIP, to="VN")["review_policy"] == "presumption_of_approval"
    made = answer(item=A_CHIP, to="VN", military_end_user=True)
    assert made["license_required"] is True
    assert made["review_policy"] == "presumption_of_denial"


def test_the_stay_and_its_end():
    """90 FR 50857: stayed until 9 November 2026; that the rule is back is not verified."""
    for day, required, words in (
        ("2025-10-01", True, ""),
        ("2026-11-09", False, "is stayed"),
        ("2026-11-10", True, "not verified"),
    ):
        facts = listed(day=day, owned_by_listed=True, review_policy="case_by_case")
        made = decided(facts, ENFORCED)
        assert made["lines"][0]["license_required"] is required
        notes = " ".join(made["notes"])
        assert words in notes
        assert ("15 CFR 744.11(a)(1)" in notes) is bool(words) or day == "2025-10-01"


def test_within_the_united_states_nothing_is_exported():
    for name in NOBODY:
        assert decided(listed(to="US", **{name: True}))["outcome"] == "no_license_required"
