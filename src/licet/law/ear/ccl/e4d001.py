"""ECCN 4D001: software for 4A003.z, 4A004.z and 4A005.z."""

from __future__ import annotations

from licet.law.ear.ccl.associated import software_for
from licet.law.instruments import OCTOBER_2023
from licet.law.subject import tx
from licet.logic.rules import Section

SECTION = Section("ECCN 4D001", "Software for 4A003.z, 4A004.z and 4A005.z", OCTOBER_2023, tx)

software_for(SECTION, "4A003.z; 4A004.z; 4A005.z")
