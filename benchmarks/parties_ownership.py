"""A million shares imported from a table, and ultimate parents asked for.

python benchmarks/parties_ownership.py [--shares N]
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from datetime import date
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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shares", type=int, default=1_000_000)
    given = parser.parse_args()
    chance = random.Random(50857)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "shares.csv"
        companies = write(table, given.shares, chance)
        register = Register(Path(folder) / "register.sqlite")
        began = time.perf_counter()
        with register.importing():
            count = register.add_shares(shares_in(table))
        print(f"{count:,} shares in {companies:,} companies: {time.perf_counter() - began:.1f} s")
        once, sizes = [], []
        for _n in range(1000):
            began = time.process_time()
            chain = chain_above(f"E{chance.randrange(companies)}", [register], DAY)
            ultimate_parent(chain)
            once.append(1000 * (time.process_time() - began))
            sizes.append(len(chain.entities))
        once.sort()
        print(
            f"an ultimate parent, processor time: median {once[500]:.1f} ms, "
            f"99 of 100 within {once[990]:.1f} ms, "
            f"longest {once[-1]:.1f} ms (chains of up to {max(sizes)} companies)"
        )


if __name__ == "__main__":
    main()
