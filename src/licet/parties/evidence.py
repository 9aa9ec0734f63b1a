"""A fact about a party with what it rests on, and what it is worth on a day.

Grades: ``claimed`` (the party says so), ``documented`` (a document was seen), ``registry`` (a public
register says so), ``contradicted`` (something speaks against it). A fact that is contradicted, or older
than the file lets facts be, is unknown, with the reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from licet.facts.items import Country, Measure
from licet.facts.reading import FILLED, Facts
from licet.facts.transaction import Nveu
from licet.words import _

Grade = Literal["claimed", "documented", "registry", "contradicted"]


class Evidence(Facts, kw_only=True):
    """What a statement rests on: its source, the day it was taken, its grade, and until when it is good."""

    source: Annotated[str, FILLED]
    date: datetime.date
    grade: Grade
    until: datetime.date | None = None


class CountryEvidence(Evidence, kw_only=True):
    """A country, ISO 3166-1 alpha-2, or that somebody says it."""

    value: Country


class YesNoEvidence(Evidence, kw_only=True):
    """Yes or no."""

    value: bool


class VeuEvidence(Evidence, kw_only=True):
    """A Validated End User authorization: ``UVEU``, or ``{NVEU: [countries]}``."""

    value: Literal["UVEU"] | Nveu


class DayEvidence(Evidence, kw_only=True):
    """A day."""

    value: datetime.date


class OwnerEvidence(Evidence, kw_only=True):
    """An owner of the party. Percentages from 0 to 100; left out where they are not known.

    ``controls``: it consolidates the party in its accounts. ``since`` is the first day it held the
    share, ``until`` the last.
    """

    owner: str
    percent: Measure | None = None
    low: Measure | None = None
    high: Measure | None = None
    controls: bool | None = None
    since: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence comes to: a value, or none and the reason. No reason: nothing is on file.

    ``claimed``: the value rests on the party's own word alone.
    """

    value: Any = None
    why: str = ""
    contradicted: bool = False
    claimed: bool = False


def verdict(evidence: Sequence[Any], on: datetime.date, fresh_for_days: int) -> Verdict:
    """The value that stands on the day ``on``, or why there is none."""
    against = next((e for e in evidence if e.grade == "contradicted"), None)
    if against:
        sentence = _("{source} of {date} is marked as contradicted.")
        return Verdict(
            why=sentence.format(source=against.source, date=against.date), contradicted=True
        )
    good = [e for e in evidence if not outdated(e, on, fresh_for_days)]
    if not good:
        why = next((outdated(e, on, fresh_for_days) for e in reversed(evidence)), "")
        return Verdict(why=why)
    if len({_key(e.value) for e in good}) > 1:
        return Verdict(why=disagreement(good), contradicted=True)
    return Verdict(good[0].value, claimed=all(e.grade == "claimed" for e in good))


def outdated(evidence: Any, on: datetime.date, fresh_for_days: int) -> str:
    """Why a piece of evidence does not count on the day; an empty string where it does."""
    named = {"source": evidence.source, "date": evidence.date}
    if evidence.date > on:
        sentence = _("{source} is of {date}, after the day of the transaction.")
        return sentence.format(**named)
    if evidence.until and evidence.until < on:
        return _("{source} was good until {until}.").format(until=evidence.until, **named)
    if (on - evidence.date).days > fresh_for_days:
        sentence = _("{source} is of {date}, more than {days} days before: it is stale.")
        return sentence.format(days=fresh_for_days, **named)
    return ""


def disagreement(evidence: Sequence[Any]) -> str:
    """Who says what, where they disagree."""
    said = "; ".join(
        _("{source} ({date}) says {value}").format(
            source=e.source, date=e.date, value=shown(e.value)
        )
        for e in evidence
    )
    return _("The evidence contradicts itself: {said}.").format(said=said)


def shown(value: Any) -> str:
    """A value for a person."""
    if isinstance(value, Nveu):
        return "NVEU " + ", ".join(value.nveu)
    return {True: _("yes"), False: _("no")}.get(value, str(value)) if value is not None else "?"


def _key(value: Any) -> Any:
    return tuple(sorted(value.nveu)) if isinstance(value, Nveu) else value
