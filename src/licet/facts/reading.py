"""From data to facts, or to a sentence for each thing that is wrong with it.

The facts are `msgspec.Struct` classes, read along their annotations. msgspec's own conversion stops
at the first fault; a person wants all of them, with the field and what would be right.
"""

from __future__ import annotations

import datetime
import json
import re
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from functools import cache, partial
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from licet.errors import Fault, InputError
from licet.facts.countries import CODES, name_of, nearest
from licet.words import _

S = TypeVar("S", bound="Facts")


class Facts(msgspec.Struct):
    """The base of all facts: what is not named is refused, what is absent is unknown."""


class Wrong(ValueError):  # noqa: N818 (reads as it is raised)
    """A value is wrong; the sentence says what and what would be right."""


def stated(facts: Facts, names: tuple[str, ...]) -> list[str]:
    """Those of ``names`` that are stated in ``facts``."""
    return [name for name in names if getattr(facts, name) is not None]


def read(kind: type[S], data: Any) -> S:
    """The facts of ``kind`` in ``data``. Raises `InputError` with every fault that was found."""
    faults: list[Fault] = []
    value = _read(partial(_read_facts, kind), data, "", faults)
    if faults:
        raise InputError(faults)
    return value  # type: ignore[no-any-return]


# -- values ---------------------------------------------------------------------------------------


def _shown(value: Any) -> str:
    if isinstance(value, Decimal | float):
        return str(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


_NUMBERS = (int, float, Decimal, Fraction)


def NUMBER(value: Any) -> int | Fraction:  # noqa: N802 (a marker in annotations)
    """A finite number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, _NUMBERS):
        raise Wrong(_("{value} is not a number.").format(value=_shown(value)))
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and not value.is_finite():
        raise Wrong(_("{value} is not a finite number.").format(value=_shown(value)))
    if value < 0:
        raise Wrong(_("{value} is negative; it is 0 or more.").format(value=_shown(value)))
    if isinstance(value, Decimal) and value.adjusted() > 60:
        raise Wrong(_("{value} is beyond anything that exists.").format(value=_shown(value)))
    if isinstance(value, int):
        return value
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else exact


def COUNT(value: Any) -> int:  # noqa: N802 (a marker in annotations)
    """A whole number, 1 or more."""
    if isinstance(value, int | Decimal) and value < 0:
        raise Wrong(_("{value} is negative; it is 1 or more.").format(value=_shown(value)))
    number = NUMBER(value)
    if not isinstance(number, int) or number < 1:
        raise Wrong(_("{value} is not a whole number of 1 or more.").format(value=_shown(value)))
    return number


def COUNTRY(value: Any) -> str:  # noqa: N802 (a marker in annotations)
    """An ISO 3166-1 alpha-2 code."""
    if isinstance(value, str) and value in CODES:
        return value
    sentence = _("{value} is not a country code of ISO 3166-1, such as SG.")
    near = [f"{code} ({name_of(code)})" for code in nearest(str(value))]
    hint = _(" Did you mean {near}?").format(near=", ".join(near)) if near else ""
    raise Wrong(sentence.format(value=_shown(value)) + hint)


_ENTRY = re.compile(r"[0-9][A-E][0-9]{3}(\.[a-z0-9]+)*|EAR99")


def ENTRY(value: Any) -> str:  # noqa: N802 (a marker in annotations)
    """A paragraph of the Commerce Control List, or EAR99 for what is in none."""
    if isinstance(value, str) and _ENTRY.fullmatch(value):
        return value
    sentence = _("{value} is not a paragraph of the Commerce Control List, such as 3A090.a.")
    raise Wrong(sentence.format(value=_shown(value)) + _as_written(value))


def _as_written(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    entry, dot, rest = value.strip().removeprefix("ECCN").strip().partition(".")
    meant = entry.upper() + dot + rest.lower()
    return _(" Did you mean {near}?").format(near=meant) if _ENTRY.fullmatch(meant) else ""


def CERTIFICATE(value: Any) -> str:  # noqa: N802 (a marker in annotations)
    """The name of a certification, as the exceptions that ask for one are written."""
    if isinstance(value, str) and value not in CERTIFICATES and value.upper() in CERTIFICATES:
        sentence = _("{value} is written {right}.")
        raise Wrong(sentence.format(value=_shown(value), right=value.upper()))
    return _text(value)


CERTIFICATES = ("AIA", "LPP")
"""Certifications that an exception asks for (740.27(b)(2), 740.29(f)); others may be named."""


def FILLED(value: Any) -> Any:  # noqa: N802 (a marker in annotations)
    """A list with something in it."""
    if isinstance(value, list | tuple) and not value:
        raise Wrong(_("is empty; name at least one."))
    return value


def _bool(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise Wrong(_("{value} is neither true nor false.").format(value=_shown(value)))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise Wrong(_("{value} is not a text.").format(value=_shown(value)))


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        sentence = _("{value} is not a date; write it as 2025-06-02.")
        raise Wrong(sentence.format(value=_shown(value))) from None


def _one_of(value: Any, known: tuple[Any, ...]) -> Any:
    for each in known:
        if value is each or (isinstance(each, str) and value == each):
            return value
    names = [str(each) for each in known]
    sentence = _("{value} is not known here; it is one of {known}.").format(
        value=_shown(value), known=", ".join(names)
    )
    raise Wrong(sentence + _meant(str(value), names))


def _meant(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1, 0.5)
    return _(" Did you mean {near}?").format(near=near[0]) if near else ""


_PLAIN: dict[Any, Callable[[Any], Any]] = {bool: _bool, str: _text, datetime.date: _date}


# -- shapes ---------------------------------------------------------------------------------------

Reader = Callable[[Any, str, list[Fault]], Any]
"""Reads a value: the value, the path where it stands, and where faults go."""


@cache
def _fields(kind: type[Facts]) -> dict[str, tuple[str, Reader, bool]]:
    """By the name under which it is written: the field, how it is read, and whether it must be."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        field.encode_name: (field.name, _reader(hints[field.name]), field.required)
        for field in msgspec.structs.fields(kind)
    }


@cache
def _required(kind: type[Facts]) -> dict[str, str]:
    """The fields that must be there, by the name under which they are written."""
    return {name: field for name, (field, _how, must) in _fields(kind).items() if must}


def _read(reader: Reader, value: Any, path: str, faults: list[Fault]) -> Any:
    try:
        return reader(value, path, faults)
    except Wrong as wrong:
        faults.append(Fault(path, str(wrong)))
        return None


@cache
def _reader(hint: Any) -> Reader:
    """The reader of an annotation, made once."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _union(parts)
    if _is_facts(hint):
        return partial(_read_facts, hint)
    if origin is tuple:
        return partial(_read_list, _reader(parts[0]))
    if origin is Literal:
        return lambda value, path, faults: _one_of(value, parts)
    if hint in _PLAIN:
        plainly = _PLAIN[hint]
        return lambda value, path, faults: plainly(value)
    base, marker = parts
    if marker is FILLED:
        filled = _reader(base)
        return lambda value, path, faults: filled(FILLED(value), path, faults)
    return lambda value, path, faults: marker(value)


def _union(parts: tuple[Any, ...]) -> Reader:
    *others, last = [each for each in parts if each is not type(None)]
    read = _reader(last)
    if not others:
        return lambda value, path, faults: None if value is None else read(value, path, faults)
    names = [get_args(each) for each in others if get_origin(each) is Literal]
    known = tuple(name for each in names for name in each)
    whole = tuple(each for each in others if isinstance(each, type))
    object_or_not = {
        of: next((k for k in (*others, last) if of == _is_facts(k)), others[0])
        for of in (True, False)
    }
    shapes = {of: _reader(kind) for of, kind in object_or_not.items()}

    def either(value: Any, path: str, faults: list[Fault]) -> Any:
        if value is None or isinstance(value, whole) or value in known:
            return value
        if isinstance(value, str) and names and _is_facts(last):
            fields = ", ".join(_fields(last))
            sentence = _("{value} is neither {known} nor an object with {fields}.")
            raise Wrong(
                sentence.format(value=_shown(value), known=", ".join(names[0]), fields=fields)
            )
        return (read if value is False else shapes[isinstance(value, Mapping)])(value, path, faults)

    return either


def _is_facts(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Facts)


def _read_facts(kind: type[Facts], value: Any, path: str, faults: list[Fault]) -> Any:
    if isinstance(value, kind):
        return value
    if not isinstance(value, Mapping):
        raise Wrong(_("{value} is not an object with fields.").format(value=_shown(value)))
    fields, before, found = _fields(kind), len(faults), {}
    for name, part in value.items():
        below = f"{path}.{name}" if path else str(name)
        if name not in fields:
            sentence = _("there is no field of this name here.")
            faults.append(Fault(below, sentence + _meant(str(name), list(fields))))
            continue
        field, reader, required = fields[name]
        if part is not None or required:
            found[field] = _read(reader, part, below, faults)
    for name, field in _required(kind).items():
        if field not in found:
            faults.append(Fault(f"{path}.{name}" if path else name, _("is missing.")))
    return kind(**found) if len(faults) == before else None


def _read_list(reader: Reader, value: Any, path: str, faults: list[Fault]) -> Any:
    if not isinstance(value, list | tuple):
        raise Wrong(_("{value} is not a list.").format(value=_shown(value)))
    return tuple(_read(reader, part, f"{path}[{n}]", faults) for n, part in enumerate(value))


def plain(number: int | Fraction | None) -> int | float | None:
    """An exact number as JSON writes it: whole where it is whole. For display only."""
    if number is None or isinstance(number, int):
        return number
    return number.numerator if number.denominator == 1 else float(number)
