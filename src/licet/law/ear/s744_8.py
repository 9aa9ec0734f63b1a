"""15 CFR 744.8: persons on the list of Specially Designated Nationals under certain programs.

Which listing is whose is for `licet.parties` to find; the programs stand here.
"""

from __future__ import annotations

from datetime import date

from licet.law.ear.s734_3 import stays_in_the_united_states
from licet.law.instruments import EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.rules import Instrument, Section
from licet.logic.terms import Term

SDN_RULE = Instrument(
    cite="89 FR 20107",
    title="End-user controls on certain Specially Designated Nationals",
    published=date(2024, 3, 21),
    effective=date(2024, 3, 21),
    complied=date(2024, 3, 21),
    confidence="S",
    source="Federal Register document 2024-06067; summaries of its fourteen programs",
)

PROGRAMS = frozenset(
    [
        "BELARUS",
        "BELARUS-EO14038",
        "FTO",
        "ILLICIT-DRUGS-EO14059",
        "NPWMD",
        "RUSSIA-EO14024",
        "SDGT",
        "SDNT",
        "SDNTK",
        "TCO",
        "UKRAINE-EO13660",
        "UKRAINE-EO13661",
        "UKRAINE-EO13662",
        "UKRAINE-EO13685",
    ]
)
"""744.8(a)(1): the identifiers of the programs, as the list writes them. A license is required for
everything subject to the EAR where such a person is a party to the transaction."""

SECTION = Section("15 CFR 744.8", "Specially Designated Nationals", SDN_RULE, tx)


@SECTION.requirement("(b)", enacted_by=EAR_BEFORE, sure="I")
def blocked_person_before(tx: Subject) -> Term:
    """A party is blocked: before 21 March 2024 by 744.8 and 744.12 to 744.14, for fewer programs.

    licet does not hold those texts and counts every program of today: the stricter reading.
    """
    return tx.listed.blocked_under_744_8 & ~stays_in_the_united_states.holds


@SECTION.requirement("(b)", replaces=blocked_person_before)
def blocked_person(tx: Subject) -> Term:
    """A party is blocked under a program of (a)(1), and the Treasury has not authorized the transaction."""
    return tx.listed.blocked_under_744_8 & ~stays_in_the_united_states.holds


@SECTION.definition("(b) blocked", enacted_by=EAR_BEFORE)
def a_party_is_blocked(tx: Subject) -> Term:
    """A requirement of (b) applies."""
    return blocked_person_before.holds | blocked_person.holds


@SECTION.policy("(d)", "presumption_of_denial", enacted_by=EAR_BEFORE)
def denial_for_blocked_persons(tx: Subject) -> Term:
    """Applications are presumed denied, unless an Entity List entry of the same person says otherwise."""
    return a_party_is_blocked.holds & ~tx.listed.entity_list
