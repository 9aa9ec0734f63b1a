"""`licet ledger` and `licet decide --ledger` as a person meets them, bad input first."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars
import pytest
from tests.ledger.test_plan import order
from tests.ledger.world import CLOUD, GROUP, TPP

from licet.cli import ledger_show as show
from licet.cli.main import main
from licet.ledger import Refusal

Answer = tuple[int, str, str]
Command = Callable[..., Answer]
H100 = "chip=nvidia-h100-sxm5"
LPP = ("under=LPP", "action=export", "destination=IN", f"ultimate_consignee={CLOUD}")


@pytest.fixture
def ledger(empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "ledger"
    shutil.copy(empty, path)
    monkeypatch.setenv("LICET_LEDGER", str(path))
    monkeypatch.setenv("LICET_WHO", "Ann")
    return path


@pytest.fixture
def licet(ledger: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: object) -> Answer:
        try:
            status = main([str(each) for each in arguments])
        except SystemExit as stop:
            status = stop.code
        out, err = capsys.readouterr()
        return int(status or 0), out, err

    return run


@pytest.fixture
def ready(licet: Command) -> Command:
    told = (f"name={CLOUD}", f"ultimate_parent={GROUP}", "headquarters=IN")
    there = ("ultimate_parent_headquarters=IN", "--why", "kyc")
    assert licet("ledger", "add", "party", "on=2025-01-01", *told, *there)[0] == 0
    paper = ("certificate=LPP", f"party={GROUP}", "year=2025", "others_tpp=0", "reference=C-1")
    assert licet("ledger", "add", "certificate", "on=2025-01-02", *paper, "--why", "x")[0] == 0
    return licet


def read(licet: Command, *arguments: object) -> Any:
    code, out, err = licet(*arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


class TestBadInput:
    """One sentence each, on standard error, with exit status 2, and nothing written."""

    SITE = ("on=2025-06-02", f"owner={CLOUD}", "site=Pune", "country=IN", "cause=loss")

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("attrition", *SITE, H100, "quantity=-5"), "quantity: -5 is negative"),
            (
                ("attrition", *SITE, H100, "quantity=0"),
                "quantity: 0 is not a whole number of 1 or more",
            ),
            (("attrition", *SITE, H100, "quantity=2.5"), "quantity: 2.5 is not a whole number"),
            (("attrition", *SITE, H100, "quantity=5"), "pune in IN has 5 too few"),
            (
                ("attrition", *SITE, "chip=H1000", "quantity=1"),
                'chip: No chip is called "H1000". The nearest names are nvidia-h100-sxm5',
            ),
            (("attrition", *SITE, "chip=h100", "quantity=1"), '"h100" fits 3 chips'),
            (("atrition", *SITE), "Did you mean attrition?"),
            (("attrition", *SITE, "quantty=5"), "quantty"),
            (("attrition", "on=2025-02-30", H100), "on: "),
            (("attrition", "loss"), "loss: write a field as name=value."),
            (("assurance", "on=2025-01-01", "country=XX", "source=x"), "country: "),
            (
                (
                    "certificate",
                    "on=2025-01-02",
                    "certificate=LPP",
                    "party=A",
                    "reference=C",
                    "year=20255",
                ),
                "year: 20255 is neither the year of 2025-01-02 nor one beside it.",
            ),
        ],
    )
    def test_of_an_entry(self, licet: Command, arguments: tuple[str, ...], sentence: str) -> None:
        code, out, err = licet("ledger", "add", *arguments, "--why", "x")
        assert (code, out) == (2, "")
        assert sentence in err
        assert read(licet, "ledger", "show") == []

    def test_of_a_position_that_is_not_there(self, licet: Command) -> None:
        assert licet("ledger", "show", 7)[2] == "SEQ: there is no entry 7.\n"
        assert licet("ledger", "commit", 7, "--why", "x")[2].endswith("there is no entry 7.\n")
        assert "write it as SEQ:HASH" in licet("ledger", "verify", "--expect", "7")[2]

    @pytest.mark.parametrize("number", [2**63, 10**30])
    def test_of_a_number_that_no_entry_has(self, licet: Command, number: int) -> None:
        sentence = f"there is no entry {number}.\n"
        assert licet("ledger", "show", number)[::2] == (2, f"SEQ: {sentence}")
        for command in ("commit", "release"):
            code, _out, err = licet("ledger", command, number, "--why", "x")
            assert (code, err) == (2, f"reservation: {sentence}")

    def test_of_bytes_that_are_no_text(self, licet: Command) -> None:
        for text in ("\udcff", "a\0b"):
            for name, why in ((text, "kyc"), ("Example", text)):
                party = ("party", "on=2025-01-01", f"name={name}", "--why", why)
                code, out, err = licet("ledger", "add", *party)
                wrong = "name" if name == text else "why"
                assert (code, out, err) == (
                    2,
                    "",
                    f"{wrong}: holds bytes that are no text in UTF-8.\n",
                )

    def test_of_a_field_without_a_value(self, licet: Command) -> None:
        party = ("party", "on=2025-01-01", "name=", "--why", "kyc")
        assert licet("ledger", "add", *party) == (2, "", "name: is missing.\n")

    def test_of_a_moment(self, licet: Command) -> None:
        code, _out, err = licet("ledger", "reserve", "shipment", "--why", "x", "--until", "soon")
        assert (code, "neither a day nor a moment" in err) == (2, True)

    def test_a_ledger_that_is_not_there(self, licet: Command, tmp_path: Path) -> None:
        code, _out, err = licet("ledger", "--ledger", tmp_path / "none", "show")
        assert (code, "`licet ledger open` makes one" in err) == (2, True)

    def test_a_database_that_does_not_answer(
        self, licet: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("licet.cli.ledger_common.SLOW", 0.01)
        monkeypatch.setattr("licet.ledger.opening.PATIENCE", 1.0)
        code, out, err = licet("ledger", "--ledger", "postgresql://ann@localhost:1/none", "show")
        assert (code, out) == (2, "")
        assert "does not answer; waiting for up to 1 seconds" in err
        assert "postgresql://ann@localhost:1/none cannot be used as a ledger" in err

    def test_a_ledger_of_a_newer_schema(self, licet: Command, ledger: Path) -> None:
        with sqlite3.connect(ledger) as connection:
            connection.execute("UPDATE licet_ledger_version SET version_num = '9999'")
        for arguments in (("show",), ("open", ledger), ("headroom",)):
            code, out, err = licet("ledger", *arguments)
            assert (code, out) == (2, "")
            assert "written by a newer licet than this one; update licet" in err

    @pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
    def test_a_half_written_file(self, ready: Command, ledger: Path, kept: float) -> None:
        with sqlite3.connect(ledger) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = ledger.read_bytes()
        ledger.write_bytes(whole[: int(len(whole) * kept)])
        for extra in ledger.parent.glob("ledger-*"):
            extra.unlink()
        code, out, err = ready("ledger", "verify")
        if code == 1:
            assert "the file is damaged" in out
        else:
            assert (code, "cannot be used as a ledger" in err, err.count("\n")) == (2, True, 1)


class TestImport:
    ROWS = {
        "kind": ["shipment", "party", "certificate", "installation"],
        "on": ["2025-06-02", "2025-01-01", "2025-01-02", "2025-03-01"],
        "chip": ["nvidia-h100-sxm5", None, None, "nvidia-h100-sxm5"],
        "quantity": [100, None, None, 8],
        "under": ["LPP", None, None, None],
        "action": ["export", None, None, None],
        "destination": ["IN", None, None, None],
        "ultimate_consignee": [CLOUD, None, None, None],
        "name": [None, CLOUD, None, None],
        "ultimate_parent": [None, GROUP, None, None],
        "certificate": [None, None, "LPP", None],
        "party": [None, None, GROUP, None],
        "year": [None, None, 2025, None],
        "others_tpp": [None, None, 1_000_000, None],
        "reference": [None, None, "C-1", None],
        "owner": [None, None, None, CLOUD],
        "site": [None, None, None, "Pune"],
        "country": [None, None, None, "IN"],
    }

    def file(self, folder: Path, ending: str, rows: dict[str, list[Any]] | None = None) -> Path:
        frame = polars.DataFrame(rows or self.ROWS)
        path = folder / f"history.{ending}"
        {"csv": frame.write_csv, "xlsx": frame.write_excel, "parquet": frame.write_parquet}[ending](
            path
        )
        return path

    @pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
    def test_a_file_is_entered_once_in_the_order_of_its_days(
        self, licet: Command, tmp_path: Path, ending: str
    ) -> None:
        path = self.file(tmp_path, ending)
        assert "4 rows entered" in licet("ledger", "import", path, "--why", "history")[1]
        code, out, _err = licet("ledger", "import", path, "--why", "again")
        assert (code, "0 rows entered, 4 were in the ledger already" in out) == (0, True)
        kinds = [entry["kind"] for entry in read(licet, "ledger", "show")]
        assert kinds == ["party", "certificate", "installation", "shipment"]
        (limit,) = read(licet, "ledger", "headroom", "--on", "2025-06-02")["limits"]
        assert limit["used"] == 100 * TPP

    def test_a_row_that_is_wrong_stops_the_file_and_every_fault_is_told(
        self, licet: Command, tmp_path: Path
    ) -> None:
        rows = {**self.ROWS, "quantity": [100, None, None, -8], "year": [None, None, "next", None]}
        path = self.file(tmp_path, "csv", rows)
        code, _out, err = licet("ledger", "import", path, "--why", "history")
        assert code == 2
        assert {line.partition(":")[0] for line in err.splitlines()} == {"row 3", "row 4"}
        assert read(licet, "ledger", "show") == []

    def test_history_beyond_a_limit_is_entered_and_said_or_refused_where_asked(
        self, licet: Command, tmp_path: Path
    ) -> None:
        path = self.file(tmp_path, "csv", {**self.ROWS, "quantity": [1700, None, None, 8]})
        code, _out, err = licet("ledger", "import", path, "--why", "x", "--within-limits")
        assert (code, "Refused: row 1: LPP example group 2025" in err) == (3, True)
        assert read(licet, "ledger", "show") == []
        assert "over the limit of 26,900,000" in licet("ledger", "import", path, "--why", "x")[1]

    def test_a_file_that_is_no_table(self, licet: Command, tmp_path: Path) -> None:
        half = tmp_path / "half.parquet"
        half.write_bytes(self.file(tmp_path, "parquet").read_bytes()[:200])
        for path in (half, tmp_path / "none.csv", tmp_path):
            code, _out, err = licet("ledger", "import", path, "--why", "x")
            assert (code, err.startswith("file: "), err.count("\n")) == (2, True, 1)

    def test_a_row_of_a_closed_period_is_entered_and_shown_as_late(
        self, licet: Command, tmp_path: Path
    ) -> None:
        rows = {name: values[3:] for name, values in self.ROWS.items()}
        licet("ledger", "import", self.file(tmp_path, "csv", rows), "--why", "forgotten")
        assert "due 2025-07-15" in licet("ledger", "show")[1]
        (entry,) = read(licet, "ledger", "show")
        assert entry["late"] == "2025-07-15"


def test_reserve_refuse_commit_release_and_what_is_left(ready: Command) -> None:
    ship = ("shipment", "on=2025-06-02", H100, *LPP, "--why", "order")
    held = read(ready, "ledger", "reserve", *ship, "quantity=1000", "--key", "order 1")
    again = read(ready, "ledger", "reserve", *ship, "quantity=1000", "--key", "order 1")
    assert (again["seq"], again["again"]) == (held["seq"], True)
    code, out, err = ready("ledger", "reserve", *ship, "quantity=1000")
    assert (code, out) == (3, "")
    assert "699 of nvidia-h100-sxm5 fit. More fit from 2026-01-01." in err
    code, out, _err = ready("ledger", "reserve", *ship, "quantity=1000", "--json")
    (refusal,) = json.loads(out)["refused"]
    assert (code, refusal["over"], refusal["fits"]) == (3, 2000 * TPP - 26_900_000, 699)
    assert ready("ledger", "commit", held["seq"], "--quantity", 600, "--why", "gone")[0] == 0
    assert ready("ledger", "release", held["seq"], "--quantity", 100, "--why", "less")[0] == 0
    (limit,) = read(ready, "ledger", "headroom", "--on", "2025-06-02")["limits"]
    assert (limit["used"], limit["held"]) == (600 * TPP, 300 * TPP)
    shown = ready("ledger", "headroom", "--on", "2025-06-02")[1]
    assert " #########====··········· " in shown


def test_a_moment_from_which_more_fits_has_its_time_zone() -> None:
    expires = "2025-06-09T12:00:00.000000+00:00"
    refusal = Refusal("license drawn|D1|a chip", "750.7", 5, 1, 4, 4, expires, "units")
    assert "More fit from 2025-06-09 12:00 UTC." in show.refusal(refusal)


def test_pictures_are_drawn_as_their_names_say(ready: Command, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    site = ("on=2025-03-01", f"owner={CLOUD}", "site=Pune", "country=IN", H100, "quantity=8")
    ready("ledger", "add", "installation", *site, "--why", "built")
    for command in ("headroom", "fleet"):
        png, svg = (tmp_path / f"{command}.{ending}" for ending in ("png", "svg"))
        for path in (png, svg):
            assert ready("ledger", command, "--on", "2025-06-02", "--chart", path)[0] == 0
        assert png.read_bytes().startswith(b"\x89PNG")
        assert "<svg" in svg.read_text(encoding="utf-8")
    assert "ends in .png or .svg" in ready("ledger", "fleet", "--chart", "fleet.doc")[2]


def test_verify_names_the_entry_that_was_changed(ready: Command, ledger: Path) -> None:
    out = ready("ledger", "verify")[1]
    position = out.split()[-1]
    assert ready("ledger", "verify", "--expect", position)[0] == 0
    with sqlite3.connect(ledger) as connection:
        connection.execute("UPDATE entry SET why = 'never mind' WHERE seq = 1")
    code, out, _err = ready("ledger", "verify")
    assert (code, "entry 1 was changed after it was written" in out) == (1, True)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl"])
def test_what_is_exported_can_be_read(ready: Command, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    assert "2 entries into" in ready("ledger", "export", path)[1]
    if ending == "jsonl":
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        assert rows[1]["previous"] == rows[0]["hash"]
    else:
        reader = {
            "csv": polars.read_csv,
            "xlsx": polars.read_excel,
            "parquet": polars.read_parquet,
        }[ending]
        assert reader(path)["kind"].to_list() == ["party", "certificate"]


class TestDecide:
    def facts(self, folder: Path, quantity: int) -> Path:
        said = order(quantity)
        said["parties"]["ultimate_consignee"] = {"name": CLOUD, "location": "IN"}
        path = folder / "order.json"
        path.write_text(json.dumps(said), encoding="utf-8")
        return path

    def test_amounts_and_papers_come_from_the_ledger_with_their_position(
        self, ready: Command, tmp_path: Path
    ) -> None:
        ship = ("shipment", "on=2025-06-01", H100, *LPP, "quantity=1000", "--why", "x")
        ready("ledger", "add", *ship)
        facts = self.facts(tmp_path, 699)
        answer = read(ready, "decide", facts, "--by", "on_the_books")
        assert answer["on_the_books"]["outcome"] == "license_exception"
        told = answer["ledger"]
        assert told["on_file"] == {"lpp_tpp_this_year": 1000 * TPP, "certifications": ["LPP"]}
        assert told["parties"]["ultimate_consignee"]["headquarters"] == "IN"
        assert told["ledger"]["seq"] == 3
        assert told["sources"]["lpp_tpp_this_year"]["source"] == "C-1, 2025-01-02 (#2)"
        code, out, _err = ready("decide", self.facts(tmp_path, 700), "--by", "on_the_books")
        told = "11,068,000 TPP left: 699 of nvidia-h100-sxm5, more from 2026-01-01"
        assert (code, f"LPP 2025 of Example Group: {told}" in out) == (3, True)

    def test_what_the_transaction_states_goes_first(self, ready: Command, tmp_path: Path) -> None:
        path = self.facts(tmp_path, 1)
        said = json.loads(path.read_text("utf-8")) | {"on_file": {"lpp_tpp_this_year": 26_900_000}}
        path.write_text(json.dumps(said), encoding="utf-8")
        assert ready("decide", path, "--by", "on_the_books")[0] == 3

    def test_what_nobody_certified_leaves_it_open(self, licet: Command, tmp_path: Path) -> None:
        told = (f"name={CLOUD}", f"ultimate_parent={GROUP}", "headquarters=IN", "on=2025-01-01")
        licet("ledger", "add", "party", *told, "ultimate_parent_headquarters=IN", "--why", "x")
        code, out, _err = licet("decide", self.facts(tmp_path, 1), "--by", "on_the_books", "--json")
        answer = json.loads(out)
        assert (code, "lpp_tpp_this_year" in answer["ledger"]["on_file"]) == (4, False)
        assert "on_file.lpp_tpp_this_year" in answer["on_the_books"]["missing_facts"]

    def test_what_was_decided_is_held_under_what_carries_it(
        self, ready: Command, tmp_path: Path
    ) -> None:
        facts, books = self.facts(tmp_path, 1000), ("--by", "on_the_books")
        answer = read(ready, "decide", facts, *books, "--reserve", "order 7", "--key", "7")
        (held,) = answer["ledger"]["reserved"]
        assert (held["under"], held["quantity"], held["reservation"]) == ("LPP", 1000, 3)
        entry = read(ready, "ledger", "show", 3)
        assert entry["determination"].startswith("sha256:")
        code, out, _err = ready("decide", facts, *books, "--reserve", "order 8")
        assert code == 3
        assert "Not reserved: lines[0]: it needs a license, and none in the ledger" in out

    def test_a_license_with_enough_left_is_drawn_on(self, ready: Command, tmp_path: Path) -> None:
        issued = ("license=D1", "destination=IN", "purchase_order=P", H100, "quantity=2000")
        ready("ledger", "add", "license_issued", "on=2025-06-03", *issued, "--why", "BIS")
        said = order(1800, date="2025-07-01")
        path = tmp_path / "order.json"
        path.write_text(json.dumps(said), encoding="utf-8")
        command = ("decide", path, "--by", "on_the_books", "--reserve", "order 9", "--json")
        code, out, _err = ready(*command)
        (held,) = json.loads(out)["ledger"]["reserved"]
        assert (code, held["under"], held["license"]) == (3, "license", "D1")
        assert json.loads(ready(*command)[1])["ledger"]["not_reserved"]

    def test_nothing_is_held_of_what_nothing_limits(self, ready: Command, tmp_path: Path) -> None:
        code, out, _err = ready("decide", self.facts(tmp_path, 10), "--reserve", "as enforced")
        assert (code, "Nothing was reserved: as enforced" in out) == (0, True)
        assert "asked by --by on_the_books" in out

    def test_a_reservation_needs_a_ledger(
        self, licet: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("LICET_LEDGER")
        code, _out, err = licet("decide", self.facts(tmp_path, 1), "--reserve", "x")
        assert (code, err.startswith("--reserve: name the ledger")) == (2, True)


class TestPlan:
    def test_the_split_and_the_first_limit(self, ready: Command, tmp_path: Path) -> None:
        path = tmp_path / "plan.json"
        path.write_text(json.dumps([order(1800, under="LPP")]), encoding="utf-8")
        best = read(ready, "ledger", "plan", path)
        assert [(part["route"], part["units"]) for part in best["parts"]] == [("LPP", 1699)]
        assert best["rest"][0]["units"] == 101
        code, out, _err = ready("ledger", "plan", path, "--as-is")
        assert (code, "The first limit breaks on 2025-06-15" in out) == (3, True)
        assert (
            "101 of nvidia-h100-sxm5 (order 1) need a license." in ready("ledger", "plan", path)[1]
        )

    def test_what_more_fits_by_quarter(self, ready: Command) -> None:
        (found,) = read(ready, "ledger", "plan", "--on", "2025-06-02")
        assert found["by_quarter"][0] == {"from": "2025-06-02", "tpp": 26_900_000}
        assert "26,900,000" in ready("ledger", "plan", "--on", "2025-06-02")[1]
