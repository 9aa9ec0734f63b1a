"""Note 1 to ECCN 4E091: what the law needs to know of a model derived from a published one."""

from licet.law.ear.ccl import e4e091
from licet.weights import Interval, count


def exactly(number):
    return Interval(number, number)


def test_the_numbers_are_those_of_the_entry():
    assert e4e091.THRESHOLD == 100_000_000_000_000_000_000_000_000
    assert e4e091.SYNTHETIC_DATA_SHARE * 10 == 1
    assert e4e091.DERIVED_OPERATIONS == 25_000_000_000_000_000_000_000_000
    assert e4e091.DERIVED_SHARE * 4 == 1


def published(operations, name="P", **facts):
    return {"id": name, "published": True, "training_operations": operations} | facts


def test_what_was_added_to_a_published_model_and_what_went_before():
    found = count({"derived_from": published(38 * 10**24), "additional_operations": 10**25})
    (base,) = found.derived_from
    assert (base.operations, base.additional) == (exactly(38 * 10**24), exactly(10**25))
    assert found.base_published is True
    assert found.note_2 == exactly(48 * 10**24)


def test_what_was_added_since_each_model_behind_nearest_first():
    older = published(10**25, "old")
    middle = {"id": "middle", "published": False, "derived_from": older}
    middle |= {"additional_operations": 3 * 10**24}
    newest = {"derived_from": middle, "training_runs": [{"operations": 10**24}]}
    found = count(newest)
    assert [base.name for base in found.derived_from] == ["middle", "old"]
    assert [base.additional for base in found.derived_from] == [
        exactly(10**24),
        exactly(4 * 10**24),
    ]
    assert [base.operations for base in found.derived_from] == [
        exactly(13 * 10**24),
        exactly(10**25),
    ]


def test_a_stated_total_leaves_the_rest_to_what_was_added():
    found = count({"derived_from": published(10**25), "training_operations": 12 * 10**24})
    assert found.derived_from[0].additional == exactly(2 * 10**24)
    assert found.operations == exactly(12 * 10**24)


def test_synthetic_data_do_not_count_as_added_for_note_1_refers_to_technical_note_2():
    generator = {"id": "G", "published": False, "training_operations": 9 * 10**25}
    made = {"share_of_training_operations": 0.5, "generator": generator}
    made |= {"generation_operations": 0, "data_published": False}
    found = count(
        {
            "derived_from": published(10**25) | {"synthetic_data": []},
            "additional_operations": 10**24,
            "synthetic_data": [made],
        }
    )
    assert found.derived_from[0].additional == exactly(10**24)
    assert found.operations == exactly(101 * 10**24)


def test_whether_the_base_is_published_may_be_unknown():
    for stated, known in [(True, True), (False, False), (None, None)]:
        base = published(10**25) | {"published": stated}
        found = count({"derived_from": base, "additional_operations": 1})
        assert found.base_published is known
    assert count({"training_runs": [], "derived_from": []}).base_published is False
    assert count({"training_operations": 10**26}).base_published is False
    assert count({"training_runs": []}).base_published is None


def test_a_base_of_which_nothing_is_said_is_unknown():
    found = count({"additional_operations": 10**24, "synthetic_data": []})
    assert found.base_published is None
    assert found.operations == Interval(10**24, None)
    assert "derived_from.training_operations" in found.missing


def test_a_merge_has_several_bases():
    first, second = published(10**24, "one"), published(3 * 10**24, "two")
    merged = {"derived_from": [first, second], "training_runs": [], "synthetic_data": []}
    found = count(merged)
    assert found.operations == exactly(4 * 10**24)
    assert {b.name: b.additional for b in found.derived_from} == {
        "one": exactly(3 * 10**24),
        "two": exactly(10**24),
    }


def test_both_sides_of_ten_to_the_26_are_told_apart():
    for operations, reaches in [(10**26 - 1, False), (10**26, True), (10**26 + 1, True)]:
        runs = [{"kind": "pretraining", "operations": operations}]
        found = count({"training_runs": runs, "synthetic_data": []})
        assert found.operations.reaches(10**26) is reaches
    split = [{"kind": "pretraining", "operations": 5 * 10**25}, {"operations": 5 * 10**25 - 1}]
    under = count({"training_runs": split, "synthetic_data": []}).operations
    assert under.reaches(10**26) is False
    assert float(under.low) == 1e26, "as a binary float it would be on the line"


def test_both_sides_of_two_and_a_half_times_ten_to_the_25_are_told_apart():
    for added, exceeds in [(25 * 10**24, False), (25 * 10**24 + 1, True)]:
        found = count({"derived_from": published(10**25), "additional_operations": added})
        assert found.derived_from[0].additional.exceeds(25 * 10**24) is exceeds
