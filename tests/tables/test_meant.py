"""Values that a mapping spells out: what "A100" stands for is said once, and the table stays as it is."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pytest
from click.testing import CliRunner, Result

from licet.cli.main import main
from licet.cli.table import command
from licet.tables import ANSWERS, decide
from licet.tables.view import View

ROWS = {
    "date": ["2025-06-02"] * 4,
    "GPU": ["A100", " A100 ", "RTX 4090", "a thing"],
    "Land": ["Singapur", "IN", "CN", "Singapur"],
    "quantity": [8, 9, 10, 11],
}
A100 = "nvidia-a100-sxm4-80gb"
FIXED: dict[str, Any] = {
    "item.chip": {"values": {"A100": A100}},
    "destination": {"column": "Land", "values": {" Singapur": "SG "}},
}
BY_HAND = ROWS | {
    "GPU": [A100, A100, "RTX 4090", "a thing"],
    "Land": ["SG", "IN", "CN", "SG"],
}


def by_hand() -> list[dict[str, Any]]:
    """The answers for the table in which somebody has replaced the cells."""
    found = decide(pl.DataFrame(BY_HAND), columns={"destination": "Land"})
    rows: list[dict[str, Any]] = found.select(ANSWERS).to_dicts()
    assert [row["classification"] for row in rows] == ["3A090.a", "3A090.a", "3A090.a", None]
    return rows


def with_dictionaries(table: pl.DataFrame) -> Any:
    return table.cast({pl.String: pl.Categorical}).to_arrow()


@pytest.mark.parametrize(
    "kind", [pl.DataFrame, pl.DataFrame.to_arrow, pl.DataFrame.to_pandas, with_dictionaries]
)
def test_a_table_is_decided_as_the_mapping_means_it(kind: Any) -> None:
    table = pl.DataFrame(ROWS)
    found = decide(kind(table), columns=FIXED)
    plain = found if isinstance(found, pl.DataFrame) else None
    if plain is None:
        held = found if isinstance(found, pa.Table) else pa.Table.from_pandas(found)
        plain = pl.DataFrame(pl.from_arrow(held)).cast({pl.Categorical: pl.String})
    assert plain.select(ANSWERS).to_dicts() == by_hand()
    assert plain["GPU"].to_list() == ROWS["GPU"]


def licet_table(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments], standalone_mode=False)


@pytest.mark.parametrize("more", [(), ("--running", "--parent", "GPU")])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_file_is_decided_as_the_mapping_means_it(
    form: str, more: tuple[str, ...], tmp_path: Path
) -> None:
    source, out, mapping = (tmp_path / name for name in (f"in.{form}", "out.parquet", "map.json"))
    table = pl.DataFrame(ROWS)
    table.write_csv(source) if form == "csv" else table.write_parquet(source)
    mapping.write_text(json.dumps(FIXED), encoding="utf-8")
    assert licet_table(source, "-o", out, "--map", mapping, *more).return_value == 5
    found = pl.read_parquet(out)
    assert found["classification"].to_list() == [row["classification"] for row in by_hand()]
    assert found["tpp_total"].to_list() == [row["tpp_total"] for row in by_hand()]
    assert found["GPU"].to_list() == ROWS["GPU"]


def test_a_row_is_explained_as_the_mapping_means_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, mapping = tmp_path / "in.csv", tmp_path / "map.json"
    pl.DataFrame(ROWS).write_csv(source)
    mapping.write_text(json.dumps(FIXED), encoding="utf-8")
    main(["table", str(source), "--map", str(mapping), "--explain", "1"])
    shown = capsys.readouterr().out.splitlines()[0]
    assert shown.startswith("8 x NVIDIA A100 SXM4 80GB")
    assert "to Singapore" in shown


def test_a_view_reads_cells_as_the_mapping_means_them() -> None:
    columns = {"item.chip": "GPU", "destination": "Land", "quantity": "quantity"}
    meant = {"GPU": {"A100": A100}, "Land": {"Singapur": "SG"}}
    view = View(datetime.date(2025, 6, 2), columns, "orders", name="decided", meant=meant)
    with duckdb.connect() as connection:
        connection.register("orders", pl.DataFrame(ROWS).to_arrow())
        connection.execute(view.sql("duckdb", pretty=False))
        found = connection.sql("SELECT * FROM decided ORDER BY quantity").pl()
    names = ["classification", "tpp_total", "on_the_books", "as_enforced"]
    expected = pl.DataFrame(by_hand())
    assert found.select(names).cast({"tpp_total": pl.Float64}).rows() == (
        expected.select(names).cast({"tpp_total": pl.Float64}).rows()
    )
    assert found["GPU"].to_list() == ROWS["GPU"]


@pytest.mark.parametrize(
    ("fixed", "sentence"),
    [
        ({"item.chip": {"values": {"?": A100}}}, "item.chip.values.?: states nothing"),
        ({"item.chip": {"values": {"": A100}}}, "stays unknown"),
        (
            {"item.chip": {"values": {"A100": A100, "A100 ": "H100"}}},
            "is said twice but for spaces",
        ),
        ({"item.chip": {"values": {"A100": 1}}}, "item.chip.values.A100: is no text"),
        ({"item.chip": {"values": ["A100"]}}, "item.chip.values: says what cells stand for"),
        ({"item.chip": {"value": {"A100": A100}}}, "item.chip: is the name of a column, or has"),
        ({"item.chip": {}}, "item.chip: is the name of a column, or has"),
        ({"item.chip": {"column": 3}}, "item.chip.column: is the name of a column"),
        ({"item.chip": 3}, "item.chip: is the name of a column, or has"),
        ({"from": {"values": {"A": "SG"}}}, "from: no column states it"),
        ({"quantity": {"values": {"eight": "8"}}}, "quantity: is a column of Int64"),
        ({"item.chips": {"values": {"A100": A100}}}, "Did you mean item.chip?"),
        (
            {p: {"column": "Land", "values": {"A": "SG"}} for p in ("destination", "from")},
            "from: values are given twice for the column Land",
        ),
    ],
)
def test_what_is_wrong_with_values_is_a_sentence(fixed: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence.replace("?", r"\?")):
        decide(pl.DataFrame(ROWS), columns=fixed)


def test_two_laws_are_compared_as_the_mapping_means_it(tmp_path: Path) -> None:
    source, out, mapping = (tmp_path / name for name in ("in.csv", "out.csv", "map.json"))
    pl.DataFrame(ROWS).write_csv(source)
    mapping.write_text(json.dumps(FIXED), encoding="utf-8")
    arguments = ["--table", str(source), "--map", str(mapping), "-o", str(out)]
    assert main(["diff", "2025-06-02", "2024-06-03", *arguments]) == 5
    found = pl.read_csv(out)
    assert found["classification_before"].to_list() == [r["classification"] for r in by_hand()]
    assert found["GPU"].to_list() == ROWS["GPU"]


@pytest.mark.parametrize("kind", [pl.DataFrame, pl.DataFrame.to_arrow])
def test_a_column_that_states_nothing_stays_unknown(kind: Any) -> None:
    table = pl.DataFrame(ROWS | {"Land": [None] * 4})
    found = decide(kind(table), columns=FIXED)
    missing = (
        found["missing_facts"].to_pylist() if kind is not pl.DataFrame else found["missing_facts"]
    )
    assert all("destination" in facts for facts in [*missing][:3])
