"""What is still to be decided of a row, and the added columns once nothing more is told.

Two rows of which the same is left in every function on which an added column rests get the same
answer. So that is all that is kept: a diagram for the outcome, each requirement and route, the
policy, the classification, and the same once more for each open question that still matters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from licet.decision.review import (
    POLICIES,
    plan_of,
)
from licet.law.editions import NO_PARAGRAPH, Edition, Law
from licet.law.subject import tx
from licet.logic.cases import Part
from licet.logic.diagrams import Diagram, Leaf
from licet.logic.lowering import CIRCUIT, Cutting, Key, Listed, Lowering, Sum, Variable
from licet.logic.residual import Residuals, Within
from licet.logic.rules import Paragraph
from licet.logic.terms import Cited, Fact, Term, Total
from licet.logic.walk import every

NOTHING: tuple[Any, ...] = ()


@dataclass(frozen=True, eq=False)
class Column:
    """What one of the two answers still turns on; ``otherwise`` by open question.

    Equal ones are one. ``asks`` holds the ranks of what can still change anything, as bits.
    """

    outcome: Diagram
    required: Diagram
    policy: Diagram | None
    outside: tuple[Diagram, ...]
    requiring: tuple[Diagram, ...]
    routes: tuple[Diagram, ...]
    counted: tuple[Diagram, ...]
    otherwise: tuple[tuple[int, Column], ...]
    asks: int


COLUMN_PARTS = [each.name for each in fields(Column)]


class State(NamedTuple):
    """What a row still turns on. ``names``: what open facts are called that are called otherwise."""

    era: int
    books: Column
    enforced: Column
    books_class: Diagram
    enforced_class: Diagram
    names: tuple[tuple[int, tuple[Part, ...]], ...] = ()


class Answer(NamedTuple):
    """The added columns that do not hang on the numbers of the row itself."""

    classification: str | None
    on_the_books: str
    on_the_books_by: str | None
    as_enforced: str
    as_enforced_by: str | None
    review_policy: str | None
    missing: tuple[str, ...]
    open_questions: tuple[str, ...]


class Pending:
    """The states of the law, from nothing known to an answer."""

    def __init__(self, law: Law, variables: dict[Key, Variable], given: dict[int, int]) -> None:
        self.lowering = Lowering(variables, given)
        self.left = Residuals(self.lowering)
        self.eras = law.boundaries
        self._editions = [(b, e) for (_b, b), (_e, e) in (tuple(law.on(day)) for day in self.eras)]
        self.sums = _bits(v for v in variables.values() if isinstance(v.key, Sum | Listed))
        self._loads = _bits(v for v in variables.values() if _counts(v.key))
        self._interned: dict[Any, Column] = {}
        self._starts: dict[int, State] = {}
        self._columns: dict[tuple[Column, int, int], Column] = {}
        self._questions: dict[Edition, list[Paragraph]] = {}

    # -- the beginning ---------------------------------------------------------------------------

    def start(self, era: int) -> State:
        """The state of an era (a place in `eras`) in which only what is given is known."""
        if era not in self._starts:
            books, enforced = self._editions[era]
            columns = (self._column(books), self._column(enforced))
            self._starts[era] = State(era, *columns, self._classes(books), self._classes(enforced))
        return self._starts[era]

    def _column(self, edition: Edition) -> Column:
        bare, others = self._bare(edition), []
        for number, question in enumerate(self._asked(edition)):
            assert question.about is not None
            read = edition.read_otherwise(question)
            self.lowering.alike(read, edition, question.about)
            others.append((number, self._bare(read, asked=True)))
        return self._settled(replace(bare, otherwise=tuple(others)))

    def _asked(self, edition: Edition) -> list[Paragraph]:
        if edition not in self._questions:
            self._questions[edition] = [
                q
                for q in edition.of_kind("question")
                if q.about is not None and edition.version(q.about) is q.about
            ]
        return self._questions[edition]

    def _bare(self, edition: Edition, asked: bool = False) -> Column:
        plan, choose, leaf = plan_of(edition), self.left.diagrams.choose, self.left.diagrams.leaf

        def of(term: Term) -> Diagram:
            return self.lowering.diagram(term, edition)

        def each(paragraphs: Iterable[Paragraph]) -> tuple[Diagram, ...]:
            return NOTHING if asked else tuple(of(Cited(p)) for p in paragraphs)

        outside, required, excepted, authorized, controlled = map(of, plan.parts)
        permitted = choose(authorized, leaf("validated_end_user"), leaf("license_required"))
        needed = choose(excepted, leaf("license_exception"), permitted)
        free = choose(controlled, leaf("no_license_required"), leaf("not_controlled_here"))
        outcome = choose(outside, leaf("not_subject"), choose(required, needed, free))
        governing: Diagram = leaf("case_by_case")
        for policy in sorted(plan.policies, key=lambda p: POLICIES.index(edition.outcome(p))):
            governing = choose(of(Cited(policy)), leaf(edition.outcome(policy)), governing)
        return Column(
            outcome,
            required,
            choose(required, governing, leaf("")),
            each(edition.of_kind("outside")),
            each(plan.requirements),
            tuple(of(term) for term in plan.open_routes.values()),
            NOTHING if asked else tuple(of(where) for where in _counting(edition)),
            NOTHING,
            0,
        )

    def _classes(self, edition: Edition) -> Diagram:
        choose, leaf = self.left.diagrams.choose, self.left.diagrams.leaf
        found: Diagram = leaf(NO_PARAGRAPH)
        for case in edition.cases:
            found = choose(self.lowering.diagram(Cited(case), edition), leaf(case.outcome), found)
        return found

    # -- facts becoming known --------------------------------------------------------------------

    def known(self, state: State, rank: int, cell: Any, names: tuple[Part, ...] = ()) -> State:
        """The state once the variable at ``rank`` lies in ``cell``, or is open under ``names``."""
        made = State(
            state.era,
            self._known(state.books, rank, cell),
            self._known(state.enforced, rank, cell),
            self.left.known(state.books_class, rank, cell),
            self.left.known(state.enforced_class, rank, cell),
        )
        held = (*state.names, *([(rank, names)] if names else []))
        return made._replace(names=self._named(made, held)) if held else made

    def _named(self, state: State, held: Iterable[tuple[int, tuple[Part, ...]]]) -> Any:
        """Only of what can still decide; of sums, also what can change more than the outcome."""
        asks = self.left.asks(state.books.outcome) | self.left.asks(state.enforced.outcome)
        asks |= (state.books.asks | state.enforced.asks) & self.sums
        return tuple(sorted({(rank, names) for rank, names in held if asks >> rank & 1}))

    def _known(self, column: Column, rank: int, cell: Any) -> Column:
        asked = 1 << rank | (1 << cell.other if isinstance(cell, Within) else 0)
        if not column.asks & asked:
            return column
        key = (column, rank, cell)
        if key not in self._columns:
            self._columns[key] = self._settled(self._entered(column, rank, cell))
        return self._columns[key]

    def _entered(self, column: Column, rank: int, cell: Any) -> Column:
        known = self.left.known

        def each(diagrams: tuple[Diagram, ...]) -> tuple[Diagram, ...]:
            return tuple([known(diagram, rank, cell) for diagram in diagrams])

        return Column(
            known(column.outcome, rank, cell),
            known(column.required, rank, cell),
            None if column.policy is None else known(column.policy, rank, cell),
            each(column.outside),
            each(column.requiring),
            each(column.routes),
            each(column.counted),
            tuple([(n, self._entered(other, rank, cell)) for n, other in column.otherwise]),
            0,
        )

    def _settled(self, column: Column) -> Column:
        """Without what can no longer show, whatever else becomes known."""
        bare = self._without_more(column)
        others = [(n, self._without_more(other)) for n, other in column.otherwise]
        apart = [(n, o) for n, o in others if _gist(o) != _gist(bare)]
        outcomes = self.left.values(bare.outcome)
        leads = bool(apart) or bool(outcomes & {"license_exception", "validated_end_user"})
        made = replace(
            bare,
            outside=bare.outside if "not_subject" in outcomes else NOTHING,
            requiring=bare.requiring if "license_required" in outcomes else NOTHING,
            routes=bare.routes if leads else NOTHING,
            otherwise=tuple((n, self._interned_one(o)) for n, o in apart),
        )
        asks = self._asks(made)
        if not asks & self.sums:
            return self._interned_one(replace(made, counted=NOTHING))
        return self._interned_one(made)

    def _without_more(self, column: Column) -> Column:
        """Routes and policy are not told where no license is required."""
        never = self.left.diagrams.leaf(False)
        if column.required is never or self.left.values(column.outcome) == {"not_subject"}:
            return replace(column, required=never, policy=None, requiring=NOTHING, routes=NOTHING)
        return column

    def _asks(self, column: Column) -> int:
        found = 0
        for diagram in _of_column(column):
            found |= self.left.asks(diagram)
        return found

    def _interned_one(self, column: Column) -> Column:
        *parts, _asks = (getattr(column, name) for name in COLUMN_PARTS)
        key = tuple(parts)
        if key not in self._interned:
            asks = self._asks(column)
            for diagram in (column.required, *column.counted):
                asks |= self.left.asks(diagram)
            self._interned[key] = replace(column, asks=asks)
        return self._interned[key]

    # -- the end ---------------------------------------------------------------------------------

    def unsettled(self, state: State) -> bool:
        """Whether a sum decides of which nobody said how it stands."""
        asks = self._asks(state.books) | self._asks(state.enforced)
        asks |= self.left.asks(state.books_class) | self.left.asks(state.enforced_class)
        return bool(asks & self.sums & ~self._freed(state))

    def may_open(self, state: State, rank: int) -> bool:
        """Whether a sum may simply hold or not: what it counts is known, no other is beside it."""
        others = self._loads & ~(1 << rank) & ~self._freed(state)
        for column in (state.books, state.enforced):
            of_sum = [self.left.asks(d) for d in _of_column(column)]
            of_sum = [asks for asks in of_sum if asks >> rank & 1]
            counted = all(isinstance(where, Leaf) for where in column.counted)
            if of_sum and (not counted or any(asks & others for asks in of_sum)):
                return False
        return True

    def _freed(self, state: State) -> int:
        found = 0
        for rank, _names in state.names:
            found |= 1 << rank
        return found

    def answer(self, state: State) -> Answer:
        """The added columns of a state."""
        books, enforced = self._editions[state.era]
        names = dict(state.names)
        missing = [
            path
            for column in (state.enforced, state.books)
            for path in self.left.missing(column.outcome, names)
        ]
        asked = [
            *self._still_asked(state.books, books),
            *self._still_asked(state.enforced, enforced),
        ]
        return Answer(
            self._single(state.enforced_class) or self._single(state.books_class),
            self._outcome(state.books),
            self._by(state.books, books),
            self._outcome(state.enforced),
            self._by(state.enforced, enforced),
            self._policy(state.enforced),
            tuple(dict.fromkeys(missing)),
            tuple(dict.fromkeys(asked)),
        )

    def _single(self, diagram: Diagram) -> str | None:
        found = self.left.values(diagram)
        return (next(iter(found)) or None) if len(found) == 1 else None

    def _outcome(self, column: Column) -> str:
        return self._single(column.outcome) or "undetermined"

    def _policy(self, column: Column) -> str | None:
        if column.policy is None:
            return None
        found = self.left.values(column.policy) - {""}
        return next(iter(found)) if len(found) == 1 else None

    def _by(self, column: Column, edition: Edition) -> str | None:
        """What carries the outcome, as `licet.tables.deciding.carried_by` tells it of an answer."""
        plan = plan_of(edition)
        match self._outcome(column):
            case "license_exception" | "validated_end_user":
                return _first_true(column.routes, plan.open_routes)
            case "license_required":
                return _first_true(column.requiring, (p.cite for p in plan.requirements))
            case "not_subject":
                return _first_true(column.outside, (p.cite for p in edition.of_kind("outside")))
        return None

    def _still_asked(self, column: Column, edition: Edition) -> Iterator[str]:
        told = self._told(column)
        for number, other in column.otherwise:
            if self._told(other) != told:
                yield self._asked(edition)[number].id

    def _told(self, column: Column) -> Any:
        """What an open question may change: outcomes, policy and which routes are open."""
        routes = [d.value if isinstance(d, Leaf) else None for d in column.routes]
        return self.left.values(column.outcome), self._policy(column), routes


def _gist(column: Column) -> Any:
    return (column.outcome, column.required, column.policy, column.routes)


def _first_true(diagrams: Iterable[Diagram], names: Iterable[str]) -> str | None:
    told = zip(diagrams, names, strict=True)
    return next((name for d, name in told if isinstance(d, Leaf) and d.value is True), None)


def _of_column(column: Column) -> Iterator[Diagram]:
    for each in (column, *(other for _n, other in column.otherwise)):
        yield from (each.outcome, *each.outside, *each.requiring, *each.routes)
        if each.policy is not None:
            yield each.policy


def _counts(key: Any) -> bool:
    return isinstance(key, Sum) and any(tx.quantity in atom for atom, _f in key.factors)


def _counting(edition: Edition) -> Iterator[Term]:
    """Which lines the totals count on which an outcome or a policy turns."""
    for kind in ("condition", "policy", "definition"):
        for paragraph in edition.of_kind(kind):
            for part in every(edition.term(paragraph)):
                if isinstance(part, Total):
                    yield part.where


# -- terms and their variables -------------------------------------------------------------------


def variables_of(law: Law) -> dict[Key, Variable]:
    """The variables of the law of all dates."""
    editions = [edition for day in law.boundaries for _name, edition in law.on(day)]
    unlike = {(edition.day, tuple(edition.paragraphs)): edition for edition in editions}.values()
    return Cutting((edition, _terms(edition)) for edition in unlike).variables(_first)


def _bits(variables: Iterable[Variable]) -> int:
    return sum(1 << variable.rank for variable in variables)


def _terms(edition: Edition) -> Iterator[Term]:
    plan = plan_of(edition)
    yield from plan.parts
    for kind in ("condition", "requirement", "policy", "outside", "case", "question"):
        yield from (p.term for p in edition.of_kind(kind))


def _first(key: Key) -> Any:
    """The item first, then the transaction in the order of review, then what is counted."""
    if key == CIRCUIT:
        return (0, -1, 0, "")
    if isinstance(key, Sum):
        return (3, 0, 0, f"{key.limit} {sorted(str(part) for part in key.factors)}")
    if isinstance(key, Listed):
        return (1, 39, 0, key.listing.path)
    assert isinstance(key, Fact)
    if key.scope == "tx":
        return (1, key.order, key.slot, key.path)
    return (0, key.order, key.slot, key.path)
