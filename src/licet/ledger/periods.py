"""Reporting: which period a day falls into, and when its report falls due (748.15(f), supplement 10)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from licet.law.ear.s748_15 import END_USER_REPORTS, INSTALLATION_REPORTS


def period_of(day: date) -> tuple[date, date]:
    """The half year of the day, first and last day (748.15(f)(1)(iii))."""
    if day.month <= 6:
        return date(day.year, 1, 1), date(day.year, 6, 30)
    return date(day.year, 7, 1), date(day.year, 12, 31)


def report_due(day: date) -> date:
    """When the report over the half year of the day falls due."""
    return next_of(END_USER_REPORTS, period_of(day)[1] + timedelta(days=1))


def late_since(day: date, written: date) -> date | None:
    """When the report over the day's half year fell due, if that was before it was written down."""
    due = report_due(day)
    return due if due < written else None


def next_of(calendar: Iterable[tuple[int, int]], day: date) -> date:
    """The first day of a yearly calendar of month and day that is not before ``day``."""
    dates = [date(year, *each) for year in (day.year, day.year + 1) for each in calendar]
    return min(each for each in dates if each >= day)


def accounting_days(first: date, last: date) -> list[date]:
    """The days of the chip accounting of supplement no. 10, paragraph 10, from first to last."""
    years = range(first.year, last.year + 1)
    days = sorted(date(year, *each) for year in years for each in INSTALLATION_REPORTS)
    return [day for day in days if first <= day <= last]
