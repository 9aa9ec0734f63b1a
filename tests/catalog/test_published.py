"""Figures that others have published, against the rates in the catalog."""

from decimal import Decimal

import pytest

from licet.catalog import Chip, find


def tpp(chip: Chip) -> Decimal:
    """The highest product of rate and bit length of each unit, added up."""
    return sum(
        (max(m.tera_ops * m.bit_length for m in unit.modes) * unit.count for unit in chip.units),
        Decimal(0),
    )


TPP = [
    # SemiAnalysis, "Nvidia's New China AI Chips Circumvent US Restrictions", November 2023
    ("nvidia-h20", 2368),
    ("nvidia-l20", 1912),
    ("nvidia-l2", 1544),
    ("nvidia-a100-sxm4-80gb", 4992),
    # NVIDIA A800 datasheet: 624 at INT8, as the A100
    ("nvidia-a800-sxm4-80gb", 4992),
    # NVIDIA H100 datasheet: 3,958 and 3,026 at FP8 with sparsity
    ("nvidia-h100-sxm5", 15832),
    ("nvidia-h100-pcie", 12104),
    ("nvidia-h800-sxm5", 15832),
    # CNAS, January 2026, on the case-by-case window: H200 15,832
    ("nvidia-h200-sxm", 15832),
    # Tom's Hardware, October and December 2023
    ("nvidia-rtx-4090", 5285),
    ("nvidia-rtx-4090-d", 4707),
    # NVIDIA datasheets: L40S 1,466 and L40 724 at FP8, L4 485, all with sparsity
    ("nvidia-l40s", 5864),
    ("nvidia-l40", 2897),
    ("nvidia-l4", 1940),
    # NVIDIA Blackwell datasheet: FP4 18 and 20 PFLOPS with sparsity; GB300 15 without
    ("nvidia-b200", 36000),
    ("nvidia-gb200-gpu", 40000),
    ("nvidia-gb200-superchip", 80000),
    ("nvidia-gb300-gpu", 60000),
    # NVIDIA RTX Blackwell white paper: 3,352 AI TOPS with sparsity
    ("nvidia-rtx-5090", 6704),
    # AMD datasheets: 2,614.9 at FP8; 383 at FP16
    ("amd-mi300x", 20919),
    ("amd-mi250x", 6128),
    # Intel Gaudi 3 white paper: 1,835 at BF16
    ("intel-gaudi3", 29360),
    # Epoch AI, Machine Learning Hardware (CC BY 4.0)
    ("google-tpu-v5p", 7344),
    ("huawei-ascend-910c", 12800),
    ("biren-br100", 16384),
    ("aws-trainium3", 20136),
    # Microsoft at Hot Chips 2024: 3 POPS dense at six bits
    ("microsoft-maia-100", 18000),
]


@pytest.mark.parametrize(("chip", "published"), TPP)
def test_the_highest_product_is_the_published_one(chip: str, published: int):
    assert abs(tpp(find(chip)) - published) <= 1


DENSITY = [
    # SemiAnalysis, November 2023
    ("nvidia-h20", "2.91"),
    ("nvidia-l20", "3.14"),
    ("nvidia-l2", "5.24"),
    ("nvidia-a100-sxm4-40gb", "6.04"),
    # datasheet rates over NVIDIA's die areas (Ada and Hopper white papers)
    ("nvidia-l4", "6.59"),
    ("nvidia-h100-sxm5", "19.45"),
]


@pytest.mark.parametrize(("chip", "published"), DENSITY)
def test_the_performance_density_is_the_published_one(chip: str, published: str):
    found = find(chip)
    assert found.applicable_die_area_mm2
    assert abs(tpp(found) / found.applicable_die_area_mm2 - Decimal(published)) <= Decimal("0.01")


def test_mi325x_is_held_at_its_datasheet_and_not_at_the_rounded_figure():
    """AMD's datasheet says 2,614.9; 20,800 in circulation comes from 2,600."""
    mi325x = find("MI325X")
    assert tpp(mi325x) == Decimal("20919.2")
    assert any("20,800" in sentence for sentence in mi325x.disagreements)


def test_sparse_rates_are_halved():
    """The advertised figures of these datasheets are with sparsity, twice the dense rate."""
    advertised = {
        "nvidia-h100-sxm5": (8, 3958),
        "nvidia-h200-nvl": (8, 3341),
        "nvidia-rtx-4090": (8, Decimal("1321.2")),
        "nvidia-rtx-5090": (4, 3352),
        "nvidia-rtx-6000-ada": (8, 1457),
        "nvidia-rtx-a6000": (16, Decimal("309.7")),
        "nvidia-jetson-t5000": (4, 2070),
    }
    for name, (bits, sparse) in advertised.items():
        rates = [m.tera_ops for u in find(name).units for m in u.modes if m.bit_length == bits]
        assert max(rates) * 2 == sparse


def test_memory_bandwidth_as_on_the_datasheets():
    for name, gb_s in (("nvidia-h200-sxm", 4800), ("nvidia-h20", 4000), ("amd-mi300x", 5300)):
        assert find(name).memory_bandwidth_gb_s == gb_s


def test_links_and_host_interface_are_added_up():
    """NVLink of the A100 is 600 GB/s and of the A800 400; both have PCIe 4.0 with 64."""
    assert find("nvidia-a100-sxm4-40gb").interconnect_gb_s == 664
    assert find("nvidia-a800-sxm4-80gb").interconnect_gb_s == 464
