"""Explain, columns and solve say the same of generated orders, in every edition and both columns.

Orders lack some of their facts, so what is compared is the set of outcomes that are possible: the exact
reader's, the one that the solver finds over every completion, and what the table writes of both.
"""

import random
from datetime import date
from functools import cache

import polars as pl
import pytest
import z3
from tests.tables.orders import IC, facts, orders

import licet
from licet.decision.review import OUTCOMES
from licet.decision.worlds import worlds
from licet.facts.transaction import transaction
from licet.law.editions import COLUMNS, the_law
from licet.law.instruments import FIRST_DAY
from licet.logic.solve import Formulas, stated
from licet.proofs.diff import Reading
from licet.proofs.possible import possible
from licet.tables import decide

DAYS = [day for day in the_law().boundaries if day >= FIRST_DAY]
ROWS = 4


def generated(day):
    """Orders on a day, some facts left out; the same for the same day. Weights are counted elsewhere."""
    draw = random.Random(day.toordinal())
    made = []
    for row in orders(4 * ROWS, seed=day.toordinal(), unknown=0.15):
        if any(path.startswith("item.model_weights") for path in row):
            continue
        if any(path.startswith(IC) for path in row):
            row = {**row, IC + "interconnect_gb_s": draw.choice([64, 599, 600, 900])}
        made.append({**row, "date": day.isoformat()})
    return made[:ROWS]


@cache
def reading(day, column):
    return Reading((edition := the_law().edition(day, column)), Formulas(edition))


def solved(row, day, column):
    """Every outcome that some completion gives, by the solver."""
    (world,) = worlds(transaction(facts(row)), day)
    read = reading(day, column)
    solver = z3.SolverFor("QF_UFNIRA")
    solver.add(*possible(read.formulas, day, day), *stated(world, read.formulas.symbols))
    found = set()
    while solver.check() == z3.sat:
        number = solver.model().eval(read.outcome, model_completion=True)
        found.add(OUTCOMES[number.as_long()])
        solver.add(read.outcome != number)
    return found


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_explain_columns_and_solve_agree(day):
    rows = generated(day)
    paths = list(dict.fromkeys(path for row in rows for path in row))
    cells = {path: [_cell(path, row.get(path)) for row in rows] for path in paths}
    table = decide(pl.DataFrame({p: pl.Series(p, c, strict=False) for p, c in cells.items()}))
    compared = 0
    for n, row in enumerate(rows):
        try:
            explained = licet.decide(facts(row))
        except licet.InputError:
            assert table["error"][n]
            continue
        assert table["error"][n] is None
        compared += 1
        for column in COLUMNS:
            outcomes = set(explained[column]["possible_outcomes"])
            assert table[column][n] == explained[column]["outcome"]
            assert (table[column][n] == "undetermined") is (len(outcomes) > 1)
            assert solved(row, day, column) == outcomes, (column, row)
    assert compared >= ROWS // 3


def _cell(path, value):
    return "no" if path == "on_file.nac_notified_on" and value is False else value


def test_the_days_are_those_of_every_edition():
    assert min(DAYS) == FIRST_DAY == date(2022, 10, 7)
    assert len(DAYS) >= 17
