"""15 CFR 744.23(a)(3) and (d): advanced computing items for entities headquartered in Macau or D:5."""

from __future__ import annotations

from licet.law.ear.ccl.e3a090 import TPP_A1, for_datacenters_and_a
from licet.law.ear.ccl.scope import CLASSIFICATION, classified, made_for
from licet.law.ear.s734_3 import stays_in_the_united_states
from licet.law.ear.s748_5 import for_a_macau_or_d5_entity
from licet.law.instruments import (
    AI_DIFFUSION,
    APRIL_2024,
    CASE_BY_CASE_2026,
    HBM_RULE,
    LETTERS_2023,
    LETTERS_2025,
    OCTOBER_2022,
    OCTOBER_2023,
)
from licet.law.places import CHINA_AND_THEN_MACAU, D1_D4_D5, MACAU_OR_D5, US_A5_A6
from licet.law.subject import Party, Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Section
from licet.logic.terms import NEVER, Classified, SomeCircuit, Term

SECTION = Section("15 CFR 744.23", "Advanced computing end-use controls", OCTOBER_2023, tx)

LEVEL_A = """3A001.z.1.a, z.2.a, z.3.a, z.4.a; 3A090.a; 4A003.z.1.a, z.2.a; 4A004.z.1; 4A005.z.1; 4A090.a;
5A002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a; 5A004.z.1.a, z.2.a; 5A992.z.1;
5D002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a, z.6.a, z.7.a, z.8.a, z.9.a; 5D992.z.1"""
LEVEL_B = """3A001.z.1.b, z.2.b, z.3.b, z.4.b; 3A090.b; 4A003.z.1.b, z.2.b; 4A004.z.2; 4A005.z.2; 4A090.b;
5A002.z.1.b, z.2.b, z.3.b, z.4.b, z.5.b; 5A004.z.1.b, z.2.b; 5A992.z.2;
5D002.z.1.b, z.2.b, z.3.b, z.4.b, z.5.b, z.6.b, z.7.b, z.8.b, z.9.b; 5D992.z.2"""


def _elsewhere_for_their_entity(tx: Subject) -> Term:
    outside = ~tx.destination.within(D1_D4_D5) & ~stays_in_the_united_states.holds
    return outside & for_a_macau_or_d5_entity.holds & ~tx.is_deemed()


@SECTION.statement("(a)", enacted_by=OCTOBER_2022, sure="S")
def end_uses_of_2022(tx: Subject) -> Term:
    """Supercomputers and chip plants in China: there other items need a license too (end_use)."""
    return tx.destination.within(CHINA_AND_THEN_MACAU) & ~tx.is_deemed()


end_uses_of_2022.ends_with(OCTOBER_2023)


@SECTION.requirement("(a)(3)(i)")
def headquarters_rule_of_2023(tx: Subject) -> Term:
    """Items at .a or .b to anywhere but D:1, D:4, D:5 for an entity of Macau or D:5."""
    return (classified(LEVEL_A) | classified(LEVEL_B)) & _elsewhere_for_their_entity(tx)


@SECTION.requirement("(a)(3)(i)(A)", enacted_by=AI_DIFFUSION, replaces=headquarters_rule_of_2023)
def headquarters_rule(tx: Subject) -> Term:
    """Items at .b to anywhere but D:1, D:4, D:5 (A:5 and A:6 apart) for an entity of Macau or D:5."""
    return classified(LEVEL_B) & _elsewhere_for_their_entity(tx)


@SECTION.requirement("(a)(3)(i)(B)", enacted_by=HBM_RULE)
def headquarters_rule_for_hbm(tx: Subject) -> Term:
    """3A090.c to anywhere but Macau and D:5 for an entity of Macau or D:5."""
    outside = ~tx.destination.within(MACAU_OR_D5) & ~stays_in_the_united_states.holds
    return classified("3A090.c") & outside & for_a_macau_or_d5_entity.holds & ~tx.is_deemed()


@SECTION.requirement("(a)(3)(ii)")
def technology_of_their_entities(tx: Subject) -> Term:
    """3E001 for 3A090 (not .c) developed by a Macau or D:5 entity, from D:1, D:4, D:5, for production."""
    return (
        made_for("3E001", "3A090.a; 3A090.b")
        & tx.item.developed_by.within(MACAU_OR_D5)
        & (tx.item.us_direct_product | tx.item.direct_product)
        & tx.action.among("reexport", "transfer_in_country")
        & tx.shipped_from.within(D1_D4_D5)
        & tx.item.for_production
    )


@SECTION.definition("(a)(3)")
def required_here(tx: Subject) -> Term:
    """A requirement of (a)(3) applies."""
    return (
        headquarters_rule.holds
        | headquarters_rule_of_2023.holds
        | headquarters_rule_for_hbm.holds
        | technology_of_their_entities.holds
    )


@SECTION.definition("(d)(2)")
def friendly_end_users(tx: Subject) -> Term:
    """End users headquartered in the US, A:5 or A:6, and none of them with a Macau or D:5 parent."""

    def friendly(party: Party) -> Term:
        parent_elsewhere = ~party.ultimate_parent_headquarters.within(MACAU_OR_D5)
        return party.headquarters.within(US_A5_A6) & parent_elsewhere

    return tx.every_party(("ultimate_consignee", "end_user"), friendly)


@SECTION.policy("(d)(2)", "presumption_of_approval")
def approval_for_friendly_end_users(tx: Subject) -> Term:
    """End users headquartered in the US, A:5 or A:6 that no Macau or D:5 entity owns by majority."""
    return required_here.holds & friendly_end_users.holds


@SECTION.policy("(d)(3)(i)", "case_by_case", enacted_by=APRIL_2024)
def case_by_case_below_datacenters(tx: Subject) -> Term:
    """3A090, 4A090 and .z items, except datacenter items that meet 3A090.a."""
    listed = classified(LEVEL_A) | classified(LEVEL_B) | classified("3A090.c")
    return required_here.holds & listed & ~for_datacenters_and_a.holds & ~friendly_end_users.holds


@SECTION.question(
    "tie-break-of-2026",
    case_by_case_below_datacenters,
    cites=["15 CFR 744.23(d)(3)", "15 CFR 742.6(b)(10)(iii)(A)(1)"],
    taken="""744.23(d) governs a license that 744.23 alone requires: the rule with the tie-break itself
    added (d)(3)(iii), for items at .b that go elsewhere to such entities.""",
    enacted_by=CASE_BY_CASE_2026,
    outcome="presumption_of_denial",
)
def policy_for_d5_goes_first(tx: Subject) -> Term:
    """742.6(b)(10) puts its denial first where several policies fit. Also where 744.23(d) fits?"""
    outside_b = classified(LEVEL_A) | classified(LEVEL_B)
    return case_by_case_below_datacenters.term & outside_b


@SECTION.policy("(d)(1)", "presumption_of_denial", sure="P")
def denial_of_2023(tx: Subject) -> Term:
    """Everything else toward Macau, D:5 and their entities."""
    return required_here.holds & ~friendly_end_users.holds


@SECTION.policy("(d)(1)", "presumption_of_denial", enacted_by=APRIL_2024, replaces=denial_of_2023)
def denial_for_their_entities(tx: Subject) -> Term:
    """Toward Macau, D:5 and their entities, unless (d)(2) or (d)(3) applies."""
    return required_here.holds & ~friendly_end_users.holds & ~case_by_case_below_datacenters.holds


LIKE_THE_H20 = Dated(
    {"2025-04-09": (4_000, "letters under 15 CFR 744.23(b) of April 2025")}, unit="GB/s"
)


@SECTION.statement("(b)", enacted_by=LETTERS_2025)
def informed_by_letter(tx: Subject) -> Term:
    """BIS informed makers by letter in April 2025 that circuits like the H20 need a license.

    That goes for China, Country Group D:5 and their entities, and by memory or interconnect
    bandwidth. A letter binds whom it addresses: ask the maker.
    """
    no_entry = Classified(CLASSIFICATION, frozenset({""}))
    toward = tx.destination.within(MACAU_OR_D5) | for_a_macau_or_d5_entity.holds
    return no_entry & toward & (tx.item.dram_bandwidth >= LIKE_THE_H20)


@SECTION.statement("(b)", enacted_by=LETTERS_2023)
def informed_before_the_rule(tx: Subject) -> Term:
    """BIS informed NVIDIA on 23 October 2023 that the rule of November counts at once for its products.

    That goes for products of 4,800 TPP or more for datacenters, such as A800, H800 and L40S. A letter
    binds whom it addresses: ask the maker.
    """
    toward = tx.destination.within(D1_D4_D5) & ~tx.is_deemed()
    return toward & SomeCircuit((tx.circuit.tpp >= TPP_A1) & tx.circuit.datacenter)


informed_before_the_rule.ends_with(OCTOBER_2023)


@SECTION.question(
    "headquarters-and-744-23-d-in-2023",
    denial_of_2023,
    cites=["15 CFR 744.23(d)"],
    taken="A presumption of denial for their entities as well, as (d)(1) says since April 2024.",
    ended_by=APRIL_2024,
)
def only_destinations_are_denied(tx: Subject) -> Term:
    """(d) of November 2023 names "Macau and destinations in D:5": is all else reviewed case by case?"""
    return NEVER
