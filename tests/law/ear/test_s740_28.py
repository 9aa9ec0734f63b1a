"""15 CFR 740.28: License Exception ACM."""

import pytest
from tests.entries import EVERYTHING, fitting, made_for
from tests.shipments import (
    RouteTable,
    changed,
    decided,
    eccn,
    party,
    route,
    shipment,
    truth,
)

from licet.law.ear import s740_28

CONSIGNEE = "parties.ultimate_consignee"
BASE = shipment(to="VN", **{"end_use.purpose": "develop_or_produce"})
CLOSES = [
    ({"lines.0.item": eccn("3A090.a", designer={"approved": False, "authorized": False})},
     {"15 CFR 740.28(b)"}),
    ({"end_use.purpose": "operate"}, {"15 CFR 740.28(a)"}),
    ({"end_use.purpose": "train_4e091"}, {"15 CFR 740.28(a)"}),
    ({"end_use.for_customers_in_macau_or_d5": True}, {"15 CFR 740.28(a)"}),
    ({"destination": "MO"}, {"15 CFR 740.28(c)"}),
    ({"destination": "CN"}, {"15 CFR 740.28(c)"}),
    ({f"{CONSIGNEE}.headquarters": "CN"}, {"15 CFR 740.28(c)"}),
    ({f"{CONSIGNEE}.ultimate_parent_headquarters": "RU"}, {"15 CFR 740.28(c)"}),
    ({f"{CONSIGNEE}.private_sector": False}, {"15 CFR 740.28(d)"}),
    ({"parties.end_user": party("VN", private_sector=False)}, {"15 CFR 740.28(d)"}),
    ({"end_use.prohibited_by_part_744": True}, {"15 CFR 744.23(c)"}),
]  # fmt: skip
ASKS = [
    ("lines.0.item.integrated_circuit.designer", {"15 CFR 740.28(b)"}),
    ("action", {"15 CFR 740.28(a)"}),
    ("end_use.purpose", {"15 CFR 740.28(a)"}),
    ("end_use.for_customers_in_macau_or_d5", {"15 CFR 740.28(a)"}),
    ("destination", {"15 CFR 740.28(c)", "15 CFR 744.23(c)"}),
    (f"{CONSIGNEE}.headquarters", {"15 CFR 740.28(c)"}),
    (f"{CONSIGNEE}.ultimate_parent_headquarters", {"15 CFR 740.28(c)"}),
    (f"{CONSIGNEE}.private_sector", {"15 CFR 740.28(d)"}),
    ("end_use.prohibited_by_part_744", {"15 CFR 744.23(c)"}),
]
ACM = RouteTable("ACM", BASE, CLOSES, ASKS)


def test_open() -> None:
    ACM.check_open()


@pytest.mark.parametrize(("changes", "cites"), CLOSES)
def test_each_condition_alone_closes_it(changes, cites):
    ACM.check_closed(changes, cites)


@pytest.mark.parametrize(("path", "cites"), ASKS)
def test_each_missing_fact_leaves_it_open(path, cites):
    ACM.check_asked(path, cites)


@pytest.mark.parametrize("action", ["export", "reexport", "transfer_in_country"])
@pytest.mark.parametrize("purpose", ["develop_or_produce", "store_before_delivery"])
def test_a_covers_making_and_storing(action, purpose):
    facts = changed(BASE, action=action, **{"end_use.purpose": purpose})
    assert route(facts, "ACM")["available"] is True


def test_d_the_end_user_counts_where_there_is_one():
    facts = changed(BASE, **{f"{CONSIGNEE}.private_sector": False, "parties.end_user": party("VN")})
    assert route(facts, "ACM")["available"] is True


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_b_lists_all_of_3a090_4a090_and_the_z_paragraphs(paragraph):
    """As codified, 5A002.z at the level of .b stands in the list with z.2 alone."""
    left_out = {f"5A002.z.{n}.b" for n in (1, 3, 4, 5)}
    facts = changed(BASE, **{"lines.0.item": eccn(paragraph)})
    assert truth(s740_28.eligible_item, facts) is (paragraph not in left_out)


@pytest.mark.parametrize("base", ["3D001", "3E001", "4D001", "4D090", "4E001", "5E002", "5E992"])
def test_b_lists_software_and_technology(base):
    eligible = made_for("a")[base] | made_for("b")[base]
    if base in ("3D001", "3E001"):
        eligible = eligible | {"3A090.c"}
    for paragraph in sorted(fitting(base)):
        facts = changed(BASE, **{"lines.0.item": {"eccn": base, "for": paragraph}})
        assert truth(s740_28.eligible_item, facts) is (paragraph in eligible), (base, paragraph)


def test_an_open_question_about_5a002_z_at_level_b():
    facts = changed(BASE, **{"lines.0.item": eccn("5A002.z.1.b")})
    made = decided(facts)
    (question,) = [q for q in made["open_questions"] if q["id"] == "acm-5a002-z-2"]
    assert question["outcome_if_read_otherwise"] == "license_exception"


def test_e_accounting_is_owed():
    cites = {duty["cite"] for duty in decided(BASE)["duties"]}
    assert {"15 CFR 740.28(e)", "15 CFR 762.2(b)(59)"} <= cites
