"""A table says of each row what `licet.decide` says of it, whatever stands around the row."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl
import pytest
from tests.tables.orders import facts, orders

import licet
from licet.tables import ANSWERS, decide, running
from licet.tables import rows as levels_of_rows
from licet.tables.deciding import decided_of

COLUMNS = ("on_the_books", "as_enforced")


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows as people keep them: dates, numbers and yes or no typed where every row is."""
    paths = list(dict.fromkeys(path for row in rows for path in row))
    return pl.DataFrame(
        {path: pl.Series(path, [_cell(path, row) for row in rows], strict=False) for path in paths}
    )


def _cell(path: str, row: dict[str, Any]) -> Any:
    value = row.get(path)
    if path == "on_file.nac_notified_on" and value is False:
        return "no"
    return value


def said(row: dict[str, Any]) -> dict[str, Any] | None:
    """What `licet.decide` says, in the words of the added columns; none where it cannot be read."""
    try:
        made = licet.decide(facts(row))
    except licet.InputError:
        return None
    books, enforced = (made[name] for name in COLUMNS)
    line = enforced["lines"][0]
    missing = [*enforced["missing_facts"], *books["missing_facts"]]
    asked = [q["id"] for answer in (books, enforced) for q in answer["open_questions"]]
    return {
        "classification": line["classification"] or books["lines"][0]["classification"],
        "tpp_total": line["tpp_total"],
        "on_the_books": books["outcome"],
        "as_enforced": enforced["outcome"],
        "review_policy": line["review_policy"],
        "missing_facts": text(path.removeprefix("lines[0].") for path in missing),
        "open_questions": text(asked),
    }


def carriers(answer: dict[str, Any]) -> set[str | None]:
    """What may stand beside an outcome: a paragraph that requires, or a route that is open."""
    line = answer["lines"][0]
    routes = {**line["exceptions"], **line["authorizations"]}
    match answer["outcome"]:
        case "license_required":
            return set(line["required_by"])
        case "license_exception" | "validated_end_user":
            return {code for code, route in routes.items() if route["available"]}
        case "not_subject":
            return {"15 CFR 734.7(a)"}
    return {None}


def text(parts: Any) -> str | None:
    return "; ".join(dict.fromkeys(parts)) or None


@pytest.fixture(params=["one by one", "as an automaton"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small tables are decided cell by cell; here they also take the way of large ones."""
    if request.param == "as an automaton":
        monkeypatch.setattr(running, "FEW", 0)


@pytest.mark.parametrize(("seed", "unknown"), [(1, 0.0), (2, 0.1), (3, 0.1), (4, 0.3)])
def test_each_row_is_decided_as_licet_decides_it(seed: int, unknown: float) -> None:
    rows = orders(300, seed, unknown)
    for number, found in enumerate(decide(frame(rows)).select(ANSWERS).to_dicts()):
        told = said(rows[number])
        if told is None:
            assert found["error"], rows[number]
        else:
            assert {name: found[name] for name in told} == told, rows[number]


OPEN_SUM = {
    "date": "2026-08-03",
    "action": "export",
    "destination": "MX",
    "parties.ultimate_consignee.headquarters": "TW",
    "parties.ultimate_consignee.ultimate_parent_headquarters": "CH",
    "end_use.prohibited_by_part_744": False,
    "on_file.certifications": ["AIA", "LPP"],
    "on_file.country_allocation_tpp_used": 25_316_800,
    "item.integrated_circuit.tpp": 4_800,
}
"""How many are sent and what was sent before are open, so whether the LPP year holds them is, too."""


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("used", [None, 0, 25_316_800, 700_000_000, 789_999_999, 790_000_000])
@pytest.mark.parametrize("tpp", [0, 1, 4_799, 4_800, 15_832, 26_900_000])
def test_the_same_is_asked_first_where_a_sum_is_open(used: int | None, tpp: int) -> None:
    """Another limit on the same quantity (the allocation) makes the sum neither more nor less decisive."""
    row = OPEN_SUM | {"on_file.country_allocation_tpp_used": used}
    row |= {"item.integrated_circuit.tpp": tpp}
    rows = [
        row,
        {**row, "item.integrated_circuit.designer.approved": True},
        {**row, "item.integrated_circuit.designed_or_marketed_for_datacenters": False},
        {**row, "parties.ultimate_consignee.private_sector": True},
        {**row, "end_use.purpose": "operate"},
        {**row, "destination": "IN", "on_file.lpp_tpp_this_year": 1},
        {**row, "destination": None, "date": "2025-05-15"},
        {path: v for path, v in row.items() if not path.startswith("item.")}
        | {"item.eccn": "3A090.a", "item.tpp": tpp},
    ]
    for told, stated in zip(decide(frame(rows)).select(ANSWERS).to_dicts(), rows, strict=True):
        assert said(stated) == {name: told[name] for name in said(stated)}, stated


@pytest.mark.parametrize("tpp", [0, 1])
def test_how_many_are_sent_is_not_asked_where_they_come_to_nothing(tpp: int) -> None:
    row = {path: v for path, v in OPEN_SUM.items() if not path.startswith("item.")}
    row |= {"item.eccn": "3A090.a", "item.tpp": tpp, "end_use.purpose": "operate"}
    told = said(row)
    assert told is not None
    assert ("quantity" in str(told["missing_facts"])) is bool(tpp)
    assert "on_file.lpp_tpp_this_year" in str(told["missing_facts"])


@pytest.mark.usefixtures("few")
def test_a_row_that_names_nobody_who_receives_leaves_open_who_does() -> None:
    """748.5(e), (f): a purchaser, a carrier or an operator is not who receives the items."""
    sure = {"location": "DE", "headquarters": "DE", "ultimate_parent_headquarters": "DE"}
    chip = {"item.integrated_circuit.tpp": 5_000, "quantity": 1, "action": "export"}
    chip |= {"date": "2025-06-02", "destination": "DE", "on_file.certifications": ["AIA"]}
    chip |= {"end_use.purpose": "operate", "end_use.prohibited_by_part_744": False}
    chip |= {"item.integrated_circuit.designer.approved": True}
    roles = ["purchaser", "intermediate_consignee", "operator", "end_user", "ultimate_consignee"]
    rows = [chip | {f"parties.{role}.{k}": v for k, v in sure.items()} for role in roles]
    found = decide(frame([*rows, chip])).select(ANSWERS).to_dicts()
    assert [told["as_enforced"] for told in found] == [
        *["undetermined"] * 3,
        *["no_license_required"] * 2,
        "undetermined",
    ]
    for row, told in zip([*rows, chip], found, strict=True):
        assert said(row) == {name: told[name] for name in said(row)}


def test_what_carries_an_outcome_is_what_licet_decide_names() -> None:
    rows = [row for row in orders(300, 17, 0.02) if said(row)]
    found = decide(frame(rows))
    for row, told in zip(rows, found.select(ANSWERS).to_dicts(), strict=True):
        made = licet.decide(facts(row))
        for name in COLUMNS:
            assert told[f"{name}_by"] in carriers(made[name]), row
    assert len(set(found["on_the_books_by"])) > 5


def test_rows_that_differ_in_numbers_alone_are_each_decided_rightly() -> None:
    """One buyer and many loads: unknown quantities, TPP and amounts against the same limits."""
    draw = random.Random(11)
    base = {**orders(1, 5, 0)[0], "date": "2025-06-02", "destination": "IN", "action": "export"}
    base = {p: v for p, v in base.items() if not p.startswith(("item", "quantity", "parties"))}
    base |= {"parties.ultimate_consignee.headquarters": "IN", "on_file.certifications": ["LPP"]}
    base |= {"parties.ultimate_consignee.ultimate_parent_headquarters": "IN"}
    base["end_use.prohibited_by_part_744"] = False
    rows = []
    for _ in range(500):
        tpp = draw.choice([4_799, 4_800, 15_832, 21_000, None])
        quantity = draw.choice([1, 1_000, 1_699, 1_700, 5_604, None])
        used = draw.choice([0, 26_900_000 - 15_832, 26_900_000, 26_900_001, 200_000, None])
        load = {"item.integrated_circuit.tpp": tpp, "quantity": quantity}
        load |= {"item.integrated_circuit.performance_density": draw.choice([1, 6, None])}
        load |= {"item.integrated_circuit.designed_or_marketed_for_datacenters": True}
        load |= {"on_file.lpp_tpp_this_year": used}
        load |= {"on_file.country_allocation_tpp_used": draw.choice([0, 790_000_000, None])}
        rows.append({p: v for p, v in (base | load).items() if v is not None})
    for number, found in enumerate(decide(frame(rows)).select(ANSWERS).to_dicts()):
        told = said(rows[number])
        if told is None:
            assert found["error"], rows[number]
        else:
            assert {name: found[name] for name in told} == told, rows[number]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("kind", [pl.UInt8, pl.Int16, pl.UInt64, pl.Int128, pl.Float32, pl.String])
def test_numbers_may_come_in_any_type(kind: Any) -> None:
    many = pl.Series("quantity", [1, 2, 100, None]).cast(kind)
    rows = {"date": ["2025-06-02"] * 4, "item.integrated_circuit.tpp": [4_800.0] * 4}
    found = decide(pl.DataFrame(rows).with_columns(many))
    assert found["tpp_total"].to_list() == [4_800, 9_600, 480_000, None]


@pytest.mark.usefixtures("few")
def test_numbers_that_are_none_or_too_large_are_kept_with_a_sentence_or_exact() -> None:
    tpp = [-1.0, float("nan"), 4_800.0, 4_800.0]
    rows = {"date": ["2025-06-02"] * 4, "item.integrated_circuit.tpp": tpp}
    found = decide(pl.DataFrame(rows | {"quantity": [1, 1, 0, 2**60]}))
    assert [bool(each) for each in found["error"]] == [True, True, True, False]
    assert found["tpp_total"][3] == 4_800 * 2**60


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("day", ["soon", "2025-02-30", None])
def test_a_row_of_which_the_day_cannot_be_read_keeps_its_sentence(day: str | None) -> None:
    places = {"item.chip": ["nvidia-h100-sxm5"] * 2, "destination": ["IN"] * 2}
    found = decide(pl.DataFrame({"date": [day, "2025-06-02"], **places}))
    assert found["error"][0].startswith("date:")
    assert found["error"][1] is None
    assert found["on_the_books"].is_null().to_list() == [True, False]


def test_neither_batches_nor_order_change_an_answer() -> None:
    table = frame(orders(150, 9)).with_row_index("row")
    whole = decide(table).sort("row")
    parts = [decide(table.slice(start, 37)) for start in range(0, 150, 37)]
    assert pl.concat(parts).equals(whole)
    turned = decide(table.sample(fraction=1, shuffle=True, seed=3)).sort("row")
    assert turned.equals(whole)


@pytest.mark.parametrize("threads", [1, 2, 7])
def test_no_answer_changes_with_the_number_of_threads(
    threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of a few rows on several threads, all of them learning the same law anew."""
    table = frame(orders(400, 19))
    expected = decide(table)
    running.rows_of.cache_clear()
    monkeypatch.setattr(running, "PART", 23)
    found = decided_of(table, {name: name for name in table.columns}, threads=threads)
    assert found.frame.equals(expected.select(found.frame.columns))


def test_no_answer_changes_where_what_was_learnt_is_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rows hardly alike, forgotten after each piece of a few, and pieces that grow."""
    table, day = frame(orders(400, 29)), date(2025, 6, 2)
    expected = decide(table, as_of=day)
    held: list[int] = []
    monkeypatch.setattr(levels_of_rows, "FIRST", 200)
    for most in (0, 10**9):
        running.rows_of.cache_clear()
        monkeypatch.setattr(running, "MOST_REMEMBERED", most)
        assert decide(table, as_of=day).equals(expected)
        held.append(running.rows_of.cache_info().currsize)
    assert held == [0, 1]


def test_arrow_and_pandas_come_back_as_what_they_were() -> None:
    pandas = pytest.importorskip("pandas")
    rows = [row for row in orders(80, 13) if "item.model_weights.published" not in row]
    table = frame(rows).drop("item.model_weights.training_operations", strict=False)
    expected = decide(table)
    arrow = decide(table.to_arrow())
    assert type(arrow).__module__.startswith("pyarrow")
    assert pl.DataFrame(pl.from_arrow(arrow)).select(ANSWERS).equals(expected.select(ANSWERS))
    plain = table.drop("on_file.certifications")
    found = decide(plain.to_pandas())
    assert isinstance(found, pandas.DataFrame)
    told = [None if pandas.isna(each) else each for each in found["as_enforced"]]
    assert told == decide(plain)["as_enforced"].to_list()


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("kind", [pl.Categorical, pl.Enum(["GB", "IN", "CN", "nowhere", "?"])])
def test_texts_may_come_as_dictionaries(kind: Any) -> None:
    places = ["GB", "IN", None, "nowhere", "?", "CN"]
    plain = pl.DataFrame({"date": ["2025-06-02"] * 6, "destination": places})
    table = plain.with_columns(pl.lit("nvidia-h100-sxm5").alias("item.chip"))
    held = table.with_columns(pl.col("destination").cast(kind))
    assert decide(held).select(ANSWERS).equals(decide(table).select(ANSWERS))
    assert decide(held)["error"].is_not_null().to_list() == [
        False,
        False,
        False,
        True,
        False,
        False,
    ]
