"""`licet table`: files of every form, columns as people name them, what cannot be read, statuses."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from licet.cli.main import main
from licet.cli.table import command
from licet.tables import match

READABLE = [
    ("2025-06-02", "A1", "nvidia-h100-sxm5", "India", "1,000"),
    ("2025-06-02", "A2", "nvidia-h100-sxm5", "CN", "1"),
]
UNREADABLE = [
    ("2025-06-02", "A3", "no such chip", "Germany", "1"),
    ("", "A4", "RTX 4090", "NA", "1"),
]
HEADINGS = ("Ship date", "Order", "GPU", "Ship-to country", "Qty")


def orders(rows: list[tuple[str, ...]], **more: str) -> pl.DataFrame:
    """The rows as a table of text, with the same text in every row of further columns."""
    table = pl.DataFrame(rows, schema=HEADINGS, orient="row")
    return table.with_columns(**{name: pl.lit(text) for name, text in more.items()})


def licet_table(*arguments: str | Path, text: str | None = None) -> Result:
    runner = CliRunner()
    return runner.invoke(command, [str(a) for a in arguments], input=text, standalone_mode=False)


WRITE = {
    "csv": pl.DataFrame.write_csv,
    "xlsx": pl.DataFrame.write_excel,
    "parquet": pl.DataFrame.write_parquet,
    "arrow": pl.DataFrame.write_ipc,
}


@pytest.mark.parametrize("form", WRITE)
def test_every_form_is_read_and_written(form: str, tmp_path: Path) -> None:
    source, out = tmp_path / f"in.{form}", tmp_path / f"out.{form}"
    WRITE[form](orders(READABLE + UNREADABLE), source)  # type: ignore[operator]
    assert licet_table(source, "-o", out).return_value == 5
    read = {"csv": pl.read_csv, "xlsx": pl.read_excel, "parquet": pl.read_parquet}
    found = read.get(form, pl.read_ipc)(out)
    assert found["Order"].to_list() == ["A1", "A2", "A3", "A4"]
    assert found["classification"].to_list() == ["3A090.a", "3A090.a", None, None]
    assert found["tpp_total"][0] == 15_832_000  # TPP of an H100 SXM: 1,979 tera-operations x 8 bits
    assert "No chip is called" in found["error"][2]
    assert "date: is missing" in found["error"][3]


def test_namibia_is_a_country_and_not_nothing(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    text = "date,GPU,Destination country\n2025-06-02,RTX 4090,NA\n2025-06-02,RTX 4090,?\n"
    source.write_text(text, encoding="utf-8")
    licet_table(source, "-o", out)
    missing = pl.read_csv(out)["missing_facts"]
    assert "destination" not in missing[0]
    assert "destination" in missing[1]


def test_the_status_says_whether_every_row_was_decided(tmp_path: Path) -> None:
    out, source = tmp_path / "out.parquet", tmp_path / "in.parquet"
    told = {"HQ": "CN", "Parent HQ": "CN", "Part 744": "yes", "Transaction type": "export"}
    orders(READABLE[1:], **told).write_parquet(source)
    assert licet_table(source, "-o", out).return_value == 0
    assert pl.read_parquet(out)["as_enforced"].to_list() == ["license_required"]
    orders(READABLE).write_parquet(source)
    assert licet_table(source, "-o", out).return_value == 4
    orders(READABLE + UNREADABLE).write_parquet(source)
    assert licet_table(source, "-o", out).return_value == 5


def test_the_summary_says_why_rows_cannot_be_read_most_frequent_first(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    orders([*UNREADABLE, UNREADABLE[0], *READABLE]).write_csv(source)
    told = licet_table(source, "-o", out).stderr.splitlines()
    at = told.index("5 rows, 3 of them not readable.")
    assert told[at + 1].startswith('  2: item.chip: No chip is called "no such chip"')
    assert told[at + 2].startswith("  1: date: is missing")
    assert told[at + 3].startswith("As enforced")


def test_standard_input_to_standard_output() -> None:
    found = licet_table("-", "-o", "-", text=orders(READABLE).write_csv())
    assert found.stdout.splitlines()[0].startswith("Ship date,Order,GPU")
    assert len(found.stdout.splitlines()) == 3


def test_columns_shows_what_each_column_states(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    orders(READABLE).write_csv(source)
    shown = licet_table(source, "--columns").stdout.splitlines()
    assert [line.split("  ")[-1].strip() for line in shown] == [
        "date",
        "(not read)",
        "item.chip",
        "destination",
        "quantity",
    ]


def test_a_mapping_file_goes_before_the_names(tmp_path: Path) -> None:
    source, mapping = tmp_path / "in.csv", tmp_path / "map.json"
    orders(READABLE, Land="SG").write_csv(source)
    mapping.write_text(json.dumps({"destination": "Land"}), encoding="utf-8")
    shown = licet_table(source, "--columns", "--map", mapping).stdout
    assert "Land             destination" in shown
    assert "Ship-to country  (not read)" in shown


def test_two_columns_for_one_fact_are_refused() -> None:
    with pytest.raises(ValueError, match="both state quantity"):
        match(["Qty", "quantity"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.csv", "-o", "out.csv"], "there is no file nowhere.csv"),
        (["table.doc", "-o", "out.csv"], "table.doc is no table"),
    ],
)
def test_a_mistake_is_a_sentence_and_status_2(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["table", *arguments])
    assert left.value.code == 2
    assert sentence in capsys.readouterr().err


def test_explain_says_what_licet_decide_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, facts = tmp_path / "in.csv", tmp_path / "facts.json"
    orders(READABLE, action="export").write_csv(source)
    line = {"item": {"chip": "nvidia-h100-sxm5"}, "quantity": 1}
    same = {"date": "2025-06-02", "action": "export", "destination": "CN", "lines": [line]}
    facts.write_text(json.dumps(same), encoding="utf-8")
    status = main(["table", str(source), "--explain", "2"])
    explained = capsys.readouterr().out
    assert main(["decide", "--why", str(facts)]) == status
    assert explained == capsys.readouterr().out
