"""ECCN 5E002: technology for 5A002.z, 5A004.z and their software."""

from __future__ import annotations

from licet.law.ear.ccl.associated import technology_for
from licet.law.instruments import OCTOBER_2023
from licet.law.subject import tx
from licet.logic.rules import Section

SECTION = Section(
    "ECCN 5E002", "Technology for 5A002.z, 5A004.z and their software", OCTOBER_2023, tx
)

technology_for(SECTION, "5A002.z; 5A004.z; 5D002")
