"""The ultimate parent, against the definition applied by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.parties.ownership.control import ultimate_parent
from licet.parties.ownership.shares import ULTIMATE, Share

from .worlds import ENTITIES, above, controlled, fillings, ownerships, share


def tops(shares: dict) -> set[str]:
    """Those that control A, or A itself, and are controlled by nobody."""
    parents = {e: {h for h in ENTITIES if e in controlled(h, shares)} for e in ENTITIES}
    return {p for p in parents["A"] | {"A"} if not parents[p]}


@settings(deadline=None, max_examples=300)
@given(ownerships(unknown=False))
def test_it_is_the_topmost_by_definition(shares: list[Share]) -> None:
    found = ultimate_parent(above("A", shares))
    expected = tops({(s.owner, s.owned): s.low / 100 for s in shares})
    if len(expected) == 1:
        assert {found.entity} == expected
    else:
        assert not found.certain
        assert "in a circle" in found.why


@settings(deadline=None, max_examples=300)
@given(st.data(), ownerships())
def test_what_is_certain_stays_so_however_unknown_shares_are_filled_in(
    data: st.DataObject, shares: list[Share]
) -> None:
    found = ultimate_parent(above("A", shares))
    if found.certain:
        assert tops(data.draw(fillings(shares))) == {found.entity}


def test_control_through_two_companies_together() -> None:
    # B holds 60 of C and 26 of A; C holds 25 of A: together 51
    shares = [share("B", "A", 26), share("C", "A", 25), share("B", "C", 60)]
    found = ultimate_parent(above("A", shares, complete="ABC"))
    assert (found.entity, found.certain) == ("B", True)


@pytest.mark.parametrize(("percent", "parent"), [("50", "A"), ("50.0001", "B")])
def test_more_than_half_makes_a_parent(percent: str, parent: str) -> None:
    found = ultimate_parent(above("A", [share("B", "A", percent)], complete="AB"))
    assert found.entity == parent


def test_an_owner_of_exactly_half_leaves_the_parent_unknown() -> None:
    found = ultimate_parent(above("A", [share("B", "A", 50)], complete="AB"))
    assert not found.certain
    assert found.possible == ("B",)


@pytest.mark.parametrize(("recorded", "certain"), [(50, False), (51, True)])
def test_half_in_hands_that_nobody_recorded_leaves_it_unknown(recorded: int, certain: bool) -> None:
    holders = [share(x, "A", part) for x, part in (("B", 25), ("C", recorded - 25))]
    found = ultimate_parent(above("A", holders, complete="BC"))
    assert found.certain is certain
    assert certain or "nothing says who holds 50 percent of A" in found.why


def test_a_register_that_says_nobody_consolidates_settles_it() -> None:
    shares = [share("B", "A", 0, 100, controls=True)]
    assert not ultimate_parent(above("A", shares)).certain
    found = ultimate_parent(above("A", shares, without_parent="B"))
    assert (found.entity, found.certain, found.path) == ("B", True, ("A", "B"))


def test_an_ultimate_parent_named_without_the_chain_between() -> None:
    found = ultimate_parent(above("A", [share("T", "A", 0, 100, controls=True, kind=ULTIMATE)]))
    assert found.entity == "T"
