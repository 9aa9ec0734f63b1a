"""Cases worked out by hand from the text of the rule, the arithmetic beside them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.ledger.world import CLOUD, GROUP, certify, exactly, installed, know, shipment

from licet.ledger import Ledger, Refused, headroom

B200 = "nvidia-b200"
"""4,500 tera-operations at 8 bits, dense (NVIDIA's datasheet of HGX B200): 36,000 TPP."""


def test_two_models_and_what_others_certified_share_a_year(ledger: Ledger) -> None:
    """740.29(d): 26,900,000 less 1,000,000 of others less 700 x 36,000 leaves 700,000.

    700,000 / 15,832 is 44.2; a 45th H100 would be 712,440, 12,440 too much.
    """
    know(ledger)
    certify(ledger, others_tpp=1_000_000)
    ledger.add("shipment", shipment(700, chip=B200), why="order")
    with pytest.raises(Refused) as refused:
        ledger.add("shipment", shipment(45), why="order")
    (refusal,) = refused.value.refusals
    assert (refusal.room, refusal.fits, refusal.over) == (700_000_000, 44, 12_440_000)
    assert refusal.more_from == "2026-01-01"
    ledger.add("shipment", shipment(44), why="order")
    left = headroom.lpp(ledger, GROUP, date(2025, 6, 2))
    assert left.low == left.high == (700_000 - 44 * 15_832) * 1000


def test_an_nveu_of_the_first_quarter_counts_in_chips(ledger: Ledger) -> None:
    """748.15(a)(2)(iii)(B): 633,000,000 / 15,832 is 39,982.3, and 949,500,000 / 15,832 is 59,973.5."""
    know(ledger, nveu=["AE"])
    with pytest.raises(Refused) as refused:
        ledger.add("installation", installed(39_983, "AE", on="2025-03-31"), why="built")
    (refusal,) = refused.value.refusals
    assert (refusal.fits, refusal.more_from) == (39_982, "2025-04-01")
    ledger.add("installation", installed(39_982, "AE", on="2025-03-31"), why="built")
    with pytest.raises(Refused) as refused:
        ledger.add("installation", installed(20_000, "AE", on="2025-04-01"), why="built")
    assert refused.value.refusals[0].fits == 59_973 - 39_982


def test_what_was_sold_makes_room_in_its_quarter(ledger: Ledger) -> None:
    """Attrition by resale does not count: 633,000,000 are full, and 3,000 gone are 3,000 to come."""
    know(ledger, nveu=["AE"])
    ledger.add("installation", exactly(633_000_000, "AE", on="2025-01-02"), why="built")
    with pytest.raises(Refused):
        ledger.add("installation", exactly(1, "AE", on="2025-03-01", item="a card"), why="built")
    sold = exactly(633_000_000, "AE", on="2025-02-01", cause="resale")
    ledger.add("attrition", sold, why="sold whole")
    ledger.add("installation", exactly(633_000_000, "AE", on="2025-03-01"), why="built")


def test_half_of_the_increase_that_assurances_may_bring(ledger: Ledger) -> None:
    """742.6(b)(10)(iii)(C): up to 100 percent; 50 percent make 790,000,000 to 1,185,000,000."""
    raised = {"on": "2025-05-01", "country": "IN", "increase_percent": 50, "source": "BIS"}
    ledger.add("assurance", raised, why="read")
    told = {"on": "2025-05-20", "country": "IN", "tpp": 1_100_000_000, "source": "bis.gov"}
    ledger.add("allocation_published", told, why="read")
    left = headroom.allocation(ledger, "IN", date(2025, 6, 2))
    assert left.limit == 1_185_000_000_000
    assert left.high == 85_000_000_000
    assert headroom.allocation(ledger, "IN", date(2025, 4, 30)).limit == 790_000_000_000


def test_aia_counts_from_its_beginning_and_not_by_year(ledger: Ledger) -> None:
    """740.27(c): 12,000 + 3,980 H100s of two years are 252,995,360; one more makes 253,011,192."""
    certificate = {"on": "2025-01-20", "certificate": "AIA", "party": CLOUD, "reference": "A-1"}
    ledger.add("certificate", certificate, why="on file")
    sent = shipment(12_000, under="AIA", destination="DE")
    assert ledger.add("shipment", {**sent, "on": "2025-12-30"}, why="order").reached == ()
    later = {**sent, "on": "2026-02-01"}
    assert ledger.add("shipment", later | {"quantity": 3_980}, why="order").reached == ()
    (notice,) = ledger.add("shipment", later | {"quantity": 1}, why="order").reached
    assert notice.cite == "15 CFR 740.27(c)"
