"""Of two versions of a paragraph, the newer takes the place of the older."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from licet.law.editions import COLUMNS, the_law
from licet.law.instruments import FIRST_DAY
from licet.logic.rules import AS_ENFORCED, BOTH

OTHER_SUBJECTS = {
    frozenset({"model_weights_for_trusted", "no_stated_policy_at_level_b"}),
}
"""Stand together under one citation: one on weights, one on what no paragraph speaks of any more."""
DAYS = the_law().boundaries


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_two_instruments_say_the_same_paragraph_at_once(day, column):
    standing = defaultdict(list)
    for each in the_law().edition(day, column).paragraphs:
        standing[each.cite, each.kind, each.of, each.outcome].append(each)
    for together in standing.values():
        if frozenset(p.name for p in together) not in OTHER_SUBJECTS:
            assert len({p.enacted_by.cite for p in together}) == 1, together


def test_a_version_that_is_replaced_began_earlier():
    for paragraph in the_law().paragraphs:
        for older in paragraph.replaces:
            assert older.starts <= paragraph.starts or paragraph.column == AS_ENFORCED, paragraph
            assert paragraph in older.replaced_by
            assert older.column in (BOTH, paragraph.column)


WROTE = {
    "2022-10-07": """china_requirement circuit_of_2022 is_3a090_of_2022 is_3d001_of_2022
        is_3e001_of_2022 is_4a090_of_2022 is_4d090_of_2022 is_4e001_of_2022
        only_three_exceptions_are_usable foreign_before_the_rule
        a_listed_party_stands_in_the_way embargo_or_end_use_stands_in_the_way
        deemed_exports_were_outside end_uses_of_2022""",
    "2022-10-21": """direct_product_of_technology product_of_a_plant goes_to_china
        foreign_and_outside_the_rule technology_from_china is_an_advanced_computing_item
        technology_developed_in_china""",
    "2023-10-23": "informed_before_the_rule",
    "2023-11-17": """case_by_case_without_part_744 denial_as_744_23_says nac_in_2023
        headquarters_rule_of_2023 technology_beside_744_23 the_recipient_is_elsewhere
        great_performance_outside""",
    "2024-04-04": """nac_scope nac_notified aca_in_2024 aca_purchase_order aca_no_other_requirement
        notify_bis aca_obtain_purchase_order aca_encryption denial_of_2024
        case_by_case_of_2024 case_by_case_below_datacenters denial_for_their_entities
        aca_no_unverified_party aca_no_missile_technology""",
    "2024-12-31": """high_bandwidth_memory hbm_for_others_in_macau_or_d5 hbm_for_their_entities
        headquarters_rule_for_hbm is_3a090_c""",
    "2025-01-31": """few_transistors presumption_is_overcome presumed_a
        designed_by_approved_or_authorized""",
    "2025-04-09": "informed_by_letter",
    "2025-05-15": """goes_anywhere aca_scope worldwide_requirement level_b_requirement model_weights
        denial_at_level_a toward_other_destinations approval_for_supplement_5a
        within_the_allocation approval_within_the_allocation denial_beyond_the_allocation
        approval_at_level_b denial_at_level_b model_weights_for_others
        model_weights_for_trusted headquarters_rule is_an_eligible_commodity_by_designer
        eligible_item_by_designer what_is_enforced_of_it approval_without_allocations
        is_4e091 made_public_on_purpose of_a_listed_plant foreign_weights_outside_the_rule
        permanent_regular_employees""",
    "2025-09-02": "case_by_case_for_syria",
    "2025-09-29": "affiliates owned_by_listed_parties",
    "2025-11-10": "the_rule_is_stayed",
    "2026-01-15": """case_by_case_since_2026 denial_since_2026 no_stated_policy_at_level_b
        additional_information place_of_secure_storage""",
    "2026-07-10": """approved_in_the_uae worldwide_requirement_since_supplement_8
        level_b_requirement_with_the_uae what_is_enforced_with_the_uae""",
    "2026-11-10": "affiliates_after_the_stay owned_by_listed_parties_again",
    "2026-12-31": "authorized_only_with_an_application",
}
"""By the day from which compliance was due: the handles of what each rule, letter or announcement wrote."""


@pytest.mark.parametrize(("day", "handles"), WROTE.items())
def test_a_version_begins_with_its_instrument(day, handles):
    first = date.fromisoformat(day)
    for column in (AS_ENFORCED, "on_the_books"):
        before = {p.name for p in the_law().edition(first - timedelta(1), column).paragraphs}
        assert not before & set(handles.split())
    enforced = {p.name for p in the_law().edition(first, AS_ENFORCED).paragraphs}
    books = {p.name for p in the_law().edition(first, "on_the_books").paragraphs}
    assert set(handles.split()) <= enforced | books


OLDER = {
    "blocked_person_before",
    "a_party_is_blocked",
    "denial_for_blocked_persons",
    "keep_records",
}


def test_what_is_older_than_these_controls_stands_from_the_first_day():
    for column in COLUMNS:
        assert {p.name for p in the_law().edition(FIRST_DAY, column).paragraphs} >= OLDER


ENDED = {
    "2022-10-21": "foreign_before_the_rule the_requirement_begins_later",
    "2023-11-17": """circuit_of_2022 is_3a090_of_2022 is_3d001_of_2022 is_3e001_of_2022 is_4a090_of_2022
        is_4d090_of_2022 is_4e001_of_2022 only_three_exceptions_are_usable goes_to_china
        technology_developed_in_china technology_from_china china_requirement
        deemed_exports_were_outside end_users_from_friendly_places denial_of_2022
        case_by_case_of_2022 end_uses_of_2022 informed_before_the_rule""",
    "2024-03-21": "blocked_person_before",
    "2024-04-04": """nac_in_2023 nac_notified_in_2023 notify_bis_in_2023 nac_is_no_way_around_744_23
        denial_of_2023 nac_overcomes_744_23 only_destinations_are_denied""",
    "2025-05-15": """goes_to_d1_d4_d5 aca_in_2024 d1_d4_d5_requirement headquarters_rule_of_2023
        denial_of_2024 case_by_case_of_2024 approval_of_2023""",
    "2025-09-02": "denial_for_syria",
    "2025-11-10": "affiliates owned_by_listed_parties",
    "2026-01-15": "denial_at_level_a approval_at_level_b denial_at_level_b place_of_storage",
    "2026-07-10": "worldwide_requirement level_b_requirement what_is_enforced_of_it",
    "2026-11-10": "the_rule_is_stayed",
}
"""By the day on which the next rule took their place, or on which they ended of themselves: handles."""
NEVER_STOOD = {"is_an_eligible_commodity"}
"""740.27(a)(1) as 90 FR 4544 printed it: 90 FR 5298 changed it before compliance with it was due."""
MUCH_LATER = date(2030, 1, 1)


def standing(day, column):
    return {p.name for p in the_law().edition(day, column).paragraphs}


def on_either(day):
    return standing(day, "on_the_books") | standing(day, AS_ENFORCED)


@pytest.mark.parametrize(("day", "handles"), ENDED.items())
def test_a_version_ends_with_what_takes_its_place(day, handles):
    first = date.fromisoformat(day)
    assert set(handles.split()) <= on_either(first - timedelta(1))
    assert not set(handles.split()) & on_either(first)


def test_nothing_else_ever_ended():
    ended = {name for handles in ENDED.values() for name in handles.split()}
    questions = {p.name for p in the_law().paragraphs if p.kind == "question"}
    every = {p.name for p in the_law().paragraphs}
    assert every - on_either(MUCH_LATER) - questions == (ended | NEVER_STOOD) - questions
    assert not ended & on_either(MUCH_LATER)


def test_what_is_enforced_differently():
    """The announcement of May 2025, and what goes on being enforced toward the Emirates since July 2026."""
    only = {
        "what_is_enforced_of_it", "what_is_enforced_with_the_uae", "model_weights_unenforced",
        "it_is_enforced_for_approved_parties",
        "approval_without_allocations",
    }  # fmt: skip
    assert {p.name for p in the_law().paragraphs if p.column != BOTH} == only
    for day in (*DAYS, MUCH_LATER):
        assert not only & standing(day, "on_the_books")
    unenforced = {"worldwide_requirement", "model_weights", "approval_within_the_allocation",
                  "denial_beyond_the_allocation"}  # fmt: skip
    announced = date(2025, 5, 15)
    assert "model_weights_unenforced" in standing(announced, AS_ENFORCED)
    for day in (*DAYS, MUCH_LATER):
        assert not unenforced & standing(day, AS_ENFORCED)


def test_every_rule_but_those_of_the_section_s_own_instrument_is_dated_here():
    wrote = {name for handles in WROTE.values() for name in handles.split()}
    wrote |= OLDER | {"model_weights_unenforced"}
    for section in the_law().sections:
        for paragraph in section.paragraphs:
            own = paragraph.starts == section.enacted_by.complied or paragraph.kind == "question"
            assert own or paragraph.name in wrote, paragraph


@pytest.mark.parametrize(
    ("handle", "confidence"),
    [
        ("headquarters_rule", "P"),
        ("aca_purchase_order", "P"),
        ("worldwide_requirement_since_supplement_8", "P"),
        ("case_by_case_below_datacenters", "P"),
        ("denial_of_2024", "S"),
        ("case_by_case_of_2024", "S"),
        ("affiliates", "S"),
        ("d1_d4_d5_requirement", "P-q"),
        ("model_weights_unenforced", "S"),
        ("approval_without_allocations", "S"),
        ("what_is_enforced_with_the_uae", "I"),
    ],
)
def test_what_stands_was_read_as_codified_and_the_rest_is_as_sure_as_its_instrument(
    handle, confidence
):
    """A version that was replaced, that ended, or that is a policy of enforcement is not in the code."""
    (found,) = [p for p in the_law().paragraphs if p.name == handle]
    assert found.confidence == confidence
