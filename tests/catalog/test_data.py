"""What every chip in the catalog keeps to."""

import re
from decimal import Decimal

import pytest

from licet.catalog import Chip, all_chips

CHIPS = pytest.mark.parametrize("chip", all_chips(), ids=lambda chip: chip.id)


def test_there_are_at_least_160_chips_each_with_an_id_of_its_own():
    ids = [chip.id for chip in all_chips()]
    assert len(set(ids)) == len(ids) >= 160


@CHIPS
def test_rates_are_exact_positive_and_dense(chip: Chip):
    for unit in chip.units:
        assert unit.count >= 1
        assert unit.modes
        for mode in unit.modes:
            assert isinstance(mode.tera_ops, Decimal)
            assert mode.tera_ops > 0
            assert ", dense" in mode.what
    assert chip.units


@CHIPS
def test_the_bit_length_is_that_of_the_format_named(chip: Chip):
    names = {"TF32": 19, "TF32+": 24}  # formats whose name does not end in their length
    for unit in chip.units:
        for mode in unit.modes:
            name = mode.what.removesuffix(", dense").split(", dense (")[0].split("/")[0]
            known = [names[word] for word in name.split() if word in names]
            digits = re.search(r"(?:FP|BFP|INT|BF|MX)(\d+)", name)
            assert mode.bit_length == (known or [int(digits[1]) if digits else 0])[0]


@CHIPS
def test_measures_are_positive_or_not_known(chip: Chip):
    for measure in (chip.transistors, chip.interconnect_gb_s):
        assert measure is None or measure > 0
    for measure in (chip.applicable_die_area_mm2, chip.memory_bandwidth_gb_s):
        assert measure is None or measure >= 0


@CHIPS
def test_only_planar_nodes_have_no_applicable_die_area(chip: Chip):
    """28 nm and above is planar; 16 nm and below, of every foundry here, is FinFET."""
    nodes = [int(n) for n in re.findall(r"(\d+) nm", chip.process or "")]
    planar = bool(nodes) and min(nodes) >= 28
    assert (chip.applicable_die_area_mm2 == 0) is planar


@CHIPS
def test_it_says_who_designed_it_and_on_what_evidence(chip: Chip):
    assert chip.designer
    assert chip.designer_headquarters is None or re.fullmatch(
        "[A-Z]{2}", chip.designer_headquarters
    )
    assert chip.sources
    for sentence in (chip.datacenter_evidence, *chip.disagreements):
        assert sentence.endswith(".")
        assert len(sentence.split()) > 4


def test_one_designer_is_written_one_way():
    written: dict[str, set[tuple[str, str | None]]] = {}
    for chip in all_chips():
        said = (chip.designer, chip.designer_headquarters)
        written.setdefault(chip.manufacturer, set()).add(said)
    assert all(len(ways) == 1 for ways in written.values())


def test_a_chip_without_dram_has_no_memory_bandwidth():
    """Groq and Cerebras compute from memory on the chip alone."""
    none = {chip.id for chip in all_chips() if chip.memory_bandwidth_gb_s == 0}
    assert none == {"groq-lpu-v1", "cerebras-wse-2", "cerebras-wse-3"}
