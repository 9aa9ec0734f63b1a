"""What is written beside a row: the added columns, from a determination or from a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from licet.decision.answer import Answer
from licet.decision.deciding import Determination, determine
from licet.decision.owed import chosen_route
from licet.errors import InputError
from licet.law.editions import Law
from licet.tables.values import transaction_of

APART = "; "
LINE = "lines[0]."


class Row(NamedTuple):
    """What is written beside a row. Lists are texts, apart by semicolons; nothing is null."""

    classification: str | None = None
    tpp_total: float | None = None
    on_the_books: str | None = None
    on_the_books_by: str | None = None
    as_enforced: str | None = None
    as_enforced_by: str | None = None
    review_policy: str | None = None
    missing_facts: str | None = None
    open_questions: str | None = None
    error: str | None = None


ANSWERS = Row._fields
"""The added columns, in their order."""
TYPES = {name: pl.Float64() if name == "tpp_total" else pl.String() for name in ANSWERS}


def row_of(
    cells_of_row: Mapping[str, Any], as_of: date | None = None, law: Law | None = None
) -> Row:
    """What one row comes to, or the sentence that says why it cannot be read."""
    try:
        return written(determine(transaction_of(cells_of_row), as_of=as_of, law=law))
    except InputError as error:
        faults = [str(fault) for fault in error.faults]
        return Row(error=APART.join(fault.replace(LINE, "") for fault in faults))


def written(made: Determination) -> Row:
    """A determination of one line as the added columns say it."""
    books, enforced = made.on_the_books, made.as_enforced
    line = enforced.data["lines"][0]
    missing = [*enforced.data["missing_facts"], *books.data["missing_facts"]]
    open_questions = [q["id"] for a in (books, enforced) for q in a.data["open_questions"]]
    return Row(
        line["classification"] or books.data["lines"][0]["classification"],
        line["tpp_total"],
        books.data["outcome"],
        carried_by(books),
        enforced.data["outcome"],
        carried_by(enforced),
        line["review_policy"],
        joined(path.removeprefix(LINE) for path in missing),
        joined(open_questions),
    )


def joined(parts: Iterable[str]) -> str | None:
    return APART.join(dict.fromkeys(parts)) or None


def carried_by(answer: Answer) -> str | None:
    """The exception, authorization or paragraph on which an outcome rests; none where none does."""
    line = answer.data["lines"][0]
    match line["outcome"]:
        case "license_exception" | "validated_end_user":
            return chosen_route(line)
        case "license_required":
            return joined(line["required_by"][:1])
        case "not_subject":
            review = answer.review
            outside = review.edition.of_kind("outside")
            return joined([p.cite for p in outside if review.paragraph(p, review.worlds[0])][:1])
    return None
