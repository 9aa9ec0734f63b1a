"""Reviewers' decisions: who, when, why, and how long they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from licet.errors import InputError
from licet.parties.adding import added, evidence_of
from licet.parties.partyfile import PartyFile
from licet.parties.reviews import decided, outdated, standing
from licet.parties.screening.lists import Entry
from licet.parties.screening.screener import Screener

DAY = date(2026, 11, 12)


def entry_of(screener: Screener, code: str = "EL") -> Entry:
    return next(e for e in screener.entries if e.name == "Sugon" and e.code == code)


@pytest.fixture
def reviewed(parties: PartyFile, screener: Screener) -> PartyFile:
    entry = entry_of(screener)
    return decided(parties, "Sugon", entry, "same", by="A. Reviewer", on=DAY, why="same address")


def test_a_decision_is_kept_with_who_when_and_why(reviewed: PartyFile, screener: Screener) -> None:
    reviewed.save()
    (review,) = PartyFile.open(reviewed.path).contents.reviews
    assert (review.by, review.on, review.why) == ("A. Reviewer", DAY, "same address")
    assert [r.listed_name for r in standing(reviewed, "sugon", screener.entries)] == ["Sugon"]


def test_a_later_decision_takes_the_place_of_an_earlier_one(
    reviewed: PartyFile, screener: Screener
) -> None:
    entry = entry_of(screener)
    file = decided(reviewed, "Sugon", entry, "different", by="B", on=DAY, why="another company")
    assert len(file.contents.reviews) == 1
    assert [r.decision for r in standing(file, "Sugon")] == ["different"]


def test_it_falls_when_the_party_changes(reviewed: PartyFile) -> None:
    basis = evidence_of("x", DAY, "registry")
    noted = added(reviewed, "Sugon", statements=["private_sector=no"], evidence=basis)
    assert standing(noted, "Sugon")  # this does not identify it
    renamed = added(reviewed, "Sugon", aliases=["Dawning"])
    assert not standing(renamed, "Sugon")
    assert "The party has changed since A. Reviewer decided on 2026-11-12." in outdated(
        renamed.contents.reviews[0], renamed.party("Sugon")
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"license_policy": "Policy of denial"}, "has changed its entry Sugon"),
        ({"name": "Sugon Group"}, "no longer has Sugon"),
        ({}, ""),
    ],
)
def test_it_falls_when_the_entry_changes(
    reviewed: PartyFile, screener: Screener, change: dict[str, str], words: str
) -> None:
    entries = [replace(e, **change) if e == entry_of(screener) else e for e in screener.entries]
    why = outdated(reviewed.contents.reviews[0], reviewed.party("Sugon"), entries)
    assert (words in why) if words else why == ""
    assert bool(standing(reviewed, "Sugon", entries)) is (not words)


@pytest.mark.parametrize(("by", "why"), [("", "w"), ("B", " ")])
def test_nobody_decides_without_a_name_and_a_reason(
    parties: PartyFile, screener: Screener, by: str, why: str
) -> None:
    with pytest.raises(InputError, match="a decision says who took it and why"):
        decided(parties, "Sugon", entry_of(screener), "same", by=by, on=DAY, why=why)


def test_erasing_the_party_erases_the_decision(reviewed: PartyFile) -> None:
    assert not reviewed.without("Sugon").contents.reviews
