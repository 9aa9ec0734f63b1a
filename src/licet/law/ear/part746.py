"""15 CFR part 746: embargoed destinations, as far as they decide the answer."""

from __future__ import annotations

from licet.law.instruments import EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR part 746", "Embargoes and other special controls", EAR_BEFORE, tx)

KNOWN = {"sure": "S"}


@SECTION.requirement("15 CFR 746.2(a)", **KNOWN)
def cuba(tx: Subject) -> Term:
    """Anything subject to the EAR needs a license to Cuba."""
    return tx.destination.among("CU")


@SECTION.requirement("15 CFR 746.4(a)", **KNOWN)
def north_korea(tx: Subject) -> Term:
    """Anything but food and medicine needs a license to North Korea."""
    return tx.destination.among("KP")


@SECTION.requirement("15 CFR 746.7(a)", **KNOWN)
def iran(tx: Subject) -> Term:
    """Items on the Commerce Control List need a license to Iran."""
    return tx.destination.among("IR")


@SECTION.requirement("15 CFR 746.8(a)", **KNOWN)
def russia_and_belarus(tx: Subject) -> Term:
    """Items on the Commerce Control List need a license to Russia and Belarus."""
    return tx.destination.among("RU", "BY")


@SECTION.requirement("15 CFR 746.9(a)", **KNOWN)
def syria(tx: Subject) -> Term:
    """Anything but food and medicine needs a license to Syria."""
    return tx.destination.among("SY")


@SECTION.definition("15 CFR part 746")
def embargoed(tx: Subject) -> Term:
    """A license requirement of part 746 applies."""
    return cuba.holds | north_korea.holds | iran.holds | russia_and_belarus.holds | syria.holds


@SECTION.policy("15 CFR part 746", "policy_of_denial", **KNOWN)
def embargo_policy(tx: Subject) -> Term:
    """Applications to embargoed destinations are denied as a rule, with narrow exceptions."""
    return embargoed.holds
