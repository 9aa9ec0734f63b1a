"""How alike two names are, from 0 to 1, and why.

RapidFuzz measures the distance between words (optimal string alignment: a letter more, a letter less,
another letter, or two letters swapped count one each); the rest is which differences a name survives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from licet.parties.screening.names import Name
from licet.parties.screening.vocabulary import generic_words
from licet.words import _

SAME = 1.0
SAME_BUT_FORM = 0.98
SAME_BUT_ABBREVIATIONS = 0.97
SAME_BUT_ORDER = 0.96
SAME_BUT_HOUSE = 0.9
MISTYPED = 0.95
MISTYPED_OUT_OF_ORDER = 0.9
SHARED_WORDS = 0.95
"""What a name reaches that shares all its words but not its letters."""

HOUSE = {"group", "holding"}
"""Words that a company leaves out when it is called by its name."""

UNDER = 0.84
"""The most for a name that is alike but has too little of its own to be known by: just under the line."""

INITIALS = 3
"""So few letters are initials that many companies share: their legal form must agree too."""

NAMESAKE = 10
"""A name of so few letters is borne by a limited company and by a stock corporation unrelated to it."""

BARE, SAME_FORM, FORM_LEFT_OUT, OTHER_FORM = 6, 4, 10, 14
"""How many letters of its own a listed name must have to be known by with one of them wrong: where
neither has a legal form, where both have the same, where one has none, where they differ. A word of
three letters with one changed is another name."""

SHARED_LETTERS = 10
"""How many letters, in two words or more, two names must share that are not the same."""

GENERIC_WORD = 2
"""How many letters a generic word makes up for that both names have."""

AT_HOME = 2
"""How many letters the right country makes up for, where the country was given."""

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
    at_home: bool = False,
) -> Likeness | None:
    """How like the listed name the name is; none where that is less than ``least``.

    ``weight`` says how telling a word is. ``at_home``: the list has it in the country given.
    """
    found = (
        _same(name, listed, at_home)
        or _mistyped(name, listed, at_home)
        or _shared(name, listed, weight, least, at_home)
    )
    return found if found and found.score >= least else None


def _same(name: Name, listed: Name, at_home: bool) -> Likeness | None:
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
    if name.core == name.own == listed.own and not name.forms and _house(listed):
        return Likeness(
            SAME_BUT_HOUSE, _("The name by itself; the listed one is its group or holding.")
        )
    return None


def _house(listed: Name) -> bool:
    """Whether the listed name is one long word and, beside it, only that it is a group."""
    return len(listed.letters) > NAMESAKE and set(listed.words) - set(listed.own) <= HOUSE


def _namesake(name: Name, listed: Name, score: float, why: str, at_home: bool) -> Likeness:
    """The same name, unless it is so short that another legal form makes it another company."""
    letters = len("".join(listed.own) or listed.letters)
    initials = len(listed.letters) <= INITIALS and set(name.raw) != set(listed.raw)
    generic = len(listed.core) == 1 and not listed.own
    unrelated = letters <= NAMESAKE and {name.has_stock, listed.has_stock} == {True, False}
    if at_home or not (initials or generic or unrelated):
        return Likeness(score, why)
    forms = _(" But {this} is not {that}, and the name says little.")
    this, that = (" ".join(each.forms) or "-" for each in (name, listed))
    return Likeness(UNDER, why + forms.format(this=this, that=that))


def _mistyped(name: Name, listed: Name, at_home: bool) -> Likeness | None:
    """One typing error in the name, or in its legal form only."""
    if OSA.distance(name.whole, listed.whole, score_cutoff=1) == 1:
        if set(listed.core) <= set(name.raw):
            return Likeness(MISTYPED, _("The same name with one letter wrong in its legal form."))
        same_form = True
    elif OSA.distance(name.letters, listed.letters, score_cutoff=1) == 1:
        same_form = name.forms == listed.forms
    else:
        return None
    if not _told(name, listed, same_form, at_home):
        return None
    score = min(MISTYPED, 1 - 0.5 / len(listed.letters))
    return Likeness(
        score, _("One letter differs: {this} for {that}.").format(**_differing(name, listed))
    )


def _told(name: Name, listed: Name, same_form: bool, at_home: bool) -> bool:
    """Whether enough is left of the name to know it by, with one of its letters wrong."""
    own = len("".join(listed.own)) or len(listed.letters) // 2
    known = own >= INITIALS - 1 if same_form else bool(listed.own) and own >= INITIALS
    if known and _own_words_intact(name, listed):
        return True
    if same_form:
        needed = SAME_FORM if listed.forms else BARE + _replaced(name, listed)
    else:
        needed = OTHER_FORM if name.forms and listed.forms else FORM_LEFT_OUT
    agreeing = GENERIC_WORD * (len(listed.core) - len(listed.own)) + AT_HOME * at_home
    return own >= max(needed - agreeing, INITIALS)


def _replaced(name: Name, listed: Name) -> bool:
    """A letter stands for another in a name of one word: most often it is another word."""
    same_length = len(name.letters) == len(listed.letters)
    return same_length and len(listed.core) == 1 and sorted(name.letters) != sorted(listed.letters)


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
    name: Name, listed: Name, weight: Callable[[str], float], least: float, at_home: bool
) -> Likeness | None:
    """The share of the weight of both names that lies in words that they share."""
    pairs, alone, missing = _paired(name.words, listed.words)
    wrong = [this for this, that, _close in pairs if this != that]
    one_wrong = not alone and not missing and len(wrong) == 1
    if one_wrong and _told(name, listed, name.forms == listed.forms, at_home):
        return Likeness(MISTYPED_OUT_OF_ORDER, _shared_why(pairs, alone, missing))
    total = sum(map(weight, listed.words)) + sum(map(weight, alone))
    total += sum(weight(that) for _this, that, _close in pairs)
    shared = sum(2 * weight(that) * close for _this, that, close in pairs)
    score = SHARED_WORDS * shared / total if total else 0.0
    own = [that for this, that, _close in pairs if this == that and that not in generic_words()]
    enough = len("".join(own)) >= SHARED_LETTERS - 2 * AT_HOME * at_home and (
        at_home or len(own) > 1
    )
    score = score if enough else min(score, UNDER)
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
