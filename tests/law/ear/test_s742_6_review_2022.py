"""15 CFR 742.6(b)(10) of October 2022."""

import pytest
from tests.shipments import BOOKS, changed, chip, decided, line, party, shipment

DENIAL, CASE_BY_CASE = "presumption_of_denial", "case_by_case"
AT_HOME = party("CN")


def facts(buyer=AT_HOME, day="2022-11-15", **more):
    return shipment(chip(), to="CN", buyer=buyer, day=day, **more)


@pytest.mark.parametrize(
    ("buyer", "policy"),
    [
        (AT_HOME, DENIAL),
        (party("US", at="CN"), CASE_BY_CASE),
        (party("DE", at="CN"), CASE_BY_CASE),
        (party("TW", at="CN"), CASE_BY_CASE),
        (party("AE", at="CN"), DENIAL),
        (party("US", "CN", at="CN"), DENIAL),
        (party("CN", "US"), DENIAL),
    ],
)
@pytest.mark.parametrize("day", ["2022-10-07", "2023-01-17", "2023-11-16"])
def test_denial_but_for_end_users_of_friendly_headquarters(buyer, policy, day):
    """744.23(d) of that time: end users headquartered in the US, A:5 or A:6, case by case."""
    made = line(facts(buyer, day))
    assert (made["review_policy"], made["reviewed_under"]) == (policy, ["15 CFR 742.6(b)(10)"])


def test_every_end_user_counts():
    made = facts(party("US", at="CN"))
    made["parties"]["end_user"] = party("CN")
    assert line(made)["review_policy"] == DENIAL


def test_unknown_headquarters_leave_the_policy_open():
    made = line(changed(facts(), **{"parties.ultimate_consignee.headquarters": None}))
    assert made["review_policy"] == DENIAL  # its parent is in China, wherever it is itself
    opened = changed(
        facts(party("US", at="CN")),
        **{"parties.ultimate_consignee.ultimate_parent_headquarters": None},
    )
    assert set(line(opened)["possible_review_policies"]) == {DENIAL, CASE_BY_CASE}


def test_whether_the_denial_reaches_items_without_an_end_use_is_asked():
    (asked,) = [
        q for q in decided(facts())["open_questions"]
        if q["id"] == "review-without-an-end-use-in-2022"
    ]  # fmt: skip
    assert asked["review_policy_if_read_otherwise"] == CASE_BY_CASE
    prohibited = decided(facts(end_use__prohibited_by_part_744=True), BOOKS)
    assert "review-without-an-end-use-in-2022" not in [
        q["id"] for q in prohibited["open_questions"]
    ]
