"""Every number of the law as it was published, and the day before and after it changes."""

from datetime import date
from fractions import Fraction

import pytest

from licet.law.ear import (
    s740_8,
    s740_25,
    s740_27,
    s740_28,
    s740_29,
    s742_6_review,
    s748_15,
    s750_7,
    s762_2,
)
from licet.law.ear.ccl import e3a090, e4e091
from licet.logic.dated import Dated

DAY = date(2026, 11, 23)
PUBLISHED = [
    (e3a090.BITS_TIMES_TOPS, 4_800), (e3a090.TRANSFER_RATE, 600),
    (e3a090.TPP_A1, 4_800), (e3a090.TPP_A2, 1_600), (e3a090.DENSITY_A2, Fraction("5.92")),
    (e3a090.TPP_B1, 2_400), (e3a090.TPP_B1_END, 4_800), (e3a090.DENSITY_B1, Fraction("1.6")),
    (e3a090.TPP_B2, 1_600), (e3a090.DENSITY_B2, Fraction("3.2")),
    (e3a090.DENSITY_B_END, Fraction("5.92")), (e3a090.TPP_NOTE_2, 4_800), (e3a090.HBM_DENSITY, 2),
    (e3a090.TRANSISTORS, 30 * 10**9), (e3a090.TRANSISTORS_WITHOUT_HBM, 30 * 10**9),
    (s740_8.WAITING_DAYS, 25), (s740_8.LOOK_BACK_MONTHS, 12),
    (s740_25.DENSITY, Fraction("3.3")), (s740_25.DISCREPANCY, Fraction("0.01")),
    (s740_25.REPORT_DAYS, 60), (s740_27.CERTIFICATION_TPP, 253_000_000),
    (s740_28.ACCOUNTING_MONTHS, 6), (s740_29.YEARLY_LIMIT, 26_900_000),
    (s740_29.NOTICE_TPP, 3_200_000), (s740_29.COPY_DAYS, 30),
    (s742_6_review.COUNTRY_ALLOCATION, 790_000_000),
    (s742_6_review.COUNTRY_ALLOCATION_WITH_ASSURANCES, 2 * 790_000_000),
    (s742_6_review.TPP_BELOW, 21_000), (s742_6_review.DRAM_BANDWIDTH_BELOW, 6_500),
    (s748_15.OUTSIDE_SUPPLEMENT_5A, Fraction("0.25")),
    (s748_15.IN_ONE_SUCH_COUNTRY, Fraction("0.07")),
    (s748_15.OUTSIDE_THE_UNITED_STATES, Fraction("0.5")), (s748_15.NEW_LOCATION_DAYS, 180),
    (s748_15.TRANSFER_NOTICE_DAYS, 60), (s750_7.VALIDITY_YEARS, 1),
    (s750_7.GENERAL_VALIDITY_YEARS, 4), (s762_2.YEARS_TO_KEEP, 5),
]  # fmt: skip


@pytest.mark.parametrize(("number", "value"), PUBLISHED)
def test_the_number_as_published(number, value):
    assert number.on(DAY) == value


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2025-01-15", 633_000_000), ("2025-03-31", 633_000_000), ("2025-04-01", 949_500_000),
        ("2025-06-30", 949_500_000), ("2025-07-01", 1_266_000_000), ("2025-10-01", 1_582_500_000),
        ("2025-12-31", 1_582_500_000), ("2026-01-01", 1_899_000_000),
        ("2026-04-01", 2_690_250_000), ("2026-07-01", 3_481_500_000),
        ("2026-10-01", 4_272_750_000), ("2026-12-31", 4_272_750_000),
        ("2027-01-01", 5_064_000_000), ("2027-12-31", 5_064_000_000),
    ],
)  # fmt: skip
def test_the_quarterly_table_of_the_nveu(day, value):
    """90 FR 4544, 15 CFR 748.15."""
    assert s748_15.NVEU_ALLOCATION.on(date.fromisoformat(day)) == value


@pytest.mark.parametrize(
    ("year", "value"), [(2025, 30), (2026, 30), (2027, 35), (2028, 30), (2029, 40), (2031, 40)]
)
def test_transistors_by_year(year, value):
    for day in (date(year, 2, 1), date(year, 12, 31)):
        assert e3a090.TRANSISTORS_WITHOUT_HBM.on(day) == value * 10**9
        meant = 35 if year == 2028 else value
        assert e3a090.TRANSISTORS_IF_2028_IS_MEANT.on(day) == meant * 10**9


def test_the_numbers_of_4e091():
    assert e4e091.THRESHOLD == 10**26
    assert Fraction(1, 10) == e4e091.SYNTHETIC_DATA_SHARE
    assert (25 * 10**24, Fraction(1, 4)) == (e4e091.DERIVED_OPERATIONS, e4e091.DERIVED_SHARE)


def test_report_days():
    """748.15(f)(1)(iii), and supplement no. 10 to part 748, paragraph 10."""
    assert set(s748_15.END_USER_REPORTS) == {(7, 15), (1, 15)}
    assert set(s748_15.INSTALLATION_REPORTS) == {(2, 1), (8, 1)}


def test_no_number_of_these_modules_is_left_out():
    modules = (e3a090, s740_8, s740_25, s740_27, s740_28, s740_29, s742_6_review, s748_15, s750_7,
               s762_2)  # fmt: skip
    tested = {id(number) for number, _ in PUBLISHED}
    tested |= {id(s748_15.NVEU_ALLOCATION), id(e3a090.TRANSISTORS_IF_2028_IS_MEANT)}
    every = {id(n) for module in modules for n in vars(module).values() if isinstance(n, Dated)}
    assert every - tested == set()
