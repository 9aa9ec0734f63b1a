"""Transactions a step away from one that a route covers, where properties are most easily broken.

A transaction drawn at random is seldom covered by anything: a law that let License Exception ACM
reach China would hardly be noticed. These begin where a route is open, and change little.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.generate import OPEN, PACKAGING, can_be, lines, transactions, without
from tests.shipments import B_CHIP, GAMING_CHIP, MEMORY, changed, eccn, party, shipment

CONSIGNEE = "parties.ultimate_consignee"
HOMES = [f"{CONSIGNEE}.headquarters", f"{CONSIGNEE}.ultimate_parent_headquarters"]
DATACENTER = "lines.0.item.integrated_circuit.designed_or_marketed_for_datacenters"
PROHIBITED = "end_use.prohibited_by_part_744"
SITE = dict.fromkeys(PACKAGING, False) | {
    "purchased_by_designer": True,
    "directly_to_packaging_site": True,
    "site_headquarters": "TW",
    "site_ultimate_parent_headquarters": "TW",
    "written_confirmation": True,
}
COVERED: dict[str, tuple[Any, list[str]]] = {
    "AIA": (
        changed(shipment(to="DE"), **{"on_file.certifications": ["AIA"]}),
        [f"{CONSIGNEE}.location", *HOMES, "on_file.certifications", PROHIBITED],
    ),
    "ACM": (
        shipment(to="VN", **{"end_use.purpose": "develop_or_produce"}),
        ["destination", *HOMES, f"{CONSIGNEE}.private_sector", "end_use.purpose",
         "end_use.for_customers_in_macau_or_d5", "action"],
    ),
    "ACM at level b": (
        shipment(B_CHIP, to="SA", **{"end_use.purpose": "store_before_delivery"}),
        [*HOMES, f"{CONSIGNEE}.private_sector", PROHIBITED],
    ),
    "LPP": (
        changed(shipment(), **{"on_file.certifications": ["LPP"]}),
        ["destination", *HOMES, "on_file.certifications", "action", PROHIBITED],
    ),
    "NAC": (
        changed(shipment(GAMING_CHIP, to="CN"), **{"on_file.purchase_order": True,
                                                   "on_file.nac_notified_on": "2025-05-08"}),
        [DATACENTER, "on_file.purchase_order", "action", "destination"],
    ),
    "ACA": (
        changed(shipment(GAMING_CHIP, to="VN"), **{"on_file.purchase_order": True}),
        [DATACENTER, "on_file.purchase_order", "destination", *HOMES],
    ),
    "HBM": (
        shipment(MEMORY, to="CN", buyer=party("TW", at="CN")),
        ["packaging.purchased_by_designer", "packaging.directly_to_packaging_site",
         "packaging.finished_goods_exceed_3a090", "packaging.distributor"],
    ),
    "UVEU": (
        shipment(buyer=party("US", at="IN", certified_veu="UVEU")),
        ["action", "destination", PROHIBITED],
    ),
    "NVEU": (
        shipment(eccn("5A992.z.1"), to="SA", buyer=party("AE", at="SA",
                                                         certified_veu={"NVEU": ["SA"]})),
        ["destination", *HOMES, PROHIBITED],
    ),
}  # fmt: skip
"""By route: a transaction that it covers on 2 June 2025, and the facts that this turns on."""


def covered(code: str) -> tuple[Any, list[str]]:
    """The same with every fact stated that a transaction can have."""
    facts, turns_on = COVERED[code]
    return {**facts, "from": "US", "packaging": SITE}, turns_on


@st.composite
def steps_away(draw: Any, **fixed: Any) -> tuple[Any, list[str]]:
    """A covered transaction with up to two facts changed, and the facts that its outcome turns on.

    ``fixed`` are facts set in the end (``destination="CN"``).
    """
    facts, turns_on = covered(draw(st.sampled_from(sorted(COVERED))))
    for path in draw(st.lists(st.sampled_from(turns_on + OPEN[:12]), max_size=2)):
        facts = changed(facts, **{path: draw(st.sampled_from(can_be(path)))})
    if draw(st.integers(0, 2)) == 0:
        facts = changed(facts, lines=[*facts["lines"], *draw(lines)[:1]])
    return changed(facts, **fixed), turns_on


@st.composite
def near_or_far(draw: Any, to: str | None = None) -> Any:
    """A transaction in which every fact is stated: a step away from a route, or anywhere."""
    fixed = {} if to is None else {"destination": to}
    if draw(st.booleans()):
        return changed(draw(transactions()), **fixed)
    return draw(steps_away(**fixed))[0]


@st.composite
def left_open(draw: Any, least: int = 0, most: int = 4, lines_at_most: int = 3) -> Any:
    """Such a transaction and facts of it to leave open, where it can such as decide."""
    if draw(st.integers(0, 2)) == 0:
        facts, turns_on = draw(transactions()), OPEN
    else:
        facts, turns_on = draw(steps_away())
    facts = changed(facts, lines=facts["lines"][:lines_at_most])
    paths = [path for path in turns_on if without(facts, [path]) != facts]
    return facts, draw(st.lists(st.sampled_from(paths), min_size=least, max_size=most, unique=True))
