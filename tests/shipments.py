"""Transactions that tests change one fact at a time. Every fact of the base is stated."""

from __future__ import annotations

import copy
from typing import Any

import licet
from licet.decision.review import Review
from licet.decision.worlds import worlds
from licet.facts.transaction import transaction
from licet.law.editions import the_law
from licet.logic.rules import Paragraph
from licet.logic.terms import Cited

BOOKS, ENFORCED = "on_the_books", "as_enforced"
DAY = "2025-06-02"
"""A day on which the Framework's compliance date has come and nothing later has."""

# One day in each edition of the law, and the instrument with which the edition begins.
OCTOBER_2022 = "2022-11-15"
OCTOBER_2023 = "2023-12-01"
APRIL_2024 = "2024-06-03"
HBM_RULE = "2025-01-15"
FOUNDRY_RULE = "2025-03-03"
FRAMEWORK = "2025-06-02"
JANUARY_2026 = "2026-01-20"
CAMBODIA = "2026-03-02"
EMIRATES = "2026-08-03"


def chip(tpp: Any = 15_832, density: Any = 19, datacenter: Any = True, **more: Any) -> Any:
    """An integrated circuit by TPP and performance density, of an approved designer."""
    facts = {
        "tpp": tpp,
        "performance_density": density,
        "designed_or_marketed_for_datacenters": datacenter,
        "designer": {"approved": True, "authorized": False},
        "memory_bandwidth_gb_s": 3_350,
        "interconnect_gb_s": 900,
        **more,
    }
    return {"integrated_circuit": facts}


A_CHIP = chip()
B_CHIP = chip(2_000, 4)
GAMING_CHIP = chip(5_285, 8.7, False, interconnect_gb_s=64)
MEMORY = {
    "hbm": {
        "memory_bandwidth_gb_s": 250,
        "package_area_mm2": 100,
        "co_packaged_with_dominant_logic": False,
    }
}


def eccn(paragraph: str, **more: Any) -> Any:
    """An item that somebody has classified, with what a route may ask of it."""
    return {
        "eccn": paragraph,
        "tpp": 5_000,
        "designed_or_marketed_for_datacenters": True,
        "designer": {"approved": True, "authorized": False},
        "memory_bandwidth_gb_s": 3_350,
        **more,
    }


def party(home: str, parent: str | None = None, at: str | None = None, **more: Any) -> Any:
    """A private party: headquarters, ultimate parent (there as well) and location (there as well)."""
    return {
        "location": at or home,
        "headquarters": home,
        "ultimate_parent_headquarters": parent or home,
        "private_sector": True,
        **more,
    }


def shipment(
    item: Any = None, to: str = "IN", buyer: Any = None, day: str = DAY, **more: Any
) -> Any:
    """An export of one item to a buyer at home in the destination, with nothing on file."""
    facts = {
        "date": day,
        "action": "export",
        "destination": to,
        "lines": [{"item": copy.deepcopy(item or A_CHIP), "quantity": 1}],
        "parties": {"ultimate_consignee": buyer or party(to)},
        "exporter": {"headquarters": "US", "ultimate_parent_headquarters": "US"},
        "end_use": {
            "purpose": "operate",
            "trains_4e091_for": "US",
            "for_customers_in_macau_or_d5": False,
            "prohibited_by_part_744": False,
        },
        "on_file": {
            "certifications": [],
            "lpp_tpp_this_year": 0,
            "aia_tpp_cumulative": 0,
            "country_allocation_tpp_used": 0,
            "nac_notified_on": False,
            "purchase_order": False,
        },
    }
    return changed(facts, **{key.replace("__", "."): value for key, value in more.items()})


def changed(facts: Any, /, **changes: Any) -> Any:
    """A copy with facts set by path, such as ``**{"lines.0.quantity": 2}``. None: not stated."""
    made = copy.deepcopy(facts)
    for path, value in changes.items():
        *above, last = path.split(".")
        place = made
        for step in above:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        if isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value
    return made


def decided(facts: Any, column: str = BOOKS) -> Any:
    """The answer in one column."""
    return licet.decide(facts)[column]


def line(facts: Any, column: str = BOOKS) -> Any:
    """The answer for the first line in one column."""
    return decided(facts, column)["lines"][0]


def outcomes(facts: Any) -> tuple[str, str]:
    """The outcome on the books and as enforced."""
    made = licet.decide(facts)
    return made[BOOKS]["outcome"], made[ENFORCED]["outcome"]


def route(facts: Any, code: str, column: str = BOOKS) -> Any:
    """What a license exception or an authorization comes to, for the first line."""
    made = line(facts, column)
    return {**made["exceptions"], **made["authorizations"]}[code]


def class_of(item: Any, day: str = DAY) -> str | None:
    """The classification of an item."""
    return line(shipment(item, day=day))["classification"]  # type: ignore[no-any-return]


class RouteTable:
    """A base where a route is open, and changes each of which must close it for its own reason.

    ``closes``: by what is changed, the paragraphs that then fail. ``asks``: by the fact that is
    taken away, the paragraphs that then are unknown.
    """

    def __init__(self, code: str, base: Any, closes: list[Any], asks: list[Any]) -> None:
        self.code, self.base, self.closes, self.asks = code, base, closes, asks

    def check_open(self, column: str = BOOKS) -> None:
        """The base itself is covered."""
        found = route(self.base, self.code, column)
        assert (found["available"], found["fails"], found["unknown"]) == (True, [], [])

    def check_closed(self, changes: Any, cites: set[str]) -> None:
        """One change closes the route, and only the named paragraphs fail."""
        found = route(changed(self.base, **changes), self.code)
        assert found["available"] is False
        assert set(found["fails"]) == cites

    def check_asked(self, path: str, cites: set[str]) -> None:
        """Without one fact the route is neither open nor closed, and the paragraph says why."""
        facts = changed(self.base, **{path: None})
        found = route(facts, self.code)
        assert (found["available"], found["fails"]) == (None, [])
        assert set(found["unknown"]) == cites


def truth(paragraph: Paragraph, facts: Any, column: str = BOOKS) -> bool | None:
    """What the version of the day of one paragraph comes to, for the first line."""
    described = transaction(facts)
    assert described.date is not None
    lines = worlds(described, described.date)
    review = Review(the_law().edition(described.date, column), lines)
    return review.truth(Cited(paragraph), lines[0])
