"""Model weights: ECCN 4E091, 742.6(a)(13) and (b)(14), 740.27(a)(3), 734.7 and 734.9(l)."""

import pytest
from tests.shipments import (
    BOOKS,
    ENFORCED,
    FOUNDRY_RULE,
    JANUARY_2026,
    RouteTable,
    changed,
    class_of,
    decided,
    line,
    outcomes,
    party,
    route,
    shipment,
)

CONSIGNEE = "parties.ultimate_consignee"


def weights(operations=10**26, **more):
    return {
        "model_weights": {
            "published": False,
            "training_operations": operations,
            "stored_at": {"location": "JP", "meets_supplement_10_security": True},
            "produced_in": "US",
            "below_most_capable_published_model": False,
            **more,
        }
    }


@pytest.mark.parametrize(("operations", "paragraph"), [(10**26, "4E091"), (10**26 - 1, None)])
def test_from_ten_to_the_26_operations(operations, paragraph):
    assert class_of(weights(operations)) == paragraph
    assert class_of(weights(operations), FOUNDRY_RULE) is None


def test_note_2_below_the_most_capable_published_model():
    assert class_of(weights(below_most_capable_published_model=True)) is None


UNPUBLISHED = {"published": False, "training_operations": 9 * 10**25}
BASE = {"id": "base", "published": True, "training_operations": 2 * 10**26}


@pytest.mark.parametrize(
    ("base", "added", "paragraph"),
    [
        # 25 percent of 2e26 is 5e25, higher than 2.5e25
        (2 * 10**26, 5 * 10**25, None),
        (2 * 10**26, 5 * 10**25 + 1, "4E091"),
        # 25 percent of 8e25 is 2e25, lower than 2.5e25
        (8 * 10**25, 25 * 10**24, None),
        (8 * 10**25, 25 * 10**24 + 1, "4E091"),
    ],
)
def test_note_1_derived_from_a_published_model(base, added, paragraph):
    item = weights(None, derived_from=BASE | {"training_operations": base},
                   additional_operations=added)  # fmt: skip
    assert class_of(item) == paragraph


def test_note_1_needs_a_published_base():
    item = weights(None, derived_from=BASE | {"published": False}, additional_operations=1)
    assert class_of(item) == "4E091"


def test_published_weights_are_not_subject_to_the_ear():
    assert outcomes(shipment(weights(published=True), to="CN")) == ("not_subject", "not_subject")


@pytest.mark.parametrize("to", ["DE", "IN", "CN", "MO"])
def test_a_13_worldwide_on_the_books_and_nowhere_enforced(to):
    facts = shipment(weights(), to=to)
    made = line(facts)
    assert made["required_by"] == ["15 CFR 742.6(a)(13)"]
    assert line(facts, ENFORCED)["license_required"] is False


def test_a_13_within_the_united_states_only_releases_count():
    facts = shipment(weights(), to="US")
    assert line(facts)["license_required"] is False
    released = changed(
        facts, action="deemed_export", **{"end_use.permanent_regular_employee": False}
    )
    assert line(released)["license_required"] is True


@pytest.mark.parametrize(
    ("employee", "employer", "required"),
    [(True, party("DE"), False), (False, party("DE"), True), (True, party("IN"), True)],
)
def test_a_13_permanent_regular_employees(employee, employer, required):
    facts = changed(
        shipment(weights(), to="DE", buyer=employer),
        action="deemed_export",
        **{"end_use.permanent_regular_employee": employee},
    )
    assert line(facts)["license_required"] is required
    assert line(changed(facts, action="export"))["license_required"] is True


@pytest.mark.parametrize(
    ("buyer", "policy", "cite"),
    [
        (party("DE"), "case_by_case", "15 CFR 742.6(b)(1)"),
        (party("IN"), "presumption_of_denial", "15 CFR 742.6(b)(14)"),
        (party("DE", parent="IN"), "presumption_of_denial", "15 CFR 742.6(b)(14)"),
        (party("IN", parent="DE"), "presumption_of_denial", "15 CFR 742.6(b)(14)"),
    ],
)
def test_b_14_by_headquarters(buyer, policy, cite):
    made = line(shipment(weights(), to="DE", buyer=buyer))
    assert (made["review_policy"], made["reviewed_under"]) == (policy, [cite])


AIA = RouteTable(
    "AIA",
    shipment(weights(), to="IN", buyer=party("US", at="IN")),
    [
        ({CONSIGNEE: party("IN")}, {"15 CFR 740.27(a)(3)"}),
        ({"destination": "MO"}, {"15 CFR 740.27(a)(3)(i)"}),
        ({f"{CONSIGNEE}.location": "CN"}, {"15 CFR 740.27(a)(3)(i)"}),
        (
            {"lines.0.item.model_weights.stored_at.meets_supplement_10_security": False},
            {"15 CFR 740.27(a)(3)(ii)"},
        ),
        ({"end_use.prohibited_by_part_744": True}, {"15 CFR 744.23(c)"}),
        (
            {"destination": "SA", CONSIGNEE: party("BR", parent="US", at="SA")},
            {"15 CFR 740.2(a)(9)(ii)"},
        ),
        ({CONSIGNEE: party("US", parent="CN", at="IN")}, {"15 CFR 740.2(a)(9)(ii)"}),
        ({"parties.purchaser": party("MO", at="SG")}, {"15 CFR 740.2(a)(9)(ii)"}),
        ({"parties.intermediate_consignee": party("CN")}, {"15 CFR 740.2(a)(9)(ii)"}),
    ],
    [
        (
            "lines.0.item.model_weights.stored_at.meets_supplement_10_security",
            {"15 CFR 740.27(a)(3)(ii)"},
        ),
        ("end_use.prohibited_by_part_744", {"15 CFR 744.23(c)"}),
    ],
)


def test_aia_open():
    AIA.check_open()
    assert route(changed(AIA.base, destination="SA"), "AIA")["available"] is True


@pytest.mark.parametrize(("changes", "cites"), AIA.closes)
def test_aia_each_condition_alone_closes_it(changes, cites):
    AIA.check_closed(changes, cites)


@pytest.mark.parametrize(("path", "cites"), AIA.asks)
def test_aia_each_missing_fact_leaves_it_open(path, cites):
    AIA.check_asked(path, cites)


def test_aia_a_parent_in_supplement_5a_is_enough():
    facts = changed(AIA.base, **{CONSIGNEE: party("IN", parent="JP")})
    assert route(facts, "AIA")["available"] is True


@pytest.mark.parametrize(("day", "asked"), [("2025-06-02", True), (JANUARY_2026, False)])
def test_whether_security_was_due_at_once_is_an_open_question(day, asked):
    facts = changed(
        AIA.base,
        date=day,
        **{"lines.0.item.model_weights.stored_at.meets_supplement_10_security": False},
    )
    ids = [question["id"] for question in decided(facts)["open_questions"]]
    assert ("security-before-2026-01-15" in ids) is asked


@pytest.mark.parametrize("other", ["purchaser", "intermediate_consignee"])
def test_whether_aia_passes_by_a_party_of_macau_or_d5_is_an_open_question(other):
    facts = changed(AIA.base, **{f"parties.{other}": party("SG", parent="CN")})
    questions = {question["id"]: question for question in decided(facts)["open_questions"]}
    asked = questions["aia-weights-and-macau-or-d5"]
    assert asked["outcome_if_read_otherwise"] == "license_exception"
    assert decided(facts)["outcome"] == "license_required"
    plain = changed(AIA.base, **{f"parties.{other}": party("SG")})
    assert route(plain, "AIA")["available"] is True


@pytest.mark.parametrize("code", ["LPP", "ACM", "NAC", "ACA", "HBM"])
def test_no_other_exception_lists_weights(code):
    assert route(AIA.base, code)["available"] is False


@pytest.mark.parametrize(
    ("base", "outcome"),
    [
        ({"produced_in": "TW", "produced_with": ["3A090.a"]}, "license_exception"),
        ({"produced_in": "TW", "produced_with": ["3A991.p"]}, "not_subject"),
        ({"produced_in": "US"}, "license_exception"),
        ({"produced_in": "TW"}, "undetermined"),
        (
            {"produced_in": "TW", "derived_from": UNPUBLISHED | {"produced_in": "US"}},
            "license_exception",
        ),
    ],
)
def test_734_9_l_note_7_weights_further_trained_or_quantized_abroad(base, outcome):
    """Quantized in India on a plant that is not listed: what it was made from decides."""
    made = {
        "derived_from": {"published": False, "training_operations": 10**26, **base},
        "additional_operations": 1,
        "training_operations": None,
        "produced_in": "IN",
        "produced_with": ["4A994.l"],
    }
    facts = changed(AIA.base, action="reexport", **{"lines.0.item": weights(**made)})
    assert decided(facts, BOOKS)["outcome"] == outcome


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "not_subject"),
        ({"lines.0.item.model_weights.produced_with": ["3A090.a"]}, "license_exception"),
        ({"lines.0.item.model_weights.produced_with": ["4A003.z.1.a"]}, "license_exception"),
        ({"lines.0.item.model_weights.produced_with": ["3A991.p"]}, "not_subject"),
        ({"lines.0.item.model_weights.produced_in": "US"}, "license_exception"),
        ({"action": "export"}, "license_exception"),
        ({"lines.0.item.model_weights.training_operations": 10**26 - 1}, "not_controlled_here"),
    ],
)
def test_734_9_l_weights_made_abroad(changes, outcome):
    facts = changed(
        AIA.base,
        action="reexport",
        **{
            "lines.0.item.model_weights.produced_in": "IN",
            "lines.0.item.model_weights.produced_with": ["4A994.l"],
        },
    )
    assert decided(changed(facts, **changes), BOOKS)["outcome"] == outcome


NOWHERE = {"lines.0.item.model_weights.produced_in": None}
SMALL = {"lines.0.item.model_weights.training_operations": 10**26 - 1}
ON_CHIPS = {"lines.0.item.model_weights.produced_with": ["3A090.a"]}


@pytest.mark.parametrize(
    ("changes", "possible"),
    [
        ({"action": "reexport"}, ["not_subject", "license_exception"]),
        ({"action": "transfer_in_country"}, ["not_subject", "license_exception"]),
        ({"action": "reexport", **ON_CHIPS}, ["license_exception"]),
        ({"action": "reexport", **SMALL}, ["not_controlled_here"]),
        ({"action": "export"}, ["license_exception"]),
    ],
)
def test_734_9_l_where_weights_were_made_matters_once_they_are_abroad(changes, possible):
    """Whatever is in the United States is subject to the EAR (734.3(a)(1)), whoever made it."""
    made = decided(changed(AIA.base, **NOWHERE, **changes), BOOKS)
    assert made["possible_outcomes"] == possible
    asked = {"lines[0].item.model_weights.produced_in"} if len(possible) > 1 else set()
    assert asked <= set(made["missing_facts"])
    assert bool(asked) is bool(made["missing_facts"])


def test_734_9_l_note_7_weights_whose_base_nobody_names():
    """Fine-tuned abroad: what they were fine-tuned from may be subject to the EAR."""
    run = {"kind": "fine_tuning", "operations": 2 * 10**26}
    made = {"training_operations": None, "training_runs": [run], "synthetic_data": []}
    made |= {"produced_in": "IN", "produced_with": ["4A994.l"]}
    facts = changed(AIA.base, action="reexport", **{"lines.0.item": weights(**made)})
    found = decided(facts, BOOKS)
    assert found["possible_outcomes"] == ["not_subject", "not_controlled_here", "license_exception"]
    assert found["missing_facts"] == ["lines[0].item.model_weights.derived_from"]
    alone = changed(facts, **{"lines.0.item.model_weights.derived_from": []})
    assert decided(alone, BOOKS)["outcome"] == "not_subject"


@pytest.mark.parametrize(
    ("operations", "possible"),
    [
        (10**24, ["not_controlled_here", "license_exception"]),
        (2 * 10**26, ["not_controlled_here", "license_exception"]),
    ],
)
def test_a_fine_tune_whose_base_nobody_names(operations, possible):
    """Its base may put it over 10^26, or be published and take it out (Note 1)."""
    run = {"kind": "fine_tuning", "operations": operations}
    made = {"training_operations": None, "training_runs": [run], "synthetic_data": []}
    facts = changed(AIA.base, **{"lines.0.item": weights(**made)})
    found = decided(facts, BOOKS)
    assert found["possible_outcomes"] == possible
    assert found["missing_facts"] == ["lines[0].item.model_weights.derived_from"]


NEAR = {"id": "near", "training_operations": 9 * 10**25, "derived_from": BASE | {
    "training_operations": 3 * 10**25}}  # fmt: skip


@pytest.mark.parametrize(
    ("published", "possible"),
    [
        (True, ["not_controlled_here"]),
        (False, ["license_exception"]),
        (None, ["not_controlled_here", "license_exception"]),
    ],
)
def test_note_1_any_published_model_behind_it_will_do(published, possible):
    """1.1e25 since the nearer is within 2.5e25; 7.1e25 since the older, published one is not."""
    base = NEAR | {"published": published}
    item = weights(None, derived_from=base, additional_operations=11 * 10**24, synthetic_data=[])
    found = decided(changed(AIA.base, **{"lines.0.item": item}), BOOKS)
    assert found["possible_outcomes"] == possible
    if published is None:
        path = "lines[0].item.model_weights.derived_from.published"
        assert found["missing_facts"] == [path]


def test_all_that_leaves_the_count_open_is_asked_for_at_once():
    runs = [{"kind": "fine_tuning", "operations": 10**24}]
    item = weights(None, training_runs=runs)
    found = decided(changed(AIA.base, **{"lines.0.item": item}), BOOKS)
    place = "lines[0].item.model_weights"
    assert found["missing_facts"] == [f"{place}.derived_from", f"{place}.synthetic_data"]
    plain = decided(changed(AIA.base, **{"lines.0.item": weights(None)}), BOOKS)
    assert plain["missing_facts"] == [f"{place}.training_operations"]


def test_bounds_that_may_be_wider_than_the_answers_allow_are_said_to_be():
    """Nine generators, of none of which is said whether it is published: one more than are gone through."""
    used = [
        {
            "share_of_training_operations": 0.11,
            "generation_operations": 0,
            "data_published": False,
            "generator": {"id": f"G{n}", "training_operations": 10**25 + n},
        }
        for n in range(9)
    ]
    runs = [{"kind": "pretraining", "operations": 95 * 10**24}]
    for count, said in [(8, False), (9, True)]:
        item = weights(None, training_runs=runs, synthetic_data=used[:count])
        found = decided(changed(AIA.base, **{"lines.0.item": item}), BOOKS)
        assert found["possible_outcomes"] == ["not_controlled_here", "license_exception"]
        assert any("wider than the answers" in note for note in found["notes"]) is said


def history(**facts):
    """The item of weights whose operations are counted from a history."""
    return weights(None, **{"synthetic_data": []} | facts)


def learned(generator, share, generation):
    return {
        "share_of_training_operations": share,
        "generation_operations": generation,
        "data_published": False,
        "generator": generator,
    }


TUTOR = {"id": "tutor", "published": False, "training_operations": 3 * 10**25}
OWN = {"kind": "pretraining", "parameters": 10**12, "tokens": 11 * 10**12}


@pytest.mark.parametrize(
    ("changes", "paragraph"),
    [
        # 6 x 1e12 x 1.1e13 = 6.6e25
        ({}, None),
        # 6.6e25 and 3e25 of the tutor and 4e24 for the data: 1e26
        ({"synthetic_data": [learned(TUTOR, 0.11, 4 * 10**24)]}, "4E091"),
        ({"synthetic_data": [learned(TUTOR, 0.11, 4 * 10**24 - 1)]}, None),
        ({"synthetic_data": [learned(TUTOR, 0.10, 4 * 10**24)]}, None),
        # a published tutor adds the making of the data alone: 6.6e25 and 3.4e25
        ({"synthetic_data": [learned(TUTOR | {"published": True}, 0.5, 34 * 10**24)]}, "4E091"),
        ({"synthetic_data": [learned(TUTOR | {"published": True}, 0.5, 33 * 10**24)]}, None),
        # Note 1 looks at the second Technical Note: what the tutor adds is not added to the base
        (
            {
                "training_runs": None,
                "derived_from": {"id": "P", "published": True, "training_operations": 6 * 10**25},
                "additional_operations": 25 * 10**24,
                "synthetic_data": [learned(TUTOR, 0.2, 10**25)],
            },
            None,
        ),
        (
            {
                "training_runs": None,
                "derived_from": {"id": "P", "published": True, "training_operations": 6 * 10**25},
                "additional_operations": 25 * 10**24 + 1,
                "synthetic_data": [learned(TUTOR, 0.2, 15 * 10**24)],
            },
            "4E091",
        ),
    ],
)
def test_histories_counted_by_hand(changes, paragraph):
    assert class_of(history(**{"training_runs": [OWN]} | changes)) == paragraph


@pytest.mark.parametrize(
    ("to", "buyer", "aia"),
    [
        ("JP", party("JP"), True),
        ("SG", party("SG", parent="NL", at="SG"), True),
        ("SG", party("NL", parent="SG", at="SG"), True),
        ("AE", party("NL", at="AE"), True),
        ("SG", party("SG"), False),
        ("VN", party("VN", parent="NL", at="VN"), False),
        ("VN", party("NL", at="VN"), True),
        ("CN", party("NL", at="CN"), False),
        ("MO", party("NL", at="MO"), False),
    ],
)
def test_aia_by_place_headquarters_and_parent(to, buyer, aia):
    """740.27(a)(3): either of 5(a), and not located in Macau or D:5; to D:1 and D:4 740.2(a)(9)(ii)
    leaves AIA to entities headquartered in 5(a).
    """
    facts = changed(AIA.base, destination=to, **{CONSIGNEE: buyer})
    assert route(facts, "AIA")["available"] is aia
