"""Reading the file that a person names; `-` is standard input."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError
from licet.facts.parsing import parse
from licet.words import _


def read_facts(name: str) -> Any:
    """The data in a JSON or YAML file (by its ending). Raises `InputError` with one sentence."""
    if name == "-":
        return parse(sys.stdin.read(), name=_("standard input"))
    path = Path(name)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(_("there is no file {name}.").format(name=name)) from None
    except IsADirectoryError:
        raise InputError(_("{name} is a folder; name a file.").format(name=name)) from None
    except UnicodeDecodeError:
        raise InputError(_("{name} is not a text in UTF-8.").format(name=name)) from None
    except OSError as error:
        sentence = _("{name} cannot be read: {why}.")
        raise InputError(sentence.format(name=name, why=error.strerror)) from None
    return parse(text, yaml=path.suffix.lower() in (".yaml", ".yml"), name=name)


def read_mapping(name: str | None) -> dict[str, Any]:
    """The mapping in a file: by path of a fact, the column of a table that states it.

    `licet.tables.meant` says what may stand in place of a column's name.
    """
    if name is None:
        return {}
    read = read_facts(name)
    if isinstance(read, dict):
        return read
    sentence = _("is not a mapping; write the path of a fact and its column, line by line.")
    raise InputError([Fault(name, sentence)])


def written(data: Any) -> str:
    """Data as JSON; a decimal as the number that it is."""

    def number(value: Any) -> Any:
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        raise TypeError(value)

    return json.dumps(data, ensure_ascii=False, indent=2, default=number)
