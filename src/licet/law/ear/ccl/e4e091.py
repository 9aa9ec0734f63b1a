"""ECCN 4E091: the parameters of an AI model that took 10^26 or more operations to train.

Supplement no. 1 to 15 CFR part 774, added by 90 FR 4544 from 13 January 2025. Its Note 1 says "the
training operations defined in Note 2" where only Technical Note 2 defines any; it is read so.
"""

from __future__ import annotations

from fractions import Fraction

from licet.law.instruments import AI_DIFFUSION
from licet.law.subject import Subject, tx
from licet.logic.dated import Dated
from licet.logic.rules import Section
from licet.logic.terms import Number, Term

THRESHOLD = 10**26
"""ECCN 4E091, heading: this many training operations, or more, and the entry applies."""

SYNTHETIC_DATA_SHARE = Fraction(10, 100)
"""Technical Note 3: more than this share of the operations on one generator's unpublished data."""

DERIVED_OPERATIONS = 25 * 10**24
"""Note 1: more additional operations than this, or than the share below, whichever is higher."""

DERIVED_SHARE = Fraction(25, 100)
"""Note 1: of the training operations that Technical Note 2 defines."""

SECTION = Section("ECCN 4E091", "Parameters of AI models", AI_DIFFUSION, tx)
OPERATIONS = Dated({"2025-01-13": (THRESHOLD, "90 FR 4544")}, unit="operations")
ADDITIONAL = Dated({"2025-01-13": (DERIVED_OPERATIONS, "90 FR 4544")}, unit="operations")


@SECTION.exclusion("ECCN 4E091 Note 1")
def derived_from_published(tx: Subject) -> Term:
    """Derived from a published model, with no more than 2.5e25 or 25 percent added, the higher counts."""
    added = tx.weights.additional_operations
    share = Number(DERIVED_SHARE)
    too_much = (added > ADDITIONAL) & (added > tx.weights.base_operations * share)
    return tx.weights.base_published & ~too_much


@SECTION.exclusion("ECCN 4E091 Note 2")
def below_the_most_capable(tx: Subject) -> Term:
    """Fewer operations than it takes to equal the most capable published model, as BIS has it."""
    return tx.weights.below_most_capable


@SECTION.case("ECCN 4E091", "4E091")
def is_4e091(tx: Subject) -> Term:
    """The unpublished parameters of a model trained with 10^26 operations or more."""
    return (
        tx.item.kind.among("model_weights")
        & ~tx.weights.published
        & (tx.weights.operations >= OPERATIONS)
        & ~derived_from_published.holds
        & ~below_the_most_capable.holds
    )
