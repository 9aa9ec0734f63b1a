"""`prove`: every theorem about the law of one day, in both columns, with what was found against it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from licet.decision.notes import refuse_too_early
from licet.law.editions import Law, the_law
from licet.proofs.statements import THEOREMS
from licet.proofs.theorems import Finding, Result, Subject, Theorem
from licet.words import _


def subjects(day: date, law: Law | None = None) -> list[Subject]:
    """The law of a day, once as it stands on the books and once as enforced.

    Raises `InputError` for a day before the first edition.
    """
    refuse_too_early(day)
    both = (law or the_law()).on(day)
    return [
        Subject(both.on_the_books, both.as_enforced, day),
        Subject(both.as_enforced, both.as_enforced, day),
    ]


def prove(
    day: date, law: Law | None = None, theorems: Iterable[Theorem] = THEOREMS
) -> dict[str, Any]:
    """What came of every theorem: by column, or once where it speaks of both columns."""
    books, enforced = subjects(day, law)
    found = []
    for theorem in theorems:
        columns = {"on_the_books": books, "as_enforced": enforced}
        if theorem.of_both_columns:
            columns = {"both": books}
        results = {column: theorem.check(subject) for column, subject in columns.items()}
        found.append(
            {
                "theorem": theorem.name,
                "says": _(theorem.says),
                "cites": list(theorem.cites),
                "columns": {column: _told(result) for column, result in results.items()},
            }
        )
    return {"date": day.isoformat(), "theorems": found}


def _told(result: Result) -> dict[str, Any]:
    status = "open" if result.undecided else "proved" if result.proved else "fails"
    return {"status": status, "findings": [_finding(finding) for finding in result.findings]}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "says": finding.says,
        "paragraphs": list(dict.fromkeys(p.cite for p in finding.paragraphs)),
        "open_questions": list(finding.asked),
        "witness": finding.facts,
    }
