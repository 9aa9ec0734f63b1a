"""A small world for the tests: companies, and entries as a person would make them."""

from __future__ import annotations

from typing import Any

from licet.ledger import Ledger, Written

H100 = "nvidia-h100-sxm5"
TPP = 15_832
"""An H100 SXM: 1,979 tera-operations at 8 bits, dense (NVIDIA's datasheet), times 8."""
LPP_LIMIT = 26_900_000
CLOUD = "Example Cloud Pvt Ltd"
GROUP = "Example Group"


def know(ledger: Ledger, name: str = CLOUD, **fields: Any) -> Written:
    """Enter a company; its ultimate parent is the group where nothing else is said."""
    said = {"on": "2025-01-01", "name": name, "ultimate_parent": GROUP, **fields}
    return ledger.add("party", said, why="know your customer")


def certify(ledger: Ledger, party: str = GROUP, **fields: Any) -> Written:
    """Enter the LPP statement of a year."""
    said = {"on": "2025-01-02", "certificate": "LPP", "party": party, "year": 2025}
    return ledger.add("certificate", {**said, "reference": "C", **fields}, why="on file")


def shipment(quantity: int, **fields: Any) -> dict[str, Any]:
    """H100s under LPP to the cloud company in India."""
    return {
        "on": "2025-06-02",
        "chip": H100,
        "quantity": quantity,
        "under": "LPP",
        "action": "export",
        "destination": "IN",
        "ultimate_consignee": CLOUD,
        **fields,
    }


def item(tpp: object, quantity: int = 1, **fields: Any) -> dict[str, Any]:
    """A shipment of something of an exact TPP."""
    said = {**shipment(quantity), "item": "a board", "tpp_each": tpp, **fields}
    del said["chip"]
    return said


def installed(quantity: int, country: str = "IN", **fields: Any) -> dict[str, Any]:
    """H100s of the cloud company at a site."""
    said = {"on": "2025-06-02", "chip": H100, "quantity": quantity, "owner": CLOUD}
    return {**said, "site": f"{country} 1", "country": country, **fields}


def exactly(tpp: int, country: str, **fields: Any) -> dict[str, Any]:
    """One installed item of an exact TPP, at the level of 3A090.a."""
    said = {**installed(1, country), "item": "a pod", "tpp_each": tpp, **fields}
    del said["chip"]
    return {**said, "classification": "4A090.a"}
