"""What somebody has classified already: the paragraph is taken as stated."""

from __future__ import annotations

from licet.law.ear.ccl.e3a090 import TPP_A1
from licet.law.ear.ccl.paragraphs import OTHER, PARAGRAPHS
from licet.law.instruments import EAR_BEFORE, OCTOBER_2023
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR 774.1", "The Commerce Control List", EAR_BEFORE, tx)


def _stated(outcome: str) -> None:
    def body(tx: Subject) -> Term:
        return tx.item.kind.among("eccn") & tx.item.stated.among(outcome)

    body.__name__ = "stated_" + outcome.lower().replace(".", "_")
    body.__doc__ = f"The exporter has classified the item in {outcome}."
    SECTION.case("(a)", outcome)(body)


for _paragraph in sorted(PARAGRAPHS):
    _stated(_paragraph)


@SECTION.warning("ECCN 3A090.a.1", enacted_by=OCTOBER_2023)
def great_performance_outside(tx: Subject) -> Term:
    """A paragraph outside these controls is stated with a TPP of 4,800 or more: classify it anew.

    A circuit with that much is in 3A090.a or a .z paragraph, and so is a computer with such a circuit.
    """
    outside = tx.item.kind.among("eccn") & tx.item.stated.among(OTHER)
    return outside & (tx.item.tpp >= TPP_A1)
