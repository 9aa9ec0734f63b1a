"""Paragraphs of the Commerce Control List in SQL: `licet.decision.entries` for a column of texts."""

from __future__ import annotations

from collections.abc import Iterable

from licet.decision.entries import BY_DESCRIPTION
from licet.law.ear.ccl.associated import FOR
from licet.law.ear.ccl.paragraphs import ALONE, FAMILIES, OTHER, PARAGRAPHS, families_in

Z = sorted({p.partition(".")[0] for p in PARAGRAPHS if ".z." in p})
"""The entries with .z paragraphs."""


def paragraph(text: str, made_for: str = "") -> str:
    """The paragraph in which the text lies, or `OTHER`; NULL where there is no text.

    ``made_for``: what stands beside an entry that was stated. Without it 5D002.a.1 is in no .z paragraph.
    """
    if text == "NULL":
        return text
    kept = f" AND {made_for} IS NULL" if made_for not in ("", "NULL") else ""
    left = [f"WHEN {text} LIKE '{each}.%'{kept} THEN '{OTHER}'" for each in BY_DESCRIPTION]
    longest = sorted(PARAGRAPHS, key=lambda each: (-each.count("."), each))
    z = [each for each in longest if ".z." in each]
    rest = [each for each in longest if each not in z]
    cases = [*_cases(text, z), *(left if made_for else []), *_cases(text, rest)]
    return f"CASE WHEN {text} IS NULL THEN NULL {' '.join(cases)} ELSE '{OTHER}' END"


def _cases(text: str, names: Iterable[str]) -> list[str]:
    return [f"WHEN {_within(text, name)} THEN '{name}'" for name in names]


def _within(text: str, name: str) -> str:
    return f"({text} = '{name}' OR {text} LIKE '{name}.%')"


def family(text: str) -> str:
    """The family that describes an item as well; NULL where none does."""
    if text == "NULL":
        return text
    longest = sorted(FAMILIES, key=lambda each: (-each.count("."), each))
    alone = {each.partition(".")[0]: each for each in longest}
    single = [
        f"WHEN {text} = '{entry}' THEN '{each}'"
        for entry, each in alone.items()
        if families_in(entry) == [each] and entry != each
    ]
    return f"CASE {' '.join([*_cases(text, longest), *single])} END"


def is_one(text: str) -> str:
    """Whether a text that is written as a paragraph is one: not several, and none that is not there."""
    parts = [each.split(".") for each in PARAGRAPHS]
    several = {".".join(each[:n]) for each in parts for n in range(1, len(each))} - PARAGRAPHS
    named = ", ".join(f"'{each}'" for each in sorted(several))
    wrong = [f"{text} IN ({named})"]
    for under, apart in [
        *((entry, entry) for entry in ALONE),
        *((f"{entry}.z", "") for entry in Z),
    ]:
        held = _any(text, [each for each in PARAGRAPHS if each.startswith(under)])
        itself = f"{text} = '{apart}' OR " if apart else ""
        wrong.append(f"({_within(text, under)} AND NOT ({itself}{held}))")
    return f"NOT ({' OR '.join(wrong)})"


def describes_hardware(text: str) -> str:
    """Whether a text that is written as a paragraph can describe a circuit or a computer."""
    entries = sorted({each.partition(".")[0] for each in FAMILIES})
    known = f"({family(text)} IS NOT NULL OR NOT {_any(text, entries)})"
    return f"({text} = 'EAR99' OR SUBSTR({text}, 2, 1) = 'A') AND {known}"


def go_together(stated: str, made_for: str) -> str:
    """Whether a stated entry of software or technology is the one for what it is made for."""
    if "NULL" in (stated, made_for):
        return "TRUE"
    apart = []
    for group in "DE":
        those = {base: these for base, these in FOR.items() if base[1] == group}
        bases = _cases(stated, [base for base in sorted(those) if base not in BY_DESCRIPTION])
        named = [f"WHEN {_any(made_for, these)} THEN '{base}'" for base, these in those.items()]
        both = f"CASE {' '.join(bases)} END <> CASE {' '.join(named)} END"
        apart.append(f"COALESCE({both}, FALSE)")
    return f"NOT ({' OR '.join(apart)})"


def _any(text: str, names: Iterable[str]) -> str:
    return "(" + " OR ".join(_within(text, each) for each in sorted(names)) + ")"
