"""Which listed names are worth comparing with a name: a few out of tens of thousands.

Three ways in, each a lookup, none of them a scan:

- the same letters: without spaces, without legal form, or with the words in another order;
- one typing error: whichever half of the name the error is in, the other half is intact, so names are
  indexed by each half (a swap across the middle is looked up swapped);
- the same rare words: a listed name that could reach the line must share the words that weigh most, so
  only the listed names of those words (or of a word one letter away) are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rapidfuzz.distance import OSA

from licet.parties.screening.names import Name, respelled
from licet.parties.screening.ordinary import ordinary
from licet.parties.screening.tables import (
    GENERIC,
    SHORTEST_MISTYPED,
    Tables,
    grouped,
    keys,
    one_left_out,
)
from licet.parties.screening.vocabulary import generic_words, words_of_the_trade

UNSHARED = 0.3
"""How much of a name's weight may go unshared before no listed name can reach the line."""

LIGHTEST = 0.6
"""How light a listed name may be against the name, or the name against it, to share most of its weight."""

MANY_WORDS = 4
"""So many generic words are a name by themselves: China Electronics Technology Group."""


class Index:
    """The names of a list, ready to be asked."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.entries, self.names, self.owner = tables.entries, tables.names, tables.owner
        trade = words_of_the_trade()
        self._trade = grouped((p, w) for w in trade if len(w) > 5 for p in (w, *one_left_out(w)))
        self._spelled = {word for name in self.names for word in name.raw} | trade
        ordinary()  # loaded with the list, not with the first name
        self.weights = [self.weight_of(name) for name in self.names]

    def weight(self, word: str) -> float:
        """How telling a word is, from 0 (in every name) to 1 (in one name, or in none)."""
        known = self._tables.word_weight.get(word)
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
        return {n for key in keys(name) for n in self._tables.same.get(key, ())}

    def of_the_brand(self, name: Name) -> set[int]:
        """Listed names that have the same words of their own."""
        return set(self._tables.brand.get(name.brand, ())) if name.brand else set()

    def same_consonants(self, name: Name) -> set[int]:
        """Listed names with the same consonants, for a name in a script that writes no others."""
        return {n for bones in name.skeleton for n in self._tables.skeleton.get(bones, ())}

    def one_error_away(self, name: Name) -> set[int]:
        """Listed names that are one typing error away."""
        found: set[int] = set()
        for letters in {name.whole, name.letters}:
            for half in _halves_sought(letters):
                found.update(self._tables.halves.get(half, ()))
            found.update(n for swap in _swapped(letters) for n in self._tables.same.get(swap, ()))
        return {n for n in found if _one_apart(name, self.names[n])}

    def near_words(self, word: str) -> list[str]:
        """The words of the list that are this word or may be one letter away from it."""
        near = [word] if word in self._tables.word else []
        if len(word) >= SHORTEST_MISTYPED:
            lookups = (word, *one_left_out(word))
            near += [w for part in lookups for w in self._tables.near.get(part, ())]
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
            near = self.near_words(word) if left >= 0 or len(word) >= SHORTEST_MISTYPED else [word]
            shared |= {each: self.weight(each) for each in near}
            alone += 0 if near else self.weight(word)
            if left >= 0:
                for each in near:
                    found.update(self._tables.word.get(each, ()))
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
