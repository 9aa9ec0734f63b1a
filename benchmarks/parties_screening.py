"""Recall and false hits of screening by kind of change, beside plain RapidFuzz, and the time of both.

    python benchmarks/parties_screening.py LIST [--ordinary FILE ...] [--sample N]

LIST is the Consolidated Screening List in JSON; each FILE holds ordinary company names, one a line.
Generated names of companies (Chinese, of the Gulf, European) are always screened beside them. The
table in docs/parties.md is what this prints.
"""

from __future__ import annotations

import argparse
import random
import re
import string
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from licet.parties.screening.screener import Screener

Change = Callable[[str, random.Random], str]

FORM = re.compile(
    r"[,\s]*\b(co\.?,? ?ltd\.?|company limited|limited liability company|limited|ltd\.?|l\.?l\.?c\.?|"
    r"inc\.?|corp\.?|corporation|gmbh|joint stock company|jsc|ojsc|oao|ooo|ao|zao|pao|s\.?a\.?|company|"
    r"co\.?|fze|pte|plc|b\.?v\.?)\s*$",
    re.I,
)


def mistyped(name: str, chance: random.Random) -> str:
    """A letter replaced, left out, doubled by another, or swapped with the next character."""
    places = [n for n, c in enumerate(name) if c.isalpha()]
    if not places:
        return name
    n, letter = chance.choice(places), chance.choice(string.ascii_lowercase)
    changed = [name[:n] + letter + name[n + 1 :], name[:n] + name[n + 1 :]]
    changed += [
        name[:n] + letter + name[n:],
        name[:n] + name[n + 1 : n + 2] + name[n] + name[n + 2 :],
    ]
    return chance.choice(changed)


def without_form(name: str, chance: random.Random) -> str:
    """Up to two legal forms at the end left out."""
    short = FORM.sub("", FORM.sub("", name))
    return short if re.search(r"\w", short) else name


def reordered(name: str, chance: random.Random) -> str:
    """The words in any order."""
    words = name.split()
    chance.shuffle(words)
    return " ".join(words)


KINDS: dict[str, Change] = {
    "own name": lambda name, chance: name,
    "capitals": lambda name, chance: name.upper(),
    "typing error": mistyped,
    "legal form dropped": without_form,
    "word order": reordered,
    "typing error and word order": lambda name, chance: reordered(mistyped(name, chance), chance),
}


def generated(chance: random.Random, count: int) -> dict[str, list[str]]:
    """Names as registers have them, of companies that do not exist."""
    starts = [
        "b",
        "p",
        "m",
        "f",
        "d",
        "t",
        "n",
        "l",
        "g",
        "k",
        "h",
        "j",
        "q",
        "x",
        "zh",
        "ch",
        "sh",
        "r",
        "z",
        "c",
        "s",
        "y",
        "w",
    ]
    ends = [
        "a",
        "ai",
        "an",
        "ang",
        "ao",
        "e",
        "ei",
        "en",
        "eng",
        "i",
        "ian",
        "iang",
        "iao",
        "ie",
        "in",
        "ing",
        "iu",
        "o",
        "ong",
        "ou",
        "u",
        "ua",
        "uan",
        "ui",
        "un",
        "uo",
    ]
    cities = [
        "Shanghai",
        "Shenzhen",
        "Beijing",
        "Guangzhou",
        "Hangzhou",
        "Suzhou",
        "Dongguan",
        "Ningbo",
        "Wuxi",
        "Xiamen",
    ]
    trades = "Electronic Technology|Trading|Import & Export|Precision Instruments|Semiconductor"
    trades += "|Information Technology|Logistics|Industrial|Intelligent Technology"
    first = [
        "Silver",
        "Blue",
        "Royal",
        "Desert",
        "Gulf",
        "Eastern",
        "Modern",
        "Crystal",
        "Diamond",
        "Pearl",
        "Falcon",
        "Summit",
    ]
    second = [
        "Star",
        "Gate",
        "Sea",
        "Land",
        "Wave",
        "Bridge",
        "Tower",
        "Palm",
        "River",
        "Mountain",
        "Rock",
        "Crown",
        "Path",
        "Field",
    ]
    gulf = "General Trading|Shipping|Electronics|Industries|Logistics|Building Materials|Aviation Services"
    forms = ["LLC", "FZE", "FZCO", "DMCC", "Ltd", "Limited"]
    names = [
        "Bergmann",
        "Lefevre",
        "Rossi",
        "Kowalska",
        "Jansen",
        "Lindqvist",
        "Horvath",
        "Moreau",
        "Ferrara",
        "Novotny",
    ]
    works = [
        "Maschinenbau",
        "Logistik",
        "Consulting",
        "Optics",
        "Foods",
        "Software",
        "Medical",
        "Precision Parts",
    ]
    ends_of_names = ["GmbH", "S.p.A.", "B.V.", "AB", "S.A.", "sp. z o.o."]

    def brand() -> str:
        return "".join(chance.choice(starts) + chance.choice(ends) for _n in range(2)).capitalize()

    def pick(words: Iterable[str]) -> str:
        return chance.choice(list(words))

    return {
        "generated, Chinese": [
            f"{pick(cities)} {brand()} {pick(trades.split('|'))} Co., Ltd." for _n in range(count)
        ],
        "generated, Gulf": [
            f"{pick(first)} {pick(second)} {pick(gulf.split('|'))} {pick(forms)}"
            for _n in range(count)
        ],
        "generated, European": [
            f"{pick(names)} & {pick(names)} {pick(works)} {pick(ends_of_names)}"
            for _n in range(count)
        ],
    }


class Plain:
    """RapidFuzz by itself: `process.extract` over every name, with a scorer and a line."""

    def __init__(self, screener: Screener, scorer: Callable[..., float], line: float) -> None:
        pairs = [(n, e) for n, e in enumerate(screener.entries)]
        self.owner = [n for n, e in pairs for _name in e.names]
        self.names = [utils.default_process(name) for _n, e in pairs for name in e.names]
        self.scorer, self.line = scorer, line

    def found(self, name: str) -> set[int]:
        """The entries at or above the line."""
        hits = process.extract(
            utils.default_process(name),
            self.names,
            scorer=self.scorer,
            limit=50,
            score_cutoff=self.line,
        )
        return {self.owner[hit[2]] for hit in hits}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("list", type=Path)
    parser.add_argument("--ordinary", type=Path, nargs="*", default=[])
    parser.add_argument("--sample", type=int, default=0, help="entries for recall; 0: all")
    parser.add_argument("--plain", type=int, default=300, help="names for plain RapidFuzz")
    given = parser.parse_args()
    began = time.perf_counter()
    screener = Screener.open(given.list)
    print(f"{len(screener):,} entries loaded in {time.perf_counter() - began:.1f} s\n")
    chance = random.Random(47201)
    plain = {
        "RapidFuzz WRatio 90": Plain(screener, fuzz.WRatio, 90),
        "RapidFuzz token_sort 90": Plain(screener, fuzz.token_sort_ratio, 90),
    }
    recall(screener, plain, chance, given)
    false_hits(screener, plain, chance, given)
    speed(screener, plain["RapidFuzz WRatio 90"], chance)


def recall(
    screener: Screener, plain: dict[str, Plain], chance: random.Random, given: argparse.Namespace
) -> None:
    """How many entries are found by each kind of change of their names."""
    numbered = list(enumerate(screener.entries))
    main_names = [(n, e.name) for n, e in numbered]
    every_name = [(n, name) for n, e in numbered for name in (e.name, *e.alt_names)]
    if given.sample:
        main_names = chance.sample(main_names, given.sample)
        every_name = chance.sample(every_name, given.sample)
    print("| recall | main names | all names | " + " | ".join(plain) + " |")
    print("|---" * (3 + len(plain)) + "|")
    for kind, change in KINDS.items():
        cells = []
        for names in (main_names, every_name):
            tried = [(n, change(name, chance)) for n, name in names]
            found = sum(
                any(h.entry is screener.entries[n] for h in screener.screen(q))
                for n, q in tried
                if re.search(r"\w", q)
            )
            cells.append(f"{100 * found / len(tried):.2f}%")
        few = [(n, change(name, chance)) for n, name in chance.sample(main_names, given.plain)]
        for each in plain.values():
            cells.append(f"{100 * sum(n in each.found(q) for n, q in few) / len(few):.1f}%")
        print(f"| {kind} | " + " | ".join(cells) + " |", flush=True)
    print()


def false_hits(
    screener: Screener, plain: dict[str, Plain], chance: random.Random, given: argparse.Namespace
) -> None:
    """How many ordinary names raise a hit, and how many of those are spelled as a listed name is."""
    groups = {p.stem: p.read_text(encoding="utf-8").splitlines() for p in given.ordinary}
    groups |= generated(chance, 4000)
    print(
        "| false hits in 1,000 names | names | hits | of these namesakes | per 1,000 | "
        + " | ".join(plain)
        + " |"
    )
    print("|---" * (5 + len(plain)) + "|")
    for group, names in groups.items():
        names = sorted({name for name in names if re.search(r"\w", name)})
        raised = [hits for hits in map(screener.screen, names) if hits]
        namesakes = sum(hits[0].score >= 0.97 for hits in raised)
        few = chance.sample(names, min(given.plain, len(names)))
        cells = [
            f"{1000 * sum(bool(e.found(n)) for n in few) / len(few):.0f}" for e in plain.values()
        ]
        rate = 1000 * len(raised) / len(names)
        print(
            f"| {group} | {len(names):,} | {len(raised)} | {namesakes} | {rate:.2f} | "
            + " | ".join(cells)
            + " |",
            flush=True,
        )
    print()


def speed(screener: Screener, plain: Plain, chance: random.Random) -> None:
    """One name in process, and 100,000 names against `extract` name by name in the same run."""
    listed = [mistyped(e.name, chance) for e in chance.sample(screener.entries, 2000)]
    names = [n for group in generated(chance, 33_000).values() for n in group]
    table = [*names, *(listed[n % len(listed)] for n in range(100_000 - len(names)))]
    chance.shuffle(table)
    once = []
    for name in table[:5000]:
        began = time.process_time()
        screener.screen(name)
        once.append(1000 * (time.process_time() - began))
    once.sort()
    began = time.perf_counter()
    list(screener.screen_many(table))
    ours = time.perf_counter() - began
    few = chance.sample(table, 40)
    began = time.perf_counter()
    for name in few:
        process.extract(utils.default_process(name), plain.names, limit=5)
    theirs = (time.perf_counter() - began) / len(few) * len(table)
    print(
        f"one name, processor time: median {once[2500]:.2f} ms, 99 of 100 within {once[4950]:.2f} ms, "
        f"longest {once[-1]:.2f} ms"
    )
    print(
        f"{len(table):,} names: {ours:.1f} s; RapidFuzz extract name by name {theirs:,.0f} s "
        f"(from {len(few)} of them): {theirs / ours:,.0f} times as fast"
    )


if __name__ == "__main__":
    main()
