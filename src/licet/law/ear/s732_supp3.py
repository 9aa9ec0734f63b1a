"""Supplement no. 3 to 15 CFR part 732: red flags that the facts themselves can raise."""

from __future__ import annotations

from licet.law.instruments import AI_DIFFUSION
from licet.law.places import SUPPLEMENT_5A
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("supplement no. 3 to part 732", "Red flags", AI_DIFFUSION, tx)

RED_FLAG_19_TRANSISTORS = Dated({"2023-11-17": (50_000_000_000, "88 FR 73458")}, unit="count")
"""Transistors of a circuit with HBM that a company headquartered in Macau or D:5 has made (red flag 19)."""


@SECTION.warning("supplement no. 3 to part 732, red flag 28")
def trains_weights_for_others(tx: Subject) -> Term:
    """Computing serves to train 4E091 weights for an entity headquartered outside supplement no. 5(a)."""
    return tx.end_use.purpose.among("train_4e091") & ~tx.end_use.trains_4e091_for.within(
        SUPPLEMENT_5A
    )
