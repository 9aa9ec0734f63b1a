"""Red flags, on both sides of every threshold."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licet.parties.redflags import Shipment, flags_of_a_transaction, flags_of_shipments

DAY = date(2025, 6, 2)


def cites(flags: list[Any]) -> list[str]:
    return [flag.cite for flag in flags]


def facts(**more: Any) -> dict[str, Any]:
    return {"date": "2025-06-02", **more}


@pytest.mark.parametrize(
    ("transistors", "hbm", "home", "raised"),
    [
        (50_000_000_000, True, "CN", True),
        (49_999_999_999, True, "CN", False),
        (50_000_000_000, False, "CN", False),
        (50_000_000_000, None, "MO", True),
        (50_000_000_000, True, "DE", False),
        (50_000_000_000, True, None, True),
    ],
)
def test_red_flag_19(transistors: int, hbm: bool | None, home: str | None, raised: bool) -> None:
    buyer = {"name": "B", "headquarters": home, "ultimate_parent_headquarters": home}
    found = flags_of_a_transaction(
        facts(
            foundry={"transistors": transistors, "contains_hbm": hbm},
            parties={"ultimate_consignee": buyer},
        )
    )
    assert bool(found) is raised
    if raised:
        assert cites(found) == ["supplement no. 3 to part 732, red flag 19"]
        assert "50,000,000,000 transistors" in found[0].why


@pytest.mark.parametrize(
    ("purpose", "for_whom", "home", "raised"),
    [
        ("train_4e091", "SA", "US", True),
        ("train_4e091", "US", "SA", False),
        ("train_4e091", None, "SA", True),
        ("train_4e091", None, "JP", False),
        ("infer", "SA", "SA", False),
    ],
)
def test_red_flag_28(purpose: str, for_whom: str | None, home: str, raised: bool) -> None:
    found = flags_of_a_transaction(
        facts(
            end_use={"purpose": purpose, "trains_4e091_for": for_whom},
            parties={"ultimate_consignee": {"headquarters": home}},
        )
    )
    assert cites(found) == (["supplement no. 3 to part 732, red flag 28"] if raised else [])


@pytest.mark.parametrize(
    ("tpp", "raised"),
    [(3_199_999, True), (3_040_000, True), (3_039_999, False), (3_200_000, False)],
)
def test_a_shipment_just_under_the_notice(tpp: int, raised: bool) -> None:
    found = flags_of_shipments([Shipment(DAY, "B", tpp)])
    assert ["740.29(g)(3)" in cite for cite in cites(found)] == ([True] if raised else [])
    assert not raised or f"{tpp:,} TPP, just under the 3,200,000 TPP" in found[0].why


@pytest.mark.parametrize(
    ("last", "raised"), [(899_999, True), (900_000, False), (-445_001, False), (-445_000, True)]
)
def test_a_year_just_under_its_limit_is_counted_by_parent(last: int, raised: bool) -> None:
    shipments = [Shipment(DAY, f"B{n}", 2_000_000, parent="P") for n in range(2)] + [
        Shipment(DAY, "B0", 22_000_000 + last, parent="P")
    ]
    found = [f for f in flags_of_shipments(shipments) if "740.29(d)" in f.cite]
    assert bool(found) is raised


def test_another_year_is_another_count() -> None:
    both = [Shipment(date(y, 6, 2), "B", 13_449_999) for y in (2025, 2026)]
    assert not [f for f in flags_of_shipments(both) if "740.29(d)" in f.cite]


@pytest.mark.parametrize(("count", "raised"), [(2, False), (3, True)])
def test_many_consignees_with_one_parent(count: int, raised: bool) -> None:
    found = flags_of_shipments([Shipment(DAY, f"B{n}", 1, parent="P") for n in range(count)])
    assert ["740.29(h)(1)" in cite for cite in cites(found)] == ([True] if raised else [])
    assert not raised or "3 consignees have one parent, P: B0, B1, B2." in found[0].why


@pytest.mark.parametrize(
    ("founded", "raised"), [(date(2025, 5, 1), True), (date(2025, 4, 30), False), (None, False)]
)
def test_a_company_younger_than_the_order(founded: date | None, raised: bool) -> None:
    one = Shipment(DAY, "B", 1, ordered=date(2025, 5, 1), founded=founded)
    found = flags_of_shipments([one, one])
    assert cites(found) == (["supplement no. 3 to part 732, red flag 4"] if raised else [])
