"""The cache of a list: the same answers, and made anew whenever it is not this list's."""

from __future__ import annotations

from pathlib import Path

import pytest

from licet.parties.screening import cache
from licet.parties.screening.lists import read_list
from licet.parties.screening.screener import Screener

from .conftest import DATA

NAMES = ["Sugon", "Huawai Technologies Co., Ltd.", "曙光信息产业股份有限公司", "Nobody GmbH"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LICET_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def a_list(tmp_path: Path) -> Path:
    path = tmp_path / "list.json"
    path.write_bytes((DATA / "consolidated.json").read_bytes())
    return path


def test_what_comes_from_the_cache_is_what_was_put_in(folder: Path, a_list: Path) -> None:
    fresh = Screener(read_list(a_list))
    first, second = Screener.open(a_list), Screener.open(a_list)
    assert len(list(folder.iterdir())) == 1
    for name in NAMES:
        expected = [hit.details() for hit in fresh.screen(name, line=0.5)]
        assert [hit.details() for hit in first.screen(name, line=0.5)] == expected
        assert [hit.details() for hit in second.screen(name, line=0.5)] == expected


def test_another_list_is_another_file(folder: Path, a_list: Path) -> None:
    assert Screener.open(a_list).screen("Sugon")
    a_list.write_bytes(a_list.read_bytes().replace(b"Sugon", b"Nogus"))
    assert not [hit for hit in Screener.open(a_list).screen("Sugon") if hit.matched == "Sugon"]
    assert len(list(folder.iterdir())) == 2


def test_few_files_are_kept(folder: Path, a_list: Path) -> None:
    for number in range(cache.KEPT + 2):
        a_list.write_bytes(a_list.read_bytes() + b"\n" * number)
        Screener.open(a_list)
    assert len(list(folder.iterdir())) == cache.KEPT


@pytest.mark.parametrize("damage", [b"", b"\x80\x04not MessagePack", b"\x93\x01\x02\x03"])
def test_a_damaged_file_is_made_anew(folder: Path, a_list: Path, damage: bytes) -> None:
    Screener.open(a_list)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage)
    assert Screener.open(a_list).screen("Sugon")
    assert file.read_bytes() == whole


def test_a_file_is_for_its_owner_alone_and_holds_no_query(folder: Path, a_list: Path) -> None:
    Screener.open(a_list).screen("A Very Secret Customer")
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert b"Secret Customer" not in file.read_bytes()


def test_without_a_place_for_it_it_is_done_without(
    a_list: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("", encoding="utf-8")
    monkeypatch.setenv("LICET_CACHE", str(in_the_way))
    assert Screener.open(a_list).screen("Sugon")
