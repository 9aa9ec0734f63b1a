"""The installed base: the shares of supplement no. 10, the table of 748.15, attrition, reports."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.ledger.conftest import Clock
from tests.ledger.world import CLOUD, GROUP, H100, TPP, exactly, installed, know

from licet.errors import InputError
from licet.ledger import Ledger, Refused, headroom
from licet.ledger.room import room
from licet.ledger.views import fleet_of


def put(ledger: Ledger, tpp: int, country: str, **fields: object) -> None:
    ledger.add("installation", exactly(tpp, country, **fields), why="built")


class TestUveuShares:
    """25 percent outside supplement no. 5(a), 7 percent in one country, on every day."""

    @pytest.fixture
    def uveu(self, ledger: Ledger) -> Ledger:
        know(ledger, uveu=True, headquarters="US")
        know(ledger, "Example Hosting", headquarters="US")
        return ledger

    @pytest.mark.parametrize(("abroad", "fits"), [(7_000_000, True), (7_000_001, False)])
    def test_seven_percent_in_one_country(self, uveu: Ledger, abroad: int, fits: bool) -> None:
        put(uveu, 93_000_000, "US")
        if fits:
            put(uveu, abroad, "IN")
        else:
            with pytest.raises(Refused, match="shares"):
                put(uveu, abroad, "IN")

    @pytest.mark.parametrize(("last", "fits"), [(5_000_000, True), (5_000_001, False)])
    def test_twenty_five_percent_outside(self, uveu: Ledger, last: int, fits: bool) -> None:
        put(uveu, 75_000_000, "DE")
        for country in ("IN", "BR", "AE", "SG"):
            put(uveu, 5_000_000, country)
        if fits:
            put(uveu, last, "CH")
        else:
            with pytest.raises(Refused) as refused:
                put(uveu, last, "CH")
            assert refused.value.refusals[0].cite.endswith("paragraph 6")

    def test_subsidiaries_count_together_and_their_compute_at_home_makes_room(
        self, uveu: Ledger
    ) -> None:
        put(uveu, 1_000_000, "US")
        with pytest.raises(Refused):
            put(uveu, 100_000, "IN", owner="Example Hosting")
        put(uveu, 1_000_000, "US", owner="Example Hosting")
        put(uveu, 100_000, "IN", owner="Example Hosting")

    def test_a_refusal_says_how_many_chips_fit(self, uveu: Ledger) -> None:
        uveu.add("installation", installed(930, "US"), why="built")
        with pytest.raises(Refused) as refused:
            uveu.add("installation", installed(71, "IN"), why="built")
        assert refused.value.refusals[0].fits == 70

    def test_moving_chips_abroad_is_measured_as_well(self, uveu: Ledger) -> None:
        uveu.add("installation", installed(1000, "US"), why="built")
        moved = {"on": "2025-07-01", "chip": H100, "owner": CLOUD, "from_site": "US 1"}
        moved |= {"from_country": "US", "to_site": "IN 1", "to_country": "IN"}
        with pytest.raises(Refused):
            uveu.add("transfer", {**moved, "quantity": 71}, why="moved")
        written = uveu.add("transfer", {**moved, "quantity": 70}, why="moved")
        assert [each.cite for each in written.reached] == [
            "supplement no. 10 to 15 CFR part 748, paragraph 5"
        ]

    def test_a_company_that_is_no_uveu_is_not_bound(self, ledger: Ledger) -> None:
        know(ledger)
        put(ledger, 1_000_000, "IN")

    def test_a_uveu_whose_parent_is_unknown_is_asked_for_it(self, ledger: Ledger) -> None:
        know(ledger, ultimate_parent=None, uveu=True)
        with pytest.raises(InputError, match="ultimate parent"):
            put(ledger, 1, "IN")

    def test_an_item_of_unknown_level_counts_abroad_and_not_at_home(self, uveu: Ledger) -> None:
        unknown = {"item": "a card", "tpp_each": 2000}
        at_home = {**installed(1000, "US"), **unknown}
        del at_home["chip"]
        uveu.add("installation", at_home, why="built")
        put(uveu, 930_000, "US")
        abroad = {**installed(36, "IN"), **unknown}
        del abroad["chip"]
        with pytest.raises(Refused):
            uveu.add("installation", abroad, why="72,000 of 1,002,000")
        uveu.add("installation", {**abroad, "quantity": 35}, why="70,000 of 1,000,000")

    def test_reservations_for_abroad_count_before_they_are_installed(self, uveu: Ledger) -> None:
        uveu.add("installation", installed(930, "US"), why="built")
        held = uveu.reserve("installation", installed(70, "IN"), why="order")
        with pytest.raises(Refused):
            uveu.reserve("installation", installed(1, "IN"), why="order")
        uveu.commit(held.seq, why="built")

    def test_reservations_for_several_countries_share_the_quarter_abroad(
        self, uveu: Ledger
    ) -> None:
        put(uveu, 75_000_000, "DE")
        held = [
            uveu.reserve("installation", exactly(5_000_000, country), why="order")
            for country in ("IN", "BR", "AE", "SG", "CH")
        ]
        with pytest.raises(Refused, match="shares"):
            uveu.reserve("installation", exactly(1, "KE"), why="25 percent are held already")
        uveu.release(held[0].seq, why="given up")
        uveu.reserve("installation", exactly(5_000_000, "KE"), why="instead")
        for each in held[1:]:
            uveu.commit(each.seq, why="built")
        with pytest.raises(Refused, match="shares"):
            put(uveu, 1, "TH")

    def test_what_is_held_leaves_less_for_a_plan(self, uveu: Ledger) -> None:
        put(uveu, 80_000_000, "DE")
        put(uveu, 1_000_000, "IN")
        for country in ("BR", "AE", "SG", "CH"):
            uveu.reserve("installation", exactly(5_000_000, country), why="order")
        (found,) = [each for each in room(uveu, date(2025, 6, 2), 1) if each.country == "IN"]
        ((_day, more),) = found.by_quarter
        # 21 of 101 million are outside; (21 + x) / (101 + x) is a quarter for x = 17/3
        assert more == 17_000_000_000 // 3


def test_the_days_on_which_shares_were_exceeded_and_the_half_on_reporting_days(
    ledger: Ledger,
) -> None:
    know(ledger)
    put(ledger, 80, "US", on="2025-01-10")
    put(ledger, 10, "IN", on="2025-02-10")
    put(ledger, 90, "DE", on="2025-03-10")
    put(ledger, 200, "US", on="2025-09-10")
    (group,) = fleet_of(ledger, date(2025, 12, 31)).groups
    told = [(each.limit, each.since, each.until) for each in group.crossings]
    assert told == [
        ("country", date(2025, 2, 10), date(2025, 3, 10)),  # 10 of 90, then 10 of 180
        ("abroad", date(2025, 8, 1), date(2026, 2, 1)),  # 100 of 180, then 100 of 380
    ]


@pytest.mark.parametrize(("headquarters", "bound"), [("US", True), ("NL", False), (None, True)])
def test_half_abroad_is_for_companies_of_the_united_states(
    ledger: Ledger, headquarters: str | None, bound: bool
) -> None:
    know(ledger, headquarters=headquarters)
    put(ledger, 49, "US", on="2025-01-10")
    put(ledger, 51, "DE", on="2025-01-10")
    (group,) = fleet_of(ledger, date(2025, 12, 31)).groups
    assert [each.limit for each in group.crossings] == (["abroad"] if bound else [])


TABLE = [
    ("2025-01-01", "2025-03-31", 633_000_000),
    ("2025-04-01", "2025-06-30", 949_500_000),
    ("2025-07-01", "2025-09-30", 1_266_000_000),
    ("2025-10-01", "2025-12-31", 1_582_500_000),
    ("2026-01-01", "2026-03-31", 1_899_000_000),
    ("2026-04-01", "2026-06-30", 2_690_250_000),
    ("2026-07-01", "2026-09-30", 3_481_500_000),
    ("2026-10-01", "2026-12-31", 4_272_750_000),
    ("2027-01-01", "2027-12-31", 5_064_000_000),
]
"""Table 1 to 748.15(a)(2)(iii)(B), 90 FR 4544."""


@pytest.mark.parametrize(("first", "last", "limit"), TABLE)
def test_an_nveu_installs_up_to_the_quarter_and_not_beyond(
    ledger: Ledger, first: str, last: str, limit: int
) -> None:
    know(ledger, nveu=["AE"])
    for day in (first, last):
        with pytest.raises(Refused, match=r"fleet"):
            put(ledger, limit + 1, "AE", on=day)
    put(ledger, limit, "AE", on=first)
    with pytest.raises(Refused):
        put(ledger, 1, "AE", on=last)
    put(ledger, limit + 1, "IN", on=first)  # no authorization for India is entered: no table


def test_the_table_ends_with_2027(ledger: Ledger) -> None:
    know(ledger, nveu=["AE"])
    with pytest.raises(Refused) as refused:
        put(ledger, 1, "AE", on="2028-01-01")
    assert "2027" in refused.value.refusals[0].says


def test_an_entry_of_the_past_may_not_break_a_later_quarter(ledger: Ledger) -> None:
    know(ledger, nveu=["AE"])
    put(ledger, 949_500_000, "AE", on="2025-06-01")
    with pytest.raises(Refused):
        put(ledger, 1, "AE", on="2025-01-01")


def test_attrition_does_not_count_toward_the_allocation(ledger: Ledger) -> None:
    know(ledger, nveu=["IN"])
    ledger.add("installation", installed(59_000, "IN"), why="built")
    gone = installed(100, "IN", on="2025-06-10", cause="failure")
    ledger.add("attrition", gone, why="RMA")
    left = headroom.nveu(ledger, CLOUD, "IN", date(2025, 6, 10))
    assert left.used == 58_900 * TPP * 1000


def test_no_more_leaves_a_site_than_is_there_on_any_later_day(ledger: Ledger) -> None:
    ledger.add("installation", installed(10, on="2025-03-01"), why="built")
    lost = {"cause": "loss", "on": "2025-05-01"}
    ledger.add("attrition", installed(6, **lost), why="lost")
    with pytest.raises(InputError, match="1 too few"):
        ledger.add("attrition", installed(5, **lost), why="lost")
    with pytest.raises(InputError, match="1 too few"):
        ledger.add("attrition", installed(5, **lost | {"on": "2025-04-01"}), why="before that")
    with pytest.raises(InputError, match="4 too few"):
        ledger.add("attrition", installed(4, **lost | {"on": "2025-02-01"}), why="before it came")
    ledger.add("attrition", installed(4, **lost), why="lost")


def test_a_negative_attrition_and_an_unknown_chip_are_told_together(ledger: Ledger) -> None:
    said = {**installed(1), "quantity": -1, "chip": "H1000 Ultra", "cause": "theft"}
    with pytest.raises(InputError) as error:
        ledger.add("attrition", said, why="lost")
    assert {fault.path for fault in error.value.faults} == {"quantity", "chip", "cause"}


def test_a_correction_of_an_installation_moves_the_base(ledger: Ledger) -> None:
    wrong = ledger.add("installation", installed(10), why="built")
    ledger.add("attrition", installed(8, cause="loss"), why="lost")
    right = {"on": "2025-06-03", "entry": wrong.seq}
    with pytest.raises(InputError, match="too few"):
        ledger.add("correction", right | {"instead": installed(7)}, why="recount")
    with pytest.raises(InputError, match="too few"):
        ledger.add("correction", right, why="never built")
    ledger.add("correction", right | {"instead": installed(9)}, why="recount")
    (site,) = fleet_of(ledger, date(2025, 6, 3)).sites
    assert site.units == 1
    assert ledger.verify().sound


def test_an_entry_of_a_closed_reporting_period_is_allowed_and_shown_as_late(
    ledger: Ledger, clock: Clock
) -> None:
    clock.now = datetime(2025, 7, 15, 12, tzinfo=UTC)
    in_time = ledger.add("installation", installed(1, on="2025-06-30"), why="built")
    clock.now = datetime(2025, 7, 16, 12, tzinfo=UTC)
    late = ledger.add("installation", installed(1, on="2025-06-30"), why="forgotten")
    now = ledger.add("installation", installed(1, on="2025-07-01"), why="built")
    told = [ledger.entry(each.seq).late for each in (in_time, late, now)]  # type: ignore[union-attr]
    assert told == [None, date(2025, 7, 15), None]


def test_the_two_calendars_of_reports(ledger: Ledger) -> None:
    view = fleet_of(ledger, date(2025, 7, 1))
    assert (view.next_report, view.next_accounting) == (date(2025, 7, 15), date(2025, 8, 1))
    view = fleet_of(ledger, date(2025, 8, 2))
    assert (view.next_report, view.next_accounting) == (date(2026, 1, 15), date(2026, 2, 1))


def test_a_group_is_named_by_its_ultimate_parent(ledger: Ledger) -> None:
    know(ledger)
    put(ledger, 10, "IN")
    (group,) = fleet_of(ledger, date(2025, 7, 1), owner=GROUP).groups
    assert (group.name, group.parent_known, group.bound) == (GROUP, True, False)
