"""15 CFR 740.25: License Exception HBM."""

import pytest
from tests.shipments import MEMORY, RouteTable, changed, decided, party, route, shipment

PACKAGING = {
    "purchased_by_designer": True,
    "directly_to_packaging_site": True,
    "site_headquarters": "TW",
    "site_ultimate_parent_headquarters": "TW",
    "written_confirmation": True,
    "finished_goods_return_to_exporter": False,
    "finished_goods_exceed_3a090": False,
    "distributor": False,
    "intermediary_hired_by_packaging_site": False,
    "at_advanced_node_facility": False,
}
BASE = changed(shipment(MEMORY, to="CN", buyer=party("TW", at="CN")), packaging=PACKAGING)
UNTRUSTED = changed(
    BASE,
    **{"packaging.site_headquarters": "CN", "packaging.finished_goods_return_to_exporter": True},
)
CLOSES = [
    ({"exporter.headquarters": "SG"}, {"15 CFR 740.25(b)"}),
    ({"exporter.headquarters": "KR", "exporter.ultimate_parent_headquarters": "MO"},
     {"15 CFR 740.25(b)"}),
    ({"lines.0.item.hbm.memory_bandwidth_gb_s": 330}, {"15 CFR 740.25(c)"}),
    ({"packaging.purchased_by_designer": False}, {"15 CFR 740.25(c)(1)"}),
    ({"packaging.directly_to_packaging_site": False}, {"15 CFR 740.25(c)(2)"}),
    ({"packaging.written_confirmation": False}, {"15 CFR 740.25(c)(2)(i)(A)"}),
    ({"packaging.finished_goods_exceed_3a090": True}, {"15 CFR 740.25(c)(2)(i)(B)"}),
    ({"packaging.site_headquarters": "VN"}, {"15 CFR 740.25(c)(2)(ii)"}),
    ({"packaging.site_ultimate_parent_headquarters": "CN"}, {"15 CFR 740.25(c)(2)(ii)"}),
    ({"packaging.distributor": True}, {"15 CFR 740.25(d)(1)"}),
    ({"parties.intermediate_consignee": party("SG")}, {"15 CFR 740.25(d)(2)"}),
    ({"packaging.at_advanced_node_facility": True}, {"15 CFR 740.25(d)(3)"}),
    ({"end_use.prohibited_by_part_744": True}, {"15 CFR 744.23(c)"}),
    ({"destination": "RU"}, {"15 CFR 744.23(c)"}),
]  # fmt: skip
ASKS = [
    ("exporter.headquarters", {"15 CFR 740.25(b)"}),
    ("exporter.ultimate_parent_headquarters", {"15 CFR 740.25(b)"}),
    ("packaging.purchased_by_designer", {"15 CFR 740.25(c)(1)"}),
    ("packaging.directly_to_packaging_site", {"15 CFR 740.25(c)(2)"}),
    ("packaging.written_confirmation", {"15 CFR 740.25(c)(2)(i)(A)"}),
    ("packaging.finished_goods_exceed_3a090", {"15 CFR 740.25(c)(2)(i)(B)"}),
    ("packaging.site_headquarters", {"15 CFR 740.25(c)(2)(ii)"}),
    ("packaging.site_ultimate_parent_headquarters", {"15 CFR 740.25(c)(2)(ii)"}),
    ("packaging.distributor", {"15 CFR 740.25(d)(1)"}),
    ("packaging.at_advanced_node_facility", {"15 CFR 740.25(d)(3)"}),
    ("end_use.prohibited_by_part_744", {"15 CFR 744.23(c)"}),
]
HBM = RouteTable("HBM", BASE, CLOSES, ASKS)


def test_open() -> None:
    HBM.check_open()
    HBM.check_open("as_enforced")


@pytest.mark.parametrize(("changes", "cites"), CLOSES)
def test_each_condition_alone_closes_it(changes, cites):
    HBM.check_closed(changes, cites)


@pytest.mark.parametrize(("path", "cites"), ASKS)
def test_each_missing_fact_leaves_it_open(path, cites):
    HBM.check_asked(path, cites)


@pytest.mark.parametrize(("bandwidth", "open_"), [(329.999, True), (330, False), (331, False)])
def test_c_below_3_point_3(bandwidth, open_):
    facts = changed(BASE, **{"lines.0.item.hbm.memory_bandwidth_gb_s": bandwidth})
    assert route(facts, "HBM")["available"] is open_


def test_a_only_memory():
    facts = changed(shipment(to="CN"), packaging=PACKAGING)
    assert "15 CFR 740.25(a)" in route(facts, "HBM")["fails"]


def test_an_unknown_density_leaves_it_open():
    facts = changed(BASE, **{"lines.0.item.hbm.package_area_mm2": None})
    assert route(facts, "HBM")["available"] is None
    assert "lines[0].item.hbm.package_area_mm2" in decided(facts)["missing_facts"]


def test_c_2_ii_from_another_site_the_goods_come_back():
    assert route(UNTRUSTED, "HBM")["available"] is True
    kept = changed(UNTRUSTED, **{"packaging.finished_goods_return_to_exporter": False})
    assert route(kept, "HBM")["fails"] == ["15 CFR 740.25(c)(2)(ii)"]
    unconfirmed = changed(UNTRUSTED, **{"packaging.written_confirmation": False})
    assert route(unconfirmed, "HBM")["available"] is True


def test_d_2_a_forwarder_hired_by_the_site_is_fine():
    facts = changed(
        BASE,
        **{
            "parties.intermediate_consignee": party("SG"),
            "packaging.intermediary_hired_by_packaging_site": True,
        },
    )
    assert route(facts, "HBM")["available"] is True


def test_c_1_and_d_3_speak_of_macau_and_d5_only():
    """Outside them the requirement rests on headquarters (744.23(a)(3)(i)(B))."""
    facts = changed(
        BASE,
        destination="SG",
        **{
            "parties.ultimate_consignee": party("SG", parent="CN"),
            "packaging.purchased_by_designer": False,
            "packaging.at_advanced_node_facility": True,
        },
    )
    assert route(facts, "HBM")["available"] is True


def test_e_a_discrepancy_is_reported_within_60_days():
    due = {duty["cite"]: duty["due"] for duty in decided(UNTRUSTED)["duties"]}
    assert due["15 CFR 740.25(e)"] == "2025-08-01"
    assert "15 CFR 740.25(e)" not in {duty["cite"] for duty in decided(BASE)["duties"]}
    assert "15 CFR 740.25(c)(2)(i)(A)" in {duty["cite"] for duty in decided(BASE)["duties"]}


def test_a_distributor_is_not_a_step_that_can_be_made_good():
    facts = changed(BASE, **{"packaging.written_confirmation": False})
    (cure,) = [duty for duty in decided(facts)["duties"] if duty.get("would_open")]
    assert cure["would_open"] == "HBM"
    worse = changed(facts, **{"packaging.distributor": True})
    assert [duty for duty in decided(worse)["duties"] if duty.get("would_open")] == []
