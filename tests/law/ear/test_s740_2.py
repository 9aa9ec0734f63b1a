"""15 CFR 740.2(a)(9)(ii): where only named exceptions serve."""

import pytest
from tests.entries import EVERYTHING, fitting, made_for
from tests.shipments import A_CHIP, changed, decided, eccn, party, route, shipment, truth

from licet.law.ear import s740_2


@pytest.mark.parametrize(
    ("to", "restricted"),
    [("VN", True), ("SA", True), ("CN", True), ("MO", True), ("KH", True), ("AE", True),
     ("IL", False), ("CY", False), ("TW", False), ("IN", False), ("DE", False), ("BR", False)],
)  # fmt: skip
def test_ii_destinations(to, restricted):
    assert truth(s740_2.only_named_exceptions_are_usable, shipment(to=to)) is restricted


def test_ii_entities_of_macau_or_d5_wherever_located():
    facts = shipment(to="DE", buyer=party("DE", parent="MO"))
    assert truth(s740_2.only_named_exceptions_are_usable, facts) is True


def test_ii_other_items_are_free():
    below = {"integrated_circuit": {"tpp": 100, "performance_density": 1}}
    assert truth(s740_2.only_named_exceptions_are_usable, shipment(below, to="CN")) is False


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING | {"4E091"}))
def test_ii_a_and_b_items(paragraph):
    facts = shipment({"eccn": paragraph})
    assert truth(s740_2.is_an_advanced_computing_item, facts) is True


@pytest.mark.parametrize("base", ["3D001", "3E001", "4D001", "4D090", "4E001", "5E002", "5E992"])
def test_ii_a_and_b_software_and_technology(base):
    inside = made_for("a")[base] | made_for("b")[base]
    if base in ("3D001", "3E001"):
        inside = inside | {"3A090.c"}
    for paragraph in sorted(fitting(base)):
        facts = shipment({"eccn": base, "for": paragraph})
        assert truth(s740_2.is_an_advanced_computing_item, facts) is (paragraph in inside), (
            paragraph
        )


def test_ii_5d002_for_5a002_and_5a004():
    for paragraph, inside in (("5A002.z.1.a", True), ("5A004.z.2.b", True), ("3A090.a", False)):
        facts = shipment({"eccn": "5D002", "for": paragraph})
        assert truth(s740_2.is_an_advanced_computing_item, facts) is inside


@pytest.mark.parametrize("to", ["CU", "IR", "KP", "RU", "BY", "SY"])
def test_embargoes_stand_in_the_way_of_all(to):
    assert truth(s740_2.embargo_or_end_use_stands_in_the_way, shipment(A_CHIP, to=to)) is True


def test_prohibited_end_uses_stand_in_the_way_of_all():
    facts = shipment(to="DE")
    assert truth(s740_2.embargo_or_end_use_stands_in_the_way, facts) is False
    facts = changed(facts, **{"end_use.prohibited_by_part_744": True})
    assert truth(s740_2.embargo_or_end_use_stands_in_the_way, facts) is True


@pytest.mark.parametrize(
    ("item", "restricted"),
    [
        ({"eccn": "3A090.a"}, True),
        ({"eccn": "4A090.a"}, True),
        ({"eccn": "3D001", "for": "3A090.a"}, True),
        ({"eccn": "3E001", "for": "3A090.a"}, True),
        ({"eccn": "4D090", "for": "4A090.a"}, True),
        ({"eccn": "4E001", "for": "4A090.a"}, True),
        ({"eccn": "4E001", "for": "4D090"}, True),
        ({"eccn": "3D001", "for": "3A991.p"}, False),
        ({"eccn": "3E001", "for": "3A991.p"}, False),
        ({"eccn": "4D090", "for": "4A994.l"}, False),
        ({"eccn": "4E001", "for": "4A994.l"}, False),
        ({"integrated_circuit": {"tpp": 4_799, "interconnect_gb_s": 600}}, False),
    ],
)
def test_a_9_of_2022_items(item, restricted):
    """87 FR 62186: 3A090 and 4A090, and the software and technology of 3D001, 3E001, 4D090, 4E001."""
    for to in ("CN", "HK"):
        facts = shipment(item, to=to, day="2022-10-10")
        assert truth(s740_2.only_three_exceptions_are_usable, facts) is restricted
    assert truth(s740_2.only_three_exceptions_are_usable, shipment(item, day="2022-10-10")) is False


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_a_5_missile_technology(paragraph):
    """The entry of 3A001 names 3A001.z.2 under MT; that of 3E001 technology for what is under MT."""
    barred = paragraph in ("3A001.z.2.a", "3A001.z.2.b")
    for item in (eccn(paragraph), {"technology": {"for": paragraph}}):
        rule = s740_2.missile_technology_stands_in_the_way
        assert truth(rule, shipment(item)) is barred


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("AIA", shipment(to="DE", **{"on_file.certifications": ["AIA"]})),
        ("LPP", shipment(**{"on_file.certifications": ["LPP"]})),
        ("ACM", shipment(to="VN", **{"end_use.purpose": "develop_or_produce"})),
        ("ACA", shipment(to="VN", **{"on_file.purchase_order": True})),
        ("NAC", shipment(to="CN", **{"on_file.purchase_order": True,
                                     "on_file.nac_notified_on": "2025-05-01"})),
    ],
)  # fmt: skip
def test_a_5_leaves_none_of_the_exceptions(code, facts):
    """(a)(5)(i) names TMP, RPL, GOV, TSU, AVS, APR and STA, and no other, toward any place."""
    for paragraph, open_to_it in (("3A001.z.3.a", True), ("3A001.z.2.a", False)):
        item = eccn(paragraph, designed_or_marketed_for_datacenters=False)
        made = route(changed(facts, **{"lines.0.item": item}), code)
        assert made["available"] is open_to_it
        assert ("15 CFR 740.2(a)(5)" in made["fails"]) is not open_to_it
    asked = decided(changed(facts, **{"lines.0.item": item}))["open_questions"]
    assert "missile-technology-and-z-2" in {question["id"] for question in asked}
