"""Fields that come as text (from a command line, a table, or the ledger itself) as their kind needs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from licet.facts.reading import COUNT, NUMBER
from licet.ledger.kinds import KINDS, OBJECT, PERCENT

_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+|\d+(_\d+)+)(\.\d+)?")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def typed(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with each text turned into what its field holds; what cannot be stays text."""
    hints = _hints(kind)
    return {name: _typed(hints.get(name), value) for name, value in fields.items()}


@cache
def _hints(kind: str) -> dict[str, Any]:
    return get_type_hints(KINDS[kind], include_extras=True) if kind in KINDS else {}


def _typed(hint: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if not text:
        return None
    for each in _parts(hint):
        if each is bool:
            return _TRUTH.get(text.casefold(), text)
        if get_origin(each) is tuple:
            return [part for part in re.split(r"[\s,;]+", text) if part]
        if _marker(each) in (NUMBER, COUNT, PERCENT):
            return _number(text)
        if _marker(each) is OBJECT:
            return _object(text)
    return text


def _parts(hint: Any) -> tuple[Any, ...]:
    if hint is None:
        return ()
    if get_origin(hint) is None or hasattr(hint, "__metadata__"):
        return (hint,)
    if get_origin(hint) is tuple:
        return (hint,)
    return tuple(each for each in get_args(hint) if each is not NoneType)


def _marker(hint: Any) -> Any:
    return getattr(hint, "__metadata__", (None,))[0]


def _number(text: str) -> Any:
    if not _NUMBER.fullmatch(text):
        return text
    number = Decimal(text.replace(",", "").replace("_", ""))
    return int(number) if number == number.to_integral_value() else number


def _object(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        return text
