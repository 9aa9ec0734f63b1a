"""Supplement no. 3 to part 732 and 748.5(e)-(f): red flags that the facts themselves raise."""

import pytest
from tests.shipments import BOOKS, ENFORCED, changed, decided, party, shipment

CITE = "15 CFR 748.5(e)-(f)"


@pytest.mark.parametrize(
    ("to", "at", "raised"),
    [("DE", "CN", True), ("DE", "SA", True), ("DE", "AE", True), ("IN", "RU", True),
     ("DE", "DE", False), ("DE", "US", False), ("DE", "IL", False), ("CN", "CN", False),
     ("SA", "SA", False), ("DE", None, False)],
)  # fmt: skip
@pytest.mark.parametrize("role", ["ultimate_consignee", "end_user"])
def test_who_receives_is_located_where_the_items_are_not_said_to_go(role, to, at, raised):
    """Ultimate consignee and end user are who receives the items; a seat abroad alone is no flag."""
    who = party("DE", at="DE") | {"location": at}
    facts = changed(shipment(to=to), **{f"parties.{role}": who})
    for column in (BOOKS, ENFORCED):
        cites = [flag["cite"] for flag in decided(facts, column)["red_flags"]]
        assert (CITE in cites) is raised


@pytest.mark.parametrize(
    ("stated", "tpp", "raised"),
    [("5A992.c", 4_800, True), ("5A992.c", 4_799, False), ("5A992.c", None, False),
     ("3A991.p", 15_832, True), ("5A992.z.1", 4_800, False)],
)  # fmt: skip
def test_a_paragraph_outside_with_a_tpp_that_is_inside(stated, tpp, raised):
    """5A992.z.1 is what 5A992.c describes and 3A090.a.1 meets; the stated one is taken all the same."""
    answer = decided(shipment({"eccn": stated, "tpp": tpp}, to="VN"))
    assert ("ECCN 3A090.a.1" in {flag["cite"] for flag in answer["red_flags"]}) is raised
    assert (answer["outcome"] == "not_controlled_here") is (not stated.startswith("5A992.z"))
