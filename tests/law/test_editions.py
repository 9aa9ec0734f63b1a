"""The editions: which text stands on which day, in which column, and as known when."""

from datetime import date, timedelta
from functools import partial

import pytest
from tests.shipments import (
    A_CHIP,
    B_CHIP,
    BOOKS,
    ENFORCED,
    GAMING_CHIP,
    MEMORY,
    changed,
    chip,
    eccn,
    line,
    party,
    shipment,
)

import licet
from licet.facts.transaction import ListedParties
from licet.law.editions import the_law
from licet.law.instruments import AI_DIFFUSION
from licet.logic.dated import Dated

FOUNDRY = changed(
    shipment(chip(2_000, 1, True), to="CN"),
    exporter={"role": "osat", "headquarters": "US", "ultimate_parent_headquarters": "US"},
    foundry={
        "applicable_advanced_logic": True,
        "designer_attests_below_3a090_a": False,
        "packaged_by": "approved_osat",
        "packaged_in": "TW",
        "transistors": 30_000_000_000,
        "contains_hbm": False,
    },
)


def of(item, to, buyer=None, what="license_required"):
    return lambda day: line(shipment(item, to=to, buyer=buyer, day=day))[what]


def classified_with(transistors):
    facts = changed(FOUNDRY, **{"foundry.transistors": transistors})
    return lambda day: line(changed(facts, date=day))["classification"]


def listing(name):
    """Whether a license is required where a list says ``name`` of a party, for an item free of one."""
    says = {**dict.fromkeys(ListedParties.__struct_fields__[:7], False), name: True}
    facts = {"listed_parties": says | {"review_policy": "presumption_of_denial"}}
    made = partial(shipment, chip(1, 1, False), to="DE", **facts)
    return lambda day: line(made(day=day))["license_required"]


def foreign_to(to):
    origin = {
        "produced_in": "TW",
        "direct_product_of_listed_technology": True,
        "us_content_above_de_minimis": False,
    }

    def outcome(day):
        facts = changed(shipment(A_CHIP, to=to, day=day), action="reexport")
        return licet.decide(changed(facts, **{"lines.0.origin": origin}))[BOOKS]["outcome"]

    return outcome


BOUNDARIES = [
    ("2022-10-21", foreign_to("CN"), "not_subject", "license_required"),
    ("2023-01-17", of(A_CHIP, "MO"), False, True),
    ("2023-11-17", of(A_CHIP, "VN"), False, True),
    ("2024-03-15", of(A_CHIP, "NI"), False, True),
    ("2024-03-21", listing("blocked_under_744_8"), True, True),
    ("2024-04-04", of(B_CHIP, "CN", what="review_policy"), "presumption_of_denial", "case_by_case"),
    ("2024-12-31", of(MEMORY, "CN"), False, True),
    ("2025-01-31", classified_with(30_000_000_000), None, "3A090.a"),
    ("2025-05-15", of(A_CHIP, "DE"), False, True),
    ("2025-09-02", of(chip(1, 1), "SY", what="review_policy"), "policy_of_denial", "case_by_case"),
    ("2025-09-29", listing("owned_by_listed"), False, True),
    ("2025-11-10", listing("owned_by_listed"), True, False),
    ("2026-01-15", of(A_CHIP, "CN", what="review_policy"), "presumption_of_denial", "case_by_case"),
    ("2026-02-06", of(B_CHIP, "SG", party("SG", "KH")), True, False),
    ("2026-07-10", of(B_CHIP, "DE", party("DE", "AE")), False, False),
    ("2026-11-10", listing("owned_by_listed"), False, True),
    ("2027-01-01", classified_with(34_999_999_999), "3A090.a", None),
    ("2028-01-01", classified_with(34_999_999_999), None, "3A090.a"),
    ("2029-01-01", classified_with(39_999_999_999), "3A090.a", None),
]


@pytest.mark.parametrize(("day", "asked", "before", "since"), BOUNDARIES)
def test_the_day_before_the_day_and_the_day_after(day, asked, before, since):
    the_day = date.fromisoformat(day)
    assert asked((the_day - timedelta(1)).isoformat()) == before
    assert asked(day) == since
    assert asked((the_day + timedelta(1)).isoformat()) == since


def test_every_boundary_is_one_of_these():
    known = {date.fromisoformat(day) for day, *_ in BOUNDARIES}
    # statements, tested with 744.23(b) and Note 1 to 3A090.a
    letters = {date(2023, 10, 23), date(2025, 4, 9), date(2026, 12, 31)}
    before = {date(2022, 1, 1), date(2022, 10, 7)}
    assert set(the_law().boundaries) - known == before | letters


def test_the_emirates_leave_the_older_requirement_and_keep_their_own():
    for day, cites in (
        ("2026-07-09", ["15 CFR 742.6(a)(6)(iii)(B)"]),
        ("2026-07-10", ["15 CFR 742.6(a)(6)(iii)(B)"]),
    ):
        assert line(shipment(B_CHIP, to="AE", day=day))["required_by"] == cites


@pytest.mark.parametrize("day", ["2022-10-06", "2022-01-01", "1999-01-01"])
def test_before_the_first_edition_nothing_is_decided(day):
    with pytest.raises(licet.InputError, match=r"2022-10-07"):
        licet.decide(shipment(day=day))


def test_the_first_day_is_decided():
    assert line(shipment(to="CN", day="2022-10-07"))["license_required"] is True


def test_as_of_chooses_the_law():
    facts = shipment(to="DE", day="2025-06-02")
    made = licet.decide(facts, as_of=date(2025, 5, 14))
    assert made["date"] == "2025-05-14"
    assert made[BOOKS]["outcome"] == "no_license_required"


def test_without_a_date_the_question_has_no_answer():
    facts = changed(shipment(), date=None)
    with pytest.raises(licet.InputError, match="date"):
        licet.decide(facts)
    assert licet.decide(facts, as_of=date(2025, 6, 2))["date"] == "2025-06-02"


@pytest.mark.parametrize(
    ("known", "enforced"), [(date(2025, 5, 12), "license_required"), (None, "no_license_required")]
)
def test_what_was_known_on_a_day(known, enforced):
    """Nobody who looked ahead to June before 13 May 2025 could know that it is not enforced."""
    made = licet.decide(shipment(day="2025-06-02"), known=known)
    assert made[BOOKS]["outcome"] == "license_required"
    assert made[ENFORCED]["outcome"] == enforced


def test_what_was_known_before_the_framework_was_published():
    made = licet.decide(shipment(day="2025-06-02"), known=date(2025, 1, 14))
    assert made[BOOKS]["outcome"] == "no_license_required"


@pytest.mark.parametrize(
    ("facts", "known", "outcome", "policy"),
    [
        # October 2022 goes on for whoever did not know of 88 FR 73458, published on 25 October 2023
        (shipment(to="CN", day="2023-11-20"), "2023-10-24", "license_required",
         "presumption_of_denial"),
        (shipment(to="SA", day="2023-11-20"), "2023-10-24", "no_license_required", None),
        (shipment(to="SA", day="2023-11-20"), "2023-10-25", "license_required",
         "presumption_of_approval"),
        # 91 FR 43034 moved the Emirates on 10 July 2026 and was published on the 14th
        (shipment(B_CHIP, to="AE", day="2026-07-12"), "2026-07-13", "license_required",
         "case_by_case"),
        (shipment(to="AE", day="2026-07-12", **{"on_file.certifications": ["LPP"]}), "2026-07-13",
         "license_required", "presumption_of_approval"),
        (shipment(to="AE", day="2026-07-12", **{"on_file.certifications": ["LPP"]}), "2026-07-14",
         "license_exception", "presumption_of_approval"),
        # Cambodia left D:5 on 6 February 2026, Nicaragua came to it on 15 March 2024
        (shipment(to="KH", day="2026-03-02"), "2026-02-05", "license_required",
         "presumption_of_denial"),
        (shipment(to="KH", day="2026-03-02"), "2026-02-06", "license_required",
         "presumption_of_approval"),
        (shipment(B_CHIP, to="NI", day="2024-03-20"), "2024-03-14", "no_license_required", None),
        # 88 FR 2821 added Macau on 17 January 2023 and was published on the 18th
        (shipment(to="MO", day="2023-02-01"), "2023-01-17", "no_license_required", None),
        (shipment(to="MO", day="2023-02-01"), "2023-01-18", "license_required",
         "presumption_of_denial"),
    ],
)  # fmt: skip
def test_what_ends_and_which_places_are_meant_as_it_was_known(facts, known, outcome, policy):
    """A text goes on, and a place stays where it was, for whoever cannot have read of the change."""
    made = licet.decide(facts, known=date.fromisoformat(known))[BOOKS]
    assert (made["outcome"], made["lines"][0]["review_policy"]) == (outcome, policy)


def test_a_note_tells_of_what_is_to_come():
    law = the_law()
    coming = {p.enacted_by for p in law.to_come(date(2025, 2, 1))}
    assert AI_DIFFUSION in coming
    assert AI_DIFFUSION not in {p.enacted_by for p in law.to_come(date(2025, 5, 15))}
    assert AI_DIFFUSION not in {p.enacted_by for p in law.to_come(date(2025, 1, 12))}


@pytest.mark.parametrize("column", [BOOKS, ENFORCED])
def test_in_every_edition_each_paragraph_stands_once(column):
    law = the_law()
    for day in law.boundaries:
        edition = law.edition(day, column)
        for paragraph in edition.paragraphs:
            assert edition.version(paragraph) is paragraph
            assert not any(old in edition.paragraphs for old in paragraph.replaces)


def test_every_number_of_the_law_names_its_source():
    numbers = {
        id(number): number
        for section in the_law().sections
        for paragraph in section.paragraphs
        for number in _numbers(paragraph.term)
    }
    assert numbers
    for number in numbers.values():
        for day in [date(2025, 6, 2), *number.changes]:
            assert "FR" in number.source(day) or "CFR" in number.source(day)


def _numbers(term):
    from licet.logic.walk import dated_numbers

    return [each for each in dated_numbers(term) if isinstance(each, Dated)]


def test_the_gaming_chip_keeps_its_paragraph_in_every_edition():
    for day in ("2023-11-17", "2024-04-04", "2025-05-15", "2026-11-23"):
        assert line(shipment(GAMING_CHIP, day=day))["classification"] == "3A090.a"
        assert line(shipment(eccn("5A992.z.1"), day=day))["classification"] == "5A992.z.1"
