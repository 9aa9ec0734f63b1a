"""The rows of an order book that changed: each is what `decide` says of it under both laws."""

import json
from datetime import date

import polars as pl
import pytest
from click.testing import CliRunner

import licet
from licet.cli.diff import command
from licet.decision.reforms import reformed
from licet.proofs.rows import CHANGED, SHOWN, compared, counted
from licet.proofs.sides import sides
from licet.tables.names import match

ORDERS = pl.DataFrame({
    "destination": ["PL", "DE", "CN", "CN", "IN", "VN"],
    "item.chip": ["nvidia-h100-sxm5", "nvidia-h100-sxm5", "nvidia-h200-sxm", "nvidia-b200",
                  "no such chip", "nvidia-l4"],
    "quantity": [10, 10, 10, 10, 1, 1],
    "headquarters": ["PL", "CN", "CN", "CN", "IN", "VN"],
    "parent hq": ["PL", "CN", "CN", "CN", "IN", "VN"],
    "part 744": ["no"] * 6,
    "end_use.purpose": ["operate"] * 6,
    "on_file.purchase_order": [False] * 6,
    "date": ["2024-06-03"] * 6,
    "action": ["export"] * 6,
    "certificates": ["LPP"] * 6,
    "lpp this year": [0] * 6,
    "parties.ultimate_consignee.location": ["PL", "DE", "CN", "CN", "IN", "VN"],
})  # fmt: skip
JANUARY = date(2026, 1, 14), date(2026, 1, 15)
MAY = date(2025, 5, 14), date(2025, 5, 15)


def of(one, other, reform=None):
    both = sides(one, other, reformed=reformed(reform) if reform else None)
    return compared(ORDERS, match(ORDERS.columns), *both)


def changed_rows(table):
    return [n for n, changed in enumerate(table[CHANGED].to_list()) if changed]


def test_the_window_of_january_2026_changes_the_h200_and_not_the_b200():
    """91 FR 1684."""
    table = of(*JANUARY)
    assert changed_rows(table) == [2]
    assert table["review_policy_before"][2] == "presumption_of_denial"
    assert table["review_policy_after"][2] == "case_by_case"


def test_the_framework_changes_poland_on_the_books_and_nothing_as_enforced():
    """90 FR 4544 and the announcement of 13 May 2025."""
    table = of(*MAY)
    assert table["on_the_books_before"][0] == "no_license_required"
    assert (table["on_the_books_after"][0], table["on_the_books_by_after"][0]) == (
        "license_exception",
        "LPP",
    )
    assert [each for each in counted(table, "as_enforced") if each[0] != each[1]] == []


def test_a_row_that_cannot_be_read_is_the_same_error_twice():
    table = of(*MAY)
    assert table["error_before"][4] == table["error_after"][4]
    assert "no such chip" in table["error_before"][4]
    assert 4 not in changed_rows(table)


@pytest.mark.parametrize("days", [JANUARY, MAY, (date(2022, 12, 1), date(2024, 6, 3))])
def test_every_row_is_what_is_decided_of_it(days):
    table = of(*days)
    for n, row in enumerate(ORDERS.iter_rows(named=True)):
        if row["item.chip"] == "no such chip":
            continue
        facts = {
            "date": "2024-06-03", "action": "export", "destination": row["destination"],
            "lines": [{"item": {"chip": row["item.chip"]}, "quantity": row["quantity"]}],
            "parties": {"ultimate_consignee": {
                "location": row["destination"], "headquarters": row["headquarters"],
                "ultimate_parent_headquarters": row["parent hq"],
            }},
            "end_use": {"prohibited_by_part_744": False, "purpose": "operate"},
            "on_file": {
                "certifications": ["LPP"], "lpp_tpp_this_year": 0, "purchase_order": False,
            },
        }  # fmt: skip
        told = [licet.decide(facts, as_of=day) for day in days]
        for name in ("on_the_books", "as_enforced"):
            assert table[f"{name}_before"][n] == told[0][name]["outcome"]
            assert table[f"{name}_after"][n] == told[1][name]["outcome"]
        differ = any(table[f"{s}_before"][n] != table[f"{s}_after"][n] for s in SHOWN)
        assert (n in changed_rows(table)) is differ


def test_the_same_day_twice_shows_the_reform_alone():
    day = date(2025, 6, 2)
    assert changed_rows(of(day, day)) == []
    table = of(day, day, {"supplement no. 5(a)": {"group": {"add": ["PL"]}}})
    assert changed_rows(table) == []  # LPP carries the row under both
    table = of(day, day, {"15 CFR 740.29(d)": {"number": 100_000}})
    assert changed_rows(table) == [0]
    assert table["on_the_books_after"][0] == "license_required"


def test_the_command_shows_the_rows_and_writes_them(tmp_path):
    orders, out = tmp_path / "orders.csv", tmp_path / "out.csv"
    ORDERS.write_csv(orders)
    arguments = [str(day) for day in JANUARY] + ["--table", str(orders)]
    made = CliRunner().invoke(command, [*arguments, "-o", str(out)], standalone_mode=False)
    assert made.return_value == 5  # one row cannot be read
    assert "1 of 6 rows changed." in made.output
    assert "presumption_of_denial -> case_by_case" in made.output
    assert pl.read_csv(out)[CHANGED].sum() == 1
    told = CliRunner().invoke(command, [*arguments, "--json"], standalone_mode=False)
    assert [row["row"] for row in json.loads(told.output)["changed_rows"]] == [3]


def test_under_a_reform_the_rows_say_so(tmp_path):
    orders, reform, out = (tmp_path / name for name in ("orders.csv", "r.yaml", "out.csv"))
    ORDERS.write_csv(orders)
    reform.write_text("15 CFR 740.29(d): {number: 100000}", encoding="utf-8")
    arguments = ["2025-06-02", "2025-06-02", "--table", str(orders), "--reform", str(reform)]
    made = CliRunner().invoke(command, [*arguments, "-o", str(out)], standalone_mode=False)
    assert made.output.startswith("NOT THE LAW")
    assert set(pl.read_csv(out)["reform"]) == {
        "15 CFR 740.29(d): 100,000 TPP instead of 26,900,000"
    }
