"""TPP as the ledger keeps it: whole thousandths in 64 bits, so that sums are exact in any database."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from licet.errors import Fault, InputError
from licet.words import _

THOUSANDTHS = 1000
MOST = 2**62
"""The most that an amount or a counter may reach: far more TPP than all chips ever made have."""

Exact = int | Fraction


def stored(tpp: Exact | Decimal, path: str = "tpp") -> int:
    """The amount in thousandths of a TPP.

    Raises `InputError` for an amount that is finer than a thousandth or too large to be added up.
    """
    exact = tpp if isinstance(tpp, int) else Fraction(tpp)
    amount = exact * THOUSANDTHS
    if amount.denominator != 1:
        sentence = _("{value} TPP is finer than a thousandth of a TPP, which the ledger keeps.")
        raise InputError([Fault(path, sentence.format(value=tpp))])
    if abs(amount.numerator) > MOST:
        sentence = _("{value} TPP is more than all chips of the world; the ledger cannot add it.")
        raise InputError([Fault(path, sentence.format(value=tpp))])
    return amount.numerator


def tpp(thousandths: int) -> Exact:
    """The amount in TPP, whole where it is whole."""
    exact = Fraction(thousandths, THOUSANDTHS)
    return exact.numerator if exact.denominator == 1 else exact


def written(thousandths: int) -> str:
    """The amount in TPP for a person: `26,900,000` or `15,831.2`."""
    whole, rest = divmod(abs(thousandths), THOUSANDTHS)
    sign = "-" if thousandths < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:03d}".rstrip("0") if rest else "")


def number(thousandths: int) -> int | float:
    """The amount in TPP as JSON writes it. For display only."""
    whole, rest = divmod(thousandths, THOUSANDTHS)
    return thousandths / THOUSANDTHS if rest else whole
