"""Which text stood on a date, which of it was enforced, and how sure licet is of it.

``Law`` holds every paragraph in every version. ``Law.on(date).on_the_books`` and ``.as_enforced`` are
two selections from the same paragraphs. ``known`` is a second clock: what had been published.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from licet.law.ear.ccl.scope import CLASSIFICATION
from licet.law.instruments import IN_FORCE
from licet.law.reformed import AS_IT_IS, Reform
from licet.logic.dated import Dated, Exact, Group
from licet.logic.explain import Reading, Truth
from licet.logic.meaning import Meaning
from licet.logic.rules import AS_ENFORCED, BOTH, Instrument, Paragraph, Section
from licet.logic.terms import NEVER, AllOf, AnyOf, Cited, Classified, Not, Term
from licet.logic.walk import references
from licet.logic.world import World

ON_THE_BOOKS = "on_the_books"
COLUMNS = (ON_THE_BOOKS, AS_ENFORCED)
NO_PARAGRAPH = ""
PUBLISHED = {each.complied: each.published for each in IN_FORCE}
"""By the day on which a group changed: when that was published, where it was not that day."""


@dataclass(eq=False)
class Edition:
    """The law of one date in one column, ready to be read."""

    day: date
    column: str
    paragraphs: list[Paragraph]
    replaced: dict[Paragraph, Paragraph] = field(default_factory=dict)
    known: date | None = None
    reform: Reform = AS_IT_IS

    same: dict[Any, Any] = field(default_factory=dict)
    """By what is said, its meaning: shared by whatever is the law of the same day."""

    def __post_init__(self) -> None:
        """Prepare the tables that readers use."""
        self._meanings: dict[Paragraph, Meaning] = {}
        self._any: dict[frozenset[str], Term] = {}
        self._standing = set(self.paragraphs)
        self._otherwise: dict[Paragraph, Edition] = {}

    # -- what the readers ask -------------------------------------------------------------------

    def number(self, dated: Dated) -> Exact:
        """The number of the day."""
        return self.reform.number(dated, self.day)

    def members(self, group: Group) -> frozenset[str]:
        """The group of the day, without changes that were published after ``known``."""
        made = self.reform.group(group)
        return made.on(self._as_known(made))

    def _as_known(self, group: Group) -> date:
        if self.known is None:
            return self.day
        later = (day for day in group.changes if PUBLISHED.get(day, day) > self.known)
        return min(self.day, next(later, date.max) - timedelta(days=1))

    def version(self, paragraph: Paragraph) -> Paragraph | None:
        """The version of the day."""
        if paragraph in self._standing:
            return paragraph
        return paragraph.version(self.day, self.column, self.known, self.reform.spans)

    def term(self, paragraph: Paragraph) -> Term:
        """What the version of the day says; never, where there is none."""
        standing = self.version(paragraph)
        if standing is None:
            return NEVER
        return self.reform.term(self.replaced.get(standing, standing))

    def outcome(self, paragraph: Paragraph) -> str:
        """The policy that a paragraph states, or another reading of it."""
        return self.replaced.get(paragraph, paragraph).outcome or paragraph.outcome

    def meaning(self, paragraph: Paragraph) -> Meaning:
        """The version of the day, ready to be read."""
        found = self._meanings.get(paragraph)
        if found is None:
            standing, term = self.version(paragraph), self.term(paragraph)
            refers_to = self.replaced.get(standing, standing).refers_to if standing else ()
            said = (term, *map(self._below, refers_to))
            found = self._meanings[paragraph] = self._one(said, term)
        return found

    def means(self, term: Term) -> Meaning:
        """Any term, ready to be read."""
        match term:
            case Cited(paragraph=paragraph):
                return self.meaning(paragraph)
            case AllOf(parts=parts) | AnyOf(parts=parts):
                return self._one((type(term), *map(self.means, parts)), term)
            case Not(part=part):
                return self._one((Not, self.means(part)), term)
            case Classified(outcomes=outcomes):
                return self._one((outcomes, self._classification), term)
        return self._one((term, *map(self._below, references(term))), term)

    def _one(self, said: tuple[Any, ...], term: Term) -> Meaning:
        """The meaning of what is said: one, whichever edition of the day asks for it."""
        found = self.same.get(said)
        if found is None:
            found = self.same[said] = Meaning(term, self)
        return found

    def _below(self, reference: Cited | Classified) -> object:
        if isinstance(reference, Cited):
            return self.meaning(reference.paragraph)
        return self._classification

    @cached_property
    def _classification(self) -> object:
        """Stands for what the cases say together."""
        return self.same.setdefault(tuple(map(self.meaning, self.cases)), object())

    def reading(self, paragraph: Paragraph) -> Reading:
        """Reads the version of the day."""
        return self.meaning(paragraph).read

    def truth(self, paragraph: Paragraph, world: World) -> Truth:
        """What the paragraph comes to for a line."""
        found = self._meanings.get(paragraph) or self.meaning(paragraph)
        return found.read(world, world.facts)

    def outcomes(self, table: object, world: World) -> frozenset[str]:
        """The classifications that a line's item can still have."""
        key = self._classification
        found: frozenset[str] | None = world.decided.get(key)
        if found is None:
            found = world.decided[key] = self._outcomes(world)
        return found

    def _outcomes(self, world: World) -> frozenset[str]:
        possible = {NO_PARAGRAPH}
        for case in self.cases:
            truth = self.truth(case, world)
            if truth:
                return frozenset({case.outcome})
            if truth is None:
                possible.add(case.outcome)
        return frozenset(possible)

    def case_term(self, table: object, outcomes: frozenset[str]) -> Term:
        """The term under which the classification is among ``outcomes``."""
        if outcomes not in self._any:
            inside = [case.holds for case in self.cases if case.outcome in outcomes]
            others = [case.holds for case in self.cases if case.outcome not in outcomes]
            none_counts = NO_PARAGRAPH in outcomes
            self._any[outcomes] = Not(AnyOf(tuple(others))) if none_counts else AnyOf(tuple(inside))
        return self._any[outcomes]

    # -- the paragraphs by kind -------------------------------------------------------------------

    @cached_property
    def cases(self) -> list[Paragraph]:
        """The paragraphs that classify."""
        return self.of_kind("case")

    @cached_property
    def by_kind(self) -> dict[str, list[Paragraph]]:
        """The paragraphs of the day by kind."""
        found: dict[str, list[Paragraph]] = {}
        for paragraph in self.paragraphs:
            found.setdefault(paragraph.kind, []).append(paragraph)
        return found

    @cached_property
    def citers(self) -> dict[Paragraph, list[Paragraph]]:
        """By paragraph of the day: those that refer to it."""
        found: dict[Paragraph, list[Paragraph]] = {}
        for paragraph in self.paragraphs:
            for below in self.replaced.get(paragraph, paragraph).refers_to:
                standing = self.version(below.paragraph) if isinstance(below, Cited) else None
                if standing is not None:
                    found.setdefault(standing, []).append(paragraph)
        return found

    def of_kind(self, kind: str) -> list[Paragraph]:
        """The paragraphs of the day of one kind."""
        return self.by_kind.get(kind, [])

    def read_otherwise(self, question: Paragraph) -> Edition:
        """The same law with the other reading of an open question."""
        if question not in self._otherwise:
            self._otherwise[question] = self._with(question)
        return self._otherwise[question]

    def _with(self, question: Paragraph) -> Edition:
        assert question.about is not None
        about = self.version(question.about) or question.about
        other = dict(self.replaced)
        other[about] = question
        law = (self.day, self.column, self.paragraphs, other, self.known, self.reform, self.same)
        return Edition(*law)


@dataclass(frozen=True, eq=False)
class OnADay:
    """The law of one day, in both columns."""

    on_the_books: Edition
    as_enforced: Edition

    def __iter__(self) -> Any:
        """The two columns by name."""
        return iter(((ON_THE_BOOKS, self.on_the_books), (AS_ENFORCED, self.as_enforced)))


class Law:
    """Every paragraph in every version; with ``reform``, as somebody would have it."""

    def __init__(self, sections: Iterable[Section], reform: Reform = AS_IT_IS) -> None:
        self.sections, self.reform = list(sections), reform
        self.paragraphs = [p for section in self.sections for p in section.paragraphs]
        self._editions: dict[tuple[int, str, date | None], Edition] = {}
        self._same: dict[tuple[date, date | None], dict[Any, Any]] = {}

    @cached_property
    def boundaries(self) -> list[date]:
        """The days on which anything changed: a text, a number or a group."""
        return sorted({day for p in self.paragraphs for day in self.reform.changes(p)})

    def reformed(self, reform: Reform) -> Law:
        """Another law with ``reform`` in the place of whatever reform this one has."""
        return Law(self.sections, reform)

    def starts(self, paragraph: Paragraph) -> date:
        """The day from which the paragraph counts."""
        return paragraph.span(self.reform.spans)[0]

    def edition(self, day: date, column: str, known: date | None = None) -> Edition:
        """The law of ``day`` in one column; ``known`` leaves out what was published later."""
        era = bisect_right(self.boundaries, day)
        key = (era, column, known)
        if key not in self._editions:
            first = self.boundaries[era - 1] if era else day
            spans = self.reform.spans
            standing = [p for p in self.paragraphs if p.stands(first, column, known, spans)]
            same = self._same.setdefault((first, known), {})
            self._editions[key] = Edition(
                first, column, standing, known=known, reform=self.reform, same=same
            )
        return self._editions[key]

    def on(self, day: date, known: date | None = None) -> OnADay:
        """The law of ``day`` in both columns."""
        return OnADay(self.edition(day, ON_THE_BOOKS, known), self.edition(day, AS_ENFORCED, known))

    def to_come(self, day: date) -> list[Paragraph]:
        """Paragraphs whose instrument is effective on ``day`` and whose compliance is not yet due."""
        return [
            paragraph
            for instrument, paragraphs in self._delayed.items()
            if instrument.effective <= day < instrument.complied
            for paragraph in paragraphs
        ]

    @cached_property
    def _delayed(self) -> dict[Instrument, list[Paragraph]]:
        found: dict[Instrument, list[Paragraph]] = {}
        for p in self.paragraphs:
            late = p.enacted_by.effective < p.enacted_by.complied
            if late and p.column == BOTH and p not in self.reform.spans:
                found.setdefault(p.enacted_by, []).append(p)
        return found


def the_law() -> Law:
    """The law as licet holds it."""
    global _law
    if _law is None:
        from licet.law.ear.sections import SECTIONS

        _law = Law(SECTIONS)
    return _law


_law: Law | None = None
__all__ = ["CLASSIFICATION", "COLUMNS", "ON_THE_BOOKS", "Edition", "Law", "the_law"]
