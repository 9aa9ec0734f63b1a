"""Who is really buying: evidence, ownership and screening of the parties to a transaction.

The two questions that a decision asks are `facts_of` (what is known of a party) and `filled` (the whole
transaction with its parties, their listings and their red flags). Screening is `screening.screener`,
ownership is `ownership`.
"""

from licet.parties.deciding import Filled, filled
from licet.parties.facts import Reading, facts_of, reading_of
from licet.parties.partyfile import PartyFile

__all__ = ["Filled", "PartyFile", "Reading", "facts_of", "filled", "reading_of"]
