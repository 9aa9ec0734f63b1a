"""Many writers against one limit: threads in several processes, and a check of what they left behind.

Each writer notes, after the ledger has answered, the position and hash of what it wrote. Whatever
happens afterwards, every noted entry must be there.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

from licet.ledger import Ledger, Refused, open_ledger
from licet.ledger import headroom as reading

CHIP, EACH = "nvidia-h100-sxm5", 15_832_000
DAY = date(2025, 6, 2)
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__, "licet.catalog", "licet.decision.margins"])


def clock() -> datetime:
    """A moment that does not pass: what is held stays held."""
    return datetime(2025, 6, 2, 12, 0, tzinfo=UTC)


def prepare(location: str, parents: Iterable[str]) -> Ledger:
    """A ledger in which each parent has stated that nobody else sent it anything."""
    ledger = open_ledger(location, create=True, who="the tests", clock=clock)
    for parent in parents:
        statement = {"certificate": "LPP", "year": 2025, "others_tpp": 0, "reference": parent}
        fields = {"on": "2025-01-02", "party": parent, **statement}
        ledger.add("certificate", fields, why="so that LPP is open")
    return ledger


def shipment(parent: str, quantity: int) -> dict[str, object]:
    """So many chips under LPP to a parent."""
    return {
        "on": DAY.isoformat(),
        "chip": CHIP,
        "quantity": quantity,
        "under": "LPP",
        "action": "export",
        "destination": "IN",
        "ultimate_consignee": parent,
        "ultimate_parent": parent,
    }


def writer(location: str, parents: list[str], name: str, threads: int, notes: str) -> None:
    """The work of one process: threads that fill the parents' years, one after the other."""
    logging.getLogger("psycopg").setLevel(
        logging.ERROR
    )  # it warns of each connection that a crash cut
    ledger = open_ledger(location, who=name, clock=clock)
    with Path(notes).open("ab", buffering=0) as file, ThreadPoolExecutor(threads) as pool:

        def fill(number: int) -> None:
            random = Random(f"{name} {number}")
            for parent in parents:
                while _one(ledger, parent, random, file.write):
                    pass

        list(pool.map(fill, range(threads)))
    ledger.close()


def _one(ledger: Ledger, parent: str, random: Random, note) -> bool:  # type: ignore[no-untyped-def]
    """Ship, or reserve and then commit or release. False when the year is full for good."""
    fields = shipment(parent, random.randint(1, 9))
    try:
        if random.random() < 0.4:
            note(_noted(ledger.add("shipment", fields, why="direct")))
            return True
        held = ledger.reserve("shipment", fields, why="held", expires=clock() + timedelta(days=1))
        note(_noted(held))
        if random.random() < 0.8:
            note(_noted(ledger.commit(held.seq, why="shipped")))
        else:
            note(_noted(ledger.release(held.seq, why="given up")))
    except Refused as refused:
        (refusal,) = refused.refusals
        assert refusal.over > 0
        return not (refusal.fits == 0 and refusal.more_from == "2026-01-01")
    return True


def _noted(written) -> bytes:  # type: ignore[no-untyped-def]
    return f"{written.seq} {written.hash}\n".encode()


def start(location: str, parents: list[str], notes: Path, name: str, threads: int) -> BaseProcess:
    """A process of so many writers."""
    arguments = (location, parents, name, threads, str(notes / f"{name}.notes"))
    process = _context.Process(target=writer, args=arguments)
    process.start()
    return process


@dataclass(frozen=True)
class Outcome:
    """What the writers left: acknowledged, lost of that, in the ledger, and the units that went.

    ``over`` names the parents for whom more than the limit is counted and held.
    """

    acknowledged: int
    lost: int
    entries: int
    units: dict[str, int]
    flaws: list[str]
    over: list[str]


def outcome(ledger: Ledger, parents: Iterable[str], notes: Path) -> Outcome:
    """Compare what was acknowledged with what is there."""
    there = {entry.seq: entry.hash for entry in ledger.entries()}
    noted = [
        (int(seq), digest)
        for file in notes.glob("*.notes")
        for seq, digest in (line.split() for line in _whole_lines(file))
    ]
    lost = [seq for seq, digest in noted if there.get(seq) != digest]
    left = {parent: reading.lpp(ledger, parent, DAY) for parent in parents}
    flaws = [flaw.sentence for flaw in ledger.verify().flaws]
    units = {parent: each.used // EACH for parent, each in left.items()}
    over = [parent for parent, each in left.items() if each.used + each.held > each.limit]
    return Outcome(len(noted), len(lost), len(there), units, flaws, over)


def _whole_lines(file: Path) -> list[str]:
    """The notes of a file; what was being written when its process was killed is no note."""
    text = file.read_text()
    return text[: text.rfind("\n") + 1].splitlines()
