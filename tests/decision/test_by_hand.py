"""Shipments decided by hand from the text, before licet was asked: what the other tests do not hold.

Each row says what it is about, the paragraph that it was read from, and what follows on the books and as
enforced (one word where both agree): the outcome, and the review policy where a license is required.
"""

from __future__ import annotations

from typing import Any

import pytest
from tests.shipments import (
    A_CHIP,
    B_CHIP,
    BOOKS,
    ENFORCED,
    GAMING_CHIP,
    changed,
    chip,
    party,
    shipment,
)

import licet

LICENSE, EXCEPTION, NONE = "license_required", "license_exception", "no_license_required"
OUTSIDE, OPEN, NOT_SUBJECT = "not_controlled_here", "undetermined", "not_subject"
DENIAL, APPROVAL, CASE, POLICY = (
    "presumption_of_denial",
    "presumption_of_approval",
    "case_by_case",
    "policy_of_denial",
)
AIA = {"on_file.certifications": ["AIA"]}
LPP = {"on_file.certifications": ["LPP"]}
ORDER = {"on_file.purchase_order": True}
NOTICE = ORDER | {"on_file.nac_notified_on": "2025-05-01"}
MAKING = {"end_use.purpose": "develop_or_produce"}
OTHERS = {"approved": False, "authorized": False}
CHINESE = party("DE", "CN")
TECHNOLOGY = {"technology": {"for": "3A090.a", "base": "3E001"}}
AUGUST = "2026-08-03"


def circuit(tpp: Any, density: Any = None, datacenter: Any = True, **more: Any) -> Any:
    """A circuit of which only what is given is stated."""
    made = chip(tpp, density, datacenter, **more)["integrated_circuit"]
    return {"integrated_circuit": {k: v for k, v in made.items() if v is not None}}


def server(item: Any, count: int = 8, **more: Any) -> Any:
    return {"computer": {"contains": [{"item": item, "quantity": count}], **more}}


ROWS = [
    # -- 3A090, Notes 2 and 3, technical notes 1 to 4 -----------------------------------------------
    ("tech note 4: no die of a non-planar node, so no density: only the line of 4,800 counts",
     shipment(circuit(4_799, applicable_die_area_mm2=0), to="VN"), OUTSIDE),
    ("tech note 4: the same at 4,800", shipment(circuit(4_800, applicable_die_area_mm2=0), to="VN"),
     LICENSE),
    ("Note 2: not for datacenters and below 4,800, whatever the density",
     shipment(circuit(4_000, datacenter=False), to="VN"), OUTSIDE),
    ("3A090.a.1: at 4,800 neither density nor datacenters need be known",
     shipment(circuit(4_800, datacenter=None), to="VN"), LICENSE),
    ("3A090.b: below 4,800 the density decides", shipment(circuit(4_000), to="VN"), OPEN),
    ("3A090: below 1,600 nothing else need be known",
     shipment(circuit(1_599, datacenter=None), to="VN"), OUTSIDE),
    ("4A090: what Note 2 leaves out counts in no computer either",
     shipment(server(circuit(4_000, 6, False)), to="CN"), OUTSIDE),
    ("5A992.z: nor in a .z paragraph (Note to 3A090)",
     shipment(server(circuit(4_000, 6, False), also_described_in="5A992.c"), to="CN"), OUTSIDE),
    # -- 740.27 AIA -----------------------------------------------------------------------------------
    ("740.27(a)(1) asks for the designer of 3A090.a", shipment(chip(designer=OTHERS), to="DE", **AIA),
     LICENSE, APPROVAL, NONE),
    ("740.27(a)(1) asks for no designer of 4A090.a",
     shipment(server(chip(designer=OTHERS)), to="DE", **AIA), EXCEPTION, NONE),
    ("740.27(a)(1) asks for the designer of 5A992.z.1",
     shipment(server(chip(designer=OTHERS), also_described_in="5A992.c"), to="DE", **AIA),
     LICENSE, APPROVAL, NONE),
    ("740.27(a)(2)(i) does not name 3E001", shipment(TECHNOLOGY, to="DE", **AIA),
     LICENSE, APPROVAL, NONE),
    ("740.27(b)(2): software goes without a certification",
     shipment({"software": {"for": "3A090.a", "base": "3D001"}}, to="DE"), EXCEPTION, NONE),
    ("740.27(a): an end user headquartered elsewhere",
     shipment(to="DE", **AIA, **{"parties.end_user": party("PL", at="DE")}), LICENSE, APPROVAL, NONE),
    ("740.27(a): the end user's location is not known",
     shipment(to="DE", **AIA, **{"parties.end_user": party("DE") | {"location": None}}), OPEN, NONE),
    ("740.27(a): what it is for is not known, and could be training for others",
     changed(shipment(to="DE", **AIA), **{"end_use.purpose": None, "end_use.trains_4e091_for": None}),
     OPEN, NONE),
    # -- 740.29 LPP, 740.2(a)(9)(ii) -------------------------------------------------------------------
    ("740.29(b) asks for no designer", shipment(chip(designer=OTHERS), **LPP), EXCEPTION, NONE),
    ("740.29(d): two lines to one consignee are one amount",
     changed(shipment(**LPP), lines=[{"item": A_CHIP, "quantity": 1_000}] * 2),
     LICENSE, APPROVAL, NONE),
    ("740.29(d): 212 servers of eight H100 are 26,851,072", shipment(
        server(A_CHIP), **LPP, **{"lines.0.quantity": 212}), EXCEPTION, NONE),
    ("740.29(d): 213 are 26,977,728", shipment(server(A_CHIP), **LPP, **{"lines.0.quantity": 213}),
     LICENSE, APPROVAL, NONE),
    ("740.29(h)(2): items at .b do not count", changed(
        shipment(**LPP),
        lines=[{"item": A_CHIP, "quantity": 1_699}, {"item": B_CHIP, "quantity": 100_000}]),
     EXCEPTION, NONE),
    ("740.29(h)(2): 5A002.z counts, and may not go", changed(
        shipment(**LPP),
        lines=[{"item": A_CHIP, "quantity": 1_699},
               {"item": chip(5_000, 9, also_described_in="5A002.a"), "quantity": 1}]),
     LICENSE, APPROVAL, NONE),
    ("740.29(d): more than the year's limit fits no year", changed(
        shipment(**LPP), **{"lines.0.quantity": 1_700, "on_file.lpp_tpp_this_year": None}),
     LICENSE, APPROVAL, NONE),
    ("supplement no. 1: in A:5 since 10 July 2026 the Emirates are open to LPP",
     shipment(to="AE", day="2026-07-10", **LPP), EXCEPTION, EXCEPTION),
    ("740.2(a)(9)(ii): and were not on the day before",
     shipment(to="AE", day="2026-07-09", **LPP), LICENSE, APPROVAL),
    # -- 740.28 ACM ----------------------------------------------------------------------------------
    ("740.28(b) asks for no designer of 3A090.b",
     shipment(chip(2_000, 4, designer=OTHERS), to="VN", **MAKING), EXCEPTION),
    ("740.28(b) names 3E001", shipment(TECHNOLOGY, to="VN", **MAKING), EXCEPTION),
    ("740.28(d): the end user is a government, the consignee is not",
     shipment(to="VN", **MAKING, **{"parties.end_user": party("VN", private_sector=False)}),
     LICENSE, APPROVAL),
    # -- 740.8 NAC and ACA ------------------------------------------------------------------------------
    ("740.8(a): a transfer within China to a Chinese entity goes under ACA",
     shipment(GAMING_CHIP, to="CN", action="transfer_in_country", **ORDER, **{"from": "CN"}), EXCEPTION),
    ("740.8(a): a transfer within Singapore to a Chinese entity has no way",
     shipment(GAMING_CHIP, to="SG", buyer=party("SG", "CN"), action="transfer_in_country",
              **NOTICE, **{"from": "SG"}), LICENSE, DENIAL),
    ("740.8(a): a datacenter server of gaming cards", shipment(
        server(GAMING_CHIP, designed_or_marketed_for_datacenters=True), to="CN", **NOTICE),
     LICENSE, DENIAL),
    ("740.8(b): 744.23(a)(3) alone does not stand in its way",
     shipment(B_CHIP, to="DE", buyer=CHINESE, **NOTICE), EXCEPTION),
    ("740.8(b) and 746.8: Russia", shipment(GAMING_CHIP, to="RU", **NOTICE), LICENSE, POLICY),
    ("740.8(a): technology is not named", shipment(TECHNOLOGY, to="CN", **NOTICE), LICENSE, DENIAL),
    ("supplement no. 1 and 742.6(a)(6)(iii)(B): .b to the Emirates under ACA",
     shipment(B_CHIP, to="AE", day=AUGUST, **ORDER), EXCEPTION),
    # -- 742.6(b)(10), 744.23(d) ---------------------------------------------------------------------------
    ("742.6(b)(10)(iii)(A)(1): reexports are outside the window",
     shipment(to="CN", day=AUGUST, action="reexport", **{"from": "TW"}), LICENSE, DENIAL),
    ("742.6(b)(10)(iii)(A)(1): technology is no commodity",
     shipment(TECHNOLOGY, to="CN", day=AUGUST), LICENSE, DENIAL),
    ("742.6(b)(10)(iii)(A)(1): an end user located in China",
     shipment(to="CN", buyer=party("SG", at="SG"), day=AUGUST, **{"parties.end_user": party("CN")}),
     LICENSE, CASE),
    ("742.6(b)(10)(iii)(A)(1): an end user located elsewhere",
     shipment(to="CN", day=AUGUST, **{"parties.end_user": party("SG")}), LICENSE, DENIAL),
    ("742.6(b)(10)(iii)(A)(1): the bandwidth is not known", shipment(
        chip(memory_bandwidth_gb_s=None), to="CN", day=AUGUST), LICENSE, None),
    ("744.23(d)(3)(i): an item at .b for a Chinese entity in Germany",
     shipment(B_CHIP, to="DE", buyer=CHINESE), LICENSE, CASE),
    ("742.6(b)(10)(iv)(B): the same in Vietnam, where 742.6 requires it",
     shipment(B_CHIP, to="VN", buyer=party("VN", "CN")), LICENSE, DENIAL),
    ("742.6(a)(6)(iii)(A): software at .a for a Chinese entity in Germany since the Framework",
     shipment({"software": {"for": "3A090.a", "base": "3D001"}}, to="DE", buyer=CHINESE),
     LICENSE, DENIAL),
    ("744.23(a)(3)(i) named no software of 3D001 before",
     shipment({"software": {"for": "3A090.a", "base": "3D001"}}, to="DE", buyer=CHINESE,
              day="2024-08-01"), NONE),
    ("supplement no. 8: every end user has to be approved",
     shipment(B_CHIP, to="AE", buyer=party("AE", approved_under_supplement_8=True), day=AUGUST,
              **{"parties.end_user": party("AE")}), LICENSE, CASE),
    # -- what is not said ------------------------------------------------------------------------------------
    ("744.23(a)(3): a Chinese purchaser", shipment(to="DE", **AIA, **{"parties.purchaser": party("CN")}),
     LICENSE, DENIAL),
    ("748.5(d): a forwarder of unknown headquarters",
     shipment(to="DE", **AIA, **{"parties.intermediate_consignee": {"location": "AE"}}), OPEN),
    ("748.5(e): only a purchaser is named", changed(
        shipment(to="DE", **AIA), parties={"purchaser": party("DE")}), OPEN),
    ("748.5(f): only an operator is named, in Vietnam", changed(
        shipment(GAMING_CHIP, to="VN", **ORDER), parties={"operator": party("VN")}), OPEN),
    ("supplement no. 8: an approved purchaser does not help", changed(
        shipment(B_CHIP, to="AE", day=AUGUST),
        parties={"purchaser": party("AE", approved_under_supplement_8=True)}), LICENSE),
    ("742.6(a)(6)(iv): whether it is a release is not known",
     shipment(TECHNOLOGY, to="DE", action=None), OPEN),
    ("part 744: a prohibited end use is neither stated nor denied",
     shipment(to="DE", **AIA, **{"end_use.prohibited_by_part_744": None}), OPEN),
    ("748.15(a)(1): the consignee is a UVEU, the end user is not", shipment(
        to="SA", buyer=party("SA", "US", certified_veu="UVEU"), **{"parties.end_user": party("SA")}),
     LICENSE, APPROVAL),
]  # fmt: skip


POLICIES = {DENIAL, APPROVAL, CASE, POLICY, None}


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:60] for row in ROWS])
def test_it_is_as_the_text_says(row: Any) -> None:
    _about, facts, books, *rest = row
    policy = rest.pop(0) if rest and rest[0] in POLICIES else ...
    made = licet.decide(facts)
    assert made[BOOKS]["outcome"] == books
    assert made[ENFORCED]["outcome"] == (rest[0] if rest else books)
    if policy is not ...:
        assert made[BOOKS]["lines"][0]["review_policy"] == policy
