"""The index of a checkpoint in several files: which tensor lies in which of them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from licet.words import _

LARGEST = 64 << 20


@dataclass
class Index:
    """The names of the parts, in order, and how many tensors the index lists."""

    shards: list[str] = field(default_factory=list)
    tensors: int = 0
    faults: list[str] = field(default_factory=list)


def read_index(path: Path) -> Index:
    """The parts that ``path`` names. A part outside the folder is a fault and is left out."""
    index = Index()
    try:
        size = path.stat().st_size
        found: Any = json.loads(path.read_bytes()) if size <= LARGEST else None
        places = found["weight_map"]
        names = dict.fromkeys(places.values())
        index.tensors = len(places)
    except OSError as error:
        index.faults.append(_("it cannot be read: {why}.").format(why=error.strerror))
        return index
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        index.faults.append(_("it is not an index: it has no weight_map of names."))
        return index
    for name in names:
        if isinstance(name, str) and PurePosixPath(name).name == name and name != "..":
            index.shards.append(name)
        else:
            sentence = _("it names a part outside its folder: {name}; it was not followed.")
            index.faults.append(sentence.format(name=str(name)[:200]))
    return index
