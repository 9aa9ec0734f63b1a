"""What people write into a cell, as the fact that it states. Nothing is guessed.

A value that fits no form is left as it is: the reader of facts then says what is wrong with it.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from licet.facts.countries import CODES, OTHER_NAMES, name_of
from licet.tables.paths import paths
from licet.words import LANGUAGES

NOT_KNOWN = {"", "?", "unknown", "not known", "n/a", "#n/a"}
"""Cells that state nothing. "NA" is not among them: it is Namibia."""
YES, NO = {"true", "yes", "y"}, {"false", "no", "n"}
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


def fact(kind: str, value: Any) -> Any:
    """The fact in a cell; none where nothing is stated."""
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date()
    if isinstance(value, str):
        text = value.strip()
        return None if text.casefold() in NOT_KNOWN else _of_text(kind, text)
    if kind == "flag" and value in (0, 1) and isinstance(value, int):
        return bool(value)
    return value


@lru_cache(maxsize=100_000)
def _of_text(kind: str, text: str) -> Any:
    if text[0] in "[{":
        return _json(text)
    match kind:
        case "country":
            return country(text)
        case "number":
            return number(text)
        case "flag":
            word = text.casefold()
            return True if word in YES else False if word in NO else text
        case "date":
            return False if text.casefold() in NO else text.removesuffix(" 00:00:00")
        case "words":
            none = text.casefold() == "none"
            return [] if none else [part for part in re.split(r"[\s,;]+", text) if part]
        case "any" if text.startswith("NVEU:"):
            return {"NVEU": re.split(r"[\s,;]+", text.removeprefix("NVEU:").strip())}
        case "any":
            return number(text)
    return text


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        return text


def number(text: str) -> Any:
    """The number, exactly; with commas between thousands too."""
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return text
    return int(found) if found.is_finite() and found == found.to_integral_value() else found


@cache
def _countries() -> dict[str, str]:
    named = {name_of(code, to).casefold(): code for to in LANGUAGES for code in CODES}
    return {**named, **OTHER_NAMES, **{code.casefold(): code for code in CODES}}


def country(text: str) -> str:
    """The code of a country that is written as a code or by its whole name."""
    return _countries().get(text.casefold(), text)


def transaction_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a row: a transaction with one line. ``row`` holds cells by path."""
    tree: dict[str, Any] = {}
    for path, cell in row.items():
        value = fact(paths()[path], cell)
        if value is None:
            continue
        *above, last = path.split(".")
        place = tree
        for step in above:
            place = place.setdefault(step, {})
        place[last] = value
    line = {name: tree.pop(name) for name in ("item", "quantity", "origin") if name in tree}
    return {**tree, "lines": [line]}
