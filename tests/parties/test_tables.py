"""Shares from tables, and everything that can be wrong with a row."""

from __future__ import annotations

import sqlite3
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import Workbook

from licet.errors import InputError
from licet.parties.contents import Contents
from licet.parties.importing import Done, import_file
from licet.parties.ownership.register import Register
from licet.parties.ownership.tables import shares_in
from licet.parties.partyfile import PartyFile

HEADER = "owner,owned,percent,low,high,since,until,source\n"


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "shares.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_known_unknown_and_bounded_shares(tmp_path: Path) -> None:
    text = HEADER + "B,A,33.3 %,,,2020-01-01,2025-12-31,register\nC,A,?,,,,,\nD,A,,25,50,,,\n"
    one, two, three = shares_in(table(tmp_path, text))
    assert (one.low, one.high) == (Fraction(333, 10), Fraction(333, 10))
    assert (one.since, one.until, one.source) == (date(2020, 1, 1), date(2025, 12, 31), "register")
    assert (two.low, two.high, two.percent) == (0, 100, "?")
    assert (three.low, three.high, three.percent) == (25, 50, "25-50%")
    assert three.source.endswith("shares.csv")


@pytest.mark.parametrize(("percent", "right"), [("100", True), ("100.01", False), ("-0.01", False)])
def test_a_share_is_between_0_and_100_percent(tmp_path: Path, percent: str, right: bool) -> None:
    path = table(tmp_path, HEADER + f"B,A,{percent},,,,,\n")
    if right:
        assert next(shares_in(path)).known
    else:
        with pytest.raises(InputError, match=r"row 2: .* percent is not a share"):
            list(shares_in(path))


def test_every_faulty_row_is_named(tmp_path: Path) -> None:
    rows = ["B,A,101,,,,,", "A,A,50,,,,,", "B,A,half,,,,,", ",A,50,,,,,", "B,A,,60,40,,,"]
    rows += ["B,A,5,,,2025-01-01,2024-01-01,", "B,A,5,,,1 May 2024,,", "C,A,5,,,,,"]
    with pytest.raises(InputError) as caught:
        list(shares_in(table(tmp_path, HEADER + "\n".join(rows) + "\n")))
    said = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in said] == [f"row {n}" for n in range(2, 9)]
    for line, words in zip(
        said,
        [
            "101 percent is not a share",
            "an entity cannot own itself",
            "half is not a percentage",
            "owner and owned must both be given",
            "at least 60 and at most 40 percent contradict each other",
            "it ends on 2024-01-01, before it begins on 2025-01-01",
            "1 May 2024 is not a date; write it as 2025-06-02",
        ],
        strict=True,
    ):
        assert words in line


def test_more_faults_than_anybody_reads_are_counted(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"80 further rows are faulty"):
        list(shares_in(table(tmp_path, HEADER + "B,A,101,,,,,\n" * 100)))


def test_an_unknown_column_with_the_one_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"percnt: there is no such column.*Did you mean percent"):
        list(shares_in(table(tmp_path, "owner,owned,percnt\nB,A,5\n")))


def test_a_missing_column(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"owned: .* has no column of this name"):
        list(shares_in(table(tmp_path, "owner,percent\nB,5\n")))


def test_a_workbook(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["owner", "owned", "percent", "since"])
    sheet.append(["B", "A", 0.6, date(2020, 1, 1)])
    sheet["C2"].number_format = "0%"
    sheet.append(["C", "A", 12.5, None])
    path = tmp_path / "shares.xlsx"
    book.save(path)
    one, two = shares_in(path)
    assert (one.low, one.since) == (60, date(2020, 1, 1))
    assert two.low == Fraction(25, 2)


@pytest.mark.parametrize("name", ["cut.xlsx", "none.csv", "none.xlsx"])
def test_files_that_are_not_there_or_not_whole(tmp_path: Path, name: str) -> None:
    if name == "cut.xlsx":
        (tmp_path / name).write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputError):
        list(shares_in(tmp_path / name))


def test_a_faulty_table_leaves_the_register_as_it_was(tmp_path: Path) -> None:
    register = Register()
    path = table(tmp_path, HEADER + "B,A,50,,,,,\nB,C,101,,,,,\n")
    with pytest.raises(InputError), register.importing():
        register.add_shares(shares_in(path))
    assert len(register) == 0


def test_a_register_in_a_file_is_there_the_next_time(tmp_path: Path) -> None:
    register = Register(tmp_path / "r.sqlite")
    with register.importing():
        register.add_shares(
            shares_in(table(tmp_path, HEADER + "B,A,1/3,,,,,\n".replace("1/3", "33")))
        )
    register.close()
    (share,) = Register(tmp_path / "r.sqlite").owners_of(["A"], date(2026, 1, 1))
    assert share.low == 33


def imported(register: Register, path: Path) -> Done:
    return import_file(path, PartyFile(path.with_suffix(".yaml"), Contents()), register)


def test_a_table_imported_again_takes_the_place_of_what_it_said(tmp_path: Path) -> None:
    register = Register()
    for percent in (40, 60):
        text = HEADER + f"B,A,{percent},,,,,the company register\n"
        done = imported(register, table(tmp_path, text))
        assert not done.contradictions
    (share,) = register.owners_of(["A"], date(2026, 1, 1))
    assert (share.low, share.source) == (60, "the company register")


@pytest.mark.parametrize(
    ("row", "contradicts"),
    [
        ("B,A,20,,,,,", True),
        ("B,A,60,,,,,", False),
        ("B,A,,50,70,,,", False),
        ("B,A,20,,,,2019-12-31,", False),  # until the other began
        ("C,A,20,,,,,", False),
    ],
)
def test_two_tables_that_contradict_each_other_are_told_at_the_import(
    tmp_path: Path, row: str, contradicts: bool
) -> None:
    register = Register()
    imported(register, table(tmp_path, HEADER + "B,A,60,,,2020-01-01,,\n"))
    other = tmp_path / "other.csv"
    other.write_text(HEADER + row + "\n", encoding="utf-8")
    found = [str(fault) for fault in imported(register, other).contradictions]
    assert bool(found) is contradicts
    if contradicts:
        assert "B's share in A" in found[0]
        assert "says 20%" in found[0]
        assert "says 60%" in found[0]


def test_a_register_of_an_earlier_licet_is_read(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    with sqlite3.connect(path) as db:
        db.execute(
            "CREATE TABLE share (owned TEXT, owner TEXT, low TEXT, high TEXT, controls INTEGER, "
            "kind TEXT, since TEXT, until TEXT, source TEXT)"
        )
        db.execute("INSERT INTO share VALUES ('A', 'B', '33', '33', 0, 'direct', NULL, NULL, 'r')")
    register = Register(path)
    (share,) = register.owners_of(["A"], date(2026, 1, 1))
    assert (share.owner, share.percent) == ("B", "33%")
    imported(register, table(tmp_path, HEADER + "C,A,20,,,,,\n"))
    assert len(register) == 2


def test_another_file_is_no_register(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    path.write_text("not a database, but long enough to look like one" * 10)
    with pytest.raises(InputError, match="is not a register of companies"):
        Register(path)
