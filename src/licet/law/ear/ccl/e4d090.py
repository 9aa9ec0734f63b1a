"""ECCN 4D090: software for 4A090."""

from __future__ import annotations

from licet.law.ear.ccl.associated import software_for
from licet.law.instruments import OCTOBER_2023
from licet.law.subject import tx
from licet.logic.rules import Section

SECTION = Section("ECCN 4D090", "Software for 4A090", OCTOBER_2023, tx)

software_for(SECTION, "4A090", of_2022="4A090.a")
