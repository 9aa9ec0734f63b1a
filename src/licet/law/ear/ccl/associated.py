"""Software and technology: classified by what they are for."""

from __future__ import annotations

from licet.law.ear.ccl.e3a090 import IN_A_FAMILY
from licet.law.ear.ccl.paragraphs import listed
from licet.law.instruments import OCTOBER_2022
from licet.law.subject import Subject
from licet.logic.dated import Group
from licet.logic.rules import Body, Paragraph, Section
from licet.logic.terms import Term

FOR: dict[str, frozenset[str]] = {}
"""By entry of software or technology: the paragraphs that its software or technology is for."""


def software_for(section: Section, commodities: str, of_2022: str = "") -> None:
    """Software of this entry is software for the commodities that are listed.

    ``of_2022``: those of the list of October 2022, where the entry spoke of any.
    """
    _associated(section, "software", commodities, of_2022)


def technology_for(section: Section, made_for: str, of_2022: str = "") -> None:
    """Technology of this entry is technology for the commodities and software that are listed.

    ``of_2022``: those of the list of October 2022, where the entry spoke of any.
    """
    _associated(section, "technology", made_for, of_2022)


def _associated(section: Section, kind: str, text: str, of_2022: str) -> None:
    entry = section.cite.removeprefix("ECCN ")
    FOR[entry] = listed(text) | (listed(of_2022) if of_2022 else frozenset())
    older: tuple[Paragraph, ...] = ()
    if of_2022:
        first = _body(entry, kind, of_2022, "_of_2022")
        older = (section.case(section.cite, entry, enacted_by=OCTOBER_2022)(first),)
    section.case(section.cite, entry, replaces=older)(_body(entry, kind, text))


def _body(entry: str, kind: str, text: str, version: str = "") -> Body:
    for_these = Group.always(text, listed(text))

    def body(tx: Subject) -> Term:
        by_statement = tx.item.base.among(entry)
        by_purpose = tx.item.base.among("none") & tx.item.made_for.within(for_these)
        outside_z = ~tx.item.also_described_in.within(IN_A_FAMILY)
        found = tx.item.kind.among(kind) & (by_statement | by_purpose)
        return found if version else found & outside_z

    body.__name__ = f"is_{entry.lower()}{version}"
    body.__doc__ = f"{kind.capitalize()} stated to be of this entry, or made for {text}."
    return body
