"""The answer: its shape, what is owed, what would open the way, and what is not looked at."""

import pytest
from tests.shipments import (
    A_CHIP,
    B_CHIP,
    BOOKS,
    ENFORCED,
    GAMING_CHIP,
    changed,
    decided,
    party,
    shipment,
)

import licet

FOR_INDIA = changed(shipment(), **{"on_file.certifications": ["LPP"]})


def test_the_fields_of_an_answer():
    made = licet.decide(FOR_INDIA)
    assert list(made) == ["date", BOOKS, ENFORCED]
    for column in (BOOKS, ENFORCED):
        assert set(made[column]) == {
            "outcome", "lines", "possible_outcomes", "missing_facts", "open_questions", "duties",
            "red_flags", "notes", "limits",
        }  # fmt: skip
        for line in made[column]["lines"]:
            assert {
                "classification", "outcome", "tpp_each", "tpp_total", "license_required",
                "required_by", "exceptions", "authorizations", "review_policy", "reviewed_under",
            } <= set(line)  # fmt: skip


def test_every_exception_and_authorization_is_decided():
    line = decided(FOR_INDIA)["lines"][0]
    assert set(line["exceptions"]) == {"AIA", "ACM", "LPP", "NAC", "ACA", "HBM"}
    assert set(line["authorizations"]) == {"UVEU", "NVEU"}


def test_no_exception_is_asked_where_no_license_is_required():
    line = decided(FOR_INDIA, ENFORCED)["lines"][0]
    assert (line["exceptions"], line["authorizations"], line["review_policy"]) == ({}, {}, None)


def test_the_most_demanding_line_is_the_answer():
    lines = [{"item": B_CHIP, "quantity": 1}, {"item": A_CHIP, "quantity": 1}]
    made = decided(shipment(to="DE", lines=lines))
    assert [line["outcome"] for line in made["lines"]] == [
        "no_license_required",
        "license_required",
    ]
    assert made["outcome"] == "license_required"


def test_duties_of_the_way_that_is_taken_come_once_and_by_date():
    lines = [{"item": A_CHIP, "quantity": 1}, {"item": A_CHIP, "quantity": 2}]
    duties = decided(changed(FOR_INDIA, lines=lines))["duties"]
    assert len({(duty["cite"], duty["what"]) for duty in duties}) == len(duties)
    days = [duty["due"] or "9999" for duty in duties]
    assert days == sorted(days)
    assert {duty["for"] for duty in duties} == {"LPP", "any"}


def test_duties_of_an_application_where_no_way_is_open():
    made = decided(shipment(to="CN"))
    assert {"license", "any"} == {d["for"] for d in made["duties"] if not d.get("would_open")}


def test_no_duties_where_the_answer_is_open():
    made = decided(changed(FOR_INDIA, **{"on_file.certifications": None}))
    assert made["outcome"] == "undetermined"
    assert [d for d in made["duties"] if d["for"] in ("license", "LPP")] == []


def test_several_steps_would_open_nac():
    made = decided(shipment(GAMING_CHIP, to="CN"))
    steps = {d["cite"]: d["from"] for d in made["duties"] if d.get("would_open") == "NAC"}
    assert steps == {"15 CFR 740.8(a)(1)": "2025-06-02", "15 CFR 740.8(c)(1)": "2025-06-27"}


def test_steps_that_would_not_be_enough_are_not_named():
    made = decided(changed(shipment(GAMING_CHIP, to="CN"), action="transfer_in_country"))
    assert [d["would_open"] for d in made["duties"] if d.get("would_open")] == ["ACA"]


def test_the_duties_of_a_closed_way_are_those_that_would_mend_it():
    closed = decided(shipment())["lines"][0]["exceptions"]["LPP"]
    (duty,) = closed["duties"]
    assert "740.29(f)" in duty
    hopeless = decided(shipment(to="CN"))["lines"][0]["exceptions"]["ACM"]
    assert hopeless["duties"] == []


def test_tpp_each_and_in_total():
    line = decided(changed(FOR_INDIA, **{"lines.0.quantity": 100}))["lines"][0]
    assert (line["tpp_each"], line["tpp_total"]) == (15_832, 1_583_200)
    unknown = decided(changed(FOR_INDIA, **{"lines.0.quantity": None}))["lines"][0]
    assert (unknown["tpp_each"], unknown["tpp_total"]) == (15_832, None)


def test_what_is_not_looked_at_is_said():
    limits = " ".join(decided(FOR_INDIA)["limits"])
    for word in ("TMP", "RPL", "GOV", "TSU", "screened", "Commerce Control List"):
        assert word in limits
    simple = {"integrated_circuit": {"tpp": 1, "performance_density": 1}}
    outside = decided(shipment(simple))
    assert outside["outcome"] == "not_controlled_here"
    assert any("3A991" in limit for limit in outside["limits"])
    assert not any("3A991" in limit for limit in decided(FOR_INDIA)["limits"])


@pytest.mark.parametrize("parties", [None, {}, {"ultimate_consignee": None}])
def test_without_any_party_the_consignee_is_unknown_not_absent(parties):
    made = decided(changed(shipment(B_CHIP, to="DE"), parties=parties))
    assert made["outcome"] == "undetermined"
    assert "parties.ultimate_consignee.headquarters" in made["missing_facts"]


def test_nothing_known_is_everything_possible():
    made = decided({"date": "2025-06-02", "lines": [{"item": A_CHIP}]})
    assert set(made["possible_outcomes"]) == {
        "no_license_required", "license_exception", "license_required",
    }  # fmt: skip
    assert made["missing_facts"]


def test_the_end_user_is_the_consignee_where_none_is_named():
    alone = changed(shipment(to="VN"), **{"end_use.purpose": "develop_or_produce"})
    both = changed(alone, **{"parties.end_user": party("VN")})
    for facts in (alone, both):
        assert decided(facts)["lines"][0]["exceptions"]["ACM"]["available"] is True


def test_open_questions_are_only_those_that_matter_here():
    assert decided(FOR_INDIA)["open_questions"] == []
    asked = decided(changed(FOR_INDIA, destination="VN"))["open_questions"]
    assert [question["id"] for question in asked] == ["lpp-to-d1-d4"]
    for question in asked:
        assert {"id", "cites", "question", "taken", "outcome_if_read_otherwise"} <= set(question)
