"""Screening against a part of the real list: what must be found, and what must not.

The figures for the whole list are measured by benchmarks/parties_screening.py.
"""

from __future__ import annotations

import random
import string
from collections.abc import Callable

import pytest

from licet.errors import InputError
from licet.parties.screening.screener import LINE, Screener

from .conftest import DATA

ORDINARY = (DATA / "ordinary_companies.txt").read_text(encoding="utf-8").splitlines()

Change = Callable[[str, random.Random], str]


def mistyped(name: str, chance: random.Random) -> str:
    places = [n for n, c in enumerate(name) if c.isalpha()]
    n, letter = chance.choice(places), chance.choice(string.ascii_lowercase)
    return chance.choice(
        [
            name[:n] + letter + name[n + 1 :],
            name[:n] + name[n + 1 :],
            name[:n] + letter + name[n:],
            name[:n] + name[n + 1 : n + 2] + name[n] + name[n + 2 :],
        ]
    )


def without_form(name: str, chance: random.Random) -> str:
    forms = {"ltd", "limited", "llc", "inc", "co", "company", "jsc", "ooo", "gmbh", "corporation"}
    words = name.split()
    while len(words) > 1 and words[-1].strip(".,").lower().replace(".", "") in forms:
        words.pop()
    return " ".join(words).rstrip(",")


def reordered(name: str, chance: random.Random) -> str:
    words = name.split()
    chance.shuffle(words)
    return " ".join(words)


@pytest.mark.parametrize(
    ("change", "recall"),
    [
        (lambda name, chance: name, 1.0),
        (lambda name, chance: name.upper(), 1.0),
        (mistyped, 0.99),
        (without_form, 0.99),
        (reordered, 0.99),
    ],
    ids=["own name", "capitals", "typing error", "legal form dropped", "word order"],
)
def test_listed_names_are_found(screener: Screener, change: Change, recall: float) -> None:
    chance = random.Random(732)
    names = [(e, name) for e in screener.entries for name in (e.name,) * 3]
    if recall == 1.0:
        names = [(e, name) for e in screener.entries for name in e.names]
    found = [any(h.entry == e for h in screener.screen(change(n, chance))) for e, n in names]
    assert sum(found) >= recall * len(found)


def test_ordinary_companies_are_not(screener: Screener) -> None:
    hits = [name for name in ORDINARY if screener.screen(name)]
    assert len(hits) <= len(ORDINARY) / 1000


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("中芯国际集成电路制造有限公司", "Semiconductor Manufacturing International Corporation"),
        ("华为技术有限公司", "Huawei Technologies Co., Ltd."),
        ("華為技術有限公司", "Huawei Technologies Co., Ltd."),  # traditional characters
        ("Huawei 华为", "Huawei Technologies Co., Ltd. (Huawei)"),
        ("科大讯飞股份有限公司", "IFLYTEK"),
        ("商汤科技", "Sensetime Group Limited"),
        ("北京旷视科技有限公司", "Megvii Technology"),
        ("浙江大华技术股份有限公司", "Dahua Technology"),
        ("飞腾信息技术有限公司", "Tianjin Phytium Information Technology"),
        ("壁仞科技", "Shanghai Biren Intelligent Technology Co., Ltd."),
        ("上海 Biren 智能科技有限公司", "Shanghai Biren Intelligent Technology Co., Ltd."),
        ("摩尔线程", "Moore Thread Intelligent Technology (Beijing) Co., Ltd."),
        ("大疆创新", "DJI"),
        ("云从科技集团股份有限公司", "CloudWalk Technology"),
        ("国防科技大学", "National University of Defense Technology (NUDT)"),
        (
            "National University of Defense Technology",
            "National University of Defense Technology (NUDT)",
        ),
        ("小米科技有限责任公司", None),
        ("北京小桔科技有限公司", None),
        ("بانک سپه", "BANK SEPAH"),
        ("ماهان ایر", "MAHAN AIR"),
        ("شرکت ملی نفت ایران", "NATIONAL IRANIAN OIL COMPANY"),
        ("بانک آینده", None),
        ("Ростех", "STATE CORPORATION ROSTEC"),
        ("АО «Концерн Калашников»", "Kalashnikov Concern"),
        ("曙光信息产业股份有限公司", "Sugon"),
        ("上海寒武纪信息科技有限公司", "Shanghai Cambricon Information Technology Co., Ltd."),
        ("杭州海康威视数字技术股份有限公司", "Hangzhou Hikvision Digital Technology Co., Ltd."),
        ("长江存储科技有限责任公司", "Yangtze Memory Technologies Co., Ltd."),
        ("Huawei Tech Co Ltd", "Huawei Technologies Co., Ltd."),
        ("Huawei", "Huawei Technologies Co., Ltd. (Huawei)"),
        ("Хуавей", None),
        ("Golden Star Trading", "GOLDEN STAR TRADING LLC"),
        ("Газпром", "Public Joint Stock Company Gazprom"),
    ],
)
def test_names_in_other_scripts_and_short_names(
    screener: Screener, name: str, entry: str | None
) -> None:
    names = [hit.entry.name for hit in screener.screen(name)]
    assert entry in names if entry else not names


def test_hits_are_best_first_above_the_line_and_say_why(screener: Screener) -> None:
    hits = screener.screen("Huawai Technologies Co., Ltd.", line=0.6)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert "One letter differs: huawai for huawei." in hits[0].why
    assert min(scores) >= 0.6
    assert all(h.score >= LINE for h in screener.screen("Huawai Technologies Co., Ltd."))


def test_a_lower_line_shows_what_is_less_alike(screener: Screener) -> None:
    assert not screener.screen("Megvii Inc")
    assert "Megvii Technology" in [h.entry.name for h in screener.screen("Megvii Inc", line=0.7)]


def test_a_group_is_found_by_its_name_alone(screener: Screener) -> None:
    assert [h.entry.name for h in screener.screen("Inspur")] == ["INSPUR GROUP CO., LTD."]
    assert not screener.screen("Inspur Ltd")


def test_the_reason_names_what_was_read_and_what_differs(screener: Screener) -> None:
    (hit, *_others) = screener.screen("曙光信息产业股份有限公司")
    assert "曙光信息产业股份有限公司 was read as shuguang information industry." in hit.why
    assert hit.score < 1
    assert list(hit.as_json()) == ["name", "list", "entity_number", "score", "why"]
    assert hit.details()["matched"] == "Shuguang Information Industry"


@pytest.mark.parametrize(
    ("name", "listed", "found"),
    [
        ("Sugom", "Sugon", True),
        ("Smci", "SMIC", True),  # two of its letters swapped
        ("Smix", "SMIC", False),  # four letters, one of them another: another name
        ("Smi", "SMIC", True),
        ("Simic", "SMIC", True),
        ("Cambrixon", "Cambricon", True),
        ("Cambricn", "Cambricon", True),
        ("Megvii Technologie Limited", "Megvii Technology Limited", True),
        ("Sugom LLC", "Sugon", False),
        ("Gazprom Inc", "Gazprom", True),
        ("JYN Technology Co., Ltd.", "JYM Technology Co., Ltd.", True),  # and a word that both have
        ("JYN Co., Ltd.", "JYM Technology Co., Ltd.", False),
        ("Baytix", "BAYTIC", True),
        ("Baltic", "BAYTIC", False),  # other companies bear the word
    ],
)
def test_how_much_of_a_name_a_typing_error_may_take(
    screener: Screener, name: str, listed: str, found: bool
) -> None:
    assert bool(screener.screen(name)) is found


def test_the_country_weighs_in_on_what_is_only_similar(screener: Screener) -> None:
    (plain, *_a) = screener.screen("Huawai Technologies Co., Ltd.")
    (there, *_b) = screener.screen("Huawai Technologies Co., Ltd.", "CN")
    assert there.score > plain.score
    (same, *_c) = screener.screen("Sugon", "US")
    assert same.score == 1.0


@pytest.mark.parametrize(
    ("name", "country", "found"),
    [
        ("Sugom", None, True),
        ("Sugom", "CN", True),
        ("Sugom", "US", False),  # short, one letter off, and elsewhere
        ("Cambrixon", "US", True),
        ("Sugom LLC", "CN", False),  # the country alone does not lift it over the line
    ],
)
def test_a_short_name_one_letter_off_is_another_in_another_country(
    screener: Screener, name: str, country: str | None, found: bool
) -> None:
    assert bool(screener.screen(name, country)) is found
    assert screener.screen(name, country, line=0.8)


def test_many_names_at_once_are_screened_as_one_by_one(screener: Screener) -> None:
    names = ["Sugon", "Nobody at All Ltd", "Sugon", "Gazprom"]
    assert list(screener.screen_many(names)) == [screener.screen(name) for name in names]


def test_a_name_of_ten_thousand_characters_is_refused_without_repeating_it(
    screener: Screener,
) -> None:
    with pytest.raises(InputError) as caught:
        screener.screen("Secret " * 1429)
    assert str(caught.value) == "name: a name has at most 500 characters; this one has 10003."


@pytest.mark.parametrize("name", ["", "  ", "!?", "。"])
def test_a_name_without_a_letter_is_refused(screener: Screener, name: str) -> None:
    with pytest.raises(InputError, match="no letter and no figure"):
        screener.screen(name)
