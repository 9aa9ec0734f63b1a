"""How long a license is valid (15 CFR 750.7(g))."""

from __future__ import annotations

from datetime import date, timedelta

from licet.law.ear import s750_7


def expiry(issued: date, level: str) -> date:
    """The last day of a license issued on a day, for an item of this level (`a`, `-` or `?`).

    One year for items of 742.6(a)(6)(iii)(A), and for those that may be; four years for others. A
    last day that is a federal holiday moves to the next business day. Holidays of single states and
    plain weekends move nothing: that is the stricter reading.
    """
    years = s750_7.GENERAL_VALIDITY_YEARS if level == "-" else s750_7.VALIDITY_YEARS
    return extended(_years_after(issued, int(years.on(issued))))


def extended(last: date) -> date:
    """The last day itself, or the first business day after it where it is a federal holiday."""
    holidays = _federal_holidays(last.year)
    if last not in holidays:
        return last
    day = last + timedelta(days=1)
    while day.weekday() >= 5 or day in holidays:
        day += timedelta(days=1)
    return day


def _federal_holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("US", years=[year, year + 1]))


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
