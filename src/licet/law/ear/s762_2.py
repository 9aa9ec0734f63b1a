"""15 CFR 762.2: records to be kept; 762.6 says for five years."""

from __future__ import annotations

from licet.law.instruments import AI_DIFFUSION, EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Section
from licet.logic.terms import ALWAYS, Term

SECTION = Section("15 CFR 762.2", "Records to be retained", AI_DIFFUSION, tx)
YEARS_TO_KEEP = Dated({"2022-01-01": (5, "15 CFR 762.6")}, unit="years")


@SECTION.duty("(a)", of="any", enacted_by=EAR_BEFORE)
def keep_records(tx: Subject) -> Term:
    """Keep the records of the transaction for five years from its end (762.6)."""
    return ALWAYS


@SECTION.duty("(b)(58)", of="AIA")
def keep_aia_records(tx: Subject) -> Term:
    """Keep the records that AIA calls for."""
    return ALWAYS


@SECTION.duty("(b)(59)", of="ACM")
def keep_acm_records(tx: Subject) -> Term:
    """Keep the records that ACM calls for."""
    return ALWAYS


@SECTION.duty("(b)(60)", of="LPP")
def keep_lpp_records(tx: Subject) -> Term:
    """Keep the records that LPP calls for."""
    return ALWAYS
