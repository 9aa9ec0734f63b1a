"""How an application is reviewed, and which exception serves, by period and shipment.

The same published history as `test_timeline`: 88 FR 73458, 89 FR 23876, 89 FR 96790, 90 FR 4544, the
announcement of 13 May 2025 with the guidance of 31 May 2026, 91 FR 1684, document 2026-02262 and
91 FR 43034. Every cell is read on the first day of its period, between, and on the last.
"""

import pytest
from tests.shipments import A_CHIP, B_CHIP, BOOKS, ENFORCED, MEMORY, chip, line, party, shipment

APPROVAL, CASE = "presumption_of_approval", "case_by_case"
DENIAL, FREE = "presumption_of_denial", None
LESS_THAN_H200 = chip(20_999, 19, memory_bandwidth_gb_s=6_499)
AT_21_000 = chip(21_000, 19, memory_bandwidth_gb_s=6_499)
SUBSIDIARY = party("DE", "CN")
FROM_2023 = ("2023-11-17", "2024-02-01", "2024-04-03")
FROM_APRIL = ("2024-04-04", "2024-10-02", "2024-12-30")
FROM_HBM = ("2024-12-31", "2025-01-13", "2025-05-14")
FRAMEWORK = ("2025-05-15", "2025-09-02", "2026-01-14")
WINDOW = ("2026-01-15", "2026-04-07", "2026-07-09")
EMIRATES = ("2026-07-10", "2026-11-09", "2026-11-23")
OLD, NEW = (FROM_2023, FROM_APRIL, FROM_HBM), (FRAMEWORK, WINDOW, EMIRATES)
TABLE = [
    # item, to, buyer, periods, on the books, as enforced
    (A_CHIP, "DE", None, OLD, FREE, FREE),
    (A_CHIP, "DE", None, NEW, APPROVAL, FREE),
    (A_CHIP, "PL", None, OLD, FREE, FREE),
    (A_CHIP, "PL", None, NEW, APPROVAL, FREE),
    (A_CHIP, "SG", None, NEW, APPROVAL, FREE),
    (A_CHIP, "SA", None, (*OLD, *NEW), APPROVAL, APPROVAL),
    (A_CHIP, "VN", None, (*OLD, *NEW), APPROVAL, APPROVAL),
    (A_CHIP, "CN", None, (*OLD, FRAMEWORK), DENIAL, DENIAL),
    (LESS_THAN_H200, "CN", None, (*OLD, FRAMEWORK), DENIAL, DENIAL),
    (LESS_THAN_H200, "CN", None, (WINDOW, EMIRATES), CASE, CASE),
    (LESS_THAN_H200, "MO", None, (WINDOW, EMIRATES), CASE, CASE),
    (LESS_THAN_H200, "HK", None, (WINDOW, EMIRATES), CASE, CASE),
    (LESS_THAN_H200, "VE", None, (WINDOW, EMIRATES), DENIAL, DENIAL),
    (AT_21_000, "CN", None, (WINDOW, EMIRATES), DENIAL, DENIAL),
    (A_CHIP, "DE", SUBSIDIARY, (*OLD, *NEW), DENIAL, DENIAL),
    (LESS_THAN_H200, "DE", SUBSIDIARY, NEW, DENIAL, DENIAL),
    (B_CHIP, "VN", None, (*OLD, FRAMEWORK), APPROVAL, APPROVAL),
    (B_CHIP, "VN", None, (WINDOW, EMIRATES), CASE, CASE),
    (B_CHIP, "CN", None, (FROM_2023,), DENIAL, DENIAL),
    (B_CHIP, "CN", None, (FROM_APRIL, FROM_HBM), CASE, CASE),
    (B_CHIP, "CN", None, (FRAMEWORK,), DENIAL, DENIAL),
    (B_CHIP, "CN", None, (WINDOW, EMIRATES), CASE, CASE),
    (B_CHIP, "DE", SUBSIDIARY, (FROM_2023,), DENIAL, DENIAL),
    (B_CHIP, "DE", SUBSIDIARY, (FROM_APRIL, FROM_HBM, *NEW), CASE, CASE),
    (MEMORY, "CN", None, (FROM_2023, FROM_APRIL), FREE, FREE),
    (MEMORY, "CN", None, (FROM_HBM, *NEW), DENIAL, DENIAL),
    (MEMORY, "CN", party("US", at="CN"), (FROM_HBM, *NEW), APPROVAL, APPROVAL),
    ({"eccn": "4E091"}, "IN", None, OLD, FREE, FREE),
    ({"eccn": "4E091"}, "IN", None, NEW, DENIAL, FREE),
    (A_CHIP, "AE", None, (*OLD, *NEW), APPROVAL, APPROVAL),
    (B_CHIP, "AE", None, (EMIRATES,), CASE, CASE),
]
CELLS = [
    pytest.param(item, to, buyer, days, books, enforced, id=f"{n} {to} {days[0]}")
    for n, (item, to, buyer, periods, books, enforced) in enumerate(TABLE)
    for days in periods
]


@pytest.mark.parametrize(("item", "to", "buyer", "days", "books", "enforced"), CELLS)
def test_the_policy_of_every_cell(item, to, buyer, days, books, enforced):
    for day in days:
        facts = shipment(item, to=to, buyer=buyer, day=day)
        found = (line(facts, BOOKS)["review_policy"], line(facts, ENFORCED)["review_policy"])
        assert found == (books, enforced), day


ROUTES = [
    # to, buyer, exceptions that serve on the books since 15 May 2025 for a datacenter chip at .a
    ("DE", None, {"AIA", "LPP"}),
    ("PL", None, {"LPP"}),
    ("IN", None, {"LPP"}),
    ("SG", None, {"LPP"}),
    ("IL", None, {"LPP"}),
    ("SA", None, set()),
    ("VN", None, set()),
    ("KH", None, set()),
    ("CN", None, set()),
    ("DE", SUBSIDIARY, set()),
    ("DE", party("DE", "IN"), {"LPP"}),
]


@pytest.mark.parametrize(("to", "buyer", "serve"), ROUTES)
@pytest.mark.parametrize("day", ["2025-05-15", "2026-01-14", "2026-03-02", "2026-07-10"])
def test_the_exceptions_of_every_cell(to, buyer, serve, day):
    """740.2(a)(9)(ii) leaves LPP out toward D:1 and D:4, Israel apart, which is in A:6."""
    held = {"on_file.certifications": ["AIA", "LPP"]}
    made = line(shipment(to=to, buyer=buyer, day=day, **held))
    assert {code for code, e in made["exceptions"].items() if e["available"]} == serve


@pytest.mark.parametrize(("day", "serves"), [("2026-07-09", False), ("2026-07-10", True)])
def test_lpp_reaches_the_emirates_once_they_are_in_a5(day, serves):
    made = line(shipment(to="AE", day=day, **{"on_file.certifications": ["LPP"]}))
    assert made["exceptions"]["LPP"]["available"] is serves


@pytest.mark.parametrize("day", ["2023-11-17", "2025-05-14"])
def test_before_compliance_was_due_the_framework_opens_no_exception(day):
    made = line(shipment(to="VN", day=day, **{"on_file.certifications": ["AIA", "LPP"]}))
    for code in ("AIA", "ACM", "LPP"):
        assert made["exceptions"][code]["available"] is False
        assert made["exceptions"][code]["fails"] == [
            {"AIA": "15 CFR 740.27", "ACM": "15 CFR 740.28", "LPP": "15 CFR 740.29"}[code]
        ]


def test_a_chinese_buyer_in_the_emirates_needs_both_licenses_for_level_b():
    """Since 10 July 2026 the Emirates are outside D:4: 744.23(a)(3)(i)(A) reaches them as well."""
    cites = {"15 CFR 742.6(a)(6)(iii)(B)", "15 CFR 744.23(a)(3)(i)(A)"}
    buyer = party("AE", "CN")
    for day, expected in (
        ("2026-07-09", {"15 CFR 742.6(a)(6)(iii)(B)"}),
        ("2026-07-10", cites),
    ):
        made = line(shipment(B_CHIP, to="AE", buyer=buyer, day=day), ENFORCED)
        assert set(made["required_by"]) == expected
