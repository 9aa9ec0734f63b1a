"""The .z paragraphs: what an entry describes that also meets 3A090 or 4A090."""

from __future__ import annotations

from collections.abc import Mapping

from licet.law.ear.ccl.e3a090 import A_LEVEL, B_LEVEL, meets_a, meets_b
from licet.law.subject import Subject
from licet.logic.dated import Group
from licet.logic.rules import Section
from licet.logic.terms import Term

HARDWARE = ("integrated_circuit", "computer")


def _of(entry: str, families: Mapping[str, tuple[str, str]]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for described, levels in families.items():
        if described.startswith(entry):
            found.setdefault(levels, []).append(described)
    return found


def _case(section: Section, outcome: str, sentence: str, term: Term) -> None:
    def body(tx: Subject) -> Term:
        return term

    body.__name__ = "is_" + outcome.lower().replace(".", "_")
    body.__doc__ = sentence
    section.case(f"ECCN {outcome}", outcome)(body)


def hardware(section: Section, families: Mapping[str, tuple[str, str]]) -> None:
    """The .z paragraphs of an entry for commodities, at both levels."""
    tx, entry = section.subject, section.cite.removeprefix("ECCN ")
    for levels, described in _of(entry, families).items():
        here = tx.item.kind.among(*HARDWARE) & tx.item.also_described_in.within(
            Group.always(", ".join(described), described)
        )
        for outcome, meets, level in zip(levels, (meets_a, meets_b), "ab", strict=True):
            sentence = (
                f"What {', '.join(described)} describes and the level of 3A090.{level} meets."
            )
            _case(section, outcome, sentence, here & meets.holds)


def software(section: Section, families: Mapping[str, tuple[str, str]]) -> None:
    """The .z paragraphs of an entry for software, at both levels."""
    tx, entry = section.subject, section.cite.removeprefix("ECCN ")
    for levels, described in _of(entry, families).items():
        here = tx.item.kind.among("software") & tx.item.also_described_in.within(
            Group.always(", ".join(described), described)
        )
        for outcome, group, level in zip(levels, (A_LEVEL, B_LEVEL), "ab", strict=True):
            sentence = f"Software that {', '.join(described)} describes, for the level of .{level}."
            _case(section, outcome, sentence, here & tx.item.made_for.within(group))
