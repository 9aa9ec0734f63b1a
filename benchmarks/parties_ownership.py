"""A million shares imported from a table, and ultimate parents asked for.

python benchmarks/parties_ownership.py [--shares N]
"""

from __future__ import annotations

import argparse
import csv
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from licet.parties.ownership.chain import chain_above
from licet.parties.ownership.control import ultimate_parent
from licet.parties.ownership.register import Register
from licet.parties.ownership.tables import shares_in

DAY = date(2026, 11, 12)


def write(path: Path, shares: int, chance: random.Random) -> int:
    """A table of that many shares; how many companies they are in."""
    count, company = 0, 1
    with path.open("w", encoding="utf-8") as file:
        file.write("owner,owned,percent,since,source\n")
        while count < shares:
            main = chance.randrange(max(1, company // 10))
            file.write(f"E{main},E{company},{chance.choice(['51', '60', '75', ''])},2020-01-01,r\n")
            count += 1
            other = chance.randrange(company)
            if count < shares and other != main and chance.random() < 0.67:
                file.write(
                    f"E{other},E{company},{chance.choice(['10', '24.9', ''])},2020-01-01,r\n"
                )
                count += 1
            company += 1
    return company


def plainly(table: Path, path: Path) -> float:
    """Seconds to write the rows of the table to an indexed file as they are, unread: the floor."""
    began = time.process_time()
    with table.open(encoding="utf-8", newline="") as file, sqlite3.connect(path) as db:
        rows = csv.reader(file)
        db.execute(f"CREATE TABLE share ({', '.join(next(rows))})")
        db.executemany("INSERT INTO share VALUES (?,?,?,?,?)", rows)
        db.execute("CREATE INDEX owned ON share (owned)")
    return time.process_time() - began


def rows_above(db: sqlite3.Connection, company: str) -> int:
    """Every row above the company, fetched and not looked at: the floor of an answer."""
    above = "WITH RECURSIVE above(id) AS (VALUES (?) UNION SELECT owner FROM above, share ON owned = id)"
    return len(
        db.execute(f"{above} SELECT * FROM above, share ON owned = id", (company,)).fetchall()
    )


def timed(ask: Callable[[str], object], companies: list[str]) -> list[float]:
    """Milliseconds of processor time for each company, in order of size."""
    times = []
    for company in companies:
        began = time.process_time()
        ask(company)
        times.append(1000 * (time.process_time() - began))
    return sorted(times)


def said(times: list[float]) -> str:
    """The middle, the 99th percentile and the longest."""
    middle, most = times[len(times) // 2], times[len(times) * 99 // 100]
    return f"median {middle:.1f} ms, 99 of 100 within {most:.1f} ms, longest {times[-1]:.1f} ms"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shares", type=int, default=1_000_000)
    given = parser.parse_args()
    chance = random.Random(50857)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "shares.csv"
        companies = write(table, given.shares, chance)
        floor = plainly(table, Path(folder) / "plain.sqlite")
        register = Register(Path(folder) / "register.sqlite")
        began = time.process_time()
        with register.importing():
            count = register.add_shares(shares_in(table))
        took = time.process_time() - began
        print(f"{count:,} shares in {companies:,} companies: {took:.1f} s of processor time,")
        print(f"{took / floor:.1f} times as long as writing the rows unread ({floor:.1f} s)")
        with register.importing():
            reasons = ("NON_CONSOLIDATING", "NO_LEI", "NATURAL_PERSONS")
            register.add_exceptions((f"E{n}", reasons[n % 3], "r") for n in range(0, companies, 4))
        asked = [f"E{chance.randrange(companies)}" for _n in range(2000)]
        size = max(len(chain_above(each, [register], DAY).entities) for each in asked)
        plain = sqlite3.connect(Path(folder) / "plain.sqlite")
        times = timed(lambda each: ultimate_parent(chain_above(each, [register], DAY)), asked)
        print(f"an ultimate parent: {said(times)} of processor time (up to {size} companies)")
        print(
            f"its rows fetched and not looked at: {said(timed(partial(rows_above, plain), asked))}"
        )


if __name__ == "__main__":
    main()
