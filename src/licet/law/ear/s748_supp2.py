"""Supplement no. 2 to 15 CFR part 748: what an application for these items has to contain."""

from __future__ import annotations

from licet.law.ear.ccl.scope import classified
from licet.law.ear.s742_6 import is_at_level_a
from licet.law.ear.s742_6_review import case_by_case_since_2026, toward_other_destinations
from licet.law.instruments import AI_DIFFUSION, CASE_BY_CASE_2026
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section(
    "supplement no. 2 to 15 CFR part 748, ", "Unique application requirements", AI_DIFFUSION, tx
)
HARDWARE = "3A090.a; 4A090.a; 3A001.z; 4A003.z; 4A004.z; 4A005.z; 5A002.z; 5A004.z; 5A992.z"


@SECTION.duty("supplement no. 2 to 15 CFR part 748, (c)(3)")
def purchase_order(tx: Subject) -> Term:
    """Send a purchase order or equivalent contract with the application; it limits the quantity."""
    return classified(HARDWARE)


@SECTION.duty("supplement no. 2 to 15 CFR part 748, (c)(4)")
def aggregate_tpp(tx: Subject) -> Term:
    """State the aggregate TPP of each export item in block 22(j) of the application."""
    return classified(HARDWARE)


@SECTION.duty("supplement no. 2 to 15 CFR part 748, (c)(4) countries")
def one_application_a_country(tx: Subject) -> Term:
    """For a country with an allocation, file an application of its own and count its TPP alone."""
    return is_at_level_a.holds & toward_other_destinations.holds


@SECTION.duty("supplement no. 2 to 15 CFR part 748, (dd)", enacted_by=CASE_BY_CASE_2026)
def additional_information(tx: Subject) -> Term:
    """File the certifications of (dd) with the application.

    They cover US shipments and supply, at most 50 percent of US volume, end uses and end users,
    know-your-customer, remote users, security, and an independent US laboratory
    test before each export. Without them a presumption of denial applies.
    """
    return case_by_case_since_2026.holds
