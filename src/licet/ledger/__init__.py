"""What the law counts, kept: an append-only ledger of compute, its limits, and what is left of them.

`open_ledger` opens one; `Ledger` enters, reserves and verifies; `facts_for`, `with_ledger`,
`reserve_for` and `reserve_decided` stand between it and a decision.
"""

from licet.ledger.book import Ledger, open_ledger
from licet.ledger.deciding import reserve_decided, reserve_for
from licet.ledger.drafts import Refusal, Refused, Written
from licet.ledger.facts import facts_for, with_ledger
from licet.ledger.history import Entry
from licet.ledger.opening import located

__all__ = [
    "Entry",
    "Ledger",
    "Refusal",
    "Refused",
    "Written",
    "facts_for",
    "located",
    "open_ledger",
    "reserve_decided",
    "reserve_for",
    "with_ledger",
]
