"""ECCN 3A090: both sides of every number, Note 2, memory, and the foundry presumption."""

from datetime import date
from fractions import Fraction

import pytest
from tests.shipments import (
    A_CHIP,
    B_CHIP,
    FOUNDRY_RULE,
    GAMING_CHIP,
    changed,
    chip,
    class_of,
    decided,
    eccn,
    line,
    shipment,
    truth,
)

from licet.law.ear.ccl import e3a090
from licet.law.ear.ccl.e3a090 import TF32_BITS, total_processing_performance
from licet.law.editions import the_law
from licet.law.subject import tx
from licet.logic.world import Vector, World

A, B = "3A090.a", "3A090.b"


@pytest.mark.parametrize(
    ("tpp", "density", "paragraph"),
    [
        # a.1: 4,800
        (4_800, 0.1, A),
        (4_799.999, 0.1, None),
        # a.2: 1,600 and 5.92
        (1_600, 5.92, A),
        (1_599.999, 5.92, None),
        (1_600, 5.919999, B),
        (4_799, 5.92, A),
        # b.1: 2,400 up to 4,800 and 1.6 up to 5.92
        (2_400, 1.6, B),
        (2_399.999, 1.6, None),
        (2_400, 1.599999, None),
        (2_400, 5.919999, B),
        (4_799.999, 1.6, B),
        (4_799.999, 1.599999, None),
        # b.2: 1,600 and 3.2 up to 5.92
        (1_600, 3.2, B),
        (1_599.999, 3.2, None),
        (1_600, 3.199999, None),
        (2_399.999, 3.199999, None),
        # .a goes before .b, which has no upper TPP in b.2
        (6_128, 3.88, A),
        (4_800, 3.2, A),
    ],
)
def test_a_and_b_for_datacenters(tpp, density, paragraph):
    assert class_of(chip(tpp, density)) == paragraph


@pytest.mark.parametrize(
    ("tpp", "density", "paragraph"),
    [(4_799.999, 8, None), (4_800, 8, A), (2_400, 2, None), (1_600, 5.92, None), (4_800, 0.1, A)],
)
def test_note_2_what_is_neither_for_datacenters_nor_great(tpp, density, paragraph):
    assert class_of(chip(tpp, density, False)) == paragraph


def test_density_is_tpp_over_the_applicable_die_area():
    """592 over 100 mm2 lies on the line, however it is written."""
    item = {"integrated_circuit": {"tpp": 1_776, "applicable_die_area_mm2": 300,
                                   "designed_or_marketed_for_datacenters": True}}  # fmt: skip
    assert class_of(item) == A
    item["integrated_circuit"]["applicable_die_area_mm2"] = 300.0001
    assert class_of(item) == B


def test_a_planar_chip_has_no_density():
    item = {"integrated_circuit": {"tpp": 4_799, "applicable_die_area_mm2": 0,
                                   "designed_or_marketed_for_datacenters": True}}  # fmt: skip
    assert class_of(item) is None
    item["integrated_circuit"]["tpp"] = 4_800
    assert class_of(item) == A


@pytest.mark.parametrize(
    ("units", "tpp"),
    [
        # the note's own examples: 600 tera-operations at 8 bits, or 300 at 16
        ([(1, [(600, 8)])], 4_800),
        ([(1, [(300, 16)])], 4_800),
        ([(1, [(300, 16), (599, 8)])], 4_800),
        ([(1, [(300, 16), (601, 8)])], 4_808),
        ([(3, [(100, 16)]), (1, [(2, 8)])], 4_816),
        ([], 0),
    ],
)
def test_tpp_by_technical_notes_1_to_3(units, tpp):
    assert total_processing_performance(units) == tpp


def test_tpp_is_exact():
    assert total_processing_performance([(10, [(Fraction(1, 10), 8)])]) == 8


def test_tpp_of_units_in_a_transaction():
    unit = {"modes": [{"tera_ops": 989.5, "bit_length": 16}, {"tera_ops": 1_979, "bit_length": 8}]}
    made = line(shipment({"integrated_circuit": {"processing_units": [unit]}}))
    assert made["tpp_each"] == 15_832
    unit["count"] = 2
    made = line(shipment({"integrated_circuit": {"processing_units": [unit]}}))
    assert made["tpp_each"] == 31_664


def test_a_missing_rate_can_only_add():
    units = [{"tera_ops": 600, "bit_length": 8}, {"tera_ops": None, "bit_length": 8}]
    assert class_of({"integrated_circuit": {"processing_units": units}}) == A
    units[0]["tera_ops"] = 599
    made = line(shipment({"integrated_circuit": {"processing_units": units}}))
    assert (made["classification"], made["tpp_each"]) == (None, None)
    assert A in made["possible_classifications"]


def test_unknown_marketing_of_a_great_chip_matters_not():
    assert class_of(chip(5_000, 3, None)) == A


def test_unknown_marketing_of_a_middling_chip_leaves_two():
    made = line(shipment(chip(4_000, 8, None)))
    assert made["classification"] is None
    assert set(made["possible_classifications"]) == {A, None}


@pytest.mark.parametrize(("bandwidth", "paragraph"), [(200.001, "3A090.c"), (200, None)])
def test_c_memory_above_2(bandwidth, paragraph):
    item = {"hbm": {"memory_bandwidth_gb_s": bandwidth, "package_area_mm2": 100,
                    "co_packaged_with_dominant_logic": False}}  # fmt: skip
    assert class_of(item) == paragraph


def test_c_not_with_dominant_logic_and_not_before_its_day():
    item = {"hbm": {"memory_bandwidth_gb_s": 800, "package_area_mm2": 100,
                    "co_packaged_with_dominant_logic": True}}  # fmt: skip
    assert class_of(item) is None
    item["hbm"]["co_packaged_with_dominant_logic"] = False
    assert class_of(item) == "3A090.c"
    assert class_of(item, "2024-12-30") is None
    assert class_of(item, "2024-12-31") == "3A090.c"


# -- Note 1: the presumption that binds fabricators and OSAT companies ------------------------------

PRESUMED = changed(
    shipment(
        {
            "integrated_circuit": {
                "tpp": 1_000,
                "performance_density": 1,
                "designed_or_marketed_for_datacenters": False,
                "designer": {"approved": False, "authorized": False},
            }
        },
        to="VN",
        day=FOUNDRY_RULE,
    ),
    exporter={"headquarters": "TW", "ultimate_parent_headquarters": "TW", "role": "osat"},
    foundry={
        "applicable_advanced_logic": True,
        "designer_attests_below_3a090_a": False,
        "packaged_by": "other",
        "packaged_in": "TW",
        "transistors": 1,
        "contains_hbm": False,
    },
)
WAYS_OUT = [
    ({}, A),
    ({"date": "2025-01-30"}, None),
    ({"exporter.role": "front_end_fabricator"}, A),
    ({"exporter.role": None}, None),
    ({"foundry.applicable_advanced_logic": False}, None),
    # a. the designer
    ({"foundry.designer_attests_below_3a090_a": True}, A),
    ({"foundry.designer_attests_below_3a090_a": True,
      "lines.0.item.integrated_circuit.designer": {"approved": True}}, None),
    ({"foundry.designer_attests_below_3a090_a": True,
      "lines.0.item.integrated_circuit.designer": {"approved": False, "authorized": True}}, None),
    ({"lines.0.item.integrated_circuit.designer": {"approved": True}}, A),
    # b. the fabricator, outside Macau and D:5
    ({"foundry.packaged_by": "front_end_fabricator"}, None),
    ({"foundry.packaged_by": "front_end_fabricator", "foundry.packaged_in": "MO"}, A),
    ({"foundry.packaged_by": "front_end_fabricator", "foundry.packaged_in": "CN"}, A),
    ({"foundry.packaged_by": "front_end_fabricator", "foundry.transistors": 30_000_000_000}, A),
    # c. an approved OSAT company
    ({"foundry.packaged_by": "approved_osat"}, None),
    ({"foundry.packaged_by": "approved_osat", "foundry.packaged_in": "CN"}, None),
    ({"foundry.packaged_by": "approved_osat", "foundry.transistors": 29_999_999_999}, None),
    ({"foundry.packaged_by": "approved_osat", "foundry.transistors": 30_000_000_000}, A),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "paragraph"), WAYS_OUT)
def test_note_1_the_presumption_and_the_ways_out(changes, paragraph):
    assert line(changed(PRESUMED, **changes))["classification"] == paragraph


@pytest.mark.parametrize(
    ("year", "limit"),
    [(2025, 30), (2026, 30), (2027, 35), (2028, 30), (2029, 40), (2030, 40)],
)
def test_note_1_b_transistors_by_year(year, limit):
    """Without HBM 35 billion in 2027 and 40 billion from 2029; 30 billion where nothing is said."""
    for transistors, paragraph in ((limit * 10**9 - 1, None), (limit * 10**9, A)):
        facts = changed(
            PRESUMED,
            date=f"{year}-06-15",
            **{"foundry.packaged_by": "approved_osat", "foundry.transistors": transistors},
        )
        assert line(facts)["classification"] == paragraph
    with_hbm = changed(
        PRESUMED,
        date=f"{year}-06-15",
        **{
            "foundry.packaged_by": "approved_osat",
            "foundry.contains_hbm": True,
            "foundry.transistors": 30 * 10**9,
        },
    )
    assert line(with_hbm)["classification"] == A


def test_note_1_is_for_circuits_not_for_computers():
    facts = changed(
        PRESUMED, **{"lines.0.item": {"computer": {"contains": [{"item": B_CHIP, "quantity": 1}]}}}
    )
    assert line(facts)["classification"] == "4A090.b"


def test_note_1_what_is_presumed_counts_as_for_datacenters():
    from licet.law.ear.ccl.e3a090 import for_datacenters_and_a

    assert truth(for_datacenters_and_a, PRESUMED) is True
    assert truth(for_datacenters_and_a, changed(PRESUMED, **{"exporter.role": None})) is False


def test_note_1_in_2028_is_an_open_question():
    facts = changed(
        PRESUMED,
        date="2028-06-15",
        **{"foundry.packaged_by": "approved_osat", "foundry.transistors": 34 * 10**9},
    )
    (question,) = [q for q in decided(facts)["open_questions"] if q["id"] == "transistors-in-2028"]
    assert question["outcome_if_read_otherwise"] == "not_controlled_here"
    for change in ({"foundry.contains_hbm": True}, {"foundry.transistors": 35 * 10**9}):
        assert decided(changed(facts, **change))["open_questions"] == []


@pytest.mark.parametrize(
    ("item", "holds"),
    [
        (A_CHIP, True),
        (GAMING_CHIP, False),
        (B_CHIP, False),
        ({"computer": {"contains": [{"item": A_CHIP, "quantity": 1}]}}, True),
        ({"computer": {"contains": [{"item": GAMING_CHIP, "quantity": 1}]}}, False),
        ({"computer": {"contains": [{"item": GAMING_CHIP, "quantity": 1}],
                       "designed_or_marketed_for_datacenters": True}}, True),
        ({"computer": {"contains": [{"item": B_CHIP, "quantity": 1}],
                       "designed_or_marketed_for_datacenters": True}}, False),
        (eccn("3A090.a"), True),
        (eccn("3A090.a", designed_or_marketed_for_datacenters=False), False),
        (eccn("3A090.a", designed_or_marketed_for_datacenters=None), None),
        (eccn("3A090.b"), False),
        (eccn("5D002.z.1.a"), True),
        ({"software": {"for": "3A090.a"}, "designed_or_marketed_for_datacenters": True}, True),
        ({"software": {"for": "3A090.b"}, "designed_or_marketed_for_datacenters": True}, False),
    ],
)  # fmt: skip
def test_datacenter_items_that_meet_a(item, holds):
    from licet.law.ear.ccl.e3a090 import for_datacenters_and_a

    assert truth(for_datacenters_and_a, shipment(item)) is holds


@pytest.mark.parametrize(("day", "said"), [("2026-12-30", False), ("2026-12-31", True)])
def test_note_1_a_3_authorized_designers_must_have_applied(day, said):
    """Paragraph a. speaks of the time prior to and after 31 December 2026; the day itself is asked."""
    facts = shipment(chip(designer={"approved": False, "authorized": True}), to="DE", day=day)
    assert any("Note 1 a.(3)" in note for note in decided(facts)["notes"]) is said
    approved = shipment(to="DE", day=day)
    assert not any("Note 1 a.(3)" in note for note in decided(approved)["notes"])


def test_tf32_counts_at_the_length_that_is_stored():
    """A100: 156 tera-operations of TF32 at 32 bits come to 4,992, as do its 312 at 16 bits."""
    by_tf32 = total_processing_performance([(1, [(156, TF32_BITS)])])
    assert by_tf32 == total_processing_performance([(1, [(312, 16)])]) == 4_992


def of_a_circuit(paragraph, tpp, density):
    """What a definition that speaks of a circuit comes to, for one circuit and nothing around it."""
    circuit = Vector("ic")
    circuit.set(tx.circuit.tpp, tpp)
    circuit.set(tx.circuit.performance_density, Fraction(density))
    edition = the_law().edition(date(2025, 6, 2), "on_the_books")
    return edition.reading(paragraph)(World(Vector("line"), [circuit]), circuit)


@pytest.mark.parametrize(
    ("paragraph", "tpp", "density", "holds"),
    [
        (e3a090.great_performance, 4_800, "0.01", True),
        (e3a090.great_performance, Fraction("4799.99"), "100", False),
        (e3a090.great_density, 1_600, "5.92", True),
        (e3a090.great_density, Fraction("1599.99"), "5.92", False),
        (e3a090.great_density, 1_600, "5.91", False),
        (e3a090.middle_performance, 2_400, "1.6", True),
        (e3a090.middle_performance, Fraction("2399.99"), "1.6", False),
        (e3a090.middle_performance, 2_400, "1.59", False),
        (e3a090.middle_performance, Fraction("4799.99"), "5.91", True),
        (e3a090.middle_performance, 4_800, "5.91", False),
        (e3a090.middle_performance, 2_400, "5.92", False),
        (e3a090.middle_density, 1_600, "3.2", True),
        (e3a090.middle_density, Fraction("1599.99"), "3.2", False),
        (e3a090.middle_density, 1_600, "3.19", False),
        (e3a090.middle_density, 100_000, "5.91", True),
        (e3a090.middle_density, 1_600, "5.92", False),
    ],
)
def test_each_limb_alone_at_both_sides_of_its_numbers(paragraph, tpp, density, holds):
    """a.1, a.2, b.1 and b.2 as they are printed, whatever the others say of the same circuit."""
    assert of_a_circuit(paragraph, tpp, density) is holds
