"""ECCN 3A001: the .z paragraphs."""

from __future__ import annotations

from licet.law.ear.ccl.paragraphs import COMMODITY_FAMILIES
from licet.law.ear.ccl.scope import items
from licet.law.ear.ccl.zfamily import hardware
from licet.law.instruments import OCTOBER_2023
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("ECCN 3A001", "Electronic items", OCTOBER_2023, tx)

hardware(SECTION, COMMODITY_FAMILIES)


@SECTION.definition("ECCN 3A001 MT")
def controlled_for_missile_technology(tx: Subject) -> Term:
    """3A001.z.2, and technology for it in 3E001, are controlled for missile technology as well."""
    return items("3A001.z.2", {"3E001": "3A001.z.2"})
