"""The law as a view of a database: each row is decided as `licet.tables.decide` decides it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import psycopg
import pytest
import sqlglot
from tests.ledger.servers import Postgres
from tests.tables.warehouse import agree, table, view

from licet.cli.main import main

DAY = "2025-06-02"
ROWS = 200


@pytest.mark.parametrize(
    ("day", "unknown", "few"),
    [(DAY, 0.1, False), (DAY, 0.3, True), ("2024-06-03", 0.1, True), ("2026-08-03", 0.1, True)],
)
def test_duckdb_decides_as_licet_does(day: str, unknown: float, few: bool) -> None:
    rows = table(day, ROWS, unknown, few)
    with duckdb.connect() as connection:
        connection.register("orders", rows.to_arrow())
        connection.execute(view(day, few).sql("duckdb", pretty=False))
        found = connection.sql("SELECT * FROM decided").pl().to_dicts()
    assert agree(found, day, ROWS, unknown, few) < ROWS / 20


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    server = Postgres()
    yield server.database()
    server.close()


def test_postgresql_decides_as_licet_does(postgres: str) -> None:
    rows = table(DAY, ROWS, few=True)
    columns = ", ".join(f'"{name}" {_postgres_type(rows[name])}' for name in rows.columns)
    with psycopg.connect(postgres) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE orders ({columns})")
        with cursor.copy("COPY orders FROM STDIN") as copy:
            for row in rows.iter_rows():
                copy.write_row(row)
        cursor.execute(view(DAY, few=True).sql("postgres", pretty=False))
        cursor.execute("SELECT * FROM decided")
        names = [each.name for each in cursor.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    agree(found, DAY, ROWS, few=True)


def _postgres_type(series: pl.Series) -> str:
    if series.dtype.is_integer():
        return "bigint"
    if series.dtype.is_float():
        return "numeric"
    return "boolean" if series.dtype == pl.Boolean else "text"


def test_spark_decides_as_licet_does(spark: Any) -> None:
    rows = table(DAY, ROWS, few=True)
    spark.createDataFrame(rows.to_arrow()).createOrReplaceTempView("orders")
    text = view(DAY, few=True).sql("spark", pretty=False).replace(" VIEW ", " TEMPORARY VIEW ", 1)
    spark.sql(text.rstrip().removesuffix(";"))
    found = [row.asDict() for row in spark.sql("SELECT * FROM decided").collect()]
    agree(found, DAY, ROWS, few=True)


SHIPMENTS = {"destination": "Ship to", "quantity": "Qty", "item.eccn": "ECCN", "item.tpp": "TPP"}


def licet_sql(*arguments: str, map_file: Path) -> int:
    map_file.write_text(json.dumps(SHIPMENTS), encoding="utf-8")
    fixed = ["--date", DAY, "--map", str(map_file), *arguments]
    return main(["sql", *fixed])


@pytest.mark.parametrize("dialect", ["bigquery", "snowflake", "spark", "postgres", "duckdb"])
def test_every_dialect_is_written_and_parses_back(
    dialect: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    licet_sql("--dialect", dialect, "--table", "trade.orders", map_file=tmp_path / "map.json")
    text = capsys.readouterr().out
    assert text.startswith("-- Export controls on AI chips as they stood on 2025-06-02")
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(10_000)  # the parser descends many frames for each bracket
    try:
        tree = sqlglot.parse_one(text, dialect=dialect)
    finally:
        sys.setrecursionlimit(before)
    assert isinstance(tree, sqlglot.exp.Create)
    assert tree.find(sqlglot.exp.CTE) is not None
    read = {each.name for each in tree.find_all(sqlglot.exp.Table)}
    assert "orders" in read


def test_a_view_keeps_columns_and_says_what_is_wrong_with_a_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    licet_sql("--dialect", "duckdb", "--keep", "Order", map_file=tmp_path / "map.json")
    text = capsys.readouterr().out
    rows = [("A1", "CN", 1, "3A090.a", 4800), ("A2", "Atlantis", 1, "3A090.a", 4800)]
    rows += [("A3", "CN", 1, "3A090", 4800), ("A4", None, None, "EAR99", None)]
    orders = pl.DataFrame(rows, ["Order", "Ship to", "Qty", "ECCN", "TPP"], orient="row")
    with duckdb.connect() as connection:
        connection.register("shipments", orders.to_arrow())
        connection.execute(text)
        found = connection.sql('SELECT * FROM licet_decided ORDER BY "Order"').pl()
    assert found["Order"].to_list() == ["A1", "A2", "A3", "A4"]
    assert found["as_enforced"][0] == "undetermined"  # the action is not stated
    assert found["review_policy"][0] == "presumption_of_denial"
    assert "country code" in found["error"][1]
    assert "one paragraph" in found["error"][2]
    assert found["as_enforced"][3] == "undetermined"
    assert found["classification"][3] is None


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--dialect", "oracle"], "oracle is no dialect"),
        (["--dialect", "duckdb", "--date", "2001-01-01"], "lies before"),
        (["--dialect", "duckdb", "--date", "soon"], "--date"),
    ],
)
def test_a_mistake_is_a_sentence(
    more: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        licet_sql(*more, map_file=tmp_path / "map.json")
    assert left.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_fact_that_no_view_reads_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"item.computer.contains": "Parts"}), encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["sql", "--dialect", "duckdb", "--date", DAY, "--map", str(mapping)])
    assert "item.computer.contains: is not read in SQL" in capsys.readouterr().err
