"""What is owed beside a license: 748 supplement no. 2, 750.7(g), 762.2, and red flag 28."""

import pytest
from tests.entries import EVERYTHING, HARDWARE
from tests.nearly import covered
from tests.shipments import (
    B_CHIP,
    DAY,
    ENFORCED,
    FOUNDRY_RULE,
    changed,
    decided,
    eccn,
    party,
    shipment,
)

from licet.law.editions import the_law

SUPPLEMENT_2 = "supplement no. 2 to 15 CFR part 748, "


def cites(facts, column="on_the_books"):
    return {duty["cite"] for duty in decided(facts, column)["duties"] if not duty.get("would_open")}


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_c_3_and_c_4_hardware_but_no_software_and_no_memory(paragraph):
    """(c)(3) and (c)(4) list 3A090.a, 4A090.a and the .z paragraphs of hardware."""
    owed = cites(shipment(eccn(paragraph), to="CN"))
    expected = paragraph in HARDWARE - {"3A090.b", "4A090.b"}
    assert (f"{SUPPLEMENT_2}(c)(3)" in owed) is expected
    assert (f"{SUPPLEMENT_2}(c)(4)" in owed) is expected


@pytest.mark.parametrize(
    ("to", "owed"), [("IN", True), ("VN", True), ("DE", False), ("CN", False), ("MO", False)]
)
def test_c_4_one_application_for_a_country_with_an_allocation(to, owed):
    found = cites(shipment(to=to))
    assert (f"{SUPPLEMENT_2}(c)(4) countries" in found) is owed


def test_750_7_g_ship_within_a_year():
    assert "15 CFR 750.7(g)" in cites(shipment(to="CN"))
    assert "15 CFR 750.7(g)" not in cites(shipment(B_CHIP, to="CN"))
    assert "15 CFR 750.7(g)" not in cites(shipment(to="CN", day=FOUNDRY_RULE))


def test_762_2_records_are_kept_in_every_edition():
    for day in ("2023-11-17", FOUNDRY_RULE, "2026-11-23"):
        assert "15 CFR 762.2(a)" in cites(shipment(to="CN", day=day))
    assert cites(shipment(to="DE"), ENFORCED) == set()


@pytest.mark.parametrize(
    ("purpose", "whose", "raised"),
    [("train_4e091", "IN", True), ("train_4e091", "DE", False), ("operate", "IN", False),
     ("train_4e091", None, False), ("infer", "CN", False)],
)  # fmt: skip
def test_red_flag_28(purpose, whose, raised):
    facts = shipment(to="DE", buyer=party("DE"))
    facts = changed(facts, **{"end_use.purpose": purpose, "end_use.trains_4e091_for": whose})
    found = [flag["cite"] for flag in decided(facts)["red_flags"]]
    assert found == (["supplement no. 3 to part 732, red flag 28"] if raised else [])


@pytest.mark.parametrize(
    ("code", "changes", "cite", "opens"),
    [
        ("AIA", {"on_file.certifications": []}, "15 CFR 740.27(b)(2)", DAY),
        ("LPP", {"on_file.certifications": []}, "15 CFR 740.29(f)", DAY),
        ("NAC", {"on_file.purchase_order": False}, "15 CFR 740.8(a)(1)", DAY),
        ("NAC", {"on_file.nac_notified_on": False}, "15 CFR 740.8(c)(1)", "2025-06-27"),
        ("ACA", {"on_file.purchase_order": False}, "15 CFR 740.8(a)(1)", DAY),
        ("HBM", {"packaging.written_confirmation": False}, "15 CFR 740.25(c)(2)(i)(A)", DAY),
    ],
)
def test_the_step_that_opens_a_way_and_from_when(code, changes, cite, opens):
    """What a paper, or 25 days of waiting, would open; on the day of the shipment nothing is owed yet."""
    made = decided(changed(covered(code)[0], **changes))
    assert made["outcome"] == "license_required"
    (step,) = [duty for duty in made["duties"] if duty.get("would_open") == code]
    assert (step["cite"], step["due"], step["from"]) == (cite, None, opens)


PAPERS = {
    "nac_obtain_purchase_order": (0, "nac_purchase_order"),
    "notify_bis_in_2023": (-25, "nac_notified_in_2023"),
    "notify_bis": (-25, "nac_notified"),
    "aca_obtain_purchase_order": (0, "aca_purchase_order"),
    "report_a_discrepancy": (60, None),
    "obtain_the_confirmation": (None, "confirmed_in_writing"),
    "furnish_the_eccn": (0, None),
    "obtain_the_certification": (0, "certification_on_file"),
    "notify_the_consignee": (0, None),
    "submit_the_certification": (0, None),
    "obtain_the_statement": (0, "statement_on_file"),
    "copy_to_bis": (30, None),
    "notify_a_large_shipment": (0, None),
    "announce_a_new_location": (-180, None),
    "uveu_certification": (0, None),
    "nveu_certification": (0, None),
}
"""By duty: the days from the shipment until it is due (before it: negative), and the condition that
fulfilling it meets. 740.8(a)(1) and (c)(1), 740.25(c) and (e), 740.27(b) and (c), 740.29(f) and (g),
748.15(a)(2)(ii)(A) and (e). Every other duty is due on days of the calendar or goes on."""


def test_when_each_duty_is_due_and_what_it_opens():
    duties = [p for p in the_law().paragraphs if p.kind == "duty"]
    for duty in duties:
        days, opens = PAPERS.get(duty.name, (None, None))
        assert (duty.due.days if duty.due else None) == days, duty
        assert (duty.cures.name if duty.cures else None) == opens, duty
    assert PAPERS.keys() <= {duty.name for duty in duties}
