"""15 CFR 740.25: License Exception High Bandwidth Memory (HBM)."""

from __future__ import annotations

from fractions import Fraction

from licet.law.ear.ccl.scope import classified
from licet.law.ear.s740_2 import (
    an_unverified_party_stands_in_the_way,
    embargo_or_end_use_stands_in_the_way,
)
from licet.law.instruments import HBM_RULE
from licet.law.places import MACAU_OR_D5, US_A5, US_A5_A6
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Due, Route, Section
from licet.logic.terms import Term

SECTION = Section("15 CFR 740.25", "License Exception High Bandwidth Memory (HBM)", HBM_RULE, tx)
HBM = Route("HBM", "exception", SECTION)

DENSITY = Dated({"2024-12-31": (Fraction(33, 10), "89 FR 96790")}, unit="GB/s per mm2")
DISCREPANCY = Dated({"2024-12-31": (Fraction(1, 100), "89 FR 96790")}, unit="share of units")
REPORT_DAYS = Dated({"2024-12-31": (60, "89 FR 96790")}, unit="days")


@HBM.condition("(a)")
def is_high_bandwidth_memory(tx: Subject) -> Term:
    """Items of 3A090.c, and nothing else."""
    return classified("3A090.c")


@HBM.condition("(b)")
def from_a_trusted_exporter(tx: Subject) -> Term:
    """The exporter is headquartered in the US or A:5, without a Macau or D:5 ultimate parent."""
    return tx.exporter.headquarters.within(
        US_A5
    ) & ~tx.exporter.ultimate_parent_headquarters.within(MACAU_OR_D5)


@HBM.condition("(c)")
def below_the_line(tx: Subject) -> Term:
    """A memory bandwidth density below 3.3 GB/s per mm2."""
    return tx.item.hbm_density < DENSITY


@HBM.condition("(c)(1)")
def bought_by_the_designer(tx: Subject) -> Term:
    """To Macau or D:5 only what the designer of the co-packaged commodity buys directly."""
    return ~tx.destination.within(MACAU_OR_D5) | tx.packaging.purchased_by_designer


@HBM.condition("(c)(2)")
def directly_to_the_site(tx: Subject) -> Term:
    """Sent directly to the packaging site."""
    return tx.packaging.direct


@SECTION.definition("(c)(2)(i)")
def trusted_site(tx: Subject) -> Term:
    """The packaging site is headquartered in the US, A:5 or A:6, without a Macau or D:5 parent."""
    return tx.packaging.site.within(US_A5_A6) & ~tx.packaging.site_parent.within(MACAU_OR_D5)


@HBM.condition("(c)(2)(i)(A)")
def confirmed_in_writing(tx: Subject) -> Term:
    """A trusted site confirms in writing that it packaged and sent on the memory."""
    return ~trusted_site.holds | tx.packaging.confirmed


@HBM.condition("(c)(2)(ii)")
def otherwise_it_comes_back(tx: Subject) -> Term:
    """From any other site the finished commodities come back to the exporter, and the count agrees."""
    return trusted_site.holds | tx.packaging.returns


@HBM.condition("(c)(2)(i)(B)")
def finished_goods_below(tx: Subject) -> Term:
    """What a trusted site finishes does not exceed 3A090; licet counts no temporary general license."""
    return ~trusted_site.holds | ~tx.packaging.exceeds


@HBM.condition("(c)(2)(ii)(B)")
def finished_goods_of_others_below(tx: Subject) -> Term:
    """What any other site finishes does not exceed 3A090.a or .b."""
    return trusted_site.holds | ~tx.packaging.exceeds


@HBM.condition("(d)(1)")
def no_distributor(tx: Subject) -> Term:
    """Not to distributors."""
    return ~tx.packaging.distributor


@HBM.condition("(d)(2)")
def no_intermediary_of_others(tx: Subject) -> Term:
    """Intermediate consignees only where the packaging site hired them for freight or customs."""
    intermediary = tx.parties["intermediate_consignee"].present
    return ~intermediary | tx.packaging.hired_by_site


@HBM.condition("(d)(3)")
def not_at_an_advanced_node(tx: Subject) -> Term:
    """Not for co-packaging at a facility in Macau or D:5 where advanced-node circuits are made."""
    return ~(tx.destination.within(MACAU_OR_D5) & tx.packaging.advanced_node)


@HBM.condition("15 CFR 744.23(c)")
def hbm_no_other_requirement(tx: Subject) -> Term:
    """No embargo and no other prohibited end use stands beside it."""
    return ~embargo_or_end_use_stands_in_the_way.holds


@HBM.condition("15 CFR 740.2(a)(17)")
def hbm_no_unverified_party(tx: Subject) -> Term:
    """No party is on the Unverified List."""
    return ~an_unverified_party_stands_in_the_way.holds


@HBM.duty("(e)", due=Due(days=60))
def report_a_discrepancy(tx: Subject) -> Term:
    """A count that differs by more than 1 percent is a red flag; unresolved, report it in 60 days."""
    return ~trusted_site.holds


@HBM.duty("(c)(2)(i)(A)", cures=confirmed_in_writing)
def obtain_the_confirmation(tx: Subject) -> Term:
    """The packaging site confirms in writing that it packaged the memory and sent it on."""
    return trusted_site.holds


@HBM.duty("(c)(2)(i)(A)")
def keep_the_confirmation(tx: Subject) -> Term:
    """Keep the packaging site's written confirmation; it is an export control document (part 762)."""
    return trusted_site.holds
