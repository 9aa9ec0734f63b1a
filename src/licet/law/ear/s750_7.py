"""15 CFR 750.7(g): how long a license is valid."""

from __future__ import annotations

from licet.law.ear.s742_6 import is_at_level_a
from licet.law.instruments import AI_DIFFUSION
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR 750.7", "Issuance of licenses", AI_DIFFUSION, tx)
VALIDITY_YEARS = Dated({"2025-01-13": (1, "90 FR 4544")}, unit="years")
GENERAL_VALIDITY_YEARS = Dated({"2025-01-13": (4, "90 FR 4544")}, unit="years")


@SECTION.duty("(g)")
def ship_within_the_year(tx: Subject) -> Term:
    """A license for items of 742.6(a)(6)(iii)(A) is generally valid for one year: ship within it."""
    return is_at_level_a.holds
