"""ECCN 3D001: software for 3A001.z and 3A090."""

from __future__ import annotations

from licet.law.ear.ccl.associated import software_for
from licet.law.instruments import OCTOBER_2023
from licet.law.subject import tx
from licet.logic.rules import Section

SECTION = Section("ECCN 3D001", "Software for 3A001.z and 3A090", OCTOBER_2023, tx)

software_for(SECTION, "3A001.z; 3A090", of_2022="3A090.a")
