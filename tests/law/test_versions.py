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
        only_three_exceptions_are_usable""",
    "2022-10-21": """direct_product_of_technology product_of_a_plant goes_to_china
        foreign_and_outside_the_rule technology_from_china""",
    "2023-10-23": "informed_before_the_rule",
    "2023-11-17": "case_by_case_without_part_744 denial_as_744_23_says nac_in_2023 headquarters_rule_of_2023",
    "2024-04-04": """nac_scope nac_notified aca_in_2024 aca_purchase_order aca_no_other_requirement
        notify_bis aca_obtain_purchase_order aca_encryption denial_of_2024 case_by_case_of_2024
        case_by_case_below_datacenters denial_for_their_entities""",
    "2024-12-31": """high_bandwidth_memory hbm_for_others_in_macau_or_d5 hbm_for_their_entities
        headquarters_rule_for_hbm is_3a090_c""",
    "2025-01-31": "few_transistors presumption_is_overcome presumed_a",
    "2025-04-09": "informed_by_letter",
    "2025-05-15": """goes_anywhere aca_scope worldwide_requirement level_b_requirement model_weights
        denial_at_level_a toward_other_destinations approval_for_supplement_5a within_the_allocation
        approval_within_the_allocation denial_beyond_the_allocation approval_at_level_b
        denial_at_level_b model_weights_for_others model_weights_for_trusted headquarters_rule
        is_an_eligible_commodity_by_designer eligible_item_by_designer what_is_enforced_of_it
        approval_without_allocations is_4e091""",
    "2025-09-29": "affiliates owned_by_listed_parties",
    "2025-11-10": "the_rule_is_stayed",
    "2026-01-15": """case_by_case_since_2026 denial_since_2026 no_stated_policy_at_level_b
        additional_information""",
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


def test_what_is_older_than_these_controls_stands_from_the_first_day():
    older = {
        "blocked_person_before",
        "a_party_is_blocked",
        "denial_for_blocked_persons",
        "keep_records",
    }
    for column in COLUMNS:
        assert older <= {p.name for p in the_law().edition(FIRST_DAY, column).paragraphs}
