"""How alike two names are, from 0 to 1, and why.

RapidFuzz measures the distance between words (optimal string alignment: a letter more, a letter less,
another letter, or two letters swapped count one each); the rest is which differences a name survives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from licet.parties.screening.names import Name
from licet.parties.screening.ordinary import is_ordinary
from licet.parties.screening.persian import ARABIC
from licet.parties.screening.vocabulary import brands, generic_words
from licet.words import _

LINE = 0.85
"""From this score on a listed name is shown. Measured in docs/parties.md: below it, ordinary company
names begin to appear; above it, mistyped listed names begin to be missed."""

SAME = 1.0
SAME_BUT_FORM = 0.98
SAME_BUT_ABBREVIATIONS = 0.97
SAME_BUT_ORDER = 0.96
SAME_BUT_HOUSE = 0.9
SAME_BUT_PLACE = 0.89
SAME_CONSONANTS = 0.89
SAME_BRAND = 0.88
MISTYPED = 0.95
MISTYPED_OUT_OF_ORDER = 0.9
SHARED_WORDS = 0.95
"""What a name reaches that shares all its words but not its letters."""

HOUSE = {"group", "holding", "concern", "state"}
"""Words that a company leaves out when it is called by its name."""

UNDER = 0.84
"""The most for a name that is alike but has too little of its own to be known by: just under the line."""

INITIALS = 3
"""So few letters are initials that many companies share: their legal form must agree too."""

NAMESAKE = 10
"""A name of so few letters is borne by a limited company and by a stock corporation unrelated to it."""

SWAPPED, LEFT_OUT, PUT_IN, REPLACED = range(4)
"""What a typing error does to the listed name's letters."""

BARE, SAME_FORM = (3, 3, 3, 5), (3, 3, 3, 4)
FORM_LEFT_OUT, OTHER_FORM = 10, 14
"""How many letters of its own a listed name must have to be known by with one of them swapped, left
out, put in or replaced: where neither has a legal form, where both have the same, where one has none,
where they differ. There are few names of one word that a swap turns into another, and many that another
letter does."""

GENERIC_NAME = 10
"""How many letters a name of generic words alone must have: New Technologies, and Gew Technologies."""

FEWEST_CONSONANTS = 4
"""A name in Arabic script with fewer is any name; one more where the legal forms differ."""

SHARED_LETTERS = 10
"""How many letters, in two words or more, two names must share that are not the same."""

GENERIC_WORD = 2
"""How many letters a generic word makes up for that both names have."""

AT_HOME = 2
"""How many letters the right country makes up for, where the country was given."""

ABROAD = 7
"""The fewest letters of its own where the list has the name in other countries than the one given."""

LONG_ENOUGH = 5
"""A word of fewer letters with one of them changed is another word."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike, and the sentence that says why."""

    score: float
    why: str


def likeness(
    name: Name,
    listed: Name,
    weight: Callable[[str], float],
    *,
    least: float = 0.0,
    at_home: bool | None = None,
) -> Likeness | None:
    """How like the listed name the name is; none where that is less than ``least``.

    ``weight`` says how telling a word is. ``at_home``: whether the list has it in
    the country given; none where no country was given or the list has none.
    """
    found = (
        _same(name, listed, at_home)
        or _mistyped(name, listed, at_home)
        or _shared(name, listed, weight, least, at_home)
    )
    return found if found and found.score >= least else None


def _same(name: Name, listed: Name, at_home: bool | None) -> Likeness | None:
    if name.whole == listed.whole:
        return Likeness(SAME, _("The same name."))
    if name.letters == listed.letters:
        return _namesake(
            name, listed, SAME_BUT_FORM, _("The same name but for the legal form."), at_home
        )
    if name.common == listed.common:
        sentence = _("The same name but for abbreviations.")
        return _namesake(name, listed, SAME_BUT_ABBREVIATIONS, sentence, at_home)
    if name.sorted == listed.sorted or name.shuffled == listed.shuffled:
        return Likeness(SAME_BUT_ORDER, _("The same words in another order."))
    if name.brand == listed.brand and name.core == name.own and not name.forms and _house(listed):
        return Likeness(
            SAME_BUT_HOUSE, _("The name by itself; the listed one is its group or holding.")
        )
    if name.placeless == listed.placeless and _placeless(name, listed):
        return Likeness(SAME_BUT_PLACE, _("The same name, once without its place."))
    return _in_its_script(name, listed)


def _placeless(name: Name, listed: Name) -> bool:
    """Whether one of the names has no place: Beijing Foo and Shanghai Foo are two companies."""
    return {each.placeless == each.common for each in (name, listed)} == {True, False}


def _in_its_script(name: Name, listed: Name) -> Likeness | None:
    """A name in Chinese characters by its brand, one in Arabic script by its consonants."""
    if not name.read_from:
        return None
    if ARABIC.search(name.read_from):
        enough = len(name.skeleton[1]) >= FEWEST_CONSONANTS + (name.forms != listed.forms)
        if enough and not set(name.skeleton).isdisjoint(listed.skeleton):
            return Likeness(SAME_CONSONANTS, _("The same consonants; its script writes no vowels."))
        return None
    if name.brand and name.brand == listed.brand and set(name.brand.split()) <= brands():
        return Likeness(SAME_BRAND, _("The same brand: {brand}.").format(brand=name.brand))
    return None


def _house(listed: Name) -> bool:
    """Whether the listed name is one long word and, beside it, only that it is a group."""
    return len(listed.letters) > NAMESAKE and set(listed.words) - set(listed.own) <= HOUSE


def _namesake(name: Name, listed: Name, score: float, why: str, at_home: bool | None) -> Likeness:
    """The same name, unless it is so short that another legal form makes it another company."""
    letters = len("".join(listed.own) or listed.letters)
    initials = len(listed.letters) <= INITIALS and set(name.raw) != set(listed.raw)
    generic = not listed.own and name.forms != listed.forms and bool(name.forms)
    unrelated = letters <= NAMESAKE and {name.has_stock, listed.has_stock} == {True, False}
    mistyped_form = OSA.distance(name.whole, listed.whole, score_cutoff=1) == 1
    if at_home or mistyped_form or not (initials or generic or unrelated):
        return Likeness(score, why)
    forms = _(" But {this} is not {that}, and the name says little.")
    this, that = (" ".join(each.forms) or "-" for each in (name, listed))
    return Likeness(UNDER, why + forms.format(this=this, that=that))


def _mistyped(name: Name, listed: Name, at_home: bool | None) -> Likeness | None:
    """One typing error in the name, or in its legal form only."""
    if OSA.distance(name.whole, listed.whole, score_cutoff=1) == 1:
        if set(listed.core) <= set(name.raw):
            return Likeness(MISTYPED, _("The same name with one letter wrong in its legal form."))
        error, same_form = _error(name.whole, listed.whole), True
    elif OSA.distance(name.letters, listed.letters, score_cutoff=1) == 1:
        error, same_form = _error(name.letters, listed.letters), name.forms == listed.forms
    else:
        return None
    why = _("One letter differs: {this} for {that}.").format(**_differing(name, listed))
    if not _told(name, listed, error, same_form, at_home):
        return Likeness(UNDER, why + _(" The name is short, and many are like it."))
    if is_ordinary(name):
        return Likeness(UNDER, why + _(" A well-known company is spelled just so."))
    return Likeness(min(MISTYPED, max(LINE, 1 - 0.5 / len(listed.letters))), why)


def _error(name: str, listed: str) -> int:
    """What the error is: the letters differ by one."""
    if len(name) != len(listed):
        return PUT_IN if len(name) > len(listed) else LEFT_OUT
    return SWAPPED if sorted(name) == sorted(listed) else REPLACED


def _told(name: Name, listed: Name, error: int, same_form: bool, at_home: bool | None) -> bool:
    """Whether enough is left of the name to know it by, with one of its letters wrong."""
    own = len("".join(listed.own))
    if own >= INITIALS - same_form and _own_words_intact(name, listed):
        return True
    if not own:
        long = len(listed.letters) >= GENERIC_NAME and len(listed.core) > 1
        return same_form and long
    generic = len(listed.core) - len(listed.own)
    formed = same_form and bool(listed.forms)
    other = OTHER_FORM if name.forms and listed.forms else FORM_LEFT_OUT
    needed = (SAME_FORM[error] if formed else BARE[error]) if same_form else other
    needed -= GENERIC_WORD * generic + (AT_HOME if at_home else 0)
    if at_home is False:
        needed = max(needed, ABROAD)
    return own >= max(needed, INITIALS - (formed and generic > 0))


def _own_words_intact(name: Name, listed: Name) -> bool:
    """The error is in a generic word."""
    wrong = set(name.core) - set(listed.core)
    generic = set(listed.core) - set(listed.own)
    return set(listed.own) <= set(name.core) and all(
        any(OSA.distance(word, other, score_cutoff=1) <= 1 for other in generic) for word in wrong
    )


def _differing(name: Name, listed: Name) -> dict[str, str]:
    """The words in which the error is; all of them where spaces moved."""
    these = [word for word in name.core if word not in listed.core]
    those = [word for word in listed.core if word not in name.core]
    return {"this": " ".join(these or name.core), "that": " ".join(those or listed.core)}


def _shared(
    name: Name, listed: Name, weight: Callable[[str], float], least: float, at_home: bool | None
) -> Likeness | None:
    """The share of the weight of both names that lies in words that they share."""
    pairs, alone, missing = _paired(name.words, listed.words)
    wrong = [(this, that) for this, that, _close in pairs if this != that]
    if len(wrong) == 1 and not alone and not missing:
        same_form = name.forms == listed.forms
        if _told(name, listed, _error(*wrong[0]), same_form, at_home):
            return Likeness(MISTYPED_OUT_OF_ORDER, _shared_why(pairs, alone, missing))
    total = sum(map(weight, listed.words)) + sum(map(weight, alone))
    total += sum(weight(that) for _this, that, _close in pairs)
    shared = sum(2 * weight(that) * close for _this, that, close in pairs)
    score = SHARED_WORDS * shared / total if total else 0.0
    own = [that for this, that, _close in pairs if this == that and that not in generic_words()]
    enough = len("".join(own)) >= SHARED_LETTERS - (2 * AT_HOME if at_home else 0) and (
        at_home or len(own) > 1
    )
    score = score if enough and not is_ordinary(name) else min(score, UNDER)
    return Likeness(score, _shared_why(pairs, alone, missing)) if score >= least else None


Pair = tuple[str, str, float]


def _paired(
    words: tuple[str, ...], listed: tuple[str, ...]
) -> tuple[list[Pair], list[str], list[str]]:
    """Words of both names that belong together, and those of each that are alone."""
    missing, alone, pairs = list(listed), [], []
    for word in words:
        if word in missing:
            missing.remove(word)
            pairs.append((word, word, 1.0))
        else:
            alone.append(word)
    for word in list(alone):
        near = next((other for other in missing if _closeness(word, other)), None)
        if near is not None:
            pairs.append((word, near, _closeness(word, near)))
            alone.remove(word)
            missing.remove(near)
    return pairs, alone, missing


def _closeness(word: str, other: str) -> float:
    """One letter's difference in words long enough for it, as a share of the letters."""
    if min(len(word), len(other)) < LONG_ENOUGH:
        return 0.0
    distance = OSA.distance(word, other, score_cutoff=1)
    return 1 - distance / len(other) if distance <= 1 else 0.0


def _shared_why(pairs: list[Pair], alone: list[str], missing: list[str]) -> str:
    same = [that for this, that, _close in pairs if this == that]
    close = [f"{this}/{that}" for this, that, _close in pairs if this != that]
    parts = []
    if same:
        parts.append(_("Shared words: {words}.").format(words=", ".join(same)))
    if close:
        parts.append(_("One letter apart: {words}.").format(words=", ".join(close)))
    if missing:
        parts.append(_("Only in the listed name: {words}.").format(words=", ".join(missing)))
    if alone:
        parts.append(_("Only in this name: {words}.").format(words=", ".join(alone)))
    return " ".join(parts)
