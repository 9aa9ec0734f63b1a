"""The GLEIF golden copy, in CSV and in JSON, and what breaks off."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from licet.errors import InputError
from licet.parties.ownership.chain import chain_above
from licet.parties.ownership.control import ultimate_parent
from licet.parties.ownership.gleif import import_gleif
from licet.parties.ownership.register import Register

from .conftest import DATA

GLEIF = DATA / "gleif"
DAY = date(2026, 11, 12)
BUYER, HOLDING, TOP = "52990000000BUYERSG00", "529900000000HOLDSG01", "5299000000000TOPCN02"
BRANCH, PERSON, SHY = "5299000000BRANCHDE03", "529900000000PERSON05", "5299000000000NOLEI06"


@pytest.fixture(params=["csv", "json"])
def register(request: pytest.FixtureRequest) -> Register:
    register = Register()
    done = [
        import_gleif(GLEIF / f"{kind}.{request.param}", register)
        for kind in ("lei2", "rr", "repex")
    ]
    assert [d.entities for d in done] == [7, 0, 0]
    assert [d.shares for d in done] == [0, 5, 0]
    assert [d.exceptions for d in done] == [0, 0, 3]
    assert [d.left_out for d in done] == [
        0,
        1,
        1,
    ]  # a fund's manager; an exception on a direct parent
    return register


def test_level_1_says_where_a_company_is_and_is_directed_from(register: Register) -> None:
    branch = register.entity(BRANCH)
    assert branch is not None
    assert (branch.location, branch.headquarters) == ("DE", "SG")
    assert (branch.founded, branch.date) == (date(2022, 2, 2), date(2026, 3, 1))
    assert [e.id for e in register.named("example group co., ltd.")] == [TOP]


def test_the_end_node_owns_the_start_node(register: Register) -> None:
    shares = {s.owner: s for s in register.owners_of([BUYER], DAY)}
    assert (shares[HOLDING].low, shares[HOLDING].high) == (Fraction(151, 2), Fraction(151, 2))
    assert shares[HOLDING].since == date(2021, 3, 1)
    assert shares[TOP].kind == "ultimate"


def test_one_percent_is_not_believed_since_some_write_1_for_100(register: Register) -> None:
    (share,) = register.owners_of([HOLDING], DAY)
    assert (share.low, share.high, share.controls) == (0, 100, True)


def test_a_branch_is_all_its_company(register: Register) -> None:
    (share,) = register.owners_of([BRANCH], DAY)
    assert (share.owner, share.low) == (BUYER, 100)


def test_a_share_that_has_ended_is_not_held(register: Register) -> None:
    assert register.owners_of([PERSON], date(2019, 12, 31))
    assert not register.owners_of([PERSON], date(2020, 1, 1))


def test_reporting_exceptions_say_whether_there_is_a_parent(register: Register) -> None:
    assert register.without_parent([TOP], DAY)
    assert register.without_parent([PERSON], DAY)
    assert not register.without_parent([SHY], DAY)  # its parent has no LEI: it has one
    assert not register.without_parent([BUYER], DAY)


def test_the_ultimate_parent_of_the_buyer(register: Register) -> None:
    found = ultimate_parent(chain_above(BRANCH, [register], DAY))
    assert (found.entity, found.certain) == (TOP, True)
    assert found.path == (BRANCH, BUYER, HOLDING, TOP)


def test_importing_again_replaces(register: Register) -> None:
    import_gleif(GLEIF / "rr.csv", register)
    import_gleif(GLEIF / "rr.csv", register)
    assert len({s.source for s in register.owners_of([HOLDING], DAY)}) <= 2
    assert sum(s.source == "rr.csv" for s in register.owners_of([HOLDING], DAY)) == 1


def test_packed_files_are_read_as_they_are(tmp_path: Path) -> None:
    packed, zipped = tmp_path / "rr.csv.gz", tmp_path / "rr.json.zip"
    packed.write_bytes(gzip.compress((GLEIF / "rr.csv").read_bytes()))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(GLEIF / "rr.json", "20260801-gleif-goldencopy-rr.json")
    for path in (packed, zipped):
        assert import_gleif(path, Register()).shares == 5


@pytest.mark.parametrize("name", ["rr.csv", "rr.json", "lei2.json", "repex.csv"])
def test_a_file_cut_in_the_middle_is_refused_and_nothing_is_taken_over(
    name: str, tmp_path: Path
) -> None:
    whole = (GLEIF / name).read_bytes()
    cut = tmp_path / name
    cut.write_bytes(whole[: len(whole) * 2 // 3])
    register = Register()
    with pytest.raises(InputError, match="breaks off"):
        import_gleif(cut, register)
    assert len(register) == 0
    assert register.entity(BUYER) is None


def test_a_packed_file_cut_in_the_middle(tmp_path: Path) -> None:
    cut = tmp_path / "rr.csv.gz"
    cut.write_bytes(gzip.compress((GLEIF / "rr.csv").read_bytes())[:200])
    with pytest.raises(InputError, match="cannot be read to its end"):
        import_gleif(cut, Register())


@pytest.mark.parametrize("name", ["other.csv", "other.json"])
def test_another_file_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text('{"a": 1}' if name.endswith("json") else "a,b\n1,2\n")
    with pytest.raises(InputError, match="no file of the GLEIF golden copy"):
        import_gleif(path, Register())


def test_an_entity_that_consolidates_itself(tmp_path: Path) -> None:
    path = tmp_path / "rr.csv"
    path.write_text((GLEIF / "rr.csv").read_text().replace(HOLDING, BUYER))
    with pytest.raises(InputError, match="cannot own itself"):
        import_gleif(path, Register())
