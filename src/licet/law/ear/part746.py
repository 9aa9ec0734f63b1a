"""15 CFR part 746: embargoed destinations, as far as they decide the answer."""

from __future__ import annotations

from licet.law.ear.ccl.scope import CLASSIFICATION
from licet.law.instruments import EAR_BEFORE, SYRIA_RULE
from licet.law.places import CUBA, IRAN, IRAQ, NORTH_KOREA, RUSSIA_OR_BELARUS, SYRIA, UKRAINE
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Classified, Term

SECTION = Section("15 CFR part 746", "Embargoes and other special controls", EAR_BEFORE, tx)


def _listed_here() -> Term:
    return ~Classified(CLASSIFICATION, frozenset({""}))


def _leaves_a_country(tx: Subject) -> Term:
    return ~tx.action.among("transfer_in_country")


@SECTION.requirement("15 CFR 746.2(a)")
def cuba(tx: Subject) -> Term:
    """Anything subject to the EAR needs a license to Cuba; a release to a Cuban national, if listed."""
    released = ~tx.is_deemed() | _listed_here()
    return tx.destination.within(CUBA) & _leaves_a_country(tx) & released


@SECTION.requirement("15 CFR 746.3(a)(1)")
def iraq(tx: Subject) -> Term:
    """Items that the Commerce Control List controls for regional stability need a license to Iraq."""
    return tx.destination.within(IRAQ) & _listed_here() & ~tx.is_deemed()


@SECTION.requirement("15 CFR 746.4(a)")
def north_korea(tx: Subject) -> Term:
    """Anything subject to the EAR but food and medicine needs a license to North Korea."""
    return tx.destination.within(NORTH_KOREA) & _leaves_a_country(tx)


@SECTION.requirement("15 CFR 746.7(a)(1)")
def iran(tx: Subject) -> Term:
    """Listed items, and circuits and computers by tariff number, need a license to Iran."""
    return tx.destination.within(IRAN) & _leaves_a_country(tx)


@SECTION.requirement("15 CFR 746.8(a)")
def russia_and_belarus(tx: Subject) -> Term:
    """Listed items, and electronics by tariff number, need a license to Russia and Belarus.

    A release to a Russian or Belarusian national is outside this section ((a)(12)(i)).
    """
    return tx.destination.within(RUSSIA_OR_BELARUS) & ~tx.is_deemed()


@SECTION.requirement("15 CFR 746.9(a)")
def syria(tx: Subject) -> Term:
    """Anything but food and medicine needs a license to Syria; a release to a Syrian, if listed."""
    released = ~tx.is_deemed() | _listed_here()
    return tx.destination.within(SYRIA) & _leaves_a_country(tx) & released


@SECTION.definition("15 CFR part 746")
def embargoed(tx: Subject) -> Term:
    """A license requirement of part 746 applies."""
    return (
        cuba.holds
        | iraq.holds
        | north_korea.holds
        | iran.holds
        | russia_and_belarus.holds
        | syria.holds
    )


@SECTION.policy("15 CFR 746.2(b)", "policy_of_denial")
def denial_for_cuba(tx: Subject) -> Term:
    """A general policy of denial toward Cuba, with exceptions that do not concern these items."""
    return cuba.holds


@SECTION.policy("15 CFR 746.3(b)", "case_by_case", sure="I")
def iraq_names_no_policy(tx: Subject) -> Term:
    """746.3(b) names no policy for these items toward Iraq; case by case, where 742.6(b) has none."""
    return iraq.holds


@SECTION.policy("15 CFR 746.7(b)", "policy_of_denial")
def denial_for_iran(tx: Subject) -> Term:
    """Licenses for Iran are generally denied, apart from humanitarian reasons and safe aviation."""
    return iran.holds


@SECTION.policy("15 CFR 746.8(b)(3)", "policy_of_denial")
def denial_for_russia_and_belarus(tx: Subject) -> Term:
    """A policy of denial toward Russia and Belarus, with exceptions that turn on other facts."""
    return russia_and_belarus.holds


@SECTION.policy("15 CFR 746.9(c)", "policy_of_denial", sure="S")
def denial_for_syria(tx: Subject) -> Term:
    """A general policy of denial toward Syria, until September 2025."""
    return syria.holds


@SECTION.policy(
    "15 CFR 746.9(c)(2)", "case_by_case", enacted_by=SYRIA_RULE, replaces=denial_for_syria
)
def case_by_case_for_syria(tx: Subject) -> Term:
    """Toward Syria case by case, if no civil end use of (c)(1) is shown; part 742 applies as well."""
    return syria.holds


@SECTION.statement("15 CFR 746.6(a)")
def occupied_regions_of_ukraine(tx: Subject) -> Term:
    """Crimea and the so-called Donetsk and Luhansk regions are under embargo; UA means the rest."""
    return tx.destination.within(UKRAINE)
