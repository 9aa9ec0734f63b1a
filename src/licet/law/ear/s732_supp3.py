"""Supplement no. 3 to 15 CFR part 732: red flags that the facts themselves can raise."""

from __future__ import annotations

from licet.facts.transaction import RECEIVING
from licet.law.instruments import AI_DIFFUSION, OCTOBER_2023
from licet.law.places import D1_D4_D5, SUPPLEMENT_5A, UAE
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


@SECTION.warning("15 CFR 748.5(e)-(f)", enacted_by=OCTOBER_2023)
def the_recipient_is_elsewhere(tx: Subject) -> Term:
    """Who receives the items is located in a controlled place, but the destination is another.

    licet decides by the destination. The ultimate consignee and the end user are who receives the
    items (748.5(e), (f)): find out where they go.
    """
    there = D1_D4_D5 | UAE
    elsewhere = ~tx.destination.within(there)
    return elsewhere & tx.some_party(RECEIVING, lambda party: party.location.within(there))
