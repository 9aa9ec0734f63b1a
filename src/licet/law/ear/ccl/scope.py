"""How a section lists the items that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping

from licet.law.ear.ccl.paragraphs import listed
from licet.law.subject import tx
from licet.logic.dated import Group
from licet.logic.terms import Classified, Member, Term, any_of

CLASSIFICATION = "classification"
"""The decision that the cases of the entries make together."""


def classified(text: str) -> Term:
    """The item is classified in one of the paragraphs that ``text`` lists."""
    return Classified(CLASSIFICATION, listed(text))


def made_for(base: str, text: str) -> Term:
    """Software or technology in the entry ``base``, for commodities or software of ``text``."""
    return Classified(CLASSIFICATION, listed(base)) & Member(
        tx.item.made_for, Group.always(text, listed(text))
    )


def items(commodities: str, associated: Mapping[str, str] | None = None) -> Term:
    """The items of a list: commodities, and software and technology by what they are for."""
    bases = [made_for(base, text) for base, text in (associated or {}).items()]
    return any_of(classified(commodities), *bases)
