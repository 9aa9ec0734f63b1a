"""15 CFR 742.6(b)(10): how applications for advanced computing items are reviewed."""

from __future__ import annotations

from licet.law.ear.ccl.e3a090 import for_datacenters_and_a
from licet.law.ear.ccl.paragraphs import COMMODITIES_A, COMMODITIES_B
from licet.law.ear.ccl.scope import CLASSIFICATION
from licet.law.ear.s742_6 import (
    d1_d4_d5_requirement,
    high_bandwidth_memory,
    is_at_level_a,
    level_b_requirement,
    model_weights,
    worldwide_requirement,
)
from licet.law.ear.s742_6_review_2022 import denial_of_2022
from licet.law.ear.s748_5 import for_a_macau_or_d5_entity
from licet.law.instruments import (
    AI_DIFFUSION,
    APRIL_2024,
    CASE_BY_CASE_2026,
    HBM_RULE,
    NON_ENFORCEMENT,
    OCTOBER_2023,
)
from licet.law.places import CHINA_OR_MACAU, MACAU_OR_D5, SUPPLEMENT_5A, SUPPLEMENT_5B
from licet.law.subject import Party, Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import AS_ENFORCED, Section
from licet.logic.terms import Classified, Term

SECTION = Section("15 CFR 742.6", "Regional stability: license review", OCTOBER_2023, tx)

COUNTRY_ALLOCATION = Dated({"2025-01-13": (790_000_000, "90 FR 4544")}, unit="TPP, 2025 to 2027")
COUNTRY_ALLOCATION_WITH_ASSURANCES = Dated(
    {"2025-01-13": (1_580_000_000, "90 FR 4544, (b)(10)(iii)(C)")}, unit="TPP, 2025 to 2027"
)
TPP_BELOW = Dated({"2026-01-15": (21_000, "91 FR 1684")}, unit="TPP")
DRAM_BANDWIDTH_BELOW = Dated({"2026-01-15": (6_500, "91 FR 1684")}, unit="GB/s")

DENIAL, APPROVAL = "presumption_of_denial", "presumption_of_approval"


@SECTION.definition("(b)(10) Macau and D:5")
def toward_macau_or_d5(tx: Subject) -> Term:
    """To or within Macau or D:5, or to an entity headquartered or parented there."""
    return tx.destination.within(MACAU_OR_D5) | for_a_macau_or_d5_entity.holds


@SECTION.policy("(b)(10)(ii)", APPROVAL, enacted_by=HBM_RULE)
def hbm_for_others_in_macau_or_d5(tx: Subject) -> Term:
    """High bandwidth memory to Macau or D:5 for entities that are not headquartered there."""
    return high_bandwidth_memory.holds & ~for_a_macau_or_d5_entity.holds


@SECTION.policy("(b)(10)(ii)", DENIAL, enacted_by=HBM_RULE)
def hbm_for_their_entities(tx: Subject) -> Term:
    """All other applications for high bandwidth memory."""
    return high_bandwidth_memory.holds & for_a_macau_or_d5_entity.holds


@SECTION.definition("(b)(10)(iii) of 2023")
def denial_of_2023_scope(tx: Subject) -> Term:
    """Items at .a or .b that need a license and go toward Macau, D:5 or their entities."""
    return d1_d4_d5_requirement.holds & toward_macau_or_d5.holds


@SECTION.policy("(b)(10)(iii)", DENIAL, sure="S", replaces=denial_of_2022)
def denial_of_2023(tx: Subject) -> Term:
    """Items at .a or .b toward Macau, D:5 or their entities."""
    return denial_of_2023_scope.holds


@SECTION.policy("(b)(10)(iii)", DENIAL, enacted_by=APRIL_2024, replaces=denial_of_2023)
def denial_of_2024(tx: Subject) -> Term:
    """Datacenter items that meet 3A090.a, toward Macau, D:5 or their entities (as 744.23(d) says)."""
    return denial_of_2023_scope.holds & for_datacenters_and_a.holds


@SECTION.policy("(b)(10)(iii)", "case_by_case", enacted_by=APRIL_2024)
def case_by_case_of_2024(tx: Subject) -> Term:
    """Other items at .a or .b toward Macau, D:5 or their entities (as 744.23(d)(3)(i) says)."""
    return denial_of_2023_scope.holds & ~for_datacenters_and_a.holds


case_by_case_of_2024.ends_with(AI_DIFFUSION)


@SECTION.policy("(b)(10)(iii)", APPROVAL, sure="S")
def approval_of_2023(tx: Subject) -> Term:
    """Items at .a or .b to other destinations of D:1 and D:4."""
    return d1_d4_d5_requirement.holds & ~toward_macau_or_d5.holds


@SECTION.policy("(b)(10)(iii)(A)(1)", DENIAL, enacted_by=AI_DIFFUSION, replaces=denial_of_2024)
def denial_at_level_a(tx: Subject) -> Term:
    """Items at .a toward Macau, D:5 or their entities."""
    return worldwide_requirement.holds & toward_macau_or_d5.holds


@SECTION.policy("(b)(10)(iii)(A)(1)", "case_by_case", enacted_by=CASE_BY_CASE_2026)
def case_by_case_since_2026(tx: Subject) -> Term:
    """Exports of commodities below 21,000 TPP and 6,500 GB/s to end users in China or Macau.

    The applicant has to provide what supplement no. 2 to part 748 asks for in (dd).
    """
    end_user = tx.parties["end_user"]
    located = (end_user.present & end_user.location.within(CHINA_OR_MACAU)) | (
        ~end_user.present & tx.consignee.location.within(CHINA_OR_MACAU)
    )
    commodity = Classified(CLASSIFICATION, COMMODITIES_A | COMMODITIES_B)
    return (
        tx.action.among("export")
        & (worldwide_requirement.holds | level_b_requirement.holds)
        & commodity
        & (tx.item.strongest_tpp < TPP_BELOW)
        & (tx.item.dram_bandwidth < DRAM_BANDWIDTH_BELOW)
        & tx.destination.within(CHINA_OR_MACAU)
        & located
    )


@SECTION.question(
    "commodity-or-circuit",
    case_by_case_since_2026,
    cites=["15 CFR 742.6(b)(10)(iii)(A)(1)", "supplement no. 2 to 15 CFR part 748, (dd)(1)"],
    taken="Each integrated circuit in it is measured, as the notes to (dd)(1) measure bandwidth.",
)
def the_whole_commodity_counts(tx: Subject) -> Term:
    """The limits are those of a commodity: is a server measured whole, or circuit by circuit?"""
    return case_by_case_since_2026.term & (tx.item.tpp < TPP_BELOW)


@SECTION.policy(
    "(b)(10)(iii)(A)(1)", DENIAL, enacted_by=CASE_BY_CASE_2026, replaces=denial_at_level_a
)
def denial_since_2026(tx: Subject) -> Term:
    """All other applications at .a or .b toward Macau, D:5 or their entities."""
    return (
        (worldwide_requirement.holds | level_b_requirement.holds)
        & toward_macau_or_d5.holds
        & ~case_by_case_since_2026.holds
    )


@SECTION.definition("(b)(10)(iii)(B)", enacted_by=AI_DIFFUSION)
def toward_other_destinations(tx: Subject) -> Term:
    """To a destination, or an entity headquartered, outside supplement no. 5(a), Macau and D:5."""

    def elsewhere(party: Party) -> Term:
        return ~party.headquarters.within(
            SUPPLEMENT_5A
        ) | ~party.ultimate_parent_headquarters.within(SUPPLEMENT_5A)

    outside = ~tx.destination.within(SUPPLEMENT_5A)
    return (outside | tx.receives(elsewhere)) & ~toward_macau_or_d5.holds


@SECTION.policy("(b)(10)(iii)(A)(2)", APPROVAL, enacted_by=AI_DIFFUSION, replaces=approval_of_2023)
def approval_for_supplement_5a(tx: Subject) -> Term:
    """Items at .a to supplement no. 5(a) or to entities headquartered there; Macau and D:5 go first."""
    there = tx.destination.within(SUPPLEMENT_5A) | tx.for_entity_headquartered_in(SUPPLEMENT_5A)
    return (
        worldwide_requirement.holds
        & there
        & ~toward_macau_or_d5.holds
        & ~toward_other_destinations.holds
    )


@SECTION.definition("(b)(10)(iii)(B)(1) allocation", enacted_by=AI_DIFFUSION)
def within_the_allocation(tx: Subject) -> Term:
    """With this shipment the country stays within its allocation of TPP for 2025 to 2027."""
    used = tx.on_file.country_allocation_tpp_used + tx.total_tpp(is_at_level_a.holds)
    single = used <= COUNTRY_ALLOCATION
    doubled = tx.destination.within(SUPPLEMENT_5B) & (
        tx.on_file.country_allocation_tpp_used + tx.total_tpp(is_at_level_a.holds)
        <= COUNTRY_ALLOCATION_WITH_ASSURANCES
    )
    return single | doubled


@SECTION.policy("(b)(10)(iii)(B)(1)", APPROVAL, enacted_by=AI_DIFFUSION)
def approval_within_the_allocation(tx: Subject) -> Term:
    """Items at .a to other destinations while the country's allocation of 790,000,000 TPP lasts."""
    return (
        worldwide_requirement.holds & toward_other_destinations.holds & within_the_allocation.holds
    )


@SECTION.policy("(b)(10)(iii)(B)(2)", "policy_of_denial", enacted_by=AI_DIFFUSION)
def denial_beyond_the_allocation(tx: Subject) -> Term:
    """Items at .a to other destinations once the country's allocation is met."""
    return (
        worldwide_requirement.holds & toward_other_destinations.holds & ~within_the_allocation.holds
    )


@SECTION.policy(
    "(b)(10)(iii)(B)(1)",
    APPROVAL,
    enacted_by=NON_ENFORCEMENT,
    replaces=(approval_within_the_allocation, denial_beyond_the_allocation),
    column=AS_ENFORCED,
)
def approval_without_allocations(tx: Subject) -> Term:
    """The allocations are not enforced: items at .a to other destinations, whatever was sent."""
    return worldwide_requirement.holds & toward_other_destinations.holds


@SECTION.policy("(b)(10)(iv)(A)", APPROVAL, enacted_by=AI_DIFFUSION)
def approval_at_level_b(tx: Subject) -> Term:
    """Items at .b that do not go toward Macau, D:5 or their entities."""
    return level_b_requirement.holds & ~toward_macau_or_d5.holds


@SECTION.policy(
    "(b)(1)",
    "case_by_case",
    enacted_by=CASE_BY_CASE_2026,
    replaces=approval_at_level_b,
    sure="I",
)
def no_stated_policy_at_level_b(tx: Subject) -> Term:
    """No policy is stated any more for items at .b outside Macau and D:5; case by case is assumed."""
    return level_b_requirement.holds & ~toward_macau_or_d5.holds


@SECTION.policy("(b)(10)(iv)(B)", DENIAL, enacted_by=AI_DIFFUSION)
def denial_at_level_b(tx: Subject) -> Term:
    """Items at .b toward Macau, D:5 or their entities."""
    return level_b_requirement.holds & toward_macau_or_d5.holds


denial_at_level_b.ends_with(CASE_BY_CASE_2026)


@SECTION.policy("(b)(14)", DENIAL, enacted_by=AI_DIFFUSION)
def model_weights_for_others(tx: Subject) -> Term:
    """Model weights for end users headquartered or parented outside supplement no. 5(a)."""

    def outside(party: Party) -> Term:
        return ~party.headquarters.within(
            SUPPLEMENT_5A
        ) | ~party.ultimate_parent_headquarters.within(SUPPLEMENT_5A)

    return model_weights.holds & tx.some_party(("ultimate_consignee", "end_user"), outside)


@SECTION.policy("(b)(1)", "case_by_case", enacted_by=AI_DIFFUSION, sure="I")
def model_weights_for_trusted(tx: Subject) -> Term:
    """No policy is stated for model weights to supplement no. 5(a) end users; case by case is assumed."""
    return model_weights.holds & ~model_weights_for_others.holds


@SECTION.question(
    "location-or-headquarters",
    toward_other_destinations,
    cites=["15 CFR 742.6(b)(10)(iii)(A)(2)", "15 CFR 742.6(b)(10)(iii)(B)"],
    taken="Where destination and headquarters point to different policies, the allocation governs.",
)
def the_destination_governs(tx: Subject) -> Term:
    """Destination in supplement no. 5(a), headquarters elsewhere, or the reverse. Which governs?"""
    there = tx.destination.within(SUPPLEMENT_5A) | tx.for_entity_headquartered_in(SUPPLEMENT_5A)
    return ~there & ~toward_macau_or_d5.holds


@SECTION.question(
    "no-policy-at-level-b",
    no_stated_policy_at_level_b,
    cites=["15 CFR 742.6(b)(10)(iii)", "90 FR 4544, 15 CFR 742.6(b)(10)(iv)(A)"],
    taken="Case by case, because the presumption of approval printed in 2025 is not codified.",
    outcome=APPROVAL,
)
def the_printed_policy_goes_on(tx: Subject) -> Term:
    """(b)(10)(iv), printed in January 2025, is not in the codified text. Does its approval go on?"""
    return level_b_requirement.holds & ~toward_macau_or_d5.holds


@SECTION.question(
    "was-iv-incorporated",
    approval_at_level_b,
    cites=["90 FR 4544, 15 CFR 742.6(b)(10)(iv)(A)", "90 FR 4544, amendatory instruction 11.c"],
    taken="A presumption of approval, as the Federal Register printed it.",
    outcome="case_by_case",
)
def it_never_became_part_of_the_code(tx: Subject) -> Term:
    """(b)(10)(iv) was printed where the instruction only revises (iii). Did it become law in 2025?"""
    return level_b_requirement.holds & ~toward_macau_or_d5.holds
