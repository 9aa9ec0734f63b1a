"""15 CFR 740.27: License Exception Artificial Intelligence Authorization (AIA)."""

from __future__ import annotations

from licet.law.ear.ccl.e3a090 import designed_by_approved_or_authorized
from licet.law.ear.ccl.scope import classified, items
from licet.law.ear.s740_2 import (
    an_unverified_party_stands_in_the_way,
    embargo_or_end_use_stands_in_the_way,
    missile_technology_stands_in_the_way,
    only_named_exceptions_are_usable,
)
from licet.law.ear.s748_5 import for_a_macau_or_d5_entity
from licet.law.instruments import AI_DIFFUSION, AI_DIFFUSION_SECURITY, FOUNDRY_RULE_ON_EXCEPTIONS
from licet.law.places import MACAU_OR_D5, SUPPLEMENT_5A
from licet.law.subject import Party, Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Due, Route, Section
from licet.logic.terms import ALWAYS, Term

SECTION = Section(
    "15 CFR 740.27",
    "License Exception Artificial Intelligence Authorization (AIA)",
    AI_DIFFUSION,
    tx,
)
AIA = Route("AIA", "exception", SECTION)

CERTIFICATION_TPP = Dated({"2025-01-13": (253_000_000, "90 FR 4544")}, unit="TPP")
RECIPIENTS = ("ultimate_consignee", "end_user", "operator")


@SECTION.definition("(a)(1)")
def is_an_eligible_commodity(tx: Subject) -> Term:
    """Commodities at the level of 3A090.a."""
    return classified(
        """3A001.z.1.a, z.2.a, z.3.a, z.4.a; 3A090.a; 4A003.z.1.a, z.2.a; 4A004.z.1; 4A005.z.1; 4A090.a;
        5A002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a; 5A004.z.1.a, z.2.a; 5A992.z.1"""
    )


@SECTION.definition(
    "(a)(1)", enacted_by=FOUNDRY_RULE_ON_EXCEPTIONS, replaces=is_an_eligible_commodity
)
def is_an_eligible_commodity_by_designer(tx: Subject) -> Term:
    """Commodities at the level of 3A090.a; of some, only by approved or authorized designers."""
    unconditional = classified(
        """3A001.z.1.a, z.2.a, z.3.a, z.4.a; 4A003.z.1.a, z.2.a; 4A004.z.1; 4A005.z.1; 4A090.a;
        5A004.z.1.a, z.2.a"""
    )
    conditional = classified("3A090.a; 5A002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a; 5A992.z.1")
    return unconditional | (conditional & designed_by_approved_or_authorized.holds)


@SECTION.definition("(a)(2)(i)")
def is_eligible_software_or_technology(tx: Subject) -> Term:
    """Software and technology for the eligible commodities; 3E001 is not among them."""
    return items(
        "5D002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a, z.6.a, z.7.a, z.8.a, z.9.a; 5D992.z.1",
        {
            "3D001": "3A001.z.1.a, z.2.a, z.3.a, z.4.a; 3A090.a",
            "4D001": "4A003.z.1.a, z.2.a; 4A004.z.1; 4A005.z.1",
            "4D090": "4A090.a",
            "4E001": "4A003.z.1.a, z.2.a; 4A004.z.1; 4A005.z.1; 4A090.a",
            "5E002": """5A002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a; 5A004.z.1.a, z.2.a; 5D002.z.1.a, z.2.a,
            z.3.a, z.4.a, z.5.a, z.6.a, z.7.a, z.8.a, z.9.a""",
            "5E992": "5A992.z.1; 5D992.z.1",
        },
    )


@SECTION.definition("(a)(2)(ii)")
def is_model_weights(tx: Subject) -> Term:
    """Model weights in ECCN 4E091, for which (a)(3) asks more."""
    return classified("4E091")


@AIA.condition("(a)(1)")
def eligible_item(tx: Subject) -> Term:
    """The item is an eligible commodity, software or technology for one, or model weights."""
    return (
        is_an_eligible_commodity.holds
        | is_eligible_software_or_technology.holds
        | is_model_weights.holds
    )


@AIA.condition("(a)(3)")
def weights_for_trusted_entities(tx: Subject) -> Term:
    """Model weights: only to entities headquartered or parented in supplement no. 5(a)."""

    def trusted(party: Party) -> Term:
        return party.headquartered_in(SUPPLEMENT_5A)

    return ~is_model_weights.holds | tx.every_party(RECIPIENTS, trusted)


@AIA.condition("(a)(3)(i)")
def weights_outside_macau_and_d5(tx: Subject) -> Term:
    """Model weights: the entities that obtain them are located outside Macau and D:5."""
    outside = ~tx.destination.within(MACAU_OR_D5) & tx.every_party(
        RECIPIENTS, lambda party: ~party.location.within(MACAU_OR_D5)
    )
    return ~is_model_weights.holds | outside


@AIA.condition("(a)(3)(ii)")
def weights_in_a_secure_facility(tx: Subject) -> Term:
    """Model weights: stored where paragraphs 14, 15 and 18 of supplement no. 10 to part 748 are met."""
    return ~is_model_weights.holds | tx.weights.secure_facility


@SECTION.question(
    "security-before-2026-01-15",
    weights_in_a_secure_facility,
    cites=["15 CFR 740.27(a)(3)(ii)", "supplement no. 10 to 15 CFR part 748, paragraph 8"],
    taken="The facility has to meet the three paragraphs from the first day of the exception.",
    ended_by=AI_DIFFUSION_SECURITY,
)
def security_is_due_later(tx: Subject) -> Term:
    """Validated end users had until 15 January 2026 for the three paragraphs. Had exporters as well?"""
    return ALWAYS


@AIA.condition("(a)")
def trusted_place_and_headquarters(tx: Subject) -> Term:
    """Recipients located in supplement no. 5(a), headquarters and parents too; for weights see (a)(3)."""

    def trusted(party: Party) -> Term:
        return (
            party.location.within(SUPPLEMENT_5A)
            & party.headquarters.within(SUPPLEMENT_5A)
            & party.ultimate_parent_headquarters.within(SUPPLEMENT_5A)
        )

    real = tx.action.among("export", "reexport", "transfer_in_country")
    there = tx.destination.within(SUPPLEMENT_5A) & tx.every_party(RECIPIENTS, trusted)
    return real & (is_model_weights.holds | there)


@AIA.condition("(a) training")
def trains_for_nobody_outside(tx: Subject) -> Term:
    """Commodities may not serve to train 4E091 models for entities outside supplement no. 5(a)."""
    training = tx.end_use.purpose.among("train_4e091")
    return ~(
        is_an_eligible_commodity.holds
        & training
        & ~tx.end_use.trains_4e091_for.within(SUPPLEMENT_5A)
    )


@AIA.condition("(b)(2)")
def certification_on_file(tx: Subject) -> Term:
    """For commodities, the ultimate consignee's one-time certification is there beforehand."""
    return ~is_an_eligible_commodity.holds | tx.on_file.aia


def _named_for_weights(tx: Subject) -> Term:
    """Weights to entities headquartered in supplement no. 5(a)."""
    return is_model_weights.holds & tx.every_party(
        RECIPIENTS, lambda party: party.headquarters.within(SUPPLEMENT_5A)
    )


@AIA.condition("15 CFR 740.2(a)(9)(ii)")
def aia_is_usable_there(tx: Subject) -> Term:
    """Where only named exceptions serve, AIA is named for weights, for no party of Macau or D:5."""
    named = _named_for_weights(tx) & ~for_a_macau_or_d5_entity.holds
    return ~only_named_exceptions_are_usable.holds | named


@SECTION.question(
    "aia-weights-and-macau-or-d5",
    aia_is_usable_there,
    cites=["15 CFR 740.27(a)(3)", "15 CFR 740.2(a)(9)(ii)", "15 CFR 748.5(c)-(f)"],
    taken="""It does not: 740.2(a)(9)(ii) restricts exceptions for entities of Macau and D:5 wherever they
    are, and names AIA for those of supplement no. 5(a).""",
)
def only_the_headquarters_of_recipients_count(tx: Subject) -> Term:
    """Does AIA carry weights whose recipient's parent, purchaser or forwarder is of Macau or D:5?"""
    return ~only_named_exceptions_are_usable.holds | _named_for_weights(tx)


@AIA.condition("15 CFR 744.23(c)")
def aia_no_other_requirement(tx: Subject) -> Term:
    """No embargo and no prohibited end use stands beside it."""
    return ~embargo_or_end_use_stands_in_the_way.holds


@AIA.condition("15 CFR 740.2(a)(5)")
def aia_no_missile_technology(tx: Subject) -> Term:
    """Not for what is controlled for missile technology, as 3A001.z.2 is."""
    return ~missile_technology_stands_in_the_way.holds


@AIA.condition("15 CFR 740.2(a)(17)")
def aia_no_unverified_party(tx: Subject) -> Term:
    """No party is on the Unverified List."""
    return ~an_unverified_party_stands_in_the_way.holds


@AIA.duty("(b)(1)", due=Due(days=0))
def furnish_the_eccn(tx: Subject) -> Term:
    """Tell the ultimate consignee the ECCN of each item, once per item while it stays right."""
    return ALWAYS


@AIA.duty("(b)(2)", due=Due(days=0), cures=certification_on_file)
def obtain_the_certification(tx: Subject) -> Term:
    """Obtain the ultimate consignee's AIA certification, once, before the first shipment."""
    return is_an_eligible_commodity.holds


@AIA.duty("(b)(3)", due=Due(days=0))
def notify_the_consignee(tx: Subject) -> Term:
    """With each shipment, tell the ultimate consignee in writing that it goes under AIA."""
    return ALWAYS


@AIA.duty("(c)", due=Due(days=0))
def submit_the_certification(tx: Subject) -> Term:
    """Send the certification to BIS once the consignee's cumulative TPP reaches 253,000,000."""
    received = tx.on_file.aia_tpp_cumulative + tx.total_tpp(is_an_eligible_commodity.holds)
    return is_an_eligible_commodity.holds & (received >= CERTIFICATION_TPP)
