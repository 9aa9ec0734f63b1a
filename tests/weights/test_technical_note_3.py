"""Technical Note 3 to ECCN 4E091: when training on generated data adds to the count."""

from fractions import Fraction

import pytest

from licet.weights import Interval, count


def exactly(number):
    return Interval(number, number)


def model(name, operations, *data, **facts):
    runs = [{"operations": operations}]
    described = {"id": name, "published": False, "training_runs": runs, "synthetic_data": data}
    return described | {"derived_from": []} | facts


def data(generator, share, generation=0, published=False):
    return {
        "share_of_training_operations": share,
        "generator": generator,
        "generation_operations": generation,
        "data_published": published,
    }


def operations(described):
    return count(described).operations


def test_the_worked_example_of_the_note():
    """A trains B and C, B and C train D: the operations to train A are added to D's once."""
    a = model("A", 10**24)
    b = model("B", 3 * 10**24, data(a, 0.5))
    c = model("C", 2 * 10**24, data(a, 0.5))
    d = model("D", 5 * 10**24, data(b, 0.3), data(c, 0.3))
    assert operations(d) == exactly((5 + 3 + 1) * 10**24)


def test_a_shared_ancestor_of_base_and_generator_counts_once():
    a = model("A", 10**24)
    b = model("B", 3 * 10**24, derived_from=a)
    d = model("D", 5 * 10**24, data(b, 0.3), derived_from=a)
    assert operations(d) == exactly((5 + 3 + 1) * 10**24)


@pytest.mark.parametrize(
    ("share", "adds"),
    [
        (Fraction(1, 10), 0),
        (Fraction(1, 10) + Fraction(1, 10**30), 4),
        (0.1, 0),
        (0.10000001, 4),
        (1, 4),
        (0, 0),
    ],
)
def test_more_than_ten_percent_adds_generation_and_training(share, adds):
    g = model("G", 3 * 10**24)
    assert operations(model("M", 10**25, data(g, share, 10**24))) == exactly(10**25 + adds * 10**24)


def test_a_published_generator_adds_only_the_generation():
    g = model("G", 3 * 10**24, published=True)
    assert operations(model("M", 10**25, data(g, 0.5, 10**24))) == exactly(11 * 10**24)


def test_published_data_add_nothing():
    g = model("G", 3 * 10**24)
    assert operations(model("M", 10**25, data(g, 0.5, 10**24, True))) == exactly(10**25)


@pytest.mark.parametrize("by", ["variant_of", "derived_from", "id"])
def test_variants_of_one_model_are_one_generator(by):
    """Six percent from each of two checkpoints are twelve percent from a single model."""
    parent = model("G", 3 * 10**24)
    if by == "variant_of":
        first, second = (model(n, 10**24, variant_of="G") for n in ("G1", "G2"))
        adds = 2 * 10**24
    elif by == "derived_from":
        first, second = (model(n, 10**24, derived_from=parent) for n in ("G1", "G2"))
        adds = 5 * 10**24
    else:
        first, second, adds = parent, {"id": "G"}, 3 * 10**24
    described = model("M", 10**25, data(first, 0.06), data(second, 0.06))
    assert operations(described) == exactly(10**25 + adds)


def test_two_generators_of_six_percent_are_not_one_of_twelve_but_the_reading_is_shown():
    one, other = model("G", 3 * 10**24), model("H", 4 * 10**24)
    found = count(model("M", 10**25, data(one, 0.06), data(other, 0.06)))
    assert found.operations == exactly(10**25)
    (reading,) = found.readings
    assert reading.id == "several-generators-together"
    assert reading.operations_if_read_otherwise.high == 14 * 10**24


def test_of_several_generators_only_the_largest_training_counts_but_all_generation():
    one, other = model("G", 3 * 10**24), model("H", 4 * 10**24)
    described = model("M", 10**25, data(one, 0.2, 10**23), data(other, 0.2, 10**23))
    assert operations(described) == exactly(10**25 + 4 * 10**24 + 2 * 10**23)


def test_a_larger_published_generator_does_not_displace_an_unpublished_one():
    one, other = model("G", 3 * 10**24), model("H", 4 * 10**24, published=True)
    described = model("M", 10**25, data(one, 0.2), data(other, 0.2))
    assert operations(described) == exactly(13 * 10**24)


def test_the_share_of_a_base_is_a_share_of_the_whole():
    """Half of the base's training is five percent of a model trained ten times as long."""
    g = model("G", 10**24)
    base = model("B", 10**24, data(g, 0.5))
    assert operations(base) == exactly(2 * 10**24)
    assert operations(model("M", 9 * 10**24, derived_from=base)) == exactly(10**25)
    assert operations(model("N", 3 * 10**24, derived_from=base)) == exactly(5 * 10**24)


def test_the_same_data_used_twice_are_generated_once():
    g = model("G", 10**24, published=True)
    made = data(g, 0.5, 10**23) | {"id": "corpus"}
    base = model("B", 10**24, made)
    assert operations(model("M", 10**24, made, derived_from=base)) == exactly(2 * 10**24 + 10**23)


def test_the_same_run_in_two_models_counts_once():
    run = {"id": "pretraining of 2024", "operations": 10**24}
    earlier = model("E", 0, training_runs=[run])
    later = model("L", 0, data(earlier, 0.5), training_runs=[run, {"operations": 10**23}])
    assert operations(later) == exactly(11 * 10**23)


def test_a_stated_figure_is_the_whole_count_of_the_model_that_states_it():
    g = model("G", 3 * 10**24)
    assert operations(model("M", 1, data(g, 0.5), training_operations=10**25)) == exactly(10**25)
    base = model("B", 1, data(g, 0.5), training_operations=10**25)
    above = model("M", 10**24, data(g, 0.5), derived_from=base)
    assert operations(above) == exactly(11 * 10**24), "G is inside the figure for B"


class TestWhatIsNotKnown:
    """A missing fact leaves the count open, between what each answer would give."""

    def test_whether_the_generator_is_published(self):
        g = model("G", 3 * 10**24, published=None)
        found = count(model("M", 10**25, data(g, 0.5)))
        assert found.operations == Interval(10**25, 13 * 10**24)
        assert found.missing == ("synthetic_data[0].generator.published",)

    def test_whether_the_data_are_published(self):
        found = count(model("M", 10**25, data(model("G", 3 * 10**24), 0.5, 10**24, None)))
        assert found.operations == Interval(10**25, 14 * 10**24)
        assert found.missing == ("synthetic_data[0].data_published",)

    def test_how_much_of_the_training_was_on_the_data(self):
        found = count(model("M", 10**25, data(model("G", 3 * 10**24), None)))
        assert found.operations == Interval(10**25, 13 * 10**24)
        assert found.missing == ("synthetic_data[0].share_of_training_operations",)

    def test_what_the_generation_took(self):
        found = count(model("M", 10**25, data(model("G", 3 * 10**24), 0.5, None)))
        assert found.operations == Interval(13 * 10**24, None)
        assert found.missing == ("synthetic_data[0].generation_operations",)

    def test_who_generated_the_data(self):
        found = count(model("M", 10**25, data(None, 0.5)))
        assert found.operations == Interval(10**25, None)
        assert found.missing == ("synthetic_data[0].generator",)

    def test_whether_there_were_synthetic_data(self):
        found = count({"derived_from": [], "training_runs": [{"operations": 10**25}]})
        assert found.operations == Interval(10**25, None)
        assert found.missing == ("synthetic_data",)

    def test_nothing_at_all(self):
        assert count({}).operations == Interval(0, None)

    def test_an_unknown_that_cannot_reach_ten_percent_does_not_matter(self):
        base = {"id": "B", "training_runs": [{"kind": "pretraining", "operations": 10**24}]}
        assert operations(model("M", 9 * 10**24, derived_from=base)) == exactly(10**25)
        above = operations(model("M", 8 * 10**24, derived_from=base))
        assert above == Interval(9 * 10**24, None)

    def test_nothing_said_of_the_data_behind_a_stated_figure(self):
        """Over ten percent of it they are inside the figure; below, they add to what M learned."""
        base = {"id": "B", "training_operations": 9 * 10**24, "synthetic_data": None}
        said = model("M", 10**24, derived_from=base)
        assert operations(said) == exactly(10**25)
        generator = model("G", 3 * 10**24)
        found = count(model("M", 10**24, data(generator, 0.05), derived_from=base))
        assert found.operations == Interval(10**25, None)
        assert found.missing == ("derived_from.synthetic_data",)
        told = base | {"synthetic_data": []}
        assert operations(model("M", 10**24, data(generator, 0.05), derived_from=told)) == exactly(
            10**25
        )

    def test_small_unknown_data_can_lift_a_known_generator_over_the_line(self):
        g = model("G", 10**24)
        found = operations(model("M", 10**25, data(g, 0.08), data(None, 0.03)))
        assert (found.low, found.high) == (10**25, None)

    def test_generators_whose_size_is_uncertain_are_all_candidates(self):
        one = model("G", {"low": 10**24, "high": 5 * 10**24})
        other = model("H", {"low": 2 * 10**24, "high": 3 * 10**24})
        found = operations(model("M", 10**25, data(one, 0.2), data(other, 0.2)))
        assert found.low <= 12 * 10**24
        assert found.high == 15 * 10**24
