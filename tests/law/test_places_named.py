"""Which places each paragraph names, and of whom: by destination, location, headquarters and the like.

The groups themselves are tested against the codified tables (`test_places.py`). Here stands, for every
paragraph that turns on a place, what its text names. What such a paragraph
decides is tested with its section; here no group of any of them can stand in another's place.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from licet.law import places
from licet.law.editions import the_law
from licet.logic.rules import Paragraph
from licet.logic.terms import Member
from licet.logic.walk import every

DAYS = [date(2022, 12, 1), date(2023, 12, 1), date(2025, 6, 2), date(2026, 8, 3)]
NAMED = {
    "China": places.CHINA_AND_THEN_MACAU,  # and Macau since January 2023
    "China-or-Macau": places.CHINA_OR_MACAU,
    "Macau-or-D:5": places.MACAU_OR_D5,
    "D:1-D:4-D:5": places.D1_D4_D5,  # A:5 and A:6 apart
    "D:1-D:4-D:5-or-UAE": places.D1_D4_D5 | places.UAE,
    "UAE": places.UAE,
    "A:5": places.A5,
    "A:6": places.A6,
    "US": places.UNITED_STATES,
    "US-A:5": places.US_A5,
    "US-A:5-A:6": places.US_A5_A6,
    "5(a)": places.SUPPLEMENT_5A,
    "5(b)": places.SUPPLEMENT_5B,
    "A-B-D:1-to-D:4": places.NVEU_PLACES,  # Macau and D:5 apart
    "Cuba": places.CUBA,
    "Iraq": places.IRAQ,
    "Iran": places.IRAN,
    "North-Korea": places.NORTH_KOREA,
    "Russia-Belarus": places.RUSSIA_OR_BELARUS,
    "Syria": places.SYRIA,
    "Ukraine": places.UKRAINE,
}
"""Names as they stand below."""
TEXTS = {
    "trains_weights_for_others": "trains_4e091_for: 5(a)",
    "the_recipient_is_elsewhere": """destination: D:1-D:4-D:5-or-UAE,
        location: D:1-D:4-D:5-or-UAE""",
    "stays_in_the_united_states": "destination: US",
    "goes_to_china": "destination: China",
    "goes_to_d1_d4_d5": "destination: D:1-D:4-D:5",
    "technology_developed_in_china": "developed_by_headquarters: China",
    "technology_developed_in_macau_or_d5": "developed_by_headquarters: Macau-or-D:5",
    "only_three_exceptions_are_usable": "destination: China",
    "only_named_exceptions_are_usable": "destination: D:1-D:4-D:5",
    "for_macau_or_d5": "destination: Macau-or-D:5",
    "nac_in_2023": "destination: D:1-D:4-D:5",
    "aca_in_2024": "destination: D:1-D:4-D:5 Macau-or-D:5",
    "aca_scope": "destination: Macau-or-D:5",
    "from_a_trusted_exporter": "headquarters: US-A:5, ultimate_parent_headquarters: Macau-or-D:5",
    "bought_by_the_designer": "destination: Macau-or-D:5",
    "trusted_site": """site_headquarters: US-A:5-A:6,
        site_ultimate_parent_headquarters: Macau-or-D:5""",
    "not_at_an_advanced_node": "destination: Macau-or-D:5",
    "weights_for_trusted_entities": "headquarters: 5(a), ultimate_parent_headquarters: 5(a)",
    "weights_outside_macau_and_d5": "destination: Macau-or-D:5, location: Macau-or-D:5",
    "trusted_place_and_headquarters": """destination: 5(a), location: 5(a), headquarters: 5(a),
        ultimate_parent_headquarters: 5(a)""",
    "trains_for_nobody_outside": "trains_4e091_for: 5(a)",
    "aia_is_usable_there": "headquarters: 5(a)",
    "only_the_headquarters_of_recipients_count": "headquarters: 5(a)",
    "not_to_macau_or_d5": "destination: Macau-or-D:5",
    "the_operator_s_limit_is_used": "headquarters: 5(a)",
    "china_requirement": "destination: China",
    "technology_from_china": "from: China, developed_by_headquarters: China",
    "high_bandwidth_memory": "destination: Macau-or-D:5",
    "technology_from_macau_or_d5": """from: Macau-or-D:5, destination: A:5 A:6,
        developed_by_headquarters: Macau-or-D:5""",
    "d1_d4_d5_requirement": "destination: D:1-D:4-D:5",
    "approved_in_the_uae": "destination: UAE",
    "what_is_enforced_of_it": "destination: D:1-D:4-D:5",
    "what_is_enforced_with_the_uae": "destination: D:1-D:4-D:5-or-UAE",
    "it_is_enforced_for_approved_parties": "destination: D:1-D:4-D:5-or-UAE",
    "level_b_requirement": "destination: D:1-D:4-D:5",
    "level_b_requirement_with_the_uae": "destination: D:1-D:4-D:5-or-UAE",
    "permanent_regular_employees": "headquarters: 5(a), ultimate_parent_headquarters: 5(a)",
    "end_users_from_friendly_places": """headquarters: US-A:5-A:6,
        ultimate_parent_headquarters: US-A:5-A:6""",
    "toward_macau_or_d5": "destination: Macau-or-D:5",
    "case_by_case_since_2026": "destination: China-or-Macau, location: China-or-Macau",
    "the_whole_commodity_counts": "destination: China-or-Macau, location: China-or-Macau",
    "toward_other_destinations": """destination: 5(a), headquarters: 5(a),
        ultimate_parent_headquarters: 5(a)""",
    "approval_for_supplement_5a": """destination: 5(a), headquarters: 5(a),
        ultimate_parent_headquarters: 5(a)""",
    "within_the_allocation": "destination: 5(b)",
    "model_weights_for_others": "headquarters: 5(a), ultimate_parent_headquarters: 5(a)",
    "the_destination_governs": """destination: 5(a), headquarters: 5(a),
        ultimate_parent_headquarters: 5(a)""",
    "end_uses_of_2022": "destination: China",
    "headquarters_rule_of_2023": "destination: D:1-D:4-D:5",
    "headquarters_rule": "destination: D:1-D:4-D:5",
    "headquarters_rule_for_hbm": "destination: Macau-or-D:5",
    "technology_of_their_entities": """from: D:1-D:4-D:5,
        developed_by_headquarters: Macau-or-D:5""",
    "friendly_end_users": "headquarters: US-A:5-A:6, ultimate_parent_headquarters: Macau-or-D:5",
    "informed_by_letter": "destination: Macau-or-D:5",
    "informed_before_the_rule": "destination: D:1-D:4-D:5",
    "cuba": "destination: Cuba",
    "iraq": "destination: Iraq",
    "north_korea": "destination: North-Korea",
    "iran": "destination: Iran",
    "russia_and_belarus": "destination: Russia-Belarus",
    "syria": "destination: Syria",
    "occupied_regions_of_ukraine": "destination: Ukraine",
    "for_a_macau_or_d5_entity": """headquarters: Macau-or-D:5,
        ultimate_parent_headquarters: Macau-or-D:5""",
    "only_principals": "headquarters: Macau-or-D:5, ultimate_parent_headquarters: Macau-or-D:5",
    "uveu_place": """destination: Macau-or-D:5, headquarters: 5(a),
        ultimate_parent_headquarters: 5(a)""",
    "nveu_place": """destination: Macau-or-D:5, location: A-B-D:1-to-D:4,
        headquarters: A-B-D:1-to-D:4 Macau-or-D:5,
        ultimate_parent_headquarters: A-B-D:1-to-D:4 Macau-or-D:5""",
    "one_connection_is_enough": """destination: Macau-or-D:5, location: A-B-D:1-to-D:4,
        headquarters: A-B-D:1-to-D:4, ultimate_parent_headquarters: A-B-D:1-to-D:4""",
    "trains_outside_the_trusted_places": """destination: 5(a), trains_4e091_for: 5(a),
        produced_in: 5(a)""",
    "place_of_storage": """destination: 5(a) Macau-or-D:5, headquarters: 5(a),
        ultimate_parent_headquarters: 5(a)""",
    "place_of_secure_storage": """destination: 5(a) Macau-or-D:5, headquarters: 5(a),
        ultimate_parent_headquarters: 5(a)""",
    "presumption_is_overcome": "packaged_in: Macau-or-D:5",
}
"""By paragraph: each fact, and the groups that the text holds it against."""
A_PLACE = frozenset({"AD", "US", "CN", "MO", "SG"})
"""Some codes of countries: what can be one of them is a place."""
PLACES = [
    p
    for p in the_law().paragraphs
    if any(isinstance(m, Member) and m.fact.domain >= A_PLACE for m in every(p.term))
]


def named(paragraph: Paragraph) -> dict[str, set[tuple[frozenset[str], ...]]]:
    found = defaultdict(set)
    for part in every(paragraph.term):
        if isinstance(part, Member) and part.fact.domain >= A_PLACE:
            fact = part.fact.path.rpartition(".")[2]
            found[fact].add(tuple(part.group.on(day) for day in DAYS))
    return dict(found)


@pytest.mark.parametrize("paragraph", PLACES, ids=lambda p: p.name)
def test_a_paragraph_names_the_places_of_its_text(paragraph: Paragraph) -> None:
    expected = {}
    for each in TEXTS[paragraph.name].split(","):
        fact, _, groups = each.strip().partition(": ")
        expected[fact] = {tuple(NAMED[g].on(day) for day in DAYS) for g in groups.split()}
    assert named(paragraph) == expected


def test_no_text_is_left_over() -> None:
    assert TEXTS.keys() == {p.name for p in PLACES}


def test_two_names_are_two_groups() -> None:
    told = {tuple(group.on(day) for day in DAYS) for group in NAMED.values()}
    assert len(told) == len(NAMED)
