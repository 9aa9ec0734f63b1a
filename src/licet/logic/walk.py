"""Walking through terms: the facts, numbers and groups that one mentions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from licet.logic.dated import Dated, Group
from licet.logic.terms import (
    AllOf,
    AnyOf,
    Cited,
    Classified,
    Compare,
    Fact,
    Member,
    Not,
    Number,
    Plus,
    Quantity,
    SomeCircuit,
    Term,
    Times,
    Total,
    children,
)

if TYPE_CHECKING:
    from licet.logic.rules import Paragraph


def every(term: Term | Quantity) -> list[Term | Quantity]:
    """The term and everything below it in the order of the text, without following references."""
    found, waiting = [], [term]
    while waiting:
        part = waiting.pop()
        found.append(part)
        waiting.extend(reversed(children(part)))
    return found


def facts(term: Term) -> list[Fact]:
    """The facts that the term mentions itself, each once, in the order of the text."""
    return list(dict.fromkeys(part for part in every(term) if isinstance(part, Fact)))


def dated_numbers(term: Term) -> list[Dated]:
    """The numbers of the law that the term mentions."""
    found = (part.value for part in every(term) if isinstance(part, Number))
    return [value for value in found if isinstance(value, Dated)]


def groups(term: Term) -> list[Group]:
    """The groups that the term mentions."""
    return [part.group for part in every(term) if isinstance(part, Member)]


def cited(term: Term) -> list[Paragraph]:
    """The paragraphs that the term refers to."""
    return [part.paragraph for part in every(term) if isinstance(part, Cited)]


def references(term: Term) -> tuple[Cited | Classified, ...]:
    """Where the term refers to another paragraph, or to what a decision comes to."""
    return tuple(part for part in every(term) if isinstance(part, Cited | Classified))


def rebuilt(term: Term, change: Callable[[Member], Term]) -> Term:
    """The term with other memberships in it; what does not change stays the very same object."""

    def of(part: Term) -> Term:
        return rebuilt(part, change)

    match term:
        case Member():
            return change(term)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            made = tuple(of(part) for part in parts)
            return term if made == parts else replace(term, parts=made)
        case Not(part=part):
            return term if of(part) is part else Not(of(part))
        case SomeCircuit(body=body):
            return term if of(body) is body else SomeCircuit(of(body))
        case Compare(left=left, right=right):
            sides = _counted(left, of), _counted(right, of)
            return term if sides == (left, right) else replace(term, left=sides[0], right=sides[1])
        case _:
            return term


def _counted(quantity: Quantity, of: Callable[[Term], Term]) -> Quantity:
    match quantity:
        case Plus(left=left, right=right) | Times(left=left, right=right):
            sides = _counted(left, of), _counted(right, of)
            same = sides == (left, right)
            return quantity if same else replace(quantity, left=sides[0], right=sides[1])
        case Total(where=where):
            return quantity if of(where) is where else replace(quantity, where=of(where))
        case _:
            return quantity
