"""What the law counts, on both sides of each of its numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.ledger.world import CLOUD, GROUP, LPP_LIMIT, TPP, certify, item, know, shipment

from licet.errors import InputError
from licet.ledger import Ledger, Refused, accounts, headroom

DAY = date(2025, 6, 2)


@pytest.fixture
def ready(ledger: Ledger) -> Ledger:
    know(ledger)
    certify(ledger, others_tpp=0)
    return ledger


def test_a_year_of_lpp_takes_1699_h100_and_not_1700(ready: Ledger) -> None:
    with pytest.raises(Refused) as refused:
        ready.add("shipment", shipment(1700), why="order")
    (refusal,) = refused.value.refusals
    assert refusal.cite == "15 CFR 740.29(d)"
    assert refusal.over == (1700 * TPP - LPP_LIMIT) * 1000
    assert (refusal.fits, refusal.more_from) == (1699, "2026-01-01")
    ready.add("shipment", shipment(1699), why="order")


@pytest.mark.parametrize(("tpp", "fits"), [(LPP_LIMIT, True), (Decimal("26900000.001"), False)])
def test_the_limit_itself_is_within_it(ready: Ledger, tpp: object, fits: bool) -> None:
    if fits:
        written = ready.add("shipment", item(tpp), why="order")
        assert "15 CFR 740.29(g)(2)" in [each.cite for each in written.reached]
    else:
        with pytest.raises(Refused):
            ready.add("shipment", item(tpp), why="order")


def test_the_last_day_of_december_and_the_first_of_january_are_two_years(ready: Ledger) -> None:
    certify(ready, on="2026-01-01", year=2026, others_tpp=0)
    ready.add("shipment", shipment(1699, on="2025-12-31"), why="order")
    ready.add("shipment", shipment(1699, on="2026-01-01"), why="order")
    with pytest.raises(Refused):
        ready.add("shipment", shipment(1, on="2025-12-31"), why="order")


def test_subsidiaries_share_the_year_of_their_ultimate_parent(ready: Ledger) -> None:
    know(ready, "Example Hosting")
    ready.add("shipment", shipment(1000), why="order")
    with pytest.raises(Refused) as refused:
        ready.add("shipment", shipment(700, ultimate_consignee="Example Hosting"), why="order")
    assert refused.value.refusals[0].fits == 699


def test_the_spelling_of_a_parent_opens_no_second_year(ready: Ledger) -> None:
    ready.add("shipment", shipment(1699), why="order")
    with pytest.raises(Refused):
        ready.add("shipment", shipment(1, ultimate_parent="  EXAMPLE   group"), why="order")
    with pytest.raises(InputError, match="has Example Group as the ultimate parent"):
        ready.add("shipment", shipment(1, ultimate_parent="Another Group"), why="order")


def test_an_unknown_ultimate_parent_is_asked_for(ledger: Ledger) -> None:
    with pytest.raises(InputError, match="ultimate parent of Example Cloud Pvt Ltd is not known"):
        ledger.add("shipment", shipment(1), why="order")


def test_nothing_goes_under_lpp_without_the_consignees_statement(ledger: Ledger) -> None:
    know(ledger)
    with pytest.raises(Refused) as refused:
        ledger.add("shipment", shipment(1), why="order")
    assert refused.value.refusals[0].cite == "15 CFR 740.29(f)"
    held = ledger.reserve("shipment", shipment(1), why="while we ask for it")
    with pytest.raises(Refused):
        ledger.commit(held.seq, why="gone")
    certify(ledger)
    ledger.commit(held.seq, why="gone")


def test_what_others_sent_is_certified_or_makes_a_range(ledger: Ledger) -> None:
    know(ledger)
    certify(ledger)
    ledger.add("shipment", shipment(100), why="order")
    left = headroom.lpp(ledger, GROUP, DAY)
    assert (left.low, left.high) == (0, (LPP_LIMIT - 100 * TPP) * 1000)
    certify(ledger, on="2025-06-01", others_tpp=20_000_000)
    left = headroom.lpp(ledger, GROUP, DAY)
    assert left.low == left.high == (LPP_LIMIT - 100 * TPP - 20_000_000) * 1000
    assert left.source == "C, 2025-06-01 (#4)"


def test_the_latest_certificate_counts_in_whatever_order_they_are_entered(ledger: Ledger) -> None:
    know(ledger)
    certify(ledger, on="2025-05-01", others_tpp=9_000_000)
    certify(ledger, on="2025-03-01", others_tpp=1_000_000)
    assert headroom.lpp(ledger, GROUP, DAY).others == 9_000_000_000


@pytest.mark.parametrize(("tpp", "asked"), [(3_199_999, False), (3_200_000, True)])
def test_bis_is_notified_before_a_shipment_of_3_200_000_tpp(
    ready: Ledger, tpp: int, asked: bool
) -> None:
    written = ready.add("shipment", item(tpp), why="order")
    assert ("15 CFR 740.29(g)(3)" in [each.cite for each in written.reached]) is asked


def test_lines_of_one_shipment_are_aggregated_for_the_notice(ready: Ledger) -> None:
    one = ready.add("shipment", item(1_600_000, shipment="S1"), why="order")
    other = ready.add("shipment", item(1_600_000, shipment="S1", item="b"), why="order")
    assert not one.reached
    assert [each.cite for each in other.reached] == ["15 CFR 740.29(g)(3)"]


def test_a_transfer_in_country_is_not_lpp(ready: Ledger) -> None:
    with pytest.raises(InputError, match="LPP covers exports and reexports"):
        ready.add("shipment", shipment(1, action="transfer_in_country"), why="order")


def test_what_is_not_at_the_level_of_3a090_a_does_not_count(ready: Ledger) -> None:
    ready.add("shipment", item(LPP_LIMIT, classification="3A090.b"), why="order")
    ready.add("shipment", item(LPP_LIMIT, classification="5A002.z.1.a"), why="H2: it counts")
    assert headroom.lpp(ready, GROUP, DAY).used == LPP_LIMIT * 1000


class TestOperatorsShare:
    """740.29(a): a consignee headquartered in supplement no. 5(a) may use an operator's limit."""

    @pytest.fixture
    def german(self, ready: Ledger) -> Ledger:
        know(ready, "Leasing GmbH", ultimate_parent="Leasing Group", headquarters="DE")
        certify(ready, "Leasing Group", others_tpp=0)
        return ready

    def test_it_counts_in_the_operators_year(self, german: Ledger) -> None:
        lent = {"ultimate_consignee": "Leasing GmbH", "applied_to": CLOUD, "record": "R-1"}
        german.add("shipment", shipment(1699, **lent), why="lease")
        assert headroom.lpp(german, GROUP, DAY).used == 1699 * TPP * 1000
        assert headroom.lpp(german, "Leasing Group", DAY).used == 0

    def test_it_needs_a_record_and_a_headquarters_in_supplement_5a(self, german: Ledger) -> None:
        know(german, "Elsewhere Ltd", ultimate_parent="Leasing Group", headquarters="AE")
        lent = {"ultimate_consignee": "Elsewhere Ltd", "applied_to": CLOUD}
        with pytest.raises(InputError) as error:
            german.add("shipment", shipment(1, **lent), why="lease")
        assert [fault.path for fault in error.value.faults] == ["record", "applied_to"]


@pytest.mark.parametrize(("tpp", "asked"), [(252_999_999, False), (253_000_000, True)])
def test_the_aia_certification_goes_to_bis_at_253_000_000(
    ledger: Ledger, tpp: int, asked: bool
) -> None:
    certify(ledger, CLOUD, certificate="AIA", year=None)
    written = ledger.add("shipment", item(tpp, under="AIA", destination="DE"), why="order")
    assert ("15 CFR 740.27(c)" in [each.cite for each in written.reached]) is asked


class TestAllocation:
    """742.6(b)(10)(iii): what is licensed to a country, and what one company knows of it."""

    def issue(self, ledger: Ledger, tpp: int, **fields: object) -> None:
        said = {"on": "2025-07-01", "license": f"D{tpp}", "item": "a pod", "tpp_each": tpp}
        said |= {"quantity": 1, "destination": "AE", "purchase_order": "P", **fields}
        ledger.add("license_issued", said, why="BIS")

    def test_licenses_count_when_they_are_issued_and_only_in_the_period(
        self, ledger: Ledger
    ) -> None:
        self.issue(ledger, 500_000_000)
        self.issue(ledger, 400_000_000, on="2024-12-31")
        left = headroom.allocation(ledger, "AE", date(2025, 7, 2))
        assert (left.used, left.low, left.high) == (500_000_000_000, 0, 290_000_000_000)
        assert left.others is None
        assert any("One company sees its own licenses only" in note for note in left.notes)

    def test_an_allocation_that_is_met_is_said_where_there_is_one(self, ledger: Ledger) -> None:
        said = {"on": "2025-07-01", "item": "a pod", "tpp_each": 790_000_000, "quantity": 1}
        said |= {"purchase_order": "P"}
        for country, told in (("AE", ["15 CFR 742.6(b)(10)(iii)(B)(1)"]), ("DE", [])):
            fields = {**said, "license": country, "destination": country}
            written = ledger.add("license_issued", fields, why="BIS")
            assert [each.cite for each in written.reached] == told

    def test_what_bis_published_makes_it_known(self, ledger: Ledger) -> None:
        self.issue(ledger, 500_000_000)
        published = {"on": "2025-07-02", "country": "AE", "tpp": 789_999_999, "source": "bis.gov"}
        ledger.add("allocation_published", published, why="read")
        left = headroom.allocation(ledger, "AE", date(2025, 7, 3))
        assert left.low == left.high == 1_000

    def test_assurances_raise_it_by_up_to_100_percent(self, ledger: Ledger) -> None:
        raised = {"on": "2025-08-01", "country": "AE", "increase_percent": 100, "source": "FR"}
        ledger.add("assurance", raised, why="read")
        before = headroom.allocation(ledger, "AE", date(2025, 7, 31))
        after = headroom.allocation(ledger, "AE", date(2025, 8, 1))
        assert (before.limit, after.limit) == (790_000_000_000, 1_580_000_000_000)
        with pytest.raises(InputError, match="more than 100 percent"):
            ledger.add("assurance", raised | {"increase_percent": 101}, why="read")


class TestLicenses:
    """The purchase order's quantity, and a year (750.7(g))."""

    ISSUED = {
        "license": "D1",
        "chip": "nvidia-h100-sxm5",
        "quantity": 50,
        "destination": "IN",
        "purchase_order": "PO-7",
    }

    def draw(self, ledger: Ledger, quantity: int, on: str) -> None:
        said = shipment(quantity, under="license", license="D1", on=on)
        ledger.add("shipment", said, why="order")

    def test_it_is_drawn_to_its_quantity_and_to_its_last_day(self, ledger: Ledger) -> None:
        ledger.add("license_issued", {**self.ISSUED, "on": "2025-06-03"}, why="BIS")
        self.draw(ledger, 49, "2026-06-03")
        with pytest.raises(Refused) as refused:
            self.draw(ledger, 2, "2026-06-03")
        assert (refused.value.refusals[0].fits, refused.value.refusals[0].measure) == (1, "units")
        with pytest.raises(Refused, match="D1"):
            self.draw(ledger, 1, "2026-06-04")
        (line,) = accounts.licenses(ledger)
        assert (line.left(date(2026, 6, 3)), line.left(date(2026, 6, 4))) == (1, 0)

    @pytest.mark.parametrize(
        ("issued", "last"),
        [
            ("2025-06-03", "2026-06-03"),
            ("2024-12-25", "2025-12-26"),  # Christmas Day, a Thursday: to the Friday
            ("2024-07-04", "2025-07-07"),  # Independence Day, a Friday: to the Monday
            ("2025-06-06", "2026-06-06"),  # a Saturday that is no holiday stays
            ("2024-02-29", "2025-02-28"),
        ],
    )
    def test_its_last_day_moves_when_it_is_a_federal_holiday(
        self, ledger: Ledger, issued: str, last: str
    ) -> None:
        ledger.add("license_issued", {**self.ISSUED, "on": issued}, why="BIS")
        assert accounts.licenses(ledger)[0].expires.isoformat() == last

    def test_a_license_that_is_not_there_cannot_be_drawn(self, ledger: Ledger) -> None:
        with pytest.raises(InputError, match="no license D1"):
            self.draw(ledger, 1, "2025-06-03")


def test_a_facility_under_acm_gives_out_no_more_than_came(ledger: Ledger) -> None:
    came = shipment(10, under="ACM", to_facility="Penang", on="2025-03-01")
    ledger.add("shipment", came, why="assembly")
    left = {"under": "none", "from_facility": "Penang", "on": "2025-04-01"}
    with pytest.raises(Refused):
        ledger.add("shipment", shipment(11, **left), why="sold")
    ledger.add("shipment", shipment(4, **left), why="sold")
    (line,) = accounts.facilities(ledger)
    assert (line.came, line.left, line.due) == (10, 4, date(2025, 10, 1))


def test_a_nac_notice_lists_the_approvals_of_twelve_months(ledger: Ledger) -> None:
    for on in ("2024-06-01", "2024-06-02", "2025-06-02", "2025-06-03"):
        said = {"on": on, "end_user": "Lab", "approval": "NAC", "reference": on}
        ledger.add("nac_approval", {**said, "chip": "nvidia-h100-sxm5", "quantity": 1}, why="BIS")
    listed = [entry.told["reference"] for entry in accounts.approvals(ledger, "LAB", DAY)]
    assert listed == ["2024-06-02", "2025-06-02"]


def test_what_happened_is_entered_even_beyond_the_limit_and_says_so(ready: Ledger) -> None:
    written = ready.add("shipment", shipment(1700), why="order", happened=True)
    assert [each.over for each in written.over] == [(1700 * TPP - LPP_LIMIT) * 1000]
    assert ready.entry(written.seq).body["over"]  # type: ignore[union-attr]
    assert headroom.lpp(ready, GROUP, DAY).over == (1700 * TPP - LPP_LIMIT) * 1000


def test_a_tpp_finer_than_a_thousandth_is_refused_and_never_rounded(ready: Ledger) -> None:
    with pytest.raises(InputError, match="finer than a thousandth"):
        ready.add("shipment", item(Decimal("0.0001")), why="order")


class TestCorrectedPapers:
    """A paper that is corrected or taken back: what another paper states counts instead."""

    def others(self, ledger: Ledger) -> int | None:
        return headroom.lpp(ledger, GROUP, DAY).others

    def test_one_that_was_never_given_leaves_others_unknown(self, ready: Ledger) -> None:
        ready.add("correction", {"on": "2025-06-02", "entry": 2}, why="never given")
        left = headroom.lpp(ready, GROUP, DAY)
        assert (left.others, left.low, left.high) == (None, 0, LPP_LIMIT * 1000)
        assert ready.verify().sound

    def test_the_earlier_one_counts_again_and_the_later_one_still(self, ready: Ledger) -> None:
        may = certify(ready, on="2025-05-01", others_tpp=9_000_000)
        june = certify(ready, on="2025-06-01", others_tpp=5_000_000)
        ready.add("correction", {"on": "2025-06-02", "entry": may.seq}, why="wrong parent")
        assert self.others(ready) == 5_000_000_000
        ready.add("correction", {"on": "2025-06-02", "entry": june.seq}, why="wrong parent")
        assert self.others(ready) == 0
        assert ready.verify().sound

    def test_what_it_ought_to_have_said_counts_on_its_own_day(self, ready: Ledger) -> None:
        may = certify(ready, on="2025-05-01", others_tpp=9_000_000)
        certify(ready, on="2025-06-01", others_tpp=5_000_000)
        told = {"on": "2025-05-01", "certificate": "LPP", "party": GROUP, "year": 2025}
        instead = {**told, "reference": "C", "others_tpp": 8_000_000}
        fixed = ready.add(
            "correction", {"on": "2025-06-02", "entry": may.seq, "instead": instead}, why="typo"
        )
        assert self.others(ready) == 5_000_000_000
        later = {**instead, "on": "2025-06-15"}
        ready.add(
            "correction", {"on": "2025-06-16", "entry": fixed.seq, "instead": later}, why="typo"
        )
        assert self.others(ready) == 8_000_000_000
        assert ready.verify().sound


class TestParents:
    """Whose year it is, as companies are bought and entered."""

    def test_a_later_entry_changes_what_it_states_and_no_more(self, ready: Ledger) -> None:
        ready.add("party", {"on": "2025-03-01", "name": CLOUD, "uveu": True}, why="listed")
        assert ready.names.parent_of(CLOUD, DAY) == GROUP
        assert ready.names.company(CLOUD, DAY).uveu

    def test_a_parent_that_is_bought_counts_in_its_buyers_year(self, ready: Ledger) -> None:
        know(ready, GROUP, ultimate_parent="Holding", on="2025-04-01")
        certify(ready, "Holding", others_tpp=0)
        ready.add("shipment", shipment(10), why="order")
        assert headroom.lpp(ready, "Holding", DAY).used == 10 * TPP * 1000
        assert ready.names.parent_of(CLOUD, date(2025, 3, 31)) == GROUP
        members = ready.names.group_of(GROUP, DAY)
        assert members == ("example cloud pvt ltd", "example group", "holding")

    def test_companies_that_own_each_other_have_no_ultimate_parent(self, ready: Ledger) -> None:
        know(ready, GROUP, ultimate_parent=CLOUD)
        with pytest.raises(
            InputError, match="ultimate parent of Example Cloud Pvt Ltd is not known"
        ):
            ready.add("shipment", shipment(1), why="order")

    def test_a_company_that_another_process_entered_is_seen_by_the_next_draft(
        self, ready: Ledger
    ) -> None:
        other = Ledger(ready.engine, ready.location, who="Ben", clock=ready.clock)
        assert other.names.parent_of(CLOUD, DAY) == GROUP
        certify(ready, "Buyer", others_tpp=26_900_000)
        know(ready, ultimate_parent="Buyer", on="2025-06-01")
        with pytest.raises(Refused, match="buyer"):
            other.add("shipment", shipment(1), why="order")
