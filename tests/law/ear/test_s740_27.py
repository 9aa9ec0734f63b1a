"""15 CFR 740.27: License Exception AIA for commodities, software and technology."""

import pytest
from tests.entries import COMMODITIES_A, EVERYTHING, SOFTWARE_A, fitting, made_for
from tests.shipments import (
    DAY,
    FOUNDRY_RULE,
    RouteTable,
    changed,
    chip,
    decided,
    eccn,
    party,
    route,
    shipment,
    truth,
)

from licet.law.ear import s740_27

CONSIGNEE = "parties.ultimate_consignee"
BASE = changed(shipment(to="DE"), **{"on_file.certifications": ["AIA"]})
USABLE = "15 CFR 740.2(a)(9)(ii)"
CLOSES = [
    ({"lines.0.item": eccn("3A090.a", designer={"approved": False, "authorized": False})},
     {"15 CFR 740.27(a)(1)"}),
    ({"action": "reexport", "destination": "PL"}, {"15 CFR 740.27(a)"}),
    ({f"{CONSIGNEE}.location": "PL"}, {"15 CFR 740.27(a)"}),
    ({f"{CONSIGNEE}.headquarters": "PL"}, {"15 CFR 740.27(a)"}),
    ({f"{CONSIGNEE}.ultimate_parent_headquarters": "IN"}, {"15 CFR 740.27(a)"}),
    ({f"{CONSIGNEE}.headquarters": "CN"}, {"15 CFR 740.27(a)", USABLE}),
    ({"parties.end_user": party("CH")}, {"15 CFR 740.27(a)"}),
    ({"parties.operator": party("DE", parent="BR")}, {"15 CFR 740.27(a)"}),
    ({"end_use.purpose": "train_4e091", "end_use.trains_4e091_for": "IN"},
     {"15 CFR 740.27(a) training"}),
    ({"on_file.certifications": ["LPP"]}, {"15 CFR 740.27(b)(2)"}),
    ({"parties.purchaser": party("DE", parent="CN")}, {USABLE}),
    ({"end_use.prohibited_by_part_744": True}, {"15 CFR 744.23(c)"}),
]  # fmt: skip
ASKS = [
    ("lines.0.item.integrated_circuit.designer", {"15 CFR 740.27(a)(1)"}),
    ("action", {"15 CFR 740.27(a)"}),
    (f"{CONSIGNEE}.location", {"15 CFR 740.27(a)"}),
    (f"{CONSIGNEE}.headquarters", {"15 CFR 740.27(a)", USABLE}),
    (f"{CONSIGNEE}.ultimate_parent_headquarters", {"15 CFR 740.27(a)", USABLE}),
    ("on_file.certifications", {"15 CFR 740.27(b)(2)"}),
    ("end_use.prohibited_by_part_744", {"15 CFR 744.23(c)"}),
]
AIA = RouteTable("AIA", BASE, CLOSES, ASKS)


def test_open() -> None:
    AIA.check_open()


@pytest.mark.parametrize(("changes", "cites"), CLOSES)
def test_each_condition_alone_closes_it(changes, cites):
    AIA.check_closed(changes, cites)


@pytest.mark.parametrize(("path", "cites"), ASKS)
def test_each_missing_fact_leaves_it_open(path, cites):
    AIA.check_asked(path, cites)


def test_training_for_an_unknown_customer_leaves_it_open():
    facts = changed(BASE, **{"end_use.purpose": "train_4e091", "end_use.trains_4e091_for": None})
    assert route(facts, "AIA")["unknown"] == ["15 CFR 740.27(a) training"]
    assert route(changed(facts, **{"end_use.trains_4e091_for": "JP"}), "AIA")["available"]


@pytest.mark.parametrize("action", ["export", "reexport", "transfer_in_country"])
def test_it_covers_exports_reexports_and_transfers(action):
    assert route(changed(BASE, action=action), "AIA")["available"] is True


SUPPLEMENT_5A = [
    "AU",
    "BE",
    "CA",
    "DK",
    "FI",
    "FR",
    "DE",
    "IE",
    "IT",
    "JP",
    "NL",
    "NZ",
    "NO",
    "KR",
    "ES",
    "SE",
    "TW",
    "GB",
]


@pytest.mark.parametrize("home", SUPPLEMENT_5A)
def test_places_of_supplement_5a(home):
    facts = changed(shipment(to=home), **{"on_file.certifications": ["AIA"]})
    assert route(facts, "AIA")["available"] is True


@pytest.mark.parametrize("home", ["PL", "PT", "CH", "SG", "IL", "IN", "AE", "AT", "IS"])
def test_friends_that_supplement_5a_does_not_name(home):
    facts = changed(shipment(to=home), **{"on_file.certifications": ["AIA"]})
    assert "15 CFR 740.27(a)" in route(facts, "AIA")["fails"]


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_a_1_lists_the_eligible_commodities(paragraph):
    facts = changed(BASE, **{"lines.0.item": eccn(paragraph)})
    assert truth(s740_27.is_an_eligible_commodity, facts) is (paragraph in COMMODITIES_A)
    software = truth(s740_27.is_eligible_software_or_technology, facts)
    assert software is (paragraph in SOFTWARE_A)


def test_a_1_since_the_foundry_rule_asks_some_for_their_designer():
    """90 FR 5298: 3A090.a, 5A002.z at .a and 5A992.z.1 by approved or authorized designers."""
    asked = {p for p in COMMODITIES_A if p.startswith(("3A090", "5A002", "5A992"))}
    for paragraph in COMMODITIES_A:
        item = eccn(paragraph, designer={"approved": False, "authorized": False})
        facts = changed(BASE, **{"lines.0.item": item})
        assert truth(s740_27.is_an_eligible_commodity, facts) is (paragraph not in asked)
        item["designer"]["authorized"] = True
        facts = changed(BASE, **{"lines.0.item": item})
        assert truth(s740_27.is_an_eligible_commodity, facts) is True


@pytest.mark.parametrize("base", ["3D001", "3E001", "4D001", "4D090", "4E001", "5E002", "5E992"])
def test_a_2_i_software_and_technology(base):
    eligible = made_for("a").get(base, set()) if base != "3E001" else set()
    for paragraph in sorted(fitting(base)):
        facts = changed(BASE, **{"lines.0.item": {"eccn": base, "for": paragraph}})
        made = truth(s740_27.is_eligible_software_or_technology, facts)
        assert made is (paragraph in eligible), (base, paragraph)


def test_b_2_software_needs_no_certification():
    item = {"software": {"for": "3A090.a"}, "designed_or_marketed_for_datacenters": True}
    facts = changed(shipment(item, to="DE"))
    assert route(facts, "AIA")["available"] is True


@pytest.mark.parametrize(
    ("before", "quantity", "owed"),
    [
        (0, 15_979, False),
        (0, 15_980, False),
        (0, 15_981, True),
        (253_000_000 - 15_832, 1, True),
        (252_984_167, 1, False),
        (None, 1, True),
    ],
)
def test_c_the_certification_goes_to_bis_from_253_million(before, quantity, owed):
    """253,000,000 / 15,832 = 15,980.3: the 15,981st reaches it."""
    facts = changed(BASE, **{"on_file.aia_tpp_cumulative": before, "lines.0.quantity": quantity})
    assert ("15 CFR 740.27(c)" in [duty["cite"] for duty in decided(facts)["duties"]]) is owed


def test_what_is_owed():
    due = {duty["cite"]: duty["due"] for duty in decided(BASE)["duties"]}
    assert due == {
        "15 CFR 740.27(b)(1)": DAY,
        "15 CFR 740.27(b)(2)": DAY,
        "15 CFR 740.27(b)(3)": DAY,
        "15 CFR 762.2(b)(58)": None,
        "15 CFR 762.2(a)": None,
    }
    large = changed(BASE, **{"lines.0.quantity": 15_981})
    assert {d["cite"]: d["due"] for d in decided(large)["duties"]}["15 CFR 740.27(c)"] == DAY


def test_it_does_not_exist_before_compliance_is_due():
    facts = changed(BASE, date=FOUNDRY_RULE, destination="CN")
    entry = decided(facts)["lines"][0]["exceptions"]["AIA"]
    assert (entry["available"], entry["fails"]) == (False, ["15 CFR 740.27"])


def test_a_chip_below_level_a_is_not_eligible():
    facts = changed(BASE, destination="VN", **{"lines.0.item": chip(2_000, 4)})
    assert "15 CFR 740.27(a)(1)" in route(facts, "AIA")["fails"]
