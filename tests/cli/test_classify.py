"""`licet classify`: a name that fits several chips classifies each; a file is never taken for a name."""

from __future__ import annotations

import json

import pytest
from tests.cli.test_decide import run


def test_every_chip_that_a_name_fits(capsys: pytest.CaptureFixture[str]) -> None:
    """The datasheets of all three H100 put them far above 4,800."""
    code, out, err = run(capsys, "classify", "H100", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert {each["item"]["chip"] for each in found} == {
        "nvidia-h100-sxm5", "nvidia-h100-pcie", "nvidia-h100-nvl",
    }  # fmt: skip
    assert {each["classification"] for each in found} == {"3A090.a"}


@pytest.mark.parametrize("name", ["MI300X", "rtx 4090", "4090D", "L40S", "TPU v5p", "b200"])
def test_a_name_as_people_type_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "classify", name, "--json")
    assert (code, err, len(json.loads(out))) == (0, "", 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("nowhere.json", "there is no file nowhere.json"),
        ("quatsch", 'No chip is called "quatsch"'),
        ("nvidia", '"nvidia" fits'),
    ],
)
def test_what_is_neither_is_a_sentence(
    typed: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "classify", typed)
    assert (code, out) == (2, "")
    assert err.startswith(sentence)
