"""Technical Note 2 to ECCN 4E091: what a training run counts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.errors import InputError
from licet.facts.reading import read
from licet.facts.training import TrainingRun
from licet.weights import count
from licet.weights.interval import Interval, scientific
from licet.weights.runs import operations_of


def counted(**facts):
    operations, _how, _missing = operations_of(read(TrainingRun, facts), "run")
    return operations


def layers(*described, tokens=1):
    return counted(architecture={"layers": list(described)}, tokens=tokens)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**15))
def test_the_worked_example_of_the_note(inputs, outputs, data):
    """A dense layer with I inputs, O outputs and no biases: N = I * O, 6N a point, 6ND in total."""
    dense = {"kind": "dense", "inputs": inputs, "outputs": outputs}
    parameters = inputs * outputs
    assert layers(dense) == Interval.exactly(6 * parameters)
    assert layers(dense, tokens=data) == Interval.exactly(6 * parameters * data)
    assert counted(parameters=parameters, tokens=data) == Interval.exactly(6 * parameters * data)


@given(*[st.integers(1, 6)] * 5)
def test_a_convolution_is_every_product_of_its_kernel(kernel, inputs, outputs, rows, columns):
    products = sum(
        1
        for _row in range(rows)
        for _column in range(columns)
        for _out in range(outputs)
        for _in in range(inputs)
        for _k in range(kernel * kernel)
    )
    shape = {"kind": "convolution", "kernel": [kernel, kernel], "inputs": inputs}
    assert layers(shape | {"outputs": outputs, "positions": rows * columns}).low == 6 * products


def test_resnet_50_takes_the_multiply_accumulates_that_its_paper_states():
    """He et al. 2015, table 1: 3.8e9 multiply-adds a picture for ResNet-50 (torchvision: 4.09e9)."""

    def convolution(kernel, inputs, outputs, side, times=1):
        sizes = {"kernel": [kernel, kernel], "inputs": inputs, "outputs": outputs}
        return {"kind": "convolution", "positions": side * side, "times": times} | sizes

    described = [convolution(7, 3, 64, 112), {"kind": "dense", "inputs": 2048, "outputs": 1000}]
    blocks = [(64, 64, 256, 56, 3), (256, 128, 512, 28, 4), (512, 256, 1024, 14, 6)]
    for before, narrow, wide, side, repeats in [*blocks, (1024, 512, 2048, 7, 3)]:
        described += [
            convolution(1, before, narrow, side),
            convolution(1, wide, narrow, side, repeats - 1),
            convolution(3, narrow, narrow, side, repeats),
            convolution(1, narrow, wide, side, repeats),
            convolution(1, before, wide, side),
        ]
    products = layers(*described).low / 6
    assert 3.8e9 < products < 4.1e9


def test_attention_multiplies_queries_by_keys_and_weights_by_values():
    shape = {"kind": "attention", "heads": 2, "head_size": 8, "queries": 3, "keys": 5}
    assert layers(shape) == Interval.exactly(6 * (2 * 3 * 5 * 8 + 2 * 3 * 5 * 8))


def test_pooling_counts_forward_and_leaves_the_way_back_between_bounds():
    pool = {"kind": "pooling", "kernel": [2, 2], "channels": 3, "positions": 10}
    assert layers(pool) == Interval(120, 360)


LLAMA = {
    "layers": 126,
    "hidden_size": 16384,
    "attention_heads": 128,
    "key_value_heads": 8,
    "feed_forward_size": 53248,
    "gated": True,
    "vocabulary_size": 128256,
    "context_length": 8192,
    "causal": True,
}


def test_llama_405b_comes_out_as_its_makers_state():
    """Llama 3.1 405B: 3.8e25 operations on 15.6e12 tokens (Dubey et al. 2024, section 3.2)."""
    run = counted(architecture={"transformer": LLAMA}, tokens=15.6e12)
    assert 3.7e25 < run.low == run.high < 4.0e25


def test_a_transformer_without_attention_products_is_6n_of_its_matrices():
    """405,853,388,800 parameters; those that multiply exclude the input table and the norms."""
    products = 126 * 2 * 128 * 128 * Fraction(8192 + 1, 2)
    norms, table = (2 * 126 + 1) * 16384, 128256 * 16384
    run = counted(architecture={"transformer": LLAMA}, tokens=1)
    assert run.low - 6 * products == 6 * (405_853_388_800 - norms - table)


def test_mixture_of_experts_counts_the_experts_that_a_token_passes():
    """Mixtral 8x7B: 46,702,792,704 parameters, 12.9e9 of them used by a token."""
    mixtral = {
        "layers": 32,
        "hidden_size": 4096,
        "attention_heads": 32,
        "key_value_heads": 8,
        "feed_forward_size": 14336,
        "gated": True,
        "vocabulary_size": 32000,
        "context_length": 1,
        "causal": True,
        "experts": 8,
        "experts_per_token": 2,
    }
    table, products = 4096 * 32000, 32 * 2 * 4096
    used = counted(architecture={"transformer": mixtral}, tokens=1).low / 6 - products + table
    assert 12.8e9 < used < 12.9e9
    every = counted(architecture={"transformer": mixtral | {"experts_per_token": 8}}, tokens=1)
    norms = (2 * 32 + 1) * 4096
    assert every.low / 6 - products + table + norms == 46_702_792_704


def test_what_the_sizes_leave_open_widens_the_count():
    known = counted(architecture={"transformer": LLAMA}, tokens=1)
    without = {name: size for name, size in LLAMA.items() if name not in ("gated", "causal")}
    unknown = counted(architecture={"transformer": without}, tokens=1)
    assert unknown.low < known.low < unknown.high


def test_hardware_time_is_chips_times_seconds_times_peak_times_utilization():
    used = {"chips": 1000, "hours": 10, "peak_operations_per_second": 989.4e12}
    assert (
        counted(hardware=used | {"utilization": 0.4}).low == 1000 * 36000 * 9894 * 10**11 * 4 / 10
    )
    assert counted(hardware=used) == Interval(0, 1000 * 36000 * 9894 * 10**11)


def test_several_figures_for_one_run_bound_it():
    run = counted(parameters=10**9, tokens=10**12, operations=7 * 10**21)
    assert run == Interval(6 * 10**21, 7 * 10**21)


def test_parameters_that_do_not_learn_still_pass_the_data():
    """An adapter's run: forward through all, backward at most through all, more for the adapter."""
    run = counted(parameters=1000, trainable_parameters=10, tokens=7)
    assert run == Interval((2000 + 20) * 7, (2000 + 2000 + 20) * 7)
    whole = counted(parameters=1000, trainable_parameters=1000, tokens=7)
    assert whole.high == 6 * 1000 * 7


@pytest.mark.parametrize("written", [1e26, "1e26"])
def test_1e26_is_exactly_ten_to_the_26(written):
    from licet.facts.parsing import parse

    data = {"operations": written} if isinstance(written, float) else parse('{"operations": 1e26}')
    assert counted(**data) == Interval.exactly(10**26)
    assert int(1e26) != 10**26


def test_a_run_without_figures_is_unknown_and_says_what_is_missing():
    for facts, missing in [
        ({}, ["run.operations"]),
        ({"parameters": 5}, ["run.tokens"]),
        ({"hardware": {"chips": 5, "peak_operations_per_second": 1}}, ["run.hardware.hours"]),
    ]:
        operations, _how, named = operations_of(read(TrainingRun, facts), "run")
        assert operations.high is None
        assert named == missing


def test_a_layer_without_its_sizes_is_refused_with_their_names():
    with pytest.raises(InputError) as caught:
        layers({"kind": "convolution", "kernel": [3]})
    assert [fault.path for fault in caught.value.faults] == [
        f"run.architecture.layers[0].{name}" for name in ("inputs", "outputs", "positions")
    ]


@given(st.integers(0, 10**30), st.integers(2, 8))
def test_a_shown_figure_is_never_above_the_real_one(number, digits):
    shown = scientific(number, digits)
    read_back = Fraction(shown.replace("..", ""))
    assert read_back <= number
    assert ("..e" in shown) == (read_back < number)


def test_the_sources_of_run_and_figures_stand_in_the_step():
    hardware = {"chips": 8, "hours": {"low": 1, "high": 2, "source": "scheduler"}}
    hardware |= {"peak_operations_per_second": 10**15}
    run = {"operations": {"low": 1, "high": 2, "source": "log"}, "source": "run 7"}
    found = count({"training_runs": [run | {"hardware": hardware}], "synthetic_data": []})
    assert found.steps.steps[0].why.endswith("; run 7; log; scheduler")
    whole = count({"training_operations": {"low": 1, "high": 2, "source": "Epoch AI"}})
    assert whole.steps.steps[0].why.endswith("; Epoch AI")


def test_a_utilization_of_more_than_all_is_refused():
    hardware = {"chips": 8, "hours": 1, "peak_operations_per_second": 10**15, "utilization": 1.01}
    with pytest.raises(InputError, match=r"hardware\.utilization.*more than 1"):
        count({"training_runs": [{"hardware": hardware}]})


def test_hardware_of_unknown_utilization_bounds_from_above_and_asks_for_it():
    hardware = {"chips": 2, "hours": 1, "peak_operations_per_second": 10**15}
    found, _how, missing = operations_of(read(TrainingRun, {"hardware": hardware}), "run")
    assert found == Interval(0, 72 * 10**17)
    assert missing == ["run.hardware.utilization"]
    logged = {"hardware": hardware, "operations": 10**18}
    assert operations_of(read(TrainingRun, logged), "run")[0] == Interval.exactly(10**18)
