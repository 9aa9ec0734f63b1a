"""15 CFR 742.6(a): the regional stability license requirements for advanced computing items."""

from __future__ import annotations

from licet.law.ear.ccl.scope import classified, items, made_for
from licet.law.ear.s734_3 import stays_in_the_united_states
from licet.law.ear.s748_5 import for_a_macau_or_d5_entity
from licet.law.instruments import (
    AI_DIFFUSION,
    HBM_RULE,
    NON_ENFORCEMENT,
    OCTOBER_2022,
    OCTOBER_2022_FDP,
    OCTOBER_2023,
    UAE_RULE,
    UAE_STILL_ENFORCED,
)
from licet.law.places import (
    A5,
    A6,
    CHINA_AND_THEN_MACAU,
    D1_D4_D5,
    MACAU_OR_D5,
    SUPPLEMENT_5A,
    UAE,
)
from licet.law.subject import Subject, tx
from licet.logic.rules import AS_ENFORCED, Section
from licet.logic.terms import NEVER, Term

SECTION = Section("15 CFR 742.6", "Regional stability", OCTOBER_2023, tx)


@SECTION.exclusion("(a)(6)(iii)", enacted_by=OCTOBER_2022, sure="S")
def deemed_exports_were_outside(tx: Subject) -> Term:
    """The requirement of (a)(6)(i) does not reach deemed exports and deemed reexports."""
    return tx.is_deemed()


@SECTION.exclusion("(a)(6)(iv)", replaces=deemed_exports_were_outside)
def deemed_exports_are_outside(tx: Subject) -> Term:
    """The requirements of (a)(6)(i) to (iii) do not reach deemed exports and deemed reexports."""
    return tx.is_deemed()


def _reaches(tx: Subject) -> Term:
    return ~deemed_exports_were_outside.holds & ~stays_in_the_united_states.holds


OF_2022 = {
    "3D001": "3A090.a",
    "3E001": "3A090.a",
    "4D090": "4A090.a",
    "4E001": "4A090.a; 4D090",
}


@SECTION.requirement("(a)(6)(i)", enacted_by=OCTOBER_2022)
def china_requirement(tx: Subject) -> Term:
    """3A090, 4A090, and software and technology for them, to or within China; Macau from January 2023.

    Hong Kong counts as China. Where a buyer is headquartered does not matter yet.
    """
    listed = items("3A090.a; 4A090.a", OF_2022)
    return listed & tx.destination.within(CHINA_AND_THEN_MACAU) & _reaches(tx)


@SECTION.requirement("(a)(6)(ii)", enacted_by=OCTOBER_2022_FDP, sure="U")
def technology_from_china(tx: Subject) -> Term:
    """Technology for the production of 3A090 developed by a Chinese entity, sent from China anywhere."""
    return (
        made_for("3E001", "3A090.a")
        & tx.shipped_from.within(CHINA_AND_THEN_MACAU)
        & tx.item.developed_by.within(CHINA_AND_THEN_MACAU)
        & tx.item.us_direct_product
        & tx.item.for_production
        & _reaches(tx)
    )


@SECTION.requirement("(a)(6)(i)(B)", enacted_by=HBM_RULE)
def high_bandwidth_memory(tx: Subject) -> Term:
    """3A090.c, and software and technology for it, to or within Macau or Country Group D:5."""
    listed = items("3A090.c", {"3D001": "3A090.c", "3E001": "3A090.c"})
    return listed & tx.destination.within(MACAU_OR_D5) & _reaches(tx)


@SECTION.requirement("(a)(6)(ii)", replaces=technology_from_china)
def technology_from_macau_or_d5(tx: Subject) -> Term:
    """Technology for 3A090 developed by a Macau or D:5 entity, sent from there, except to A:5 or A:6."""
    return (
        made_for("3E001", "3A090")
        & tx.shipped_from.within(MACAU_OR_D5)
        & ~tx.destination.within(A5)
        & ~tx.destination.within(A6)
        & tx.item.developed_by.within(MACAU_OR_D5)
        & tx.item.us_direct_product
        & tx.item.for_production
        & _reaches(tx)
    )


COMMODITIES_AT_A = """3A001.z.1.a, z.2.a, z.3.a, z.4.a; 3A090.a; 4A003.z.1.a, z.2.a; 4A004.z.1;
    4A005.z.1; 4A090.a; 5A002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a; 5A004.z.1.a, z.2.a; 5A992.z.1"""
COMMODITIES_AT_B = """3A001.z.1.b, z.2.b, z.3.b, z.4.b; 3A090.b; 4A003.z.1.b, z.2.b; 4A004.z.2;
    4A005.z.2; 4A090.b; 5A002.z.1.b, z.2.b, z.3.b, z.4.b, z.5.b; 5A004.z.1.b, z.2.b; 5A992.z.2"""
# Software of 5D002 or 5D992 for such a commodity is in one of their .z paragraphs, whichever it is.
SOFTWARE_IN_5D_A = {"5D002": COMMODITIES_AT_A, "5D992": COMMODITIES_AT_A}
SOFTWARE_IN_5D_B = {"5D002": COMMODITIES_AT_B, "5D992": COMMODITIES_AT_B}
LEVEL_A = {
    "3D001": "3A001.z.1.a, z.2.a, z.3.a, z.4.a; 3A090.a",
    "3E001": "3A001.z.1.a, z.2.a, z.3.a, z.4.a; 3A090.a",
    "4D001": "4A003.z.1.a, z.2.a; 4A004.z.1; 4A005.z.1",
    "4D090": "4A090.a",
    "4E001": "4A003.z.1.a, z.2.a; 4A004.z.1; 4A005.z.1; 4A090.a; 4D001; 4D090",
    "5E002": """5A002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a; 5A004.z.1.a, z.2.a; 5D002 itself;
    5D002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a, z.6.a, z.7.a, z.8.a, z.9.a""",
    "5E992": "5A992.z.1; 5D992.z.1",
    **SOFTWARE_IN_5D_A,
}
LEVEL_B = {
    "3D001": "3A001.z.1.b, z.2.b, z.3.b, z.4.b; 3A090.b",
    "3E001": "3A001.z.1.b, z.2.b, z.3.b, z.4.b; 3A090.b",
    "4D001": "4A003.z.1.b, z.2.b; 4A004.z.2; 4A005.z.2",
    "4D090": "4A090.b",
    "4E001": "4A003.z.1.b, z.2.b; 4A004.z.2; 4A005.z.2; 4A090.b; 4D001; 4D090",
    "5E002": """5A002.z.1.b, z.2.b, z.3.b, z.4.b, z.5.b; 5A004.z.1.b, z.2.b; 5D002 itself;
    5D002.z.1.b, z.2.b, z.3.b, z.4.b, z.5.b, z.6.b, z.7.b, z.8.b, z.9.b""",
    "5E992": "5A992.z.2; 5D992.z.2",
    **SOFTWARE_IN_5D_B,
}


@SECTION.definition("(a)(6)(iii)(A) items")
def is_at_level_a(tx: Subject) -> Term:
    """Items at the level of 3A090.a, and the software and technology for them."""
    return items(
        f"""{COMMODITIES_AT_A};
        5D002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a, z.6.a, z.7.a, z.8.a, z.9.a; 5D992.z.1""",
        LEVEL_A,
    )


@SECTION.definition("(a)(6)(iii)(B) items")
def is_at_level_b(tx: Subject) -> Term:
    """Items at the level of 3A090.b, and the software and technology for them."""
    return items(
        f"""{COMMODITIES_AT_B};
        5D002.z.1.b, z.2.b, z.3.b, z.4.b, z.5.b, z.6.b, z.7.b, z.8.b, z.9.b; 5D992.z.2""",
        LEVEL_B,
    )


@SECTION.requirement("(a)(6)(iii)", replaces=china_requirement)
def d1_d4_d5_requirement(tx: Subject) -> Term:
    """Items at the level of 3A090.a or .b to or within D:1, D:4 or D:5, excluding A:5 and A:6."""
    return (
        (is_at_level_a.holds | is_at_level_b.holds) & tx.destination.within(D1_D4_D5) & _reaches(tx)
    )


@SECTION.requirement("(a)(6)(iii)(A)", enacted_by=AI_DIFFUSION, replaces=d1_d4_d5_requirement)
def worldwide_requirement(tx: Subject) -> Term:
    """Items at the level of 3A090.a to or within any destination worldwide."""
    return is_at_level_a.holds & _reaches(tx)


@SECTION.definition("supplement no. 8 to 15 CFR part 740", enacted_by=UAE_RULE)
def approved_in_the_uae(tx: Subject) -> Term:
    """In the United Arab Emirates, the ultimate consignee and every end user are approved there."""
    return tx.destination.within(UAE) & tx.every_party(
        ("ultimate_consignee", "end_user"), lambda party: party.approved_under_supplement_8
    )


@SECTION.requirement("(a)(6)(iii)(A)", enacted_by=UAE_RULE, replaces=worldwide_requirement)
def worldwide_requirement_since_supplement_8(tx: Subject) -> Term:
    """Items at the level of 3A090.a to or within any destination, approved UAE parties apart."""
    return is_at_level_a.holds & ~approved_in_the_uae.holds & _reaches(tx)


@SECTION.requirement(
    "(a)(6)(iii)(A)",
    enacted_by=NON_ENFORCEMENT,
    replaces=(worldwide_requirement, worldwide_requirement_since_supplement_8),
    column=AS_ENFORCED,
)
def what_is_enforced_of_it(tx: Subject) -> Term:
    """Of the worldwide requirement BIS enforces what is older: D:1, D:4, D:5, and headquarters there.

    An ultimate parent or headquarters in Macau or Country Group D:5 was a ground since November 2023.
    """
    older = tx.destination.within(D1_D4_D5) | for_a_macau_or_d5_entity.holds
    return is_at_level_a.holds & older & _reaches(tx)


@SECTION.requirement(
    "(a)(6)(iii)(A)",
    enacted_by=UAE_STILL_ENFORCED,
    replaces=what_is_enforced_of_it,
    column=AS_ENFORCED,
)
def what_is_enforced_with_the_uae(tx: Subject) -> Term:
    """The same, and the United Arab Emirates for all but approved parties."""
    older = tx.destination.within(D1_D4_D5 | UAE) | for_a_macau_or_d5_entity.holds
    return is_at_level_a.holds & older & ~approved_in_the_uae.holds & _reaches(tx)


@SECTION.requirement("(a)(6)(iii)(B)", enacted_by=AI_DIFFUSION)
def level_b_requirement(tx: Subject) -> Term:
    """Items at the level of 3A090.b to or within D:1, D:4 or D:5, excluding A:5 and A:6."""
    return is_at_level_b.holds & tx.destination.within(D1_D4_D5) & _reaches(tx)


@SECTION.requirement("(a)(6)(iii)(B)", enacted_by=UAE_RULE, replaces=level_b_requirement)
def level_b_requirement_with_the_uae(tx: Subject) -> Term:
    """The same and the United Arab Emirates, unless its parties are approved in supplement no. 8."""
    return (
        is_at_level_b.holds
        & tx.destination.within(D1_D4_D5 | UAE)
        & ~approved_in_the_uae.holds
        & _reaches(tx)
    )


@SECTION.exclusion("(a)(13) employees", enacted_by=AI_DIFFUSION)
def permanent_regular_employees(tx: Subject) -> Term:
    """A release to a permanent regular employee of an entity headquartered in supplement no. 5(a)."""
    employer = tx.consignee.headquartered_in(SUPPLEMENT_5A)
    return tx.is_deemed() & tx.end_use.permanent_regular_employee & employer


@SECTION.requirement("(a)(13)", enacted_by=AI_DIFFUSION)
def model_weights(tx: Subject) -> Term:
    """Model weights in 4E091 to all destinations worldwide, deemed exports among them."""
    abroad = tx.is_deemed() | ~stays_in_the_united_states.holds
    return classified("4E091") & abroad & ~permanent_regular_employees.holds


@SECTION.requirement(
    "(a)(13)", enacted_by=NON_ENFORCEMENT, replaces=model_weights, column=AS_ENFORCED
)
def model_weights_unenforced(tx: Subject) -> Term:
    """BIS does not enforce the requirement for model weights."""
    return NEVER


@SECTION.question(
    "supplement-8-and-paragraph-a",
    worldwide_requirement_since_supplement_8,
    cites=["15 CFR 742.6(a)(6)(iii)(A)", "supplement no. 8 to 15 CFR part 740"],
    taken="""Supplement no. 8 frees approved parties of (A) and (B), as it says itself; paragraph (A)
    carries no such words.""",
)
def a_has_no_exception_for_the_uae(tx: Subject) -> Term:
    """(A) names no exception for approved parties in the UAE; supplement no. 8 does. Which governs?"""
    return is_at_level_a.holds & _reaches(tx)


@SECTION.question(
    "supplement-8-and-what-is-enforced",
    what_is_enforced_with_the_uae,
    cites=["15 CFR 742.6(a)(6)(iii)(A)", "supplement no. 8 to 15 CFR part 740"],
    taken="""What is enforced of (A) toward the UAE leaves out the approved parties that supplement no. 8
    frees of (A) and (B).""",
    column=AS_ENFORCED,
)
def it_is_enforced_for_approved_parties(tx: Subject) -> Term:
    """(A) names no exception for approved parties in the UAE. Is it enforced for them as for others?"""
    older = tx.destination.within(D1_D4_D5 | UAE) | for_a_macau_or_d5_entity.holds
    return is_at_level_a.holds & older & _reaches(tx)


@SECTION.question(
    "october-7-or-21-2022",
    china_requirement,
    cites=["87 FR 62186"],
    taken="""From 7 October 2022: the rule names 742.6 and supplement no. 1 to part 774 under both days,
    and the earlier one is the stricter.""",
    ended_by=OCTOBER_2022_FDP,
)
def the_requirement_begins_later(tx: Subject) -> Term:
    """Do the paragraphs on 3A090 and 4A090 count from 7 October 2022, or from 21 October 2022?"""
    return NEVER
