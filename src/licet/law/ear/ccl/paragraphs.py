"""The paragraphs of the Commerce Control List that these controls know, and how lists name them.

The .z families are numbered unevenly: in 4A004, 4A005, 5A992 and 5D992 ``z.1`` is the level of
3A090.a and ``z.2`` that of 3A090.b; elsewhere ``z.n`` is a family and ``.a`` or ``.b`` the level.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

COMMODITY_FAMILIES: Mapping[str, tuple[str, str]] = {
    "3A001.b.2": ("3A001.z.1.a", "3A001.z.1.b"),
    "3A001.b.3": ("3A001.z.1.a", "3A001.z.1.b"),
    "3A001.a.1.a": ("3A001.z.2.a", "3A001.z.2.b"),
    "3A001.a.5.a": ("3A001.z.2.a", "3A001.z.2.b"),
    "3A001.e.2": ("3A001.z.3.a", "3A001.z.3.b"),
    "3A001.e.3": ("3A001.z.3.a", "3A001.z.3.b"),
    "3A001": ("3A001.z.4.a", "3A001.z.4.b"),
    "4A003.b": ("4A003.z.1.a", "4A003.z.1.b"),
    "4A003.c": ("4A003.z.1.a", "4A003.z.1.b"),
    "4A003.g": ("4A003.z.2.a", "4A003.z.2.b"),
    "4A004": ("4A004.z.1", "4A004.z.2"),
    "4A005": ("4A005.z.1", "4A005.z.2"),
    "5A002.a": ("5A002.z.1.a", "5A002.z.1.b"),
    "5A002.b": ("5A002.z.2.a", "5A002.z.2.b"),
    "5A002.c": ("5A002.z.3.a", "5A002.z.3.b"),
    "5A002.d": ("5A002.z.4.a", "5A002.z.4.b"),
    "5A002.e": ("5A002.z.5.a", "5A002.z.5.b"),
    "5A004.a": ("5A004.z.1.a", "5A004.z.1.b"),
    "5A004.b": ("5A004.z.2.a", "5A004.z.2.b"),
    "5A992.c": ("5A992.z.1", "5A992.z.2"),
}
"""By the entry that describes a commodity as well: its .z paragraphs at the levels of .a and .b."""

SOFTWARE_FAMILIES: Mapping[str, tuple[str, str]] = {
    "5D002.a.1": ("5D002.z.1.a", "5D002.z.1.b"),
    "5D002.a.2": ("5D002.z.2.a", "5D002.z.2.b"),
    "5D002.a.3.a": ("5D002.z.3.a", "5D002.z.3.b"),
    "5D002.a.3.b": ("5D002.z.4.a", "5D002.z.4.b"),
    "5D002.b": ("5D002.z.5.a", "5D002.z.5.b"),
    "5D002.c.1": ("5D002.z.6.a", "5D002.z.6.b"),
    "5D002.c.2": ("5D002.z.7.a", "5D002.z.7.b"),
    "5D002.c.3.a": ("5D002.z.8.a", "5D002.z.8.b"),
    "5D002.c.3.b": ("5D002.z.9.a", "5D002.z.9.b"),
    "5D992": ("5D992.z.1", "5D992.z.2"),
}
"""The same for software."""

FAMILIES = frozenset({*COMMODITY_FAMILIES, *SOFTWARE_FAMILIES})
COMMODITIES_A = frozenset({"3A090.a", "4A090.a", *(a for a, _ in COMMODITY_FAMILIES.values())})
COMMODITIES_B = frozenset({"3A090.b", "4A090.b", *(b for _, b in COMMODITY_FAMILIES.values())})
SOFTWARE_A = frozenset(a for a, _ in SOFTWARE_FAMILIES.values())
SOFTWARE_B = frozenset(b for _, b in SOFTWARE_FAMILIES.values())
ASSOCIATED = frozenset(
    {"3D001", "4D001", "4D090", "5D002", "5D992", "3E001", "4E001", "5E002", "5E992"}
)
"""Software and technology by what it is for; 5D002 and 5D992 where no .z paragraph catches it."""

PARAGRAPHS = (
    COMMODITIES_A | COMMODITIES_B | SOFTWARE_A | SOFTWARE_B | ASSOCIATED | {"3A090.c", "4E091"}
)
"""Every classification that licet can give."""

PARAGRAPHS_OF_2022 = frozenset({"3A090.a", "4A090.a", "3D001", "3E001", "4D090", "4E001"})
"""Those that the list of October 2022 had already: no .b, and no .z paragraphs."""

SINCE_2023 = PARAGRAPHS - PARAGRAPHS_OF_2022 - {"3A090.c", "4E091"}
"""Those that came on 17 November 2023. Nobody can have classified an item so before."""

OTHER = "other"
"""Any paragraph outside these controls, where a fact names one."""


ALONE = ("3A090", "4A090", "4E091")
"""Entries that these controls know whole: what else is written below them does not exist."""


def _beginning(written: str, known: Collection[str]) -> str | None:
    parts = written.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if name in known), None)


def paragraph_of(written: str) -> str:
    """The paragraph in which one such as ``3A090.a.1`` or ``4E001.a`` lies, or `OTHER`."""
    return _beginning(written, PARAGRAPHS) or OTHER


def exists(written: str) -> bool:
    """Whether a paragraph can be: none is below 3A090, 4A090, 4E091 or a .z but those held here."""
    entry, _dot, rest = written.partition(".")
    found = paragraph_of(written)
    if rest == "z" or rest.startswith("z."):
        return ".z." in found or any(p.startswith(written + ".") for p in PARAGRAPHS)
    return entry not in ALONE or found != OTHER or written == entry


def families_in(entry: str) -> list[str]:
    """What the .z paragraphs of an entry ask an item to be described in, such as ``5A002.a``."""
    return sorted(each for each in FAMILIES if each.partition(".")[0] == entry)


def family_of(described_in: str) -> str | None:
    """The family of a description such as ``5A002.a.4``: the longest one that begins it.

    An entry with one family alone, such as 5A992, stands for it.
    """
    those = families_in(described_in)
    return _beginning(described_in, FAMILIES) or (those[0] if len(those) == 1 else None)


@cache
def _beginning_with() -> dict[str, set[str]]:
    """By entry or beginning of a paragraph, such as ``3A001.z``: it and all below it."""
    found: dict[str, set[str]] = {}
    for paragraph in PARAGRAPHS:
        parts = paragraph.split(".")
        for length in range(1, len(parts) + 1):
            found.setdefault(".".join(parts[:length]), set()).add(paragraph)
    return found


@cache
def listed(text: str) -> frozenset[str]:
    """The paragraphs that a list of the regulation names.

    ``listed("3A001.z.1.a, z.2.a; 3A090.a; 4A090")`` reads as the regulation is read: ``z.2.a``
    belongs to the entry named before it, and an entry without a paragraph names all of it, unless
    it is written ``5D002 itself``: software of the entry whose paragraph is not known.
    """
    found: set[str] = set()
    for group in text.split(";"):
        entry = ""
        for written in group.split(","):
            name = written.strip()
            if name[0].isdigit():
                entry = name.partition(".")[0]
            else:
                name = f"{entry}.{name}"
            alone = name.removesuffix(" itself")
            below = {alone} & PARAGRAPHS if alone != name else _beginning_with().get(name)
            if not below:
                raise LookupError(f"no paragraph {name} among those that licet knows")
            found |= below
    return frozenset(found)
