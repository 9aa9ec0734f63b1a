"""Texts and numbers that were met before, recognised row by row: by a hash, and then every byte compared.

A text is taken as words of eight bytes (the last one overlaps the one before), which tell it from
every other of its length. Memory is read where Arrow holds it; no byte beyond a text is touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from licet.logic.compiled import compiled

Ints = np.ndarray[Any, np.dtype[Any]]
STRANGE = -1
"""In the place of a number: what stands there was not met before."""
LENGTH, FIRST, REST, NUMBER = range(4)
"""What an entry holds: bytes of the text, its first word, where the others begin, how it is called."""


@dataclass(eq=False)
class Known:
    """Everything that is recognised. Never changed: what is learnt makes another one.

    ``slots``: by hash, the place among ``entries``, or -1. ``words`` are those of the texts.
    """

    slots: Ints
    hashes: Ints
    entries: Ints
    words: Ints

    def __post_init__(self) -> None:
        """The addresses, for a loop; good while this is held."""
        of = (each.ctypes.data for each in (self.slots, self.entries, self.words))
        slots, entries, words = map(np.uint64, of)
        self._where = slots, np.uint64(len(self.slots) - 1), entries, words

    def texts(self, data: Any, ends: Ints, bits: Any, at: int, found: Ints) -> int:
        """The numbers of texts into ``found``, 0 for an empty cell. Returns how many are strange."""
        return _of_texts(self._where, data, ends, bits, at, found)

    def views(self, views: Any, buffers: Ints, bits: Any, at: int, found: Ints) -> int:
        """As `texts`, of Arrow's views, which begin at ``views``."""
        return _of_views(self._where, views, buffers, bits, at, found)

    def whole(self, given: Ints, bits: Any, at: int, found: Ints) -> int:
        """As `texts`, of whole numbers of 64 bits."""
        return _of_words(self._where, given, bits, at, found)

    def rows(self, data: Any, width: int, found: Ints) -> int:
        """As `texts`, of rows of so many bytes that lie one behind the other."""
        return _of_rows(self._where, data, width, found)


def nothing_known() -> Known:
    """The beginning."""
    none = np.zeros(0, np.uint64)
    return Known(np.full(16, -1, np.int32), none, np.zeros((0, 4), np.uint64), none)


# -- memory ---------------------------------------------------------------------------------------


def _load(bits: int) -> Any:
    """A function of machine code: the whole number of so many bits at an address."""

    def load(_context: Any, _address: Any) -> Any:
        def generate(_target: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            kind = ir.IntType(bits)
            held = builder.load(builder.inttoptr(arguments[0], kind.as_pointer()))
            held.align = 1
            return builder.zext(held, ir.IntType(64)) if bits < 64 else held

        return types.uint64(types.uint64), generate

    return intrinsic(load)


_eight, _four, _one = _load(64), _load(32), _load(8)


@compiled
def is_there(bits: Any, at: int) -> Any:
    """Whether the row at ``at`` is no empty cell; ``bits`` is 0 where none is."""
    if bits == 0:
        return True
    byte = _one(bits + np.uint64(at >> 3))
    return (byte >> np.uint64(at & 7)) & np.uint64(1) != 0


@compiled
def _first(address: Any, length: Any) -> Any:
    """The first word of a text."""
    if length >= np.uint64(8):
        return _eight(address)
    if length >= np.uint64(4):
        return _four(address) | _four(address + length - np.uint64(4)) << np.uint64(32)
    if length == np.uint64(0):
        return np.uint64(0)
    middle = _one(address + (length >> np.uint64(1))) << np.uint64(8)
    return _one(address) | middle | _one(address + length - np.uint64(1)) << np.uint64(16)


@compiled
def _next(address: Any, length: Any, at: Any) -> Any:
    """The word of a text at a byte, or the last one where it would end beyond."""
    return _eight(address + min(at, length - np.uint64(8)))


@compiled
def _mixed(found: Any, word: Any) -> Any:
    found = (found ^ word) * np.uint64(0x9E3779B97F4A7C15)
    return found ^ found >> np.uint64(32)


@compiled
def _hash(address: Any, length: Any) -> Any:
    found = _mixed(length, _first(address, length))
    at = np.uint64(8)
    while at < length:
        found = _mixed(found, _next(address, length, at))
        at += np.uint64(8)
    return found


@compiled
def _same_rest(rest: Any, address: Any, length: Any) -> Any:
    """Whether the words behind the first are those of a text that is known."""
    at = np.uint64(8)
    while at < length:
        if _eight(rest + at - np.uint64(8)) != _next(address, length, at):
            return False
        at += np.uint64(8)
    return True


@compiled
def _number(slots: Any, last: Any, entries: Any, words: Any, address: Any, length: Any) -> Any:
    """The number of a text, or `STRANGE`."""
    slot = _hash(address, length) & last
    first = _first(address, length)
    while True:
        place = np.int32(_four(slots + slot * np.uint64(4)))
        if place < 0:
            return np.int32(-1)
        entry = entries + np.uint64(place) * np.uint64(32)
        if _eight(entry) == length and _eight(entry + np.uint64(8)) == first:
            rest = words + _eight(entry + np.uint64(16)) * np.uint64(8)
            if _same_rest(rest, address, length):
                return np.int32(_four(entry + np.uint64(24)))
        slot = (slot + np.uint64(1)) & last


@compiled
def _number_of_word(slots: Any, last: Any, entries: Any, word: Any) -> Any:
    """As `_number`, of a word that stands by itself."""
    slot = _mixed(np.uint64(8), word) & last
    while True:
        place = np.int32(_four(slots + slot * np.uint64(4)))
        if place < 0:
            return np.int32(-1)
        entry = entries + np.uint64(place) * np.uint64(32)
        if _eight(entry + np.uint64(8)) == word:
            return np.int32(_four(entry + np.uint64(24)))
        slot = (slot + np.uint64(1)) & last


# -- rows -----------------------------------------------------------------------------------------


@compiled
def _of_texts(known: Any, data: Any, ends: Any, bits: Any, at: int, found: Any) -> int:
    """The numbers of texts that lie one behind the other. Returns how many are strange."""
    slots, last, entries, words = known
    strange = 0
    for row in range(len(found)):
        if is_there(bits, at + row):
            begin = np.uint64(ends[row])
            length = np.uint64(ends[row + 1]) - begin
            found[row] = _number(slots, last, entries, words, data + begin, length)
            strange += found[row] < 0
        else:
            found[row] = 0
    return strange


@compiled
def _of_views(known: Any, views: Any, buffers: Any, bits: Any, at: int, found: Any) -> int:
    """As `_of_texts`, of Arrow's views: up to twelve bytes stand in the view itself."""
    slots, last, entries, words = known
    strange = 0
    for row in range(len(found)):
        if is_there(bits, at + row):
            view = views + np.uint64(16) * np.uint64(row)
            length, address = _four(view), view + np.uint64(4)
            if length > np.uint64(12):
                address = buffers[_four(view + np.uint64(8))] + _four(view + np.uint64(12))
            found[row] = _number(slots, last, entries, words, address, length)
            strange += found[row] < 0
        else:
            found[row] = 0
    return strange


@compiled
def _of_words(known: Any, given: Any, bits: Any, at: int, found: Any) -> int:
    """As `_of_texts`, of whole numbers of 64 bits."""
    slots, last, entries, _words = known
    strange = 0
    for row in range(len(found)):
        if is_there(bits, at + row):
            found[row] = _number_of_word(slots, last, entries, np.uint64(given[row]))
            strange += found[row] < 0
        else:
            found[row] = 0
    return strange


@compiled
def _of_rows(known: Any, data: Any, width: int, found: Any) -> int:
    """As `_of_texts`, of texts of one length, none of them empty."""
    slots, last, entries, words = known
    strange = 0
    for row in range(len(found)):
        address = data + np.uint64(row) * np.uint64(width)
        found[row] = _number(slots, last, entries, words, address, np.uint64(width))
        strange += found[row] < 0
    return strange


@compiled
def of_lists(ends: Any, parts: Any, bits: Any, at: int, found: Any) -> bool:
    """A word for each list, from the numbers of its parts; false where one is too long for that."""
    for row in range(len(found)):
        if is_there(bits, at + row):
            word = np.uint64(1)
            for place in range(ends[row] - ends[0], ends[row + 1] - ends[0]):
                if word >> np.uint64(48) != 0 or parts[place] >= 32767:
                    return False
                word = word << np.uint64(15) | np.uint64(parts[place] + 1)
            found[row] = word
    return True


@compiled
def of_places(table: Any, places: Any, bits: Any, at: int, found: Any) -> None:
    """The number of each place in a dictionary."""
    for row in range(len(found)):
        found[row] = table[places[row]] if is_there(bits, at + row) else 0


@compiled
def of_flags(flags: Any, first: int, bits: Any, at: int, found: Any) -> None:
    """0 for an empty cell, 1 for no, 2 for yes."""
    for row in range(len(found)):
        found[row] = (2 if is_there(flags, first + row) else 1) if is_there(bits, at + row) else 0


# -- learning -------------------------------------------------------------------------------------


@compiled
def _enter(data: Any, ends: Any, start: int, entries: Any, hashes: Any, words: Any) -> None:
    """Entries of texts; ``words`` are those behind the first, from ``start`` on."""
    used = 0
    for place in range(len(entries)):
        address = data + np.uint64(ends[place])
        length = np.uint64(ends[place + 1]) - np.uint64(ends[place])
        entries[place, 0], entries[place, 1] = length, _first(address, length)
        entries[place, 2], hashes[place] = start + used, _hash(address, length)
        at = np.uint64(8)
        while at < length:
            words[used] = _next(address, length, at)
            used += 1
            at += np.uint64(8)


@compiled
def _enter_words(given: Any, entries: Any, hashes: Any) -> None:
    for place in range(len(entries)):
        entries[place, 0], entries[place, 1] = 8, given[place]
        hashes[place] = _mixed(np.uint64(8), np.uint64(given[place]))


@compiled
def _lay(slots: Any, hashes: Any, before: int) -> None:
    """Give each place from ``before`` on its slot."""
    last = np.uint64(len(slots) - 1)
    for place in range(before, len(hashes)):
        slot = hashes[place] & last
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & last
        slots[slot] = place


def with_texts(known: Known, data: int, ends: Ints, numbers: Ints) -> Known:
    """With texts that were not met before, and what they are called."""
    ends = ends.astype(np.int64)
    entries, hashes = np.zeros((len(numbers), 4), np.uint64), np.zeros(len(numbers), np.uint64)
    words = np.zeros(int((np.maximum(np.diff(ends) + 7, 8) // 8 - 1).sum()), np.uint64)
    _enter(np.uint64(data), ends, len(known.words), entries, hashes, words)
    return _with(known, hashes, entries, words, numbers)


def with_words(known: Known, given: Ints, numbers: Ints) -> Known:
    """With whole numbers of 64 bits that were not met before, and what they are called."""
    entries, hashes = np.zeros((len(numbers), 4), np.uint64), np.zeros(len(numbers), np.uint64)
    _enter_words(given.astype(np.uint64), entries, hashes)
    return _with(known, hashes, entries, np.zeros(0, np.uint64), numbers)


def _with(known: Known, hashes: Ints, entries: Ints, words: Ints, numbers: Ints) -> Known:
    entries[:, NUMBER] = numbers
    before, slots = len(known.hashes), known.slots.copy()
    hashes = np.append(known.hashes, hashes)
    if 2 * len(hashes) > len(slots):
        slots, before = np.full(4 << len(hashes).bit_length(), -1, np.int32), 0
    _lay(slots, hashes, before)
    entries = np.concatenate([known.entries, entries])
    return Known(slots, hashes, entries, np.append(known.words, words))
