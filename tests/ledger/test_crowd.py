"""64 writers in several processes against one limit; killed; and the database restarted beneath them."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random

from tests.ledger import crowd
from tests.ledger.servers import Postgres

FITS = 26_900_000 // 15_832
"""H100s in a year of LPP: 1,699."""
PARENT = "Example Group"


def test_64_writers_fill_a_year_to_the_last_chip_and_not_one_over(
    location: str, tmp_path: Path
) -> None:
    ledger = crowd.prepare(location, [PARENT])
    crowds = [crowd.start(location, [PARENT], tmp_path, f"p{n}", 16) for n in range(4)]
    for process in crowds:
        process.join(120)
    assert [process.exitcode for process in crowds] == [0, 0, 0, 0]
    left = crowd.outcome(ledger, [PARENT], tmp_path)
    assert left.units == {PARENT: FITS}
    assert (left.lost, left.flaws) == (0, [])
    assert left.acknowledged + 1 == left.entries


def test_writers_that_are_killed_lose_nothing_that_was_acknowledged(
    location: str, tmp_path: Path
) -> None:
    parents = [f"Group {n}" for n in range(4)]
    ledger, random = crowd.prepare(location, parents), Random(740)
    for round_ in range(3):
        crowds = [crowd.start(location, parents, tmp_path, f"k{round_}{n}", 8) for n in range(2)]
        _wait_for_notes(tmp_path, f"k{round_}*")
        for process in crowds:
            time.sleep(random.uniform(0.0, 0.25))
            process.kill()
            process.join()
        held = crowd.outcome(ledger, parents, tmp_path)
        assert (held.lost, held.flaws) == (0, [])
        assert all(units <= FITS for units in held.units.values())
    assert held.acknowledged > 0


def test_writers_go_on_when_the_database_restarts(tmp_path: Path) -> None:
    server = Postgres()
    try:
        parents = [f"Group {n}" for n in range(3)]
        location = server.database()
        ledger = crowd.prepare(location, parents)
        crowds = [crowd.start(location, parents, tmp_path, f"r{n}", 4) for n in range(2)]
        _wait_for_notes(tmp_path, "r*")
        server.restart("immediate")
        alive = [process.is_alive() for process in crowds]
        for process in crowds:
            process.join(120)
        assert [process.exitcode for process in crowds] == [0, 0]
        assert any(alive), "the writers had finished before the restart"
        ledger.close()
        left = crowd.outcome(ledger, parents, tmp_path)
        assert left.units == dict.fromkeys(parents, FITS)
        assert (left.lost, left.flaws) == (0, [])
    finally:
        server.close()


def _wait_for_notes(folder: Path, names: str) -> None:
    """Until the first writers were answered."""
    while not any(file.stat().st_size for file in folder.glob(f"{names}.notes")):
        time.sleep(0.01)
