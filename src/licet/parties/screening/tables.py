"""What is looked up of a list, made once from its entries, and kept in a cache from one run to the next."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from licet.parties.screening.lists import Entry
from licet.parties.screening.names import Name, readings
from licet.parties.screening.vocabulary import common_forms, generic_words

K = TypeVar("K")
V = TypeVar("V")
Numbers = list[int]

GENERIC = 0.2
"""A word that any company may have in its name weighs at most this much; a unique word weighs 1."""

SHORTEST_BRAND = 5
"""Letters of its own that a name must have to be known without its place."""

SHORTEST_MISTYPED = 4
"""Letters of a word that may have an error."""


class Tables(msgspec.Struct):
    """The entries, the readings of their names, whose they are, and the names by what they share."""

    entries: list[Entry]
    names: list[Name]
    owner: Numbers
    same: dict[str, Numbers]
    halves: dict[str, Numbers]
    brand: dict[str, Numbers]
    skeleton: dict[str, Numbers]
    word: dict[str, Numbers]
    near: dict[str, list[str]]
    word_weight: dict[str, float]


def tables_of(entries: Iterable[Entry]) -> Tables:
    """The tables of a list."""
    entries = list(entries)
    names: list[Name] = []
    owner: Numbers = []
    for number, entry in enumerate(entries):
        for reading in dict.fromkeys(r for name in entry.names for r in readings(name)):
            if reading.raw:
                names.append(reading)
                owner.append(number)
    word = grouped((w, n) for n, name in enumerate(names) for w in set(name.words))
    return Tables(
        entries=entries,
        names=names,
        owner=owner,
        same=grouped((key, n) for n, name in enumerate(names) for key in keys(name)),
        halves=grouped((half, n) for n, name in enumerate(names) for half in _halves_of(name)),
        brand=grouped((name.brand, n) for n, name in enumerate(names)),
        skeleton=grouped((b, n) for n, name in enumerate(names) for b in set(name.skeleton)),
        word=word,
        near=_words_by_part(word),
        word_weight=_weights(word, len(names)),
    )


def _weights(by_word: dict[str, Numbers], names: int) -> dict[str, float]:
    """Rarer words weigh more: the squared share of the logarithm of their rarity."""
    count = Counter({word: len(numbers) for word, numbers in by_word.items()})
    most, generic = math.log(names + 1), generic_words()
    weights = {w: (math.log((names + 1) / n) / most) ** 2 for w, n in count.items()}
    return {w: min(x, GENERIC) if w in generic else x for w, x in weights.items()}


def _words_by_part(by_word: dict[str, Numbers]) -> dict[str, list[str]]:
    """From a word with one letter left out to the words of the list that it comes from.

    Only words that are some company's own: a generic word leads to thousands of names.
    """
    forms = [(word, word) for word in by_word]
    forms += [form for form in common_forms().items() if form[1] in by_word]
    own = (form for form in forms if form[1] not in generic_words())
    long_enough = ((w, c) for w, c in own if len(w) >= SHORTEST_MISTYPED)
    return grouped(
        (part, common) for word, common in long_enough for part in (word, *one_left_out(word))
    )


def keys(name: Name) -> set[str]:
    """Under which letters a name is found; the marks keep the kinds apart."""
    return {
        "=" + name.whole,
        "." + name.letters,
        "," + name.common,
        "~" + name.sorted,
        "*" + name.shuffled,
        *(["@" + name.placeless] if len(name.brand) >= SHORTEST_BRAND else []),
    }


def one_left_out(word: str) -> Iterator[str]:
    """The word without its first letter, without its second, and so on."""
    return (word[:i] + word[i + 1 :] for i in range(len(word)))


def _halves_of(name: Name) -> Iterator[str]:
    for letters in {name.whole, name.letters}:
        size, half = len(letters), len(letters) // 2
        yield f"{size}<{letters[:half]}"
        yield f"{size}>{letters[half:]}"


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The values by their keys."""
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)
