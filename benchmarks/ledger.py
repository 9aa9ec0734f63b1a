"""Entries a second against pgbench and plain sqlite3, and a headroom read among ten million entries.

Run with `make bench-ledger`. Both sides of a ratio do the same work on the same server or disk, one
after the other in the same run; only ratios mean anything. The work of a peer is one insert of a row
of an entry's size and one update of a counter that all share, in a transaction that is on the disk
when it ends. licet does that, reads what decides, links the chain and keeps the limit.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.ledger_entries import fill, pour  # noqa: E402
from tests.ledger.servers import Postgres  # noqa: E402

from licet.ledger import Ledger, facts_for, open_ledger  # noqa: E402
from licet.ledger import headroom as reading  # noqa: E402
from licet.ledger.verify import verify  # noqa: E402

PARENT = "Example Group"
SHIPMENT = {
    "on": "2025-06-02",
    "item": "a board",
    "tpp_each": 1,
    "classification": "3A090.a",
    "quantity": 1,
    "under": "LPP",
    "action": "export",
    "destination": "IN",
    "ultimate_consignee": PARENT,
    "ultimate_parent": PARENT,
}
ROW = "x" * 500
"""About what the columns of an entry hold."""
PGBENCH = rf"""
\set key 1
BEGIN;
INSERT INTO peer_entry (body) VALUES ('{ROW}');
UPDATE peer_counter SET tpp = tpp + 1 WHERE key = :key;
COMMIT;
"""
PEER = (
    "CREATE TABLE peer_entry (seq {serial} PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE peer_counter (key INTEGER PRIMARY KEY, tpp BIGINT NOT NULL)",
    "INSERT INTO peer_counter VALUES (1, 0)",
)


# -- licet's side ---------------------------------------------------------------------------------


def prepared(location: str) -> Ledger:
    """A ledger in which LPP is open to one parent."""
    ledger = open_ledger(location, create=True, who="the benchmark")
    ledger.add("party", {"on": "2025-01-01", "name": PARENT}, why="known")
    statement = {"on": "2025-01-02", "certificate": "LPP", "party": PARENT, "year": 2025}
    ledger.add("certificate", {**statement, "reference": "1", "others_tpp": 0}, why="on file")
    return ledger


WAIT, GO, STOP = 0, 1, 2


def writer(location: str, threads: int, ready: Any, signal: Any, count: Any) -> None:
    """A process of writers: each enters shipments, one a call, while ``signal`` says `GO`.

    Neither the signal nor the counts (one a thread) have a lock: they are to cost nothing.
    """
    ledger = open_ledger(location, who="the benchmark")
    ledger.add("shipment", SHIPMENT, why="first")
    ready.wait()

    def work(number: int) -> None:
        while signal.value != STOP:
            if signal.value == WAIT:
                time.sleep(0.01)
                continue
            ledger.add("shipment", SHIPMENT, why="order")
            count[number] += 1

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))


@contextmanager
def licet(location: str, processes: int, threads: int) -> Iterator[Callable[[float], float]]:
    """So many writers, who wait; the call lets them write for so long and gives entries a second."""
    spawn = multiprocessing.get_context("spawn")
    ready, signal = spawn.Barrier(processes + 1), spawn.RawValue("b", WAIT)
    counts = [spawn.RawArray("q", threads) for _ in range(processes)]
    arguments = [(location, threads, ready, signal, count) for count in counts]
    writers = [spawn.Process(target=writer, args=each) for each in arguments]
    for each in writers:
        each.start()
    ready.wait()

    def let(seconds: float) -> float:
        before, begun = sum(map(sum, counts)), time.perf_counter()
        signal.value = GO
        time.sleep(seconds)
        signal.value = WAIT
        return (sum(map(sum, counts)) - before) / (time.perf_counter() - begun)

    yield let
    signal.value = STOP
    for each in writers:
        each.join()


# -- the peers ------------------------------------------------------------------------------------


def pgbench(server: Postgres, location: str, script: Path, clients: int, seconds: float) -> float:
    """Transactions a second of pgbench."""
    database = re.search(r"/([^/?]+)\?", location).group(1)  # type: ignore[union-attr]
    command = [server.installed / "bin" / "pgbench", "-n", "-M", "prepared", "-f", script]
    command += ["-h", server.folder, "-U", "licet", "-c", str(clients), "-j", "2"]
    command += ["-T", f"{seconds:.0f}", database]
    done = subprocess.run([str(each) for each in command], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return float(re.search(r"tps = ([\d.]+)", done.stdout).group(1))  # type: ignore[union-attr]


def plain(path: str, seconds: float) -> float:
    """Transactions a second of the plain sqlite3 module, as durable as the ledger is."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    done, begun = 0, time.perf_counter()
    while time.perf_counter() - begun < seconds:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO peer_entry (body) VALUES (?)", (ROW,))
        connection.execute("UPDATE peer_counter SET tpp = tpp + 1 WHERE key = ?", (1,))
        connection.execute("COMMIT")
        done += 1
    connection.close()
    return done / (time.perf_counter() - begun)


# -- ratios ---------------------------------------------------------------------------------------


def compare(name: str, ours: Callable[[], float], peer: Callable[[], float], rounds: int) -> float:
    """Measure both in turn, after a first turn that does not count, and print the ratio of medians."""
    pairs = [(ours(), peer()) for _ in range(rounds + 1)][1:]
    our, other = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = our / other
    each = sorted(a / b for a, b in pairs)
    spread = f"{each[0]:.2f} to {each[-1]:.2f}"
    print(f"{name:<46} {our:>9,.0f} {other:>9,.0f} {ratio:>7.2f}   ({spread})", flush=True)
    return ratio


def throughput(seconds: float, rounds: int) -> None:
    """Both databases, with one writer and with 64."""
    print(f"{'entries a second':<46} {'licet':>9} {'peer':>9} {'ratio':>7}")
    with on_postgres() as (server, location, script):
        for processes, threads in ((1, 1), (2, 8), (2, 32)):
            clients = processes * threads
            with licet(location, processes, threads) as let:
                compare(
                    f"PostgreSQL, {clients} writers, against pgbench",
                    lambda let=let: let(seconds),
                    lambda c=clients: pgbench(server, location, script, c, seconds),
                    rounds,
                )
    with TemporaryDirectory() as folder:
        ledger, peer = str(Path(folder) / "ledger"), str(Path(folder) / "peer")
        prepared(ledger).close()
        with sqlite3.connect(peer) as connection:
            for statement in PEER:
                connection.execute(statement.format(serial="INTEGER"))
        for processes, threads in ((1, 1), (1, 16), (4, 16)):
            with licet(ledger, processes, threads) as let:
                compare(
                    f"SQLite, {processes * threads} writers, against sqlite3",
                    lambda let=let: let(seconds),
                    lambda: plain(peer, seconds),
                    rounds,
                )


@contextmanager
def on_postgres() -> Iterator[tuple[Postgres, str, Path]]:
    """A durable server of its own, with a ledger and the peer's tables in one database."""
    server = Postgres(durable=True)
    try:
        location = server.database()
        ledger = prepared(location)
        with ledger.engine.begin() as connection:
            for statement in PEER:
                connection.exec_driver_sql(statement.format(serial="BIGSERIAL"))
        ledger.close()
        script = server.folder / "peer.sql"
        script.write_text(PGBENCH)
        yield server, location, script
    finally:
        server.close()


# -- reading --------------------------------------------------------------------------------------


def headrooms(sizes: tuple[int, int]) -> None:
    """A headroom read in a small ledger and in a large one."""
    print(
        f"\n{'a headroom read, milliseconds':<34}"
        + "".join(f"{n:>14,}" for n in sizes)
        + "   ratio"
    )
    with TemporaryDirectory() as folder:
        files = [str(Path(folder) / str(size)) for size in sizes]
        for file, size in zip(files, sizes, strict=True):
            fill(file, size)
        with open_ledger(files[0]).reading() as connection:
            assert verify(connection).sound
        _headrooms("SQLite", files)
        server = Postgres()
        try:
            databases = [server.database() for _ in files]
            for file, database in zip(files, databases, strict=True):
                pour(file, database)
            _headrooms("PostgreSQL", databases)
        finally:
            server.close()


def _headrooms(name: str, locations: list[str]) -> None:
    ledgers = [open_ledger(location) for location in locations]
    for what, call in READS.items():
        taken = _in_turn([lambda c=call, x=ledger: c(x) for ledger in ledgers], 500)
        small, large = (1000 * each for each in taken)
        ratio = large / small
        print(f"{name + ', ' + what:<34}{small:>14.3f}{large:>14.3f} {ratio:>7.2f}", flush=True)


DAY = date(2025, 6, 2)
ORDER = {
    "date": "2025-06-02",
    "destination": "IN",
    "lines": [{"item": {"chip": "nvidia-h100-sxm5"}, "quantity": 1}],
    "parties": {"ultimate_consignee": {"name": "Group 7"}},
}
READS: dict[str, Callable[[Ledger], object]] = {
    "an LPP year": lambda ledger: reading.lpp(ledger, "Group 7", DAY),
    "by the name of a consignee": lambda ledger: facts_for(ledger, ORDER),
}


def _in_turn(calls: list[Callable[[], object]], times: int) -> list[float]:
    """The median seconds of each call, one after the other."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(times):
        for call, seconds in zip(calls, taken, strict=True):
            begun = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - begun)
    return [statistics.median(each) for each in taken]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1, help="of each turn")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--entries", type=int, default=10_000_000, help="of the large ledger")
    parser.add_argument("--only", choices=["throughput", "headroom"])
    chosen = parser.parse_args()
    if chosen.only != "headroom":
        throughput(chosen.seconds, chosen.rounds)
    if chosen.only != "throughput":
        headrooms((10_000, chosen.entries))


if __name__ == "__main__":
    main()
