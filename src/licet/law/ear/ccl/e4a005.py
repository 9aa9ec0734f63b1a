"""ECCN 4A005: the .z paragraphs."""

from __future__ import annotations

from licet.law.ear.ccl.paragraphs import COMMODITY_FAMILIES
from licet.law.ear.ccl.zfamily import hardware
from licet.law.instruments import OCTOBER_2023
from licet.law.subject import tx
from licet.logic.rules import Section

SECTION = Section("ECCN 4A005", "Systems for intrusion software", OCTOBER_2023, tx)

hardware(SECTION, COMMODITY_FAMILIES)
