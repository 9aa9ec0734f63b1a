"""The command as a person or a script meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from licet.cli.main import main

ROOT = Path(__file__).parents[2]
SHIPMENTS = ROOT / "src" / "licet" / "cli" / "shipments"
EXAMPLES = ROOT / "examples"

EXPECTED = {
    # file: exit status by the answer as enforced, and by the one on the books (see each shipment)
    "1-a-cloud-in-india.json": (0, 0),
    "2-a-buyer-in-singapore.json": (3, 3),
    "3-graphics-cards-for-china.json": (3, 3),
    "4-a-server-for-germany.json": (4, 4),
    "5-h200-for-china-in-2026.json": (3, 3),
    "6-a-data-center-in-abu-dhabi.json": (0, 0),
    "memory-for-a-packager.json": (0, 0),
    "weights-to-a-lab-in-japan.json": (0, 0),
    "two-lines-for-poland.yaml": (4, 4),
}


def path_of(name: str) -> Path:
    return SHIPMENTS / name if (SHIPMENTS / name).exists() else EXAMPLES / name


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        status = main(list(arguments))
    except SystemExit as stop:
        status = stop.code
    out, err = capsys.readouterr()
    return int(status or 0), out, err


def test_every_example_is_expected() -> None:
    named = {
        p.name for p in (*SHIPMENTS.iterdir(), *EXAMPLES.glob("*.json"), *EXAMPLES.glob("*.yaml"))
    }
    assert named == {*EXPECTED, "wrong-on-purpose.json"}


@pytest.mark.parametrize(("name", "statuses"), EXPECTED.items())
def test_exit_statuses(
    name: str, statuses: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    for by, status in zip(("as_enforced", "on_the_books"), statuses, strict=True):
        code, out, err = run(capsys, "decide", str(path_of(name)), "--by", by)
        assert (code, err) == (status, "")
        assert "On the books" in out
        assert "As enforced" in out


def test_json_is_the_contract_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "decide", str(path_of("1-a-cloud-in-india.json")), "--json")
    answer: dict[str, Any] = json.loads(out)
    assert (code, err) == (0, "")
    assert answer["date"] == "2025-06-02"
    books = answer["on_the_books"]
    assert books["outcome"] == "license_exception"
    line = books["lines"][0]
    # 1,979 dense FP8 tera-operations a second times 8 bits (datasheet of the chip)
    assert (line["classification"], line["tpp_each"], line["tpp_total"]) == (
        "3A090.a",
        15832,
        1583200,
    )
    assert line["required_by"] == ["15 CFR 742.6(a)(6)(iii)(A)"]
    assert line["exceptions"]["LPP"]["available"] is True
    assert "15 CFR 740.27(a)" in line["exceptions"]["AIA"]["fails"]
    assert line["review_policy"] == "presumption_of_approval"
    assert {"cite": "15 CFR 740.29(g)(1)", "due": "2025-07-02"}.items() <= next(
        d for d in books["duties"] if d["cite"] == "15 CFR 740.29(g)(1)"
    ).items()
    assert answer["as_enforced"]["outcome"] == "no_license_required"


def test_the_wrong_example_gets_every_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "decide", str(EXAMPLES / "wrong-on-purpose.json"))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 4
    for part in ("2025-06-31", "SG (Singapore)", "-5", "Did you mean headquarters?"):
        assert part in err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "is not JSON"),
        ("[1]", "is not an object with fields"),
        ('{"date": "2025-06-02"}', "lines: is missing"),
        ('{"lines": [{"item": {"eccn": "3A090.a"}}]}', "the date decides which law applies"),
        ('{"date": "2020-01-01", "lines": [{"item": {"eccn": "3A090.a"}}]}', "2022-10-07"),
        ('{"date": "2025-06-02", "lines": [{"item": {"chip": "H100"}}]}', "nvidia-h100-pcie"),
        ('{"date": "2025-06-02", "lines": [{"item": {"eccn": "3A090"}}]}', "several paragraphs"),
        (
            '{"date": "2025-06-02", "lines": [{"item": {"integrated_circuit": {"tpp": NaN}}}]}',
            "NaN is not a finite number",
        ),
    ],
)
def test_bad_input_is_a_sentence(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "decide", str(file))
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    code, _out, err = run(capsys, "decide", "nowhere.json")
    assert code == 2
    assert "there is no file nowhere.json" in err


def test_as_of_chooses_the_law(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(path_of("1-a-cloud-in-india.json"))
    code, out, _err = run(capsys, "decide", file, "--as-of", "2025-03-03", "--by", "on_the_books")
    assert code == 0
    assert "compliance is due from 2025-05-15" in out


def test_why_shows_paragraphs_that_failed(capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = run(capsys, "decide", str(path_of("2-a-buyer-in-singapore.json")), "--why")
    assert "✗ LPP 15 CFR 740.29(c)(2)" in out
    assert "✓ 15 CFR 742.6(a)(6)(iii)(A)" in out
    assert "✓ ECCN 3A090.a  The circuit meets" in out, "what is read of a circuit is shown so"


def test_demo_decides_six(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "demo")
    assert (code, err) == (0, "")
    assert out.count("On the books") == 6
    assert "Try next" in out


def test_classify_shows_margins(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "classify", "nvidia-h20", "--json")
    (found,) = json.loads(out)
    assert code == 0
    # 296 dense FP8 tera-operations a second times 8 bits, 814 mm2: published as below 3A090
    assert (found["tpp"], found["classification"]) == (2368, None)
    nearest = found["margins"][0]
    assert (nearest["line"], nearest["tpp_to_the_line"]) == (2400, -32)
