"""What a writer does when another writes between its reading and its writing, and what it remembers."""

from __future__ import annotations

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
import sqlalchemy as sa
from tests.ledger.conftest import Clock
from tests.ledger.servers import Postgres
from tests.ledger.world import CLOUD, GROUP, certify, know, shipment

from licet.ledger import Ledger, Refused, headroom, open_ledger
from licet.ledger.admitting import Admission
from licet.ledger.schema import counter, head

FITS = 1_699
"""26,900,000 TPP (740.29(d)) hold 1,699 H100s of 15,832 TPP and no more."""


@pytest.fixture
def two(postgres: Postgres) -> tuple[Ledger, Ledger]:
    """Two programs with the same ledger open, in a database that lets both read at once."""
    location = postgres.database()
    first = open_ledger(location, create=True, who="Ann", patience=20)
    know(first)
    certify(first, others_tpp=0)
    first.add("shipment", shipment(1), why="so that the name is known")
    return first, open_ledger(location, who="Bob", patience=20)


def _meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Any) -> list[str]:
    """Let something happen once, after a writer has read and before it writes without the lock."""
    peek, done = Admission.peek, []

    def peeked(self: Admission, draft: Any) -> None:
        peek(self, draft)
        if not done:
            done.append("peeked")
            happens()

    monkeypatch.setattr(Admission, "peek", peeked)
    return done


def test_what_filled_the_year_meanwhile_is_seen(
    two: tuple[Ledger, Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = two
    done = _meanwhile(monkeypatch, lambda: bob.add("shipment", shipment(FITS - 2), why="Bob's"))
    with pytest.raises(Refused) as refused:
        ann.add("shipment", shipment(2), why="Ann's")
    assert done
    assert refused.value.refusals[0].fits == 1
    assert ann.add("shipment", shipment(1), why="Ann's").seq == bob.position()[0]
    assert ann.verify().sound


def test_what_still_fits_follows_what_came_before_it(
    two: tuple[Ledger, Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = two
    theirs = []
    _meanwhile(monkeypatch, lambda: theirs.append(bob.add("shipment", shipment(5), why="Bob's")))
    ours = ann.add("shipment", shipment(7), why="Ann's")
    assert ours.seq == theirs[0].seq + 1
    entry = ann.entry(ours.seq)
    assert entry is not None
    assert entry.previous == theirs[0].hash
    assert ann.verify().sound


def test_a_company_that_was_entered_meanwhile_is_known(
    two: tuple[Ledger, Ledger], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = two
    certify(bob, "Other Group", others_tpp=0)
    _meanwhile(monkeypatch, lambda: know(bob, CLOUD, ultimate_parent="Other Group"))
    ann.add("shipment", shipment(7), why="Ann's")
    day = ann.today().replace(2025, 6, 2)
    assert headroom.lpp(ann, "Other Group", day).used == 7 * 15_832_000
    assert headroom.lpp(ann, GROUP, day).used == 1 * 15_832_000


def test_a_writer_who_waited_for_the_lock_sees_what_was_written_while_it_waited(
    two: tuple[Ledger, Ledger],
) -> None:
    ann, bob = two
    refused: list[Refused] = []

    def reserve() -> None:
        try:
            ann.reserve("shipment", shipment(2), why="Ann's")
        except Refused as answer:
            refused.append(answer)

    with bob.engine.connect() as connection:
        connection.execute(sa.select(head).with_for_update())
        waiting = Thread(target=reserve)
        waiting.start()
        _until_somebody_waits(bob)
        key = f"LPP|{GROUP.casefold()}|2025"
        full = {"tpp": (FITS - 1) * 15_832_000, "units": FITS - 1, "key": key}
        connection.execute(
            sa.text("UPDATE counter SET tpp = :tpp, units = :units WHERE key = :key"), full
        )
        connection.execute(sa.text("UPDATE head SET seq = seq + 1"))
        connection.commit()
    waiting.join(20)
    assert [each.refusals[0].fits for each in refused] == [1]


# -- what a writer remembers ----------------------------------------------------------------------


@pytest.fixture
def reads(both: Ledger, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A ledger in which LPP is open, and one line for each time that a writer reads how it stands."""
    know(both)
    certify(both, others_tpp=0)
    both.add("shipment", shipment(1), why="so that it is remembered")
    read, done = Admission._read, []

    def reading(self: Admission, sql: str, keys: Any, names: Any) -> bool:
        done.append(sql)
        return read(self, sql, keys, names)

    monkeypatch.setattr(Admission, "_read", reading)
    return done


def test_a_writer_does_not_ask_for_what_it_wrote_itself(both: Ledger, reads: list[str]) -> None:
    for _ in range(3):
        both.add("shipment", shipment(1), why="order")
    assert reads == []
    with pytest.raises(Refused) as refused:
        both.add("shipment", shipment(FITS), why="too many")
    assert refused.value.refusals[0].fits == FITS - 4
    assert both.verify().sound


def test_a_writer_asks_again_where_another_program_wrote(
    both: Ledger, location: str, reads: list[str]
) -> None:
    bob = open_ledger(location, who="Bob", clock=both.clock)
    bob.add("shipment", shipment(FITS - 3), why="Bob's")
    bob.close()
    reads.clear()
    with pytest.raises(Refused) as refused:
        both.add("shipment", shipment(3), why="Ann's")
    assert refused.value.refusals[0].fits == 2
    assert reads


def test_nothing_is_remembered_of_what_was_not_written(
    both: Ledger, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_anything: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Admission, "_append", breaks)
        with pytest.raises(KeyboardInterrupt):
            both.add("shipment", shipment(FITS - 1), why="interrupted")
    assert both.add("shipment", shipment(FITS - 1), why="fits").seq == both.position()[0]
    assert both.verify().sound


def test_what_is_held_is_read_again_for_it_lapses_by_the_clock(
    both: Ledger, clock: Clock, reads: list[str]
) -> None:
    ends = clock.now + timedelta(hours=1)
    both.reserve("shipment", shipment(FITS - 1), why="held", expires=ends)
    with pytest.raises(Refused):
        both.add("shipment", shipment(1), why="nothing is free")
    clock.pass_by(hours=2)
    both.add("shipment", shipment(1), why="free again")
    clock.pass_by(hours=-2)
    with pytest.raises(Refused) as refused:
        both.add("shipment", shipment(1), why="by this clock it is held")
    assert refused.value.refusals[0].fits == 0


def test_what_is_remembered_is_what_the_database_holds(both: Ledger, reads: list[str]) -> None:
    wrong = both.add("shipment", shipment(7), why="order")
    right = {"on": "2025-06-03", "entry": wrong.seq, "instead": shipment(5)}
    both.add("correction", right, why="two came back")
    both.add("shipment", shipment(1), why="order")
    standing = both._writer._remembered.recall(
        [f"LPP|{GROUP.casefold()}|2025"], [], both.position(), "9"
    )
    assert standing is not None
    with both.engine.connect() as connection:
        there = connection.execute(
            sa.select(counter.c.tpp, counter.c.units).where(counter.c.key.in_(standing[0]))
        ).one()
    assert [*standing[0].values()] == [[*there]] == [[7 * 15_832_000, 7]]


def _until_somebody_waits(ledger: Ledger) -> None:
    waits = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(10_000):
        with ledger.engine.connect() as connection:
            if connection.scalar(waits):
                return
    pytest.fail("nobody waited for the lock")
