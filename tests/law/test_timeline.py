"""What an exporter needs for a new export, by period: on the books and as enforced.

The table follows the published history of the rules: 87 FR 62186, 88 FR 2821, 88 FR 73458,
89 FR 23876, 89 FR 96790, 90 FR 4544, the announcement of 13 May 2025, 91 FR 1684 and 91 FR 43034.
``L`` is a license (or an exception), ``-`` none. A text counts from the day on which compliance was due.
"""

import pytest
from tests.shipments import A_CHIP, B_CHIP, BOOKS, ENFORCED, MEMORY, party, shipment

import licet

SHIPMENTS = {
    "a to Germany": (A_CHIP, "DE", None),
    "a to Poland": (A_CHIP, "PL", None),
    "a to India": (A_CHIP, "IN", None),
    "a to Singapore": (A_CHIP, "SG", None),
    "a to Saudi Arabia": (A_CHIP, "SA", None),
    "a to Vietnam": (A_CHIP, "VN", None),
    "a to China": (A_CHIP, "CN", None),
    "a to Macau": (A_CHIP, "MO", None),
    "a to a Chinese subsidiary in Germany": (A_CHIP, "DE", party("DE", "CN")),
    "b to Germany": (B_CHIP, "DE", None),
    "b to Vietnam": (B_CHIP, "VN", None),
    "b to China": (B_CHIP, "CN", None),
    "b to a Chinese subsidiary in Germany": (B_CHIP, "DE", party("DE", "CN")),
    "memory to China": (MEMORY, "CN", None),
    "memory to a Chinese subsidiary in Germany": (MEMORY, "DE", party("DE", "CN")),
    "memory to Vietnam": (MEMORY, "VN", None),
    "4E091 to Germany": ({"eccn": "4E091"}, "DE", None),
    "4E091 to China": ({"eccn": "4E091"}, "CN", None),
}
CHINA = dict.fromkeys(SHIPMENTS, "-") | {"a to China": "L"}
CHINA_AND_MACAU = CHINA | {"a to Macau": "L"}
OLD = dict.fromkeys(SHIPMENTS, "-") | {
    name: "L"
    for name in SHIPMENTS
    if not name.startswith(("memory", "4E091"))
    and name.endswith(
        ("Saudi Arabia", "Vietnam", "China", "Macau", "Chinese subsidiary in Germany")
    )
}
WITH_MEMORY = OLD | {
    "memory to China": "L",
    "memory to a Chinese subsidiary in Germany": "L",
}
WORLDWIDE = WITH_MEMORY | {name: "L" for name in SHIPMENTS if name.startswith(("a to", "4E091"))}
PERIODS = [
    # first day, a day between, last day, on the books, as enforced
    ("2022-10-07", "2022-12-01", "2023-01-16", CHINA, CHINA),
    ("2023-01-17", "2023-06-01", "2023-11-16", CHINA_AND_MACAU, CHINA_AND_MACAU),
    ("2023-11-17", "2024-03-01", "2024-04-03", OLD, OLD),
    ("2024-04-04", "2024-08-01", "2024-12-30", OLD, OLD),
    ("2024-12-31", "2025-01-12", "2025-01-12", WITH_MEMORY, WITH_MEMORY),
    ("2025-01-13", "2025-03-03", "2025-05-14", WITH_MEMORY, WITH_MEMORY),
    ("2025-05-15", "2025-09-01", "2026-01-14", WORLDWIDE, WITH_MEMORY),
    ("2026-01-15", "2026-04-07", "2026-07-09", WORLDWIDE, WITH_MEMORY),
    ("2026-07-10", "2026-09-24", "2026-11-09", WORLDWIDE, WITH_MEMORY),
    ("2026-11-10", "2026-11-23", "2026-11-23", WORLDWIDE, WITH_MEMORY),
]


def _cells():
    for first, between, last, books, enforced in PERIODS:
        for name in SHIPMENTS:
            yield pytest.param(
                (first, between, last), name, books[name], enforced[name], id=f"{first} {name}"
            )


@pytest.mark.parametrize(("days", "name", "books", "enforced"), list(_cells()))
def test_every_cell_on_the_first_day_between_and_on_the_last(days, name, books, enforced):
    item, to, buyer = SHIPMENTS[name]
    for day in days:
        answer = licet.decide(shipment(item, to=to, buyer=buyer, day=day))
        for column, expected in ((BOOKS, books), (ENFORCED, enforced)):
            found = answer[column]["lines"][0]["license_required"]
            assert found is (expected == "L"), (day, column)


@pytest.mark.parametrize(
    ("day", "books", "enforced"),
    [("2026-07-09", "L", "L"), ("2026-07-10", "L", "L"), ("2025-05-14", "L", "L")],
)
@pytest.mark.parametrize("item", [A_CHIP, B_CHIP])
def test_the_emirates_were_in_d4_and_then_have_a_regime_of_their_own(item, day, books, enforced):
    answer = licet.decide(shipment(item, to="AE", day=day))
    for column, expected in ((BOOKS, books), (ENFORCED, enforced)):
        assert answer[column]["lines"][0]["license_required"] is (expected == "L")


@pytest.mark.parametrize(("day", "due"), [("2025-01-13", True), ("2025-05-14", True)])
def test_between_effect_and_compliance_the_answer_says_what_is_to_come(day, due):
    notes = " ".join(licet.decide(shipment(to="DE", day=day))[BOOKS]["notes"])
    assert ("90 FR 4544" in notes and "2025-05-15" in notes) is due


@pytest.mark.parametrize("day", ["2025-01-12", "2025-05-15"])
def test_before_effect_and_after_compliance_nothing_is_to_come_of_the_framework(day):
    notes = licet.decide(shipment(to="DE", day=day))[BOOKS]["notes"]
    assert not any("compliance is due from 2025-05-15" in note for note in notes)


@pytest.mark.parametrize(
    ("name", "parts"), [("a to Germany", True), ("a to China", True), ("b to China", False)]
)
def test_the_answer_says_why_the_columns_part(name, parts):
    item, to, buyer = SHIPMENTS[name]
    notes = licet.decide(shipment(item, to=to, buyer=buyer))[ENFORCED]["notes"]
    assert any("13 May 2025" in note and "not a safe harbour" in note for note in notes) is parts
    assert any("since November 2023" in note for note in notes) is (name == "a to China")


def test_after_the_last_check_the_answer_says_so():
    for day, said in (("2026-09-24", False), ("2026-09-25", True)):
        notes = licet.decide(shipment(to="CN", day=day))[BOOKS]["notes"]
        assert any("2026-09-24" in note for note in notes) is said
        assert any("91 FR 46260" in note for note in notes) is said


def test_an_answer_from_second_hand_says_so():
    """91 FR 1684 is codified; that a policy at level b is case by case is inferred."""
    inferred = licet.decide(shipment(B_CHIP, to="VN", day="2026-03-03"))[BOOKS]
    assert any("742.6(b)(1)" in note and "inferred" in note for note in inferred["notes"])
    read = licet.decide(shipment(to="CU"))[BOOKS]
    assert not any("746.2" in note for note in read["notes"])
