"""Which routes without a license the law opens to an order, asked of the decision itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.decision import determine
from licet.ledger.plan import Order

FREE = "none"
"""The route where nothing requires a license."""
WITHOUT = {
    "certifications": ["AIA", "LPP"],
    "lpp_tpp_this_year": 0,
    "aia_tpp_cumulative": 0,
    "country_allocation_tpp_used": 0,
    "purchase_order": True,
}
"""The papers are obtained and the amounts are counted by the plan, so they close no route here."""


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes of one line on a day: open ones, and why others are closed (or not known to be open)."""

    open: tuple[str, ...]
    closed: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]


def routes(order: Order, day: date, by: str = "on_the_books") -> list[Routes]:
    """The routes of each line of an order, were it to go on a day, one piece of each."""
    stated = dict(order.stated)
    stated["date"] = day.isoformat()
    stated["lines"] = [{**line, "quantity": 1} for line in stated["lines"]]
    stated["on_file"] = {**(stated.get("on_file") or {}), **WITHOUT}
    answer = determine(stated).to_dict()[by]
    missing = tuple(answer["missing_facts"])
    return [_routes(line, missing) for line in answer["lines"]]


def _routes(line: Mapping[str, Any], missing: tuple[str, ...]) -> Routes:
    if line["license_required"] is False:
        return Routes((FREE,), {}, ())
    each = {**line["exceptions"], **line["authorizations"]}
    opened = tuple(name for name, found in each.items() if found["available"])
    shut = {
        name: tuple(found["fails"] or found["unknown"])
        for name, found in each.items()
        if not found["available"]
    }
    unsure = line["license_required"] is None or any(
        found["available"] is None for found in each.values()
    )
    return Routes(opened, shut, missing if unsure else ())
