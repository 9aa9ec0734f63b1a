"""Record batches, as Spark's `mapInArrow` hands them over."""

from __future__ import annotations

from typing import Any

import polars as pl
import pyarrow as pa
from tests.tables.warehouse import decided, table

from licet.tables import ANSWERS
from licet.tables.batches import batches, decided_in_spark

DAY, ROWS = "2025-06-02", 200


def test_batches_are_decided_as_the_table_is() -> None:
    rows = table(DAY, ROWS).to_arrow()
    made = list(batches(rows.to_batches(max_chunksize=23)))
    assert all(isinstance(each, pa.RecordBatch) for each in made)
    found = pl.DataFrame(pl.from_arrow(pa.Table.from_batches(made)))
    assert found.to_dicts() == decided(DAY, ROWS)


def test_spark_maps_them(spark: Any) -> None:
    rows = table(DAY, ROWS)
    frame = spark.createDataFrame(rows.to_arrow()).repartition(3)
    found = {row["row_number"]: row.asDict() for row in decided_in_spark(frame).collect()}
    assert len(found) == ROWS
    for row in decided(DAY, ROWS):
        assert {n: found[row["row_number"]][n] for n in ANSWERS} == {n: row[n] for n in ANSWERS}
