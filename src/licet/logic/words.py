"""A term as a person reads it: what holds, in one line or as an outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from licet.logic.dated import Dated, Exact, Group
from licet.logic.terms import (
    AllOf,
    AnyOf,
    Choice,
    Cited,
    Classified,
    Compare,
    Fact,
    ListedIn,
    Literal,
    Member,
    Not,
    Number,
    Plus,
    Quantity,
    SomeCircuit,
    Term,
    Times,
    Total,
)
from licet.words import _

OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
WIDE = 88
"""Characters: a term that fits is shown on one line of an outline."""


def in_words(term: Term) -> str:
    """The term on one line; brackets show what belongs together."""
    match term:
        case AllOf() | AnyOf():
            joined = _(" and ") if isinstance(term, AllOf) else _(" or ")
            return joined.join(_bracketed(part) for part in parts(term))
        case Not(part=part):
            return _not(part)
        case Literal(value=value):
            return _("always") if value else _("never")
        case Cited(paragraph=paragraph):
            return f"{paragraph.name} [{paragraph.cite}]"
        case Compare(left=left, op=op, right=right):
            return f"{amount(left)} {op} {amount(right)}"
        case Member(fact=fact, group=group):
            return _member(fact, group, _("{fact} is {values}"), _("{fact} is in {group}"))
        case ListedIn(fact=fact, listing=listing):
            return _("{fact} is among {listing}").format(fact=_(fact.says), listing=_(listing.says))
        case SomeCircuit(body=body):
            return _("some integrated circuit in it: {body}").format(body=_bracketed(body))
        case Classified(outcomes=outcomes):
            return _("classified in {entries}").format(entries=entries(outcomes))
        case Fact(says=says):
            return _(says)
    raise TypeError(f"no words for a {type(term).__name__}")


def _not(part: Term) -> str:
    match part:
        case Not(part=inner):
            return in_words(inner)
        case Compare(left=left, op=op, right=right):
            return f"{amount(left)} {OPPOSITE[op]} {amount(right)}"
        case Member(fact=fact, group=group):
            return _member(fact, group, _("{fact} is not {values}"), _("{fact} is not in {group}"))
        case Classified(outcomes=outcomes):
            return _("not classified in {entries}").format(entries=entries(outcomes))
    return _("not ({what})").format(what=in_words(part))


def _member(fact: Choice, group: Group, named: str, inside: str) -> str:
    values = sorted(group.on(date.min))
    if sorted(group.name.split(", ")) != values:
        return inside.format(fact=_(fact.says), group=_(" ".join(group.name.split())))
    return named.format(fact=_(fact.says), values=_(" or ").join(group.name.split(", ")))


def _bracketed(term: Term) -> str:
    several = isinstance(term, AllOf | AnyOf) and len(parts(term)) > 1
    return f"({in_words(term)})" if several else in_words(term)


def parts(term: AllOf | AnyOf) -> list[Term]:
    """The parts, with those of the same kind inside them: ``a & b & c`` is three parts."""
    found: list[Term] = []
    for part in term.parts:
        if isinstance(part, AllOf | AnyOf) and (type(part) is type(term) or len(part.parts) == 1):
            found += parts(part)
        else:
            found.append(part)
    return found


def outline(term: Term, depth: int = 0) -> Iterator[tuple[int, str]]:
    """The term as rows of depth and text: what fits on a line stays on it."""
    line = in_words(term)
    if len(line) + 2 * depth <= WIDE or not isinstance(term, AllOf | AnyOf | Not):
        yield depth, line
        return
    if isinstance(term, Not):
        yield depth, _("not:")
        yield from outline(term.part, depth + 1)
        return
    inside = parts(term)
    if len(inside) > 1:
        yield depth, _("all of:") if isinstance(term, AllOf) else _("at least one of:")
    for part in inside:
        yield from outline(part, depth + (len(inside) > 1))


def amount(quantity: Quantity) -> str:
    """A quantity in words, the numbers of the law with their units and dates."""
    match quantity:
        case Number(value=value):
            return _steps(value) if isinstance(value, Dated) else figure(value)
        case Plus(left=left, right=Times(left=less, right=Number(value=-1))):
            return _("{left} minus {less}").format(left=amount(left), less=amount(less))
        case Plus(left=left, right=right):
            return _("{left} plus {right}").format(left=amount(left), right=amount(right))
        case Times(left=left, right=right):
            return _("{left} times {right}").format(left=amount(left), right=amount(right))
        case Total(of=of, where=where):
            return _("the sum of {what} (over the lines where {where})").format(
                what=amount(of), where=in_words(where)
            )
        case Fact(says=says):
            return _(says)
    raise TypeError(f"no words for a {type(quantity).__name__}")


def _steps(dated: Dated) -> str:
    changed = [
        _("{number} from {day}").format(number=figure(dated.on(day)), day=day.isoformat())
        for day in dated.changes
    ]
    text = f"{figure(dated.on(date.min))} {_(dated.unit)}"
    return f"{text} ({', '.join(changed)})" if changed else text


def figure(number: Exact) -> str:
    """A number exactly: with its thousands, as a decimal or a fraction, by powers of ten from 10^15."""
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    if Fraction(decimal) != number:
        return str(number)
    if abs(decimal) < 10**15:
        return f"{decimal:,f}"
    _sign, digits, _exponent = decimal.normalize().as_tuple()
    lead = "".join(map(str, digits[:1])) + (
        "." + "".join(map(str, digits[1:])) if digits[1:] else ""
    )
    power = f"10^{decimal.adjusted()}"
    return power if lead == "1" else f"{lead} x {power}"


def entries(outcomes: Iterable[str]) -> str:
    """Paragraphs of the Commerce Control List as the regulation lists them: 4A003.z.1.a, z.2.a; 4A090.a."""
    written = []
    for entry, group in groupby(sorted(filter(None, outcomes)), lambda o: o.partition(".")[0]):
        names = list(group)
        written.append(", ".join([names[0], *(n.removeprefix(f"{entry}.") for n in names[1:])]))
    if "" in outcomes:
        written.append(_("none of these entries"))
    return "; ".join(written)
