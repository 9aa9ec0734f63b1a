"""Why a paragraph came out as it did: the facts that decide it, in a few words each.

Where all parts have to hold, what holds is told, and the bars that are not in the way are left out;
where one part is enough, the first that decides is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from licet.facts.countries import CODES, name_of
from licet.facts.transaction import ROLES
from licet.law.editions import Edition
from licet.logic.explain import Truth, measure, reader
from licet.logic.rules import Paragraph
from licet.logic.terms import (
    AllOf,
    Amount,
    AnyOf,
    Choice,
    Cited,
    Classified,
    Compare,
    Flag,
    ListedIn,
    Member,
    Not,
    Quantity,
    SomeCircuit,
    Term,
)
from licet.logic.words import figure
from licet.logic.world import NotApplicable, Vector, World
from licet.words import _, language

PRESENT = frozenset(f"parties.{role}" for role in ROLES)
"""Facts that only say that a party is named: no reason for anything."""
OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def because(edition: Edition, paragraph: Paragraph, world: World) -> list[str]:
    """The facts that decide ``paragraph`` for a line, or that leave it open; none where it is bare."""
    standing = edition.version(paragraph)
    if standing is None:
        return []
    found = _told(edition, edition.term(standing), world, world.facts)
    return list(dict.fromkeys(found))


def _told(edition: Edition, term: Term, world: World, v: Vector) -> Iterator[str]:
    match term:
        case Cited(paragraph=paragraph):
            standing = edition.version(paragraph)
            if standing is not None:
                yield from _told(edition, edition.term(standing), world, v)
        case Not(part=part):
            yield from _told(edition, part, world, v)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            yield from _of_parts(edition, term, parts, world, v)
        case SomeCircuit(body=body):
            wanted = reader(term, edition)(world, v)
            read = reader(body, edition)
            telling = [c for c in world.circuits if read(world, c) is wanted]
            for circuit in telling[:1]:
                yield from _told(edition, body, world, circuit)
        case _:
            yield from _fact(edition, term, world, v)


def _of_parts(
    edition: Edition, term: Term, parts: tuple[Term, ...], world: World, v: Vector
) -> Iterator[str]:
    truth = reader(term, edition)(world, v)
    read = [(part, reader(part, edition)(world, v)) for part in parts]
    one_decides = isinstance(term, AnyOf)
    telling = [part for part, each in read if each is truth]
    if truth is one_decides:
        telling = sorted(telling, key=_is_a_bar)[:1]
    elif truth is not None:
        telling = [part for part in telling if not (_is_a_bar(part) or _is_plain(part))] or telling
    for part in telling:
        yield from _told(edition, part, world, v)


def _is_a_bar(part: Term) -> bool:
    """Something that would stand in the way, and does not."""
    if isinstance(part, AllOf):
        return all(_is_a_bar(each) for each in part.parts)
    return isinstance(part, Not)


def _is_plain(part: Term) -> bool:
    """What everybody sees: what kind of item it is, and what is done with it."""
    return isinstance(part, Member) and part.fact.path in ("action", "item")


def _fact(edition: Edition, term: Term, world: World, v: Vector) -> Iterator[str]:
    truth = reader(term, edition)(world, v)
    match term:
        case Classified(table=table):
            possible = sorted(edition.outcomes(table, world))
            yield _(" or ").join(each or _("in none of these entries") for each in possible)
        case Member(fact=fact, group=group):
            yield _membership(fact, v, " ".join(group.name.split()), truth)
        case ListedIn(fact=fact, listing=listing):
            shown = _value(fact, v[fact.slot])
            yield f"{_(fact.says)}: {shown}; {_(listing.says)}: {_value(listing, v[listing.slot])}"
        case Flag(says=says, path=path, slot=slot):
            if path not in PRESENT:
                yield f"{_(says)}: {_value(term, v[slot])}"
        case Compare():
            yield _comparison(edition, term, world, v, truth)


def _membership(fact: Choice, v: Vector, group: str, truth: Truth) -> str:
    shown = f"{_(fact.says)}: {_value(fact, v[fact.slot])}"
    if truth is None or fact.domain != CODES:
        return shown
    return shown + ", " + (_("in {group}") if truth else _("not in {group}")).format(group=group)


def _comparison(edition: Edition, term: Compare, world: World, v: Vector, truth: Truth) -> str:
    left, right = term.left, term.right
    op = OPPOSITE[term.op] if truth is False else term.op
    words = {"<": _("below"), "<=": _("at most"), ">": _("above"), ">=": _("at least")}[op]
    if _is_day(left) or _is_day(right):
        return _days(left, v)
    name = _(left.says) if isinstance(left, Amount) else _("together")
    shown = _measured(edition, left, world, v)
    if truth is None or shown is None:
        return f"{name}: {shown or _('not known')}"
    return f"{name} {shown}, {words} {_measured(edition, right, world, v)}"


def _measured(edition: Edition, quantity: Quantity, world: World, v: Vector) -> str | None:
    found = measure(quantity, edition)(world, v)
    if isinstance(found, NotApplicable):
        return _("none")
    low, high = found[0], found[2]
    return figure(low) if low == high else None


def _is_day(quantity: Quantity) -> bool:
    return isinstance(quantity, Amount) and quantity.unit == "day"


def _days(quantity: Quantity, v: Vector) -> str:
    fact = quantity if isinstance(quantity, Amount) else getattr(quantity, "left", None)
    if not isinstance(fact, Amount):
        return ""
    value = v[fact.slot]
    shown = date.fromordinal(value).isoformat() if isinstance(value, int) else _value(fact, value)
    return f"{_(fact.says)}: {shown}"


def _value(fact: Any, value: Any) -> str:
    if isinstance(value, NotApplicable):
        return _("none")
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, frozenset):
        return ", ".join(sorted(value)) or _("none")
    if isinstance(value, int | Fraction):
        return figure(value)
    if isinstance(fact, Choice) and fact.domain == CODES:
        return name_of(value, language())
    return str(value).replace("_", " ")
