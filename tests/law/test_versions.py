"""Of two versions of a paragraph, the newer takes the place of the older."""

from collections import defaultdict

import pytest

from licet.law.editions import COLUMNS, the_law
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
