"""What is wrong with a history comes back as sentences, all of them at once."""

import pytest

from licet.errors import InputError
from licet.weights import count


def faults(facts):
    with pytest.raises(InputError) as caught:
        count(facts)
    return {fault.path: fault.sentence for fault in caught.value.faults}


def test_a_misspelt_field_is_answered_with_the_nearest_one():
    found = faults({"training_run": [], "synthetic_data": [{"genrator": {}}]})
    assert "training_runs" in found["training_run"]
    assert "generator" in found["synthetic_data[0].genrator"]


def test_numbers_that_are_none_are_named():
    found = faults({"training_operations": "1e26", "training_runs": [{"operations": -1}]})
    assert set(found) == {"training_operations", "training_runs[0].operations"}


def test_a_share_above_one_is_refused():
    found = faults({"synthetic_data": [{"share_of_training_operations": 30}]})
    assert "between 0 and 1" in found["synthetic_data[0].share_of_training_operations"]


def test_models_that_come_out_of_each_other_are_refused_by_name():
    found = faults(
        {"id": "A", "derived_from": {"id": "B", "derived_from": {"id": "A"}}, "training_runs": []}
    )
    assert "A" in found[""]
    assert "B" in found[""]


def test_a_model_learning_from_itself_is_refused():
    assert "" in faults({"id": "A", "synthetic_data": [{"generator": {"id": "A"}}]})


def test_two_descriptions_of_one_model_must_agree():
    one = {"id": "G", "training_operations": 5}
    other = {"id": "G", "training_operations": 6}
    found = faults({"synthetic_data": [{"generator": one}, {"generator": other}]})
    sentence = found["synthetic_data[1].generator"]
    assert "training_operations" in sentence
    assert "synthetic_data[0].generator" in sentence


def test_one_description_may_complete_another():
    one = {"id": "G", "published": False}
    other = {"id": "G", "training_operations": 6}
    used = {"share_of_training_operations": 0.5, "generation_operations": 0}
    used["data_published"] = False
    found = count(
        {
            "derived_from": [],
            "training_runs": [{"operations": 100}],
            "synthetic_data": [used | {"generator": one}, used | {"generator": other}],
        }
    )
    assert found.operations.low == found.operations.high == 106


def test_two_figures_for_one_run_must_agree():
    runs = [{"id": "r", "operations": 5}, {"id": "r", "operations": 6}]
    assert "training_runs[1]" in faults({"training_runs": runs})


def test_a_whole_smaller_than_its_base_is_refused():
    base = {"training_operations": 10**25}
    found = faults({"derived_from": base, "training_operations": 10**24})
    assert "1e25" in found["training_operations"]


def test_a_history_nested_beyond_reason_is_refused_with_a_sentence():
    history = {"training_runs": []}
    for _step in range(2000):
        history = {"derived_from": history, "training_runs": []}
    assert "nested" in faults(history)[""]
