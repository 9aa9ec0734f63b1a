"""Every operative paragraph of the AI Diffusion Framework (90 FR 4544), and what accounts for it.

The paragraphs are data in ``framework/``: a citation, a gist in our words, and one of three accounts:
``by`` names the paragraphs of `licet.law` that implement it, as module and function; ``nothing`` says
why there is nothing to decide; ``with`` names the part of licet that it comes with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from licet.logic.rules import Paragraph

FRAMEWORK = Path(__file__).parent / "framework"
FILES = (
    "parts-732-734.toml",
    "part-740.toml",
    "parts-742-744.toml",
    "part-748.toml",
    "supplement-10.toml",
    "parts-750-772.toml",
)
"""In the order of the regulation."""
PARTS = ("Model weights", "The ledger", "VEU duties")
"""What a paragraph can come with."""

IMPLEMENTED, NOTHING, COMES_WITH, OPEN = "implemented", "nothing to decide", "comes with", "open"


@dataclass(frozen=True)
class Operative:
    """One operative paragraph of the Framework."""

    cite: str
    gist: str
    by: tuple[str, ...] = ()
    nothing: str = ""
    comes_with: str = ""

    def status(self, handles: Mapping[str, Any]) -> str:
        """How it is accounted for; open where nothing does, or a name in ``by`` does not exist."""
        if self.by and all(name in handles for name in self.by):
            return IMPLEMENTED
        if self.by:
            return OPEN
        if self.nothing:
            return NOTHING
        return COMES_WITH if self.comes_with in PARTS else OPEN

    def account(self) -> str:
        """What accounts for it: functions, a reason, or a part of licet."""
        return ", ".join(self.by) or self.nothing or self.comes_with


@cache
def operative() -> tuple[Operative, ...]:
    """The operative paragraphs, in the order of the regulation."""
    return tuple(each for name in FILES for each in _read(FRAMEWORK / name))


def _read(path: Path) -> Iterable[Operative]:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    reasons = data.get("reasons", {})
    for cite, entry in data["paragraphs"].items():
        nothing = entry.get("nothing", "")
        yield Operative(
            cite=cite,
            gist=entry["gist"],
            by=tuple(entry.get("by", ())),
            nothing=reasons.get(nothing, nothing),
            comes_with=entry.get("with", ""),
        )


def handle(paragraph: Paragraph) -> str:
    """The name by which ``by`` refers to a paragraph: the module and the function."""
    return f"{Path(paragraph.where.rpartition(':')[0]).stem}.{paragraph.name}"


def handles(paragraphs: Iterable[Paragraph]) -> dict[str, Paragraph]:
    """Paragraphs by module and function."""
    return {handle(paragraph): paragraph for paragraph in paragraphs}


def summary(
    paragraphs: Iterable[Paragraph], framework: Iterable[Operative] | None = None
) -> dict[str, Any]:
    """How many operative paragraphs there are, how many are implemented or accounted for, which open."""
    named = handles(paragraphs)
    found = [(each.cite, each.status(named)) for each in framework or operative()]
    unaccounted = [cite for cite, status in found if status == OPEN]
    return {
        "operative": len(found),
        "implemented": sum(status == IMPLEMENTED for _cite, status in found),
        "accounted_for": len(found) - len(unaccounted),
        "open": unaccounted,
    }
