"""What a person sees: at most a screen, the verdict first, every section of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import generate
from tests.cli.test_decide import EXPECTED, path_of, run
from tests.shipments import B_CHIP, DAY, chip, party, shipment

from licet.cli.show import show
from licet.decision import determine

SCREEN = 50
"""Lines of an ordinary terminal."""


@pytest.mark.parametrize("name", EXPECTED)
def test_an_answer_fits_a_screen(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = run(capsys, "decide", str(path_of(name)))
    assert len(out.splitlines()) <= SCREEN
    assert max(map(len, out.splitlines())) <= 112


def test_the_sections_of_a_denial(capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = run(capsys, "decide", str(path_of("2-a-buyer-in-singapore.json")))
    lines = out.splitlines()
    assert lines[0] == "512 x NVIDIA H100 SXM5 80GB, export to Singapore, 2 June 2025"
    assert lines[1] == (
        "3A090.a: TPP 15,832 (3.3 times the line of 4,800). Together 8,105,984 TPP."
    )
    starts = [line.split("  ")[0] for line in lines if line and not line.startswith(" ")]
    assert [s for s in starts if s in ("On the books", "As enforced", "Why", "Review", "Not", "Then")
            ] == ["On the books", "As enforced", "Why", "Review", "Not", "Then"]  # fmt: skip
    assert "LPP 740.29(c)(2)" in out
    assert "China, in Macau or Country Group D:5" in " ".join(out.split())


def test_what_is_done_is_not_owed_any_more(capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = run(capsys, "decide", str(path_of("1-a-cloud-in-india.json")))
    assert "Obtain the ultimate consignee's LPP certification" not in out
    assert "2025-07-02  Send BIS a copy" in out


def test_a_cure_says_from_when(capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = run(capsys, "decide", str(path_of("3-graphics-cards-for-china.json")))
    assert "Cure" in out
    assert "would open NAC from" in out


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (chip(2_368, "2.91"), "1.3 % below the line of 2,400"),
        (chip(4_800, 1), "on the line of 4,800"),
        (chip(9_600, 1), "2.0 times the line of 4,800"),
        (chip(1_913, "3.14"), "performance density 3.14, 1.9 % below the line of 3.2"),
    ],
)
def test_the_margin_to_the_line(item: object, said: str) -> None:
    item["integrated_circuit"]["performance_density"] = float(  # type: ignore[index]
        item["integrated_circuit"]["performance_density"]  # type: ignore[index]
    )
    assert said in show(determine(shipment(item, to="DE", day=DAY)))


def test_a_question_tells_the_other_policy() -> None:
    facts = shipment(B_CHIP, to="DE", buyer=party("DE", "CN"), day="2026-02-10")
    out = " ".join(show(determine(facts)).split())
    assert "Read otherwise: License required. Applications face a presumption of denial." in out


def test_the_path_of_an_unknown_fact_comes_with_its_meaning(tmp_path: Path) -> None:
    facts = {"date": DAY, "lines": [{"item": {"integrated_circuit": {}}, "quantity": 1}]}
    out = show(determine(facts))
    told = " ".join(out.split())
    assert "lines[0].item.integrated_circuit.tpp (total processing performance)" in told
    assert "more, in --json" in out


def test_open_conditions_that_cannot_hold_together_are_shown() -> None:
    weights = {"published": False, "training_runs": [{"operations": 1, "kind": "fine_tuning"}]}
    facts = shipment({"model_weights": weights}, to="IN", buyer=party("IN", "IN"), day=DAY)
    made = determine(facts)
    assert "Undetermined" in show(made)
    # outside 4E091 the weights are no eligible item, (a)(1); in it, India is not trusted, (a)(3)
    aia = made.on_the_books.data["lines"][0]["exceptions"]["AIA"]
    assert aia["available"] is False
    assert aia["fails"] == ["15 CFR 740.27(a)(1)"]
    assert "15 CFR 740.27(a)(3)" in aia["unknown"]


# -- whatever is decided can be shown ---------------------------------------------------------------

LEFT_OPEN = [
    "destination",
    "action",
    "parties.ultimate_consignee",
    "parties.ultimate_consignee.headquarters",
    "parties.ultimate_consignee.ultimate_parent_headquarters",
    "parties.end_user.location",
    "end_use",
    "end_use.prohibited_by_part_744",
    "end_use.purpose",
    "on_file",
    "on_file.certifications",
    "on_file.lpp_tpp_this_year",
    "from",
    "packaging",
    "lines.0.quantity",
    "lines.0.item.integrated_circuit.designed_or_marketed_for_datacenters",
    "lines.0.item.integrated_circuit.tpp",
    "lines.0.item.hbm.memory_bandwidth_gb_s",
]

weights = st.fixed_dictionaries(
    {},
    optional={
        "published": st.booleans(),
        "training_operations": st.sampled_from([1e25, 1e26, 3e26]),
        "produced_in": st.sampled_from(["US", "JP", "CN"]),
        "produced_with": st.sampled_from([[], ["3A090.a"], ["5A992.c"]]),
        "below_most_capable_published_model": st.booleans(),
        "stored_at": st.fixed_dictionaries(
            {"location": st.sampled_from(["US", "JP", "CN"])},
            optional={"meets_supplement_10_security": st.booleans()},
        ),
    },
).map(lambda facts: {"item": {"model_weights": facts}})


@pytest.mark.parametrize(
    ("weights_of", "cite"),
    [
        ({"published": True}, "734.7(a)"),
        ({"published": False, "training_operations": 2e26, "produced_in": "JP", "produced_with": [],
          "below_most_capable_published_model": False}, "734.9(l)"),
    ],
)  # fmt: skip
def test_what_is_not_subject_needs_no_license_and_says_why(weights_of: object, cite: str) -> None:
    facts = shipment({"model_weights": weights_of}, action="reexport")
    made = determine(facts)
    (line,) = made.to_dict()["on_the_books"]["lines"]
    assert (line["outcome"], line["license_required"]) == ("not_subject", False)
    (why,) = [row for row in show(made).splitlines() if row.startswith("Why")]
    assert cite in why


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_answer_can_be_shown_and_says_both_outcomes(data: st.DataObject) -> None:
    """Of any item, with any facts left out, in any edition, folded and whole."""
    some = generate.lines | st.lists(weights, min_size=1, max_size=2)
    facts = data.draw(generate.transactions(some_lines=some))
    open_ones = data.draw(st.sets(st.sampled_from(LEFT_OPEN), max_size=5))
    for path in sorted(open_ones):  # the shorter first: then nothing is left below it to open
        facts = generate.without(facts, [path])
    made = determine(facts)
    for why in (False, True):
        lines = show(made, why=why).splitlines()
        for column in ("On the books", "As enforced"):
            verdict = next(line for line in lines if line.startswith(column))
            assert verdict.removeprefix(column).strip()
