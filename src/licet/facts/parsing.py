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
        return (
            _yaml(text) if yaml else json.loads(text, parse_float=Decimal, object_pairs_hook=_once)
        )
    except ValueError as error:
        kind = "YAML" if yaml else "JSON"
        raise InputError(
            _("{name} is not {kind}: {why}").format(name=name, kind=kind, why=error)
        ) from None
    except RecursionError:
        raise InputError(_("{name} is nested too deeply.").format(name=name)) from None


def _once(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    """The fields of an object, none of them named twice: the one or the other would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("the field {name} stands twice in one object").format(name=twice))
    return found


def _yaml(text: str) -> Any:
    import yaml

    class Exact(yaml.SafeLoader):
        """Numbers as they are written, not as the nearest binary fraction."""

        yaml_implicit_resolvers = {
            first: [(tag, pattern) for tag, pattern in known if not tag.endswith(":bool")]
            for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    def mapping(loader: Any, node: Any) -> dict[Any, Any]:
        named = [key for key, _value in node.value if not key.tag.endswith(":merge")]
        _once([(loader.construct_object(key), None) for key in named])
        return loader.construct_mapping(node, deep=True)  # type: ignore[no-any-return]

    def number(loader: Any, node: Any) -> Decimal:
        written = loader.construct_scalar(node).replace("_", "").lower().lstrip("+")
        return Decimal(written.replace(".inf", "Infinity").replace(".nan", "NaN"))

    Exact.add_constructor("tag:yaml.org,2002:float", number)
    Exact.add_constructor("tag:yaml.org,2002:map", mapping)
    # YAML 1.1 reads NO, on and y as truth values; YAML 1.2 does not. Norway stays a country.
    truth = re.compile(r"(?:true|True|TRUE|false|False|FALSE)$")
    Exact.add_implicit_resolver("tag:yaml.org,2002:bool", truth, list("tTfF"))
    # YAML 1.1 reads 1e26 and 9.6e25 as texts; YAML 1.2 does not. 4E091 stays a paragraph.
    written = re.compile(r"[-+]?[0-9][0-9_]*(\.[0-9_]*[eE][-+]?|e[-+]?|E[-+])[0-9]+$")
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
