"""Paragraphs: citation, name, plain words and logic in one place.

A paragraph is a function that runs once, on symbols, when its module is read. Its name is the
handle, its docstring the sentence that a person sees, its decorator the citation, its body the law.
What lacks a citation or a sentence is refused with the file and the line.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from licet.logic.terms import Cited, Classified, Term
from licet.logic.walk import references

Body = Callable[[Any], Term]

BOTH, AS_ENFORCED = "both", "as_enforced"
"""The columns in which a version stands: in both answers, or only in the one as enforced."""

CONFIDENCE = {
    "P": "the rule's own text was read",
    "P-q": "read only as quoted elsewhere",
    "S": "known from secondary sources",
    "I": "inferred",
    "U": "not verified",
}


class LawError(TypeError):
    """A rule is written wrongly. The sentence names the file and the line."""


@dataclass(frozen=True)
class Instrument:
    """What enacted a text: a rule in the Federal Register, or a policy announcement.

    ``complied`` is the day from which compliance was due: the text counts from then. ``confidence``
    is one of the keys of `CONFIDENCE`. ``in_force`` is false for proposals and bills: of these ``says``
    is what they would do, ``status`` how they stand, ``about`` what they concern.
    """

    cite: str
    title: str
    published: date
    effective: date
    complied: date
    confidence: str = "P"
    source: str = ""
    in_force: bool = True
    says: str = ""
    status: str = ""
    about: str = ""


@dataclass(frozen=True)
class Due:
    """When a duty falls due: ``days`` from the shipment (negative before it); none, no day."""

    days: int | None = None

    def on(self, shipped: date) -> date | None:
        """The day itself."""
        return None if self.days is None else shipped + timedelta(days=self.days)


Spans = Mapping["Paragraph", tuple[date, "date | None"]]
"""By paragraph whose dates are other than its own: from when it counts, and the day it no longer does."""
_AS_WRITTEN: Spans = {}


@dataclass(eq=False)
class Paragraph:
    """One paragraph of the law in one version."""

    cite: str
    name: str
    says: str
    kind: str
    term: Term
    enacted_by: Instrument
    where: str
    of: str = ""
    outcome: str = ""
    column: str = BOTH
    until: date | None = None
    ended_by: Instrument | None = None
    sure: str = ""
    defeats: tuple[Paragraph, ...] = ()
    replaces: tuple[Paragraph, ...] = ()
    replaced_by: list[Paragraph] = field(default_factory=list)
    due: Due | None = None
    cures: Paragraph | None = None
    about: Paragraph | None = None
    cites: tuple[str, ...] = ()
    taken: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        """The day on which the text ends is that of the instrument which ended it."""
        if self.ended_by is not None:
            self.until = self.ended_by.complied

    @property
    def starts(self) -> date:
        """The day from which the version counts."""
        return self.enacted_by.complied

    def ends_with(self, instrument: Instrument) -> None:
        """The text no longer stands from the day on which ``instrument`` counts."""
        self.ended_by, self.until = instrument, instrument.complied

    def span(self, spans: Spans) -> tuple[date, date | None]:
        """From when the version counts, and the day from which it no longer does, if there is one."""
        return spans.get(self) or (self.starts, self.until)

    @property
    def confidence(self) -> str:
        """How sure licet is of the text, a key of `CONFIDENCE`.

        A version that still stands was read as codified; one that was replaced, or that stands only
        as a policy, is as sure as what is known of its instrument.
        """
        codified = not self.replaced_by and self.until is None and self.column == BOTH
        return self.sure or ("P" if codified else self.enacted_by.confidence)

    @cached_property
    def refers_to(self) -> tuple[Cited | Classified, ...]:
        """Where the text refers to another paragraph, or to what a decision comes to."""
        return references(self.term)

    @property
    def holds(self) -> Term:
        """What the paragraph says, for use in another: the version of the day is read."""
        return Cited(self)

    def begun(
        self, day: date, column: str, known: date | None = None, spans: Spans = _AS_WRITTEN
    ) -> bool:
        """Whether the version has come into its own on ``day`` in ``column``."""
        starts, until = self.span(spans)
        published = known is None or self.enacted_by.published <= known
        if known is not None and self.ended_by is not None and self.ended_by.published > known:
            until = None  # nobody knew that it would end
        in_column = self.column in (BOTH, column)
        return published and in_column and starts <= day and (until is None or day < until)

    def stands(
        self, day: date, column: str, known: date | None = None, spans: Spans = _AS_WRITTEN
    ) -> bool:
        """Whether this very version is the one of ``day``: begun, and no successor has begun."""
        return self.begun(day, column, known, spans) and not any(
            later.begun(day, column, known, spans) for later in self.replaced_by
        )

    def version(
        self, day: date, column: str, known: date | None = None, spans: Spans = _AS_WRITTEN
    ) -> Paragraph | None:
        """The version of this paragraph that stands on ``day``; none where it does not exist."""
        for later in self.replaced_by:
            if later.begun(day, column, known, spans):
                return later.version(day, column, known, spans)
        return self if self.begun(day, column, known, spans) else None

    def __repr__(self) -> str:
        """Citation and name."""
        return f"<{self.cite} {self.name}>"


@dataclass(eq=False)
class Section:
    """A section of the regulation: what it is called, and the paragraphs that are written for it."""

    cite: str
    title: str
    enacted_by: Instrument
    subject: Any
    paragraphs: list[Paragraph] = field(default_factory=list)

    def paragraph(
        self,
        kind: str,
        paragraph: str,
        *,
        enacted_by: Instrument | None = None,
        replaces: Paragraph | Iterable[Paragraph] = (),
        **settings: Any,
    ) -> Callable[[Body], Paragraph]:
        """The decorator that makes a function a paragraph of ``kind`` at ``paragraph``."""

        def make(body: Body) -> Paragraph:
            code = body.__code__
            where = f"{code.co_filename}:{code.co_firstlineno}"
            if not paragraph:
                raise LawError(f"{where}: {body.__name__} cites no paragraph")
            sentence = inspect.getdoc(body)
            if not sentence:
                raise LawError(f"{where}: {body.__name__} says nothing: give it a docstring")
            term = body(self.subject)
            if not isinstance(term, Term):
                raise LawError(
                    f"{where}: {body.__name__} returns a {type(term).__name__}; a paragraph "
                    "returns a term built from facts, such as tx.quantity >= 1"
                )
            older = (replaces,) if isinstance(replaces, Paragraph) else tuple(replaces)
            by = enacted_by or self.enacted_by
            made = Paragraph(
                cite=self._cited(paragraph),
                name=body.__name__,
                says=" ".join(sentence.split()),
                kind=kind,
                term=term,
                enacted_by=by,
                where=where,
                replaces=older,
                **settings,
            )
            for old in older:
                old.replaced_by.append(made)
            self.paragraphs.append(made)
            return made

        return make

    def _cited(self, paragraph: str) -> str:
        return f"{self.cite}{paragraph}" if paragraph.startswith("(") else paragraph

    def definition(self, paragraph: str, **settings: Any) -> Callable[[Body], Paragraph]:
        """A meaning that other paragraphs refer to."""
        return self.paragraph("definition", paragraph, **settings)

    def requirement(self, paragraph: str, **settings: Any) -> Callable[[Body], Paragraph]:
        """A license is required where the body holds."""
        return self.paragraph("requirement", paragraph, **settings)

    def exclusion(self, paragraph: str, **settings: Any) -> Callable[[Body], Paragraph]:
        """Where the body holds, the paragraphs that cite it do not apply."""
        return self.paragraph("exclusion", paragraph, **settings)

    def subject_to_the_ear(self, paragraph: str, **settings: Any) -> Callable[[Body], Paragraph]:
        """Where the body holds, the item is outside the regulations."""
        return self.paragraph("outside", paragraph, **settings)

    def policy(self, paragraph: str, outcome: str, **settings: Any) -> Callable[[Body], Paragraph]:
        """Where the body holds, an application is reviewed under ``outcome``."""
        return self.paragraph("policy", paragraph, outcome=outcome, **settings)

    def case(self, paragraph: str, outcome: str, **settings: Any) -> Callable[[Body], Paragraph]:
        """Where the body holds, the item is classified as ``outcome``."""
        return self.paragraph("case", paragraph, outcome=outcome, **settings)

    def duty(
        self, paragraph: str, *, of: str = "license", due: Due | None = None, **settings: Any
    ) -> Callable[[Body], Paragraph]:
        """What is owed by whoever uses ``of`` (an exception, ``license``, ``any``)."""
        return self.paragraph("duty", paragraph, of=of, due=due, **settings)

    def warning(self, paragraph: str, **settings: Any) -> Callable[[Body], Paragraph]:
        """A red flag: where the body holds, somebody must ask before shipping."""
        return self.paragraph("red flag", paragraph, **settings)

    def statement(self, paragraph: str, **settings: Any) -> Callable[[Body], Paragraph]:
        """What a person is told where the body holds; it changes no outcome."""
        return self.paragraph("statement", paragraph, **settings)

    def question(
        self, id: str, about: Paragraph, *, cites: Iterable[str], taken: str, **settings: Any
    ) -> Callable[[Body], Paragraph]:
        """Where the text of ``about`` is unclear. The body is the other reading of it."""
        return self.paragraph(
            "question",
            about.cite,
            id=id,
            about=about,
            cites=tuple(cites),
            taken=" ".join(taken.split()),
            **({"enacted_by": about.enacted_by} | settings),
        )


@dataclass(eq=False)
class Route:
    """A license exception or an authorization: conditions, every one of which must hold."""

    code: str
    kind: str
    section: Section

    def condition(self, paragraph: str, **settings: Any) -> Callable[[Body], Paragraph]:
        """The route is open only where the body holds."""
        return self.section.paragraph("condition", paragraph, of=self.code, **settings)

    def duty(
        self, paragraph: str, *, due: Due | None = None, **settings: Any
    ) -> Callable[[Body], Paragraph]:
        """What is owed by whoever takes this route."""
        return self.section.duty(paragraph, of=self.code, due=due, **settings)
