"""What a term says on a day, ready to be read: in three values, and exactly where these leave it open.

Two columns of a day, and the law under another reading of an open question, mostly say the same.
What says the same is one `Meaning`: it is made ready once, and read once for each line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from licet.logic.explain import Context, Reading, Truth, reader
from licet.logic.rules import Paragraph
from licet.logic.terms import Term
from licet.logic.world import Vector, World

if TYPE_CHECKING:
    from licet.logic.cases import Asked, Cases
    from licet.logic.diagrams import Diagram


class MeaningContext(Context, Protocol):
    """The edition, as it gives a term its meaning."""

    def meaning(self, paragraph: Paragraph) -> Meaning:
        """The version of the day."""

    def means(self, term: Term) -> Meaning:
        """Any term."""

    def case_term(self, table: object, outcomes: frozenset[str]) -> Term:
        """The term under which a decision has one of the outcomes."""


class Meaning:
    """What a term says in an edition; the same object wherever the same is said."""

    __slots__ = ("_edition", "_piece", "_term", "read")

    def __init__(self, term: Term, edition: MeaningContext) -> None:
        self._term, self._edition = term, edition
        self._piece: Asked | None = None
        self.read = _remembered(term, edition)
        """Reads it in three values."""

    @property
    def piece(self) -> Asked:
        """The term made ready for the exact reader, once it is needed."""
        if self._piece is None:
            from licet.logic.cases import piece

            self._piece = piece(self._term, self._edition)
        return self._piece

    def truth(self, world: World) -> Truth:
        """What it comes to for a line, in three values."""
        return self.read(world, world.facts)

    def cut(self, cases: Cases, world: World, v: Vector) -> None:
        """Cut the facts that it leaves open, once for each line or circuit."""
        key = (self, id(v))
        if key not in cases.walked:
            cases.walked.add(key)
            self.piece.cut(cases, world, v)

    def draw(self, cases: Cases, world: World, v: Vector) -> Diagram:
        """The diagram of it where it is open, drawn once for each line or circuit."""
        key = (self, id(v))
        made = cases.made.get(key)
        if made is None:
            made = cases.made[key] = self.piece.draw(cases, world, v)
        return made


def _remembered(term: Term, edition: Context) -> Reading:
    """The reading, made when it is first asked for, and asked once for each line."""
    made: Reading | None = None

    def read(world: World, v: Vector) -> Truth:
        nonlocal made
        of_the_line = v is world.facts
        decided = world.decided
        if of_the_line and read in decided:
            return decided[read]  # type: ignore[no-any-return]
        if made is None:
            made = reader(term, edition)
        truth = made(world, v)
        if of_the_line:
            decided[read] = truth
        return truth

    return read
