"""What holds for the count of every history."""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from licet.weights import Interval, count
from licet.weights.steps import leaves

from .brute import Data, Model, counts, facts, training


def possible(model, models):
    """The model with shares that its own training has room for: data are not learned elsewhere."""
    own = sum(model.runs)
    whole = own + (len(training(models, model.base)) if model.base is not None else 0)
    asked = sum(data.share for data in model.data)
    scale = min(Fraction(1), Fraction(own, whole) / asked) if asked else Fraction(1)
    model.data = [replace(data, share=data.share * scale) for data in model.data]
    return model


@st.composite
def histories(draw, most=6):
    """Models in order of time; each may come of, or learn from, any of those before it."""
    models: list[Model] = []
    for made in range(draw(st.integers(1, most))):
        earlier = st.integers(0, made - 1) if made else st.nothing()
        shares = st.sampled_from([Fraction(n, 100) for n in (0, 5, 9, 10, 11, 30, 50, 100)])
        data = st.builds(Data, earlier, shares, st.integers(0, 5), st.booleans())
        model = Model(
            runs=draw(st.lists(st.integers(1, 9), min_size=1, max_size=3)),
            published=draw(st.booleans()),
            base=draw(st.none() | earlier) if made else None,
            data=draw(st.lists(data, max_size=3)) if made else [],
        )
        models.append(possible(model, models))
    return models


def bounds(sets):
    sizes = [len(each) for each in sets]
    return Interval(min(sizes), max(sizes))


@given(histories())
@settings(max_examples=400, deadline=None)
def test_no_operation_counts_twice_on_any_graph(models):
    """The count is the size of a set of operations, each of which is in it once or not at all."""
    last = len(models) - 1
    assert count(facts(models, last)).operations == bounds(counts(models, last))


@given(histories())
@settings(max_examples=150, deadline=None)
def test_the_steps_that_count_add_up(models):
    found = count(facts(models, len(models) - 1))
    parts = leaves(found.steps)
    assert sum(part.operations.low for part in parts if part.counted) <= found.operations.low
    upper = sum(part.operations.high for part in parts if part.counted is not False)
    assert upper >= found.operations.high
    if found.operations.low == found.operations.high and None not in {p.counted for p in parts}:
        assert upper == found.operations.high
    names = [part.amount for part in parts if part.counted is not False]
    assert len(names) == len(set(names))


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_runs_and_of_data_is_irrelevant(models, shuffle: random.Random):
    last = len(models) - 1
    before = count(facts(models, last))
    for model in models:
        shuffle.shuffle(model.runs)
        shuffle.shuffle(model.data)
    after = count(facts(models, last))
    assert (before.operations, before.note_2) == (after.operations, after.note_2)


@given(histories(), st.data())
@settings(max_examples=150, deadline=None)
def test_how_a_lineage_is_split_into_steps_is_irrelevant(models, data):
    """A model trained in several runs counts as one derived from an earlier checkpoint of it."""
    last = len(models) - 1
    model = models[last]
    whole = len(training(models, last))
    cut = data.draw(st.integers(0, len(model.runs)))
    later = model.runs[cut:]
    before = whole - sum(later)
    shares = [d.share for d in model.data]
    published = data.draw(st.booleans())
    checkpoint = Model(model.runs[:cut], published, model.base, [])
    split = [*models[:last], checkpoint, Model(later, model.published, last, list(model.data))]
    if before and data.draw(st.booleans()) and max(shares, default=0) * whole <= before:
        scaled = [
            Data(d.generator, d.share * whole / before, d.generation, d.published)
            for d in model.data
        ]
        split[last], split[last + 1] = (
            Model(checkpoint.runs, published, model.base, scaled),
            Model(later, model.published, last, []),
        )
    assert count(facts(split, last + 1)).operations == count(facts(models, last)).operations


@given(histories(), st.data())
@settings(max_examples=150, deadline=None)
def test_publishing_an_ancestor_never_raises_the_count_of_the_data_generators(models, data):
    """Where one generator counts, its training drops out once its parameters are published."""
    last = len(models) - 1
    for model in models:
        model.data = model.data[:1]
    chosen = data.draw(st.integers(0, last))
    before = count(facts(models, last)).operations
    models[chosen].published = True
    if any(bases_have_data(models, m) for m in range(last + 1)):
        return
    after = count(facts(models, last)).operations
    assert after.high <= before.high


def bases_have_data(models, m):
    base = models[m].base
    return base is not None and (bool(models[base].data) or bases_have_data(models, base))


@given(histories())
@settings(max_examples=150, deadline=None)
def test_a_published_ancestor_put_into_the_lineage_never_raises_the_count(models):
    """Part of the training turns out to be that of a published checkpoint: the count stays, and
    what Note 1 compares, the operations added to published parameters, falls.
    """
    last = len(models) - 1
    model = models[last]
    whole = count(facts(models, last))
    checkpoint = Model(model.runs, True, model.base, [])
    split = [*models[:last], checkpoint, Model([0], model.published, last, model.data)]
    found = count(facts(split, last + 1))
    assert found.operations == whole.operations
    assert found.base_published is True
    assert found.derived_from[0].additional == Interval(0, 0)
    for reading in found.readings:
        if reading.id == "published-base-in-the-count":
            assert reading.operations_if_read_otherwise.high <= whole.operations.high


@given(histories(), st.integers(1, 9))
@settings(max_examples=150, deadline=None)
def test_read_otherwise_a_published_base_adds_nothing(models, size):
    """Were published bases left out, putting one behind a history would not raise its count."""
    last = len(models) - 1
    for model in models:
        model.data = []
    before = len(training(models, last))
    chain = [last]
    while models[chain[-1]].base is not None:
        chain.append(models[chain[-1]].base)
    first = chain[-1]
    written = deepcopy(facts(models, last))
    oldest = written
    while oldest.get("derived_from"):
        oldest = oldest["derived_from"]
    assert oldest["id"] == f"M{first}"
    oldest["derived_from"] = {"id": "P", "published": True, "training_operations": size}
    found = count(written)
    assert found.operations == Interval(before + size, before + size)
    (reading,) = [r for r in found.readings if r.id == "published-base-in-the-count"]
    assert reading.operations_if_read_otherwise.high <= before


@st.composite
def histories_with_holes(draw):
    """A history, and the facts to take out of it: which model or data, and which fact."""
    models = draw(histories(most=4))
    holes = [("model", m, "published") for m in range(len(models) - 1)]
    for m, model in enumerate(models):
        for n, _data in enumerate(model.data):
            names = ("data_published", "share_of_training_operations", "generation_operations")
            holes += [("data", (m, n), name) for name in (*names, "generator")]
        holes += [("model", m, "synthetic_data"), ("model", m, "training_runs")]
        holes += [("model", m, "derived_from"), ("run", m, "kind")]
    return models, draw(st.sets(st.sampled_from(holes), min_size=1, max_size=3))


@given(histories_with_holes())
@settings(max_examples=300, deadline=None)
def test_the_truth_lies_within_the_bounds_whatever_is_left_out(case):
    """Taking facts away can only widen the interval: the count with all facts stays inside."""
    models, holes = case
    last = len(models) - 1
    truth = bounds(counts(models, last))
    found = count(punched(facts(models, last), holes)).operations
    assert found.low <= truth.low
    assert found.high is None or found.high >= truth.high


@given(histories_with_holes())
@settings(max_examples=200, deadline=None)
def test_missing_answers_of_yes_or_no_give_exactly_what_some_answers_would(case):
    models, holes = case
    last = len(models) - 1
    holes = [h for h in holes if h[2] in ("published", "data_published")]
    counted = count(punched(facts(models, last), holes))
    assert counted.bounds_exact
    assert counted.notes == ()
    found = counted.operations
    answers = []
    for given_ in product([True, False], repeat=len(holes)):
        for (_kind, where, _name), value in zip(holes, given_, strict=True):
            if isinstance(where, tuple):
                model, n = models[where[0]], where[1]
                model.data[n] = replace(model.data[n], published=value)
            else:
                models[where].published = value
        answers += counts(models, last)
    assert found == bounds(answers)


def test_where_the_answers_are_too_many_to_go_through_the_bounds_hold_all_the_same():
    """Twelve generators, each trained on the data of one before it; nothing is said of any."""
    shuffled = random.Random(4)
    for _history in range(2):
        models = [Model([shuffled.randint(1, 9)], False)]
        for n in range(1, 13):
            data = [Data(shuffled.randrange(n), Fraction(1, 4), 1, True) for _each in range(2)]
            models.append(Model([shuffled.randint(1, 9)], True, shuffled.choice([None, 0]), data))
        models.append(Model([30], False, 5, [Data(n, Fraction(1, 13), 1, True) for n in range(13)]))
        models[-1].data += [Data(n, Fraction(1, 8), 1, True) for n in range(3, 9)]
        holes = [("model", n, "published") for n in range(13)]
        holes += [
            ("data", (m, n), "data_published")
            for m in range(14)
            for n in range(len(models[m].data))
        ]
        counted = count(punched(facts(models, 13), holes))
        assert not counted.bounds_exact
        assert "wider" in counted.notes[-1]
        found = counted.operations
        for _answer in range(12):
            for model in models:
                model.published = shuffled.random() < 0.5
                model.data = [replace(d, published=shuffled.random() < 0.3) for d in model.data]
            truth = bounds(counts(models, 13))
            assert found.low <= truth.low <= truth.high <= found.high


def punched(written, holes):
    """The facts without what ``holes`` names; a model is found by its id wherever it stands."""
    name = written["id"]
    for kind, where, fact in holes:
        if kind == "model" and f"M{where}" == name:
            written[fact] = None
        if kind == "run" and f"M{where}" == name and written["training_runs"]:
            written["training_runs"][0][fact] = None
        if kind == "data" and f"M{where[0]}" == name and written["synthetic_data"]:
            written["synthetic_data"][where[1]][fact] = None
    for data in written["synthetic_data"] or []:
        if data["generator"] is not None:
            punched(data["generator"], holes)
    if written.get("derived_from"):
        punched(written["derived_from"], holes)
    return written
