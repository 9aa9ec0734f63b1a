"""Which listed names are worth comparing with a name: a few out of tens of thousands.

Three ways in, each a lookup, none of them a scan:

- the same letters: without spaces, without legal form, or with the words in another order;
- one typing error: whichever half of the name the error is in, the other half is intact, so names are
  indexed by each half (a swap across the middle is looked up swapped);
- the same rare words: a listed name that could reach the line must share the words that weigh most, so
  only the listed names of those words (or of a word one letter away) are taken.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from rapidfuzz.distance import OSA

from licet.parties.screening.lists import Entry
from licet.parties.screening.names import Name, readings, respelled
from licet.parties.screening.vocabulary import common_forms, generic_words, words_of_the_trade

K = TypeVar("K")
V = TypeVar("V")

GENERIC = 0.2
"""A word that any company may have in its name weighs at most this much; a unique word weighs 1."""

UNSHARED = 0.3
"""How much of a name's weight may go unshared before no listed name can reach the line."""

LIGHTEST = 0.6
"""How light a listed name may be against the name, or the name against it, to share most of its weight."""

SHORTEST_BRAND = 5
"""Letters of its own that a name must have to be known without its place."""

MANY_WORDS = 4
"""So many generic words are a name by themselves: China Electronics Technology Group."""

_SHORTEST_MISTYPED = 4


class Index:
    """The names of a list, ready to be asked."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self.names: list[Name] = []
        self.owner: list[int] = []
        for number, entry in enumerate(self.entries):
            for reading in dict.fromkeys(r for name in entry.names for r in readings(name)):
                if reading.raw:
                    self.names.append(reading)
                    self.owner.append(number)
        self._same = _grouped((key, n) for n, name in enumerate(self.names) for key in keys(name))
        self._halves = _grouped(
            (half, n) for n, name in enumerate(self.names) for half in _halves_of(name)
        )
        self._by_brand = _grouped((name.brand, n) for n, name in enumerate(self.names))
        self._by_skeleton = _grouped(
            (bones, n) for n, name in enumerate(self.names) for bones in set(name.skeleton)
        )
        self._by_word = _grouped(
            (w, n) for n, name in enumerate(self.names) for w in set(name.words)
        )
        self._near = self._words_by_part()
        trade = words_of_the_trade()
        self._trade = _grouped((p, w) for w in trade if len(w) > 5 for p in (w, *one_left_out(w)))
        self._spelled = {word for name in self.names for word in name.raw} | trade
        self._word_weight = self._weights()
        self.weights = [self.weight_of(name) for name in self.names]

    def _weights(self) -> dict[str, float]:
        """Rarer words weigh more: the squared share of the logarithm of their rarity."""
        count = Counter({word: len(names) for word, names in self._by_word.items()})
        most, generic = math.log(len(self.names) + 1), generic_words()
        weights = {w: (math.log((len(self.names) + 1) / n) / most) ** 2 for w, n in count.items()}
        return {w: min(x, GENERIC) if w in generic else x for w, x in weights.items()}

    def _words_by_part(self) -> dict[str, list[str]]:
        """From a word with one letter left out to the words of the list that it comes from.

        Only words that are some company's own: a generic word leads to thousands of names.
        """
        forms = [(word, word) for word in self._by_word] + [
            (written, common)
            for written, common in common_forms().items()
            if common in self._by_word
        ]
        own = (form for form in forms if form[1] not in generic_words())
        long_enough = ((w, c) for w, c in own if len(w) >= _SHORTEST_MISTYPED)
        return _grouped(
            (part, common) for word, common in long_enough for part in (word, *one_left_out(word))
        )

    def weight(self, word: str) -> float:
        """How telling a word is, from 0 (in every name) to 1 (in one name, or in none)."""
        known = self._word_weight.get(word)
        if known is not None:
            return known
        return GENERIC if word in generic_words() else 1.0

    def weight_of(self, name: Name) -> float:
        """The weight of all words of a name."""
        return sum(map(self.weight, name.words))

    def corrected(self, name: Name) -> Name | None:
        """The name with its generic words and legal form spelled right; none where they are.

        Only words that are in no listed name are corrected, and only where a word of the company's
        own is left, or several generic ones, so that no brand becomes a generic word.
        """
        words = [word if word in self._spelled else self._right(word) for word in name.raw]
        if words == list(name.raw):
            return None
        better = respelled(name, words)
        return better if better.own or len(better.core) >= MANY_WORDS else None

    def _right(self, word: str) -> str:
        parts = (word, *one_left_out(word)) if len(word) > 4 else ()
        meant = {
            w for part in parts for w in self._trade.get(part, ()) if OSA.distance(word, w) == 1
        }
        return meant.pop() if len(meant) == 1 else word

    def same_letters(self, name: Name) -> set[int]:
        """Listed names with the same letters."""
        return {n for key in keys(name) for n in self._same.get(key, ())}

    def of_the_brand(self, name: Name) -> set[int]:
        """Listed names that have the same words of their own."""
        return set(self._by_brand.get(name.brand, ())) if name.brand else set()

    def same_consonants(self, name: Name) -> set[int]:
        """Listed names with the same consonants, for a name in a script that writes no others."""
        return {n for bones in name.skeleton for n in self._by_skeleton.get(bones, ())}

    def one_error_away(self, name: Name) -> set[int]:
        """Listed names that are one typing error away."""
        found: set[int] = set()
        for letters in {name.whole, name.letters}:
            for half in _halves_sought(letters):
                found.update(self._halves.get(half, ()))
            found.update(n for swap in _swapped(letters) for n in self._same.get(swap, ()))
        return {n for n in found if _one_apart(name, self.names[n])}

    def near_words(self, word: str) -> list[str]:
        """The words of the list that are this word or may be one letter away from it."""
        near = [word] if word in self._by_word else []
        if len(word) >= _SHORTEST_MISTYPED:
            lookups = (word, *one_left_out(word))
            near += [w for part in lookups for w in self._near.get(part, ())]
        return list(dict.fromkeys(near))

    def sharing_rare_words(self, name: Name, least: float) -> set[int]:
        """Listed names that share the words that weigh most, and enough of them to reach ``least``."""
        words = sorted(set(name.words), key=self.weight, reverse=True)
        total = left = sum(map(self.weight, words))
        left *= UNSHARED
        found: set[int] = set()
        shared = {word: self.weight(word) for word in words}
        alone = 0.0
        for word in words:
            near = self.near_words(word) if left >= 0 or len(word) >= _SHORTEST_MISTYPED else [word]
            shared |= {each: self.weight(each) for each in near}
            alone += 0 if near else self.weight(word)
            if left >= 0:
                for each in near:
                    found.update(self._by_word.get(each, ()))
            left -= self.weight(word)
        lightest, heaviest = total * LIGHTEST, total / LIGHTEST
        return {
            n
            for n in found
            if lightest <= self.weights[n] <= heaviest and self._most(n, shared, alone) >= least
        }

    def _most(self, n: int, shared: Mapping[str, float], alone: float) -> float:
        """The share of the weight of both names that could lie in words that they share."""
        both = sum(shared.get(word, 0.0) for word in self.names[n].words)
        return 2 * both / (both + self.weights[n] + alone) if both else 0.0


def _one_apart(name: Name, listed: Name) -> bool:
    return (
        OSA.distance(name.whole, listed.whole, score_cutoff=1) <= 1
        or OSA.distance(name.letters, listed.letters, score_cutoff=1) <= 1
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


def _halves_sought(letters: str) -> Iterator[str]:
    """What a listed name one letter shorter, as long, or one letter longer would be filed under."""
    here = len(letters)
    for size in range(max(here - 1, 2), here + 2):
        half = size // 2
        yield f"{size}<{letters[:half]}"
        yield f"{size}>{letters[here - (size - half) :]}"


def _swapped(letters: str) -> Iterator[str]:
    middle = len(letters) // 2
    if middle:
        swapped = (
            letters[: middle - 1] + letters[middle] + letters[middle - 1] + letters[middle + 1 :]
        )
        yield "=" + swapped
        yield "." + swapped


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)
