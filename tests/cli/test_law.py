"""`licet law`, as a person and as a program sees it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from licet.cli.main import COMMANDS, licet, main


def law(*words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(licet, ["law", *words], env={"COLUMNS": "120"})


def test_it_is_a_command_of_licet() -> None:
    assert "law" in COMMANDS


def test_a_paragraph_is_shown_with_words_logic_versions_source_and_place() -> None:
    shown = law("740.29(d)").output
    for expected in (
        "15 CFR 740.29(d)",
        "condition, LPP",
        "<= 26,900,000 TPP",
        "on the books: from 15 May 2025",
        "90 FR 4544",
        "the rule's own text was read",
        "law/ear/s740_29.py:",
        "within_the_year",
        "LPP Shipment",
    ):
        assert expected in shown


@pytest.mark.parametrize(
    ("citation", "due"),
    [
        ("740.29(g)(1)", "within 30 days of the shipment"),
        ("740.29(g)(3)", "before the shipment"),
        ("740.8(c)(1)", "25 days before the shipment"),
    ],
)
def test_a_duty_says_when_it_falls_due(citation: str, due: str) -> None:
    assert f" {due} " in law(citation).output


def test_an_open_question_is_shown_with_what_is_taken() -> None:
    shown = " ".join(law("740.29(b)").output.split())
    assert "Unclear" in shown
    assert "Taken: 5A002.z counts toward the limit but may not be sent under LPP." in shown


def test_places_are_named() -> None:
    assert "Germany" in law("supplement no. 5").output


def test_brackets_are_not_swallowed() -> None:
    assert "[15 CFR 740.29(h)(2)]" in law("740.29(d)").output


def test_without_a_citation_the_sections_are_listed() -> None:
    shown = law().output
    assert "15 CFR 740.29" in shown
    assert "ECCN 3A090" in shown


def test_the_coverage_says_how_much_is_accounted_for() -> None:
    found = json.loads(law("--coverage", "--json").output)
    assert set(found) == {"operative", "implemented", "accounted_for", "open"}
    assert found["open"] == []
    last = law("--coverage").output.strip().splitlines()[-1]
    assert f"{found['operative']} operative paragraphs: {found['implemented']} implemented" in last


def test_json_lists_every_paragraph() -> None:
    found = json.loads(law("--json").output)
    assert {"15 CFR 740.29(d)", "ECCN 3A090.a", "15 CFR 742.6(a)(6)(iii)(A)"} <= {
        each["cite"] for each in found
    }


def test_an_unknown_citation_ends_with_a_sentence_and_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["law", "740.29(z)"])
    assert ended.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "licet holds no paragraph 740.29(z). Nearest: " in told.err


def test_coverage_of_one_paragraph_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["law", "--coverage", "740.29"])
    assert ended.value.code == 2
    assert "leave out the citation" in capsys.readouterr().err


def test_instruments_are_listed_and_what_never_was_law_with_how_it_stands() -> None:
    found = {(each["cite"], each["in_force"]): each for each in json.loads(
        law("--instruments", "--json").output
    )}  # fmt: skip
    assert found["90 FR 4544", True]["compliance"] in ("2025-05-15", "2026-01-15")
    assert "no final rule" in found["89 FR 5698", False]["status"]
    assert found["90 FR 50857", True]["confidence"] == "U"
    assert found["91 FR 46260", True]["compliance"] is None
    assert "not found" in found["91 FR 46260", True]["status"]
    shown = law("--instruments").output
    assert "Never law" in shown
    assert "GAIN AI Act" in shown


def test_instruments_stand_alone() -> None:
    assert law("--instruments", "740.29").exit_code != 0
