"""Names as people type them, and the chips that they stand for.

Case, spaces, hyphens and the manufacturer's name do not matter. A whole name or alias goes before
a part of one: "RTX 4090" is that card, though "RTX 4090 D" has the same words. A name is never
completed: "H20" is not the beginning of "H200".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache

from licet.catalog.chips import Chip, all_chips
from licet.errors import Fault, InputError
from licet.words import _

_SAYS_NOTHING = {"accelerator", "card", "chip", "chips", "core", "gpu", "gpus", "tensor"}
_LONGEST = 80  # letters of a name that are looked at and shown: no chip's is as long
_LISTED = 12
_NEAR = 5


def find(name: str) -> Chip:
    """The one chip that ``name`` stands for: an id, a name or alias, or words that fit one alone.

    Raises InputError with one sentence: with the nearest names where no chip fits, with the ids
    of those that do where there are several.
    """
    if name in _by_id():
        return _by_id()[name]
    fits = search(name) if _words(name) else ()
    if len(fits) == 1:
        return fits[0]
    raise InputError([Fault("", _which(name, fits) if fits else _nearest(name))])


@cache
def _by_id() -> dict[str, Chip]:
    return {chip.id: chip for chip in all_chips()}


def search(words: str) -> tuple[Chip, ...]:
    """The chips that ``words`` fit, those whose whole name it is before any other; all for none."""
    typed = _words(words)
    for key in ("".join(typed), "".join(_telling(typed))):
        if whole := _by_key().get(key):
            return whole
    wanted = set(_telling(typed))
    return tuple(chip for chip, vocabulary in _by_word() if wanted <= vocabulary)


def _words(text: str) -> list[str]:
    joined = re.sub(r"(\d)\s+gb\b", r"\1gb", text[:_LONGEST].casefold())
    return re.findall(r"[^\W_]+", joined)


def _telling(words: Iterable[str]) -> list[str]:
    return [word for word in words if word not in _SAYS_NOTHING]


@cache
def _by_key() -> dict[str, tuple[Chip, ...]]:
    """The chips of each whole name, written without spaces. An id is a name too."""
    keys: dict[str, tuple[Chip, ...]] = {}
    for chip in all_chips():
        for key in set(_keys(chip)):
            keys[key] = (*keys.get(key, ()), chip)
    return keys


def _keys(chip: Chip) -> Iterator[str]:
    """Each name with the manufacturer before it and without."""
    maker = "".join(_words(chip.manufacturer))
    for name in (chip.id, chip.name, *chip.aliases):
        key = "".join(_words(name))
        yield key
        yield key.removeprefix(maker) or key
        yield key if key.startswith(maker) else maker + key


@cache
def _by_word() -> tuple[tuple[Chip, frozenset[str]], ...]:
    return tuple(
        (chip, frozenset(word for text in _texts(chip) for word in _words(text)))
        for chip in all_chips()
    )


def _texts(chip: Chip) -> tuple[str, ...]:
    return (chip.id, chip.name, *chip.aliases, chip.manufacturer, chip.designer)


def _which(name: str, fits: tuple[Chip, ...]) -> str:
    listed = _list(fits[:_LISTED])
    if len(fits) <= _LISTED:
        return _("{name} fits {number} chips. Name one of them: {chips}.").format(
            name=_shown(name), number=len(fits), chips=listed
        )
    return _("{name} fits {number} chips. Say more: among them are {chips}.").format(
        name=_shown(name), number=len(fits), chips=listed
    )


def _nearest(name: str) -> str:
    chips = _like_its_words(name) or _like_its_whole(name)
    if not chips:
        return _("No chip is called {name}. `licet chips` lists those that licet knows.").format(
            name=_shown(name)
        )
    return _("No chip is called {name}. The nearest names are {chips}.").format(
        name=_shown(name), chips=_list(chips[:_NEAR])
    )


def _like_its_words(name: str) -> list[Chip]:
    """The chips with the words typed or words spelled alike; a word tells more, the rarer it is."""
    holders: dict[str, list[Chip]] = {}
    for chip, vocabulary in _by_word():
        for word in vocabulary:
            holders.setdefault(word, []).append(chip)
    told: dict[Chip, float] = {}
    for typed in _telling(_words(name)):
        for word in [typed] if typed in holders else get_close_matches(typed, holders, cutoff=0.7):
            for chip in holders[word]:
                told[chip] = told.get(chip, 0) + 1 / len(holders[word])
    return sorted(told, key=lambda chip: -told[chip])


def _like_its_whole(name: str) -> list[Chip]:
    near = get_close_matches("".join(_words(name)), _by_key(), n=_NEAR)
    return list(dict.fromkeys(chip for key in near for chip in _by_key()[key]))


def _shown(name: str) -> str:
    return f'"{name}"' if len(name) <= _LONGEST else f'"{name[:_LONGEST]}..."'


def _list(chips: Iterable[Chip]) -> str:
    return ", ".join(f"{chip.id} ({chip.name})" for chip in chips)
