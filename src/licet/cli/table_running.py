"""A ledger beneath the running totals of `licet table`: what it holds of a parent before the table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from math import inf
from typing import Any


@contextmanager
def counting(book: str) -> Iterator[dict[str, Any]]:
    """The two questions that running totals ask of a ledger; each is asked once a name and day."""
    from licet.ledger import headroom, open_ledger
    from licet.ledger.amounts import number

    with closing(open_ledger(book)) as ledger:

        @cache
        def parent_of(name: str, day: date) -> str | None:
            return ledger.names.parent_of(name, day)

        @cache
        def opening(parent: str, day: date) -> tuple[float, float]:
            left = headroom.lpp(ledger, parent, day)
            known = int(number(left.used + left.held + (left.others or 0)) * 10**6)
            return known, known if left.others is not None else inf

        yield {"opening": opening, "parent_of": parent_of}
