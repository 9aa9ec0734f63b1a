"""The paragraphs of the Commerce Control List as 90 FR 4544 lists them, written out by hand."""

COMMODITIES_A = {
    "3A001.z.1.a", "3A001.z.2.a", "3A001.z.3.a", "3A001.z.4.a", "3A090.a", "4A003.z.1.a",
    "4A003.z.2.a", "4A004.z.1", "4A005.z.1", "4A090.a", "5A002.z.1.a", "5A002.z.2.a",
    "5A002.z.3.a", "5A002.z.4.a", "5A002.z.5.a", "5A004.z.1.a", "5A004.z.2.a", "5A992.z.1",
}  # fmt: skip
COMMODITIES_B = {
    "3A001.z.1.b", "3A001.z.2.b", "3A001.z.3.b", "3A001.z.4.b", "3A090.b", "4A003.z.1.b",
    "4A003.z.2.b", "4A004.z.2", "4A005.z.2", "4A090.b", "5A002.z.1.b", "5A002.z.2.b",
    "5A002.z.3.b", "5A002.z.4.b", "5A002.z.5.b", "5A004.z.1.b", "5A004.z.2.b", "5A992.z.2",
}  # fmt: skip
SOFTWARE_A = {
    "5D002.z.1.a", "5D002.z.2.a", "5D002.z.3.a", "5D002.z.4.a", "5D002.z.5.a", "5D002.z.6.a",
    "5D002.z.7.a", "5D002.z.8.a", "5D002.z.9.a", "5D992.z.1",
}  # fmt: skip
SOFTWARE_B = {
    "5D002.z.1.b", "5D002.z.2.b", "5D002.z.3.b", "5D002.z.4.b", "5D002.z.5.b", "5D002.z.6.b",
    "5D002.z.7.b", "5D002.z.8.b", "5D002.z.9.b", "5D992.z.2",
}  # fmt: skip
MEMORY = {"3A090.c"}
HARDWARE = COMMODITIES_A | COMMODITIES_B
LEVEL_A, LEVEL_B = COMMODITIES_A | SOFTWARE_A, COMMODITIES_B | SOFTWARE_B
EVERYTHING = LEVEL_A | LEVEL_B | MEMORY

_3A001 = {f"3A001.z.{n}" for n in (1, 2, 3, 4)}
_4A003 = {f"4A003.z.{n}" for n in (1, 2)}
_5A002 = {f"5A002.z.{n}" for n in (1, 2, 3, 4, 5)}
_5D002 = {f"5D002.z.{n}" for n in range(1, 10)}
_5A004 = {f"5A004.z.{n}" for n in (1, 2)}


def _at(level: str, *families: set[str]) -> set[str]:
    return {f"{each}.{level}" for family in families for each in family}


def fitting(base: str) -> set[str]:
    """What may be stated beside an entry: what another of its kind is for is refused beside it."""
    both = [made_for("a"), made_for("b")]
    of_memory = {"3D001": MEMORY, "3E001": MEMORY}
    of_5d = {"5D002": _at("a", _5A002, _5A004) | _at("b", _5A002, _5A004)}
    of_5d["5D992"] = {"5A992.z.1", "5A992.z.2"}
    found = set(EVERYTHING)
    for entry in {e for m in both for e in m if e[1] == base[1] and e != base}:
        found -= both[0][entry] | both[1][entry] | of_memory.get(entry, set())
    for entry, these in of_5d.items():
        if base[1] == "D" and entry != base:
            found -= these
    return found


def made_for(level: str) -> dict[str, set[str]]:
    """By entry of software or technology: what it is for, at the level of .a or of .b (742.6)."""
    n = "1" if level == "a" else "2"
    computers = _at(level, _4A003) | {f"4A004.z.{n}", f"4A005.z.{n}"}
    return {
        "3D001": _at(level, _3A001) | {f"3A090.{level}"},
        "3E001": _at(level, _3A001) | {f"3A090.{level}"},
        "4D001": computers,
        "4D090": {f"4A090.{level}"},
        "4E001": computers | {f"4A090.{level}"},
        "5E002": _at(level, _5A002, _5A004, _5D002),
        "5E992": {f"5A992.z.{n}", f"5D992.z.{n}"},
    }
