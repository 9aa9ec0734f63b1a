"""15 CFR 734.9: the foreign direct product rule for advanced computing items, paragraph (h)."""

from __future__ import annotations

from licet.law.ear.ccl.paragraphs import COMMODITIES_A, COMMODITIES_B
from licet.law.ear.ccl.scope import CLASSIFICATION, classified, items
from licet.law.ear.s734_4 import more_than_de_minimis
from licet.law.ear.s748_5 import for_a_macau_or_d5_entity
from licet.law.instruments import (
    AI_DIFFUSION,
    OCTOBER_2022,
    OCTOBER_2022_FDP,
    OCTOBER_2023,
)
from licet.law.places import CHINA_AND_THEN_MACAU, D1_D4_D5, MACAU_OR_D5
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import ALWAYS, Classified, Term

SECTION = Section("15 CFR 734.9", "Foreign-Direct Product (FDP) rules", OCTOBER_2023, tx)


PLANTS = (
    "3A001.z",
    "3A090",
    "4A003.z",
    "4A004.z",
    "4A005.z",
    "4A090",
    "5A002.z",
    "5A004.z",
    "5A992.z",
)
"""(l)(1): the entries of plants, or major components of plants, whose weights are subject to the EAR."""


@SECTION.definition("(h)(1)(i)(A)", enacted_by=OCTOBER_2022_FDP)
def direct_product_of_technology(tx: Subject) -> Term:
    """It is the direct product of technology or software in the listed entries of 3D, 3E, 4D, 4E, 5D, 5E."""
    return tx.item.direct_product


@SECTION.definition("(h)(1)(ii)(A)", enacted_by=OCTOBER_2022_FDP)
def product_of_a_plant(tx: Subject) -> Term:
    """A plant or major component of it made the item, and is itself such a direct product."""
    return tx.item.plant_product


@SECTION.definition("(h)(1)(i)(B)", enacted_by=OCTOBER_2022_FDP)
def is_an_advanced_computing_item(tx: Subject) -> Term:
    """3A090, 4A090, 3E001 for 3A090, 4E001 for 4A090, or hardware in a .z paragraph."""
    hardware = Classified(CLASSIFICATION, COMMODITIES_A | COMMODITIES_B)
    return hardware | items("3A090", {"3E001": "3A090", "4E001": "4A090"})


@SECTION.definition("(h)(2)(i)", enacted_by=OCTOBER_2022_FDP)
def goes_to_china(tx: Subject) -> Term:
    """It goes to China; to Macau as well from January 2023."""
    return tx.destination.within(CHINA_AND_THEN_MACAU)


@SECTION.definition("(h)(2)(i)", replaces=goes_to_china)
def goes_to_d1_d4_d5(tx: Subject) -> Term:
    """It goes to D:1, D:4 or D:5 (not A:5, A:6), or to an entity headquartered in Macau or D:5."""
    return tx.destination.within(D1_D4_D5) | for_a_macau_or_d5_entity.holds


@SECTION.definition("(h)(2)(i)", enacted_by=AI_DIFFUSION, replaces=goes_to_d1_d4_d5)
def goes_anywhere(tx: Subject) -> Term:
    """It goes to any location worldwide."""
    return ALWAYS


@SECTION.definition("(h)(2)(ii)", enacted_by=OCTOBER_2022_FDP)
def technology_developed_in_china(tx: Subject) -> Term:
    """Technology for production of a mask, wafer or die, developed by an entity of China."""
    return tx.item.developed_by.within(CHINA_AND_THEN_MACAU) & tx.item.for_production


@SECTION.definition("(h)(2)(ii)", replaces=technology_developed_in_china)
def technology_developed_in_macau_or_d5(tx: Subject) -> Term:
    """Technology for production of a mask, wafer or die, developed by a Macau or D:5 entity."""
    return tx.item.developed_by.within(MACAU_OR_D5) & tx.item.for_production


def _made_abroad(tx: Subject) -> Term:
    from_abroad = ~tx.action.among("export")
    return ~tx.item.kind.among("model_weights") & tx.item.foreign_produced & from_abroad


@SECTION.subject_to_the_ear("(h)", enacted_by=OCTOBER_2022, sure="S")
def foreign_before_the_rule(tx: Subject) -> Term:
    """A foreign-produced item not exported from the United States, before (h) counted."""
    return _made_abroad(tx) & ~more_than_de_minimis.holds


@SECTION.subject_to_the_ear("(h)", enacted_by=OCTOBER_2022_FDP, replaces=foreign_before_the_rule)
def foreign_and_outside_the_rule(tx: Subject) -> Term:
    """A foreign-produced item that is not exported from the United States and outside the rule."""
    product = direct_product_of_technology.holds | product_of_a_plant.holds
    destination = goes_to_china.holds | technology_developed_in_china.holds
    inside = product & is_an_advanced_computing_item.holds & destination
    return _made_abroad(tx) & ~inside & ~more_than_de_minimis.holds


@SECTION.definition("(l)(1) note 7", enacted_by=AI_DIFFUSION)
def of_a_listed_plant(tx: Subject) -> Term:
    """A listed plant made the weights, or those that they were fine-tuned or quantized from."""
    return tx.weights.listed_plant | tx.weights.base_subject


@SECTION.question(
    "weights-modified-abroad",
    of_a_listed_plant,
    cites=["15 CFR 734.9(l)(1) note 7", "15 CFR 734.9(l)(1)"],
    taken="They are: what was further trained is still the item that the other plant, or the US, made.",
)
def only_the_plant_that_made_them(tx: Subject) -> Term:
    """Are weights subject to the EAR for what they were fine-tuned or quantized from alone?"""
    return tx.weights.listed_plant


@SECTION.subject_to_the_ear("(l)", enacted_by=AI_DIFFUSION)
def foreign_weights_outside_the_rule(tx: Subject) -> Term:
    """4E091 weights produced abroad, not exported from the United States, of a plant not listed."""
    return (
        classified("4E091")
        & tx.item.foreign_produced
        & ~tx.action.among("export", "deemed_export")
        & ~of_a_listed_plant.holds
    )
