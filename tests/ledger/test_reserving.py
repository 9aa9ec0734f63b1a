"""Reservations: what is held, until when, and what a refusal says; corrections."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.ledger.conftest import Clock
from tests.ledger.world import GROUP, LPP_LIMIT, TPP, certify, know, shipment

from licet.errors import InputError
from licet.ledger import Ledger, Refused, headroom

DAY = date(2025, 6, 2)


@pytest.fixture
def ready(both: Ledger) -> Ledger:
    know(both)
    certify(both, others_tpp=0)
    return both


def used(ledger: Ledger) -> tuple[int, int]:
    """Chips that went, and chips that are held."""
    left = headroom.lpp(ledger, GROUP, DAY)
    return left.used // (TPP * 1000), left.held // (TPP * 1000)


def test_two_salespeople_cannot_hold_the_same_headroom(ready: Ledger) -> None:
    ready.reserve("shipment", shipment(1000), why="Ann's order")
    with pytest.raises(Refused) as refused:
        ready.reserve("shipment", shipment(1000), why="Ben's order")
    (refusal,) = refused.value.refusals
    assert (refusal.fits, refusal.over) == (699, (2000 * TPP - LPP_LIMIT) * 1000)


def test_a_refusal_says_when_the_reservations_of_others_expire(ready: Ledger) -> None:
    for day, quantity in ((9, 600), (5, 1099)):
        ends = datetime(2025, 6, day, tzinfo=UTC)
        ready.reserve("shipment", shipment(quantity), why="held", expires=ends)
    with pytest.raises(Refused) as refused:
        ready.reserve("shipment", shipment(1), why="another")
    assert refused.value.refusals[0].more_from == "2025-06-05T00:00:00.000000+00:00"


def test_what_expires_is_free_again_at_that_moment(ready: Ledger, clock: Clock) -> None:
    ends = datetime(2025, 6, 2, 13, 0, tzinfo=UTC)
    ready.reserve("shipment", shipment(1699), why="held", expires=ends)
    clock.pass_by(minutes=59, seconds=59)
    with pytest.raises(Refused):
        ready.reserve("shipment", shipment(1), why="another")
    clock.pass_by(seconds=1)
    ready.reserve("shipment", shipment(1699), why="another")


def test_an_expired_reservation_is_committed_only_where_it_still_fits(
    ready: Ledger, clock: Clock
) -> None:
    ends = datetime(2025, 6, 2, 13, 0, tzinfo=UTC)
    first = ready.reserve("shipment", shipment(1000), why="held", expires=ends)
    clock.pass_by(hours=2)
    ready.reserve("shipment", shipment(1000), why="another")
    with pytest.raises(Refused):
        ready.commit(first.seq, why="gone")
    ready.commit(first.seq, why="part of it", quantity=699)
    assert used(ready) == (699, 1000)


def test_a_part_is_committed_and_the_rest_stays_held_until_it_is_released(ready: Ledger) -> None:
    held = ready.reserve("shipment", shipment(1000), why="held")
    ready.commit(held.seq, why="gone", quantity=400)
    assert used(ready) == (400, 600)
    ready.release(held.seq, why="cancelled", quantity=100)
    assert used(ready) == (400, 500)
    with pytest.raises(InputError, match="holds 500 units, not 501"):
        ready.commit(held.seq, why="gone", quantity=501)
    ready.release(held.seq, why="cancelled")
    assert used(ready) == (400, 0)
    with pytest.raises(InputError, match="no open reservation"):
        ready.commit(held.seq, why="gone")


def test_a_commitment_without_a_quantity_is_of_what_is_left(ready: Ledger) -> None:
    held = ready.reserve("shipment", shipment(1000), why="held")
    ready.commit(held.seq, why="gone", quantity=400)
    last = ready.commit(held.seq, why="gone", idempotency="the rest")
    assert used(ready) == (1000, 0)
    again = ready.commit(held.seq, why="gone", idempotency="the rest")
    assert (again.seq, again.again) == (last.seq, True)


def test_a_shipment_counts_in_the_year_in_which_it_went(ready: Ledger) -> None:
    certify(ready, on="2026-01-01", year=2026, others_tpp=0)
    held = ready.reserve("shipment", shipment(10, on="2025-12-31"), why="held")
    ready.commit(held.seq, why="a day later", on=date(2026, 1, 1))
    assert used(ready) == (0, 0)
    assert headroom.lpp(ready, GROUP, date(2026, 1, 1)).used == 10 * TPP * 1000


def test_the_same_key_enters_once_and_never_two_things(ready: Ledger) -> None:
    first = ready.add("shipment", shipment(5), why="order", idempotency="order 5")
    again = ready.add("shipment", shipment(5), why="tried again", idempotency="order 5")
    assert (again.seq, again.again) == (first.seq, True)
    with pytest.raises(InputError, match="says something else"):
        ready.add("shipment", shipment(6), why="order", idempotency="order 5")
    assert used(ready) == (5, 0)


def test_a_correction_takes_back_and_says_what_is_right(ready: Ledger) -> None:
    wrong = ready.add("shipment", shipment(100), why="order")
    right = {"on": "2025-06-03", "entry": wrong.seq, "instead": shipment(99)}
    corrected = ready.add("correction", right, why="recount")
    assert used(ready) == (99, 0)
    with pytest.raises(InputError, match=f"corrected by entry {corrected.seq}"):
        ready.add("correction", right, why="again")
    ready.add("correction", {"on": "2025-06-04", "entry": corrected.seq}, why="never happened")
    assert used(ready) == (0, 0)
    assert ready.verify().sound


def test_a_correction_is_measured_against_the_limit_without_what_it_corrects(ready: Ledger) -> None:
    wrong = ready.add("shipment", shipment(1699), why="order")
    right = {"on": "2025-06-03", "entry": wrong.seq}
    with pytest.raises(Refused):
        ready.add("correction", right | {"instead": shipment(1700)}, why="recount")
    assert used(ready) == (1699, 0)
    ready.add("correction", right | {"instead": shipment(1698)}, why="recount")
    assert used(ready) == (1698, 0)


def test_only_shipments_and_installations_are_reserved(ready: Ledger) -> None:
    with pytest.raises(InputError, match="only shipment, installation can be reserved"):
        ready.reserve("certificate", {}, why="x")
    with pytest.raises(InputError, match="not a reservation"):
        ready.commit(1, why="x")
    with pytest.raises(InputError, match="no entry 77"):
        ready.commit(77, why="x")
