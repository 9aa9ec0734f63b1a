"""Every open question appears where it matters, with what the other reading gives, and else not."""

from pathlib import Path

import pytest
from tests.shipments import (
    B_CHIP,
    BOOKS,
    DAY,
    ENFORCED,
    FOUNDRY_RULE,
    changed,
    chip,
    decided,
    eccn,
    party,
    shipment,
)

from licet.law.editions import the_law

BELOW_H200 = chip(15_832, 19, memory_bandwidth_gb_s=4_800)
SERVER = {"computer": {"contains": [{"item": BELOW_H200, "quantity": 8}]}}
IN_2026 = "2026-02-10"
TWO_YEARS = {"on_file.certifications": ["LPP"], "lines.0.quantity": 1_700}
FABRICATOR = {
    "exporter.role": "front_end_fabricator",
    "foundry": {
        "applicable_advanced_logic": True,
        "designer_attests_below_3a090_a": False,
        "packaged_by": "front_end_fabricator",
        "packaged_in": "TW",
        "transistors": 29_999_999_999,
        "contains_hbm": False,
    },
}
SMALL = chip(1_000, 1, False)
WEIGHTS = {
    "model_weights": {
        "published": False,
        "training_operations": 2e26,
        "below_most_capable_published_model": False,
        "stored_at": {"location": "JP", "meets_supplement_10_security": False},
    }
}
QUANTIZED = {
    "model_weights": WEIGHTS["model_weights"]
    | {
        "derived_from": {"published": False, "training_operations": 10**26, "produced_in": "US"},
        "produced_in": "IN",
        "produced_with": ["4A994.l"],
    }
}
APPROVED = party("AE", "US", approved_under_supplement_8=True)
MAKING = {"end_use.purpose": "develop_or_produce"}
CASES = [
    # id, where it appears, outcome and policy by the other reading, where it does not
    ("security-before-2026-01-15", shipment(WEIGHTS, to="JP"), "license_exception", None,
     shipment(WEIGHTS, to="JP", day="2026-01-15")),
    ("weights-modified-abroad", changed(shipment(QUANTIZED, to="JP"), action="reexport"),
     "not_subject", None, shipment(QUANTIZED, to="JP")),
    ("acm-5a002-z-2", shipment(eccn("5A002.z.1.b"), to="VN", **MAKING), "license_exception", None,
     shipment(eccn("5A002.z.2.b"), to="VN", **MAKING)),
    ("lpp-limit-of-the-operator",
     shipment(buyer=party("DE", at="IN"), **TWO_YEARS, **{"parties.operator": party("IN")}),
     "license_exception", None, shipment(buyer=party("DE", at="IN"), **TWO_YEARS)),
    ("lpp-to-d1-d4", shipment(to="VN", **{"on_file.certifications": ["LPP"]}),
     "license_exception", None, shipment(to="IL", **{"on_file.certifications": ["LPP"]})),
    ("lpp-omits-5a002-z", shipment(eccn("5A002.z.1.a"), **{"on_file.certifications": ["LPP"]}),
     "license_exception", None,
     shipment(eccn("5A004.z.1.a"), **{"on_file.certifications": ["LPP"]})),
    ("supplement-8-and-paragraph-a", shipment(to="AE", buyer=APPROVED, day="2026-07-10"),
     "license_required", None, shipment(B_CHIP, to="AE", buyer=APPROVED, day="2026-07-10")),
    ("nveu-of-their-entities",
     shipment(to="AE", buyer=party("AE", "CN", certified_veu={"NVEU": ["AE"]})),
     "validated_end_user", None,
     shipment(to="MO", buyer=party("MO", "CN", certified_veu={"NVEU": ["MO"]}))),
    ("commodity-or-circuit", shipment(SERVER, to="CN", day=IN_2026), "license_required",
     "presumption_of_denial", shipment(BELOW_H200, to="CN", day=IN_2026)),
    ("location-or-headquarters",
     shipment(to="DE", buyer=party("IN", at="DE"), **{"on_file.country_allocation_tpp_used": 79e7}),
     "license_required", "presumption_of_approval", shipment(to="DE")),
    ("was-iv-incorporated", shipment(B_CHIP, to="VN"), "license_required", "case_by_case",
     shipment(B_CHIP, to="VN", day=IN_2026)),
    ("no-policy-at-level-b", shipment(B_CHIP, to="VN", day=IN_2026), "license_required",
     "presumption_of_approval", shipment(B_CHIP, to="VN")),
    ("tie-break-of-2026", shipment(B_CHIP, to="DE", buyer=party("DE", "CN"), day=IN_2026),
     "license_required", "presumption_of_denial",
     shipment(B_CHIP, to="DE", buyer=party("DE", "CN"))),
    ("intermediate-consignee",
     shipment(B_CHIP, to="DE", **{"parties.intermediate_consignee": party("HK")}),
     "no_license_required", None,
     shipment(B_CHIP, to="DE", **{"parties.intermediate_consignee": party("SG")})),
    ("transistors-in-2028",
     changed(shipment(SMALL, to="VN", day="2028-06-15", **FABRICATOR),
             **{"foundry.transistors": 34_999_999_999}),
     "not_controlled_here", None,
     changed(shipment(SMALL, to="VN", day="2028-06-15", **FABRICATOR),
             **{"foundry.transistors": 35_000_000_000})),
    ("note-1-d-inverted", shipment(SMALL, to="VN", day=FOUNDRY_RULE, **FABRICATOR),
     "license_required", "presumption_of_approval", shipment(SMALL, to="VN", day=FOUNDRY_RULE)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "facts", "outcome", "policy", "elsewhere"), CASES, ids=[case[0] for case in CASES]
)
def test_it_appears_where_it_matters(name, facts, outcome, policy, elsewhere):
    (found,) = [q for q in decided(facts, BOOKS)["open_questions"] if q["id"] == name]
    assert found["outcome_if_read_otherwise"] == outcome
    if policy is not None:
        assert found["review_policy_if_read_otherwise"] == policy
    assert found["question"].rstrip().endswith("?") or "Which" in found["question"]
    assert found["cites"]
    assert found["taken"]
    assert name not in {q["id"] for q in decided(elsewhere, BOOKS)["open_questions"]}


@pytest.mark.parametrize(("item", "asked"), [(None, True), (B_CHIP, False)])
def test_the_emirates_as_enforced(item, asked):
    """Supplement no. 8 says "742.6(a)(6)(iii)(A)-(B)"; (B) says so itself, (A) does not."""
    facts = shipment(item, to="AE", buyer=APPROVED, day="2026-07-10")
    found = [
        q["outcome_if_read_otherwise"]
        for q in decided(facts, ENFORCED)["open_questions"]
        if q["id"] == "supplement-8-and-what-is-enforced"
    ]
    assert found == (["license_required"] if asked else [])
    assert found == [] or decided(facts, ENFORCED)["outcome"] == "no_license_required"


def test_every_question_that_the_law_holds_is_tested():
    """Here, or in a file of tests that names it."""
    here = {name for name, *_ in CASES} | {"supplement-8-and-what-is-enforced"}
    asked = {p.id for p in the_law().paragraphs if p.kind == "question"}
    assert here <= asked
    others = [p for p in Path(__file__).parent.rglob("*.py") if p != Path(__file__)]
    texts = "\n".join(path.read_text(encoding="utf-8") for path in others)
    assert {name for name in asked - here if f'"{name}"' not in texts} == set()


def test_an_ordinary_shipment_raises_none():
    assert decided(shipment(to="DE", day=DAY))["open_questions"] == []
