"""Walking through terms: the facts, numbers and groups that one mentions."""

from __future__ import annotations

from collections.abc import Iterator

from licet.logic.dated import Dated, Group
from licet.logic.rules import Paragraph
from licet.logic.terms import Cited, Fact, Member, Number, Quantity, Term, children


def every(term: Term | Quantity) -> Iterator[Term | Quantity]:
    """The term and everything below it, without following references."""
    yield term
    for child in children(term):
        yield from every(child)


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
