"""Country groups and supplements, against the codified tables.

`country_groups.txt` is supplement no. 1 to 15 CFR part 740 of 23 July 2026 in country codes.
"""

from datetime import date
from pathlib import Path

import pytest
from tests.shipments import B_CHIP, line, party, shipment, truth

from licet.facts.countries import CODES
from licet.law import places

JULY_2026 = date(2026, 7, 23)
BEFORE = date(2025, 1, 13)
TABLE = Path(__file__).parent.parent / "data" / "law" / "country_groups.txt"


def codified() -> dict[str, set[str]]:
    rows = (line.split(":", 1) for line in TABLE.read_text().splitlines() if "|" not in line)
    return {name.replace(".", ":"): set(codes.split()) for name, codes in rows}


GROUPS = {
    "A:1": places.A1, "A:5": places.A5, "A:6": places.A6, "B": places.B, "D:1": places.D1,
    "D:2": places.D2, "D:3": places.D3, "D:4": places.D4, "D:5": places.D5, "E:1": places.E1,
    "E:2": places.E2,
}  # fmt: skip


@pytest.mark.parametrize("name", GROUPS)
def test_the_groups_of_july_2026(name):
    """The regulations treat Hong Kong as China."""
    expected = codified()[name]
    assert GROUPS[name].on(JULY_2026) == expected | ({"HK"} if "CN" in expected else set())


def test_in_january_2025_the_emirates_were_in_d3_and_d4_and_cambodia_in_d5():
    table = codified()
    assert places.A5.on(BEFORE) == table["A:5"] - {"AE"}
    assert places.D3.on(BEFORE) == table["D:3"] | {"AE", "HK"}
    assert places.D4.on(BEFORE) == table["D:4"] | {"AE", "HK"}
    assert places.D5.on(BEFORE) == table["D:5"] | {"KH", "HK"}
    for name in ("A:1", "A:6", "B", "D:1", "D:2"):
        assert GROUPS[name].on(BEFORE) == GROUPS[name].on(JULY_2026)


@pytest.mark.parametrize(
    ("group", "code", "day", "before"),
    [
        (places.A5, "AE", date(2026, 7, 10), False),
        (places.D3, "AE", date(2026, 7, 10), True),
        (places.D4, "AE", date(2026, 7, 10), True),
        (places.D5, "KH", date(2026, 2, 6), True),
        (places.D1_D4_D5, "AE", date(2026, 7, 10), True),
        (places.MACAU_OR_D5, "KH", date(2026, 2, 6), True),
    ],
)
def test_the_day_before_and_the_day(group, code, day, before):
    assert (code in group.on(date.fromordinal(day.toordinal() - 1))) is before
    assert (code in group.on(day)) is not before
    assert day in group.changes


def test_supplement_5a_names_nineteen_and_5b_nobody():
    """90 FR 4544, supplement no. 5 to part 740."""
    assert places.SUPPLEMENT_5A.on(BEFORE) == {
        "AU", "BE", "CA", "DK", "FI", "FR", "DE", "IE", "IT", "JP", "NL", "NZ", "NO", "KR", "ES",
        "SE", "TW", "GB", "US",
    }  # fmt: skip
    assert places.SUPPLEMENT_5B.on(BEFORE) == frozenset()


def test_macau_or_d5_counts_twenty_four_and_then_twenty_three():
    """The arms-embargoed destinations and Macau; Hong Kong stands beside China."""
    assert len(places.MACAU_OR_D5.on(date(2025, 6, 2)) - {"HK"}) == 24
    assert len(places.MACAU_OR_D5.on(JULY_2026) - {"HK"}) == 23


def test_d1_d4_d5_leaves_out_a5_and_a6():
    """Named by the notes on 740.2(a)(9)(ii): Israel and Cyprus are out through A:6."""
    assert places.D1_D4_D5.on(BEFORE) - places.MACAU_OR_D5.on(BEFORE) == {
        "AM", "AZ", "BH", "EG", "GE", "JO", "KZ", "KW", "KG", "LA", "MD", "MN", "OM", "PK", "QA",
        "SA", "TJ", "TM", "UZ", "VN", "YE", "AE",
    }  # fmt: skip


def test_combinations():
    on = JULY_2026
    table = codified()
    assert places.US_A5.on(on) == table["A:5"] | {"US"}
    assert places.US_A5_A6.on(on) == table["A:5"] | table["A:6"] | {"US"}
    assert places.DESIGNER_HOMES.on(on) == table["A:1"] | table["A:5"] | {"TW"}
    assert places.CHINA_OR_MACAU.on(on) == {"CN", "HK", "MO"}
    assert places.MACAU_OR_D5.on(on) == table["D:5"] | {"MO", "HK"}
    everywhere = set.union(
        *(table[n] for n in ("A:1", "A:5", "A:6", "B", "D:1", "D:2", "D:3", "D:4"))
    )
    assert places.NVEU_PLACES.on(on) == everywhere - table["D:5"] - {"MO"}


def test_every_place_is_a_country_code():
    for group in vars(places).values():
        if isinstance(group, places.Group):
            assert group.on(BEFORE) <= CODES
            assert group.on(JULY_2026) <= CODES


def test_supplement_6_names_thirty_three_designers():
    assert len(places.APPROVED_DESIGNERS) == 33
    assert {"Nvidia Corporation", "Advanced Micro Devices, Inc."} <= places.APPROVED_DESIGNERS


@pytest.mark.parametrize("hong_kong", ["HK"])
def test_hong_kong_is_decided_as_china_is(hong_kong):
    from licet.law.ear.s748_5 import for_a_macau_or_d5_entity

    facts = shipment(to="DE")
    facts["parties"]["ultimate_consignee"]["headquarters"] = hong_kong
    assert truth(for_a_macau_or_d5_entity, facts) is True


G42_NAMES = [
    "Group 42 Holding Ltd d/b/a/G42",
    "G42 Cloud Technology LLC",
    "Core42 Technology Projects LLC d/b/a/ Core42",
]
"""As the table to paragraph (b) of supplement no. 8 to part 740 prints them."""


@pytest.mark.parametrize("name", G42_NAMES)
@pytest.mark.parametrize(("day", "license_required"), [("2027-04-05", False), ("2027-04-06", True)])
def test_supplement_8_approvals_that_expire_on_6_april_2027(name, day, license_required):
    approved = party("AE", name=name, approved_under_supplement_8=True)
    facts = shipment(B_CHIP, to="AE", buyer=approved, day=day)
    assert line(facts)["license_required"] is license_required


@pytest.mark.parametrize("name", ["OpenAI Group PBC", "Fortytwo Ltd", "BG42X", "Group 421"])
def test_supplement_8_other_approvals_do_not_expire(name):
    assert places.approval_ends(name) == date.max
