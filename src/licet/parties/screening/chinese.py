"""Chinese company names as English or romanised words.

A Chinese company is listed under its pinyin (*Changjiang Cunchu*), under a translation (*Yangtze
Memory Technologies*) or under a mixture (*Shuguang Information Industry*). The usual name is place +
brand + trade + legal form: places and brands go by pinyin, trades by the dictionary of generic words in
``words.toml``, the legal form goes away. Where a word translates in several ways each is a reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from licet.parties.screening.vocabulary import words_file

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
"""A stretch of Chinese characters."""

_NUMBERED = re.compile(r"第([一二三四五六七八九十百零〇\d]+)")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


def latin_readings(text: str) -> Iterator[str]:
    """Every reading of the name in Latin letters, the likeliest first, at last pinyin throughout."""
    simplified = _simplified(text)
    numbered = _NUMBERED.sub(lambda m: f" {_ordinal(m[1])} ", simplified)
    choices = [part for run in _runs(numbered) for part in run]
    seen: set[str] = set()
    for combination in product(*choices):
        reading = " ".join(filter(None, combination))
        if reading not in seen:
            seen.add(reading)
            yield reading


@cache
def _converter() -> object:
    import opencc

    return opencc.OpenCC("t2s")


def _simplified(text: str) -> str:
    return str(_converter().convert(text))  # type: ignore[attr-defined]


@cache
def _dictionary() -> tuple[dict[str, tuple[str, ...]], int]:
    from pypinyin import lazy_pinyin

    places = str(words_file()["chinese_places"]["names"]).split()
    entries: dict[str, tuple[str, ...]] = {p: ("".join(lazy_pinyin(p)),) for p in places}
    for section in ("chinese", "chinese_brands"):
        entries |= {word: tuple(str(v).split("|")) for word, v in words_file()[section].items()}
    return entries, max(map(len, entries))


def _runs(text: str) -> Iterator[list[tuple[str, ...]]]:
    """For each stretch of the text its words, each with its alternatives."""
    position = 0
    for match in HAN.finditer(text):
        if match.start() > position:
            yield [(text[position : match.start()],)]
        yield _segmented(match[0])
        position = match.end()
    if position < len(text):
        yield [(text[position:],)]


def _segmented(run: str) -> list[tuple[str, ...]]:
    """Longest match from the left; what the dictionary does not know is a proper name and is spelled."""
    from pypinyin import Style, lazy_pinyin

    entries, longest = _dictionary()
    pinyin = [syllable.replace("v", "u") for syllable in lazy_pinyin(run, style=Style.NORMAL)]
    parts: list[tuple[str, ...]] = []
    proper: list[str] = []
    at = 0
    while at < len(run):
        size = next((s for s in range(longest, 0, -1) if run[at : at + s] in entries), 0)
        if size and not (size == 1 and proper and at + 1 < len(run)):
            if proper:
                parts.append(_spelled(proper))
                proper = []
            parts.append(entries[run[at : at + size]])
            at += size
        else:
            proper.append(pinyin[at])
            at += 1
    if proper:
        parts.append(_spelled(proper))
    return parts


def _spelled(syllables: list[str]) -> tuple[str, ...]:
    """A proper name is written in one word, or in pairs of syllables: *Zhongke Shuguang*."""
    together = "".join(syllables)
    if len(syllables) <= 3:
        return (together,)
    pairs = ["".join(syllables[i : i + 2]) for i in range(0, len(syllables), 2)]
    return (" ".join(pairs), together)


def _ordinal(number: str) -> str:
    value = int(number) if number.isdigit() else _value(number)
    suffix = (
        "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    )
    return f"{value}{suffix}"


def _value(number: str) -> int:
    if "百" not in number and "十" not in number:
        return int("".join(str(_DIGITS[c]) for c in number))
    hundreds, _, rest = number.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    total = 100 * (_DIGITS.get(hundreds, 1) if "百" in number else 0)
    total += 10 * (_DIGITS.get(tens.lstrip("零"), 1) if ten else 0)
    return total + _DIGITS.get(ones.lstrip("零"), 0)
