"""Supplement no. 10 to 15 CFR part 748: what a data center VEU may do with 4E091 models and weights.

Paragraphs 7 and 8, and the exemption for intentional publication. They bind the validated end user,
and a breach costs its status; they change no license requirement, so they are warnings here.
"""

from __future__ import annotations

from fractions import Fraction

from licet.law.ear.ccl.e4e091 import OPERATIONS
from licet.law.ear.ccl.scope import classified
from licet.law.ear.s734_7 import made_public_on_purpose
from licet.law.instruments import AI_DIFFUSION, AI_DIFFUSION_SECURITY
from licet.law.places import MACAU_OR_D5, SUPPLEMENT_5A
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("supplement no. 10 to part 748", "VEU data center conditions", AI_DIFFUSION, tx)
PARAGRAPH_7 = "supplement no. 10 to part 748, paragraph 7"
PARAGRAPH_8 = "supplement no. 10 to part 748, paragraph 8"

FINE_TUNING = Dated(
    {"2025-01-13": (Fraction(25, 100), "90 FR 4544")}, unit="share of the original's operations"
)


@SECTION.definition("supplement no. 10 to part 748, introduction")
def a_veu_takes_part(tx: Subject) -> Term:
    """The exporter or a party is a validated end user: Universal, or National for the destination."""
    return tx.exporter.veu | tx.receives(
        lambda party: party.uveu | tx.destination.is_listed_in(party.nveu)
    )


@SECTION.exclusion(PARAGRAPH_7)
def fine_tunes_within_a_quarter(tx: Subject) -> Term:
    """Fine-tuning of a 4E091 model with no more than 25 percent of its training operations."""
    of_a_controlled_model = ~tx.weights.base_published & (tx.weights.base_operations >= OPERATIONS)
    added = tx.weights.additional_operations
    within = added <= tx.weights.base_operations * FINE_TUNING
    return (tx.end_use.fine_tuning_share <= FINE_TUNING) | (of_a_controlled_model & within)


@SECTION.warning(PARAGRAPH_7)
def trains_outside_the_trusted_places(tx: Subject) -> Term:
    """A VEU may train 4E091 models only in supplement no. 5(a), and as a service only for its entities."""
    computing = tx.end_use.purpose.among("train_4e091") & ~(
        tx.destination.within(SUPPLEMENT_5A) & tx.end_use.trains_4e091_for.within(SUPPLEMENT_5A)
    )
    trained_abroad = classified("4E091") & ~tx.weights.produced_in.within(SUPPLEMENT_5A)
    return (
        a_veu_takes_part.holds
        & (computing | trained_abroad)
        & ~fine_tunes_within_a_quarter.holds
        & ~made_public_on_purpose.holds
    )


def _elsewhere(tx: Subject) -> Term:
    trusted = tx.every_party(
        ("ultimate_consignee", "end_user", "operator"),
        lambda party: party.headquartered_in(SUPPLEMENT_5A),
    )
    return ~tx.destination.within(MACAU_OR_D5) & trusted


@SECTION.definition(PARAGRAPH_8)
def place_of_storage(tx: Subject) -> Term:
    """In supplement no. 5(a); or outside Macau and D:5 with owner and operator of supplement no. 5(a)."""
    return tx.destination.within(SUPPLEMENT_5A) | _elsewhere(tx)


@SECTION.definition(PARAGRAPH_8, enacted_by=AI_DIFFUSION_SECURITY, replaces=place_of_storage)
def place_of_secure_storage(tx: Subject) -> Term:
    """The same, and elsewhere the facility meets paragraphs 14, 15 and 18 since 15 January 2026."""
    return tx.destination.within(SUPPLEMENT_5A) | (_elsewhere(tx) & tx.weights.secure_facility)


@SECTION.warning(PARAGRAPH_8)
def stores_weights_elsewhere(tx: Subject) -> Term:
    """A VEU may store or send 4E091 weights only to facilities that paragraph 8 allows."""
    allowed = place_of_storage.holds
    return a_veu_takes_part.holds & classified("4E091") & ~allowed & ~made_public_on_purpose.holds
