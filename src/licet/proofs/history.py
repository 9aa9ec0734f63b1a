"""A chip's life toward a country: from when to when it was free, excepted, licensed or denied.

Each edition of the law decides the same export of one chip to a private buyer at home in the
destination (or headquartered where the caller says), with every step taken that a person can take:
certificates, a purchase order, and the notice in time. What is left is the law.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from licet.decision import determine
from licet.decision.answer import Answer, answer
from licet.decision.owed import chosen_route
from licet.decision.review import Review
from licet.decision.worlds import worlds
from licet.errors import Fault, InputError
from licet.facts.reading import COUNTRY, Wrong
from licet.facts.transaction import transaction
from licet.law import instruments
from licet.law.ear.s740_8 import WAITING_DAYS
from licet.law.editions import COLUMNS, Law, the_law
from licet.law.instruments import FIRST_DAY, LAST_VERIFIED
from licet.law.record import CIRCUITS, NEVER_IN_FORCE
from licet.law.reformed import REFORM
from licet.logic.rules import Instrument, Paragraph
from licet.words import _

FREE, INFORMED, EXCEPTED, LICENSED = "free", "informed", "excepted", "licensed"
DENIED, OPEN = "denied", "undetermined"
"""What a step comes to. Informed: free, but that BIS has told single companies otherwise by letter."""
LETTERS = "15 CFR 744.23(b)"
DENYING = ("presumption_of_denial", "policy_of_denial")
STANDS_FOR = {
    "not_subject": FREE,
    "not_controlled_here": FREE,
    "no_license_required": FREE,
    "license_exception": EXCEPTED,
    "validated_end_user": EXCEPTED,
    "license_required": LICENSED,
    "undetermined": OPEN,
}


@dataclass(eq=False)
class Step:
    """A stretch of time with one answer. ``until`` is the first day on which it no longer stands."""

    begins: date
    status: str
    outcome: str
    by: tuple[str, ...]
    review_policy: str | None
    instruments: tuple[Instrument, ...]
    paragraphs: tuple[Paragraph, ...] = field(repr=False, default=())
    until: date | None = None

    @property
    def standing(self) -> tuple[Any, ...]:
        """How the item stands, by whatever paragraph."""
        routes = self.by if self.status == EXCEPTED else ()
        return (self.status, routes, self.review_policy)

    @property
    def answer(self) -> tuple[Any, ...]:
        """What makes a step differ from the one before."""
        return (self.outcome, self.by, self.review_policy)

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "from": self.begins.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "status": self.status,
            "outcome": self.outcome,
            "by": list(self.by),
            "review_policy": self.review_policy,
            "instruments": [
                {"cite": each.cite, "title": _(each.title), "confidence": each.confidence}
                for each in self.instruments
            ],
        }


def shipment(item: Any, to: str, headquarters: str | None, day: date) -> dict[str, Any]:
    """The export that every edition is asked about."""
    home = headquarters or to
    notified = day - timedelta(days=int(WAITING_DAYS.on(day)))
    return {
        "date": day,
        "action": "export",
        "destination": to,
        "lines": [{"item": item, "quantity": 1}],
        "parties": {
            "ultimate_consignee": {
                "location": to,
                "headquarters": home,
                "ultimate_parent_headquarters": home,
                "private_sector": True,
            }
        },
        "exporter": {"headquarters": "US", "ultimate_parent_headquarters": "US"},
        "end_use": {
            "purpose": "operate",
            "for_customers_in_macau_or_d5": False,
            "prohibited_by_part_744": False,
        },
        "on_file": {
            "certifications": ["AIA", "LPP"],
            "lpp_tpp_this_year": 0,
            "aia_tpp_cumulative": 0,
            "country_allocation_tpp_used": 0,
            "nac_notified_on": notified,
            "purchase_order": True,
        },
    }


def history(
    item: Any, to: str, headquarters: str | None = None, law: Law | None = None
) -> dict[str, list[Step]]:
    """The steps of an item's life toward a country, by column, since the first edition.

    ``item`` is as in a transaction. Raises `InputError` for an item or a country that is not one.
    """
    _check_places(to=to, headquarters=headquarters)
    law = law or the_law()
    lives: dict[str, list[Step]] = {column: [] for column in COLUMNS}
    for day in sorted({FIRST_DAY, *(d for d in law.boundaries if d >= FIRST_DAY)}):
        made = determine(shipment(item, to, headquarters, day), law=law)
        for column, steps in lives.items():
            _add(steps, getattr(made, column), day, law)
    return lives


def stand(item: Any, to: str, day: date, law: Law | None = None) -> dict[str, Step]:
    """How an item stands toward a country on a day, by column, with every step taken."""
    law = law or the_law()
    lines = worlds(transaction(shipment(item, to, None, day)), day)
    found: dict[str, list[Step]] = {column: [] for column in COLUMNS}
    for column, steps in found.items():
        review = Review(law.edition(day, column), lines)
        _add(steps, answer(review, day, asks=False), day, law)
    return {column: steps[0] for column, steps in found.items()}


def reach(lives: dict[str, list[Step]]) -> tuple[date, date]:
    """From the first step to the last day whose text was checked, or half a year after the last step."""
    begins = [step.begins for life in lives.values() for step in life]
    return min(begins), max(LAST_VERIFIED, max(begins) + timedelta(days=182))


def announced() -> list[Instrument]:
    """What was announced or proposed about circuits and never was law, since the first edition."""
    found = [each for each in NEVER_IN_FORCE if each.about == CIRCUITS]
    return [each for each in found if each.published >= FIRST_DAY]


def _check_places(**named: str | None) -> None:
    faults = []
    for field_name, code in named.items():
        try:
            if code is not None:
                COUNTRY(code)
        except Wrong as wrong:
            faults.append(Fault(field_name, str(wrong)))
    if faults:
        raise InputError(faults)


def _add(steps: list[Step], answer: Answer, day: date, law: Law) -> None:
    line = answer.data["lines"][0]
    route = chosen_route(line)
    status = STANDS_FOR[answer.data["outcome"]]
    told = answer.review.edition.of_kind("statement") if status == FREE else []
    letters = [p for p in told if _is_told(p, answer)]
    by = (route,) if route else tuple(line["required_by"])
    by += tuple(p.cite for p in letters)
    policy = line["review_policy"] if status in (LICENSED, OPEN) else None
    if status == LICENSED and policy in DENYING:
        status = DENIED
    if letters:
        status = INFORMED
    paragraphs = (*answer.decisive, *letters)
    before = steps[-1] if steps else None
    enacted = _instruments(before, paragraphs, day, law)
    made = Step(day, status, answer.data["outcome"], by, policy, enacted, paragraphs)
    if before is not None and before.answer == made.answer:
        before.paragraphs = made.paragraphs
        return
    if before is not None:
        before.until = day
    steps.append(made)


def _is_told(paragraph: Paragraph, answer: Answer) -> bool:
    """A letter of BIS (744.23(b)) speaks of the item: it binds whom it addresses."""
    review = answer.review
    return paragraph.cite == LETTERS and review.paragraph(paragraph, review.worlds[0]) is True


def _instruments(
    before: Step | None, paragraphs: tuple[Paragraph, ...], day: date, law: Law
) -> tuple[Instrument, ...]:
    """What made the step: what enacted the paragraphs that carry it and that begin on the day.

    Where none begins (a text ended, or a country changed its group), every instrument of the day.
    Where a reform is what makes the step, it is the reform.
    """
    if before is None:
        begun = [p.enacted_by for p in paragraphs]
    else:
        begun = [p.enacted_by for p in paragraphs if law.starts(p) == day == p.starts]
    if not begun:
        begun = [each for each in instruments.IN_FORCE if each.complied == day]
    if law.reform.says and (not begun or any(law.reform.touches(p) for p in paragraphs)):
        begun.append(REFORM)
    return tuple(dict.fromkeys(begun))
