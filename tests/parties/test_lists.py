"""Reading the screening list, and everything that can be wrong with the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from licet.errors import InputError
from licet.parties.screening.lists import Entry, code_of, entries_of, read_list

from .conftest import DATA

LIST = DATA / "consolidated.json"


def test_the_fields_of_an_entry() -> None:
    sugon = next(e for e in read_list(LIST) if e.name == "Sugon")
    assert sugon.code == "EL"
    assert "Shuguang Information Industry" in sugon.alt_names
    assert sugon.countries == ("CN",)
    assert sugon.license_policy == "Presumption of denial"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Entity List (EL) - Bureau of Industry and Security", "EL"),
        ("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury Department", "NS-MBS"),
        ("A list without letters", "A list without letters"),
    ],
)
def test_the_abbreviation_of_a_list(name: str, code: str) -> None:
    assert code_of(name) == code


def test_a_short_name_and_an_affiliate_in_brackets_are_names_too() -> None:
    written = (
        "Huawei Technologies Co., Ltd. (Huawei). Affiliated Entity: Hangzhou Huawei Enterprises"
    )
    names = Entry(written, "EL").names
    assert {"Huawei", "Hangzhou Huawei Enterprises"} <= set(names)
    assert Entry("Foo International (Beijing)", "EL").names == ("Foo International (Beijing)",)


@pytest.mark.parametrize("part", [1, 30, 90, 99])
def test_a_list_cut_in_the_middle_says_how_much_of_it_is_there(tmp_path: Path, part: int) -> None:
    text = LIST.read_text(encoding="utf-8")
    cut = tmp_path / "cut.json"
    cut.write_text(text[: len(text) * part // 100], encoding="utf-8")
    with pytest.raises(InputError, match=r"breaks off after (\d+) complete entries") as caught:
        read_list(cut)
    complete = int(str(caught.value).split(" complete")[0].split()[-1])
    assert abs(complete - len(read_list(LIST)) * part / 100) < 30


def test_a_list_with_fewer_entries_than_it_says(tmp_path: Path) -> None:
    data = json.loads(LIST.read_text(encoding="utf-8"))
    data["results"].pop()
    with pytest.raises(InputError, match=r"says 469 entries and holds 468: it was cut"):
        entries_of(data)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", "has no `results`"),
        ("[]", "has no `results`"),
        ('{"results": [{"source": "EL"}]}', "1 entries .* lack a `name` or a `source`"),
        ('{"results": [}]}', "is not JSON"),
    ],
)
def test_another_file(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "list.json"
    path.write_text(text)
    with pytest.raises(InputError, match=words):
        read_list(path)


def test_no_file_says_where_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no screening list.*https://data.trade.gov"):
        read_list(tmp_path / "none.json")


def test_a_fingerprint_changes_with_anything_and_a_key_does_not() -> None:
    one = Entry("Foo", "Entity List (EL)", "7", countries=("CN",))
    two = Entry("Foo", "Entity List (EL)", "7", countries=("CN", "HK"))
    assert one.key == two.key
    assert one.fingerprint != two.fingerprint


def test_fields_that_the_file_gives_in_other_shapes() -> None:
    result = {
        "name": "Foo",
        "source": "SDN",
        "alt_names": "Bar",
        "programs": ["A; B"],
        "addresses": None,
        "entity_number": 7,
    }
    (entry,) = entries_of({"results": [result]})
    assert (entry.alt_names, entry.programs, entry.entity_number) == (("Bar",), ("A", "B"), "7")
