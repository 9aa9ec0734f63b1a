"""`licet parties` as a person or a script meets it, and what it keeps to itself."""

from __future__ import annotations

import csv
import json
import logging
from pathlib import Path

import pytest

from licet.cli.main import main
from licet.parties.partyfile import PartyFile

from .conftest import DATA, PARTIES

LIST = str(DATA / "consolidated.json")
CLOUD = "Example Cloud Pte. Ltd."


class Run:
    """Runs `licet parties ...` with a party file and a list of its own."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path, self._capsys = path, capsys

    def __call__(self, command: str, *arguments: str, status: int = 0) -> str:
        lists = (
            ["--list", LIST]
            if command in ("screen", "review") and "--list" not in arguments
            else []
        )
        try:
            ended = main(["parties", command, *arguments, "--file", str(self.path), *lists])
        except SystemExit as stop:
            ended = stop.code
        out, self.err = self._capsys.readouterr()
        err = self.err
        assert ended == status, err
        assert "Traceback" not in err
        return err if status else out


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    path = tmp_path / "parties.yaml"
    path.write_text(PARTIES, encoding="utf-8")
    return Run(path, capsys)


# -- screen ---------------------------------------------------------------------------------------


def test_screen_prints_the_query_and_its_hits(run: Run) -> None:
    found = json.loads(run("screen", "曙光信息产业股份有限公司", "--json"))
    assert found["query"] == "曙光信息产业股份有限公司"
    best = found["hits"][0]
    assert best["name"] == "Sugon"
    assert best["list"] == "Entity List (EL) - Bureau of Industry and Security"
    assert best["entity_number"] is None
    assert 0.85 <= best["score"] <= 1
    assert "shuguang information industry" in best["why"]


def test_screen_prints_no_hits_as_none(run: Run) -> None:
    found = json.loads(run("screen", "Perfectly Ordinary Bakery GmbH", "--country", "DE", "--json"))
    assert found == {"query": "Perfectly Ordinary Bakery GmbH", "hits": []}


def test_screen_for_a_person(run: Run) -> None:
    said = run("screen", "Huawai Technologies Co., Ltd.", "--country", "CN")
    assert "One letter differs" in " ".join(said.split())
    assert "Nothing at or above 0.85 among 469 entries." in run("screen", "Perfectly Ordinary GmbH")


def test_screen_a_table(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("id,name\n1,Sugon\n2,Perfectly Ordinary GmbH\n", encoding="utf-8")
    rows = list(csv.DictReader(run("screen", "--table", str(table)).splitlines()))
    assert {row["name"] for row in rows} == {"Sugon"}
    assert rows[0]["list"].startswith("Entity List")
    said = run("screen", "--table", str(table), "--column", "company", status=2)
    assert "has no column company; it has id, name." in said


def test_a_row_that_cannot_be_screened_does_not_lose_the_others(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "names.csv"
    rows = ["name,country", "x" * 10_000 + ",CN", "Sugom,US", "Sugom,CN", "Sugon,XX", "!!!,", ",SG"]
    table.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(SystemExit, match="2"):
        main(["parties", "screen", "--table", str(table), "--list", LIST])
    out, err = capsys.readouterr()
    found = list(csv.DictReader(out.splitlines()))
    assert {row["name"] for row in found} == {"Sugom"}  # the one in China
    assert len(found) == len([row for row in found if "CN" in row["why"]])
    assert [line.split(":")[0] for line in err.splitlines()] == ["row 2", "row 5", "row 6"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["x" * 10_000], "a name has at most 500 characters; this one has 10000."),
        (["Foo", "--country", "Singapur"], "not a country code"),
        (["Foo", "--list", "none.json"], "There is no screening list at none.json"),
        ([], "name the party to screen, or a --table."),
        (["?!"], "has no letter and no figure in it"),
    ],
)
def test_screen_says_what_is_wrong_in_one_sentence(
    run: Run, arguments: list[str], words: str
) -> None:
    said = run("screen", *arguments, status=2)
    assert words in said
    assert len(said.strip().splitlines()) == 1
    assert "xxxxx" not in said


def test_screen_with_a_list_cut_in_the_middle(run: Run, tmp_path: Path) -> None:
    cut = tmp_path / "cut.json"
    cut.write_text(Path(LIST).read_text(encoding="utf-8")[:100_000], encoding="utf-8")
    assert "breaks off after" in run("screen", "Foo", "--list", str(cut), status=2)


# -- the file -------------------------------------------------------------------------------------


def test_add_and_show(run: Run) -> None:
    run(
        "add",
        "New Buyer",
        "--set",
        "headquarters=AE",
        "--set",
        "private_sector=yes",
        "--owner",
        "Example Holdings=75",
        "--source",
        "trade licence",
        "--date",
        "2026-09-01",
        "--grade",
        "registry",
    )
    shown = json.loads(run("show", "New Buyer", "--on", "2026-11-12", "--json"))
    assert shown["facts"] == {
        "name": "New Buyer",
        "headquarters": "AE",
        "ultimate_parent_headquarters": "CN",
        "private_sector": True,
    }
    assert shown["file"] == str(run.path)
    stale = json.loads(run("show", "New Buyer", "--on", "2027-11-12", "--json"))
    assert "stale" in stale["unknown"]["headquarters"]
    said = run("show", "New Buyer", "--on", "2026-11-12")
    assert "trade licence, 2026-09-01, registry" in " ".join(said.split())


def test_add_refuses_a_name_of_ten_thousand_characters(run: Run) -> None:
    err = run("add", "x" * 10_000, status=2)
    assert "a name has at most 500 characters; this one has 10000." in err
    assert "xxx" not in err


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("--set", "headquarters=CN"), "The evidence contradicts itself"),
        (("--owner", "Somebody=90"), "they hold 160 percent together, which is more than 100"),
    ],
)
def test_add_says_at_once_what_it_contradicts(run: Run, said: tuple[str, str], words: str) -> None:
    basis = ("--source", "a newspaper", "--date", "2026-06-01", "--grade", "documented")
    assert "Kept in" in run("add", CLOUD, *said, *basis)
    assert words in run.err


def test_a_fact_without_a_source_is_refused(run: Run) -> None:
    assert "--source is missing" in run("add", "New", "--set", "headquarters=AE", status=2)
    assert PartyFile.open(run.path).find("New") is None


def test_show_says_where_the_file_lies(run: Run) -> None:
    said = run("show")
    assert str(run.path) in said
    assert CLOUD in said
    assert json.loads(run("show", "--json"))["parties"][0] == CLOUD


def test_erase(run: Run) -> None:
    assert "Erased from" in run("erase", "Example Cloud")
    assert CLOUD not in run.path.read_text(encoding="utf-8")
    run("erase", "--everything")
    assert not run.path.exists()
    assert "There is no party file" in run("show", status=2)


# -- import, chain, review, flags -----------------------------------------------------------------


def test_import_and_chain(run: Run, tmp_path: Path) -> None:
    said = run("import", *(str(DATA / "gleif" / f"{kind}.csv") for kind in ("lei2", "rr", "repex")))
    assert "7 entities" in said
    table = tmp_path / "more.csv"
    table.write_text("owner,owned,percent\nSomebody,Sugon,12\n", encoding="utf-8")
    run("import", str(table))
    said = run("chain", "Example Cloud", "--on", "2026-11-12")
    assert "hold 145.5 percent together" in " ".join(said.split())  # the file and the register
    run("add", "Example Holdings", "--lei", "529900000000HOLDSG01", "--alias", "Holdings")
    drawing = tmp_path / "chain.svg"
    found = json.loads(run("chain", "Example Cloud", "--on", "2026-11-12", "--json"))
    assert found["ultimate_parent"]["path"][0] == CLOUD
    assert {s["owner"] for s in found["shares"]} >= {"Example Holdings", "Somebody", "Sugon"}
    said = run("chain", "Example Cloud", "--on", "2026-11-12", "--svg", str(drawing))
    assert "60% Example Holdings" in said
    assert "contradict each other on what Example Holdings holds" in " ".join(said.split())
    assert drawing.read_text(encoding="utf-8").startswith("<svg")


def test_import_of_a_file_that_contradicts(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(
        PARTIES.replace("value: SG", "value: MY").replace("percent: 60", "percent: 40")
    )
    status = main(["parties", "import", str(other), "--file", str(run.path)])
    assert status == 0
    shown = json.loads(
        run("show", "Example Cloud", "--on", "2026-11-12", "--json").split("\n", 1)[1]
    )
    assert "headquarters" not in shown["facts"]
    assert "contradicts itself" in shown["unknown"]["headquarters"]
    chain = json.loads(run("chain", "Example Cloud", "--on", "2026-11-12", "--json"))
    assert "contradict each other on what Example Holdings holds" in chain["contradictions"][0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("owner,owned,percent\nB,A,101\n", "row 2: 101 percent is not a share"),
        ("owner,owned,percent\nA,A,10\n", "row 2: an entity cannot own itself"),
    ],
)
def test_import_of_a_faulty_table(run: Run, tmp_path: Path, text: str, words: str) -> None:
    table = tmp_path / "shares.csv"
    table.write_text(text)
    assert words in run("import", str(table), status=2)


def test_review_is_kept_and_shown_with_the_hit(run: Run) -> None:
    assert "Decide with --hit N" in run("review", "Sugon")
    run(
        "review",
        "Sugon",
        "--hit",
        "1",
        "--decision",
        "same",
        "--by",
        "A. Reviewer",
        "--why",
        "w",
        "--on",
        "2026-11-12",
    )
    found = json.loads(run("screen", "Sugon", "--json"))
    kept = [hit["review"] for hit in found["hits"] if "review" in hit]
    assert kept == [{"decision": "same", "by": "A. Reviewer", "on": "2026-11-12", "why": "w"}]
    shown = json.loads(run("show", "Sugon", "--on", "2026-11-12", "--json"))
    assert "Entity List: a license is required" in shown["reviews"][0]["means"]
    assert "there are" in run("review", "Sugon", "--hit", "99", "--decision", "same", status=2)
    assert "by: is empty" in run(
        "review", "Sugon", "--hit", "1", "--decision", "same", "--why", "w", status=2
    )


def test_flags_of_a_table_of_shipments(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "shipments.csv"
    table.write_text("date,consignee,tpp,ordered\n2026-10-01,Example Cloud,3199999,2026-09-01\n")
    (flag,) = json.loads(run("flags", str(table), "--json"))
    assert "740.29(g)(3)" in flag["cite"]
    assert "just under the 3,200,000 TPP" in run("flags", str(table))
    table.write_text("date,consignee,tpp\n1 May,Example Cloud,many\n")
    assert "row 2: " in run("flags", str(table), status=2)


# -- what it keeps to itself ----------------------------------------------------------------------


def test_nothing_of_a_party_is_logged(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        run("add", "Private Person Ltd", "--set", "headquarters=AE", "--source", "secret passport")
        run("screen", "Private Person Ltd", "--json")
        run("show", "Private Person Ltd")
        run("chain", "Private Person Ltd", "--json")
        run("erase", "Private Person Ltd")
    assert "Private" not in caplog.text
    assert "secret passport" not in caplog.text
