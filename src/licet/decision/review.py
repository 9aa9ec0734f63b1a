"""The order of review, composed of the paragraphs of an edition.

Subject to the EAR? Classified? License required? Excepted or authorized? And if an application is
filed, how is it reviewed? Every part is a term, so that the exact reader can answer what is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

from licet.law.ear.ccl.scope import CLASSIFICATION
from licet.law.editions import NO_PARAGRAPH, Edition
from licet.logic.cases import Cases
from licet.logic.diagrams import Diagram, values
from licet.logic.explain import Truth
from licet.logic.rules import Paragraph
from licet.logic.terms import AllOf, AnyOf, Cited, Classified, Literal, Not, Term
from licet.logic.world import World

OUTCOMES = (
    "not_subject",
    "not_controlled_here",
    "no_license_required",
    "license_exception",
    "validated_end_user",
    "license_required",
)
"""From the least demanding to the most. Several lines come to the most demanding of theirs."""
POLICIES = (
    "presumption_of_approval",
    "case_by_case",
    "presumption_of_denial",
    "policy_of_denial",
)
"""From the most favourable to the strictest. Where several fit, the strictest is taken."""

EXCEPTIONS = ("AIA", "LPP", "ACM", "ACA", "NAC", "HBM")
AUTHORIZATIONS = ("UVEU", "NVEU")


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


def _any(paragraphs: list[Paragraph]) -> Term:
    return AnyOf(tuple(Cited(p) for p in paragraphs)) if paragraphs else Literal(False)


_plans: WeakKeyDictionary[Edition, Plan] = WeakKeyDictionary()


def plan_of(edition: Edition) -> Plan:
    """The plan of an edition, made once."""
    if edition not in _plans:
        _plans[edition] = Plan(edition)
    return _plans[edition]


def outcome_of(
    outside: Truth, required: Truth, excepted: Truth, authorized: Truth, controlled: Truth
) -> str:
    """The outcome of a line, once everything is known."""
    if outside:
        return "not_subject"
    if not required:
        return "no_license_required" if controlled else "not_controlled_here"
    if excepted:
        return "license_exception"
    return "validated_end_user" if authorized else "license_required"


def three_valued(
    outside: Truth, required: Truth, excepted: Truth, authorized: Truth, controlled: Truth
) -> str | None:
    """The outcome where three-valued reading decides it; otherwise none."""
    if outside is None or required is None:
        return None
    if outside or not required:
        if not outside and controlled is None:
            return None
        return outcome_of(outside, required, excepted, authorized, controlled)
    if excepted or (excepted is False and authorized is not None):
        return outcome_of(outside, required, excepted, authorized, controlled)
    return None


class Review:
    """One column of a transaction under review: three-valued where that decides, exact elsewhere."""

    def __init__(self, edition: Edition, worlds: list[World]) -> None:
        self.edition = edition
        self.worlds = worlds
        self.plan = plan_of(edition)
        self._asked: set[int] = set()
        self._read: dict[tuple[int, int], Truth] = {}

    @cached_property
    def cases(self) -> Cases:
        """The exact reader over everything that these lines leave open."""
        plan = self.plan
        kinds = (
            "requirement", "policy", "condition", "duty", "red flag", "statement", "case"
        )  # fmt: skip
        named = [self.cited(p) for kind in kinds for p in self.edition.of_kind(kind)]
        questions = self.edition.of_kind("question")
        named += [self.cited(p.about) for p in questions if p.about is not None]
        other = [p.term for p in questions]
        terms = (*plan.parts, *plan.open_routes.values(), *named, *other)
        self._asked = {id(term) for term in terms}
        return Cases(self.edition, [(w, t) for w in self.worlds for t in terms])

    @cached_property
    def turning(self) -> Cases:
        """The exact reader over what the outcome turns on, cut as nothing else cuts it."""
        return Cases(self.edition, [(w, t) for w in self.worlds for t in self.plan.parts])

    def reaches(self, paragraph: Paragraph, world: World) -> bool:
        """Whether an open paragraph leaves anything open that decides, up through its citers."""
        if self.edition.truth(paragraph, world) is not None:
            return False
        above = self.edition.citers.get(paragraph, [])
        return not above or any(self.reaches(each, world) for each in above)

    def _exactly(self, term: Term, world: World) -> Diagram:
        cases = self.cases
        if id(term) not in self._asked:  # a paragraph that only the full reasoning shows
            cases = Cases(self.edition, [(world, term)])
        return cases.diagram(term, world)

    def same(self, one: Term, other: Term, world: World) -> bool:
        """Whether two terms agree whatever the open facts turn out to be."""
        here, there = (self.edition.read(t, world, world.facts) for t in (one, other))
        if here is not None and there is not None:
            return here is there
        return self.cases.diagram(one, world) is self.cases.diagram(other, world)

    def truth(self, term: Term, world: World) -> Truth:
        """The term: true, false, or none where some completion gives each."""
        key = (id(term), id(world))
        if key not in self._read:
            truth = self.edition.read(term, world, world.facts)
            if truth is None:
                found = values(self._exactly(term, world))
                truth = next(iter(found)) if len(found) == 1 else None
            self._read[key] = truth
        return self._read[key]

    def paragraph(self, paragraph: Paragraph, world: World) -> Truth:
        """What a paragraph comes to for a line."""
        truth = self.edition.truth(paragraph, world)
        return self.truth(self.cited(paragraph), world) if truth is None else truth

    def cited(self, paragraph: Paragraph) -> Term:
        """The term that refers to a paragraph, the same one each time."""
        held = self.edition.cited_terms
        if paragraph not in held:
            held[paragraph] = Cited(paragraph)
        return held[paragraph]

    @cached_property
    def _by_line(self) -> list[str | Diagram]:
        return [self._line(world) for world in self.worlds]

    def _line(self, world: World) -> str | Diagram:
        read = self.edition.read
        quick = three_valued(*[read(part, world, world.facts) for part in self.plan.parts])
        if quick is not None:
            return quick
        cases = self.turning
        outside, required, excepted, authorized, controlled = (
            cases.diagram(part, world) for part in self.plan.parts
        )
        choose, leaf = cases.diagrams.choose, cases.diagrams.leaf
        permitted = choose(authorized, leaf("validated_end_user"), leaf("license_required"))
        needed = choose(excepted, leaf("license_exception"), permitted)
        free = choose(controlled, leaf("no_license_required"), leaf("not_controlled_here"))
        return choose(outside, leaf("not_subject"), choose(required, needed, free))

    def line_outcomes(self, number: int) -> frozenset[str]:
        """The outcomes that a line can have."""
        found = self._by_line[number]
        return frozenset({found}) if isinstance(found, str) else values(found)

    @cached_property
    def whole(self) -> str | Diagram:
        """The outcome of all lines together: the most demanding of theirs."""
        known = [found for found in self._by_line if isinstance(found, str)]
        open_lines = [found for found in self._by_line if not isinstance(found, str)]
        most = max(known, key=OUTCOMES.index, default=OUTCOMES[0])
        if not open_lines or most == OUTCOMES[-1]:
            return most
        diagram: Diagram = self.turning.diagrams.leaf(most)
        for found in open_lines:
            diagram = self.turning.diagrams.combine(_more_demanding, diagram, found)
        return diagram

    @cached_property
    def outcomes(self) -> list[str]:
        """Every outcome that some completion of the missing facts gives, and no other."""
        found = {self.whole} if isinstance(self.whole, str) else values(self.whole)
        return sorted(found, key=OUTCOMES.index)

    @cached_property
    def missing(self) -> list[str]:
        """The open facts that could change the outcome, most decisive first."""
        return [] if isinstance(self.whole, str) else self.turning.asked(self.whole)

    def classifications(self, world: World) -> list[str]:
        """The classifications that the item can have; the empty text where no entry catches it."""
        possible = self.edition.outcomes(CLASSIFICATION, world)
        if len(possible) > 1:
            term = self.edition.case_term
            possible = frozenset(
                each
                for each in possible
                if each == NO_PARAGRAPH
                or self.truth(term(None, frozenset({each})), world) is not False
            )
            if self.truth(self.plan.controlled, world) is True:
                possible -= {NO_PARAGRAPH}
        return sorted(possible)

    def policy(self, world: World) -> tuple[list[str], list[Paragraph], bool]:
        """The policies that can govern, the paragraphs that say so, and whether several clash."""
        truths = [(p, self.edition.truth(p, world)) for p in self.plan.policies]
        if any(truth is None for _p, truth in truths):
            possible = self._possible_policies(world)
        else:
            possible = frozenset({strictest([t for _p, t in truths], self._outcomes)})
        fitting = [p for p, truth in truths if truth is not False]
        named = [p for p in fitting if self.edition.outcome(p) in possible]
        sure = [p for p, truth in truths if truth and p in named]
        named = sure if sure and len(possible) == 1 else named
        clash = len({self.edition.outcome(p) for p, t in truths if t}) > 1
        return sorted(possible, key=POLICIES.index), named, clash

    @cached_property
    def _outcomes(self) -> list[str]:
        return [self.edition.outcome(p) for p in self.plan.policies]

    def _possible_policies(self, world: World) -> frozenset[str]:
        choose, leaf = self.cases.diagrams.choose, self.cases.diagrams.leaf
        governing: Diagram = leaf(POLICIES[1])
        for paragraph in sorted(
            self.plan.policies, key=lambda p: POLICIES.index(self.edition.outcome(p))
        ):
            fits = self.cases.diagram(self.cited(paragraph), world)
            governing = choose(fits, leaf(self.edition.outcome(paragraph)), governing)
        needed = self.cases.diagram(self.plan.required, world)
        return values(choose(needed, governing, leaf(""))) - {""}


def strictest(truths: Iterable[Any], outcomes: list[str]) -> str:
    """The strictest of the policies that fit; case by case where none does."""
    fitting = [outcome for truth, outcome in zip(truths, outcomes, strict=True) if truth]
    return max(fitting, key=POLICIES.index, default="case_by_case")


def _more_demanding(a: str, b: str) -> str:
    return max(a, b, key=OUTCOMES.index)
