"""15 CFR 740.28: License Exception Advanced Compute Manufacturing (ACM)."""

from __future__ import annotations

from licet.law.ear.ccl.e3a090 import designed_by_approved_or_authorized
from licet.law.ear.ccl.scope import classified, items
from licet.law.ear.s740_2 import (
    an_unverified_party_stands_in_the_way,
    embargo_or_end_use_stands_in_the_way,
    missile_technology_stands_in_the_way,
)
from licet.law.ear.s748_5 import for_a_macau_or_d5_entity
from licet.law.instruments import AI_DIFFUSION, FOUNDRY_RULE_ON_EXCEPTIONS
from licet.law.places import MACAU_OR_D5
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Route, Section
from licet.logic.terms import ALWAYS, Term

SECTION = Section(
    "15 CFR 740.28", "License Exception Advanced Compute Manufacturing (ACM)", AI_DIFFUSION, tx
)
ACM = Route("ACM", "exception", SECTION)

ACCOUNTING_MONTHS = Dated({"2025-01-13": (6, "90 FR 4544")}, unit="months")
ASSOCIATED = {
    "3D001": "3A001.z; 3A090",
    "3E001": "3A001.z; 3A090",
    "4D001": "4A003.z; 4A004.z; 4A005.z",
    "4D090": "4A090",
    "4E001": "4A003.z; 4A004.z; 4A005.z; 4A090; 4D001; 4D090",
    "5E002": "5A002.z; 5A004.z; 5D002",
    "5E992": "5A992.z; 5D992.z",
}


@ACM.condition("(b)")
def eligible_item(tx: Subject) -> Term:
    """3A090, 4A090, the .z paragraphs, and the software and technology that goes with them."""
    return items(
        """3A001.z; 3A090; 4A003.z; 4A004.z; 4A005.z; 4A090; 5A002.z; 5A004.z; 5A992.z; 5D002.z;
        5D992.z""",
        ASSOCIATED,
    )


@ACM.condition("(b)", enacted_by=FOUNDRY_RULE_ON_EXCEPTIONS, replaces=eligible_item)
def eligible_item_by_designer(tx: Subject) -> Term:
    """The same; 3A090.a, 5A002.z at .a and 5A992.z.1 only by approved or authorized designers."""
    unconditional = items(
        """3A001.z; 3A090.b, c; 4A003.z; 4A004.z; 4A005.z; 4A090; 5A002.z.2.b; 5A004.z; 5A992.z.2;
        5D002.z; 5D992.z""",
        ASSOCIATED,
    )
    conditional = classified("3A090.a; 5A002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a; 5A992.z.1")
    return unconditional | (conditional & designed_by_approved_or_authorized.holds)


@ACM.condition("(a)")
def for_making_or_storing(tx: Subject) -> Term:
    """For development, production, or storage before delivery, of goods for customers outside D:5."""
    purpose = tx.end_use.purpose.among("develop_or_produce", "store_before_delivery")
    real = tx.action.among("export", "reexport", "transfer_in_country")
    return real & purpose & ~tx.end_use.onward_to_macau_or_d5


@ACM.condition("(c)")
def not_to_macau_or_d5(tx: Subject) -> Term:
    """Not to Macau or D:5, nor to a consignee headquartered or parented there."""
    return ~(tx.destination.within(MACAU_OR_D5) | for_a_macau_or_d5_entity.holds)


@ACM.condition("(d)")
def to_private_end_users(tx: Subject) -> Term:
    """The end user is private: no government but that of the United States owns or controls it."""
    end_user = tx.parties["end_user"]
    return (end_user.present & end_user.private_sector) | (
        ~end_user.present & tx.consignee.private_sector
    )


@ACM.condition("15 CFR 744.23(c)")
def acm_no_other_requirement(tx: Subject) -> Term:
    """No embargo and no prohibited end use stands beside it."""
    return ~embargo_or_end_use_stands_in_the_way.holds


@ACM.condition("15 CFR 740.2(a)(5)")
def acm_no_missile_technology(tx: Subject) -> Term:
    """Not for what is controlled for missile technology, as 3A001.z.2 is."""
    return ~missile_technology_stands_in_the_way.holds


@ACM.condition("15 CFR 740.2(a)(17)")
def acm_no_unverified_party(tx: Subject) -> Term:
    """No party is on the Unverified List."""
    return ~an_unverified_party_stands_in_the_way.holds


@ACM.duty("(e)")
def account_for_items(tx: Subject) -> Term:
    """Keep, for each facility, an account of items in and out, brought up to date every six months."""
    return ALWAYS


@SECTION.question(
    "acm-5a002-z-2",
    eligible_item_by_designer,
    cites=["15 CFR 740.28(b)"],
    taken="5A002.z at the level of 3A090.b is eligible only in z.2, as the list is printed.",
)
def every_5a002_z_at_level_b(tx: Subject) -> Term:
    """The list prints "5A002.z.2": is every 5A002.z paragraph at the level of .b meant?"""
    at_b = classified("5A002.z.1.b, z.2.b, z.3.b, z.4.b, z.5.b")
    return eligible_item_by_designer.term | at_b
