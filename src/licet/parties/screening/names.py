"""A company name in any script, brought to the words that two spellings of it share.

The heavy lifting is done by libraries: OpenCC (traditional to simplified characters), pypinyin
(Chinese to Latin letters), anyascii (every other script), cleanco (legal forms). What is ours is the
list of generic words in ``words.toml`` and the order of the steps.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice
from typing import NamedTuple

from anyascii import anyascii

from licet.parties.screening.chinese import HAN, latin_readings
from licet.parties.screening.persian import ARABIC, persian_readings
from licet.parties.screening.vocabulary import (
    common_forms,
    form_spellings,
    forms_anywhere,
    forms_at_the_end,
    generic_words,
    places,
    small_words,
    stock_forms,
)

_WORD = re.compile(r"[a-z0-9]+")
_VOWELS = re.compile(r"[aeiouyw]")
_DOUBLED = re.compile(r"(.)\1+")
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʹʼʻ′\"")


LONG = 60
"""Characters. Of a longer Chinese name only the likeliest reading is taken."""


class Name(NamedTuple):
    """One reading of one name, taken apart."""

    text: str
    """The name as it was written."""
    raw: tuple[str, ...]
    """Its words in Latin letters."""
    core: tuple[str, ...]
    """The same without legal forms and small words."""
    words: tuple[str, ...]
    """The core with every word in its common form: *Tech.* and *Technologies* are *technology*."""
    own: tuple[str, ...]
    """The words of the core that tell this company from others: those that are not generic."""
    forms: tuple[str, ...]
    """The legal form, in one spelling: Limited and Ltd. are one."""
    whole: str
    """Every letter of the name, legal form included, without spaces."""
    letters: str
    """The letters of the core, without spaces."""
    common: str
    """The letters of the common words, without spaces."""
    sorted: str
    """The common words in the order of the alphabet."""
    shuffled: str
    """Every word as written, in the order of the alphabet."""
    brand: str
    """Its own words without Chinese places, in the order of the alphabet."""
    placeless: str
    """The letters of the common words without Chinese places."""
    skeleton: tuple[str, str]
    """Its consonants: of the common words in the order of the alphabet, and of them all together."""
    read_from: str = ""
    """The name in its own script, where the words were read from another one."""

    @property
    def has_stock(self) -> bool | None:
        """Whether its legal form is one with shares (Inc., JSC, AG); none where it has no form."""
        return any(form in stock_forms() for form in self.forms) if self.forms else None


def readings(name: str, most: int = 16) -> list[Name]:
    """The name as words in Latin letters; several readings where Chinese words translate in several ways."""
    text = unicodedata.normalize("NFKC", name)
    if HAN.search(text):
        most = most if len(text) <= LONG else 1
        return [_name(name, latin, read_from=text) for latin in islice(latin_readings(text), most)]
    if ARABIC.search(text):
        return [
            _name(name, latin, read_from=text) for latin in islice(persian_readings(text), most)
        ]
    return [_name(name, text)]


def respelled(name: Name, words: list[str]) -> Name:
    """The same name with other words in the place of its own."""
    return _name(name.text, " ".join(words), name.read_from)


def _name(text: str, latin: str, read_from: str = "") -> Name:
    plain = anyascii(latin).lower().translate(_APOSTROPHES).replace("&", " and ")
    spelled = _said_once(_WORD.findall(plain)) if read_from else _WORD.findall(plain)
    raw = _spelled_together(spelled)
    core = _without_forms(raw) or raw
    common, generic, where = common_forms(), generic_words(), places()
    words = tuple(common.get(word, word) for word in core)
    return Name(
        text=text,
        raw=raw,
        core=core,
        words=words,
        own=tuple(c for c, word in zip(core, words, strict=True) if word not in generic),
        forms=_forms(raw, core),
        whole="".join(raw),
        letters="".join(core),
        common="".join(words),
        sorted=" ".join(sorted(words)),
        shuffled=" ".join(sorted(spelled)),
        brand=" ".join(sorted(set(words) - generic - where)),
        placeless="".join(word for word in words if word not in where),
        skeleton=(
            " ".join(sorted(filter(None, map(consonants, words)))),
            consonants("".join(words)),
        ),
        read_from=read_from,
    )


def consonants(word: str) -> str:
    """What Arabic script writes of a word: no vowels, no doubled letters."""
    return _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


def _said_once(words: list[str]) -> list[str]:
    """A word that follows itself was written in two scripts: Huawei 华为."""
    return [word for n, word in enumerate(words) if not n or word != words[n - 1] or len(word) < 4]


def _forms(raw: tuple[str, ...], core: tuple[str, ...]) -> tuple[str, ...]:
    spelled = form_spellings()
    forms = {spelled.get(word, word) for word in set(raw) - set(core) - small_words()}
    return tuple(sorted(forms - {"co"} if len(forms) > 1 else forms))


def _spelled_together(words: list[str]) -> tuple[str, ...]:
    """Letters written apart are one word: L.L.C., J S C, S.A."""
    joined: list[str] = []
    open_run = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = single
    return tuple(joined)


def _without_forms(raw: tuple[str, ...]) -> tuple[str, ...]:
    """The name's own words. A form stays where nothing but generic words would be left: BT Group."""
    anywhere, small = forms_anywhere(), small_words()
    words = [word for word in raw if word not in anywhere]
    while len(words) > 1 and words[-1] in forms_at_the_end() and _own(words[:-1]):
        words.pop()
    if "ogranichennoi" in raw or "ogranichennoy" in raw:
        words = [word for word in words if word != "s"]
    without = [word for word in words if word not in small]
    return tuple(without if _own(without) else words)


def _own(words: list[str]) -> bool:
    return any(common_forms().get(word, word) not in generic_words() for word in words)
