"""The reasoning: the decisive paragraphs, or every paragraph that was read, as a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from licet.decision.answer import Answer
from licet.decision.because import because
from licet.decision.owed import chosen_route
from licet.decision.review import EXCEPTIONS, Review
from licet.facts.transaction import ROLES, Transaction
from licet.logic.explain import Truth
from licet.logic.rules import Paragraph
from licet.logic.terms import Cited, Fact, Flag, Quantity, SomeCircuit, Term, children
from licet.logic.walk import cited, facts
from licet.logic.world import NOT_APPLICABLE, Derived, World
from licet.words import _

MARKS = {True: "✓", False: "✗", None: "?"}
KINDS = (
    ("outside", "Subject to the EAR?"),
    ("case", "Classification"),
    ("requirement", "License required?"),
    ("condition", "Exceptions and authorizations"),
    ("policy", "License review"),
)


@dataclass(frozen=True)
class Reason:
    """What carries an answer: ``why`` requires, ``by`` permits, ``not`` fails, ``open`` depends.

    ``policy`` says how an application is reviewed. ``facts`` are those that decide the paragraph.
    """

    mark: str
    route: str
    paragraph: Paragraph
    facts: tuple[str, ...] = ()


def decisive(answer: Answer) -> list[Reason]:
    """The paragraphs that carry the answer, in the order of review, each once."""
    found: list[Reason] = []
    review = answer.review
    for world, line in zip(review.worlds, answer.data["lines"], strict=True):
        reasons = [*_requirements(review, world, line), *_routes(review, world, line)]
        told = {
            p: tuple(because(review.edition, p, world)) if p.kind != "case" else ()
            for _m, _c, p in reasons
        }
        found += [Reason(mark, code, p, told[p]) for mark, code, p in reasons]
    return _merged(found)


def _merged(reasons: list[Reason]) -> list[Reason]:
    """Each paragraph once, with the facts of every line."""
    facts: dict[tuple[str, str, Paragraph], dict[str, None]] = {}
    for each in reasons:
        told = facts.setdefault((each.mark, each.route, each.paragraph), {})
        told.update(dict.fromkeys(each.facts))
    return [Reason(*key, tuple(told)) for key, told in facts.items()]


Marked = tuple[str, str, Paragraph]


def _requirements(review: Review, world: World, line: dict[str, Any]) -> list[Marked]:
    if line["outcome"] == "not_subject":
        outside = review.edition.of_kind("outside")
        return [("why", "", p) for p in outside if review.paragraph(p, world)]
    read = [(p, review.paragraph(p, world)) for p in review.plan.requirements]
    found = [("why" if truth else "open", "", p) for p, truth in read if truth is not False]
    if line["license_required"] is False:
        found += [("why", "", p) for p in review.edition.cases if review.edition.truth(p, world)]
    elif chosen_route(line) is None and line["review_policy"] and line["license_required"]:
        _possible, named = review.policy(world)
        found += [("policy", "", p) for p in named]
    return found


def _routes(review: Review, world: World, line: dict[str, Any]) -> list[Marked]:
    found: list[Marked] = []
    taken = chosen_route(line)
    if line["license_required"] is False:
        return found
    for code, conditions in review.plan.routes.items():
        entry = {**line["exceptions"], **line["authorizations"]}[code]
        read = {p: review.edition.truth(p, world) for p in conditions}
        if code == taken:
            found.append(("by", code, conditions[0]))
        elif entry["available"] is None:
            found += [("open", code, p) for p, truth in read.items() if truth is None]
        elif entry["available"] is False and taken is None and _concerns(review, code, world):
            fails = [p for p, truth in read.items() if truth is False]
            if not fails:  # conditions that are each open can still be unable to hold together
                open_ones = [p for p, truth in read.items() if truth is None]
                fails = review.clashing(open_ones, world)
            found.append(("not", code, fails[0]))
    return found


def _concerns(review: Any, code: str, world: World) -> bool:
    """Whether it helps to say why a route is closed: HBM only for memory, VEU only where listed."""
    if code == "HBM":
        return "3A090.c" in review.edition.outcomes(None, world)
    return code in EXCEPTIONS


def full_tree(answer: Answer) -> str:
    """Every paragraph with its truth, and the facts that it looked at."""
    rows: list[str] = []
    review = answer.review
    for number, world in enumerate(review.worlds):
        rows.append(_("Line {number}").format(number=number + 1))
        for kind, title in KINDS:
            rows.append(f"  {_(title)}")
            for paragraph in review.edition.of_kind(kind):
                truth = review.paragraph(paragraph, world)
                if kind in ("case", "policy") and truth is False:
                    continue
                rows += _branch(review, paragraph, world, truth, 2)
    return "\n".join(rows)


def _branch(review: Any, paragraph: Paragraph, world: World, truth: Truth, depth: int) -> list[str]:
    indent = "  " * depth
    route = f"{paragraph.of} " if paragraph.kind == "condition" else ""
    rows = [f"{indent}{MARKS[truth]} {route}{paragraph.cite}  {_(paragraph.says)}"]
    term = review.edition.term(paragraph)
    looked = [_fact(fact, world) for fact in facts(term) if fact.scope != "ic"]
    rows += [f"{indent}    {each}" for each in looked if each]
    for below in dict.fromkeys(cited(term)):
        standing = review.edition.version(below)
        if standing is not None and depth < 6:
            rows += _branch(review, standing, world, _truth(review, standing, world), depth + 1)
    return rows


def _truth(review: Any, paragraph: Paragraph, world: World) -> Truth:
    if _speaks_of_circuits(review, review.edition.term(paragraph)):
        read = [review.edition.reading(paragraph)(world, circuit) for circuit in world.circuits]
        return True if True in read else None if None in read else False
    return review.paragraph(paragraph, world)  # type: ignore[no-any-return]


def _speaks_of_circuits(review: Any, term: Term | Quantity) -> bool:
    """Whether the term is read for one circuit, itself or through what it refers to."""
    match term:
        case Fact(scope=scope):
            return scope == "ic"
        case SomeCircuit():
            return False
        case Cited(paragraph=paragraph):
            return _speaks_of_circuits(review, review.edition.term(paragraph))
    return any(_speaks_of_circuits(review, part) for part in children(term))


def _fact(fact: Fact, world: World) -> str:
    value = world.facts.get(fact)
    if value is NOT_APPLICABLE:
        return ""
    shown = _("not known") if value is None or isinstance(value, Derived) else str(value)
    if isinstance(value, frozenset):
        shown = ", ".join(sorted(value)) or _("none")
    if isinstance(fact, Flag) and value is not None:
        shown = f"{_('yes') if value else _('no')} ({_(fact.says)})"
    return f"{world.facts.path(fact)}: {shown}"


def parties_of(transaction: Transaction) -> str:
    """The parties in one line: role, name, headquarters and parent."""
    shown = []
    for role in ROLES:
        party = getattr(transaction.parties, role, None)
        if party is None:
            continue
        home = party.headquarters or "?"
        parent = party.ultimate_parent_headquarters or "?"
        name = party.name or _("not named")
        shown.append(
            _("{role}: {name} (headquarters {home}, ultimate parent {parent})").format(
                role=role.replace("_", " "), name=name, home=home, parent=parent
            )
        )
    return "; ".join(shown)
