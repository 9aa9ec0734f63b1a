"""What readers have in common that draw whole terms as diagrams (`chart`, `lowering`, `cases`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from licet.logic.diagrams import Diagram, Diagrams
from licet.logic.rules import Paragraph
from licet.logic.terms import AllOf, AnyOf, Cited, Classified, Literal, Not, Term


class Referring(Protocol):
    """An edition that knows what terms refer to."""

    def term(self, paragraph: Paragraph) -> Term:
        """What the version of the day says."""

    def case_term(self, table: object, outcomes: frozenset[str]) -> Term:
        """The term under which a decision has one of the outcomes."""


def connected(
    term: Term, edition: Referring, diagrams: Diagrams, of: Callable[[Term], Diagram]
) -> Diagram | None:
    """The diagram of a term that connects or refers to others, which ``of`` draws.

    None for any other term: those ask for facts, and each reader knows its own.
    """
    match term:
        case Literal(value=value):
            return diagrams.leaf(value)
        case AllOf(parts=parts):
            result: Diagram = diagrams.leaf(True)
            for part in parts:
                result = diagrams.both(result, of(part))
            return result
        case AnyOf(parts=parts):
            result = diagrams.leaf(False)
            for part in parts:
                result = diagrams.either(result, of(part))
            return result
        case Not(part=part):
            return diagrams.opposite(of(part))
        case Cited(paragraph=paragraph):
            return of(edition.term(paragraph))
        case Classified(table=table, outcomes=outcomes):
            return of(edition.case_term(table, outcomes))
    return None


def classes(domain: frozenset[str], groups: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The values of a choice in the classes between which none of the groups tells."""
    cells = [domain]
    for group in groups:
        cells = [part for cell in cells for part in (cell & group, cell - group) if part]
    return cells
