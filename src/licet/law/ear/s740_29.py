"""15 CFR 740.29: License Exception Low Processing Performance (LPP)."""

from __future__ import annotations

from licet.law.ear.ccl.scope import classified
from licet.law.ear.s740_2 import (
    an_unverified_party_stands_in_the_way,
    embargo_or_end_use_stands_in_the_way,
    missile_technology_stands_in_the_way,
    only_named_exceptions_are_usable,
)
from licet.law.ear.s748_5 import for_a_macau_or_d5_entity
from licet.law.instruments import AI_DIFFUSION
from licet.law.places import MACAU_OR_D5, SUPPLEMENT_5A
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Due, Route, Section
from licet.logic.terms import ALWAYS, Term

SECTION = Section(
    "15 CFR 740.29", "License Exception Low Processing Performance (LPP)", AI_DIFFUSION, tx
)
LPP = Route("LPP", "exception", SECTION)

YEARLY_LIMIT = Dated({"2025-01-13": (26_900_000, "90 FR 4544")}, unit="TPP")
NOTICE_TPP = Dated({"2025-01-13": (3_200_000, "90 FR 4544")}, unit="TPP")
COPY_DAYS = Dated({"2025-01-13": (30, "90 FR 4544")}, unit="days")


@LPP.condition("(a)")
def leaves_a_country(tx: Subject) -> Term:
    """It covers exports and reexports, not transfers within a country."""
    return tx.action.among("export", "reexport")


@LPP.condition("(b)")
def eligible_commodity(tx: Subject) -> Term:
    """Commodities at the level of 3A090.a, but no 5A002.z, no software and no technology."""
    return classified(
        """3A001.z.1.a, z.2.a, z.3.a, z.4.a; 3A090.a; 4A003.z.1.a, z.2.a; 4A004.z.1; 4A005.z.1; 4A090.a;
        5A004.z.1.a, z.2.a; 5A992.z.1"""
    )


@LPP.condition("(c)(1)")
def not_to_macau_or_d5(tx: Subject) -> Term:
    """Not to Macau or a destination in Country Group D:5."""
    return ~tx.destination.within(MACAU_OR_D5)


@LPP.condition("(c)(2)")
def not_to_their_entities(tx: Subject) -> Term:
    """Not where the ultimate consignee or its ultimate parent is headquartered in Macau or D:5."""
    return ~for_a_macau_or_d5_entity.holds


@SECTION.definition("(h)(2)")
def counts_toward_the_limit(tx: Subject) -> Term:
    """Everything at the level of 3A090.a counts, 5A002.z among it."""
    return classified(
        """3A001.z.1.a, z.2.a, z.3.a, z.4.a; 3A090.a; 4A003.z.1.a, z.2.a; 4A004.z.1; 4A005.z.1; 4A090.a;
        5A002.z.1.a, z.2.a, z.3.a, z.4.a, z.5.a; 5A004.z.1.a, z.2.a; 5A992.z.1"""
    )


@LPP.condition("(d)")
def within_the_year(tx: Subject) -> Term:
    """All exporters together may send one ultimate consignee 26,900,000 TPP in a calendar year."""
    this = tx.total_tpp(counts_toward_the_limit.holds)
    return tx.on_file.lpp_tpp_this_year + this <= YEARLY_LIMIT


@SECTION.question(
    "lpp-limit-of-the-operator",
    within_the_year,
    cites=["15 CFR 740.29(a)", "15 CFR 740.29(d)", "15 CFR 740.29(h)(1)"],
    taken="Every shipment counts toward the limit of the ultimate consignee, who owns the items.",
)
def the_operator_s_limit_is_used(tx: Subject) -> Term:
    """A supplement no. 5(a) consignee may use the limit of whoever operates. Is its own then free?"""
    theirs = tx.consignee.headquarters.within(SUPPLEMENT_5A) & tx.parties["operator"].present
    return within_the_year.term | theirs


@LPP.condition("(e)")
def no_prohibited_end_use(tx: Subject) -> Term:
    """Not for an end use or end user that part 744 prohibits, nor to an embargoed destination."""
    return ~embargo_or_end_use_stands_in_the_way.holds


@LPP.condition("15 CFR 740.2(a)(5)")
def lpp_no_missile_technology(tx: Subject) -> Term:
    """Not for what is controlled for missile technology, as 3A001.z.2 is."""
    return ~missile_technology_stands_in_the_way.holds


@LPP.condition("15 CFR 740.2(a)(17)")
def lpp_no_unverified_party(tx: Subject) -> Term:
    """No party is on the Unverified List."""
    return ~an_unverified_party_stands_in_the_way.holds


@LPP.condition("(f)")
def statement_on_file(tx: Subject) -> Term:
    """The ultimate consignee's certification is there before the shipment."""
    return tx.on_file.lpp


@LPP.condition("15 CFR 740.2(a)(9)(ii)")
def lpp_is_usable_there(tx: Subject) -> Term:
    """Where only named exceptions serve (D:1, D:4 and D:5 outside A:5 and A:6), LPP is not named."""
    return ~only_named_exceptions_are_usable.holds


@LPP.duty("(f)", due=Due(days=0), cures=statement_on_file)
def obtain_the_statement(tx: Subject) -> Term:
    """Obtain the ultimate consignee's LPP certification before the shipment."""
    return ALWAYS


@LPP.duty("(g)(1)", due=Due(days=30))
def copy_to_bis(tx: Subject) -> Term:
    """Send BIS a copy of the consignee's certification within 30 days, subject "LPP Shipment"."""
    return ALWAYS


@LPP.duty("(g)(2)")
def consignee_reports_the_limit(tx: Subject) -> Term:
    """The consignee notifies BIS as soon as it has received 26,900,000 TPP in the year."""
    this = tx.total_tpp(counts_toward_the_limit.holds)
    return tx.on_file.lpp_tpp_this_year + this >= YEARLY_LIMIT


@LPP.duty("(g)(3)", due=Due(days=0))
def notify_a_large_shipment(tx: Subject) -> Term:
    """Notify BIS before a shipment with an aggregate TPP of 3,200,000 or more."""
    return tx.total_tpp(counts_toward_the_limit.holds) >= NOTICE_TPP


@SECTION.question(
    "lpp-to-d1-d4",
    lpp_is_usable_there,
    cites=["15 CFR 740.2(a)(9)(ii)", "15 CFR 740.29(c)"],
    taken="740.2 restricts every exception and does not name LPP, so LPP does not serve there.",
)
def lpp_reaches_d1_and_d4(tx: Subject) -> Term:
    """740.29(c) opens LPP everywhere but Macau and D:5; 740.2(a)(9)(ii) does not name it. Which?"""
    return ALWAYS


@SECTION.question(
    "lpp-omits-5a002-z",
    eligible_commodity,
    cites=["15 CFR 740.29(b)", "15 CFR 740.29(f)(iii)", "15 CFR 740.29(h)(2)"],
    taken="5A002.z counts toward the limit but may not be sent under LPP.",
)
def lpp_covers_5a002_z(tx: Subject) -> Term:
    """(b) leaves 5A002.z out while (f)(iii), (h)(2) and the entry itself count it. Is it eligible?"""
    return counts_toward_the_limit.holds
