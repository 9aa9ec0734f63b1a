"""What the ledger holds beside amounts: certificates, licenses, approvals, what it knows of parties."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licet.facts.transaction import Party, Transaction
from licet.ledger import accounts, limits
from licet.ledger.book import Ledger

ROLES = ("ultimate_consignee", "end_user", "intermediate_consignee", "purchaser", "operator")


def certifications(ledger: Ledger, facts: Transaction) -> list[str]:
    """The certificates that are on file on the day for the consignee (LPP: for its parent's year)."""
    consignee, day = _consignee(facts), facts.date
    if consignee is None or consignee.name is None or day is None:
        return []
    names = {"AIA": limits.key("AIA", limits.named(consignee.name))}
    parent = ledger.names.parent_of(consignee.name, day)
    if parent is not None:
        names["LPP"] = limits.key("LPP", limits.named(parent), day.year)
    found = {which: ledger.names.latest("certificate", name, day) for which, name in names.items()}
    return [which for which, paper in found.items() if paper is not None]


def known_parties(ledger: Ledger, facts: Transaction) -> Iterator[tuple[str, dict[str, Any]]]:
    """By role, what party entries say of each party that is named."""
    day = facts.date
    for role in ROLES if facts.parties and day else ():
        party: Party | None = getattr(facts.parties, role)
        if party is None or party.name is None or day is None:
            continue
        company = ledger.names.company(party.name, day)
        parent = ledger.names.parent_of(party.name, day)
        above = ledger.names.company(parent, day).headquarters if parent else None
        said = {
            "headquarters": company.headquarters,
            "ultimate_parent_headquarters": company.parent_headquarters or above,
            "certified_veu": _authorization(company.uveu, company.nveu),
        }
        yield role, {name: value for name, value in said.items() if value is not None}


def _authorization(uveu: bool, nveu: tuple[str, ...]) -> str | dict[str, list[str]] | None:
    if uveu:
        return "UVEU"
    return {"NVEU": list(nveu)} if nveu else None


def papers_for(ledger: Ledger, facts: Transaction) -> dict[str, list[dict[str, Any]]]:
    """Licenses that have units left on the day, and approvals that a NAC notice lists."""
    day, end_user = facts.date, facts.parties.end_user if facts.parties else None
    if day is None:
        return {"licenses": [], "nac_approvals": []}
    lines = [
        {"license": each.license, "item": each.item, "left": each.left(day), "until": each.expires}
        for each in accounts.licenses(ledger)
        if each.left(day) and each.destination == facts.destination
    ]
    user = end_user or _consignee(facts)
    approved = accounts.approvals(ledger, user.name, day) if user and user.name else []
    listed = [
        {"reference": each.told["reference"], "on": each.told_day, "entry": each.seq}
        for each in approved
    ]
    return {"licenses": lines, "nac_approvals": listed}


def _consignee(facts: Transaction) -> Party | None:
    return facts.parties.ultimate_consignee if facts.parties else None
