"""What a fact that has to be asked for means, in plain words."""

from __future__ import annotations

import re
from functools import cache

from licet.logic.terms import Fact
from licet.words import _


def meaning(path: str) -> str:
    """In words what the fact at ``path`` says; empty where licet has no word for it."""
    says = _by_path()
    wanted = re.sub(r"^lines\[\d+\]\.", "", path)
    inner = re.sub(r"^.*\bitem\.(?:computer\.contains\[\d+\]\.item\.)*", "", wanted)
    found = next((says[each] for each in (wanted, f"item.{inner}", inner) if each in says), "")
    return _(found) if found else ""


@cache
def _by_path() -> dict[str, str]:
    import licet.law.subject  # noqa: F401 (the facts that the law looks at register themselves)

    found: dict[str, str] = {}
    for fact in Fact.every:
        found.setdefault(fact.path, fact.says)
    return found
