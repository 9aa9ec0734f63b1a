"""A determination for a person: the verdict first, then why, what fails, what to do, what to ask."""

from __future__ import annotations

import shutil
import textwrap
from typing import Any

from licet.cli.reforms import banner
from licet.cli.words import (
    action_of,
    day_in_words,
    item_in_words,
    outcome_in_words,
    place_in_words,
    policy_in_words,
    short,
)
from licet.decision import Determination
from licet.decision.answer import Answer, chosen_route
from licet.decision.tree import decisive, full_tree, parties_of
from licet.words import _

MARGIN = 15


def show(made: Determination, *, why: bool = False) -> str:
    """The whole answer as text."""
    books, enforced = made.on_the_books, made.as_enforced
    parts = [banner(made.reform), _head(made), _verdicts(books, enforced)]
    same = _gist(books) == _gist(enforced)
    if same:
        parts.append(_reasons(enforced))
    else:
        parts.append(_("On the books") + "\n" + textwrap.indent(_reasons(books), "  "))
        parts.append(_("As enforced") + "\n" + textwrap.indent(_reasons(enforced), "  "))
    parts += [_todo(enforced if same else books), _asks(books, enforced), _unclear(books, enforced)]
    parts.append(_notes(enforced, books.data["notes"]))
    if "license_required" not in enforced.data["possible_outcomes"]:
        parts.append(_table([(_("Not decided"), limit) for limit in enforced.data["limits"]]))
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
    parts = [_head(made), _verdicts(books, enforced), _carrying(books, enforced)]
    parts.append(_asks(books, enforced))
    return "\n".join(part for part in parts if part)


def _carrying(books: Answer, enforced: Answer) -> str:
    rows = []
    for answer in (books, enforced):
        for mark, code, paragraph in decisive(answer):
            if mark in ("why", "by"):
                rows.append(
                    (_("Why"), f"{code} {short(paragraph.cite)}: {_(paragraph.says)}".strip())
                )
    return _table(list(dict.fromkeys(rows))[:3])


def _gist(answer: Answer) -> Any:
    lines = answer.data["lines"]
    return [(ln["outcome"], ln["required_by"], ln["review_policy"]) for ln in lines]


def _head(made: Determination) -> str:
    facts = made.facts
    where = place_in_words(facts.destination)
    rows = []
    for line, answer in zip(facts.lines, made.on_the_books.data["lines"], strict=True):
        count = f"{line.quantity:,} x " if line.quantity else ""
        rows.append(f"{count}{item_in_words(line.item)}")
        rows.append("  " + _classification(answer))
    title = _("{action} to {place}, {day}").format(
        action=action_of(facts.action), place=where, day=day_in_words(made.day)
    )
    named = parties_of(facts)
    return "\n".join([title, *([named] if named else []), *rows])


def _classification(line: dict[str, Any]) -> str:
    name: str | None = line["classification"]
    if name is None:
        possible = line.get("possible_classifications")
        name = (
            _(" or ").join(each or _("none") for each in possible)
            if possible
            else _("in none of these entries")
        )
    text = name
    if line["tpp_each"]:
        text += f": TPP {line['tpp_each']:,}"
    if line["tpp_total"] and line["tpp_total"] != line["tpp_each"]:
        text += ". " + _("Together {total} TPP").format(total=f"{line['tpp_total']:,}")
    return text + "."


def _verdicts(books: Answer, enforced: Answer) -> str:
    rows = [
        _row(_("On the books"), _verdict(books)),
        _row(_("As enforced"), _verdict(enforced)),
    ]
    if enforced.data["notes"] and enforced.data["notes"][0] not in books.data["notes"]:
        rows.append(_row("", enforced.data["notes"][0]))
    return "\n".join(rows)


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


def _reasons(answer: Answer) -> str:
    rows = []
    for mark, code, paragraph in decisive(answer):
        label = {"why": _("Why"), "not": _("Not"), "by": _("By"), "open": _("Open")}[mark]
        head = f"{code:<5}" if code else ""
        link = _("asks") if mark in ("not", "open") else ""
        text = f"{head}{short(paragraph.cite)} {link}".rstrip()
        if answer.review.edition.reform.touches(paragraph):
            text += " " + _("(reformed)")
        rows.append((label, f"{text}: {_(paragraph.says)}"))
    return _table(rows)


def _todo(answer: Answer) -> str:
    rows = []
    for duty in answer.data["duties"]:
        when = f"{duty['due']}  " if duty["due"] else ""
        if "would_open" in duty:
            when = _("would open {route} from {day}: ").format(
                route=duty["would_open"], day=duty["from"]
            )
        rows.append((_("Then"), f"{when}{duty['what']} ({short(duty['cite'])})"))
    for flag in answer.data["red_flags"]:
        rows.append((_("Red flag"), f"{flag['why']} ({flag['cite']})"))
    return _table(rows)


def _asks(books: Answer, enforced: Answer) -> str:
    missing = dict.fromkeys([*enforced.data["missing_facts"], *books.data["missing_facts"]])
    return _table([(_("Ask"), path) for path in missing])


def _unclear(books: Answer, enforced: Answer) -> str:
    asked = {q["id"]: q for a in (books, enforced) for q in a.data["open_questions"]}
    rows = []
    for question in asked.values():
        otherwise = outcome_in_words(question["outcome_if_read_otherwise"])
        rows.append(
            (
                _("Unclear"),
                f"{question['question']} {question['taken']} "
                + _("Read otherwise: {outcome}").format(outcome=otherwise),
            )
        )
    return _table(rows)


def _notes(answer: Answer, shown: list[str]) -> str:
    return _table([(_("Note"), note) for note in answer.data["notes"] if note in shown])


def _table(rows: list[tuple[str, str]]) -> str:
    shown, last = [], None
    for label, text in rows:
        shown.append(_row("" if label == last else label, text))
        last = label
    return "\n".join(shown)


def _row(label: str, text: str) -> str:
    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    lines = textwrap.wrap(text, max(width - MARGIN, 40)) or [""]
    return "\n".join(
        [f"{label:<{MARGIN}}{lines[0]}".rstrip(), *(" " * MARGIN + line for line in lines[1:])]
    )
