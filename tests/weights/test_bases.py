"""What a history says of a base: that there is one, that there is none, or nothing."""

from __future__ import annotations

import pytest

from licet.weights import Interval, count

FINE_TUNING = {"kind": "fine_tuning", "operations": 10**24}
PRETRAINING = {"kind": "pretraining", "operations": 9 * 10**25}


def exactly(number):
    return Interval(number, number)


def model(*runs, **facts):
    return {"published": False, "training_runs": runs, "synthetic_data": []} | facts


@pytest.mark.parametrize("kind", ["fine_tuning", "other", None])
def test_a_run_without_its_base_is_not_all_of_the_training(kind):
    """A lone fine-tune is far below 10^26; what it was a fine-tune of may be above."""
    found = count(model({"kind": kind, "operations": 10**24}))
    assert found.operations == Interval(10**24, None)
    assert found.missing == ("derived_from",)
    assert found.base_published is None


@pytest.mark.parametrize(
    ("facts", "operations"),
    [
        ({"derived_from": []}, 10**24),
        ({"training_runs": [PRETRAINING, FINE_TUNING]}, 91 * 10**24),
        ({"training_runs": [FINE_TUNING, PRETRAINING]}, 91 * 10**24),
        ({"training_operations": 2 * 10**24}, 2 * 10**24),
        ({"derived_from": model(PRETRAINING)}, 91 * 10**24),
        ({"derived_from": {"training_operations": 9 * 10**25, "synthetic_data": []}}, 91 * 10**24),
    ],
)
def test_what_says_that_nothing_is_left_out(facts, operations):
    found = count(model(FINE_TUNING) | facts)
    assert found.operations == exactly(operations)
    assert found.missing == ()


def test_pre_training_on_top_of_a_base_that_is_named():
    """Continued pre-training: the base that is stated counts, whatever the run is called."""
    assert count(model(PRETRAINING, derived_from=model(PRETRAINING))).operations == exactly(
        18 * 10**25
    )


def test_the_base_of_a_base_may_be_unsaid_too():
    found = count(model(FINE_TUNING, derived_from=model(FINE_TUNING)))
    assert found.operations == Interval(2 * 10**24, None)
    assert found.missing == ("derived_from.derived_from",)


def test_a_base_may_be_stated_in_another_place():
    """M is its own generator's base; only there it is said that M came from nothing."""
    tutor = model(FINE_TUNING, id="T", derived_from={"id": "B", "derived_from": []})
    made = {"share_of_training_operations": 0.5, "generator": tutor, "data_published": False}
    made |= {"generation_operations": 0}
    base = {"id": "B", "training_runs": [{"operations": 10**25}], "synthetic_data": []}
    found = count(model(FINE_TUNING | {"operations": 2 * 10**25}, derived_from=base,
                        synthetic_data=[made]))  # fmt: skip
    assert found.operations == exactly(31 * 10**24)


def test_what_was_added_was_added_to_something():
    found = count({"additional_operations": 10**24, "derived_from": None, "synthetic_data": []})
    assert found.operations.high is None
    assert found.derived_from[0].name == "derived_from"
    assert not found.derived_from[0].supposed


class TestGeneratorsThatMayBeOne:
    """Six percent from each of two models are twelve of one, if both were derived from one."""

    def data(self, generator, share=0.06, generation=10**23):
        return {
            "share_of_training_operations": share,
            "generator": generator,
            "generation_operations": generation,
            "data_published": False,
        }

    def learned(self, *generators, share=0.06):
        used = [self.data(each, share) for each in generators]
        return count(model(PRETRAINING, synthetic_data=used))

    def test_two_of_which_nothing_is_said_but_that_they_are_published(self):
        found = self.learned(*({"id": name, "published": True} for name in ("one", "two")))
        assert found.operations == Interval(9 * 10**25, 9 * 10**25 + 2 * 10**23)
        assert set(found.missing) == {f"synthetic_data[{n}].generator.derived_from" for n in (0, 1)}

    @pytest.mark.parametrize("facts", [{"derived_from": []}, {"training_operations": 10**24}])
    def test_two_that_say_that_they_are_their_own(self, facts):
        found = self.learned(*({"id": n, "published": True} | facts for n in ("one", "two")))
        assert found.operations == exactly(9 * 10**25)

    def test_one_that_may_be_the_other_s_fine_tune(self):
        other = {"id": "two", "published": True, "training_operations": 10**24}
        found = self.learned({"id": "one", "published": True}, other)
        assert found.operations == Interval(9 * 10**25, 9 * 10**25 + 2 * 10**23)
        told = self.learned({"id": "one", "published": True, "derived_from": other}, other)
        assert told.operations == exactly(9 * 10**25 + 2 * 10**23)

    def test_together_not_more_than_ten_percent_they_do_not_matter(self):
        found = self.learned(*({"id": n, "published": True} for n in ("one", "two")), share=0.05)
        assert found.operations == exactly(9 * 10**25)

    def test_through_a_third_of_which_nothing_is_said_two_may_be_one(self):
        """Each is under ten percent; were all one, the training of both would count."""
        known = [
            {"id": n, "published": False, "training_operations": 10**24} for n in ("one", "two")
        ]
        found = self.learned(*known, {"id": "three", "published": True}, share=0.04)
        assert found.operations == Interval(9 * 10**25, 9 * 10**25 + 2 * 10**24 + 3 * 10**23)

    def test_checkpoints_of_one_run_are_one_model(self):
        run = {"id": "the run", "kind": "pretraining", "operations": 10**24}
        first, second = (model(run, id=name) for name in ("early", "late"))
        found = self.learned(first, second)
        assert found.operations == exactly(9 * 10**25 + 10**24 + 2 * 10**23)
