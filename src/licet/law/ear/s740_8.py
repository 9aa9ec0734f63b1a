"""15 CFR 740.8: License Exceptions NAC (notified) and ACA (authorized) for advanced computing."""

from __future__ import annotations

from licet.law.ear.ccl.e3a090 import for_datacenters_and_a
from licet.law.ear.ccl.scope import classified
from licet.law.ear.s740_2 import (
    an_unverified_party_stands_in_the_way,
    embargo_or_end_use_stands_in_the_way,
    missile_technology_stands_in_the_way,
)
from licet.law.ear.s744_23 import required_here as required_under_744_23
from licet.law.ear.s748_5 import for_a_macau_or_d5_entity
from licet.law.instruments import AI_DIFFUSION, APRIL_2024, OCTOBER_2023
from licet.law.places import D1_D4_D5, MACAU_OR_D5
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Due, Route, Section
from licet.logic.terms import ALWAYS, Term

SECTION = Section(
    "15 CFR 740.8",
    "Notified Advanced Computing (NAC) and Advanced Computing Authorized (ACA)",
    OCTOBER_2023,
    tx,
)
NAC = Route("NAC", "exception", SECTION)
ACA = Route("ACA", "exception", SECTION)

WAITING_DAYS = Dated({"2023-11-17": (25, "88 FR 73458")}, unit="days")
LOOK_BACK_MONTHS = Dated({"2023-11-17": (12, "88 FR 73458")}, unit="months")


@SECTION.definition("(a) items")
def is_eligible(tx: Subject) -> Term:
    """3A090 (not .c), 4A090 and the .z paragraphs."""
    return classified(
        """3A090.a; 3A090.b; 4A090; 3A001.z; 4A003.z; 4A004.z; 4A005.z; 5A002.z; 5A004.z; 5A992.z;
        5D002.z; 5D992.z"""
    )


@SECTION.definition("(a) destinations")
def for_macau_or_d5(tx: Subject) -> Term:
    """To Macau or D:5, or to an entity headquartered there or with its ultimate parent there."""
    return tx.destination.within(MACAU_OR_D5) | for_a_macau_or_d5_entity.holds


@NAC.condition("(a)", sure="P")
def nac_in_2023(tx: Subject) -> Term:
    """Eligible items to D:1, D:4 or D:5 or a Macau or D:5 entity; no datacenter item at 3A090.a."""
    return (
        is_eligible.holds
        & ~for_datacenters_and_a.holds
        & (tx.destination.within(D1_D4_D5) | for_macau_or_d5.holds)
        & tx.action.among("export", "reexport", "transfer_in_country")
    )


@NAC.condition("(a)", enacted_by=APRIL_2024, replaces=nac_in_2023)
def nac_scope(tx: Subject) -> Term:
    """Exports and reexports of eligible items to Macau, D:5 or their entities; no datacenter .a item."""
    return (
        is_eligible.holds
        & ~for_datacenters_and_a.holds
        & for_macau_or_d5.holds
        & tx.action.among("export", "reexport")
    )


@NAC.condition("(a)(1)")
def nac_purchase_order(tx: Subject) -> Term:
    """A written purchase order is there before the shipment."""
    return tx.on_file.purchase_order


@SECTION.definition("(c)(1)")
def waited_25_days(tx: Subject) -> Term:
    """BIS was notified at least 25 calendar days before."""
    return tx.on_file.nac_notified_on + WAITING_DAYS <= tx.date


@NAC.condition("(a)(2)", sure="P")
def nac_notified_in_2023(tx: Subject) -> Term:
    """BIS was notified 25 days before an export or reexport to Macau, D:5 or their entities."""
    within = tx.action.among("transfer_in_country")
    return waited_25_days.holds | ~for_macau_or_d5.holds | within


@NAC.condition("(a)(2)", enacted_by=APRIL_2024, replaces=nac_notified_in_2023)
def nac_notified(tx: Subject) -> Term:
    """BIS was notified at least 25 calendar days before, where it goes to Macau, D:5 or their entities."""
    return waited_25_days.holds | ~for_macau_or_d5.holds


@NAC.condition("15 CFR 744.23(c)", sure="P")
def nac_is_no_way_around_744_23(tx: Subject) -> Term:
    """No exception overcomes 744.23(a), it says: not for their entities outside D:1, D:4 and D:5."""
    return ~required_under_744_23.holds


nac_is_no_way_around_744_23.ends_with(APRIL_2024)


@NAC.condition("(b)")
def nac_no_other_requirement(tx: Subject) -> Term:
    """No license requirement of part 744 or 746 stands beside it, 744.23(a)(3) apart."""
    return ~embargo_or_end_use_stands_in_the_way.holds


@NAC.condition("15 CFR 740.2(a)(5)")
def nac_no_missile_technology(tx: Subject) -> Term:
    """Not for what is controlled for missile technology, as 3A001.z.2 is."""
    return ~missile_technology_stands_in_the_way.holds


@NAC.condition("15 CFR 740.2(a)(17)")
def nac_no_unverified_party(tx: Subject) -> Term:
    """No party is on the Unverified List."""
    return ~an_unverified_party_stands_in_the_way.holds


@ACA.condition("(a)", enacted_by=APRIL_2024, sure="P")
def aca_in_2024(tx: Subject) -> Term:
    """Eligible items to D:1 or D:4 outside Macau, D:5 and their entities, or within Macau or D:5."""
    inside = tx.action.among("transfer_in_country") & tx.destination.within(MACAU_OR_D5)
    return (
        is_eligible.holds
        & ~for_datacenters_and_a.holds
        & ((tx.destination.within(D1_D4_D5) & ~for_macau_or_d5.holds) | inside)
        & tx.action.among("export", "reexport", "transfer_in_country")
    )


@ACA.condition("(a)", enacted_by=AI_DIFFUSION, replaces=aca_in_2024)
def aca_scope(tx: Subject) -> Term:
    """Eligible items anywhere outside Macau, D:5 and their entities, or within Macau or D:5."""
    inside = tx.action.among("transfer_in_country") & tx.destination.within(MACAU_OR_D5)
    return (
        is_eligible.holds
        & ~for_datacenters_and_a.holds
        & (~for_macau_or_d5.holds | inside)
        & tx.action.among("export", "reexport", "transfer_in_country")
    )


@ACA.condition("(a)(1)", enacted_by=APRIL_2024)
def aca_purchase_order(tx: Subject) -> Term:
    """A written purchase order is there before the shipment."""
    return tx.on_file.purchase_order


@ACA.condition("(b)", enacted_by=APRIL_2024)
def aca_no_other_requirement(tx: Subject) -> Term:
    """No license requirement of part 744 or 746 stands beside it, 744.23(a)(3) apart."""
    return ~embargo_or_end_use_stands_in_the_way.holds


@ACA.condition("15 CFR 740.2(a)(5)", enacted_by=APRIL_2024)
def aca_no_missile_technology(tx: Subject) -> Term:
    """Not for what is controlled for missile technology, as 3A001.z.2 is."""
    return ~missile_technology_stands_in_the_way.holds


@ACA.condition("15 CFR 740.2(a)(17)", enacted_by=APRIL_2024)
def aca_no_unverified_party(tx: Subject) -> Term:
    """No party is on the Unverified List."""
    return ~an_unverified_party_stands_in_the_way.holds


@NAC.duty("(a)(1)", due=Due(days=0), cures=nac_purchase_order)
def nac_obtain_purchase_order(tx: Subject) -> Term:
    """Obtain a written purchase order before the shipment; commercial samples are exempt."""
    return ALWAYS


@NAC.duty("(c)(1)", due=Due(days=-25), cures=nac_notified_in_2023)
def notify_bis_in_2023(tx: Subject) -> Term:
    """Notify BIS through SNAP-R at least 25 calendar days before the shipment; STELA answers on day 25."""
    return for_macau_or_d5.holds & ~tx.action.among("transfer_in_country")


@NAC.duty(
    "(c)(1)",
    due=Due(days=-25),
    enacted_by=APRIL_2024,
    replaces=notify_bis_in_2023,
    cures=nac_notified,
)
def notify_bis(tx: Subject) -> Term:
    """Notify BIS through SNAP-R at least 25 calendar days before the shipment.

    The notice gives TPP, performance density, datasheet, approvals to the end user in the past 12
    months, memory bandwidth, and any computing cluster with its aggregate TPP and who uses it. BIS
    answers through STELA on day 25.
    """
    return for_macau_or_d5.holds


@ACA.duty("(a)(1)", due=Due(days=0), enacted_by=APRIL_2024, cures=aca_purchase_order)
def aca_obtain_purchase_order(tx: Subject) -> Term:
    """Obtain a written purchase order before the shipment; commercial samples are exempt."""
    return ALWAYS


@NAC.duty("(a)(3)")
def nac_encryption(tx: Subject) -> Term:
    """For 5A002.z, 5A004.z and 5D002.z the requirements of 740.17 (ENC) are to be met as well."""
    return classified("5A002.z; 5A004.z; 5D002.z")


@ACA.duty("(a)(3)", enacted_by=APRIL_2024)
def aca_encryption(tx: Subject) -> Term:
    """For 5A002.z, 5A004.z and 5D002.z the requirements of 740.17 (ENC) are to be met as well."""
    return classified("5A002.z; 5A004.z; 5D002.z")


@SECTION.statement("(a)")
def other_reasons_stay(tx: Subject) -> Term:
    """3A001.z can be controlled for missile or nuclear reasons too: NAC and ACA do not waive those."""
    return classified("3A001.z")


@SECTION.question(
    "nac-and-744-23-in-2023",
    nac_is_no_way_around_744_23,
    cites=["15 CFR 740.8(b)(1)", "15 CFR 744.23(c)"],
    taken="NAC does not overcome 744.23(a)(3), because 744.23(c) allows no exception at all.",
    ended_by=APRIL_2024,
)
def nac_overcomes_744_23(tx: Subject) -> Term:
    """740.8(b)(1) leaves NAC usable where only 744.23(a)(3) requires a license. Does 744.23(c) forbid it?

    89 FR 23876 settled it for NAC in April 2024.
    """
    return ALWAYS
