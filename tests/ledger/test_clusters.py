"""Real clusters as fleets: rows of Epoch AI's table, with shares worked out by hand beside them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from tests.ledger.world import know

from licet.cli.main import main
from licet.errors import InputError
from licet.ledger import Ledger
from licet.ledger.tabular import take_in_clusters
from licet.ledger.views import arrived, fleet_of

FILE = Path(__file__).parents[1] / "data" / "ledger" / "epoch_clusters.csv"
H100, A100 = 15_832, 4_992
"""TPP by the datasheets: 1,979 tera-operations at 8 bits, 312 at 16 bits."""


@pytest.fixture
def kept(ledger: Ledger) -> Ledger:
    take_in_clusters(ledger, str(FILE), why="Epoch AI")
    return ledger


def test_every_row_is_entered_or_left_out_with_its_reason(ledger: Ledger) -> None:
    done = take_in_clusters(ledger, str(FILE), why="Epoch AI")
    installed = [each for each in ledger.entries() if each.kind == "installation"]
    assert len(installed) + len(done.left_out) == 42
    told = {each.name: each.why for each in done.left_out}
    assert told["NVIDIA MLPerf v4.0 Submission 2024"] == "Epoch marks it as a possible duplicate."
    assert told["NVIDIA Helios"] == "No country is given."
    assert told["G42 Microsoft 30Mw UAE Cluster A"] == "No day of operation is given."
    assert told["Alibaba Cloud in UAE"] == "Neither its chips nor its operations are given."
    again = take_in_clusters(ledger, str(FILE), why="Epoch AI")
    assert (again.entered, len(again.again)) == ((), len(done.entered))


def test_nvidia_passes_seven_percent_in_israel_on_the_day_of_its_first_cluster_there(
    kept: Ledger,
) -> None:
    """Selene 2, DGX, Tethys and Cambridge-1 (A100), Eos 2 (H100) at home; Saturn V 3 is mixed."""
    at_home = 4_608 * H100 + (4_480 + 400 + 160 + 640) * A100
    (group,) = fleet_of(kept, date(2023, 11, 23), owner="NVIDIA").groups
    assert group.shares.total == (at_home + 1_024 * H100) * 1000
    assert group.shares.largest == ("IL", 1_024 * H100 * 1000)
    assert [(each.limit, each.since, each.until) for each in group.crossings] == [
        ("country", date(2023, 11, 23), None)
    ]
    assert not group.bound


def test_a_phase_that_is_superseded_leaves_when_the_next_one_starts(kept: Ledger) -> None:
    days = (date(2024, 11, 19), date(2024, 11, 20))
    there = [fleet_of(kept, day, owner="NVIDIA").groups[0].shares.countries["IL"] for day in days]
    assert there == [1_024 * H100 * 1000, 2_048 * H100 * 1000]


def test_the_emirates_pass_their_allocation_with_a_planned_cluster_of_55_000_h100(
    kept: Ledger,
) -> None:
    """55,000 of 15,832 are 870,760,000, planned for the third quarter of 2025; MI210 do not count."""
    by_country = {each.country: each for each in arrived(kept, date(2025, 9, 30))}
    assert by_country["AE"].tpp == 870_760_000_000
    assert by_country["AE"].passed == date(2025, 9, 30)
    assert by_country["AE"].limit == 790_000_000_000


def test_what_an_nveu_installs_counts_toward_no_country(kept: Ledger) -> None:
    know(kept, "G42,Microsoft", ultimate_parent=None, nveu=["AE"])
    assert "AE" not in {each.country for each in arrived(kept, date(2025, 9, 30))}


def test_assurances_make_room_for_it(kept: Ledger) -> None:
    raised = {"on": "2025-08-01", "country": "AE", "increase_percent": 11, "source": "FR"}
    kept.add("assurance", raised, why="read")
    (there,) = [each for each in arrived(kept, date(2025, 9, 30)) if each.country == "AE"]
    assert (there.limit, there.passed) == (876_900_000_000, None)


def test_the_command(kept: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["ledger", "--ledger", kept.location]
    main([*where, "import", str(FILE), "--clusters", "--why", "again"])
    out = capsys.readouterr().out
    assert "0 rows entered" in out
    assert "left out: " in out
    main([*where, "fleet", "--countries", "--on", "2027-12-31"])
    assert "2025-09-30" in capsys.readouterr().out
    main([*where, "fleet", "--owner", "NVIDIA", "--on", "2025-12-31", "--json"])
    (group,) = json.loads(capsys.readouterr().out)["groups"]
    assert group["crossings"][0]["since"] == "2023-11-23"


def test_another_table_is_no_table_of_clusters(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Name,Owner\nx,y\n", encoding="utf-8")
    with pytest.raises(InputError, match="it is not Epoch's table of clusters"):
        take_in_clusters(ledger, str(path), why="x")
    with pytest.raises(InputError, match="cannot be read"):
        take_in_clusters(ledger, str(tmp_path / "none.csv"), why="x")
