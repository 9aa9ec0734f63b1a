"""The law of October 2022 (87 FR 62186): who was caught, where, and what the later rules added.

Published statements stand beside what they are compared with; chips come from the catalog.
"""

from datetime import date, timedelta

import pytest
from tests.shipments import BOOKS, ENFORCED, changed, chip, eccn, line, party, shipment, truth

import licet
import licet.catalog
from licet.law.ear import s734_9
from licet.law.ear.ccl import e3a090
from licet.law.editions import the_law

AUTUMN_2022, SUMMER_2023, WINTER_2023 = "2022-11-15", "2023-08-01", "2023-12-01"
SECTION = "15 CFR 742.6"
DENIAL, CASE_BY_CASE = "presumption_of_denial", "case_by_case"


def of(item, to, day, what="license_required", buyer=None):
    return line(shipment(item, to=to, day=day, buyer=buyer))[what]


@pytest.mark.parametrize(
    ("tpp", "rate", "caught"),
    [(4_800, 600, True), (4_799, 600, False), (4_800, 599, False), (100_000, 599, False),
     (4_799, 900, False), (4_800, "599.999", False), ("4799.999", 600, False)],
)  # fmt: skip
@pytest.mark.parametrize("day", ["2022-10-07", "2023-11-16"])
def test_both_numbers_have_to_be_reached(tpp, rate, caught, day):
    """3A090.a of 2022 joins its two tests: 600 GB/s or more, and 4,800 or more."""
    from decimal import Decimal

    item = chip(Decimal(tpp), 1, False, interconnect_gb_s=Decimal(rate))
    assert of(item, "CN", day, "classification") == ("3A090.a" if caught else None)


def test_neither_density_nor_datacenters_count():
    for datacenter in (True, False, None):
        for density in (0, 1, 100, None):
            item = chip(4_800, density, datacenter, interconnect_gb_s=600)
            assert of(item, "CN", AUTUMN_2022, "classification") == "3A090.a"


def test_an_unknown_rate_leaves_it_open():
    facts = shipment(chip(interconnect_gb_s=None), to="CN", day=AUTUMN_2022)
    made = licet.decide(facts)[BOOKS]
    assert set(made["possible_outcomes"]) == {"not_controlled_here", "license_required"}
    assert made["missing_facts"] == ["lines[0].item.integrated_circuit.interconnect_gb_s"]


@pytest.mark.parametrize("described", ["5A992.c", "5A002.a", "4A003.b", "3A001.a.1.a"])
def test_there_are_no_z_paragraphs_yet(described):
    assert of(chip(also_described_in=described), "CN", AUTUMN_2022, "classification") == "3A090.a"
    server = {"computer": {"contains": [{"item": chip(), "quantity": 8}]}}
    server["computer"]["also_described_in"] = described
    assert of(server, "CN", AUTUMN_2022, "classification") == "4A090.a"


@pytest.mark.parametrize("paragraph", ["5A992.z.1", "3A090.b", "4A003.z.1.a", "5D002"])
def test_a_paragraph_that_did_not_exist_cannot_be_stated(paragraph):
    with pytest.raises(licet.InputError, match="came with 88 FR 73458 on 2023-11-17"):
        licet.decide(shipment(eccn(paragraph), day="2023-11-16"))
    assert of(eccn(paragraph), "CN", "2023-11-17", "classification") == paragraph


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ({"software": {"for": "3A090.a"}}, "3D001"),
        ({"software": {"for": "4A090.a"}}, "4D090"),
        ({"technology": {"for": "3A090.a"}}, "3E001"),
        ({"technology": {"for": "4A090.a"}}, "4E001"),
        ({"technology": {"for": "4D090"}}, "4E001"),
        ({"technology": {"for": "3A991.p"}}, None),
    ],
)
def test_software_and_technology_that_go_with_it(item, found):
    made = line(shipment(item, to="CN", day=AUTUMN_2022))
    assert made["classification"] == found
    assert made["license_required"] is (found is not None)


@pytest.mark.parametrize(
    ("to", "day", "required"),
    [
        # BIS, frequently asked questions of 28 October 2022: Hong Kong yes, Macau no
        ("CN", "2022-10-07", True), ("HK", "2022-10-07", True), ("MO", "2022-10-07", False),
        ("MO", "2023-01-16", False), ("MO", "2023-01-17", True), ("MO", "2023-01-18", True),
        ("VN", AUTUMN_2022, False), ("SA", AUTUMN_2022, False), ("DE", AUTUMN_2022, False),
    ],
)  # fmt: skip
def test_destinations(to, day, required):
    assert of(chip(), to, day) is required


def test_headquarters_do_not_matter_yet():
    """The rule for entities headquartered elsewhere came with 88 FR 73458."""
    theirs = party("DE", "CN")
    assert of(chip(), "DE", "2023-11-16", buyer=theirs) is False
    assert of(chip(), "DE", "2023-11-17", buyer=theirs) is True


@pytest.mark.parametrize("action", ["deemed_export", "deemed_reexport"])
def test_deemed_exports_are_outside(action):
    item = {"technology": {"for": "3A090.a"}}
    facts = shipment(item, to="CN", day=AUTUMN_2022, action=action)
    assert line(facts)["license_required"] is False


@pytest.mark.parametrize("to", ["CU", "KP", "RU", "IR"])
def test_embargoes_stand_beside_it(to):
    assert of(chip(), to, AUTUMN_2022) is True


# -- the foreign direct product rule -----------------------------------------------------------------

ORIGIN = {
    "produced_in": "TW",
    "direct_product_of_listed_technology": True,
    "plant_is_direct_product": False,
    "us_content_above_de_minimis": False,
}


def foreign(to, day, item=None, **more):
    facts = shipment(item or chip(), to=to, day=day)
    return changed(facts, action="reexport", **{"lines.0.origin": ORIGIN | more})


@pytest.mark.parametrize(
    ("to", "day", "subject"),
    [
        ("CN", "2022-10-20", False), ("CN", "2022-10-21", True), ("CN", "2022-10-22", True),
        ("DE", "2022-10-21", False), ("MO", "2023-01-16", False), ("MO", "2023-01-17", True),
        ("VN", "2023-11-16", False), ("VN", "2023-11-17", True),
    ],
)  # fmt: skip
def test_734_9_h_from_21_october_2022(to, day, subject):
    made = licet.decide(foreign(to, day))[BOOKS]
    assert (made["outcome"] != "not_subject") is subject


def test_734_9_h_asks_for_a_direct_product_and_for_an_item_of_the_list():
    free = {"direct_product_of_listed_technology": False}
    below = chip(4_799, 1, True)
    for facts in (foreign("CN", AUTUMN_2022, **free), foreign("CN", AUTUMN_2022, below)):
        assert licet.decide(facts)[BOOKS]["outcome"] == "not_subject"


def test_734_9_h_2_ii_technology_developed_in_china():
    item = {
        "technology": {
            "for": "3A090.a",
            "developed_by_headquarters": "CN",
            "for_production": True,
            "us_direct_product": True,
        }
    }
    facts = changed(foreign("BR", AUTUMN_2022, item), **{"from": "CN"})
    assert truth(s734_9.technology_developed_in_china, facts) is True
    assert line(facts)["required_by"] == [f"{SECTION}(a)(6)(ii)"]
    elsewhere = changed(facts, **{"lines.0.item.technology.developed_by_headquarters": "US"})
    assert licet.decide(elsewhere)[BOOKS]["outcome"] == "not_subject"


# -- what later rules added --------------------------------------------------------------------------

CAUGHT_IN_2022 = [
    # NVIDIA's report of 26 August 2022 and 87 FR 62186: A100 and H100, and what holds them
    "nvidia-a100-sxm4-80gb", "nvidia-a100-pcie-40gb", "nvidia-h100-sxm5", "nvidia-h100-pcie",
    # AMD's report of August 2022: the MI250 class
    "amd-mi250x",
]  # fmt: skip
CAUGHT_IN_2023 = [
    # NVIDIA's report of 24 October 2023 on 88 FR 73458: A100, A800, H100, H800, L40S, RTX 4090
    "nvidia-a800-sxm4-80gb", "nvidia-a800-pcie-80gb", "nvidia-h800-sxm5", "nvidia-h800-pcie",
    "nvidia-l40s", "nvidia-rtx-4090",
]  # fmt: skip
NEVER_CAUGHT = [
    # made for China after October 2023, below every line: SemiAnalysis, November 2023
    "nvidia-h20", "nvidia-l20", "nvidia-l2", "nvidia-rtx-4090-d",
]  # fmt: skip


@pytest.mark.parametrize("name", CAUGHT_IN_2022)
@pytest.mark.parametrize("day", ["2022-10-07", SUMMER_2023, WINTER_2023])
def test_chips_that_the_rule_of_october_2022_caught(name, day):
    assert of({"chip": name}, "CN", day) is True


@pytest.mark.parametrize("name", CAUGHT_IN_2023)
def test_chips_that_the_rule_of_october_2023_added(name):
    assert of({"chip": name}, "CN", "2023-11-16") is False
    assert of({"chip": name}, "CN", "2023-11-17") is True


@pytest.mark.parametrize("name", NEVER_CAUGHT)
def test_chips_that_were_made_to_stay_below(name):
    for day in (SUMMER_2023, WINTER_2023, "2026-08-03"):
        assert of({"chip": name}, "CN", day) is False


@pytest.mark.parametrize("column", [BOOKS, ENFORCED])
def test_the_letter_of_october_2023_is_told_and_decides_nothing(column):
    """NVIDIA reported that the rule counts at once for A100, A800, H100, H800 and L40S."""

    def told(day, name="nvidia-h800-sxm5"):
        made = licet.decide(shipment({"chip": name}, to="CN", day=day))[column]
        return made["outcome"], any("23 October 2023" in note for note in made["notes"])

    assert told("2023-10-22") == ("not_controlled_here", False)
    assert told("2023-10-23") == ("not_controlled_here", True)
    assert told("2023-11-16") == ("not_controlled_here", True)
    assert told("2023-11-17") == ("license_required", False)
    assert told("2023-10-23", "nvidia-rtx-4090") == ("not_controlled_here", False)


@pytest.mark.parametrize(
    ("name", "window"),
    [
        # BIS, summary of 91 FR 1684: "the Nvidia H200 and its equivalents, as well as less advanced
        # chips", such as H200 or MI325X; below 21,000 TPP and 6,500 GB/s
        ("nvidia-h200-sxm", True), ("amd-mi325x", True), ("nvidia-h100-sxm5", True),
        ("nvidia-h800-sxm5", True), ("nvidia-a800-sxm4-80gb", True), ("amd-mi300x", True),
        # CNAS, January 2026: Blackwell stays outside
        ("nvidia-b200-sxm", False), ("nvidia-b300", False), ("nvidia-gb300-gpu", False),
        ("amd-mi355x", False),
    ],
)  # fmt: skip
def test_chips_that_the_window_of_january_2026_admits(name, window):
    name = licet.catalog.find(name).id
    assert of({"chip": name}, "CN", "2026-01-14", "review_policy") == DENIAL
    expected = CASE_BY_CASE if window else DENIAL
    assert of({"chip": name}, "CN", "2026-01-15", "review_policy") == expected


# -- what is not sure ---------------------------------------------------------------------------------


def test_which_of_the_two_days_is_asked_and_the_earlier_is_taken():
    def asked(day):
        made = licet.decide(shipment(chip(), to="CN", day=day))[BOOKS]
        return {q["id"]: q["outcome_if_read_otherwise"] for q in made["open_questions"]}

    assert asked("2022-10-07")["october-7-or-21-2022"] == "no_license_required"
    assert "october-7-or-21-2022" in asked("2022-10-20")
    assert "october-7-or-21-2022" not in asked("2022-10-21")


def test_the_answer_says_that_the_text_was_only_quoted():
    notes = licet.decide(shipment(chip(), to="CN", day=AUTUMN_2022))[BOOKS]["notes"]
    assert any("(a)(6)(i)" in note and "quoted" in note for note in notes)
    assert any("supercomputers" in note.lower() for note in notes)


def test_the_numbers_of_2022_stand_until_the_day_before_the_next():
    law = the_law()
    last = date(2023, 11, 17)
    for day, standing in ((last - timedelta(1), True), (last, False)):
        edition = law.edition(day, BOOKS)
        assert (edition.version(e3a090.circuit_of_2022) is not None) is standing
