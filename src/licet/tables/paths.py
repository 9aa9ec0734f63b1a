"""The facts of one transaction with one line as columns: every path, and what stands under it."""

from __future__ import annotations

import datetime
import types
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from licet.facts.reading import COUNT, COUNTRY, NUMBER, Facts
from licet.facts.training import ModelWeights
from licet.facts.transaction import Line, Transaction

KINDS = {COUNTRY: "country", NUMBER: "number", COUNT: "number"}


@cache
def paths() -> dict[str, str]:
    """By the path of each fact that a column can hold: country, number, flag, date, word, any."""
    found = {**_below(Transaction, ""), **_below(Line, "")}
    del found["lines"]
    return found


def _below(kind: type[Facts], prefix: str, within: tuple[type, ...] = ()) -> dict[str, str]:
    hints = get_type_hints(kind, include_extras=True)
    found: dict[str, str] = {}
    for each in msgspec.structs.fields(kind):
        path, hint = prefix + each.encode_name, hints[each.name]
        shapes = [s for s in _shapes(hint) if isinstance(s, type) and issubclass(s, Facts)]
        if len(shapes) == 1 == len(_shapes(hint)) and shapes[0] not in within:
            below = (*within, shapes[0])
            found |= _below(shapes[0], f"{path}.", below if shapes[0] is ModelWeights else within)
        else:
            found[path] = _kind(hint)
    return found


def _shapes(hint: Any) -> list[Any]:
    if get_origin(hint) in (Union, types.UnionType):
        return [each for each in get_args(hint) if each is not type(None)]
    return [hint]


def _kind(hint: Any) -> str:
    shapes = _shapes(hint)
    if datetime.date in shapes:
        return "date"
    if len(shapes) == 1:
        only = shapes[0]
        if only is bool:
            return "flag"
        if only is str or get_origin(only) is Literal:
            return "word"
        if get_origin(only) is Annotated:
            return KINDS.get(get_args(only)[1], "word")
        if get_origin(only) is tuple and str in (get_args(only)[0], *get_args(get_args(only)[0])):
            return "words"
    return "any"
