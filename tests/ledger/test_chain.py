"""What `verify` finds when somebody changes the ledger behind its back, and where."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.world import certify, installed, know, shipment

from licet.errors import InputError
from licet.ledger import Ledger
from licet.ledger.chain import canonical, hash_of
from licet.ledger.verify import Verdict

Tamper = Callable[[str], None]


@pytest.fixture
def kept(both: Ledger) -> Ledger:
    know(both)
    certify(both, others_tpp=0)
    for n in range(1, 7):
        both.add("shipment", shipment(n), why=f"order {n}")
    both.add("installation", installed(9), why="built")
    both.reserve("shipment", shipment(50), why="held")
    assert both.verify().sound
    return both


@pytest.fixture
def tamper(kept: Ledger) -> Tamper:
    def run(statement: str) -> None:
        with kept.engine.begin() as connection:
            connection.execute(sa.text(statement))

    return run


def found(verdict: Verdict) -> list[tuple[int | None, str]]:
    return [(flaw.seq, flaw.what) for flaw in verdict.flaws]


@pytest.mark.parametrize("column", ["at", "day", "kind", "who", "why", "idempotency", "hash"])
def test_a_changed_column_is_found_where_it_is(kept: Ledger, tamper: Tamper, column: str) -> None:
    tamper(f"UPDATE entry SET {column} = 'x' WHERE seq = 5")
    assert (5, "changed") in found(kept.verify())


def test_a_changed_quantity_is_found_in_the_chain_and_in_the_sums(
    kept: Ledger, tamper: Tamper
) -> None:
    tamper("UPDATE entry SET body = replace(body, '47496000', '15832000') WHERE seq = 5")
    assert found(kept.verify()) == [(5, "changed"), (None, "counter")]


def test_a_removed_entry_is_a_gap(kept: Ledger, tamper: Tamper) -> None:
    tamper("DELETE FROM entry WHERE seq IN (4, 5)")
    assert found(kept.verify())[0] == (4, "gap")


def test_removed_last_entries_are_missed(kept: Ledger, tamper: Tamper) -> None:
    tamper("DELETE FROM entry WHERE seq >= 9")
    assert (9, "end") in found(kept.verify())


def test_two_entries_that_change_places_are_found(kept: Ledger, tamper: Tamper) -> None:
    for before, after in ((4, 1000), (5, 4), (1000, 5)):
        tamper(f"UPDATE entry SET seq = {after} WHERE seq = {before}")
    verdict = kept.verify()
    assert {(4, "order"), (4, "changed"), (5, "order"), (5, "changed")} <= set(found(verdict))
    assert any("was written after entry 4" in flaw.sentence for flaw in verdict.flaws)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE counter SET tpp = tpp - 1 WHERE key LIKE 'LPP|%'", "counter"),
        ("DELETE FROM hold", "hold"),
        ("UPDATE fleet SET units = units + 1", "fleet"),
        ("DELETE FROM register WHERE register = 'certificate'", "register"),
    ],
)
def test_a_sum_that_the_entries_do_not_make_is_found(
    kept: Ledger, tamper: Tamper, statement: str, table: str
) -> None:
    tamper(statement)
    assert {what for _seq, what in found(kept.verify())} == {table}


def test_a_chain_written_anew_is_sound_and_only_a_noted_position_shows_it(
    kept: Ledger, tamper: Tamper
) -> None:
    noted = kept.position()
    last = kept.entry(noted[0])
    assert last is not None
    tamper(f"UPDATE entry SET why = 'forged' WHERE seq = {last.seq}")
    with kept.engine.begin() as connection:
        row = connection.execute(sa.text(f"SELECT * FROM entry WHERE seq = {last.seq}")).mappings()
        forged = hash_of(dict(row.one()))
        connection.execute(sa.text(f"UPDATE entry SET hash = '{forged}' WHERE seq = {last.seq}"))
        connection.execute(sa.text(f"UPDATE head SET hash = '{forged}'"))
    assert kept.verify().sound
    assert found(kept.verify(noted)) == [(noted[0], "anchor")]
    assert found(kept.verify((noted[0] + 5, noted[1]))) == [(noted[0] + 5, "anchor")]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(_JSON)
def test_canonical_json_is_that_of_the_standard_library(data: object) -> None:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical(data) == text


def test_an_entry_can_be_read_whole_and_checked_alone(kept: Ledger) -> None:
    entry = kept.entry(3)
    assert entry is not None
    with kept.engine.connect() as connection:
        row = connection.execute(sa.text("SELECT * FROM entry WHERE seq = 3")).mappings().one()
    assert hash_of(row) == entry.hash


def test_entries_need_a_person_and_a_reason(kept: Ledger) -> None:
    with pytest.raises(InputError) as error:
        Ledger(kept.engine, kept.location).add("shipment", shipment(1), why=" ")
    assert [fault.path for fault in error.value.faults] == ["who", "why"]
