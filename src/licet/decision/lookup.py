"""The law as licet holds it, looked up by citation and laid out as plain data for a face."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import licet.law
from licet.decision.citations import Citation, unknown
from licet.law import coverage, places
from licet.law.editions import COLUMNS, Law, the_law
from licet.law.instruments import IN_FORCE
from licet.law.record import BESIDE, NEVER_IN_FORCE
from licet.logic.dated import Group
from licet.logic.rules import CONFIDENCE, Instrument, Paragraph
from licet.logic.walk import cited
from licet.logic.words import in_words, outline
from licet.words import _

PACKAGE = Path(licet.law.__file__).parents[1]
Record = dict[str, Any]


def look_up(written: str, law: Law | None = None) -> Record:
    """What stands at a citation and below it: paragraphs, lists of places, and the Framework's account.

    A license exception or authorization is found by its letters as well. Raises `InputError` with
    the nearest citations where nothing is there.
    """
    law = law or the_law()
    asked = Citation.read(written)
    by_code = [p for p in law.paragraphs if p.of and p.of.lower() == asked.text]
    paragraphs = by_code or [p for p in law.paragraphs if asked.means(Citation.read(p.cite))]
    named = {cite: group for cite, group in lists().items() if asked.means(Citation.read(cite))}
    framework = [o for o in coverage.operative() if asked.means(Citation.read(o.cite))]
    if not (asked.text and (paragraphs or named or framework)):
        paragraphs = [
            p for p in law.paragraphs if asked.text and asked.within(Citation.read(p.cite))
        ]
    paragraphs.sort(key=lambda p: Citation.read(p.cite).text != asked.text)  # itself, then below it
    if not (paragraphs or named or framework):
        known = [
            *(p.cite for p in law.paragraphs),
            *lists(),
            *(o.cite for o in coverage.operative()),
        ]
        raise unknown(written, known)
    handles = coverage.handles(law.paragraphs)
    return {
        "paragraphs": [record(p, law) for p in paragraphs if p.kind != "question"],
        "duties": [record(p, law) for p in _duties(paragraphs, law)],
        "lists": [_list(cite, group) for cite, group in named.items()],
        "framework": [_account(each, handles) for each in framework],
    }


def sections(law: Law | None = None) -> list[Record]:
    """The sections that licet holds, with how many paragraphs of each."""
    return [
        {"cite": each.cite.strip(" ,"), "title": _(each.title), "paragraphs": len(each.paragraphs)}
        for each in (law or the_law()).sections
    ]


def instruments() -> list[Record]:
    """Every instrument, by the day it was published: those that count, and those that never did."""
    every = sorted([*IN_FORCE, *BESIDE, *NEVER_IN_FORCE], key=lambda each: each.published)
    return [instrument(each) for each in every]


def instrument(each: Instrument) -> Record:
    """One instrument: its dates, or how it stands where it never was in force."""
    told: Record = {
        "cite": each.cite,
        "title": _(each.title),
        "published": each.published.isoformat(),
        "in_force": each.in_force,
        "confidence": each.confidence,
        "confidence_means": _(CONFIDENCE[each.confidence]),
    }
    if each.in_force:
        effective, complied = _day(each.effective), _day(each.complied)
        told |= {"effective": effective, "compliance": complied, "source": each.source}
        return told | ({"status": _(each.status)} if each.status else {})
    return told | {"says": _(each.says), "status": _(each.status)}


def _day(day: date) -> str | None:
    return None if day == date.max else day.isoformat()


def everything(law: Law | None = None) -> list[Record]:
    """Every paragraph in every version, in the order of the regulation."""
    law = law or the_law()
    return [record(paragraph, law) for paragraph in law.paragraphs]


def covered(law: Law | None = None) -> Record:
    """The account of the AI Diffusion Framework: the summary, and each operative paragraph."""
    held = (law or the_law()).paragraphs
    handles = coverage.handles(held)
    return {
        "summary": coverage.summary(held),
        "paragraphs": [_account(each, handles) for each in coverage.operative()],
    }


def record(paragraph: Paragraph, law: Law) -> Record:
    """One version of one paragraph: plain words, logic, time, source, place, what is unclear."""
    by = paragraph.enacted_by
    return {
        "cite": paragraph.cite,
        "name": paragraph.name,
        "kind": paragraph.kind,
        "of": paragraph.of or None,
        "outcome": paragraph.outcome or None,
        "says": _(paragraph.says),
        "logic": in_words(paragraph.term),
        "outline": [[depth, text] for depth, text in outline(paragraph.term)],
        "refers_to": [_short(each) for each in dict.fromkeys(cited(paragraph.term))],
        "stands": {column: spans(paragraph, column, law) for column in COLUMNS},
        "enacted_by": {
            "cite": by.cite,
            "title": _(by.title),
            "published": by.published.isoformat(),
            "effective": by.effective.isoformat(),
            "compliance": by.complied.isoformat(),
            "source": by.source,
        },
        "confidence": paragraph.confidence,
        "confidence_means": _(CONFIDENCE[paragraph.confidence]),
        "replaces": [_short(each) for each in paragraph.replaces],
        "replaced_by": [_short(each) for each in paragraph.replaced_by],
        "due_days": paragraph.due.days if paragraph.due else None,
        "where": where(paragraph),
        "open_questions": [_question(each) for each in law.paragraphs if each.about is paragraph],
    }


def where(paragraph: Paragraph) -> str:
    """File and line, from the package's folder."""
    path, _colon, line = paragraph.where.rpartition(":")
    return f"{Path(path).relative_to(PACKAGE).as_posix()}:{line}"


def spans(paragraph: Paragraph, column: str, law: Law) -> list[list[str | None]]:
    """From when to when the version is the one that counts; the end is the first day it does not."""
    found: list[list[str | None]] = []
    for day in law.boundaries:
        if paragraph.stands(day, column):
            if not found or found[-1][1] is not None:
                found.append([day.isoformat(), None])
        elif found and found[-1][1] is None:
            found[-1][1] = day.isoformat()
    return found


@cache
def lists() -> dict[str, Group]:
    """Country groups and supplements that are lists, by their names in the regulation."""
    groups = [each for each in vars(places).values() if isinstance(each, Group)]
    found = {
        each.name: each for each in groups if each.name.split()[0] in ("Country", "supplement")
    }
    designers = Group.always("supplement no. 6 to part 740", places.APPROVED_DESIGNERS)
    return {
        name: each
        for name, each in {**found, designers.name: designers}.items()
        if " or " not in name and "excluding" not in name and " but " not in name
    }


def _list(cite: str, group: Group) -> Record:
    days = [date.min, *group.changes]
    return {
        "cite": cite,
        "members": [
            {"from": None if day == date.min else day.isoformat(), "codes": sorted(group.on(day))}
            for day in days
        ],
    }


def _duties(paragraphs: Iterable[Paragraph], law: Law) -> list[Paragraph]:
    shown = set(paragraphs)
    routes = {p.of for p in shown if p.kind == "condition"}
    return [p for p in law.paragraphs if p.kind == "duty" and p.of in routes and p not in shown]


def _short(paragraph: Paragraph) -> Record:
    return {"cite": paragraph.cite, "name": paragraph.name, "says": _(paragraph.says)}


def _question(question: Paragraph) -> Record:
    return {
        "id": question.id,
        "question": _(question.says),
        "taken": _(question.taken),
        "cites": list(question.cites),
        "read_otherwise": in_words(question.term),
    }


def _account(each: coverage.Operative, handles: dict[str, Paragraph]) -> Record:
    status = each.status(handles)
    return {
        "cite": each.cite,
        "gist": _(each.gist),
        "status": status,
        "account": _(each.account()) if status in (coverage.NOTHING, coverage.COMES_WITH) else "",
        "by": list(each.by),
    }
