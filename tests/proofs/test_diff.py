"""What changed between two dates: exactly the marked paragraphs, and witnesses that decide so."""

import json
from datetime import date, timedelta
from functools import cache

import pytest
from click.testing import CliRunner

import licet
from licet.cli.diff import command
from licet.errors import InputError
from licet.law.editions import COLUMNS, the_law
from licet.law.instruments import FIRST_DAY
from licet.logic.rules import BOTH
from licet.proofs.diff import decided, diff

DAYS = [day for day in the_law().boundaries if day > FIRST_DAY]
THE_SAME_LOGIC = {date(2024, 3, 21)}  # 744.8 requires what it required, by another instrument


@cache
def adjacent(day):
    return diff(day - timedelta(1), day)


def marked(day, column):
    """By the marks on the paragraphs alone: what begins on the day, ends, or gives way to what begins."""
    begun, gone = set(), set()
    for paragraph in the_law().paragraphs:
        if paragraph.column not in (BOTH, column):
            continue
        later = [p for p in paragraph.replaced_by if p.starts <= day and p.column in (BOTH, column)]
        if paragraph.starts == day and not later:
            begun.add(paragraph)
        begins = [p for p in later if p.starts == day]
        earlier = [p for p in later if p.starts < day]
        stood = paragraph.starts < day and not earlier
        if stood and (paragraph.until == day or (begins and _stands(paragraph, day))):
            gone.add(paragraph)
    return begun, gone


def _stands(paragraph, day):
    return paragraph.until is None or paragraph.until >= day


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_adjacent_editions_name_exactly_the_paragraphs_that_are_marked(day, column):
    changes = [each for each in adjacent(day)[column] if each.before is not each.after]
    before = {each.before for each in changes} - {None}
    after = {each.after for each in changes} - {None}
    begun, gone = marked(day, column)
    assert after == begun
    assert before == gone


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_witness_decides_differently_when_it_is_run(day):
    shown = 0
    for column, changes in adjacent(day).items():
        for change in changes:
            if change.facts is None:
                continue
            shown += 1
            one, other = (
                licet.decide({**change.facts, "date": each.isoformat()})[column]
                for each in (day - timedelta(1), day)
            )
            gists = [
                (
                    made["outcome"],
                    made["lines"][0]["classification"],
                    made["lines"][0]["review_policy"],
                    {code: e["available"] for code, e in made["lines"][0]["exceptions"].items()},
                    {c: e["available"] for c, e in made["lines"][0]["authorizations"].items()},
                )
                for made in (one, other)
            ]
            assert gists[0] != gists[1]
            assert change.decided == tuple(
                decided(change.facts, each, column) for each in (day - timedelta(1), day)
            )
    told_only = ("statement", "question", "duty", "red flag")  # letters, notes: nothing is decided
    every = [change for changes in adjacent(day).values() for change in changes]
    decides = any(change.paragraph.kind not in told_only for change in every)
    assert bool(shown) is (decides and day not in THE_SAME_LOGIC)


def test_the_same_law_on_two_days_has_no_changes():
    changes = diff(date(2025, 6, 2), date(2025, 8, 31))
    assert changes == {"on_the_books": [], "as_enforced": []}


def test_the_worldwide_requirement_shows_a_chip_that_was_free():
    books, enforced = (adjacent(date(2025, 5, 15))[column] for column in COLUMNS)
    (change,) = [
        each for each in books if each.after and each.after.name == "worldwide_requirement"
    ]
    assert change.decided[0]["outcome"] == "no_license_required"
    assert change.decided[1]["outcome"] in ("license_required", "license_exception")
    assert not [
        each for each in enforced if each.after and each.after.name == "worldwide_requirement"
    ]


def test_cambodia_leaves_a_group_and_no_paragraph_changes():
    for changes in adjacent(date(2026, 2, 6)).values():
        assert changes
        assert all(each.before is each.after for each in changes)
        assert all(
            "-KH" in " ".join(each.because) for each in changes if "D:5" in str(each.because)
        )


def test_a_day_before_the_first_edition_is_refused():
    with pytest.raises(InputError, match="2022-10-07"):
        diff(date(2020, 1, 1), date(2026, 1, 1))


def test_the_command_shows_and_tells():
    arguments = ["2026-01-14", "2026-01-15"]
    shown = CliRunner().invoke(command, arguments, standalone_mode=False).output
    assert "91 FR 1684" in shown
    told = json.loads(
        CliRunner().invoke(command, [*arguments, "--json"], standalone_mode=False).output
    )
    assert {each["cite"] for each in told["as_enforced"]} >= {"15 CFR 742.6(b)(10)(iii)(A)(1)"}
