"""15 CFR 734.4: foreign-made items with more than a de minimis share of controlled US content."""

from __future__ import annotations

from licet.law.instruments import EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR 734.4", "De minimis U.S. content", EAR_BEFORE, tx)


@SECTION.definition("(c)-(d)")
def more_than_de_minimis(tx: Subject) -> Term:
    """More of it is controlled US content than 25 percent; 10 percent toward E:1 and E:2.

    Such an item is subject to the EAR whatever made it (736.2(b)(2)). The share is worked out by
    supplement no. 2 to part 734 and is a fact here.
    """
    return tx.item.us_content
