"""The values that a reform states: exact numbers, days and countries, or the sentence that says why not."""

from __future__ import annotations

from datetime import date
from typing import Any

from licet.errors import InputError
from licet.facts.countries import CODES
from licet.facts.parsing import a_date
from licet.facts.reading import COUNTRY, NUMBER, Wrong
from licet.logic.dated import Dated, Exact, Group
from licet.logic.rules import Paragraph
from licet.logic.terms import Choice, Member
from licet.logic.walk import every
from licet.logic.words import figure
from licet.words import _


def wrong(sentence: str, **values: Any) -> InputError:
    """The error with one sentence."""
    return InputError(sentence.format(**values))


def exact(value: Any) -> Exact:
    """A number that is stated, exactly."""
    try:
        return NUMBER(value)
    except Wrong as error:
        raise InputError(str(error)) from None


def day_of(value: Any, key: str) -> date | None:
    """A day, written as 2025-06-02; none where none is stated."""
    if value is None or isinstance(value, date):
        return value
    return a_date(str(value), key)


def since_in_words(day: date | None) -> str:
    """From when, for a sentence."""
    return "" if day is None else " " + _("from {day}").format(day=day)


def codes(values: Any, key: str) -> frozenset[str]:
    """Countries of a list; Hong Kong goes with China."""
    if not isinstance(values or [], list):
        raise wrong(_("{key} is a list of countries, such as [PL, SG]."), key=key)
    try:
        found = frozenset(COUNTRY(value) for value in values or [])
    except Wrong as error:
        raise InputError(str(error)) from None
    return found | {"HK"} if "CN" in found else found


def held(numbers: list[Dated]) -> str:
    """The numbers with their units, in words."""
    values = [(value, n.unit) for n in numbers for _since, value in n.steps]
    return "; ".join(dict.fromkeys(f"{figure(value)} {_(unit)}" for value, unit in values))


def places_of(paragraph: Paragraph) -> list[Group]:
    """The lists of countries that the paragraph itself refers to."""
    found = [
        part.group
        for part in every(paragraph.term)
        if isinstance(part, Member) and isinstance(part.fact, Choice) and part.fact.domain == CODES
    ]
    return list(dict.fromkeys(found))
