"""A determination for a person: the verdict first, then why, what fails, what to do, what to ask."""

from __future__ import annotations

import textwrap
from typing import Any

from licet.cli.reforms import banner
from licet.cli.rows import citations, row, table
from licet.cli.show_head import head
from licet.cli.words import outcome_in_words, policy_in_words, short
from licet.decision import Determination
from licet.decision.answer import Answer
from licet.decision.asking import meaning
from licet.decision.notes import rests_on_policy
from licet.decision.owed import chosen_route
from licet.decision.tree import Reason, decisive, full_tree
from licet.words import _

ASKED = 8
"""So many facts to ask for are shown; the answer as JSON names all of them."""


def show(made: Determination, *, why: bool = False) -> str:
    """The whole answer as text: at most a screen, but with ``why`` every paragraph that was read."""
    books, enforced = made.on_the_books, made.as_enforced
    parts = [banner(made.reform), head(made), _verdicts(books, enforced), *_why(books, enforced)]
    same = _gist(books) == _gist(enforced)
    parts += [_todo(enforced if same else books), _asks(books, enforced), _unclear(books, enforced)]
    parts.append(_notes(enforced, books.data["notes"]))
    if "license_required" not in enforced.data["possible_outcomes"]:
        parts.append(row(_("Not decided"), " ".join(enforced.data["limits"])))
    if why:
        parts += [
            _("On the books:") + "\n" + full_tree(books),
            _("As enforced:") + "\n" + full_tree(enforced),
        ]
    else:
        parts.append(_("Every paragraph that was read: licet decide --why."))
    return "\n\n".join(part for part in parts if part)


def brief(made: Determination) -> str:
    """The shipment, both verdicts, and what carries each: a few lines."""
    books, enforced = made.on_the_books, made.as_enforced
    parts = [head(made), _verdicts(books, enforced), _carrying(books, enforced)]
    parts.append(_asks(books, enforced))
    return "\n".join(part for part in parts if part)


def _carrying(books: Answer, enforced: Answer) -> str:
    carrying = (_("Why"), _("Review"), _("By"))
    rows = [each for each in (*_reasons(books), *_reasons(enforced)) if each[0] in carrying]
    steps = [each for each in _steps(books) if each[0] == _("Cure")]
    parts = [citations(list(dict.fromkeys(rows))[:3]), table(steps[:1])]
    return "\n".join(part for part in parts if part)


def _gist(answer: Answer) -> Any:
    lines = answer.data["lines"]
    return [(ln["outcome"], ln["required_by"], ln["review_policy"]) for ln in lines]


# -- the verdict ----------------------------------------------------------------------------------


def _verdicts(books: Answer, enforced: Answer) -> str:
    rows = [row(_("On the books"), _verdict(books)), row(_("As enforced"), _verdict(enforced))]
    if enforced.data["notes"] and enforced.data["notes"][0] not in books.data["notes"]:
        rows.append(row("", _parting(enforced)))
    return "\n".join(rows)


def _parting(enforced: Answer) -> str:
    """Why the columns part, in short; the whole of it is the first note of the answer."""
    sentence = _(
        "BIS does not enforce what the AI Diffusion Framework newly created (13 May 2025). That is "
        "a policy, not a safe harbour."
    )
    older = _(" What is required here is older: it dates from November 2023.")
    return sentence + (older if rests_on_policy(enforced) else "")


def _verdict(answer: Answer) -> str:
    data = answer.data
    text = outcome_in_words(data["outcome"])
    routes = list(dict.fromkeys(filter(None, (chosen_route(line) for line in data["lines"]))))
    if data["outcome"] in ("license_exception", "validated_end_user"):
        text += " " + _("Under {routes}.").format(routes=", ".join(routes))
    if data["outcome"] == "undetermined":
        text += " " + _("Possible: {outcomes}.").format(
            outcomes="; ".join(outcome_in_words(o).rstrip(".") for o in data["possible_outcomes"])
        )
    policies = {line["review_policy"] for line in data["lines"] if line["review_policy"]}
    if data["outcome"] == "license_required" and len(policies) == 1:
        text += " " + policy_in_words(policies.pop())
    return text


# -- why ------------------------------------------------------------------------------------------


def _why(books: Answer, enforced: Answer) -> list[str]:
    if _gist(books) == _gist(enforced):
        return [citations(_reasons(enforced))]
    first = _reasons(books)
    second = [each for each in _reasons(enforced) if each not in first]
    return [
        f"{title}\n" + textwrap.indent(citations(rows), "  ")
        for title, rows in ((_("On the books"), first), (_("As enforced"), second))
        if rows
    ]


def _reasons(answer: Answer) -> list[tuple[str, str, str]]:
    """Rows of what decides: label, citations, facts; paragraphs that the same facts decide in one."""
    found, order = decisive(answer), ("why", "policy", "by", "open", "not")
    rows: dict[tuple[str, str], list[str]] = {}
    for reason in sorted(found, key=lambda each: order.index(each.mark)):
        label, head, told = _told(answer, reason)
        heads = rows.setdefault((label, told), [])
        heads += [head] if head not in heads else []
    return [(label, ", ".join(heads), told) for (label, told), heads in rows.items()]


def _told(answer: Answer, reason: Reason) -> tuple[str, str, str]:
    label = {
        "why": _("Why"),
        "policy": _("Review"),
        "by": _("By"),
        "open": _("Open"),
        "not": _("Not"),
    }[reason.mark]
    head = f"{reason.route} {short(reason.paragraph.cite)}".strip()
    if answer.review.edition.reform.touches(reason.paragraph):
        head += " " + _("(reformed)")
    told = _(reason.paragraph.says)
    telling = tuple(fact for fact in reason.facts if reason.mark == "why" or " " in fact)
    if reason.mark in ("why", "not", "open") and any(" " in fact for fact in telling):
        told = "; ".join(_shortened(telling))
    return label, head, told


def _shortened(facts: tuple[str, ...]) -> list[str]:
    rest = len(facts) - 3
    return [*facts[:3], *([_("and {number} more").format(number=rest)] if rest > 0 else [])]


# -- what to do -----------------------------------------------------------------------------------


def _todo(answer: Answer) -> str:
    return table(_steps(answer))


def _steps(answer: Answer) -> list[tuple[str, str]]:
    rows = []
    for duty in answer.data["duties"]:
        cite = short(duty["cite"])
        if "would_open" in duty:
            opens = _("would open {route} from {day}").format(
                route=duty["would_open"], day=duty["from"]
            )
            rows.append((_("Cure"), f"{duty['what']} ({cite}; {opens})"))
        elif not duty.get("done"):
            when = f"{duty['due']}  " if duty["due"] else ""
            rows.append((_("Then"), f"{when}{duty['what']} ({cite})"))
    for flag in answer.data["red_flags"]:
        rows.append((_("Red flag"), f"{flag['why']} ({flag['cite']})"))
    return sorted(rows, key=lambda each: each[0] != _("Cure"))


def _asks(books: Answer, enforced: Answer) -> str:
    missing = list(dict.fromkeys([*enforced.data["missing_facts"], *books.data["missing_facts"]]))
    rows = [(_("Ask"), _with_meaning(path)) for path in missing]
    more = len(missing) - ASKED
    rest = [(_("Ask"), _("and {number} more, in --json").format(number=more))] if more > 0 else []
    return table([*rows[:ASKED], *rest])


def _with_meaning(path: str) -> str:
    """The path, with what it means where the path does not say so itself."""
    says = "" if path.startswith("parties.") else meaning(path)
    return f"{path}  ({says})" if says else path


# -- what to know ---------------------------------------------------------------------------------


def _unclear(books: Answer, enforced: Answer) -> str:
    asked = {q["id"]: q for a in (books, enforced) for q in a.data["open_questions"]}
    rows = []
    for question in asked.values():
        otherwise = outcome_in_words(question["outcome_if_read_otherwise"])
        policy = question["review_policy_if_read_otherwise"]
        if question["outcome_if_read_otherwise"] == "license_required" and policy:
            otherwise += " " + policy_in_words(policy)
        rows.append(
            (
                _("Unclear"),
                f"{question['question']} {question['taken']} "
                + _("Read otherwise: {outcome}").format(outcome=otherwise),
            )
        )
    return table(rows)


def _notes(answer: Answer, shown: list[str]) -> str:
    return table([(_("Note"), note) for note in answer.data["notes"] if note in shown])
