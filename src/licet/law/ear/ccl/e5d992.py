"""ECCN 5D992: the .z paragraphs, and software for other items of these controls."""

from __future__ import annotations

from licet.law.ear.ccl.associated import software_for
from licet.law.ear.ccl.paragraphs import SOFTWARE_FAMILIES
from licet.law.ear.ccl.zfamily import software
from licet.law.instruments import OCTOBER_2023
from licet.law.subject import tx
from licet.logic.rules import Section

SECTION = Section("ECCN 5D992", "Mass-market information security software", OCTOBER_2023, tx)

software(SECTION, SOFTWARE_FAMILIES)
software_for(SECTION, "5A992.z")
