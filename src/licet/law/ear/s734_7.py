"""15 CFR 734.7: what is published is not subject to the EAR. Publishing on purpose is not restricted."""

from __future__ import annotations

from licet.law.instruments import EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR 734.7", "Published", EAR_BEFORE, tx)


@SECTION.subject_to_the_ear("(a)")
def published_weights(tx: Subject) -> Term:
    """The model's parameters are published, so they are not subject to the EAR."""
    return tx.item.kind.among("model_weights") & tx.weights.published
