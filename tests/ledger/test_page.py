"""The commands of docs/ledger.md, typed one after the other."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import polars
import pytest
from tests.ledger.test_plan import order
from tests.ledger.world import CLOUD, GROUP, installed

from licet.cli.main import main

PAGE = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")
(BLOCK,) = re.findall(r"```\n(licet ledger open.*?)```", PAGE, re.S)
TYPED = [shlex.split(line, comments=True) for line in BLOCK.replace("\\\n", " ").splitlines()]


def test_every_command_of_the_page_runs_in_its_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LICET_LEDGER", raising=False)
    monkeypatch.setenv("LICET_WHO", "Ann")
    (tmp_path / "orders.json").write_text(json.dumps([order(1800, under="LPP")]), "utf-8")
    (tmp_path / "order.json").write_text(json.dumps(order(1)), "utf-8")
    polars.DataFrame([{"kind": "installation", **installed(8)}]).write_excel("history.xlsx")
    buyer = ("party", "on=2025-01-01", f"name={CLOUD}", f"ultimate_parent={GROUP}")
    assert len(TYPED) > 12
    for program, *arguments in TYPED:
        if "orders.json" in arguments:
            main(["ledger", "add", *buyer, "--why", "who buys in the orders of this test"])
        status = main(arguments) or 0
        assert (program, status) == ("licet", 3 if "--as-is" in arguments else 0), arguments
    assert (tmp_path / "headroom.svg").exists()
    assert (tmp_path / "all.jsonl").exists()
