"""Recall and false hits of screening by kind of change, beside plain RapidFuzz, and the time of both.

    python benchmarks/parties_screening.py LIST [--ordinary FILE ...] [--sample N]

LIST is the Consolidated Screening List in JSON; each FILE holds ordinary company names, one a line,
perhaps with a tab and the country (ISO 3166-1 alpha-2), which they are then screened with as well;
``--half 1`` takes every other one, so that what was looked at while tuning is not what is measured.
Generated names of companies (Chinese, of the Gulf, European) are always screened beside them. The
table in docs/parties.md is what this prints.
"""

from __future__ import annotations

import argparse
import random
import re
import string
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import fuzz, process, utils

from licet.parties.screening.names import readings
from licet.parties.screening.scoring import SAME_BUT_ORDER
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
    "typing error, with its country": mistyped,
}


STARTS = [
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
ENDS = [
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
CITIES = [
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
TRADES = """Electronic Technology|Trading|Import & Export|Precision Instruments|Semiconductor|Logistics
Information Technology|Industrial|Intelligent Technology""".replace("\n", "|").split("|")
FIRST = [
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
SECOND = [
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
GULF = """General Trading|Shipping|Electronics|Industries|Logistics|Building Materials
Aviation Services""".replace("\n", "|").split("|")
FORMS = ["LLC", "FZE", "FZCO", "DMCC", "Ltd", "Limited"]
FAMILIES = [
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
WORKS = """Maschinenbau|Logistik|Consulting|Optics|Foods|Software|Medical
Precision Parts""".replace("\n", "|").split("|")
FORMS_IN_EUROPE = ["GmbH", "S.p.A.", "B.V.", "AB", "S.A.", "sp. z o.o."]


def generated(chance: random.Random, count: int) -> dict[str, list[str]]:
    """Names as registers have them, of companies that do not exist."""
    pick = chance.choice

    def brand() -> str:
        return "".join(pick(STARTS) + pick(ENDS) for _n in range(2)).capitalize()

    kinds: dict[str, Callable[[], str]] = {
        "generated, Chinese": lambda: f"{pick(CITIES)} {brand()} {pick(TRADES)} Co., Ltd.",
        "generated, Gulf": lambda: f"{pick(FIRST)} {pick(SECOND)} {pick(GULF)} {pick(FORMS)}",
        "generated, European": lambda: (
            f"{pick(FAMILIES)} & {pick(FAMILIES)} {pick(WORKS)} {pick(FORMS_IN_EUROPE)}"
        ),
    }
    return {kind: [make() for _n in range(count)] for kind, make in kinds.items()}


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
    parser.add_argument("--half", type=int, choices=(0, 1), help="every other ordinary name")
    parser.add_argument("--show", action="store_true", help="print the similar names")
    parser.add_argument("--table", type=int, default=100_000, help="names for the speed of a table")
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
    speed(screener, plain["RapidFuzz WRatio 90"], chance, given.table)


def found(screener: Screener, number: int, query: str, *, placed: bool = False) -> bool:
    """Whether the entry is among the hits of the query; one without a letter finds nothing.

    ``placed``: the query comes with the entry's country.
    """
    if not re.search(r"\w", query):
        return False
    entry = screener.entries[number]
    country = next(iter(entry.countries), None) if placed else None
    return any(hit.entry is entry for hit in screener.screen(query, country))


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
    lengths: Counter[int] = Counter()
    missed: Counter[int] = Counter()
    for kind, change in KINDS.items():
        cells = []
        for names in (main_names, every_name):
            hits = 0
            for n, name in names:
                hit = found(screener, n, change(name, chance), placed="country" in kind)
                hits += hit
                if kind == "typing error" and names is every_name:
                    letters = min(len(readings(name)[0].letters), 9)
                    lengths[letters] += 1
                    missed[letters] += not hit
            cells.append(f"{100 * hits / len(names):.2f}%")
        few = [(n, change(name, chance)) for n, name in chance.sample(main_names, given.plain)]
        for each in plain.values():
            cells.append(f"{100 * sum(n in each.found(q) for n, q in few) / len(few):.1f}%")
        print(f"| {kind} | " + " | ".join(cells) + " |", flush=True)
    print("\ntyping error in all names, by letters without the legal form (9: nine or more)")
    for letters in sorted(lengths):
        share = 100 * (1 - missed[letters] / lengths[letters])
        print(f"  {letters}: {lengths[letters]:,} names, {share:.1f}% found")
    print()


def false_hits(
    screener: Screener, plain: dict[str, Plain], chance: random.Random, given: argparse.Namespace
) -> None:
    """How many ordinary names raise a hit: spelled as a listed name is, or only like one."""
    groups = {p.stem: p.read_text(encoding="utf-8").splitlines() for p in given.ordinary}
    if given.half is not None:
        groups = {stem: names[given.half :: 2] for stem, names in groups.items()}
    groups |= generated(chance, 4000)
    print(
        "| false hits | names | same spelling | similar | similar in 1,000 | with the country "
        "| with a legal form "
        "| without | of six letters or fewer | " + " | ".join(plain) + " |"
    )
    print("|---" * (9 + len(plain)) + "|")
    for group, names in groups.items():
        country = dict(line.partition("\t")[::2] for line in names if re.search(r"\w", line))
        names = sorted(country)
        kinds: Counter[str] = Counter(map(kind_of, names))
        similar: Counter[str] = Counter()
        same = there = 0
        for name in names:
            hits = screener.screen(name)
            with_country = screener.screen(name, country[name]) if country[name] else hits
            there += any(hit.score < SAME_BUT_ORDER for hit in with_country[:1])
            if hits and hits[0].score >= SAME_BUT_ORDER:
                same += 1
            elif hits:
                similar[kind_of(name)] += 1
                if given.show:
                    print(f"    {name}: {hits[0].matched}")
        few = chance.sample(names, min(given.plain, len(names)))
        placed = sum(map(bool, country.values()))
        cells = [f"{1000 * there / placed:.2f}" if placed else ""]
        cells += [f"{similar[kind]} of {kinds[kind]:,}" for kind in ("form", "bare", "short")]
        cells += [
            f"{1000 * sum(bool(e.found(n)) for n in few) / len(few):.0f}" for e in plain.values()
        ]
        rate = 1000 * similar.total() / len(names)
        print(
            f"| {group} | {len(names):,} | {same} | {similar.total()} | {rate:.2f} | "
            + " | ".join(cells)
            + " |",
            flush=True,
        )
    print()


def kind_of(name: str) -> str:
    """With a legal form, without one, or a word of six letters or fewer without one."""
    read = readings(name)[0]
    return "form" if read.forms else "bare" if len(read.letters) > 6 else "short"


def speed(screener: Screener, plain: Plain, chance: random.Random, count: int) -> None:
    """One name in process, and a table against `extract` name by name in the same run.

    All in processor time, which other work on the machine hardly lengthens. A name is screened twice and
    the shorter time counts, so that no other work is taken for it.
    """
    listed = [mistyped(e.name, chance) for e in chance.sample(screener.entries, 2000)]
    names = [n for group in generated(chance, count // 3).values() for n in group]
    table = [*names, *(listed[n % len(listed)] for n in range(count - len(names)))]
    chance.shuffle(table)
    once = []
    for name in table[:5000]:
        began = time.process_time()
        screener.screen(name)
        first = time.process_time()
        screener.screen(name)
        once.append(1000 * min(first - began, time.process_time() - first))
    once.sort()
    began = time.process_time()
    list(screener.screen_many(table))
    ours = time.process_time() - began
    few = chance.sample(table, 40)
    began = time.process_time()
    for name in few:
        process.extract(utils.default_process(name), plain.names, limit=5)
    theirs = (time.process_time() - began) / len(few) * len(table)
    middle, most = once[len(once) // 2], once[len(once) * 99 // 100]
    print(
        f"one name, processor time: median {middle:.2f} ms, 99 of 100 within {most:.2f} ms, "
        f"longest {once[-1]:.2f} ms"
    )
    print(
        f"{len(table):,} names, {len(set(table)):,} of them different: {ours:.1f} s; "
        f"RapidFuzz extract name by name {theirs:,.0f} s "
        f"(from {len(few)} of them): {theirs / ours:,.0f} times as fast"
    )


if __name__ == "__main__":
    main()
