"""ECCN 3A090: advanced computing integrated circuits (a, b) and high bandwidth memory (c)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from licet.law.ear.ccl.paragraphs import (
    COMMODITIES_A,
    COMMODITIES_B,
    FAMILIES,
    SOFTWARE_A,
    SOFTWARE_B,
)
from licet.law.instruments import (
    AUTHORIZED_BY_APPLICATION,
    FOUNDRY_RULE,
    HBM_RULE,
    OCTOBER_2022,
    OCTOBER_2023,
)
from licet.law.places import MACAU_OR_D5
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated, Exact, Group
from licet.logic.rules import Section
from licet.logic.terms import Member, SomeCircuit, Term

SECTION = Section("ECCN 3A090", "Integrated circuits", OCTOBER_2023, tx)

OF_OCTOBER_2023 = "88 FR 73458"
BITS_TIMES_TOPS = Dated({"2022-10-07": (4800, "87 FR 62186")}, unit="bits x TOPS")
TRANSFER_RATE = Dated({"2022-10-07": (600, "87 FR 62186")}, unit="GB/s")
TPP_A1 = Dated({"2023-11-17": (4800, OF_OCTOBER_2023)}, unit="TPP")
TPP_A2 = Dated({"2023-11-17": (1600, OF_OCTOBER_2023)}, unit="TPP")
DENSITY_A2 = Dated({"2023-11-17": (Fraction(592, 100), OF_OCTOBER_2023)}, unit="TPP per mm2")
TPP_B1 = Dated({"2023-11-17": (2400, OF_OCTOBER_2023)}, unit="TPP")
TPP_B1_END = Dated({"2023-11-17": (4800, OF_OCTOBER_2023)}, unit="TPP")
DENSITY_B1 = Dated({"2023-11-17": (Fraction(16, 10), OF_OCTOBER_2023)}, unit="TPP per mm2")
TPP_B2 = Dated({"2023-11-17": (1600, OF_OCTOBER_2023)}, unit="TPP")
DENSITY_B2 = Dated({"2023-11-17": (Fraction(32, 10), OF_OCTOBER_2023)}, unit="TPP per mm2")
DENSITY_B_END = Dated({"2023-11-17": (Fraction(592, 100), OF_OCTOBER_2023)}, unit="TPP per mm2")
TPP_NOTE_2 = Dated({"2023-11-17": (4800, OF_OCTOBER_2023)}, unit="TPP")
HBM_DENSITY = Dated({"2024-12-31": (2, "89 FR 96790")}, unit="GB/s per mm2")
TRANSISTORS = Dated({"2025-01-31": (30_000_000_000, "90 FR 5298")}, unit="transistors")
TRANSISTORS_WITHOUT_HBM = Dated(
    {
        "2025-01-31": (30_000_000_000, "90 FR 5298"),
        "2027-01-01": (35_000_000_000, "90 FR 5298"),
        "2028-01-01": (30_000_000_000, "90 FR 5298 states no number for 2028"),
        "2029-01-01": (40_000_000_000, "90 FR 5298"),
    },
    unit="transistors",
)

TRANSISTORS_IF_2028_IS_MEANT = Dated(
    {
        "2025-01-31": (30_000_000_000, "90 FR 5298"),
        "2027-01-01": (35_000_000_000, "90 FR 5298"),
        "2029-01-01": (40_000_000_000, "90 FR 5298"),
    },
    unit="transistors",
)

TF32_BITS = 32
"""Technical note 1.c: TF32 multiplies 19-bit operands that are stored in 32 bits. The note says the
largest bit length of the inputs; licet takes the stricter reading, the stored length."""

A_LEVEL = Group.always("the level of 3A090.a", COMMODITIES_A | SOFTWARE_A)
B_LEVEL = Group.always("the level of 3A090.b", COMMODITIES_B | SOFTWARE_B)
IN_A_FAMILY = Group.always("an entry with .z paragraphs", FAMILIES)


def total_processing_performance(units: Iterable[tuple[int, Iterable[tuple[Exact, int]]]]) -> Exact:
    """TPP by technical notes 1 to 3 of ECCN 3A090, without unit.

    ``units`` are the processing units of one circuit: how many, and the modes in which one computes,
    each the dense tera-operations per second (a multiply-accumulate counts as two) and the bit
    length of the largest input to the multiplication. A unit counts at its highest product; the
    units are added up.
    """
    return sum(count * max(ops * bits for ops, bits in modes) for count, modes in units)


@SECTION.definition("ECCN 3A090.a of 2022", enacted_by=OCTOBER_2022)
def circuit_of_2022(tx: Subject) -> Term:
    """A transfer rate of 600 GB/s or more, and bit length times TOPS of 4,800 or more.

    The rate counts both directions together, over all inputs and outputs, to circuits other than
    volatile memory. Neither density nor datacenters count. Bit length times TOPS is what later texts
    call total processing performance; that it is the dense rate was written only in 2023.
    """
    return (tx.circuit.transfer_rate >= TRANSFER_RATE) & (tx.circuit.tpp >= BITS_TIMES_TOPS)


@SECTION.definition("ECCN 3A090.a.1")
def great_performance(tx: Subject) -> Term:
    """A total processing performance of 4,800 or more."""
    return tx.circuit.tpp >= TPP_A1


@SECTION.definition("ECCN 3A090.a.2")
def great_density(tx: Subject) -> Term:
    """A total processing performance of 1,600 or more with a performance density of 5.92 or more."""
    return (tx.circuit.tpp >= TPP_A2) & (tx.circuit.performance_density >= DENSITY_A2)


@SECTION.definition("ECCN 3A090.b.1")
def middle_performance(tx: Subject) -> Term:
    """TPP from 2,400 to below 4,800 with a performance density from 1.6 to below 5.92."""
    c = tx.circuit
    return (
        (c.tpp >= TPP_B1)
        & (c.tpp < TPP_B1_END)
        & (c.performance_density >= DENSITY_B1)
        & (c.performance_density < DENSITY_B_END)
    )


@SECTION.definition("ECCN 3A090.b.2")
def middle_density(tx: Subject) -> Term:
    """TPP of 1,600 or more with a performance density from 3.2 to below 5.92."""
    c = tx.circuit
    return (
        (c.tpp >= TPP_B2)
        & (c.performance_density >= DENSITY_B2)
        & (c.performance_density < DENSITY_B_END)
    )


@SECTION.exclusion("ECCN 3A090 Note 2")
def neither_datacenter_nor_great(tx: Subject) -> Term:
    """Paragraphs .a and .b leave out what is neither for datacenters nor has a TPP of 4,800."""
    return ~tx.circuit.datacenter & ~(tx.circuit.tpp >= TPP_NOTE_2)


@SECTION.definition("ECCN 3A090.a")
def circuit_meets_a(tx: Subject) -> Term:
    """The circuit meets a.1 or a.2 and Note 2 does not leave it out."""
    return (great_performance.holds | great_density.holds) & ~neither_datacenter_nor_great.holds


@SECTION.definition("ECCN 3A090.b")
def circuit_meets_b(tx: Subject) -> Term:
    """The circuit meets b.1 or b.2, not .a, and Note 2 does not leave it out."""
    return (
        (middle_performance.holds | middle_density.holds)
        & ~(great_performance.holds | great_density.holds)
        & ~neither_datacenter_nor_great.holds
    )


@SECTION.definition("ECCN 3A090.a Note 1 a.", enacted_by=FOUNDRY_RULE)
def designed_by_approved_or_authorized(tx: Subject) -> Term:
    """Its designer is approved (supplement no. 6 to part 740) or authorized."""
    return tx.item.designer_approved | tx.item.designer_authorized


@SECTION.definition("ECCN 3A090.a Note 1 b.", enacted_by=FOUNDRY_RULE)
def few_transistors(tx: Subject) -> Term:
    """Fewer than 30 billion transistors; without HBM 35 billion in 2027, 40 billion from 2029."""
    return (tx.foundry.transistors < TRANSISTORS) | (
        ~tx.foundry.contains_hbm & (tx.foundry.transistors < TRANSISTORS_WITHOUT_HBM)
    )


@SECTION.definition("ECCN 3A090.a Note 1 c.", enacted_by=FOUNDRY_RULE)
def presumption_is_overcome(tx: Subject) -> Term:
    """A designer's attestation, or a transistor count by the fabricator or an approved OSAT company."""
    by_designer = designed_by_approved_or_authorized.holds & tx.foundry.designer_attests
    by_fabricator = tx.foundry.packager.among(
        "front_end_fabricator"
    ) & ~tx.foundry.packaged_in.within(MACAU_OR_D5)
    by_osat = tx.foundry.packager.among("approved_osat")
    return by_designer | ((by_fabricator | by_osat) & few_transistors.holds)


@SECTION.definition("ECCN 3A090.a Note 1", enacted_by=FOUNDRY_RULE)
def presumed_a(tx: Subject) -> Term:
    """A fabricator or OSAT company must take an advanced logic circuit for 3A090.a unless shown."""
    by_one_of_them = tx.exporter.fabricator | tx.exporter.osat
    return (
        tx.item.kind.among("integrated_circuit")
        & by_one_of_them
        & tx.foundry.advanced_logic
        & ~presumption_is_overcome.holds
    )


@SECTION.definition("ECCN 3A090.a technical notes")
def meets_a(tx: Subject) -> Term:
    """Some circuit in the item meets 3A090.a, or is presumed to."""
    return SomeCircuit(circuit_meets_a.holds) | presumed_a.holds


@SECTION.definition("ECCN 3A090.b technical notes")
def meets_b(tx: Subject) -> Term:
    """No circuit in the item meets 3A090.a, and some circuit meets 3A090.b."""
    return ~meets_a.holds & SomeCircuit(circuit_meets_b.holds)


@SECTION.definition("ECCN 3A090 Note 2 datacenter")
def for_datacenters_and_a(tx: Subject) -> Term:
    """The item is designed or marketed for datacenters and meets the parameters of 3A090.a."""
    stated_a = Member(tx.item.stated, A_LEVEL) | Member(tx.item.made_for, A_LEVEL)
    return (
        SomeCircuit(circuit_meets_a.holds & tx.circuit.datacenter)
        | (SomeCircuit(circuit_meets_a.holds) & tx.item.datacenter)
        | presumed_a.holds
        | (stated_a & tx.item.datacenter)
    )


@SECTION.case("ECCN 3A090.a", "3A090.a", enacted_by=OCTOBER_2022)
def is_3a090_of_2022(tx: Subject) -> Term:
    """An integrated circuit that meets the paragraph, whatever else describes it: no .z paragraphs yet."""
    return tx.item.kind.among("integrated_circuit") & SomeCircuit(circuit_of_2022.holds)


@SECTION.case("ECCN 3A090.a", "3A090.a", replaces=is_3a090_of_2022)
def is_3a090_a(tx: Subject) -> Term:
    """An integrated circuit that meets 3A090.a and is in no entry with .z paragraphs."""
    return (
        tx.item.kind.among("integrated_circuit")
        & ~tx.item.also_described_in.within(IN_A_FAMILY)
        & meets_a.holds
    )


@SECTION.case("ECCN 3A090.b", "3A090.b")
def is_3a090_b(tx: Subject) -> Term:
    """An integrated circuit that meets 3A090.b and is in no entry with .z paragraphs."""
    return (
        tx.item.kind.among("integrated_circuit")
        & ~tx.item.also_described_in.within(IN_A_FAMILY)
        & meets_b.holds
    )


@SECTION.case("ECCN 3A090.c", "3A090.c", enacted_by=HBM_RULE)
def is_3a090_c(tx: Subject) -> Term:
    """High bandwidth memory above 2 GB/s per mm2, not packaged with logic that dominates."""
    return (
        tx.item.kind.among("hbm")
        & ~tx.item.with_dominant_logic
        & (tx.item.hbm_density > HBM_DENSITY)
    )


@SECTION.question(
    "transistors-in-2028",
    few_transistors,
    cites=["ECCN 3A090.a Note 1 b."],
    taken="30 billion transistors in 2028, because the note gives numbers for 2027 and from 2029.",
)
def thirty_five_billion_in_2028(tx: Subject) -> Term:
    """Note 1 says nothing of exports completed in 2028: is the number 30 or 35 billion?"""
    return (tx.foundry.transistors < TRANSISTORS) | (
        ~tx.foundry.contains_hbm & (tx.foundry.transistors < TRANSISTORS_IF_2028_IS_MEANT)
    )


@SECTION.question(
    "note-1-d-inverted",
    presumption_is_overcome,
    cites=["ECCN 3A090.a Note 1 b.", "ECCN 3A090.a Note 1 d."],
    taken="Paragraph d. means counts at or above the numbers: below them b. and c. show the way out.",
)
def few_transistors_are_presumed(tx: Subject) -> Term:
    """Paragraph d. presumes 3A090.a where the count "is below" the numbers. Does it undo b. and c.?"""
    return designed_by_approved_or_authorized.holds & tx.foundry.designer_attests


@SECTION.statement("ECCN 3A090.a Note 1 a.(3)", enacted_by=AUTHORIZED_BY_APPLICATION)
def authorized_only_with_an_application(tx: Subject) -> Term:
    """From the end of 2026 a designer is authorized only if it has applied for approval.

    Its status ends 180 days after the application. On 31 December 2026 itself, of which the note
    says nothing, the application is asked for as well.
    """
    return tx.item.designer_authorized & ~tx.item.designer_approved


circuit_of_2022.ends_with(OCTOBER_2023)
