"""A large ledger, made quickly: the very rows that licet writes, its chain and its sums among them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import islice
from typing import Any

import psycopg
from rich.progress import track

from licet.ledger import Ledger, open_ledger
from licet.ledger.chain import LINKED, canonical, hash_of

TABLES = ("head", "entry", "counter", "register")
PER_PARENT = 1_000
CHUNK = 20_000
COLUMNS = (*LINKED, "hash")


def fill(location: str, size: int) -> None:
    """A ledger in a file with ``size`` shipments, a thousand to each ultimate parent."""
    parents = [f"Group {n}" for n in range(max(8, size // PER_PARENT))]
    ledger = open_ledger(location, create=True, who="the benchmark")
    _papers(ledger, parents)
    seq, digest = ledger.position()
    ledger.close()
    bodies = [(parent, _body(parent)) for parent in parents]
    connection = sqlite3.connect(location)
    for setting in ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF"):
        connection.execute(f"PRAGMA {setting}")
    connection.execute("PRAGMA cache_size = -400000")
    marks = ", ".join("?" * len(COLUMNS))
    insert = f"INSERT INTO entry ({', '.join(COLUMNS)}) VALUES ({marks})"
    rows = _rows(bodies, seq, digest, size)
    for _ in track(range(0, size, CHUNK), f"{size:,} entries"):
        chunk = list(islice(rows, CHUNK))
        last = chunk[-1]
        connection.executemany(insert, [tuple(row[name] for name in COLUMNS) for row in chunk])
        connection.commit()
    count = dict.fromkeys(parents, size // len(parents))
    for parent in parents[: size % len(parents)]:
        count[parent] += 1
    connection.executemany(
        "INSERT INTO counter VALUES (?, ?, ?)",
        [(f"LPP|{name.casefold()}|2025", 1000 * n, n) for name, n in count.items()],
    )
    connection.execute("UPDATE head SET seq = ?, hash = ?", (last["seq"], last["hash"]))
    connection.commit()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def pour(source: str, location: str) -> None:
    """The same ledger in PostgreSQL."""
    open_ledger(location, create=True).close()
    read = sqlite3.connect(source)
    with psycopg.connect(location) as into:
        for table in TABLES:
            names = [row[1] for row in read.execute(f"PRAGMA table_info({table})")]
            into.execute(f"DELETE FROM {table}")  # type: ignore[arg-type]
            copying = f"COPY {table} ({', '.join(names)}) FROM STDIN"
            with into.cursor().copy(copying) as copy:  # type: ignore[arg-type]
                for row in read.execute(f"SELECT {', '.join(names)} FROM {table}"):
                    copy.write_row(row)
    with psycopg.connect(location, autocommit=True) as into:
        into.execute("VACUUM ANALYZE")
    read.close()


def _papers(ledger: Ledger, parents: list[str]) -> None:
    """A party entry and a certificate of each parent."""
    papers: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
    for parent in parents:
        company = {"on": "2025-01-01", "name": parent, "ultimate_parent": parent}
        papers.append(("party", company, {"why": "known"}))
        statement = {"on": "2025-01-02", "certificate": "LPP", "party": parent, "year": 2025}
        statement |= {"reference": "1", "others_tpp": 0}
        papers.append(("certificate", statement, {"why": "on file"}))
    ledger.add_all(papers)


def _body(parent: str) -> str:
    fields = {"on": "2025-06-02", "item": "a board", "tpp_each": 1, "classification": "3A090.a"}
    fields |= {"quantity": 1, "under": "LPP", "action": "export", "destination": "IN"}
    fields |= {"ultimate_consignee": parent}
    return canonical({"fields": fields, "counts": [[f"LPP|{parent.casefold()}|2025", 1000, 1]]})


def _rows(
    bodies: list[tuple[str, str]], seq: int, previous: str, size: int
) -> Iterator[dict[str, Any]]:
    for n in range(size):
        row: dict[str, Any] = {
            "seq": seq + n + 1,
            "at": "2025-06-02T12:00:00.000000+00:00",
            "day": "2025-06-02",
            "kind": "shipment",
            "who": "the benchmark",
            "why": "order",
            "determination": None,
            "idempotency": f"{n:012}",
            "body": bodies[n % len(bodies)][1],
            "previous": previous,
        }
        row["hash"] = previous = hash_of(row)
        yield row
