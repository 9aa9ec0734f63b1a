"""What is owed with an answer: duties with their days, steps that would open a way, red flags."""

from __future__ import annotations

from datetime import date
from typing import Any

from licet.decision.review import AUTHORIZATIONS, EXCEPTIONS, Review
from licet.logic.rules import Paragraph
from licet.logic.world import World
from licet.words import _


def chosen_route(line: dict[str, Any]) -> str | None:
    """The exception or authorization that a line takes, where one is available."""
    routes = {**line["exceptions"], **line["authorizations"]}
    return next(
        (c for c in (*EXCEPTIONS, *AUTHORIZATIONS) if routes.get(c, {}).get("available")), None
    )


def duties(review: Review, lines: list[dict[str, Any]], day: date) -> list[dict[str, Any]]:
    """The duties of the way that each line takes, by date, and what would cure a way that is shut."""
    owed: dict[tuple[str, str], dict[str, Any]] = {}
    for world, line in zip(review.worlds, lines, strict=True):
        for route in _owing(line):
            for duty in review.plan.duties.get(route, []):
                if review.paragraph(duty, world) is False:
                    continue
                due = duty.due.on(day) if duty.due else None
                entry: dict[str, Any] = {
                    "what": _(duty.says),
                    "cite": duty.cite,
                    "due": due.isoformat() if due else None,
                }
                if _done(review, duty, world):
                    entry["done"] = True
                owed.setdefault((duty.cite, duty.says), entry | {"for": route})
    for cure in _cures(review, lines, day):
        owed.setdefault((cure["cite"], cure["what"]), cure)
    return sorted(owed.values(), key=lambda duty: duty["due"] or "9999")


def _done(review: Review, duty: Paragraph, world: World) -> bool:
    """The step was made: the condition that it serves holds."""
    return duty.cures is not None and review.paragraph(duty.cures, world) is True


def _owing(line: dict[str, Any]) -> list[str]:
    if line["license_required"] is False:
        return []
    route = chosen_route(line)
    if route is not None:
        return [route, "any"]
    return ["license", "any"] if line["outcome"] == "license_required" else []


def _cures(review: Review, lines: list[dict[str, Any]], day: date) -> list[dict[str, Any]]:
    """Steps that would open a route whose every failing condition a step can mend, and from when."""
    found = []
    for world, line in zip(review.worlds, lines, strict=True):
        if line["license_required"] is False or chosen_route(line):
            continue
        for code, conditions in review.plan.routes.items():
            steps = [d for d in review.plan.duties.get(code, []) if d.cures is not None]
            if not steps:
                continue
            mended = {d.cures for d in steps}
            if any(review.edition.truth(p, world) is False for p in conditions if p not in mended):
                continue  # nothing that could be done would help: no need to look closer
            fails = {p for p in conditions if review.paragraph(p, world) is False}
            steps = [d for d in steps if d.cures in fails]
            if not fails or not fails <= mended:
                continue
            for duty in steps:
                wait = -duty.due.days if duty.due and duty.due.days else 0
                opens = date.fromordinal(day.toordinal() + wait)
                found.append(
                    {
                        "what": _(duty.says),
                        "cite": duty.cite,
                        "due": None,
                        "for": code,
                        "would_open": code,
                        "from": opens.isoformat(),
                    }
                )
    return found


def red_flags(review: Review) -> list[dict[str, str]]:
    """The red flags that some line raises."""
    raised = {}
    for flag in review.edition.of_kind("red flag"):
        for world in review.worlds:
            if review.paragraph(flag, world):
                raised[flag.cite] = {"cite": flag.cite, "why": _(flag.says)}
    return list(raised.values())
