"""What somebody has classified already: the paragraph is taken as stated."""

from __future__ import annotations

from licet.law.ear.ccl.paragraphs import PARAGRAPHS
from licet.law.instruments import EAR_BEFORE
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
