"""What is counted: a chip of the catalog or a described item, with its TPP and its level."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from licet.errors import Fault, InputError
from licet.law.ear.ccl.paragraphs import COMMODITIES_A
from licet.ledger.amounts import MOST, Exact, stored
from licet.ledger.kinds import Units
from licet.ledger.limits import law_of
from licet.words import _

Level = Literal["a", "-", "?"]
"""Whether it meets 3A090.a, 4A090.a or a .z paragraph of that level: yes, no, not known."""
LEVELS: tuple[Level, ...] = ("a", "-", "?")
MOST_OF_ONE_ENTRY = MOST >> 10
"""Sums of a thousand entries stay within 64 bits."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An item with its amount: ``each`` in thousandths of a TPP."""

    item: str
    each: int
    units: int
    level: Level

    @property
    def tpp(self) -> int:
        """All units, in thousandths of a TPP."""
        return self.each * self.units

    @property
    def counting_each(self) -> int:
        """One unit, where the law counts the item or may; 0 where it does not."""
        return 0 if self.level == "-" else self.each

    @property
    def counting(self) -> int:
        """All units, where the law counts the item or may; 0 where it does not."""
        return self.counting_each * self.units


def counted(said: Units, path: str = "") -> Counted:
    """The item of an entry. Raises `InputError` for an unknown chip or a TPP that contradicts it."""
    before = f"{path}." if path else ""
    if (said.chip is None) == (said.item is None):
        sentence = _("name the chip of the catalog, or describe an item and its tpp_each.")
        raise InputError([Fault(f"{before}chip", sentence)])
    if said.chip is not None:
        item, performance, level = _chip(said.chip, said.on, f"{before}chip")
        if said.tpp_each is not None and said.tpp_each != performance:
            sentence = _("{stated} is not the TPP of {chip}, which is {known}.")
            text = sentence.format(stated=said.tpp_each, chip=item, known=performance)
            raise InputError([Fault(f"{before}tpp_each", text)])
    else:
        if said.tpp_each is None:
            raise InputError([Fault(f"{before}tpp_each", _("is missing."))])
        item, performance = str(said.item), said.tpp_each
        level = "?" if said.aggregate else _level_by_tpp(performance, said.on)
    if said.classification is not None:
        level = "a" if said.classification in COMMODITIES_A else "-"
    found = Counted(item, stored(performance, f"{before}tpp_each"), said.quantity, level)
    if found.tpp > MOST_OF_ONE_ENTRY:
        sentence = _("{units} of {item} are more compute than the world has.")
        text = sentence.format(units=found.units, item=found.item)
        raise InputError([Fault(f"{before}quantity", text)])
    return found


@lru_cache(4096)
def level_of(chip: str, day: date) -> Level:
    """The level of a chip of the catalog, by the law that measures what was there on a day."""
    from licet.decision.margins import classify

    return _level(classify({"chip": chip}, law_of(day))["possible_classifications"])


@lru_cache(4096)
def _chip(name: str, day: date, path: str) -> tuple[str, Exact, Level]:
    """Id, TPP and level of a chip of the catalog."""
    from licet.catalog import find
    from licet.decision.hardware import from_catalog, tpp_of

    performance = tpp_of(from_catalog(name, path))
    if not isinstance(performance, Exact):
        sentence = _("the TPP of {name} is not fully known; describe it as an item with tpp_each.")
        raise InputError([Fault(path, sentence.format(name=name))])
    chip = find(name).id
    return chip, performance, level_of(chip, day)


@lru_cache(4096)
def _level_by_tpp(performance: Exact, day: date) -> Level:
    from licet.decision.margins import classify

    circuit = {"integrated_circuit": {"tpp": performance}}
    return _level(classify(circuit, law_of(day))["possible_classifications"])


def _level(possible: list[str | None]) -> Level:
    known = {name in COMMODITIES_A for name in possible}
    if len(known) != 1:
        return "?"
    return "a" if known.pop() else "-"
