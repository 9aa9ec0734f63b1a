"""The dates of each instrument, as the Federal Register printed them (or as the announcement says).

By citation: the day of publication, the days on which its parts take effect, and the days from which
compliance was due, where that is later. For letters and announcements: when they became public.
"""

from datetime import date

import pytest

from licet.law import instruments
from licet.law.editions import the_law
from licet.logic.rules import Instrument

PRINTED = {
    "87 FR 62186": ("2022-10-13", "2022-10-07 2022-10-21"),
    "88 FR 2821": ("2023-01-18", "2023-01-17"),
    "letter of BIS of October 2023": ("2023-10-24", "2023-10-23"),
    "88 FR 73458": ("2023-10-25", "2023-11-17"),
    "89 FR 18780": ("2024-03-15", "2024-03-15"),
    "89 FR 23876": ("2024-04-04", "2024-04-04"),
    "89 FR 80080": ("2024-10-02", "2024-10-02"),
    "89 FR 96790": ("2024-12-05", "2024-12-02", "2024-12-31"),
    "90 FR 4544": ("2025-01-15", "2025-01-13", "2025-05-15 2026-01-15"),
    "90 FR 5298": ("2025-01-16", "2025-01-16", "2025-01-31 2025-05-15"),
    "letters of BIS of April 2025": ("2025-04-15", "2025-04-09"),
    "BIS announcement of 13 May 2025": ("2025-05-13", "2025-05-13", "2025-05-15"),
    "90 FR 42315": ("2025-09-02", "2025-09-02"),
    "90 FR 47201": ("2025-09-30", "2025-09-29"),
    "90 FR 50857": ("2025-11-12", "2025-11-10 2026-11-10"),
    "91 FR 1684": ("2026-01-15", "2026-01-15"),
    "91 FR, document 2026-02262": ("2026-02-06", "2026-02-06"),
    "91 FR 17851": ("2026-04-09", "2026-04-07 2026-12-31"),
    "91 FR 43034": ("2026-07-14", "2026-07-10"),
}
"""90 FR 4544: paragraphs 14, 15 and 18 of supplement no. 10 were due in 2026. 90 FR 5298: what it adds to
exceptions that came into force with the Framework. 90 FR 50857: the stay, and its end."""
HELD = [each for each in vars(instruments).values() if isinstance(each, Instrument)]
HELD = [each for each in HELD if each.cite != instruments.EAR_BEFORE.cite]


def days(text: str) -> set[date]:
    return {date.fromisoformat(day) for day in text.split()}


def test_every_instrument_is_here() -> None:
    assert {each.cite for each in HELD} == PRINTED.keys()


@pytest.mark.parametrize("cite", PRINTED)
def test_the_days_are_as_printed(cite: str) -> None:
    published, effective, *later = PRINTED[cite]
    of_it = [each for each in HELD if each.cite == cite]
    assert {each.published for each in of_it} == days(published)
    assert {each.effective for each in of_it} == days(effective)
    assert {each.complied for each in of_it} == days(later[0] if later else effective)


def test_the_oldest_text_stands_before_everything_else() -> None:
    before = instruments.EAR_BEFORE
    assert before.published == before.effective == before.complied
    assert before.complied < instruments.FIRST_DAY == date(2022, 10, 7)


def test_the_text_was_last_verified() -> None:
    assert date(2026, 9, 24) == instruments.LAST_VERIFIED


def test_what_the_law_rests_on_is_in_force() -> None:
    assert all(each.in_force for each in HELD)


@pytest.mark.parametrize(
    ("day", "cites"),
    [
        ("2022-10-06", set()),
        ("2023-11-16", set()),
        ("2024-12-02", {"89 FR 96790"}),
        ("2024-12-30", {"89 FR 96790"}),
        ("2024-12-31", set()),
        ("2025-01-13", {"90 FR 4544"}),
        ("2025-01-16", {"90 FR 4544", "90 FR 5298"}),
        ("2025-05-14", {"90 FR 4544", "90 FR 5298"}),
        ("2025-05-15", {"90 FR 4544"}),
        ("2026-01-14", {"90 FR 4544"}),
        ("2026-01-15", set()),
    ],
)
def test_what_is_effective_and_not_yet_due(day: str, cites: set[str]) -> None:
    """Instruments that add text, and no announcement of what will not be enforced."""
    coming = {p.enacted_by.cite for p in the_law().to_come(date.fromisoformat(day))}
    assert coming == cites
