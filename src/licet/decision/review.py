"""The order of review, composed of the paragraphs of an edition.

Subject to the EAR? Classified? License required? Excepted or authorized? And if an application is
filed, how is it reviewed? Every part is a term, so that the exact reader can answer what is open.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import Any

from licet.decision.plan import AUTHORIZATIONS, EXCEPTIONS, Plan, plan_of
from licet.law.ear.ccl.scope import CLASSIFICATION
from licet.law.editions import NO_PARAGRAPH, Edition
from licet.logic.cases import Cases
from licet.logic.diagrams import Diagram, values
from licet.logic.explain import Truth
from licet.logic.meaning import Meaning
from licet.logic.rules import Paragraph
from licet.logic.terms import Term
from licet.logic.world import World

__all__ = ["AUTHORIZATIONS", "EXCEPTIONS", "OUTCOMES", "POLICIES", "Plan", "Review", "plan_of"]
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


class LeftOpen:
    """What lines leave open, read exactly for all editions that they are reviewed under together."""

    def __init__(self, editions: Iterable[Edition], worlds: list[World]) -> None:
        self._editions, self._worlds = list(editions), worlds
        self._truths: dict[tuple[Meaning, int], Truth] = {}

    @cached_property
    def _asked(self) -> dict[Meaning, None]:
        return dict.fromkeys(chain(*(plan_of(edition).asked for edition in self._editions)))

    @cached_property
    def cases(self) -> Cases:
        """The exact reader over whatever is asked."""
        return Cases((world, each) for world in self._worlds for each in self._asked)

    def truth(self, meaning: Meaning, world: World) -> Truth:
        """What three values leave open: true, false, or none where some completion gives each."""
        key = (meaning, id(world))
        if key not in self._truths:
            found = values(self._cases_of(meaning, world).diagram(meaning, world))
            self._truths[key] = next(iter(found)) if len(found) == 1 else None
        return self._truths[key]

    def _cases_of(self, meaning: Meaning, world: World) -> Cases:
        """A paragraph that only the full reasoning shows is read for itself."""
        return self.cases if meaning in self._asked else Cases([(world, meaning)])


class Review:
    """One column of a transaction under review: three-valued where that decides, exact elsewhere."""

    def __init__(
        self, edition: Edition, worlds: list[World], left_open: LeftOpen | None = None
    ) -> None:
        self.edition = edition
        self.worlds = worlds
        self.plan = plan_of(edition)
        self._open = left_open or LeftOpen([edition], worlds)

    def reaches(self, paragraph: Paragraph, world: World) -> bool:
        """Whether an open paragraph leaves anything open that decides, up through its citers."""
        if self.edition.truth(paragraph, world) is not None:
            return False
        above = self.edition.citers.get(paragraph, [])
        return not above or any(self.reaches(each, world) for each in above)

    def same(self, one: Meaning, other: Meaning, world: World) -> bool:
        """Whether two meanings agree whatever the open facts turn out to be."""
        here, there = one.truth(world), other.truth(world)
        if here is not None and there is not None:
            return here is there
        diagram = self._open.cases.diagram
        return diagram(one, world) is diagram(other, world)

    def truth(self, term: Term, world: World) -> Truth:
        """The term: true, false, or none where some completion gives each."""
        return self.exactly(self.edition.means(term), world)

    def exactly(self, meaning: Meaning, world: World) -> Truth:
        """The same of what was made ready to be read."""
        truth = meaning.read(world, world.facts)
        return self._open.truth(meaning, world) if truth is None else truth

    def paragraph(self, paragraph: Paragraph, world: World) -> Truth:
        """What a paragraph comes to for a line."""
        truth = self.edition.truth(paragraph, world)
        return self.exactly(self.edition.meaning(paragraph), world) if truth is None else truth

    def clashing(self, paragraphs: list[Paragraph], world: World) -> list[Paragraph]:
        """Of paragraphs that cannot all hold: those that cannot hold together, none of them idle."""
        cases = self._open.cases
        drawn = {p: cases.diagram(self.edition.meaning(p), world) for p in paragraphs}
        for paragraph in reversed(paragraphs):
            all_others: Diagram = cases.diagrams.leaf(True)
            for other, diagram in drawn.items():
                if other is not paragraph:
                    all_others = cases.diagrams.both(all_others, diagram)
            if values(all_others) == {False}:
                del drawn[paragraph]
        return list(drawn)

    @cached_property
    def _by_line(self) -> list[str | Diagram]:
        return [self._line(world) for world in self.worlds]

    def _line(self, world: World) -> str | Diagram:
        parts = self.plan.turns_on
        quick = three_valued(*[part.truth(world) for part in parts])
        if quick is not None:
            return quick
        cases = self._open.cases
        outside, required, excepted, authorized, controlled = (
            cases.diagram(part, world) for part in parts
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
        diagram: Diagram = self._open.cases.diagrams.leaf(most)
        for found in open_lines:
            diagram = self._open.cases.diagrams.combine(_more_demanding, diagram, found)
        return diagram

    @cached_property
    def outcomes(self) -> list[str]:
        """Every outcome that some completion of the missing facts gives, and no other."""
        found = {self.whole} if isinstance(self.whole, str) else values(self.whole)
        return sorted(found, key=OUTCOMES.index)

    @cached_property
    def missing(self) -> list[str]:
        """The open facts that could change the outcome, most decisive first."""
        if isinstance(self.whole, str):
            return []
        instead = {path: asked for world in self.worlds for path, asked in world.asks.items()}
        asked = (instead.get(path, (path,)) for path in self._open.cases.asked(self.whole))
        return list(dict.fromkeys(chain.from_iterable(asked)))

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
            if self.exactly(self.plan.turns_on[-1], world) is True:
                possible -= {NO_PARAGRAPH}
        return sorted(possible)

    def policy(self, world: World) -> tuple[list[str], list[Paragraph]]:
        """The policies that can govern, and the paragraphs that say so."""
        of, read = self.edition.outcome, self.edition.truth
        fitting = [(p, t) for p in self.plan.policies if (t := read(p, world)) is not False]
        truths, outcomes = [truth for _p, truth in fitting], [of(p) for p, _truth in fitting]
        if None in truths:
            possible = self._possible_policies(world, [p for p, _truth in fitting])
        else:
            possible = frozenset({strictest(truths, outcomes)})
        named = [(p, truth) for p, truth in fitting if of(p) in possible]
        sure = [p for p, truth in named if truth]
        if not sure or len(possible) > 1:
            sure = [p for p, _truth in named]
        return sorted(possible, key=POLICIES.index), sure

    def _possible_policies(self, world: World, fitting: list[Paragraph]) -> frozenset[str]:
        cases, meaning = self._open.cases, self.edition.meaning
        choose, leaf = cases.diagrams.choose, cases.diagrams.leaf
        governing: Diagram = leaf(POLICIES[1])
        for paragraph in sorted(fitting, key=lambda p: POLICIES.index(self.edition.outcome(p))):
            fits = cases.diagram(meaning(paragraph), world)
            governing = choose(fits, leaf(self.edition.outcome(paragraph)), governing)
        needed = cases.diagram(self.plan.required_at_all, world)
        return values(choose(needed, governing, leaf(""))) - {""}


def strictest(truths: Iterable[Any], outcomes: list[str]) -> str:
    """The strictest of the policies that fit; case by case where none does."""
    fitting = [outcome for truth, outcome in zip(truths, outcomes, strict=True) if truth]
    return max(fitting, key=POLICIES.index, default="case_by_case")


def _more_demanding(a: str, b: str) -> str:
    return max(a, b, key=OUTCOMES.index)
