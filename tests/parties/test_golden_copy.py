"""A golden copy is read as a stream: memory stays where it is, however long the file."""

from __future__ import annotations

import csv
import gzip
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from licet.parties.ownership.gleif import import_gleif
from licet.parties.ownership.register import Register

FEW, MANY = 500, 5_000
HEADER = [
    "Relationship.StartNode.NodeID",
    "Relationship.StartNode.NodeIDType",
    "Relationship.EndNode.NodeID",
    "Relationship.RelationshipType",
    "Relationship.RelationshipStatus",
    "Registration.LastUpdateDate",
]


def owned(number: int) -> list[str]:
    kind = "IS_DIRECTLY_CONSOLIDATED_BY"
    return [f"CHILD{number:015}", "LEI", f"OWNER{number // 7:015}", kind, "ACTIVE", "2026-01-01"]


def as_csv(path: Path, count: int) -> Path:
    path = path / f"rr-{count}.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADER)
        table.writerows(owned(number) for number in range(count))
    return path


def as_json(path: Path, count: int) -> Path:
    path = path / f"rr-{count}.json.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write('{"relations": [')
        for number in range(count):
            child, _type, owner, kind, status, _day = owned(number)
            record = {
                "Relationship": {
                    "StartNode": {"NodeID": {"$": child}, "NodeIDType": {"$": "LEI"}},
                    "EndNode": {"NodeID": {"$": owner}, "NodeIDType": {"$": "LEI"}},
                    "RelationshipType": {"$": kind},
                    "RelationshipStatus": {"$": status},
                }
            }
            file.write(("," if number else "") + json.dumps({"RelationshipRecord": record}))
        file.write("]}")
    return path


def peak(path: Path, register: Path, count: int) -> int:
    tracemalloc.start()
    try:
        kept = Register(register)
        assert import_gleif(path, kept).shares == count
        kept.close()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("write", [as_csv, as_json])
def test_ten_times_the_rows_take_no_more_memory(
    tmp_path: Path, write: Callable[[Path, int], Path]
) -> None:
    few, many = write(tmp_path, FEW), write(tmp_path, MANY)
    peak(few, tmp_path / "warm.sqlite", FEW)
    small = peak(few, tmp_path / "few.sqlite", FEW)
    large = peak(many, tmp_path / "many.sqlite", MANY)
    assert large < 1.5 * small
