"""15 CFR 740.8: License Exceptions NAC and ACA, in each edition."""

import pytest
from tests.entries import EVERYTHING, fitting
from tests.shipments import (
    APRIL_2024,
    B_CHIP,
    DAY,
    ENFORCED,
    GAMING_CHIP,
    OCTOBER_2023,
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

from licet.law.ear import s740_8

CONSIGNEE = "parties.ultimate_consignee"
ON_FILE = {"on_file.purchase_order": True, "on_file.nac_notified_on": "2025-05-08"}
"""Notified 25 calendar days before the second of June 2025."""

BASE = changed(shipment(GAMING_CHIP, to="CN"), **ON_FILE)
NAC = RouteTable(
    "NAC",
    BASE,
    [
        ({"lines.0.item": chip(5_285, 8.7, True)}, {"15 CFR 740.8(a)"}),
        ({"action": "transfer_in_country"}, {"15 CFR 740.8(a)"}),
        ({"on_file.purchase_order": False}, {"15 CFR 740.8(a)(1)"}),
        ({"on_file.nac_notified_on": "2025-05-09"}, {"15 CFR 740.8(a)(2)"}),
        ({"on_file.nac_notified_on": False}, {"15 CFR 740.8(a)(2)"}),
        ({"end_use.prohibited_by_part_744": True}, {"15 CFR 740.8(b)"}),
        ({"destination": "RU"}, {"15 CFR 740.8(b)"}),
    ],
    [
        ("lines.0.item.integrated_circuit.designed_or_marketed_for_datacenters",
         {"15 CFR 740.8(a)"}),
        ("action", {"15 CFR 740.8(a)"}),
        ("on_file.purchase_order", {"15 CFR 740.8(a)(1)"}),
        ("on_file.nac_notified_on", {"15 CFR 740.8(a)(2)"}),
        ("end_use.prohibited_by_part_744", {"15 CFR 740.8(b)"}),
    ],
)  # fmt: skip
ACA = RouteTable(
    "ACA",
    changed(shipment(GAMING_CHIP, to="VN"), **{"on_file.purchase_order": True}),
    [
        ({"lines.0.item": chip(5_285, 8.7, True)}, {"15 CFR 740.8(a)"}),
        ({"destination": "MO"}, {"15 CFR 740.8(a)"}),
        ({"destination": "CN"}, {"15 CFR 740.8(a)"}),
        ({f"{CONSIGNEE}.headquarters": "MO"}, {"15 CFR 740.8(a)"}),
        ({f"{CONSIGNEE}.ultimate_parent_headquarters": "CN"}, {"15 CFR 740.8(a)"}),
        ({"on_file.purchase_order": False}, {"15 CFR 740.8(a)(1)"}),
        ({"end_use.prohibited_by_part_744": True}, {"15 CFR 740.8(b)"}),
    ],
    [
        ("lines.0.item.integrated_circuit.designed_or_marketed_for_datacenters",
         {"15 CFR 740.8(a)"}),
        ("action", {"15 CFR 740.8(a)"}),
        (f"{CONSIGNEE}.ultimate_parent_headquarters", {"15 CFR 740.8(a)"}),
        ("on_file.purchase_order", {"15 CFR 740.8(a)(1)"}),
        ("end_use.prohibited_by_part_744", {"15 CFR 740.8(b)"}),
    ],
)  # fmt: skip


@pytest.mark.parametrize("table", [NAC, ACA], ids=["NAC", "ACA"])
def test_open(table):
    table.check_open()


@pytest.mark.parametrize(
    ("table", "changes", "cites"), [(t, *row) for t in (NAC, ACA) for row in t.closes]
)
def test_each_condition_alone_closes_it(table, changes, cites):
    table.check_closed(changes, cites)


@pytest.mark.parametrize(
    ("table", "path", "cites"), [(t, *row) for t in (NAC, ACA) for row in t.asks]
)
def test_each_missing_fact_leaves_it_open(table, path, cites):
    table.check_asked(path, cites)


def test_nac_needs_a_buyer_of_macau_or_d5():
    facts = changed(shipment(GAMING_CHIP, to="VN"), **ON_FILE)
    assert route(facts, "NAC")["fails"] == ["15 CFR 740.8(a)"]


@pytest.mark.parametrize("column", ["on_the_books", ENFORCED])
def test_nac_serves_headquarters_of_d5_anywhere(column):
    facts = changed(shipment(GAMING_CHIP, to="DE", buyer=party("DE", parent="CN")), **ON_FILE)
    assert route(facts, "NAC", column)["available"] is True
    assert route(facts, "ACA", column)["available"] is False


@pytest.mark.parametrize("home", ["CN", "MO"])
def test_aca_serves_transfers_within_macau_and_d5(home):
    facts = changed(shipment(B_CHIP | chip(2_000, 4, True), to=home), action="transfer_in_country")
    facts = changed(facts, **{"on_file.purchase_order": True})
    assert route(facts, "ACA")["available"] is True
    assert route(facts, "NAC")["available"] is False


@pytest.mark.parametrize("day", [APRIL_2024, DAY])
@pytest.mark.parametrize("to", ["SG", "VN", "SA"])
def test_a_transfer_abroad_to_a_buyer_of_d5_has_neither(to, day):
    """NAC covers no transfers within a country, ACA no headquarters of Macau or D:5."""
    facts = shipment(GAMING_CHIP, to=to, buyer=party(to, parent="CN"), day=day, **ON_FILE)
    facts = changed(facts, action="transfer_in_country")
    assert route(facts, "NAC")["available"] is False
    assert route(facts, "ACA")["available"] is False


@pytest.mark.parametrize("to", ["DE", "SG", "IN", "VN"])
def test_aca_is_worldwide_since_the_framework(to):
    facts = changed(shipment(GAMING_CHIP, to=to), **{"on_file.purchase_order": True})
    assert route(facts, "ACA")["available"] is True


def test_aca_of_2024_was_for_d1_and_d4():
    vietnam = changed(
        shipment(GAMING_CHIP, to="VN", day=APRIL_2024), **{"on_file.purchase_order": True}
    )
    assert route(vietnam, "ACA")["available"] is True
    assert truth(s740_8.aca_in_2024, changed(vietnam, destination="DE")) is False
    assert truth(s740_8.aca_in_2024, changed(vietnam, destination="CN")) is False
    within = changed(vietnam, destination="CN", action="transfer_in_country")
    assert truth(s740_8.aca_in_2024, within) is True
    deemed = changed(vietnam, action="deemed_export")
    assert truth(s740_8.aca_in_2024, deemed) is False
    theirs = changed(vietnam, **{f"{CONSIGNEE}.headquarters": "CN"})
    assert truth(s740_8.aca_in_2024, theirs) is False


def test_nac_of_2023_was_one_exception_for_all():
    vietnam = changed(
        shipment(GAMING_CHIP, to="VN", day=OCTOBER_2023), **{"on_file.purchase_order": True}
    )
    assert route(vietnam, "NAC")["available"] is True
    entry = decided(vietnam)["lines"][0]["exceptions"]["ACA"]
    assert (entry["available"], entry["fails"]) == (False, ["15 CFR 740.8"])
    within = changed(vietnam, action="transfer_in_country")
    assert route(within, "NAC")["available"] is True
    china = changed(vietnam, destination="CN")
    assert route(china, "NAC")["fails"] == ["15 CFR 740.8(a)(2)"]
    notified = changed(china, **{"on_file.nac_notified_on": "2023-11-06"})
    assert route(notified, "NAC")["available"] is True
    datacenter = changed(vietnam, **{"lines.0.item": chip()})
    assert route(datacenter, "NAC")["fails"] == ["15 CFR 740.8(a)"]
    assert truth(s740_8.nac_in_2023, changed(vietnam, destination="DE")) is False
    german = changed(vietnam, destination="DE", **{f"{CONSIGNEE}.headquarters": "CN"})
    assert truth(s740_8.nac_in_2023, german) is True
    assert truth(s740_8.nac_in_2023, changed(vietnam, action="deemed_export")) is False


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_a_lists_all_but_memory(paragraph):
    facts = changed(BASE, **{"lines.0.item": eccn(paragraph)})
    assert truth(s740_8.is_eligible, facts) is (paragraph != "3A090.c")


@pytest.mark.parametrize("base", ["3D001", "3E001", "4D001", "4D090", "4E001", "5E002", "5E992"])
def test_a_lists_no_other_software_and_no_technology(base):
    for paragraph in sorted(fitting(base)):
        facts = changed(BASE, **{"lines.0.item": {"eccn": base, "for": paragraph}})
        assert truth(s740_8.is_eligible, facts) is False


def test_the_notice_would_open_the_way_25_days_later():
    facts = changed(BASE, **{"on_file.nac_notified_on": False})
    (cure,) = [duty for duty in decided(facts)["duties"] if duty.get("would_open") == "NAC"]
    assert (cure["cite"], cure["from"]) == ("15 CFR 740.8(c)(1)", "2025-06-27")


def test_duties():
    due = {duty["cite"]: duty["due"] for duty in decided(BASE)["duties"]}
    assert due["15 CFR 740.8(c)(1)"] == "2025-05-08"
    assert due["15 CFR 740.8(a)(1)"] == DAY
    assert "15 CFR 740.8(a)(3)" not in due


@pytest.mark.parametrize(
    ("paragraph", "owed"), [("5A002.z.1.b", True), ("5A004.z.1.b", True), ("5A992.z.2", False)]
)
def test_a_3_encryption(paragraph, owed):
    for to, code in (("CN", "NAC"), ("VN", "ACA")):
        item = eccn(paragraph, designed_or_marketed_for_datacenters=False)
        facts = changed(BASE, destination=to, **{"lines.0.item": item})
        facts = changed(facts, **{CONSIGNEE: party(to)})
        owing = [d["cite"] for d in decided(facts)["duties"] if d["for"] == code]
        assert ("15 CFR 740.8(a)(3)" in owing) is owed
        assert ("15 CFR 740.8(c)(1)" in owing) is (code == "NAC")


def test_in_2023_transfers_needed_no_notice():
    """740.8(a) as it stood from 17 November 2023 (88 FR 73491)."""
    facts = shipment(GAMING_CHIP, to="CN", day=OCTOBER_2023, action="transfer_in_country")
    facts = changed(facts, **{"on_file.purchase_order": True})
    assert route(facts, "NAC")["available"] is True
    assert route(changed(facts, action="reexport"), "NAC")["fails"] == ["15 CFR 740.8(a)(2)"]


def test_in_2023_nac_and_744_23_c_contradict_each_other():
    """744.23(c) of 2023 allowed no exception, 740.8(b)(1) one; since April 2024 NAC is open."""
    facts = shipment(GAMING_CHIP, to="DE", buyer=party("DE", "CN"), day=OCTOBER_2023)
    facts = changed(
        facts, **{"on_file.purchase_order": True, "on_file.nac_notified_on": "2023-11-01"}
    )
    assert route(facts, "NAC")["fails"] == ["15 CFR 744.23(c)"]
    asked = {q["id"]: q["outcome_if_read_otherwise"] for q in decided(facts)["open_questions"]}
    assert asked["nac-and-744-23-in-2023"] == "license_exception"
    later = changed(facts, date=APRIL_2024)
    assert route(later, "NAC")["available"] is True
    assert "nac-and-744-23-in-2023" not in {q["id"] for q in decided(later)["open_questions"]}
