"""``licet chips``."""

import json
from dataclasses import fields

import pytest
from click.testing import CliRunner

from licet.catalog import Chip, all_chips, find
from licet.cli.chips import command
from licet.errors import InputError


def chips(*words: str) -> str:
    """What ``licet chips`` prints for these words, on a wide terminal."""
    result = CliRunner().invoke(command, words, env={"COLUMNS": "240"}, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_without_words_every_chip_is_listed():
    printed = chips()
    assert all(f"{chip.id} " in printed for chip in all_chips())


def test_words_list_those_that_fit_and_no_others():
    printed = chips("h100")
    listed = [chip.id for chip in all_chips() if f"{chip.id} " in printed]
    assert listed == ["nvidia-h100-sxm5", "nvidia-h100-pcie", "nvidia-h100-nvl"]
    assert "15,832" in printed  # 1,979 dense FP8 tera-operations a second times 8 bits


def test_words_that_fit_one_show_it_in_full():
    printed = chips("RTX", "4090")
    rtx = find("nvidia-rtx-4090")
    for text in (rtx.designer, rtx.datacenter_evidence, *rtx.disagreements, *rtx.sources):
        assert text in printed
    assert "660.6 at 8 bits, FP8 tensor, dense" in printed


def test_equal_units_are_counted():
    assert "4 x 35.9 at 8 bits" in chips("nvidia-a16")


def test_what_is_not_known_is_called_so():
    assert "not known" in chips("nvidia-b200")


def test_json_is_a_list_of_the_chips_with_numbers_as_numbers():
    (chip,) = json.loads(chips("mi325x", "--json"))
    decided = {"tpp", "performance_density", "classification", "possible_classifications"}
    assert set(chip) == {field.name for field in fields(Chip)} | decided
    assert (chip["tpp"], chip["classification"]) == (20919.2, "3A090.a")
    assert chip["units"][0]["modes"][0]["tera_ops"] == 2614.9
    assert chip["memory_bandwidth_gb_s"] == 6000
    assert chip["release_date"] == "2024-10-10"
    assert len(json.loads(chips("--json"))) == len(all_chips())


def test_a_name_that_fits_none_is_refused_with_a_sentence():
    with pytest.raises(InputError, match=r'No chip is called "h1000"\. The nearest names'):
        chips("h1000")
