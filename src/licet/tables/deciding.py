"""`decide` for a table: one exact decision for each cell that its rows reach, given to all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from licet.decision.answer import Answer, chosen_route
from licet.decision.deciding import Determination, determine
from licet.errors import Fault, InputError
from licet.law.editions import Law, the_law
from licet.tables.cells import cells
from licet.tables.names import match
from licet.tables.values import transaction_of
from licet.words import _

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


def decide(
    table: Any,
    *,
    columns: Mapping[str, str] | None = None,
    as_of: date | None = None,
    law: Law | None = None,
) -> Any:
    """The table with the columns of `ANSWERS` added, in its own kind: Arrow, Polars or pandas.

    Each row is one transaction with one line. ``columns`` says by path of a fact which column
    states it; other columns are found by their names. ``as_of`` chooses the law of that date
    instead of the rows' own; ``law`` is another law, such as a reformed one. A row that cannot be
    read has its sentence under ``error``. Raises `InputError` where the columns cannot be told.
    """
    frame = _frame(table)
    refuse_taken(frame.columns)
    return _beside(table, answers(frame, match(frame.columns, columns), as_of, law=law))


def refuse_taken(headings: Iterable[str]) -> None:
    """Refuse a table in which an added column would take the place of another."""
    taken = [name for name in headings if name in ANSWERS]
    if taken:
        sentence = _("the table has columns that would be added already; rename or drop them.")
        raise InputError([Fault(", ".join(taken), sentence)])


def answers(
    frame: pl.DataFrame,
    columns: Mapping[str, str],
    as_of: date | None = None,
    done: Callable[[int], object] = lambda rows: None,
    *,
    law: Law | None = None,
) -> pl.DataFrame:
    """The added columns alone, row for row. ``columns``: by path, the column that states it.

    ``done`` hears of each cell how many rows are decided with it.
    """
    stated = frame.select(pl.col(heading).alias(path) for path, heading in columns.items())
    if not frame.height:
        return pl.DataFrame(schema=TYPES)
    if not columns:
        raise InputError(_("no column states a fact; name one, such as Destination or item.chip."))
    law = law or the_law()
    cell, loads = cells(stated, law, as_of)
    _numbers, first, rows = np.unique(cell, return_index=True, return_counts=True)
    made = []
    for each, count in zip(stated[first].iter_rows(named=True), rows, strict=True):
        made.append(row_of(each, as_of, law))
        done(int(count))
    found = pl.DataFrame(made, schema=TYPES, orient="row")[cell]
    total, known = loads.total()
    counted = pl.Series(total).set(pl.Series(~known), None)
    own = pl.when(pl.Series(loads.alone)).then(found["tpp_total"]).otherwise(counted)
    told = pl.when(found["error"].is_null()).then(own).alias("tpp_total")
    return found.with_columns(told)


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
        _joined(path.removeprefix(LINE) for path in missing),
        _joined(open_questions),
    )


def _joined(parts: Iterable[str]) -> str | None:
    return APART.join(dict.fromkeys(parts)) or None


def carried_by(answer: Answer) -> str | None:
    """The exception, authorization or paragraph on which an outcome rests; none where none does."""
    line = answer.data["lines"][0]
    match line["outcome"]:
        case "license_exception" | "validated_end_user":
            return chosen_route(line)
        case "license_required":
            return _joined(line["required_by"][:1])
        case "not_subject":
            review = answer.review
            outside = review.edition.of_kind("outside")
            return _joined([p.cite for p in outside if review.paragraph(p, review.worlds[0])][:1])
    return None


# -- kinds of table -------------------------------------------------------------------------------


def _frame(table: Any) -> pl.DataFrame:
    kind = type(table).__module__.partition(".")[0]
    if isinstance(table, pl.LazyFrame):
        return table.collect()
    if isinstance(table, pl.DataFrame):
        return table
    if kind == "pyarrow":
        return pl.DataFrame(pl.from_arrow(table))
    if kind == "pandas":
        return pl.from_pandas(table)
    sentence = _("{kind} is not a table; give one of Arrow, Polars or pandas.")
    raise InputError(sentence.format(kind=type(table).__name__))


def _beside(table: Any, found: pl.DataFrame) -> Any:
    kind = type(table).__module__.partition(".")[0]
    if kind == "polars":
        return _frame(table).hstack(found)
    if kind == "pandas":
        return table.assign(**{name: found[name].to_list() for name in ANSWERS})
    added = found.to_arrow()
    for name in ANSWERS:
        table = table.append_column(name, added[name].combine_chunks())
    return table
