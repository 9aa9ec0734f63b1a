"""docs/reforms.md: its files are reforms, and what it says of them comes out."""

import re
from datetime import date
from pathlib import Path

import pytest

from licet.decision import determine
from licet.decision.reforms import KEYS, reformed
from licet.facts.parsing import parse
from licet.proofs.history import history

PAGE = (Path(__file__).parents[2] / "docs" / "reforms.md").read_text(encoding="utf-8")
FILES = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize("text", FILES)
def test_every_file_of_the_page_is_a_reform(text):
    data = parse(text, yaml=True)
    assert len(reformed(data).reform.says) >= len(data)


def test_every_key_is_explained():
    assert all(f"`{key}" in PAGE for key in KEYS)


def test_an_rtx_4090_stays_free_under_the_threshold_of_the_page():
    law = reformed(parse(FILES[1], yaml=True))
    for steps in history({"chip": "nvidia-rtx-4090"}, "CN", law=law).values():
        assert [step.status for step in steps] == ["free"]
    facts = {
        "date": date(2024, 6, 3),
        "action": "export",
        "destination": "CN",
        "lines": [{"item": {"chip": "nvidia-h100-sxm5"}, "quantity": 1}],
        "end_use": {"prohibited_by_part_744": False},
    }
    made = determine(facts, law=law).to_dict()["on_the_books"]
    assert made["lines"][0]["classification"] == "3A090.a"


def test_the_example_is_the_one_on_the_page():
    file = Path(__file__).parents[2] / "examples" / "reforms" / "threshold.yaml"
    assert parse(file.read_text(encoding="utf-8"), yaml=True) == parse(FILES[1], yaml=True)
