"""From a text to data, with every number exact."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from licet.errors import Fault, InputError
from licet.words import _


def parse(text: str, *, yaml: bool = False, name: str = "the input") -> Any:
    """The data in a JSON or YAML text, numbers exact. Raises `InputError` where it is neither."""
    try:
        return _yaml(text) if yaml else json.loads(text, parse_float=Decimal)
    except ValueError as error:
        kind = "YAML" if yaml else "JSON"
        raise InputError(
            _("{name} is not {kind}: {why}").format(name=name, kind=kind, why=error)
        ) from None
    except RecursionError:
        raise InputError(_("{name} is nested too deeply.").format(name=name)) from None


def _yaml(text: str) -> Any:
    import yaml

    class Exact(yaml.SafeLoader):
        """Numbers as they are written, not as the nearest binary fraction."""

    def number(loader: Any, node: Any) -> Decimal:
        written = loader.construct_scalar(node).replace("_", "").lower().lstrip("+")
        return Decimal(written.replace(".inf", "Infinity").replace(".nan", "NaN"))

    Exact.add_constructor("tag:yaml.org,2002:float", number)
    # YAML 1.1 reads 1e26 and 9.6e25 as texts; YAML 1.2 does not. 4E091 stays a paragraph.
    written = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9_]*[eE]|e)[-+]?[0-9]+$")
    Exact.add_implicit_resolver("tag:yaml.org,2002:float", written, list("-+0123456789"))
    try:
        return yaml.load(text, Loader=Exact)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None


def a_date(text: str, field: str) -> date:
    """A day written as 2025-06-02. Raises `InputError` that names ``field``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(
            [Fault(field, _("{value} is not a date; write it as 2025-06-02.").format(value=text))]
        ) from None
