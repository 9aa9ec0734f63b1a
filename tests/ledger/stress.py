"""`make stress`: 64 writers, killed at random, on SQLite and on a PostgreSQL that crashes beneath them.

Prints what was tried and what was lost, and ends with status 1 if anything was: an acknowledged
entry, a limit, a link of the chain, or a writer that did not go on.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

from tests.ledger import crowd
from tests.ledger.servers import Postgres

from licet.ledger import Ledger

PROCESSES, THREADS = 4, 16
AFTERWARDS = 5.0
"""Seconds that the calm writer and the check take, on a machine that does other work too."""
LEAST = 6.0
"""Seconds of storm on each database, however long everything else took."""
FITS = 26_900_000 // 15_832
CALM = "Calm Group"
PARENTS = [f"Group {n}" for n in range(40)]


class Storm:
    """Writers on one ledger for so many seconds, and what becomes of them."""

    def __init__(self, location: str, notes: Path, seed: int) -> None:
        self.ledger: Ledger = crowd.prepare(location, [*PARENTS, CALM])
        self.location, self.notes, self.random = location, notes, Random(seed)
        self.started = self.killed = self.restarts = 0
        self.writers = [self._start() for _ in range(PROCESSES)]

    def _start(self) -> crowd.BaseProcess:
        self.started += 1
        parents = self.random.sample(PARENTS, len(PARENTS))
        return crowd.start(self.location, parents, self.notes, f"w{self.started}", THREADS)

    def rage(self, seconds: float, server: Postgres | None) -> None:
        """Kill writers at random points and start others; crash the server twice."""
        begun = time.monotonic()
        crashes = [seconds / 3, 2 * seconds / 3] if server else []
        while (passed := time.monotonic() - begun) < seconds:
            time.sleep(self.random.uniform(0.1, 0.9))
            if server and crashes and passed > crashes[0]:
                crashes.pop(0)
                server.restart("immediate")
                self.restarts += 1
            number = self.random.randrange(PROCESSES)
            self._kill(number)
            self.writers[number] = self._start()
        for number in range(PROCESSES):
            self._kill(number)

    def _kill(self, number: int) -> None:
        self.killed += self.writers[number].is_alive()
        self.writers[number].kill()
        self.writers[number].join()

    def outcome(self, name: str) -> bool:
        """A calm writer fills one more year; then everything is checked. Whether nothing was lost."""
        calm = crowd.start(self.location, [CALM], self.notes, "calm", THREADS)
        calm.join(120)
        self.ledger.close()
        left = crowd.outcome(self.ledger, [*PARENTS, CALM], self.notes)
        went_on = calm.exitcode == 0 and left.units[CALM] == FITS
        writers = self.started * THREADS
        print(
            f"{name}: {writers} writers in {self.started} processes ({PROCESSES * THREADS} at a time),"
        )
        print(f"  {self.killed} processes killed, {self.restarts} crashes of the server,")
        print(f"  {left.entries:,} entries, {left.acknowledged:,} acknowledged;")
        print(
            f"  lost {left.lost}, over a limit {len(left.over)}, flaws {len(left.flaws)},", end=" "
        )
        print("writers went on" if went_on else "WRITERS DID NOT GO ON", flush=True)
        for flaw in left.flaws[:5]:
            print(f"  {flaw}")
        return went_on and not (left.lost or left.over or left.flaws) and left.acknowledged > 0


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=40, help="in all, both databases")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}", flush=True)
    begun, kept = time.monotonic(), []
    for name, share in (("SQLite", 0.5), ("PostgreSQL", 1.0)):
        with TemporaryDirectory() as folder:
            server = Postgres() if name == "PostgreSQL" else None
            try:
                location = server.database() if server else str(Path(folder) / "ledger")
                storm = Storm(location, Path(folder), chosen.seed)
                left = begun + share * chosen.seconds - time.monotonic() - AFTERWARDS
                storm.rage(max(LEAST, left), server)
                kept.append(storm.outcome(name))
            finally:
                if server:
                    server.close()
    print("Nothing was lost." if all(kept) else "SOMETHING WAS LOST.")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
