"""Fields that come as text (from a command line, a table, or the ledger itself) as their kind needs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache, partial
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from licet.errors import Fault
from licet.facts.reading import COUNT, NUMBER
from licet.ledger.kinds import KINDS, OBJECT, PERCENT
from licet.words import _

_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+|\d+(_\d+)+)(\.\d+)?")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}


def typed(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with each text turned into what its field holds; what cannot be stays text."""
    readers = _readers(kind)
    return {
        name: readers.get(name, str)(value.strip()) if isinstance(value, str) else value
        for name, value in fields.items()
    }


def illegible(fields: Mapping[str, Any]) -> list[Fault]:
    """A fault for each text that no database holds: bytes that were no UTF-8, or a null character."""
    if _legible("".join([text for text in fields.values() if isinstance(text, str)])):
        return []
    sentence = _("holds bytes that are no text in UTF-8.")
    return [
        Fault(name, sentence)
        for name, text in fields.items()
        if isinstance(text, str) and not _legible(text)
    ]


def _legible(text: str) -> bool:
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


Reader = Callable[[str], Any]


@cache
def _readers(kind: str) -> dict[str, Reader]:
    """By field, how a text is read."""
    hints = get_type_hints(KINDS[kind], include_extras=True) if kind in KINDS else {}
    return {name: partial(_read, _reader(hint)) for name, hint in hints.items()}


def _read(reader: Reader, text: str) -> Any:
    return reader(text) if text else None


def _reader(hint: Any) -> Reader:
    for each in _parts(hint):
        if each is bool:
            return _truth
        if get_origin(each) is tuple:
            return _list
        if _marker(each) in (NUMBER, COUNT, PERCENT):
            return _number
        if _marker(each) is OBJECT:
            return _object
    return str


def _truth(text: str) -> Any:
    return _TRUTH.get(text.casefold(), text)


def _list(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,;]+", text) if part]


def _parts(hint: Any) -> tuple[Any, ...]:
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
