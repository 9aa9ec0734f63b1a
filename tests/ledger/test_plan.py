"""Plans: the first limit that breaks, what fits by quarter, and splits against every other split."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from tests.ledger.world import CLOUD, GROUP, TPP, certify, exactly, installed, know, shipment

from licet.errors import InputError
from licet.ledger import Ledger, plan
from licet.ledger.room import room
from licet.ledger.routes import routes
from licet.ledger.split import Split, split


def order(quantity: int, chip: str | None = "nvidia-h100-sxm5", **fields: Any) -> dict[str, Any]:
    """An order of the cloud company in India, as `licet decide` reads it."""
    party = {"name": CLOUD, "location": "IN", "private_sector": True}
    party |= {"headquarters": "IN", "ultimate_parent_headquarters": "IN"}
    item: dict[str, Any] = {"chip": chip}
    if tpp := fields.pop("tpp", None):
        item = {"integrated_circuit": {"tpp": tpp}}
    party |= fields.pop("party", {})
    return {
        "date": "2025-06-15",
        "action": "export",
        "destination": party["location"],
        "lines": [{"item": item, "quantity": quantity}],
        "parties": {"ultimate_consignee": party},
        "end_use": {"purpose": "operate", "prohibited_by_part_744": False},
        **fields,
    }


@pytest.fixture
def ready(ledger: Ledger) -> Ledger:
    know(ledger)
    certify(ledger, others_tpp=0)
    certify(ledger, on="2026-01-01", year=2026, others_tpp=0)
    return ledger


class TestRehearsal:
    def test_it_names_the_first_limit_that_breaks_and_when(self, ready: Ledger) -> None:
        wanted = [order(900, under="LPP", date=f"2025-{month:02}-01") for month in (9, 7)]
        steps = plan.rehearse(ready, plan.orders([*wanted, order(1, under="LPP")]))
        assert [step.day.isoformat() for step in steps] == [
            "2025-06-15",
            "2025-07-01",
            "2025-09-01",
        ]
        broken = plan.first_break(steps)
        assert broken is not None
        assert (broken.day, broken.refusals[0].cite) == (date(2025, 9, 1), "15 CFR 740.29(d)")
        assert broken.refusals[0].fits == 1699 - 901

    def test_it_writes_nothing(self, ready: Ledger) -> None:
        before = ready.position()
        assert plan.first_break(plan.rehearse(ready, plan.orders([order(1, under="LPP")]))) is None
        assert ready.position() == before

    def test_papers_that_are_still_to_come_do_not_stop_it(self, ledger: Ledger) -> None:
        know(ledger)
        assert plan.rehearse(ledger, plan.orders([order(1, under="LPP")]))[0].goes

    def test_every_fault_of_a_plan_is_told_with_its_order(self) -> None:
        wrong = [order(1, date=None), {"until": "soon"}, "an order"]
        with pytest.raises(InputError) as error:
            plan.orders(wrong)
        paths = [fault.path for fault in error.value.faults]
        assert paths == ["orders[0].date", "orders[1].until", "orders[2]."]

    def test_a_rehearsal_needs_the_route(self, ready: Ledger) -> None:
        with pytest.raises(InputError, match="one of LPP, AIA") as error:
            plan.rehearse(ready, plan.orders([order(1), order(2)]))
        paths = [fault.path for fault in error.value.faults]
        assert paths == ["order 1: under", "order 2: under"]


class TestRoom:
    def test_a_year_of_lpp_opens_and_is_unknown_where_nobody_certified(self, ready: Ledger) -> None:
        ready.add("shipment", shipment(1000), why="order")
        (found,) = room(ready, date(2027, 1, 1) - timedelta(days=570), 8)
        assert found.of == GROUP
        amounts = dict(found.by_quarter)
        assert amounts[date(2025, 7, 1)] == (26_900_000 - 1000 * TPP) * 1000
        assert amounts[date(2026, 1, 1)] == 26_900_000_000
        assert amounts[date(2027, 1, 1)] is None

    def test_a_base_that_grows_later_leaves_less_before(self, ledger: Ledger) -> None:
        know(ledger, nveu=["AE"])
        ledger.add("installation", exactly(600_000_000, "AE", on="2025-01-01"), why="built")
        ledger.add("installation", exactly(349_500_000, "AE", on="2025-06-30"), why="to be built")
        (found,) = room(ledger, date(2025, 1, 1), 4)
        assert [amount for _day, amount in found.by_quarter] == [
            0,
            0,
            316_500_000_000,
            633_000_000_000,
        ]


class TestSplit:
    def test_an_order_goes_as_far_as_two_years_let_it(self, ready: Ledger) -> None:
        best = split(ready, plan.orders([order(3500, until="2026-06-30")]))
        assert [(part.route, part.day, part.units) for part in best.parts] == [
            ("LPP", date(2025, 6, 15), 1699),
            ("LPP", date(2026, 1, 1), 1699),
        ]
        assert [rest.units for rest in best.rest] == [102]
        assert best.rest[0].closed["AIA"] == ("15 CFR 740.27(a)",)
        assert best.proven
        assert not best.assumed

    def test_what_nobody_certified_is_assumed_aloud_or_counts_as_nothing(
        self, ledger: Ledger
    ) -> None:
        know(ledger)
        certify(ledger)
        wanted = plan.orders([order(10)])
        best = split(ledger, wanted)
        assert (best.parts[0].units, len(best.assumed)) == (10, 1)
        assert split(ledger, wanted, certain=True).parts == []

    def test_as_enforced_nothing_of_the_framework_stands_in_the_way(self, ready: Ledger) -> None:
        (part,) = split(ready, plan.orders([order(5000)]), by="as_enforced").parts
        assert (part.route, part.units) == ("none", 5000)

    def test_a_share_that_is_exceeded_already_lets_nothing_go_abroad(self, ready: Ledger) -> None:
        know(ready, "Chips Inc", ultimate_parent="Chips Inc", headquarters="US", uveu=True)
        owner = {"owner": "Chips Inc"}
        ready.add("installation", exactly(50, "US", **owner), why="built")
        ready.add("installation", exactly(50, "IN", **owner), why="built", happened=True)
        wanted = plan.orders([order(3, under="LPP", party=UVEU | {"name": "Chips Inc"})])
        best = split(ready, wanted)
        assert best.parts == []
        assert {route for route in ("LPP", "UVEU") if route in best.rest[0].closed} == set()
        assert any("paragraph 6" in name for name in best.full)
        assert plan.rehearse(ready, wanted)[0].refusals[0].cite.endswith("paragraph 6")

    def test_what_is_held_for_other_countries_leaves_less(self, ready: Ledger) -> None:
        """190 at home and 60 held abroad: (60 + x) / (250 + x) is at most a quarter up to x = 3.3."""
        know(ready, "Chips Inc", ultimate_parent="Chips Inc", headquarters="US", uveu=True)
        owner = {"owner": "Chips Inc"}
        ready.add("installation", installed(190, "US", **owner), why="built")
        for country in ("BR", "AE", "SG", "CH", "KE"):
            ready.reserve("installation", installed(12, country, **owner), why="order")
        wanted = plan.orders([order(10, under="UVEU", party=UVEU | {"name": "Chips Inc"})])
        assert sum(part.units for part in split(ready, wanted).parts) == 3
        (refusal,) = plan.rehearse(ready, wanted)[0].refusals
        assert refusal.fits == 3

    @pytest.mark.parametrize("seed", range(8))
    def test_no_other_split_sends_more(self, ledger: Ledger, seed: int) -> None:
        wanted = world_of(ledger, Random(seed))
        best = split(ledger, plan.orders(wanted))
        assert best.proven
        sent = sum(part.tpp for part in best.parts)
        assert all(
            step.goes for step in plan.rehearse(ledger, plan.orders(orders_of(best, wanted)))
        )
        assert sent == max(every_split(ledger, wanted))


UVEU = {"certified_veu": "UVEU", "headquarters": "US", "ultimate_parent_headquarters": "US"}


def world_of(ledger: Ledger, random: Random) -> list[dict[str, Any]]:
    """A ledger near some of its limits, and two small orders of large items."""
    know(ledger)
    know(ledger, "Chips Inc", ultimate_parent="Chips Inc", headquarters="US", uveu=True)
    know(ledger, "Gulf Co", ultimate_parent="Gulf Co", headquarters="AE", nveu=["AE"])
    for year in (2025, 2026):
        sent = random.choice([0, 9_000_000, 17_500_000])
        certify(ledger, year=year, on=f"{year}-01-01", others_tpp=sent)
    for owner, country, tpp in (
        ("Chips Inc", "US", random.choice([200_000_000, 900_000_000])),
        ("Chips Inc", "IN", random.choice([1, 9_000_000])),
        ("Gulf Co", "AE", random.choice([1, 925_000_000])),
    ):
        entry = exactly(tpp, country, owner=owner, on="2025-01-02")
        ledger.add("installation", entry, why="built", happened=True)
    parties = (
        {},
        UVEU | {"name": "Chips Inc"},
        {"name": "Gulf Co", "location": "AE", "certified_veu": {"NVEU": ["AE"]}},
    )
    return [
        order(
            random.randint(1, 3),
            tpp=random.choice([5_000_000, 9_000_000, 13_000_000]),
            party=party,
            name=f"order {n}",
            until=random.choice(["2025-06-30", "2025-07-01", "2026-01-01"]),
        )
        for n, party in enumerate(random.sample(parties, 2))
    ]


def piece(wanted: dict[str, Any], day: date, route: str, units: int) -> dict[str, Any]:
    """Part of an order, as an order of its own."""
    (line,) = wanted["lines"]
    said = {**wanted, "date": day.isoformat(), "under": route}
    del said["until"]
    return {**said, "lines": [{**line, "quantity": units}]}


def orders_of(best: Split, wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts of a split as orders."""
    by_name = {each["name"]: each for each in wanted}
    return [piece(by_name[p.order], p.day, p.route, p.units) for p in best.parts]


def every_split(ledger: Ledger, wanted: list[dict[str, Any]]) -> Iterator[int]:
    """The TPP of every split of the orders that the ledger itself would write down."""
    ways = [list(_ways(each)) for each in wanted]
    for chosen in product(*ways):
        pieces = [part for way in chosen for part in way]
        steps = plan.rehearse(ledger, plan.orders(pieces)) if pieces else []
        if all(step.goes for step in steps):
            yield sum(
                each["lines"][0]["quantity"]
                * each["lines"][0]["item"]["integrated_circuit"]["tpp"]
                * 1000
                for each in pieces
            )


def _ways(wanted: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    quantity, last = wanted["lines"][0]["quantity"], date.fromisoformat(wanted["until"])
    (read,) = plan.orders([wanted])
    days = [read.day, date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)]
    slots = [(d, r) for d in days if d <= last for r in routes(read, d)[0].open]
    for units in product(range(quantity + 1), repeat=len(slots)):
        if sum(units) <= quantity:
            yield [piece(wanted, d, r, n) for (d, r), n in zip(slots, units, strict=True) if n]


def test_installed_orders_are_measured_where_they_stand(ready: Ledger) -> None:
    know(ready, "Gulf Co", ultimate_parent="Gulf Co", headquarters="AE", nveu=["AE"])
    gulf = {"owner": "Gulf Co", "on": "2025-04-01"}
    ready.add("installation", installed(59_900, "AE", **gulf), why="built")
    party = {"name": "Gulf Co", "location": "AE", "certified_veu": {"NVEU": ["AE"]}}
    steps = plan.rehearse(ready, plan.orders([order(74, party=party, under="NVEU")]))
    assert 949_500_000 // TPP == 59_973
    assert (steps[0].goes, steps[0].refusals[0].fits) == (False, 73)
