"""Record batches in, decided record batches out: the shape that Spark's `mapInArrow` asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pyarrow as pa

from licet.tables.deciding import decide
from licet.tables.meant import Fixed
from licet.tables.written import ANSWERS, TYPES

ADDED = ", ".join(
    f"{name} {'double' if str(TYPES[name]) == 'Float64' else 'string'}" for name in ANSWERS
)
"""The added columns as Spark writes a schema, to stand behind the table's own."""


def batches(
    given: Iterable[pa.RecordBatch],
    *,
    columns: Fixed | None = None,
    as_of: date | None = None,
) -> Iterator[pa.RecordBatch]:
    """Each batch with the columns of `ANSWERS` added: `licet.tables.decide`, batch by batch.

    No answer depends on how rows lie in batches. Raises `InputError` as `decide` does.
    """
    for batch in given:
        table = decide(pa.Table.from_batches([batch]), columns=columns, as_of=as_of)
        yield from table.cast(_as_spark_reads(table.schema)).combine_chunks().to_batches()


def decided_in_spark(frame: Any, **settings: Any) -> Any:
    """A Spark DataFrame with the added columns; ``settings`` are those of `batches`.

    Spark takes a dot in a column's name for a field of a struct, so the columns are numbered meanwhile.
    """
    from pyspark.sql.types import StructType

    names = list(frame.columns)
    numbered = frame.toDF(*_numbered(names))
    added: Any = StructType.fromDDL(ADDED)
    schema = StructType([*numbered.schema.fields, *added.fields])
    decided = numbered.mapInArrow(partial(_with_names, names=names, settings=settings), schema)
    return decided.toDF(*names, *ANSWERS)


def _with_names(
    given: Iterable[pa.RecordBatch], *, names: list[str], settings: dict[str, Any]
) -> Iterator[pa.RecordBatch]:
    for batch in batches((each.rename_columns(names) for each in given), **settings):
        yield batch.rename_columns([*_numbered(names), *ANSWERS])


def _numbered(names: list[str]) -> list[str]:
    return [f"column_{number}" for number in range(len(names))]


def _as_spark_reads(schema: pa.Schema) -> pa.Schema:
    """The same columns with plain strings: Spark reads no views, large strings and dictionaries."""
    plain = [field.with_type(pa.string()) if _is_text(field.type) else field for field in schema]
    return pa.schema(plain)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return kind.value_type == pa.string() or _is_text(kind.value_type)
    return bool(pa.types.is_string_view(kind) or pa.types.is_large_string(kind))
