"""ECCN 4A090: computers, electronic assemblies and components with advanced circuits in them."""

from __future__ import annotations

from licet.law.ear.ccl.e3a090 import IN_A_FAMILY, circuit_of_2022, meets_a, meets_b
from licet.law.instruments import OCTOBER_2022, OCTOBER_2023
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import SomeCircuit, Term

SECTION = Section("ECCN 4A090", "Computers", OCTOBER_2023, tx)


@SECTION.case("ECCN 4A090.a", "4A090.a", enacted_by=OCTOBER_2022)
def is_4a090_of_2022(tx: Subject) -> Term:
    """A computer or assembly with a circuit of 3A090 in it, whatever else describes it."""
    return tx.item.kind.among("computer") & SomeCircuit(circuit_of_2022.holds)


@SECTION.case("ECCN 4A090.a", "4A090.a", replaces=is_4a090_of_2022)
def is_4a090_a(tx: Subject) -> Term:
    """A computer or assembly with a circuit that meets 3A090.a, in no entry with .z paragraphs."""
    return (
        tx.item.kind.among("computer")
        & ~tx.item.also_described_in.within(IN_A_FAMILY)
        & meets_a.holds
    )


@SECTION.case("ECCN 4A090.b", "4A090.b")
def is_4a090_b(tx: Subject) -> Term:
    """A computer or assembly whose strongest circuit meets 3A090.b, in no entry with .z paragraphs."""
    return (
        tx.item.kind.among("computer")
        & ~tx.item.also_described_in.within(IN_A_FAMILY)
        & meets_b.holds
    )
