"""From a review to the answer that a program or a person reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from licet.decision.owed import chosen_route, duties, red_flags
from licet.decision.plan import Question
from licet.decision.review import EXCEPTIONS, OUTCOMES, Review
from licet.facts.reading import plain
from licet.law.editions import NO_PARAGRAPH
from licet.law.subject import tx
from licet.logic.explain import Truth
from licet.logic.rules import Paragraph
from licet.logic.world import World, interval_of, times
from licet.words import _

SECTIONS_OF = {
    "AIA": "15 CFR 740.27",
    "LPP": "15 CFR 740.29",
    "ACM": "15 CFR 740.28",
    "ACA": "15 CFR 740.8",
    "NAC": "15 CFR 740.8",
    "HBM": "15 CFR 740.25",
}
"""Where each exception is written: what fails on a date on which it does not exist yet."""


@dataclass(eq=False)
class Answer:
    """One column's answer. ``data`` is what CONTRACT fixes; the rest serves the display."""

    review: Review
    data: dict[str, Any]
    decisive: list[Paragraph]


def answer(review: Review, day: date, asks: bool = True) -> Answer:
    """The answer of one column; ``asks`` adds what is owed, and open questions with their outcomes."""
    lines, decisive = [], []
    for number, world in enumerate(review.worlds):
        line, rested_on = _line(review, number, world)
        lines.append(line)
        decisive.extend(rested_on)
    possible = review.outcomes
    data: dict[str, Any] = {
        "outcome": possible[0] if len(possible) == 1 else "undetermined",
        "lines": lines,
        "possible_outcomes": possible,
        "missing_facts": review.missing,
        "open_questions": [],
    }
    if asks:
        data["open_questions"] = _open_questions(review, data, day)
        data["duties"] = duties(review, lines, day)
        data["red_flags"] = red_flags(review)
    return Answer(review, data, list(dict.fromkeys(decisive)))


# -- lines ----------------------------------------------------------------------------------------


def _line(review: Review, number: int, world: World) -> tuple[dict[str, Any], list[Paragraph]]:
    plan, outcomes = review.plan, sorted(review.line_outcomes(number), key=OUTCOMES.index)
    classes = review.classifications(world)
    outside = outcomes == ["not_subject"]
    required = False if outside else review.exactly(plan.required_at_all, world)
    requiring = [p for p in plan.requirements if review.paragraph(p, world)] if required else []
    line: dict[str, Any] = {
        "classification": (classes[0] or None) if len(classes) == 1 else None,
        "outcome": outcomes[0] if len(outcomes) == 1 else "undetermined",
        "possible_outcomes": outcomes,
        "tpp_each": _number(world, tx.item.tpp),
        "tpp_total": _total(world),
        "license_required": required,
        "required_by": [p.cite for p in requiring],
        "exceptions": {},
        "authorizations": {},
        "review_policy": None,
        "reviewed_under": [],
    }
    if len(classes) > 1:
        line["possible_classifications"] = [name or None for name in classes]
    rested_on = list(requiring)
    if required is not False:
        rested_on += _routes(review, world, line)
        rested_on += _policy(review, world, line)
    return line, rested_on


def _routes(review: Review, world: World, line: dict[str, Any]) -> list[Paragraph]:
    """Decide every route; what the answer rests on is the one taken, or all that keeps them shut."""
    shut: list[Paragraph] = []
    for code, conditions in review.plan.routes.items():
        entry, failing = _route(review, world, code, conditions)
        line["exceptions" if code in EXCEPTIONS else "authorizations"][code] = entry
        shut += failing
    for code, section in SECTIONS_OF.items():
        line["exceptions"].setdefault(
            code, {"available": False, "fails": [section], "unknown": [], "duties": []}
        )
    taken = chosen_route(line)
    return review.plan.routes[taken] if taken is not None else shut


def _route(
    review: Review, world: World, code: str, conditions: list[Paragraph]
) -> tuple[dict[str, Any], list[Paragraph]]:
    read = review.edition.truth
    kept = [(p, truth) for p in conditions if (truth := read(p, world)) is not True]
    if kept and all(truth is None for _p, truth in kept):
        kept = [(p, t) for p, _open in kept if (t := review.paragraph(p, world)) is not True]
    fails = [p for p, truth in kept if truth is False]
    unknown = [p for p, truth in kept if truth is None]
    available: Truth = not fails
    if unknown and not fails:
        available = review.exactly(review.plan.open_at_all[code], world)
        if available is False:
            fails = review.clashing(unknown, world)[:1]
            unknown = [p for p in unknown if p not in fails]
    owed = review.plan.duties.get(code, [])
    if available is False:
        owed = [duty for duty in owed if duty.cures in fails]
    entry = {
        "available": available,
        "fails": _cites(fails),
        "unknown": _cites(unknown),
        "duties": [
            f"{_(duty.says)} ({duty.cite})"
            for duty in owed
            if review.paragraph(duty, world) is not False
        ],
    }
    return entry, fails


def _policy(review: Review, world: World, line: dict[str, Any]) -> list[Paragraph]:
    possible, named = review.policy(world)
    line["review_policy"] = possible[0] if len(possible) == 1 else None
    line["reviewed_under"] = _cites(named)
    if len(possible) > 1:
        line["possible_review_policies"] = possible
    return named


def _cites(paragraphs: list[Paragraph]) -> list[str]:
    return list(dict.fromkeys(p.cite for p in paragraphs))


def _number(world: World, fact: Any) -> int | float | None:
    value = world.facts.get(fact)
    return plain(value) if isinstance(value, int | Fraction) else None


def _total(world: World) -> int | float | None:
    each, count = world.facts.get(tx.item.tpp), world.facts.get(tx.quantity)
    if not isinstance(each, int | Fraction) or count is None:
        return None
    total = times(interval_of(each, tx.item.tpp), interval_of(count, tx.quantity))[0]
    return plain(total)


# -- where the text is unclear --------------------------------------------------------------------


def _open_questions(review: Review, data: dict[str, Any], day: date) -> list[dict[str, Any]]:
    found = []
    needed = any(line["license_required"] is not False for line in data["lines"])
    for asked in review.plan.questions:
        of_a_route = asked.about.kind == "condition"
        if (of_a_route and not needed) or not _may_matter(review, asked):
            continue
        question = asked.paragraph
        other = Review(review.edition.read_otherwise(question), review.worlds)
        otherwise = answer(other, day, asks=False).data
        if _gist(otherwise) != _gist(data):
            found.append(
                {
                    "id": question.id,
                    "cites": list(question.cites),
                    "question": _(question.says),
                    "taken": _(question.taken),
                    "outcome_if_read_otherwise": otherwise["outcome"],
                    "review_policy_if_read_otherwise": otherwise["lines"][0]["review_policy"],
                }
            )
    return found


def _may_matter(review: Review, asked: Question) -> bool:
    question, about = asked.paragraph, asked.about
    if question.outcome and question.outcome != about.outcome:
        return any(review.paragraph(about, world) is not False for world in review.worlds)
    return any(_differs(review, asked, world) for world in review.worlds)


def _differs(review: Review, asked: Question, world: World) -> bool:
    v = world.facts
    for beside in asked.beside:
        if beside.read(world, v) is False:
            return False  # the route stays shut whichever way the condition is read
    taken = asked.taken.read(world, v)
    if taken is not None and asked.otherwise.read(world, v) is taken:
        return False
    if taken is None and not review.reaches(asked.about, world):
        return False
    return not review.same(asked.taken, asked.otherwise, world)


def _gist(data: dict[str, Any]) -> Any:
    routes = [
        {code: e["available"] for code, e in (line["exceptions"] | line["authorizations"]).items()}
        for line in data["lines"]
    ]
    policies = [line["review_policy"] for line in data["lines"]]
    return (data["possible_outcomes"], policies, routes)


NO_ENTRY = NO_PARAGRAPH
