"""Names of well-known companies, so that Cisco is not taken for a Sisco with one letter wrong.

``ordinary.txt`` holds the letters of the names of companies that report to the US Securities and
Exchange Commission, of the stock indexes, and of the laboratories and manufacturers in the data of
Epoch AI (CC BY 4.0), where they have at most `MOST` letters; of every other name in the IEEE's public
listing of makers of network hardware (addresses in China, Hong Kong, Russia and Iran left out), where
it has at most `SHORT`, so that the rest of that listing can measure what this does; and the words of
all these names, since a word that companies bear is seldom another one misspelled. A name that is
spelled like a listed one stays a hit, whether it is known or not. To make the file anew from lists of
names, one a line:

    python -m licet.parties.screening.ordinary FILE... --short FILE... \
        > src/licet/parties/screening/ordinary.txt
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from licet.parties.screening.names import Name, readings

MOST = 18
"""Letters. A longer name seldom becomes another company's by one of them."""

SHORT = 9
"""The most letters of a word, or of a name that is not well known."""

WORD = 4
"""The fewest letters of a word: one of three is anybody's initials."""


@cache
def ordinary() -> frozenset[str]:
    """The letters of every name in the file."""
    text = (files(__package__) / "ordinary.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_ordinary(name: Name) -> bool:
    """Whether a well-known company is spelled just so, whatever its legal form."""
    return name.letters in ordinary()


def letters_of(names: Iterable[str], most: int) -> Iterator[str]:
    """The letters of each name that is short enough to be mistaken, and its words."""
    for name in names:
        for reading in readings(name):
            if 1 < len(reading.letters) <= most:
                yield reading.letters
            yield from (word for word in reading.core if WORD <= len(word) <= SHORT)


def main() -> None:
    """Print the file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--short", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    kinds = ((given.files, MOST), (given.short, SHORT))
    lines = {
        letters
        for paths, most in kinds
        for path in paths
        for letters in letters_of(path.read_text(encoding="utf-8").splitlines(), most)
    }
    print("\n".join(sorted(lines)))


if __name__ == "__main__":
    main()
