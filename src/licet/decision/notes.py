"""What a person must know beside the answer: changes to come, certainty, and what licet leaves out."""

from __future__ import annotations

from datetime import date
from typing import Any

from licet.decision.answer import Answer
from licet.errors import Fault, InputError
from licet.law.editions import Law
from licet.law.instruments import FIRST_DAY, LAST_VERIFIED, NON_ENFORCEMENT
from licet.law.record import NOT_READ
from licet.logic.rules import CONFIDENCE
from licet.words import _


def add_notes(books: Answer, enforced: Answer, law: Law, day: date) -> None:
    """Put notes and limits into both answers."""
    known = books.review.edition.known
    reform, to_come, dates = _reform(law), _to_come(law, day, known), _dates(day)
    for each in (books, enforced):
        stated, certainty = _statements(each), _certainty(each)
        read = dict.fromkeys(note for world in each.review.worlds for note in world.notes)
        each.data["notes"] = [*reform, *stated, *read, *to_come, *certainty, *dates]
        each.data["limits"] = limits(each.data)
    if _differ(books, enforced) or rests_on_policy(enforced):
        enforced.data["notes"].insert(0, _why_they_differ(enforced))


def _reform(law: Law) -> list[str]:
    """That the answer is not the law's, and in what."""
    if not law.reform.says:
        return []
    sentence = _("This is not the law. A reform was applied: {says}.")
    return [sentence.format(says="; ".join(law.reform.says))]


def _differ(books: Answer, enforced: Answer) -> bool:
    named = [
        ([line["required_by"], line["outcome"], line["review_policy"]] for line in a.data["lines"])
        for a in (books, enforced)
    ]
    return [*named[0]] != [*named[1]] and enforced.review.edition.day >= NON_ENFORCEMENT.complied


def rests_on_policy(enforced: Answer) -> bool:
    """Whether a license is required as enforced by what is left of a requirement."""
    return any(
        p.enacted_by is NON_ENFORCEMENT and p.kind == "requirement" for p in enforced.decisive
    )


def _why_they_differ(enforced: Answer) -> str:
    rests = rests_on_policy(enforced)
    sentence = _(
        "BIS said on 13 May 2025 that it does not enforce what the AI Diffusion Framework newly "
        "created. That is a policy, not a safe harbour: the text stays on the books, limitation "
        "periods run for years, and BIS can change its mind."
    )
    older = _(
        " What is required here is older: destinations of Country Groups D:1, D:4 and D:5, and "
        "headquarters or an ultimate parent in Macau or D:5, since November 2023."
    )
    return sentence + (older if rests else "")


def _statements(answer: Answer) -> list[str]:
    """What the law has to say beside the outcome, of any line."""
    review = answer.review
    return [
        f"{_(p.says)} ({p.cite})"
        for p in review.edition.of_kind("statement")
        if any(review.paragraph(p, world) is not False for world in review.worlds)
    ]


def _to_come(law: Law, day: date, known: date | None) -> list[str]:
    coming = dict.fromkeys(p.enacted_by for p in law.to_come(day))
    instruments = [each for each in coming if known is None or each.published <= known]
    return [
        _("{cite} ({title}) is effective, and compliance is due from {day}.").format(
            cite=each.cite, title=_(each.title), day=each.complied.isoformat()
        )
        for each in instruments
    ]


def _certainty(answer: Answer) -> list[str]:
    found: dict[tuple[str, str], None] = {}
    for paragraph in answer.decisive:
        if paragraph.confidence != "P":
            found.setdefault((paragraph.cite, paragraph.confidence), None)
    return [
        _("{cite} rests on a text that licet knows at second hand: {how}.").format(
            cite=cite, how=_(CONFIDENCE[mark])
        )
        for cite, mark in found
    ]


def _dates(day: date) -> list[str]:
    if day > LAST_VERIFIED:
        return [
            _(
                "The text was last checked as of {day}; look for later notices. {cite} amends 742.6 "
                "from a day after that, and its text was not found."
            ).format(day=LAST_VERIFIED.isoformat(), cite=NOT_READ.cite)
        ]
    return []


def limits(data: dict[str, Any]) -> list[str]:
    """What licet does not look at, for an answer."""
    found = [
        _(
            "Other entries of the Commerce Control List and other reasons for control are not decided."
        ),
        _("License Exceptions TMP, RPL, GOV and TSU are not decided and never counted."),
        _("Parties are taken as stated: nobody is screened here."),
        _("Letters by which BIS informs a person of a requirement (744.23(b)) are not public."),
    ]
    if data["outcome"] == "not_controlled_here":
        found.append(
            _(
                "An item outside 3A090 is usually 3A991.p or 4A994.l, not EAR99; 744.23(a)(1) still applies."
            )
        )
    return found


def refuse_too_early(day: date, field: str = "date") -> None:
    """Raise `InputError` for a date before the first edition; ``field`` is where it was stated."""
    if day < FIRST_DAY:
        sentence = _("{day} lies before {first}, the first day that licet holds.")
        raise InputError([Fault(field, sentence.format(day=day, first=FIRST_DAY))])
