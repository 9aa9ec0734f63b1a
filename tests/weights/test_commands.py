"""The commands as a person or a pipeline meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from licet.cli.main import main

from . import made

JAPAN = {
    "date": "2025-06-02",
    "action": "export",
    "destination": "JP",
    "parties": {
        "ultimate_consignee": {
            "location": "JP",
            "headquarters": "JP",
            "ultimate_parent_headquarters": "JP",
        }
    },
    "end_use": {"prohibited_by_part_744": False},
}
ITEM = "published: {published}\nbelow_most_capable_published_model: false\n"
LARGE = ITEM.format(published="false") + "training_operations: 1e26\n"
SMALL = ITEM.format(published="false") + "training_operations: 9.9e25\n"
PUBLISHED = ITEM.format(published="true") + "training_operations: 1e26\n"
UNSAID = ITEM.format(published="false") + "training_runs: [{kind: pretraining, operations: 1e24}]\n"


@pytest.fixture
def run(capsys):
    def running(*arguments):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = stop.code
        out, err = capsys.readouterr()
        return int(status or 0), out, err

    return running


@pytest.fixture
def place(tmp_path):
    """A folder of checkpoints, each with a history, and a transaction to a rival's country."""
    made.safetensors(tmp_path / "large.safetensors")
    made.safetensors(tmp_path / "small.safetensors")
    (tmp_path / "training.yaml").write_text(LARGE)
    (tmp_path / "small.safetensors.training.yaml").write_text(SMALL)
    transaction = JAPAN | {"destination": "IN"}
    consignee = dict.fromkeys(("location", "headquarters", "ultimate_parent_headquarters"), "IN")
    transaction["parties"] = {"ultimate_consignee": consignee}
    (tmp_path / "sale.json").write_text(json.dumps(transaction))
    return tmp_path


def gate(run, place, *paths, by="on_the_books"):
    names = [place / path for path in paths]
    asked = ["weights", "gate", "--to", "IN", "--transaction", place / "sale.json", "--by", by]
    return run(*asked, *names)


def test_the_gate_has_a_line_for_each_checkpoint_and_the_status_of_the_worst(run, place):
    assert gate(run, place, "small.safetensors")[0] == 0
    assert gate(run, place, "large.safetensors")[0] == 3
    status, out, _err = gate(run, place, ".")
    lines = out.splitlines()
    assert status == 3
    assert len(lines) == 2
    assert "742.6(a)(13)" in next(line for line in lines if "large" in line)


def test_as_enforced_no_weights_need_a_license(run, place):
    assert gate(run, place, ".", by="as_enforced")[0] == 0


def test_published_weights_pass_the_gate(run, place):
    (place / "training.yaml").write_text(PUBLISHED)
    assert gate(run, place, "large.safetensors")[0] == 0


def test_the_gate_does_not_open_where_facts_are_missing(run, place):
    (place / "training.yaml").write_text(UNSAID)
    status, out, _err = gate(run, place, "large.safetensors")
    assert status == 4
    assert "synthetic_data" in out
    (place / "training.yaml").unlink()
    assert gate(run, place, "large.safetensors")[0] == 4


def test_the_gate_does_not_open_for_a_checkpoint_that_cannot_be_read(run, place):
    (place / "small.safetensors").write_bytes(b"\xff" * 20)
    status, out, _err = gate(run, place, "small.safetensors")
    assert status == 4
    assert "it could not be read" in out
    assert "header" in out
    (place / "small.safetensors.training.yaml").write_text(UNSAID)
    status, out, _err = gate(run, place, "small.safetensors")
    assert status == 4
    assert "synthetic_data" in out
    assert "header" in out, "that facts are missing as well hides nothing"


def test_the_gate_says_what_is_wrong_and_goes_on(run, place):
    (place / "small.safetensors.training.yaml").write_text("trainig_operations: 5\n")
    status, out, _err = gate(run, place, ".", "nothing.gguf")
    assert status == 2
    assert "training_operations" in out
    assert "742.6(a)(13)" in out
    assert "no such file" in out
    (place / "empty").mkdir()
    assert gate(run, place, "empty")[0] == 2


def test_the_gate_as_json(run, place):
    names = [place / "large.safetensors"]
    options = ["--to", "IN", "--transaction", place / "sale.json", "--by", "on_the_books"]
    status, out, _err = run("weights", "gate", "--json", *options, *names)
    (line,) = json.loads(out)
    assert (status, line["status"], line["outcome"]) == (3, 3, "license_required")


def test_decide_for_a_checkpoint_a_history_and_a_place(run, place):
    options = ["--to", "IN", "--transaction", place / "sale.json", "--by", "on_the_books"]
    status, out, _err = run("weights", "decide", *options, place / "large.safetensors")
    assert status == 3
    assert "4E091" in out
    assert "12 BF16" in out
    status, out, _err = run("weights", "decide", "--json", *options, place / "small.safetensors")
    assert status == 0
    answer = json.loads(out)
    assert answer["on_the_books"]["outcome"] == "not_controlled_here"
    assert answer["checkpoints"][0]["parameters"] == 12


def test_decide_takes_place_day_and_action_from_the_command_line(run, place):
    history = place / "h.yaml"
    history.write_text(LARGE)
    checkpoint = place / "large.safetensors"
    named = ["--history", history, "--date", "2025-06-02", "--action", "export", "--json"]
    status, out, _err = run("weights", "decide", "--to", "SG", *named, checkpoint)
    assert status in (0, 3, 4)
    assert json.loads(out)["date"] == "2025-06-02"
    status, _out, err = run("weights", "decide", "--to", "Singapore", *named, checkpoint)
    assert status == 2
    assert "SG" in err


def test_decide_without_a_file_is_a_sentence(run, place):
    status, out, err = run("weights", "decide", "--to", "IN", place / "nothing.pt")
    assert (status, out) == (2, "")
    assert "nothing.pt" in err


def test_scan_prints_json_and_only_json(run, place):
    status, out, err = run("weights", "scan", "--json", place)
    found = json.loads(out)
    assert (status, err, len(found)) == (0, "", 2)
    assert found[0]["precision"] == {"BF16": 12}
    assert len(found[0]["sha256"]) == 64
    (place / "broken.gguf").write_bytes(b"GGUF")
    status, out, _err = run("weights", "scan", "--no-hash", place)
    assert status == 5
    assert "cut off" in out


def test_operations_as_a_tree_as_json_and_as_a_drawing(run, tmp_path):
    history = tmp_path / "run.yaml"
    history.write_text(
        "model_weights:\n  id: M\n  training_runs: [{parameters: 1e12, tokens: 1e13}]\n"
        "  derived_from: []\n"
        "  synthetic_data: []\n"
    )
    svg = tmp_path / "m.svg"
    status, out, _err = run("weights", "operations", history, "--svg", svg)
    assert status == 0
    assert "6e25" in out
    assert "Technical Note 2" in out.replace("\n", "")
    assert svg.read_text().startswith("<svg")
    status, out, _err = run("weights", "operations", history, "--json")
    counted = json.loads(out)
    assert counted["training_operations"] == {"low": 6 * 10**25, "high": 6 * 10**25}
    assert counted["steps"]["steps"][0]["cite"] == "ECCN 4E091, Technical Note 2"


def test_operations_of_a_wrong_history_are_sentences(run, tmp_path):
    for content in ("[]", "training_runs: 5", "{", "training_operations: -1"):
        history = tmp_path / "run.yaml"
        history.write_text(content)
        status, out, err = run("weights", "operations", history)
        assert (status, out) == (2, "")
        assert err.strip()


def test_the_table_of_epoch(run):
    excerpt = Path(__file__).parents[1] / "data" / "weights" / "epoch_excerpt.csv"
    status, out, _err = run("weights", "epoch", "--json", excerpt)
    rows = {row["model"]: row["would_be_4e091"] for row in json.loads(out)}
    assert status == 0
    assert rows["Grok-3"] is True
    assert rows["Theseus"] is False
    status, out, _err = run("weights", "epoch", excerpt)
    assert "Epoch AI" in out
    assert "Theseus" not in out
