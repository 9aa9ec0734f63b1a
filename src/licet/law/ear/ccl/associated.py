"""Software and technology: classified by what they are for."""

from __future__ import annotations

from licet.law.ear.ccl.e3a090 import IN_A_FAMILY
from licet.law.ear.ccl.paragraphs import listed
from licet.law.subject import Subject
from licet.logic.dated import Group
from licet.logic.rules import Section
from licet.logic.terms import Term


def software_for(section: Section, commodities: str) -> None:
    """Software of this entry is software for the commodities that are listed."""
    _associated(section, "software", commodities)


def technology_for(section: Section, made_for: str) -> None:
    """Technology of this entry is technology for the commodities and software that are listed."""
    _associated(section, "technology", made_for)


def _associated(section: Section, kind: str, text: str) -> None:
    entry = section.cite.removeprefix("ECCN ")
    for_these = Group.always(text, listed(text))

    def body(tx: Subject) -> Term:
        by_statement = tx.item.base.among(entry)
        by_purpose = tx.item.base.among("none") & tx.item.made_for.within(for_these)
        outside_z = ~tx.item.also_described_in.within(IN_A_FAMILY)
        return tx.item.kind.among(kind) & (by_statement | by_purpose) & outside_z

    body.__name__ = f"is_{entry.lower()}"
    body.__doc__ = f"{kind.capitalize()} stated to be of this entry, or made for {text}."
    section.case(section.cite, entry)(body)
