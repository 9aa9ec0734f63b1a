"""15 CFR 740.2: restrictions on all license exceptions, paragraph (a)(9)(ii) and embargoes."""

from __future__ import annotations

from licet.law.ear import part744, part746, s736_2, s744_8, s744_11, s744_21
from licet.law.ear.ccl.e3a001 import controlled_for_missile_technology
from licet.law.ear.ccl.scope import items
from licet.law.ear.s748_5 import for_a_macau_or_d5_entity
from licet.law.instruments import OCTOBER_2022, OCTOBER_2023
from licet.law.places import CHINA_AND_THEN_MACAU, D1_D4_D5
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import NEVER, Term

SECTION = Section("15 CFR 740.2", "Restrictions on all license exceptions", OCTOBER_2023, tx)


@SECTION.definition("(a)(9)", enacted_by=OCTOBER_2022, sure="S")
def only_three_exceptions_are_usable(tx: Subject) -> Term:
    """3A090, 4A090 and what goes with them to China: only RPL, GOV and TSU within limits serve."""
    listed = items(
        "3A090.a; 4A090.a",
        {"3D001": "3A090.a", "3E001": "3A090.a", "4D090": "4A090.a", "4E001": "4A090.a; 4D090"},
    )
    return listed & tx.destination.within(CHINA_AND_THEN_MACAU)


@SECTION.definition("(a)(9)(ii)(A)")
def is_an_advanced_computing_item(tx: Subject) -> Term:
    """3A090, 4A090, the .z paragraphs, and the software and technology that goes with them."""
    return items(
        """3A090; 4A090; 3A001.z; 4A003.z; 4A004.z; 4A005.z; 5A002.z; 5A004.z; 5A992.z; 5D002.z;
        5D992.z; 4E091""",
        {
            "3D001": "3A001.z; 3A090",
            "3E001": "3A001.z; 3A090",
            "4D001": "4A003.z; 4A004.z; 4A005.z",
            "4D090": "4A090",
            "4E001": "4A003.z; 4A004.z; 4A005.z; 4A090; 4D001; 4D090",
            "5D002": "5A002.z; 5A004.z",
            "5E002": "5A002.z; 5A004.z; 5D002",
            "5E992": "5A992.z; 5D992.z",
        },
    )


@SECTION.definition("(a)(9)(ii)", replaces=only_three_exceptions_are_usable)
def only_named_exceptions_are_usable(tx: Subject) -> Term:
    """To D:1, D:4 or D:5 (not A:5, A:6) or an entity of Macau or D:5, only named exceptions serve.

    Named are TMP, NAC, ACA, RPL, GOV and TSU within limits, HBM, ACM, and AIA for model weights.
    LPP is not named.
    """
    return is_an_advanced_computing_item.holds & (
        tx.destination.within(D1_D4_D5) | for_a_macau_or_d5_entity.holds
    )


@SECTION.definition("(a) listed parties", enacted_by=OCTOBER_2022)
def a_listed_party_stands_in_the_way(tx: Subject) -> Term:
    """A requirement for listed parties (736.2(b)(4), 744.8(c), 744.11(a), 744.21(c)) takes no exception."""
    return (
        s736_2.denied_person.holds
        | s744_8.a_party_is_blocked.holds
        | s744_11.listed_or_held.holds
        | s744_21.military_end_user.holds
    )


@SECTION.exclusion("(a)", enacted_by=OCTOBER_2022)
def embargo_or_end_use_stands_in_the_way(tx: Subject) -> Term:
    """None of these exceptions overcomes part 744's prohibited end uses or part 746's embargoes."""
    return (
        part744.prohibited_end_use.holds
        | part746.embargoed.holds
        | a_listed_party_stands_in_the_way.holds
    )


@SECTION.exclusion("(a)(5)")
def missile_technology_stands_in_the_way(tx: Subject) -> Term:
    """Where an item is controlled for missile technology, none of these exceptions serves."""
    return controlled_for_missile_technology.holds


@SECTION.question(
    "missile-technology-and-z-2",
    missile_technology_stands_in_the_way,
    cites=["15 CFR 740.2(a)(5)(i)", "15 CFR 740.27(a)(1)", "15 CFR 740.29(b)", "15 CFR 740.8(a)"],
    taken="740.2 restricts every exception: toward no place does it leave one of these for such an item.",
)
def the_lists_of_the_exceptions_go_first(tx: Subject) -> Term:
    """AIA, LPP, ACM, NAC and ACA list 3A001.z.2, 740.2(a)(5) bars them for missile technology. Which?"""
    return NEVER


@SECTION.exclusion("(a)(17)")
def an_unverified_party_stands_in_the_way(tx: Subject) -> Term:
    """No exception serves where a party is on the Unverified List."""
    return tx.listed.unverified
