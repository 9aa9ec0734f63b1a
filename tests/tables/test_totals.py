"""Running LPP totals: as a loop over the rows with `licet.decide`, whatever the batches."""

from __future__ import annotations

import random
from collections import defaultdict
from contextlib import closing
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.tables.orders import facts
from tests.tables.test_command import licet_table

import licet
from licet.cli.main import main
from licet.ledger import open_ledger
from licet.tables import streams
from licet.tables.totals import HIGH, LOW

LIMIT = 26_900_000  # 15 CFR 740.29(d)
PATH = "on_file.lpp_tpp_this_year"
H100 = 15_832  # TPP: 1,979 dense tera-operations at 8 bits


def shipments(count: int, seed: int) -> list[dict[str, Any]]:
    """Shipments under LPP and beside it, to few parents, in no order of dates."""
    draw = random.Random(seed)

    def sometimes(value: Any) -> Any:
        return None if draw.random() < 0.08 else value

    rows = []
    for _ in range(count):
        rows.append(
            {
                "date": draw.choice(["2025-06-02", "2025-09-01", "2026-02-01", "2025-06-03"]),
                "action": "export",
                "destination": draw.choice(["IN", "IN", "BR", "CN", "GB"]),
                "quantity": sometimes(draw.choice([1, 200, 600, 900, 1_699])),
                "item.chip": draw.choice(["nvidia-h100-sxm5", "nvidia-h100-sxm5", "RTX 4090"]),
                "Ultimate parent": sometimes(draw.choice(["Alpha", "alpha ", "Beta", "Gamma"])),
                "parties.ultimate_consignee.headquarters": "IN",
                "parties.ultimate_consignee.ultimate_parent_headquarters": "IN",
                "end_use.prohibited_by_part_744": sometimes(False),
                "on_file.certifications": sometimes(draw.choice(["LPP", "LPP", "LPP", "none"])),
                PATH: None if draw.random() < 0.03 else 0,
            }
        )
    return rows


def decide(row: dict[str, Any], amount: float | None) -> dict[str, Any]:
    """`licet.decide` on a row, with what was sent before."""
    stated = {p: v for p, v in row.items() if p != "Ultimate parent" and v is not None}
    held = stated.get("on_file.certifications")
    if held is not None:
        stated["on_file.certifications"] = [] if held == "none" else [held]
    stated.pop(PATH, None)
    if amount is not None:
        stated[PATH] = 10**12 if amount == inf else amount
    return licet.decide(facts(stated))["on_the_books"]


def gist(answer: dict[str, Any]) -> Any:
    line = answer["lines"][0]
    return (
        answer["possible_outcomes"],
        line["exceptions"]["LPP"]["available"],
        line["review_policy"],
    )


def one_by_one(rows: list[dict[str, Any]]) -> list[tuple[str, float, float]]:
    """By row: the outcome on the books, and what was sent before, at least and at most."""
    sent: dict[Any, list[float]] = defaultdict(lambda: [0, 0])
    nobody: dict[str, float] = defaultdict(float)
    found: dict[int, tuple[str, float, float]] = {}
    for number in sorted(range(len(rows)), key=lambda n: rows[n]["date"]):
        row, year = rows[number], rows[number]["date"][:4]
        key = None if row["Ultimate parent"] is None else row["Ultimate parent"].strip().casefold()
        low, high = sent[key, year]
        high += nobody[year] + (inf if row[PATH] is None else 0)
        low, high = (0, inf) if key is None else (low, high)
        at_least, at_most = decide(row, low), decide(row, high)
        answer = at_least if gist(at_least) == gist(at_most) else decide(row, None)
        found[number] = (answer["outcome"], low, high)
        tpp = answer["lines"][0]["tpp_total"]
        lpp = answer["lines"][0]["exceptions"].get("LPP", {}).get("available")
        if answer["outcome"] == "license_exception" and lpp:
            more = [tpp or 0, inf if tpp is None else tpp]
        elif answer["outcome"] == "undetermined":
            more = [0, inf if tpp is None else tpp]
        else:
            continue
        if key is None:
            nobody[year] += more[1]
        else:
            sent[key, year] = [a + b for a, b in zip(sent[key, year], more, strict=True)]
    return [found[number] for number in range(len(rows))]


@pytest.mark.parametrize(("seed", "batch"), [(1, 1_000), (1, 7), (2, 13), (3, 1)])
def test_totals_run_as_a_loop_would(
    seed: int, batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "ROWS_OF_A_BATCH", batch)
    rows = shipments(40, seed)
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pl.DataFrame(rows, infer_schema_length=None).write_parquet(source)
    licet_table(source, "-o", out, "--running")
    found = pl.read_parquet(out).to_dicts()
    for number, (outcome, low, high) in enumerate(one_by_one(rows)):
        assert found[number]["on_the_books"] == outcome, rows[number]
        if found[number][LOW] is not None:  # a row that LPP concerns
            assert Fraction(found[number][LOW]) == low
            assert found[number][HIGH] == (None if high == inf else high)


def test_the_limit_is_reached_in_the_order_of_dates(tmp_path: Path) -> None:
    """1,699 H100 fit into a year with nothing before them; the 1,700th does not (26,914,400)."""
    base = {
        "action": "export",
        "destination": "IN",
        "item.chip": "nvidia-h100-sxm5",
        "parties.ultimate_consignee.headquarters": "IN",
        "parties.ultimate_consignee.ultimate_parent_headquarters": "IN",
        "end_use.prohibited_by_part_744": False,
        "parties.ultimate_consignee.private_sector": False,
        "end_use.for_customers_in_macau_or_d5": False,
        "end_use.purpose": "other",
        "on_file.certifications": "LPP",
        "Group": "Alpha",
        PATH: 0,
    }
    days = ["2025-06-03", "2025-06-02", "2026-01-02"]
    rows = [base | {"date": day, "quantity": n} for day, n in zip(days, [1, 1_699, 1], strict=True)]
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    pl.DataFrame(rows).write_csv(source)
    licet_table(source, "-o", out, "--running", "--parent", "Group")
    found = pl.read_csv(out)
    assert found["on_the_books"].to_list() == [
        "license_required",
        "license_exception",
        "license_exception",
    ]
    assert found[LOW].to_list() == [1_699 * H100, 0, 0]
    assert LIMIT - 1_699 * H100 < H100


def test_a_ledger_says_what_stands_before_the_table_and_whose_a_company_is(tmp_path: Path) -> None:
    """1,000 H100 stand in the ledger in 2025: 699 more fit (26,898,568) and no other (26,914,400).

    The subsidiary shares the year of its group; 2026 is another year; of a company of which nobody
    certified what others sent it, the amount has no upper end, and as its parent is not known, what it is
    sent may be the group's.
    """
    book, source, out = (tmp_path / name for name in ("book.db", "in.parquet", "out.parquet"))
    cloud, hosting = "Example Cloud Pvt Ltd", "Example Hosting"
    with closing(open_ledger(book, who="Ann", create=True)) as ledger:
        for name in (cloud, hosting):
            company = {"on": "2025-01-01", "name": name, "ultimate_parent": "Example Group"}
            ledger.add("party", company, why="know your customer")
        for year in (2025, 2026):
            certified = {"on": f"{year}-01-02", "certificate": "LPP", "party": "Example Group"}
            certified |= {"year": year, "others_tpp": 0, "reference": "C"}
            ledger.add("certificate", certified, why="on file")
        sent = {"on": "2025-06-01", "chip": "nvidia-h100-sxm5", "quantity": 1_000, "under": "LPP"}
        sent |= {"action": "export", "destination": "IN", "ultimate_consignee": cloud}
        ledger.add("shipment", sent, why="order")
    base = {
        "action": "export",
        "destination": "IN",
        "item.chip": "nvidia-h100-sxm5",
        "parties.ultimate_consignee.headquarters": "IN",
        "parties.ultimate_consignee.ultimate_parent_headquarters": "IN",
        "parties.ultimate_consignee.private_sector": False,
        "end_use.prohibited_by_part_744": False,
        "end_use.for_customers_in_macau_or_d5": False,
        "end_use.purpose": "other",
        "on_file.certifications": ["LPP"],
    }
    told = [
        # day, consignee, chips; the outcome, and what stands before at least and at most
        ("2025-06-03", hosting, 1, "license_required", 1_699 * H100, 1_700 * H100),
        ("2025-06-02", cloud, 699, "license_exception", 1_000 * H100, 1_000 * H100),
        ("2026-01-05", hosting, 1_699, "license_exception", 0, 0),
        ("2026-01-06", cloud, 1, "license_required", 1_699 * H100, 1_699 * H100),
        ("2025-06-02", "Somebody else", 1, "undetermined", 0, None),
    ]
    name = "parties.ultimate_consignee.name"
    rows = [base | {"date": day, name: who, "quantity": count} for day, who, count, *_ in told]
    pl.DataFrame(rows).write_parquet(source)
    licet_table(source, "-o", out, "--running", "--ledger", book)
    found = pl.read_parquet(out).select("on_the_books", LOW, HIGH).rows()
    assert found == [each[3:] for each in told]


def test_without_a_parent_it_is_asked_which_column_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.csv"
    pl.DataFrame({"date": ["2025-06-02"], "Qty": ["1"]}).write_csv(source)
    with pytest.raises(SystemExit):
        main(["table", str(source), "-o", str(tmp_path / "out.csv"), "--running"])
    assert "--parent COLUMN" in capsys.readouterr().err
