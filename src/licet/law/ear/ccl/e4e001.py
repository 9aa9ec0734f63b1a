"""ECCN 4E001: technology for 4A003.z, 4A004.z, 4A005.z, 4A090 and their software."""

from __future__ import annotations

from licet.law.ear.ccl.associated import technology_for
from licet.law.instruments import OCTOBER_2023
from licet.law.subject import tx
from licet.logic.rules import Section

SECTION = Section(
    "ECCN 4E001",
    "Technology for 4A003.z, 4A004.z, 4A005.z, 4A090 and their software",
    OCTOBER_2023,
    tx,
)

technology_for(
    SECTION,
    "4A003.z; 4A004.z; 4A005.z; 4A090; 4D001; 4D090",
    of_2022="4A090.a; 4D090",
)
