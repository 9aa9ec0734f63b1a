"""Every row of Epoch AI's "Machine Learning Hardware" (CC BY 4.0), beside the catalog."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from licet.catalog import Chip, all_chips, find

HERE = Path(__file__).parent
ROWS = list(
    csv.DictReader((HERE.parent / "data/catalog/epoch_ml_hardware.csv").open(encoding="utf-8"))
)
EPOCH = "Epoch AI, Machine Learning Hardware, CC BY 4.0"
HELD = [row for row in ROWS if row["chip"]]


def tpp(chip: Chip) -> Decimal:
    """The highest product of rate and bit length of each unit, added up."""
    return sum(
        (max(m.tera_ops * m.bit_length for m in unit.modes) * unit.count for unit in chip.units),
        Decimal(0),
    )


def test_every_row_is_a_chip_here_or_left_out_for_a_reason():
    assert len(ROWS) == 175
    assert all(bool(row["chip"]) != bool(row["left_out_because"]) for row in ROWS)


def test_the_chips_of_its_rows_and_no_others_name_it_as_a_source():
    credited = {chip.id for chip in all_chips() if EPOCH in chip.sources}
    assert credited == {row["chip"] for row in HELD}


@pytest.mark.parametrize("row", HELD, ids=lambda row: row["hardware_name"])
def test_a_difference_of_more_than_one_percent_is_said(row: dict[str, str]):
    chip = find(row["chip"])
    if not row["tpp"]:
        return
    theirs = Decimal(row["tpp"])
    if abs(tpp(chip) - theirs) * 100 > theirs:
        assert any("Epoch" in sentence for sentence in chip.disagreements)


def test_what_is_said_of_it_is_what_it_says():
    """The figure in "Epoch gives 1,008, ..." stands in a row of that chip."""
    theirs: dict[str, set[int]] = {}
    for row in HELD:
        if row["tpp"]:
            theirs.setdefault(row["chip"], set()).add(round(Decimal(row["tpp"])))
    said = [
        (chip.id, int(figure.replace(",", "")))
        for chip in all_chips()
        for sentence in chip.disagreements
        for figure in re.findall(r"Epoch gives ([\d,]*\d)(?! GB/s)(?!\d|,\d)", sentence)
    ]
    assert len(said) > 10
    assert [(chip, figure) for chip, figure in said if figure not in theirs[chip]] == []
