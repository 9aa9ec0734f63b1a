"""15 CFR 740.29: License Exception LPP. Numbers as printed in 90 FR 4544."""

import pytest
from tests.entries import COMMODITIES_A, EVERYTHING
from tests.shipments import (
    ENFORCED,
    FOUNDRY_RULE,
    RouteTable,
    changed,
    chip,
    decided,
    eccn,
    party,
    route,
    shipment,
    truth,
)

from licet.law.ear import s740_29

CERTIFIED = {"on_file.certifications": ["LPP"]}
BASE = changed(shipment(), **CERTIFIED)
CONSIGNEE = "parties.ultimate_consignee"
CLOSES = [
    ({"action": "transfer_in_country"}, {"15 CFR 740.29(a)"}),
    ({"lines.0.item": eccn("5A002.z.1.a")}, {"15 CFR 740.29(b)"}),
    (
        {"destination": "MO"},
        {"15 CFR 740.29(c)(1)", "15 CFR 740.2(a)(9)(ii)"},
    ),
    (
        {"destination": "CN"},
        {"15 CFR 740.29(c)(1)", "15 CFR 740.2(a)(9)(ii)"},
    ),
    (
        {f"{CONSIGNEE}.headquarters": "CN"},
        {"15 CFR 740.29(c)(2)", "15 CFR 740.2(a)(9)(ii)"},
    ),
    (
        {f"{CONSIGNEE}.ultimate_parent_headquarters": "MO"},
        {"15 CFR 740.29(c)(2)", "15 CFR 740.2(a)(9)(ii)"},
    ),
    ({"on_file.lpp_tpp_this_year": 26_900_000}, {"15 CFR 740.29(d)"}),
    ({"end_use.prohibited_by_part_744": True}, {"15 CFR 740.29(e)"}),
    ({"on_file.certifications": []}, {"15 CFR 740.29(f)"}),
    ({"destination": "SA"}, {"15 CFR 740.2(a)(9)(ii)"}),
    ({"destination": "VN"}, {"15 CFR 740.2(a)(9)(ii)"}),
]
ASKS = [
    ("action", {"15 CFR 740.29(a)"}),
    ("lines.0.quantity", {"15 CFR 740.29(d)"}),
    ("on_file.lpp_tpp_this_year", {"15 CFR 740.29(d)"}),
    ("end_use.prohibited_by_part_744", {"15 CFR 740.29(e)"}),
    ("on_file.certifications", {"15 CFR 740.29(f)"}),
    (f"{CONSIGNEE}.headquarters", {"15 CFR 740.29(c)(2)", "15 CFR 740.2(a)(9)(ii)"}),
    (
        f"{CONSIGNEE}.ultimate_parent_headquarters",
        {"15 CFR 740.29(c)(2)", "15 CFR 740.2(a)(9)(ii)"},
    ),
    (
        "destination",
        {"15 CFR 740.29(c)(1)", "15 CFR 740.29(e)", "15 CFR 740.2(a)(9)(ii)"},
    ),
]
LPP = RouteTable("LPP", BASE, CLOSES, ASKS)


def test_open() -> None:
    LPP.check_open()


@pytest.mark.parametrize(("changes", "cites"), CLOSES)
def test_each_condition_alone_closes_it(changes, cites):
    LPP.check_closed(changes, cites)


@pytest.mark.parametrize(("path", "cites"), ASKS)
def test_each_missing_fact_leaves_it_open(path, cites):
    LPP.check_asked(path, cites)


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_b_lists_the_eligible_commodities(paragraph):
    eligible = {p for p in COMMODITIES_A if not p.startswith("5A002")}
    facts = changed(BASE, **{"lines.0.item": eccn(paragraph)})
    assert truth(s740_29.eligible_commodity, facts) is (paragraph in eligible)
    assert truth(s740_29.counts_toward_the_limit, facts) is (paragraph in COMMODITIES_A)


@pytest.mark.parametrize(
    ("received", "fits"),
    [(26_900_000 - 15_832, True), (26_900_000 - 15_831, False), (0, True)],
)
def test_d_the_last_shipment_of_the_year(received, fits):
    found = route(changed(BASE, **{"on_file.lpp_tpp_this_year": received}), "LPP")
    assert found["available"] is fits


def test_d_is_exact_beyond_binary_fractions():
    tpp = 26_900_000 / 10
    facts = changed(BASE, **{"lines.0.item": chip(tpp), "lines.0.quantity": 10})
    assert route(facts, "LPP")["available"] is True
    facts = changed(facts, **{"on_file.lpp_tpp_this_year": 0.0000001})
    assert route(facts, "LPP")["available"] is False


def test_d_adds_up_lines_and_counts_5a002_z():
    lines = [
        {"item": chip(15_832), "quantity": 1_000},
        {"item": eccn("5A002.z.1.a", tpp=15_832), "quantity": 699},
    ]
    facts = changed(BASE, lines=lines)
    assert route(facts, "LPP")["available"] is True
    facts["lines"][1]["quantity"] = 700
    assert route(facts, "LPP")["fails"] == ["15 CFR 740.29(d)"]


def test_h_2_does_not_count_what_is_below_level_a():
    lines = [
        {"item": chip(15_832), "quantity": 1_699},
        {"item": chip(2_000, 4), "quantity": 1_000_000},
    ]
    assert route(changed(BASE, lines=lines), "LPP")["available"] is True


@pytest.mark.parametrize(("tpp", "owed"), [(3_199_999, False), (3_200_000, True)])
def test_g_3_notice_of_a_large_shipment(tpp, owed):
    made = decided(changed(BASE, **{"lines.0.item": chip(tpp)}))
    assert ("15 CFR 740.29(g)(3)" in [duty["cite"] for duty in made["duties"]]) is owed


@pytest.mark.parametrize(("received", "owed"), [(26_900_000 - 15_832, True), (26_884_167, False)])
def test_g_2_the_consignee_reports_that_the_limit_is_reached(received, owed):
    made = decided(changed(BASE, **{"on_file.lpp_tpp_this_year": received}))
    assert ("15 CFR 740.29(g)(2)" in [duty["cite"] for duty in made["duties"]]) is owed


def test_g_1_a_copy_within_30_days():
    due = {duty["cite"]: duty["due"] for duty in decided(BASE)["duties"]}
    assert due["15 CFR 740.29(g)(1)"] == "2025-07-02"
    assert due["15 CFR 740.29(f)"] == "2025-06-02"


def test_without_the_statement_the_answer_says_that_it_would_open_the_way():
    made = decided(shipment())
    (cure,) = [duty for duty in made["duties"] if duty.get("would_open") == "LPP"]
    assert (cure["cite"], cure["from"]) == ("15 CFR 740.29(f)", "2025-06-02")


@pytest.mark.parametrize("home", ["IL", "SG", "PL", "CH"])
def test_where_740_2_does_not_stand_in_the_way(home):
    """Israel is in D:4 and in A:6, which excludes it."""
    facts = changed(shipment(to=home), **CERTIFIED)
    assert route(facts, "LPP")["available"] is True


def test_the_emirates_since_they_are_in_a5():
    for day, available in (("2026-07-09", False), ("2026-07-10", True)):
        facts = changed(shipment(to="AE", day=day), **CERTIFIED)
        assert route(facts, "LPP")["available"] is available


def test_an_open_question_about_d1_and_d4():
    made = decided(changed(BASE, destination="VN"))
    (question,) = [q for q in made["open_questions"] if q["id"] == "lpp-to-d1-d4"]
    assert question["cites"] == ["15 CFR 740.2(a)(9)(ii)", "15 CFR 740.29(c)"]
    assert question["outcome_if_read_otherwise"] == "license_exception"
    assert made["outcome"] == "license_required"


def test_an_open_question_about_5a002_z():
    made = decided(changed(BASE, **{"lines.0.item": eccn("5A002.z.1.a")}))
    (question,) = [q for q in made["open_questions"] if q["id"] == "lpp-omits-5a002-z"]
    assert question["outcome_if_read_otherwise"] == "license_exception"


def test_it_does_not_exist_before_compliance_is_due():
    made = decided(changed(shipment(to="SA", day=FOUNDRY_RULE), **CERTIFIED))
    entry = made["lines"][0]["exceptions"]["LPP"]
    assert (entry["available"], entry["fails"]) == (False, ["15 CFR 740.29"])
    assert "LPP" in decided(BASE, ENFORCED)["lines"][0]["exceptions"] or (
        decided(BASE, ENFORCED)["outcome"] == "no_license_required"
    )


def test_a_party_in_the_middle_counts():
    facts = changed(BASE, **{"parties.intermediate_consignee": party("SG", "CN")})
    assert "15 CFR 740.29(c)(2)" in route(facts, "LPP")["fails"]
