"""ECCN 5E992: technology for 5A992.z and 5D992.z."""

from __future__ import annotations

from licet.law.ear.ccl.associated import technology_for
from licet.law.instruments import OCTOBER_2023
from licet.law.subject import tx
from licet.logic.rules import Section

SECTION = Section("ECCN 5E992", "Technology for 5A992.z and 5D992.z", OCTOBER_2023, tx)

technology_for(SECTION, "5A992.z; 5D992")
