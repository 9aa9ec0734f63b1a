"""Names as people type them."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.catalog import Chip, all_chips, find, search
from licet.errors import InputError

IDS = [chip.id for chip in all_chips()]


def refusal(name: str) -> str:
    """The one sentence that ``find`` refuses with."""
    with pytest.raises(InputError) as caught:
        find(name)
    assert [fault.path for fault in caught.value.faults] == [""]
    return caught.value.faults[0].sentence


@pytest.mark.parametrize(
    ("typed", "chip"),
    [
        ("H100 SXM", "nvidia-h100-sxm5"),
        ("nvidia h100 sxm5 80gb", "nvidia-h100-sxm5"),
        ("NVIDIA H100 80GB HBM3", "nvidia-h100-sxm5"),  # as nvidia-smi prints it
        ("h100 pcie", "nvidia-h100-pcie"),
        ("NVIDIA A100-SXM4-80GB", "nvidia-a100-sxm4-80gb"),  # nvidia-smi
        ("Tesla V100-SXM2-16GB", "nvidia-v100-sxm2-16gb"),  # nvidia-smi
        ("RTX 4090", "nvidia-rtx-4090"),
        ("rtx4090", "nvidia-rtx-4090"),
        ("NVIDIA GeForce RTX 4090", "nvidia-rtx-4090"),
        ("4090D", "nvidia-rtx-4090-d"),
        ("RTX 5090", "nvidia-rtx-5090"),
        ("mi300x", "amd-mi300x"),
        ("AMD Instinct MI300X", "amd-mi300x"),
        ("H20", "nvidia-h20"),
        ("L4 GPU", "nvidia-l4"),
        ("t4", "nvidia-t4"),
        ("NVIDIA Tesla K40c", "nvidia-k40"),  # the same board with a fan
        ("Gaudi3", "intel-gaudi3"),
        ("tpu v4", "google-tpu-v4"),
        ("TPUv4i", "google-tpu-v4i"),
        ("ascend 910c", "huawei-ascend-910c"),
        ("trainium 2", "aws-trainium2"),
        ("M2 Ultra", "apple-m2-ultra"),
    ],
)
def test_a_name_finds_its_chip(typed: str, chip: str):
    assert find(typed).id == chip


@pytest.mark.parametrize(
    ("typed", "chips"),
    [
        ("H100", ["nvidia-h100-sxm5", "nvidia-h100-pcie", "nvidia-h100-nvl"]),
        (
            "NVIDIA H100 Tensor Core GPU",
            ["nvidia-h100-sxm5", "nvidia-h100-pcie", "nvidia-h100-nvl"],
        ),
        ("H200", ["nvidia-h200-sxm", "nvidia-h200-nvl"]),
        ("a100 80gb", ["nvidia-a100-sxm4-80gb", "nvidia-a100-pcie-80gb"]),
        ("A100 80 GB", ["nvidia-a100-sxm4-80gb", "nvidia-a100-pcie-80gb"]),
        ("GB200", ["nvidia-gb200-gpu", "nvidia-gb200-superchip"]),
        ("MI300", ["amd-mi300a", "amd-mi300x"]),
        ("Gaudi", ["intel-gaudi2", "intel-gaudi3"]),
        ("trainium", ["aws-trainium1", "aws-trainium2", "aws-trainium3"]),
    ],
)
def test_a_name_of_several_lists_them(typed: str, chips: list[str]):
    sentence = refusal(typed)
    assert [chip.id for chip in search(typed)] == chips
    assert all(f"{chip} (" in sentence for chip in chips)
    assert f"fits {len(chips)} chips" in sentence


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("H1000", "nvidia-h100-sxm5"),
        ("RTX 4095", "nvidia-rtx-4090"),
        ("rtx4095", "nvidia-rtx-4090"),
        ("gaudi 4", "intel-gaudi3"),
        ("HGX H100", "nvidia-h100-sxm5"),  # eight GPUs on a board are not a chip
        ("DGX A100", "nvidia-a100-sxm4-80gb"),
        ("GB200 NVL72", "nvidia-gb200-superchip"),  # nor is a rack
    ],
)
def test_a_name_of_none_gets_the_nearest(typed: str, nearest: str):
    sentence = refusal(typed)
    assert sentence.startswith(f'No chip is called "{typed}". ')
    assert nearest in sentence


def test_a_name_that_others_use_too_is_nobodys():
    # Microsoft says M100 of its Maia 100, and Baidu of a Kunlun that no datasheet describes yet.
    assert refusal("M100").startswith('No chip is called "M100".')


def test_a_name_is_never_completed():
    assert [chip.id for chip in search("H20")] == ["nvidia-h20"]
    assert search("H10") == search("H2") == search("MI30") == ()


@pytest.mark.parametrize("typed", ["", "  ", "-", "?!", "\N{SNOWMAN}", "x" * 100_000])
def test_what_is_no_name_gets_a_sentence(typed: str):
    assert len(refusal(typed)) < 250


def test_many_chips_are_not_listed_whole():
    sentence = refusal("nvidia")
    assert "Say more" in sentence
    assert sentence.count("(NVIDIA") == 12


@pytest.mark.parametrize("chip", all_chips(), ids=lambda chip: chip.id)
def test_each_name_fits_its_chip(chip: Chip):
    assert find(chip.id) is find(chip.name) is chip
    assert search(chip.id) == (chip,)
    for alias in chip.aliases:
        assert chip in search(alias)
        assert chip in search(f"{chip.manufacturer} {alias}")


@given(st.sampled_from(IDS), st.data())
def test_case_spaces_and_hyphens_do_not_matter(chip: str, data: st.DataObject):
    gap = st.sampled_from(["", " ", "-", "  ", "_", " - "])
    typed = "".join(
        data.draw(gap) if letter == "-" else data.draw(st.sampled_from([letter, letter.upper()]))
        for letter in chip
    )
    cut = data.draw(st.integers(0, len(typed)))
    assert find(typed[:cut] + data.draw(gap) + typed[cut:]).id == chip


@given(st.text(max_size=40))
def test_any_text_is_a_chip_or_a_sentence(typed: str):
    if any(letter.isalnum() for letter in typed) and len(search(typed)) == 1:
        assert [find(typed)] == list(search(typed))
    else:
        assert refusal(typed).endswith(".")


def test_finding_a_chip_loads_nothing_heavy():
    code = (
        "import sys; from licet.catalog import find; find('nvidia-h20');"
        "print({'click', 'rich', 'pydantic', 'yaml', 'polars'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"
