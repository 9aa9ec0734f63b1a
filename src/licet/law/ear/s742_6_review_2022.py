"""15 CFR 742.6(b)(10) of October 2022, for applications to China, and what goes on of it as (b)(10)(i)."""

from __future__ import annotations

from licet.law.ear.part744 import prohibited_end_use
from licet.law.ear.s742_6 import (
    china_requirement,
    technology_from_china,
    technology_from_macau_or_d5,
)
from licet.law.ear.s744_23 import required_here as required_under_744_23
from licet.law.instruments import OCTOBER_2022, OCTOBER_2023
from licet.law.places import US_A5_A6
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section(
    "15 CFR 742.6", "Regional stability: license review of October 2022", OCTOBER_2022, tx
)


@SECTION.definition("15 CFR 744.23(d) of 2022", sure="S")
def end_users_from_friendly_places(tx: Subject) -> Term:
    """Every end user is headquartered in the United States, A:5 or A:6, and so is its ultimate parent."""
    return tx.every_party(
        ("ultimate_consignee", "end_user"),
        lambda party: (
            party.headquarters.within(US_A5_A6)
            & party.ultimate_parent_headquarters.within(US_A5_A6)
        ),
    )


@SECTION.policy("(b)(10)", "presumption_of_denial", sure="S")
def denial_of_2022(tx: Subject) -> Term:
    """What needs a license to China, as 744.23(d) of that time says."""
    required = china_requirement.holds | technology_from_china.holds
    return required & ~end_users_from_friendly_places.holds


@SECTION.policy("(b)(10)", "case_by_case", sure="S")
def case_by_case_of_2022(tx: Subject) -> Term:
    """The same for end users in China headquartered in the United States, A:5 or A:6."""
    required = china_requirement.holds | technology_from_china.holds
    return required & end_users_from_friendly_places.holds


end_users_from_friendly_places.ends_with(OCTOBER_2023)
case_by_case_of_2022.ends_with(OCTOBER_2023)


@SECTION.definition("(b)(10)(i)", enacted_by=OCTOBER_2023)
def technology_beside_744_23(tx: Subject) -> Term:
    """Technology of (a)(6)(ii) to which 744.23 does not apply itself."""
    return technology_from_macau_or_d5.holds & ~required_under_744_23.holds


@SECTION.policy("(b)(10)(i)", "case_by_case", enacted_by=OCTOBER_2023)
def case_by_case_without_part_744(tx: Subject) -> Term:
    """Technology of (a)(6)(ii), where 744.23 does not apply and part 744 requires no license."""
    return technology_beside_744_23.holds & ~prohibited_end_use.holds


@SECTION.policy("(b)(10)(i)", "presumption_of_denial", enacted_by=OCTOBER_2023)
def denial_as_744_23_says(tx: Subject) -> Term:
    """Technology of (a)(6)(ii) that another section of part 744 reaches, consistent with 744.23(d)."""
    return technology_beside_744_23.holds & prohibited_end_use.holds


@SECTION.question(
    "review-without-an-end-use-in-2022",
    denial_of_2022,
    cites=["15 CFR 742.6(b)(10)", "15 CFR 744.23(d)"],
    taken="A presumption of denial, as the rule was summarized when it came.",
)
def case_by_case_without_an_end_use(tx: Subject) -> Term:
    """(b)(10) refers to 744.23(d), "except" case by case where part 744 requires no license.

    Does the presumption of denial reach items that go to no supercomputer and no listed party?
    """
    return denial_of_2022.term & prohibited_end_use.holds
