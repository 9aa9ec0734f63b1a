"""15 CFR 744.8 and 744.11: what the lists reach, and from when."""

from datetime import date

import pytest
from tests.shipments import BOOKS, ENFORCED, shipment

import licet
from licet.law.ear import s744_8, s744_11


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2025-09-28", False), ("2025-09-29", True), ("2025-11-09", True), ("2025-11-10", False),
     ("2026-11-09", False), ("2026-11-10", True), ("2026-11-23", True)],
)  # fmt: skip
def test_the_affiliates_rule_and_its_stay(day, counts):
    """90 FR 47201; stayed by 90 FR 50857 from 10 November 2025 until 9 November 2026."""
    assert (s744_11.in_force(date.fromisoformat(day)) is not None) is counts


def test_whose_word_it_is():
    assert s744_11.in_force(date(2025, 10, 1)).cite == "90 FR 47201"
    returned = s744_11.in_force(date(2026, 11, 10))
    assert (returned.cite, returned.confidence) == ("90 FR 50857", "U")


def test_half_is_enough():
    assert s744_11.OWNED_AT_LEAST.on(date(2025, 10, 1)) == 50


def test_fourteen_programs():
    """744.8(a)(1) since 89 FR 20107."""
    assert len(s744_8.PROGRAMS) == 14
    rule = s744_8.SDN_RULE
    assert rule.published == rule.effective == rule.complied == date(2024, 3, 21)
    assert {"RUSSIA-EO14024", "SDGT", "NPWMD", "FTO"} <= s744_8.PROGRAMS
    assert date(2024, 3, 21) == s744_8.SDN_RULE.complied


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-09-28", None), ("2025-09-29", "own by half"), ("2025-09-30", "own by half"),
        ("2025-11-09", "own by half"), ("2025-11-10", None), ("2026-11-09", None),
        ("2026-11-10", "as far as is known"), ("2026-11-11", "as far as is known"),
    ],
)  # fmt: skip
def test_the_answer_says_whether_owners_count(day, words):
    """90 FR 47201 from 29 September 2025, stayed by 90 FR 50857 until 9 November 2026."""
    for made in (licet.decide(shipment(day=day))[column] for column in (BOOKS, ENFORCED)):
        notes = [note for note in made["notes"] if "744.11(a)(1)" in note]
        assert len(notes) == (words is not None)
        assert all(words in note for note in notes)
