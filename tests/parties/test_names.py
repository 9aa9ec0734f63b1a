"""Names in any script, brought to words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.parties.screening.names import readings


def words(name: str) -> tuple[str, ...]:
    return readings(name)[0].words


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Huawei Technologies Co., Ltd.", "huawei technology"),
        ("HUAWEI TECH. CO LIMITED", "huawei technology"),
        ("Xi’an Aerospace Huaxun Technology", "xian aerospace huaxun technology"),
        ("The Bank of Foo", "bank foo"),
        ("Foo L.L.C.", "foo"),
        ("Müller Markt GmbH", "muller markt"),
        ('ООО "Зала Аэро"', "zala aero"),
        ("Public Joint Stock Company Gazprom", "gazprom"),
        ("OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU ZENIT", "zenit"),
        ("BT Group", "bt group"),
        ("ＦＯＯ　Ltd", "foo"),
    ],
)
def test_the_words_of_a_name(name: str, expected: str) -> None:
    assert " ".join(words(name)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("曙光信息产业股份有限公司", "shuguang information industry"),
        ("曙光信息產業股份有限公司", "shuguang information industry"),
        ("華為技術有限公司", "huawei technology"),
        ("上海寒武纪信息科技有限公司", "shanghai cambricon information technology"),
        ("长江存储科技有限责任公司", "changjiang storage technology"),
        ("哈尔滨工业大学", "harbin institute of technology"),
        ("北京航空航天大学", "beihang university"),
        (
            "中国电子科技集团公司第十四研究所",
            "china electronic technology group 14th research institute",
        ),
        ("第二百零三研究所", "203rd research institute"),
    ],
)
def test_chinese_names_are_translated_where_generic_and_spelled_where_proper(
    name: str, expected: str
) -> None:
    assert expected in [" ".join(reading.words) for reading in readings(name)]


def test_a_chinese_name_says_what_it_was_read_from() -> None:
    assert readings("华为")[0].read_from == "华为"
    assert readings("Huawei")[0].read_from == ""


def test_readings_are_few() -> None:
    assert len(readings("中国国际科技实业智能生物技术研究院有限公司")) <= 16


@given(st.text(max_size=60))
def test_no_text_is_too_odd(name: str) -> None:
    for reading in readings(name):
        assert reading.whole == "".join(reading.raw)
        assert set(reading.core) <= set(reading.raw)
        assert len(reading.words) == len(reading.core)


def test_the_places_in_latin_letters_are_the_places_in_chinese() -> None:
    from pypinyin import lazy_pinyin

    from licet.parties.screening.vocabulary import places, words_file

    names = str(words_file()["chinese_places"]["names"]).split()
    assert {"".join(lazy_pinyin(name)) for name in names} <= places()
