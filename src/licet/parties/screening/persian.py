"""Persian and Arabic names: generic words translated, all others by their consonants.

The script writes no short vowels: of *Melli* it has *mly*. What the dictionary does not know is
compared with the consonants of the listed names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from anyascii import anyascii

from licet.parties.screening.vocabulary import words_file

ARABIC = re.compile(r"[\u0600-\u06ff]")
_FEMININE, _ARTICLE = "\u0629", "\u0627\u0644"


def persian_readings(text: str) -> Iterator[str]:
    """Every reading of the name in Latin letters, the likeliest first."""
    seen: set[str] = set()
    for words in product(*map(_readings_of, text.split())):
        reading = " ".join(filter(None, words))
        if reading not in seen:
            seen.add(reading)
            yield reading


def _readings_of(word: str) -> tuple[str, ...]:
    known = _dictionary().get(word)
    if known is not None:
        return known
    bare = word.removesuffix(_FEMININE)
    bare = bare.removeprefix(_ARTICLE) if len(bare) > 5 else bare
    return (anyascii(bare),)


@cache
def _dictionary() -> dict[str, tuple[str, ...]]:
    return {word: tuple(said.split("|")) for word, said in words_file()["persian"].items()}
