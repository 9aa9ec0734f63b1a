"""Names of well-known companies, so that Cisco is not taken for a Sisco with one letter wrong.

``ordinary.txt`` holds the letters of the names of companies that report to the US Securities and
Exchange Commission, of the stock indexes, and of the laboratories and manufacturers in the data of
Epoch AI (CC BY 4.0), where they have at most `MOST` letters. A name that is spelled like a listed one
stays a hit, whether it is known or not. To make the file anew from lists of names, one a line:

    python -m licet.parties.screening.ordinary FILE... > src/licet/parties/screening/ordinary.txt
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from licet.parties.screening.names import Name, readings

MOST = 18
"""Letters. A longer name seldom becomes another company's by one of them."""


@cache
def ordinary() -> frozenset[str]:
    """The letters of every name in the file."""
    text = (files(__package__) / "ordinary.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_ordinary(name: Name) -> bool:
    """Whether a well-known company is spelled just so, whatever its legal form."""
    return name.letters in ordinary()


def letters_of(names: Iterable[str]) -> Iterator[str]:
    """The letters of each name that is short enough to be mistaken."""
    for name in names:
        for reading in readings(name):
            if 1 < len(reading.letters) <= MOST:
                yield reading.letters


if __name__ == "__main__":
    texts = (Path(name).read_text(encoding="utf-8") for name in sys.argv[1:])
    print(
        "\n".join(sorted({letters for text in texts for letters in letters_of(text.splitlines())}))
    )
