"""What the other reading of an open question says, where it differs, and where it says the same.

`test_open_questions.py` finds each question in an answer. Here its other reading is held, place by
place, against the words of the text that it reads.
"""

from datetime import date

import pytest
from tests.entries import COMMODITIES_A, EVERYTHING, LEVEL_B, fitting, made_for
from tests.shipments import (
    A_CHIP,
    B_CHIP,
    BOOKS,
    FRAMEWORK,
    GAMING_CHIP,
    JANUARY_2026,
    MEMORY,
    eccn,
    party,
    shipment,
    truth,
)

from licet.decision.review import Review
from licet.decision.worlds import worlds
from licet.facts.transaction import transaction
from licet.law.ear import s740_27, s740_28, s742_6, s742_6_review, s744_23
from licet.law.editions import the_law
from licet.logic.terms import Cited

PLACES = ["DE", "IN", "VN", "SA", "CN", "MO", "KE", "US", "IL"]
BUYERS = [None, party("CN"), party("DE"), party("DE", parent="RU"), party("IN")]
ITEMS = [A_CHIP, B_CHIP, MEMORY, GAMING_CHIP]


@pytest.mark.parametrize("to", PLACES)
@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize(
    ("question", "day"),
    [
        (s742_6_review.the_printed_policy_goes_on, JANUARY_2026),
        (s742_6_review.it_never_became_part_of_the_code, FRAMEWORK),
    ],
)
def test_another_policy_for_the_same_applications(question, day, item, to):
    """Items at .b to D:1, D:4 or D:5 that do not go toward Macau, D:5 or their entities."""
    for buyer in BUYERS:
        facts = shipment(item, to=to, buyer=buyer, day=day)
        theirs = to in ("CN", "MO") or buyer in (BUYERS[1], BUYERS[3])
        expected = item is B_CHIP and to in ("VN", "SA") and not theirs
        assert truth(question, facts) is expected
        assert truth(question.about, facts) is expected


@pytest.mark.parametrize(
    ("to", "home", "elsewhere", "by_destination"),
    [
        ("DE", "DE", False, False), ("DE", "IN", True, False), ("IN", "DE", True, False),
        ("IN", "IN", True, True), ("KE", "IN", True, True), ("CN", "IN", False, False),
        ("IN", "CN", False, False), ("DE", "MO", False, False), ("MO", "DE", False, False),
        ("PL", "PL", True, True), ("MX", "US", True, False),
    ],
)  # fmt: skip
def test_location_or_headquarters(to, home, elsewhere, by_destination):
    """Macau and D:5 go first; outside of supplement no. 5(a) by either, or by both."""
    facts = shipment(to=to, buyer=party(home, at=to))
    assert truth(s742_6_review.toward_other_destinations, facts) is elsewhere
    assert truth(s742_6_review.the_destination_governs, facts) is by_destination


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_tie_break_of_2026_is_about_items_of_742_6_and_not_memory(paragraph):
    facts = shipment(
        eccn(paragraph, designed_or_marketed_for_datacenters=False),
        to="DE",
        buyer=party("DE", parent="CN"),
        day=JANUARY_2026,
    )
    required = paragraph in LEVEL_B or paragraph == "3A090.c"
    assert truth(s744_23.required_here, facts) is required
    assert truth(s744_23.case_by_case_below_datacenters, facts) is required
    assert truth(s744_23.policy_for_d5_goes_first, facts) is (paragraph in LEVEL_B)


@pytest.mark.parametrize("to", PLACES)
def test_supplement_8_and_paragraph_a(to):
    """(A) by its own words: items at .a, whoever is approved in the Emirates."""
    approved = party("AE", "US", at=to, approved_under_supplement_8=True)
    for item in ITEMS:
        facts = shipment(item, to=to, buyer=approved, day="2026-08-03")
        expected = item in (A_CHIP, GAMING_CHIP) and to != "US"
        assert truth(s742_6.a_has_no_exception_for_the_uae, facts) is expected


# -- what 90 FR 4544 had printed before 90 FR 5298 changed it --------------------------------------

PRINTED = date(2025, 1, 15)
"""On this day 90 FR 4544 had been published, and 90 FR 5298 had not."""


def as_printed(paragraph, facts):
    described = transaction(facts)
    lines = worlds(described, described.date)
    edition = the_law().edition(described.date, BOOKS, PRINTED)
    return Review(edition, lines).truth(Cited(paragraph), lines[0])


@pytest.mark.parametrize("approved", [True, False])
@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_the_designer_did_not_matter_in_the_text_of_january_2025(paragraph, approved):
    """740.27(a)(1): commodities at .a. 740.28(b): 3A090, 4A090 and every .z paragraph."""
    designer = {"approved": approved, "authorized": False}
    facts = shipment(eccn(paragraph, designer=designer))
    assert as_printed(s740_27.is_an_eligible_commodity, facts) is (paragraph in COMMODITIES_A)
    assert as_printed(s740_28.eligible_item, facts) is True


@pytest.mark.parametrize("base", ["3D001", "3E001", "4D001", "4D090", "4E001", "5E002", "5E992"])
def test_software_and_technology_in_the_text_of_january_2025(base):
    for paragraph in sorted(fitting(base) - {"3A090.c"}):
        facts = shipment({"eccn": base, "for": paragraph})
        meant = paragraph in made_for("a")[base] | made_for("b")[base]
        assert as_printed(s740_28.eligible_item, facts) is meant, paragraph
        assert truth(s740_28.eligible_item_by_designer, facts) is meant, paragraph


def test_what_is_neither_is_eligible_under_neither_text():
    for item in ({"eccn": "5A992.c"}, {"eccn": "3D001", "for": "3A991.p"}):
        facts = shipment(item)
        assert as_printed(s740_28.eligible_item, facts) is False
        assert as_printed(s740_27.is_an_eligible_commodity, facts) is False
