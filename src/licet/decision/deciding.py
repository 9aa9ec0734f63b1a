"""`decide`: a transaction in, two answers out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.decision.answer import Answer, answer
from licet.decision.notes import add_notes, refuse_too_early
from licet.decision.review import LeftOpen, Review
from licet.decision.worlds import worlds
from licet.errors import Fault, InputError
from licet.facts.transaction import Transaction, transaction
from licet.law.editions import Law, the_law
from licet.logic.rules import AS_ENFORCED
from licet.words import _

ON_THE_BOOKS = "on_the_books"


@dataclass(eq=False)
class Determination:
    """Both answers, with the reviews behind them."""

    day: date
    facts: Transaction
    on_the_books: Answer
    as_enforced: Answer
    reform: tuple[str, ...] = ()
    """What was other than in the law, a sentence for each change; nothing for the law itself."""

    def to_dict(self) -> dict[str, Any]:
        """The answer object that programs read."""
        told: dict[str, Any] = {"date": self.day.isoformat()}
        if self.reform:
            told["reform"] = list(self.reform)
        return told | {ON_THE_BOOKS: self.on_the_books.data, AS_ENFORCED: self.as_enforced.data}


def determine(
    facts: Any, *, as_of: date | None = None, known: date | None = None, law: Law | None = None
) -> Determination:
    """Decide a transaction under the law of its date, or of ``as_of``.

    ``known`` leaves out what had not been published by then; ``law`` is another law, such as a
    reformed one, and the answer then says so. Raises `InputError` with a sentence
    for everything that is wrong with the facts.
    """
    described = transaction(facts)
    day = as_of or described.date
    if day is None:
        raise InputError([Fault("date", _("is missing; the date decides which law applies."))])
    refuse_too_early(day)
    law = law or the_law()
    lines, books, enforced = worlds(described, day), *_editions(law, day, known)
    left_open = LeftOpen((books, enforced), lines)
    made = [answer(Review(edition, lines, left_open), day) for edition in (books, enforced)]
    add_notes(made[0], made[1], law, day)
    return Determination(day, described, made[0], made[1], law.reform.says)


def _editions(law: Law, day: date, known: date | None) -> tuple[Any, Any]:
    both = law.on(day, known)
    return both.on_the_books, both.as_enforced


def decide(facts: Any, *, as_of: date | None = None, known: date | None = None) -> dict[str, Any]:
    """The answer object for a transaction: ``date``, ``on_the_books`` and ``as_enforced``."""
    return determine(facts, as_of=as_of, known=known).to_dict()
