"""`--reform FILE` on decide and table: another law, which nobody can take for the law."""

import json

import polars as pl
import pytest
from click.testing import CliRunner
from tests.shipments import changed, shipment

from licet.cli.main import licet

CAP = "15 CFR 740.29(d): {number: 50000000}"


def run(*arguments):
    return CliRunner().invoke(licet, list(arguments), standalone_mode=False)


@pytest.fixture
def files(tmp_path):
    facts = changed(
        shipment(), **{"on_file.certifications": ["LPP"], "on_file.lpp_tpp_this_year": 40_000_000}
    )
    (tmp_path / "shipment.json").write_text(json.dumps(facts), encoding="utf-8")
    (tmp_path / "reform.yaml").write_text(CAP, encoding="utf-8")
    (tmp_path / "reform.json").write_text('{"740.29(d)": {"number": 50000000}}', encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["reform.yaml", "reform.json"])
def test_decide(files, name):
    facts, reform = str(files / "shipment.json"), str(files / name)
    told = json.loads(run("decide", facts, "--json", "--reform", reform).output)
    assert told["on_the_books"]["outcome"] == "license_exception"
    assert len(told["reform"]) == 1
    shown = run("decide", facts, "--reform", reform).output
    assert shown.startswith("NOT THE LAW. A reform was applied:")
    plain = run("decide", facts, "--by", "on_the_books")
    assert plain.return_value == 3
    assert "NOT THE LAW" not in plain.output
    status = run("decide", facts, "--by", "on_the_books", "--reform", reform).return_value
    assert status == 0


def test_a_paragraph_that_is_other_than_in_the_law_is_marked(files):
    """The limit of the year is what fails, and its sentence still has the number of the law."""
    (files / "low.yaml").write_text("740.29(d): {number: 30000000}", encoding="utf-8")
    arguments = (str(files / "shipment.json"), "--reform", str(files / "low.yaml"))
    shown = " ".join(run("decide", *arguments).output.split())
    assert "740.29(d) (reformed)" in shown


def test_table(files):
    rows = {
        "date": ["2025-06-02"], "action": ["export"], "destination": ["IN"], "quantity": [1],
        "item.chip": ["nvidia-h100-sxm5"], "headquarters": ["IN"], "parent hq": ["IN"],
        "part 744": ["no"], "certificates": ["LPP"], "lpp this year": [40_000_000],
        "end_use.purpose": ["operate"], "consignee country": ["IN"],
    }  # fmt: skip
    orders, out = files / "orders.csv", files / "out.csv"
    pl.DataFrame(rows).write_csv(orders)
    run("table", str(orders), "-o", str(out), "--reform", str(files / "reform.yaml"))
    made = pl.read_csv(out).row(0, named=True)
    assert made["on_the_books"] == "license_exception"
    assert made["reform"] == "15 CFR 740.29(d): 50,000,000 TPP instead of 26,900,000"
    run("table", str(orders), "-o", str(out))
    plain = pl.read_csv(out)
    assert plain["on_the_books"].to_list() == ["license_required"]
    assert "reform" not in plain.columns


def test_a_reform_that_cannot_be_read_is_a_sentence(files, capsys):
    from licet.cli.main import main

    (files / "bad.yaml").write_text("740.29(y): {number: 1}", encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        main(["decide", str(files / "shipment.json"), "--reform", str(files / "bad.yaml")])
    assert end.value.code == 2
    assert "holds no paragraph 740.29(y)" in capsys.readouterr().err
