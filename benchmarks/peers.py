"""The small common decision in other engines: twelve conditions, eight outcomes.

Destination, headquarters, TPP, density, marketing and quantity. The decision in licet's own language
(`small_decision.py`), by hand in Polars expressions, vectorised in OpenFisca, and row by row in
zen-engine, regopy and cedarpy; each side is checked against plain Python on the same rows before it is
timed. Run with `make bench`.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import polars as pl
from benchmarks.small_decision import Reader, outcomes

BARRED = ["AF", "BY", "CN", "HK", "MO", "RU", "IR", "KP", "SY", "VE", "ZW", "SD"]
TRUSTED = ["AU", "BE", "CA", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "JP", "KR", "NL", "NO",
           "NZ", "SE", "TW", "US"]  # fmt: skip
PLACES = [*BARRED, *TRUSTED, "IN", "BR", "SG", "AE", "SA", "VN", "PL", "CH", "IL", "MX"]
LIMIT = 26_900_000
OUTCOMES = [
    "not_controlled",
    "free",
    "denied_b",
    "denied_a",
    "trusted",
    "small",
    "approval",
    "quota",
]


def rows_of(count: int) -> pl.DataFrame:
    """Generated rows, every fact stated."""
    draw = random.Random(3)
    tpp = [0, 1_599, 1_600, 2_399, 2_400, 4_799, 4_800, 15_832, 36_000]
    density = [0.5, 1.5, 1.6, 3.1, 3.2, 5.91, 5.92, 19.4]
    return pl.DataFrame(
        {
            "destination": draw.choices(PLACES, k=count),
            "headquarters": draw.choices(PLACES, k=count),
            "tpp": draw.choices(tpp, k=count),
            "density": draw.choices(density, k=count),
            "datacenter": draw.choices([True, False], k=count),
            "quantity": draw.choices([1, 64, 512, 1_699, 1_700, 50_000], k=count),
        }
    )


def in_python(row: dict[str, Any]) -> str:
    """The decision, as a person would write it."""
    tpp, density = row["tpp"], row["density"]
    a = tpp >= 4800 or (tpp >= 1600 and density >= 5.92)
    level_a = a and (tpp >= 4800 or row["datacenter"])
    between = (tpp >= 2400 and density >= 1.6) or (tpp >= 1600 and density >= 3.2)
    level_b = not a and between and row["datacenter"]
    barred = row["destination"] in BARRED or row["headquarters"] in BARRED
    there = row["destination"] in TRUSTED
    if level_a and barred:
        return "denied_a"
    if level_a and there and row["headquarters"] in TRUSTED:
        return "trusted"
    if level_a and tpp * row["quantity"] <= LIMIT:
        return "small"
    if level_a:
        return "approval" if there else "quota"
    if level_b:
        return "denied_b" if barred else "free"
    return "not_controlled"


def by_hand(frame: pl.DataFrame) -> pl.Series:
    """The same in Polars expressions."""
    tpp, density = pl.col("tpp"), pl.col("density")
    a = (tpp >= 4800) | ((tpp >= 1600) & (density >= 5.92))
    level_a = a & ((tpp >= 4800) | pl.col("datacenter"))
    between = ((tpp >= 2400) & (density >= 1.6)) | ((tpp >= 1600) & (density >= 3.2))
    level_b = ~a & between & pl.col("datacenter")
    barred = pl.col("destination").is_in(BARRED) | pl.col("headquarters").is_in(BARRED)
    there = pl.col("destination").is_in(TRUSTED)
    both = there & pl.col("headquarters").is_in(TRUSTED)
    small = tpp * pl.col("quantity") <= LIMIT
    chosen = (
        pl.when(level_a & barred).then(pl.lit("denied_a"))
        .when(level_a & both).then(pl.lit("trusted"))
        .when(level_a & small).then(pl.lit("small"))
        .when(level_a & there).then(pl.lit("approval"))
        .when(level_a).then(pl.lit("quota"))
        .when(level_b & barred).then(pl.lit("denied_b"))
        .when(level_b).then(pl.lit("free"))
        .otherwise(pl.lit("not_controlled"))
    )  # fmt: skip
    return frame.select(chosen.alias("outcome")).to_series()


def python(rows: list[dict[str, Any]]) -> list[str]:
    return [in_python(row) for row in rows]


# -- zen-engine -----------------------------------------------------------------------------------


def zen() -> Callable[[list[dict[str, Any]]], list[str]]:
    """GoRules' engine, one decision of two nodes of expressions."""
    import zen as module

    barred, trusted = json.dumps(BARRED), json.dumps(TRUSTED)
    first = {
        "a": "tpp >= 4800 or (tpp >= 1600 and density >= 5.92)",
        "between": "(tpp >= 2400 and density >= 1.6) or (tpp >= 1600 and density >= 3.2)",
        "barred": f"destination in {barred} or headquarters in {barred}",
        "there": f"destination in {trusted}",
        "both": f"destination in {trusted} and headquarters in {trusted}",
        "small": f"tpp * quantity <= {LIMIT}",
        "great": "tpp >= 4800",
        "datacenter": "datacenter",
    }
    outcome = (
        "a and (great or datacenter) ? (barred ? 'denied_a' : both ? 'trusted' : small ? 'small' : "
        "there ? 'approval' : 'quota') : (not a and between and datacenter) ? "
        "(barred ? 'denied_b' : 'free') : 'not_controlled'"
    )

    def node(name: str, expressions: dict[str, str]) -> dict[str, Any]:
        listed = [{"id": k, "key": k, "value": v} for k, v in expressions.items()]
        content = {"expressions": listed}
        return {"id": name, "name": name, "type": "expressionNode", "content": content}

    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        node("facts", first),
        node("outcome", {"outcome": outcome}),
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    names = [each["id"] for each in nodes]
    edges = [
        {"id": f"{a}-{b}", "type": "edge", "sourceId": a, "targetId": b} for a, b in pairwise(names)
    ]
    decision = module.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return lambda rows: [decision.evaluate(row)["result"]["outcome"] for row in rows]


# -- Rego -----------------------------------------------------------------------------------------

REGO = """
package small
import rego.v1
barred := {%s}
trusted := {%s}
default outcome := "not_controlled"
a if input.tpp >= 4800
a if { input.tpp >= 1600; input.density >= 5.92 }
level_a if input.tpp >= 4800
level_a if { a; input.datacenter }
between if { input.tpp >= 2400; input.density >= 1.6 }
between if { input.tpp >= 1600; input.density >= 3.2 }
level_b if { not a; between; input.datacenter }
is_barred if input.destination in barred
is_barred if input.headquarters in barred
there if input.destination in trusted
both if { there; input.headquarters in trusted }
small if input.tpp * input.quantity <= 26900000
outcome := "denied_a" if { level_a; is_barred }
else := "trusted" if { level_a; both }
else := "small" if { level_a; small }
else := "approval" if { level_a; there }
else := "quota" if { level_a }
else := "denied_b" if { level_b; is_barred }
else := "free" if { level_b }
"""


def rego() -> Callable[[list[dict[str, Any]]], list[str]]:
    """Microsoft's rego-cpp; the module is added once."""
    import regopy

    interpreter = regopy.Interpreter()
    sets = [", ".join(json.dumps(code) for code in codes) for codes in (BARRED, TRUSTED)]
    interpreter.add_module("small", REGO % tuple(sets))

    def one(row: dict[str, Any]) -> str:
        interpreter.set_input(row)
        told = json.loads(str(interpreter.query("data.small.outcome")))
        return str(told["expressions"][0] if "expressions" in told else told[0]["expressions"][0])

    return lambda rows: [one(row) for row in rows]


# -- Cedar ----------------------------------------------------------------------------------------


def cedar() -> Callable[[list[dict[str, Any]]], list[str]]:
    """Cedar permits or forbids: one policy for each outcome, and the one that permits names it.

    Density is in thousandths, since Cedar's numbers are whole.
    """
    import cedarpy

    barred, trusted = json.dumps(BARRED), json.dumps(TRUSTED)
    c = "context."
    a = f"({c}tpp >= 4800 || ({c}tpp >= 1600 && {c}density >= 5920))"
    level_a = f"({a} && ({c}tpp >= 4800 || {c}datacenter))"
    between = f"(({c}tpp >= 2400 && {c}density >= 1600) || ({c}tpp >= 1600 && {c}density >= 3200))"
    level_b = f"(!{a} && {between} && {c}datacenter)"
    is_barred = f"({barred}.contains({c}destination) || {barred}.contains({c}headquarters))"
    there = f"{trusted}.contains({c}destination)"
    both = f"({there} && {trusted}.contains({c}headquarters))"
    small = f"({c}total <= {LIMIT})"  # Cedar multiplies only by constants
    conditions = {
        "denied_a": f"{level_a} && {is_barred}",
        "trusted": f"{level_a} && !{is_barred} && {both}",
        "small": f"{level_a} && !{is_barred} && !{both} && {small}",
        "approval": f"{level_a} && !{is_barred} && !{both} && !{small} && {there}",
        "quota": f"{level_a} && !{is_barred} && !{both} && !{small} && !{there}",
        "denied_b": f"{level_b} && {is_barred}",
        "free": f"{level_b} && !{is_barred}",
    }
    policies = "\n".join(
        f'@id("{name}") permit (principal, action, resource) when {{ {text} }};'
        for name, text in conditions.items()
    )
    held = cedarpy.PolicySet.from_str(policies)
    names = {f"policy{n}": name for n, name in enumerate(conditions)}

    def one(row: dict[str, Any]) -> str:
        context = row | {
            "density": round(row["density"] * 1000),
            "total": row["tpp"] * row["quantity"],
        }
        request = {
            "principal": 'U::"u"',
            "action": 'Action::"export"',
            "resource": 'R::"r"',
            "context": context,
        }
        reasons = cedarpy.is_authorized(request, held, []).diagnostics.reasons
        return names.get(reasons[0], reasons[0]) if reasons else "not_controlled"

    return lambda rows: [one(row) for row in rows]


# -- OpenFisca ------------------------------------------------------------------------------------


def openfisca(frame: pl.DataFrame) -> Callable[[], Any]:
    """OpenFisca's variables over NumPy arrays; groups as masks of numbered places."""
    import numpy as np
    from openfisca_core import entities, periods, taxbenefitsystems, variables
    from openfisca_core.simulations import SimulationBuilder

    person = entities.Entity("person", "persons", "", "")
    system = taxbenefitsystems.TaxBenefitSystem([person])
    month, period_of = periods.DateUnit.MONTH, "2025-06"
    codes = {code: n for n, code in enumerate(PLACES)}
    barred, trusted = (np.isin(PLACES, each) for each in (BARRED, TRUSTED))

    def given(name: str, kind: type) -> None:
        made = {"value_type": kind, "entity": person, "definition_period": month, "label": name}
        system.add_variable(type(name, (variables.Variable,), made))

    for name in ("destination", "headquarters", "tpp", "quantity"):
        given(name, int)
    given("density", float)
    given("datacenter", bool)

    def formula(persons: Any, period: Any) -> Any:
        tpp, density = persons("tpp", period), persons("density", period)
        datacenter = persons("datacenter", period)
        to, home = persons("destination", period), persons("headquarters", period)
        a = (tpp >= 4800) | ((tpp >= 1600) & (density >= np.float32(5.92)))
        level_a = a & ((tpp >= 4800) | datacenter)
        between = ((tpp >= 2400) & (density >= np.float32(1.6))) | (
            (tpp >= 1600) & (density >= np.float32(3.2))
        )
        level_b = ~a & between & datacenter
        is_barred, there = barred[to] | barred[home], trusted[to]
        small = tpp.astype(np.int64) * persons("quantity", period) <= LIMIT
        cases = [
            level_a & is_barred, level_a & there & trusted[home], level_a & small, level_a & there,
            level_a, level_b & is_barred, level_b,
        ]  # fmt: skip
        return np.select(cases, [3, 4, 5, 6, 7, 2, 1], 0)

    made = {"value_type": int, "entity": person, "definition_period": month, "label": "outcome"}
    system.add_variable(type("outcome", (variables.Variable,), made | {"formula": formula}))
    numbered = {
        name: frame[name].replace_strict(codes, return_dtype=pl.Int32).to_numpy()
        for name in ("destination", "headquarters")
    }
    others = {n: frame[n].to_numpy() for n in ("tpp", "density", "datacenter", "quantity")}

    def run() -> Any:
        simulation = SimulationBuilder().build_default_simulation(system, frame.height)
        for name, values in (numbered | others).items():
            simulation.set_input(name, period_of, values)
        return [OUTCOMES[n] for n in simulation.calculate("outcome", period_of)[:2_000]]

    return run


# -- all together ---------------------------------------------------------------------------------


def measure(count: int = 500_000, few: int = 1_000) -> list[tuple[str, float]]:
    """Rows a second of each; every answer is compared with plain Python first."""
    frame = rows_of(count)
    rows = frame.head(few).to_dicts()
    expected = python(rows)
    told = [("Polars, by hand", count / _seconds(lambda: by_hand(frame)))]
    assert by_hand(frame.head(few)).to_list() == expected
    reader = Reader(PLACES, lambda tx: outcomes(tx, BARRED, TRUSTED, LIMIT))
    assert reader.decide(frame).cast(pl.String).equals(by_hand(frame))
    told.append(("licet, as columns", count / _seconds(lambda: reader.decide(frame))))
    try:
        run = openfisca(frame)
        assert run()[:few] == expected
        told.append(("openfisca-core, vectorised", count / _seconds(run)))
    except ImportError as error:
        print(f"openfisca-core is not here: {error}")
    told.append(("plain Python, row by row", few / _seconds(lambda: python(rows))))
    for name, make in (("zen-engine", zen), ("regopy", rego), ("cedarpy", cedar)):
        try:
            decide = make()
        except ImportError as error:
            print(f"{name} is not here: {error}")
            continue
        told.append((f"{name}, row by row", _rate(decide, rows, expected, name)))
    return told


def _rate(
    decide: Callable[[list[dict[str, Any]]], list[str]],
    rows: list[dict[str, Any]],
    expected: list[str],
    name: str,
) -> float:
    """Rows a second over as many rows as a second or so allows; the answers are compared."""
    some = rows[:40]
    assert decide(some) == expected[:40], name
    once = _seconds(lambda: decide(some), 1)
    fit = rows if once < 0.05 else some
    assert decide(fit) == expected[: len(fit)], name
    return len(fit) / _seconds(lambda: decide(fit), 2)


def _seconds(call: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    told = measure()
    hand = told[0][1]
    print(f"{'the small decision':<34}{'rows a second':>14}{'of Polars by hand':>20}")
    for name, rate in told:
        print(f"{name:<34}{rate:>14,.0f}{rate / hand:>20.6f}")


if __name__ == "__main__":
    main()
