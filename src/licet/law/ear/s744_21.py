"""15 CFR 744.21(b)(1) and (e): entities on the Military End User List.

A license is required for what supplement no. 2 to part 744 lists. Of the items that licet knows these
are 5A992 and 5D992; 3A991 and 4A994 are among those that none of its entries catches.
"""

from __future__ import annotations

from licet.law.ear.ccl.scope import CLASSIFICATION, classified
from licet.law.ear.s734_3 import stays_in_the_united_states
from licet.law.instruments import EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Classified, Term

SECTION = Section("15 CFR 744.21", "Military end users", EAR_BEFORE, tx)


@SECTION.definition("supplement no. 2 to part 744")
def in_supplement_2(tx: Subject) -> Term:
    """5A992 and 5D992, or an item outside these entries that the supplement lists (3A991, 4A994)."""
    outside = Classified(CLASSIFICATION, frozenset({""}))
    return classified("5A992.z; 5D992.z; 5D992") | (
        outside & tx.listed.item_in_supplement_2_to_part_744
    )


@SECTION.requirement("(b)(1)(ii)")
def military_end_user(tx: Subject) -> Term:
    """A party is on the Military End User List, and supplement no. 2 to part 744 lists the item."""
    listed = tx.listed.military_end_user & in_supplement_2.holds
    return listed & ~stays_in_the_united_states.holds


@SECTION.policy("(e)(3)", "presumption_of_denial")
def denial_for_military_end_users(tx: Subject) -> Term:
    """Applications for a military end user are presumed denied, whatever requires the license."""
    return tx.listed.military_end_user & ~stays_in_the_united_states.holds
