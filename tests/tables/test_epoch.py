"""Real clusters (Epoch AI) as shipments to their countries and owners, row by row as `licet.decide`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
from tests.tables.test_equal import said

from licet.tables import decide

CLUSTERS = Path(__file__).parents[1] / "data" / "tables" / "epoch_gpu_clusters.csv"
COLUMNS = {
    "destination": "Country",
    "item.chip": "Chip type (primary)",
    "quantity": "Chip quantity (primary)",
    "parties.ultimate_consignee.name": "Owner",
    "date": "shipped",
}
CODES = {
    "China": "CN", "Japan": "JP", "United States of America": "US", "France": "FR", "India": "IN",
    "Korea (Republic of)": "KR", "Germany": "DE", "Saudi Arabia": "SA", "Brazil": "BR",
    "United Arab Emirates": "AE", "Italy": "IT", "Sweden": "SE", "Russia": "RU", "Canada": "CA",
    "United Kingdom of Great Britain and Northern Ireland": "GB", "Taiwan": "TW", "Finland": "FI",
    "Singapore": "SG", "Thailand": "TH", "Australia": "AU", "Switzerland": "CH", "Poland": "PL",
    "Hong Kong": "HK", "Malaysia": "MY", "Norway": "NO", "Israel": "IL", "Netherlands": "NL",
    "Iceland": "IS", "Vietnam": "VN", "Philippines (the)": "PH", "Spain": "ES", "Denmark": "DK",
    "Luxembourg": "LU", "Czechia": "CZ", "Slovenia": "SI", "Mexico": "MX", "Indonesia": "ID",
}  # fmt: skip
"""What Epoch calls the countries."""


def clusters(path: Path = CLUSTERS) -> pl.DataFrame:
    """The clusters as shipments of 2 June 2025."""
    return pl.read_csv(path, infer_schema=False).with_columns(pl.lit("2025-06-02").alias("shipped"))


def as_facts(row: dict[str, Any]) -> dict[str, Any]:
    """A cluster as facts by path, read without the reader of tables."""
    found = {path: row[column] for path, column in COLUMNS.items() if row[column]}
    if "destination" in found:
        found["destination"] = CODES[found["destination"]]
    if "quantity" in found:
        found["quantity"] = float(found["quantity"])
    return found


def test_each_cluster_is_decided_as_licet_decides_it() -> None:
    table = clusters()
    found = decide(table, columns=COLUMNS).to_dicts()
    decided = 0
    for row, answer in zip(table.to_dicts(), found, strict=True):
        told = said(as_facts(row))
        if told is None:
            assert answer["error"], row
            continue
        decided += 1
        assert {name: answer[name] for name in told} == told, row
    assert decided > table.height / 3
    assert {row["as_enforced"] for row in found} > {"undetermined", "not_controlled_here"}
