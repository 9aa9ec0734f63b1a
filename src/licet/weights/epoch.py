"""The tables of Epoch AI as facts: each model's training operations with Epoch's own uncertainty.

Source: Epoch AI, "Data on AI models" (https://epoch.ai/data/ai-models), CC BY 4.0. The factors are
those of its documentation (https://epoch.ai/data/ai-models-documentation): a 90 percent interval of
a factor of 3 for Confident, 10 for Likely and 30 for Speculative, up and down.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.weights.interval import UNKNOWN, Interval
from licet.words import _

FACTORS = {"Confident": 3, "Likely": 10, "Speculative": 30}
COMPUTE, ADDED = "Training compute (FLOP)", "Finetune compute (FLOP)"
ACCESS = "Model accessibility"
PUBLISHED = {
    "Open weights (unrestricted)": True,
    "Unreleased": False,
    "API access": False,
    "Hosted access (no API)": False,
}
"""Whether parameters are "published" (15 CFR 734.7(a)). A restricted license leaves it open."""


@dataclass(frozen=True)
class Trained:
    """A row with a training figure. ``figure`` is Epoch's, ``operations`` what it may really be.

    Without a label of confidence the two are the same; of a label that is "Unknown" nothing follows.
    """

    model: str
    organization: str
    date: str
    figure: int
    confidence: str | None
    operations: Interval
    published: bool | None
    base: str | None
    added: int | None

    def facts(self, bases: dict[str, Trained], *, exact: bool = False) -> dict[str, Any]:
        """The row as ``model_weights``, its base model among them where the tables know it.

        ``exact`` takes Epoch's figures as they stand, without the interval of their confidence.
        """
        bounds = Interval.exactly(self.figure).to_json() if exact else self.operations.to_json()
        found: dict[str, Any] = {
            "id": self.model,
            "published": self.published,
            "training_operations": {**bounds, "source": "Epoch AI"},
        }
        base = bases.get(self.base or "")
        if base is None or base.model == self.model or self.added is None:
            return found
        factor = 1 if exact else FACTORS.get(self.confidence or "", 1)
        added = {"low": Fraction(self.added, factor), "high": self.added * factor}
        if bounds["high"] is not None:  # a few rows have more added than there is in all
            bounds["high"] = max(bounds["high"], self.added)
        found["training_operations"] = {**bounds, "source": "Epoch AI"}
        stated: dict[str, Any] = {"id": base.model, "published": base.published}
        return found | {"additional_operations": added, "derived_from": stated}


def read_table(path: Path) -> Iterator[Trained]:
    """The rows of a table of Epoch AI that have a training figure. Raises `InputError` for others."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        missing = {"Model", COMPUTE, "Confidence", ACCESS} - set(rows.fieldnames or ())
        if missing:
            sentence = _("it has no column {names}; a table of Epoch AI has.")
            raise InputError([Fault(str(path), sentence.format(names=", ".join(sorted(missing))))])
        for row in rows:
            figure = _whole(row[COMPUTE])
            if figure is not None:
                yield _trained(row, figure)


def _trained(row: dict[str, str], figure: int) -> Trained:
    return Trained(
        model=row["Model"].strip(),
        organization=row.get("Organization", ""),
        date=row.get("Publication date", ""),
        figure=figure,
        confidence=row["Confidence"] or None,
        operations=_bounds(figure, row["Confidence"]),
        published=_published(row),
        base=row.get("Base model") or None,
        added=_whole(row.get(ADDED, "")),
    )


def _bounds(figure: int, confidence: str) -> Interval:
    if confidence == "Unknown":
        return UNKNOWN
    factor = FACTORS.get(confidence, 1)
    return Interval(Fraction(figure, factor), figure * factor).whole()


def _whole(written: str) -> int | None:
    try:
        return round(Decimal(written)) if written else None
    except (InvalidOperation, ValueError):
        return None


def _published(row: dict[str, str]) -> bool | None:
    if row[ACCESS]:
        return PUBLISHED.get(row[ACCESS])
    return False if row.get("Open model weights?") == "No" else None
