"""What a decision is made of, for one edition: the paragraphs by what they do, and the terms of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from licet.law.ear.ccl.scope import CLASSIFICATION
from licet.law.editions import NO_PARAGRAPH, Edition
from licet.logic.meaning import Meaning
from licet.logic.rules import Paragraph
from licet.logic.terms import AllOf, AnyOf, Cited, Classified, Literal, Not, Term

EXCEPTIONS = ("AIA", "LPP", "ACM", "ACA", "NAC", "HBM")
AUTHORIZATIONS = ("UVEU", "NVEU")


@dataclass(frozen=True, eq=False)
class Question:
    """An open question: what the paragraph that it is about says as it is taken, and otherwise.

    ``beside`` are the other conditions of the route, where it is about a condition.
    """

    paragraph: Paragraph
    about: Paragraph
    taken: Meaning
    otherwise: Meaning
    beside: tuple[Meaning, ...]


@dataclass(eq=False)
class Plan:
    """The terms that a decision is made of, for one edition."""

    edition: Edition

    @cached_property
    def requirements(self) -> list[Paragraph]:
        """The paragraphs that can require a license."""
        return self.edition.of_kind("requirement")

    @cached_property
    def policies(self) -> list[Paragraph]:
        """The paragraphs that say how an application is reviewed."""
        return self.edition.of_kind("policy")

    @cached_property
    def routes(self) -> dict[str, list[Paragraph]]:
        """By exception or authorization: its conditions on the day."""
        found: dict[str, list[Paragraph]] = {}
        for paragraph in self.edition.of_kind("condition"):
            found.setdefault(paragraph.of, []).append(paragraph)
        return {code: found[code] for code in (*EXCEPTIONS, *AUTHORIZATIONS) if code in found}

    @cached_property
    def duties(self) -> dict[str, list[Paragraph]]:
        """By route, ``license`` or ``any``: what is owed."""
        found: dict[str, list[Paragraph]] = {}
        for paragraph in self.edition.of_kind("duty"):
            found.setdefault(paragraph.of, []).append(paragraph)
        return found

    @cached_property
    def outside(self) -> Term:
        """The item is not subject to the EAR."""
        return _any(self.edition.of_kind("outside"))

    @cached_property
    def controlled(self) -> Term:
        """One of these entries catches the item."""
        return Not(Classified(CLASSIFICATION, frozenset({NO_PARAGRAPH})))

    @cached_property
    def required(self) -> Term:
        """Some paragraph requires a license."""
        return _any(self.requirements)

    @cached_property
    def open_routes(self) -> dict[str, Term]:
        """By route: every condition holds."""
        return {
            code: AllOf(tuple(Cited(p) for p in conditions))
            for code, conditions in self.routes.items()
        }

    def _some_route(self, codes: tuple[str, ...]) -> Term:
        return AnyOf(tuple(self.open_routes[code] for code in codes if code in self.open_routes))

    @cached_property
    def excepted(self) -> Term:
        """Some license exception is available."""
        return self._some_route(EXCEPTIONS)

    @cached_property
    def authorized(self) -> Term:
        """Some authorization covers it."""
        return self._some_route(AUTHORIZATIONS)

    @cached_property
    def parts(self) -> tuple[Term, ...]:
        """What an outcome turns on."""
        return (self.outside, self.required, self.excepted, self.authorized, self.controlled)

    # -- the same, ready to be read -------------------------------------------------------------

    @cached_property
    def turns_on(self) -> tuple[Meaning, ...]:
        """The parts."""
        return tuple(map(self.edition.means, self.parts))

    @cached_property
    def required_at_all(self) -> Meaning:
        """Some paragraph requires a license."""
        return self.edition.means(self.required)

    @cached_property
    def open_at_all(self) -> dict[str, Meaning]:
        """By route: every condition holds."""
        return {code: self.edition.means(term) for code, term in self.open_routes.items()}

    @cached_property
    def questions(self) -> list[Question]:
        """The open questions about what stands on the day."""
        standing = [
            (each, each.about)
            for each in self.edition.of_kind("question")
            if each.about is not None and self.edition.version(each.about) is each.about
        ]
        return [self._question(each, about) for each, about in standing]

    def _question(self, question: Paragraph, about: Paragraph) -> Question:
        meaning, of_the_route = self.edition.meaning, self.routes.get(about.of, [])
        beside = [p for p in of_the_route if p is not about] if about.kind == "condition" else []
        otherwise = self.edition.means(question.term)
        return Question(question, about, meaning(about), otherwise, tuple(map(meaning, beside)))

    @cached_property
    def asked(self) -> tuple[Meaning, ...]:
        """All that an answer may ask the exact reader for."""
        kinds = ("requirement", "policy", "condition", "duty", "red flag", "statement")
        named = [self.edition.meaning(p) for kind in kinds for p in self.edition.of_kind(kind)]
        read = [meaning for each in self.questions for meaning in (each.taken, each.otherwise)]
        return (*self.turns_on, *self.open_at_all.values(), *named, *read)


def _any(paragraphs: list[Paragraph]) -> Term:
    return AnyOf(tuple(Cited(p) for p in paragraphs)) if paragraphs else Literal(False)


_plans: WeakKeyDictionary[Edition, Plan] = WeakKeyDictionary()


def plan_of(edition: Edition) -> Plan:
    """The plan of an edition, made once."""
    if edition not in _plans:
        _plans[edition] = Plan(edition)
    return _plans[edition]
