"""What evidence is worth on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from licet.parties.evidence import CountryEvidence, verdict

DAY = date(2026, 11, 12)


def said(value: str, day: date = date(2026, 5, 2), grade: str = "registry", **more: object):
    return CountryEvidence(value=value, source="ACRA", date=day, grade=grade, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("grade", ["claimed", "documented", "registry"])
def test_fresh_evidence_counts_whatever_its_grade(grade: str) -> None:
    found = verdict([said("SG", grade=grade)], DAY, 365)
    assert (found.value, found.claimed) == ("SG", grade == "claimed")


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (365, True), (366, False), (-1, False)])
def test_evidence_goes_stale_and_does_not_come_from_the_future(age: int, fresh: bool) -> None:
    found = verdict([said("SG", DAY - timedelta(days=age))], DAY, 365)
    assert (found.value == "SG") is fresh
    assert fresh or ("stale" in found.why) is (age > 0)


@pytest.mark.parametrize(("until", "good"), [(DAY, True), (DAY - timedelta(days=1), False)])
def test_evidence_that_was_good_until_a_day(until: date, good: bool) -> None:
    assert (verdict([said("SG", until=until)], DAY, 365).value == "SG") is good


def test_evidence_that_disagrees_is_unknown_and_says_who_said_what() -> None:
    found = verdict([said("SG"), said("CN")], DAY, 365)
    assert found.value is None
    assert found.contradicted
    assert "ACRA (2026-05-02) says SG; ACRA (2026-05-02) says CN" in found.why


def test_stale_evidence_cannot_contradict() -> None:
    assert verdict([said("CN", date(2020, 1, 1)), said("SG")], DAY, 365).value == "SG"


def test_one_mark_of_contradiction_is_enough() -> None:
    found = verdict([said("SG"), said("SG", grade="contradicted")], DAY, 365)
    assert (found.value, found.contradicted) == (None, True)


def test_nothing_on_file_is_unknown_without_a_reason() -> None:
    assert verdict([], DAY, 365) == verdict((), DAY, 1)
    assert verdict([], DAY, 365).why == ""
