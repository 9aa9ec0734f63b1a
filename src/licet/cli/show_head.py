"""The head of a determination: what goes where on which day, what it is classified, who receives it."""

from __future__ import annotations

from typing import Any

from licet.cli.words import action_of, day_in_words, item_in_words, place_in_words
from licet.decision import Determination
from licet.decision.margins import Margin, margins
from licet.decision.tree import parties_of
from licet.words import _

NEAR = 10.0
"""Percent: an item that lies nearer to a line than this is shown against that line."""


def head(made: Determination) -> str:
    """A shipment of one line in a sentence, of several as a list under one."""
    facts, lines = made.facts, made.on_the_books.data["lines"]
    names = [
        (f"{line.quantity:,} x " if line.quantity else "") + item_in_words(line.item)
        for line in facts.lines
    ]
    told = [_classification(made, number, line) for number, line in enumerate(lines)]
    action, where = action_of(facts.action), place_in_words(facts.destination)
    named = parties_of(facts)
    ending = [named] if named else []
    if len(lines) == 1:
        title = _("{what}, {action} to {place}, {day}").format(
            what=names[0],
            action=action[:1].lower() + action[1:],
            place=where,
            day=day_in_words(made.day),
        )
        return "\n".join([title, *told, *ending])
    title = _("{action} to {place}, {day}").format(
        action=action, place=where, day=day_in_words(made.day)
    )
    rows = [row for name, text in zip(names, told, strict=True) for row in (name, f"  {text}")]
    return "\n".join([title, *rows, *ending])


def _classification(made: Determination, number: int, line: dict[str, Any]) -> str:
    possible = line.get("possible_classifications")
    text: str = line["classification"] or (
        _(" or ").join(each or _("none") for each in possible)
        if possible
        else _("in none of these entries")
    )
    if line["tpp_each"]:
        text += f": TPP {line['tpp_each']:,}" + _line_of_the_law(made, number, line["tpp_each"])
    if line["tpp_total"] and line["tpp_total"] != line["tpp_each"]:
        text += ". " + _("Together {total} TPP").format(total=f"{line['tpp_total']:,}")
    return text + "."


def _line_of_the_law(made: Determination, number: int, each: float) -> str:
    review = made.on_the_books.review
    found = margins(review.worlds[number], review.edition)
    if not found:
        return ""
    of_tpp = [margin for margin in found if margin.of == "TPP"]
    nearest = found[0] if abs(found[0].percent) < NEAR else (of_tpp or found)[0]
    told = _in_words(nearest)
    if nearest.of != "TPP":
        told = f"{_(nearest.of)} {float(nearest.value):,.2f}, {told}"
    elif float(nearest.value) != float(each):
        told = _("its strongest circuit {value}, {told}").format(
            value=f"{float(nearest.value):,.10g}", told=told
        )
    return f" ({told})"


def _in_words(margin: Margin) -> str:
    line = f"{float(margin.line):,.10g}"
    ratio = float(margin.value / margin.line)
    if ratio >= 2:
        return _("{ratio} times the line of {line}").format(ratio=f"{ratio:,.1f}", line=line)
    if margin.value == margin.line:
        return _("on the line of {line}").format(line=line)
    side = _("above") if ratio > 1 else _("below")
    percent = f"{abs(margin.percent):,.1f}".rstrip("0").rstrip(".")
    return _("{percent} % {side} the line of {line}").format(percent=percent, side=side, line=line)
