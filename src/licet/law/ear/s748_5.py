"""15 CFR 748.5: the parties to a transaction, and for whom an item is destined."""

from __future__ import annotations

from licet.facts.transaction import ROLES
from licet.law.instruments import EAR_BEFORE
from licet.law.places import MACAU_OR_D5
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR 748.5", "Parties to the transaction", EAR_BEFORE, tx)
PRINCIPALS = tuple(role for role in ROLES if role != "intermediate_consignee")


@SECTION.definition("(c)-(f)")
def for_a_macau_or_d5_entity(tx: Subject) -> Term:
    """A party is headquartered in Macau or Country Group D:5, or its ultimate parent is."""
    return tx.some_party(ROLES, lambda party: party.headquartered_in(MACAU_OR_D5))


@SECTION.question(
    "intermediate-consignee",
    for_a_macau_or_d5_entity,
    cites=["15 CFR 748.5(d)", "15 CFR 744.23(a)(3)(i)", "15 CFR 742.6(a)(6)(iii)(A)"],
    taken="Every named party counts, an intermediate consignee such as a forwarder among them.",
)
def only_principals(tx: Subject) -> Term:
    """Is an item "for" or "to" an entity that only carries it as an intermediate consignee?"""
    return tx.some_party(PRINCIPALS, lambda party: party.headquartered_in(MACAU_OR_D5))
