"""15 CFR 734.7: what is published is not subject to the EAR. Publishing on purpose is not restricted."""

from __future__ import annotations

from licet.law.instruments import AI_DIFFUSION, EAR_BEFORE
from licet.law.subject import Subject, tx
from licet.logic.rules import Section
from licet.logic.terms import Term

SECTION = Section("15 CFR 734.7", "Published", EAR_BEFORE, tx)


@SECTION.subject_to_the_ear("(a)")
def published_weights(tx: Subject) -> Term:
    """The model's parameters are published, so they are not subject to the EAR."""
    return tx.item.kind.among("model_weights") & tx.weights.published


@SECTION.subject_to_the_ear("(a) intentional publication", enacted_by=AI_DIFFUSION)
def made_public_on_purpose(tx: Subject) -> Term:
    """The weights are published by this on purpose, which nothing here restricts or prevents.

    Supplement no. 10 to part 748 ends with it; what everybody receives is published as (a) says.
    """
    return tx.item.kind.among("model_weights") & tx.end_use.intentional_publication
