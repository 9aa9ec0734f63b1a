"""The party file: reading, writing, erasing, and everything that can be wrong with it."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from licet.errors import InputError
from licet.parties.adding import added, evidence_of, merged
from licet.parties.contents import contradictions
from licet.parties.partyfile import PartyFile

DAY = date(2026, 11, 12)
BASIS = evidence_of("annual report", date(2026, 6, 1), "documented")


def opened(path: Path, text: str) -> PartyFile:
    path.write_text(text, encoding="utf-8")
    return PartyFile.open(path)


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_what_is_written_is_read_again(parties: PartyFile, tmp_path: Path, suffix: str) -> None:
    other = PartyFile(tmp_path / f"other{suffix}", parties.contents)
    other.save()
    assert PartyFile.open(other.path).contents == parties.contents


def test_only_its_owner_can_read_it(parties: PartyFile) -> None:
    parties.save()
    assert stat.S_IMODE(parties.path.stat().st_mode) == 0o600


def test_a_party_is_known_by_its_names_in_any_letters(parties: PartyFile) -> None:
    for name in ("Example Cloud Pte. Ltd.", "EXAMPLE CLOUD", "52990000000buyersg00"):
        assert parties.party(name).name == "Example Cloud Pte. Ltd."


def test_a_party_that_is_not_there_and_the_one_that_was_meant(parties: PartyFile) -> None:
    with pytest.raises(InputError, match=r"no party of this name.*Did you mean Example Holdings"):
        parties.party("Exampel Holdings")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("licet_parties: 2", "licet_parties: 2 is not known here; it is one of 1"),
        ("partys: []", "partys: there is no field of this name here. Did you mean parties?"),
        ("parties: [{name: A, facts: {headquarters: [{value: XX}]}}]", "XX"),
        ("parties: [{name: A, facts: {headquarters: [{value: SG}]}}]", "source: is missing"),
        (
            "parties: [{name: A, facts: {headquarters: "
            "[{value: SG, source: x, date: 2026-05-02, grade: certain}]}}]",
            '"certain" is not known here; it is one of claimed, documented, registry, contradicted',
        ),
        (
            "parties: [{name: A, owners: [{owner: B, percent: 101, source: x, "
            "date: 2026-05-02, grade: claimed}]}]",
            "parties[0].owners[0]: 101 percent is not a share",
        ),
        (
            "parties: [{name: A, aliases: [Ay], owners: [{owner: ay, percent: 10, source: x, "
            "date: 2026-05-02, grade: claimed}]}]",
            "parties[0].owners[0]: an entity cannot own itself",
        ),
        ("parties: [{name: A}, {name: B, aliases: [a]}]", "two parties are known by this name"),
        ("parties: [{name: A}, {name: A}]", "A is in the file twice"),
        ("parties: [", "is not YAML"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_a_sentence(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        opened(tmp_path / "p.yaml", text)
    assert words in str(caught.value)


def test_several_faults_are_said_together(tmp_path: Path) -> None:
    text = "fresh_for_days: 0\nparties: [{name: A, country: XX}, {aliases: [B]}]"
    with pytest.raises(InputError) as caught:
        opened(tmp_path / "p.yaml", text)
    assert [f.path for f in caught.value.faults] == [
        "fresh_for_days",
        "parties[0].country",
        "parties[1].name",
    ]


def test_no_file_and_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no party file at"):
        PartyFile.open(tmp_path / "none.yaml")
    assert not PartyFile.open(tmp_path / "none.yaml", new=True).contents.parties
    assert not opened(tmp_path / "empty.yaml", "").contents.parties


# -- adding ---------------------------------------------------------------------------------------


def test_facts_and_owners_are_added_to_what_is_there(parties: PartyFile) -> None:
    file = added(
        parties,
        "Example Holdings",
        statements=["private_sector=no", "certified_veu=NVEU: AE, SA", "founded=2015-01-20"],
        owners=["Sugon=25", "Somebody=?", "Others=10-50"],
        evidence=BASIS,
    )
    party = file.party("Example Holdings")
    assert party.facts is not None
    assert party.facts.private_sector[0].value is False
    assert party.facts.certified_veu[0].value.nveu == ("AE", "SA")
    assert party.facts.founded[0].value == date(2015, 1, 20)
    assert party.facts.headquarters[0].value == "CN"
    shares = {s.owner: s.percent for s in file.owners_of(["Example Holdings"], DAY)}
    assert shares == {"Sugon": "25%", "Somebody": "?", "Others": "10-50%"}


@pytest.mark.parametrize(
    ("statements", "owners", "words"),
    [
        (["headquarter=SG"], [], "headquarter: there is no field of this name"),
        (["headquarters=Singapore"], [], "SG (Singapore)"),
        (["headquarters"], [], "has no name and value; write --set headquarters=SG"),
        (["private_sector=perhaps"], [], "neither true nor false"),
        ([], ["B=120"], "120 percent is not a share"),
        ([], ["B=half"], "half is not a percentage"),
        ([], ["A=10"], "an entity cannot own itself"),
        ([], ["B=-5"], "is negative; it is 0 or more"),
    ],
)
def test_what_cannot_be_added_is_refused(
    tmp_path: Path, statements: list[str], owners: list[str], words: str
) -> None:
    file = PartyFile.open(tmp_path / "p.yaml", new=True)
    with pytest.raises(InputError) as caught:
        added(file, "A", statements=statements, owners=owners, evidence=BASIS)
    assert words in str(caught.value) or words in caught.value.faults[0].path


def test_two_files_that_contradict_each_other(parties: PartyFile, tmp_path: Path) -> None:
    other = opened(
        tmp_path / "other.json",
        json.dumps(
            {
                "parties": [
                    {
                        "name": "Example Cloud",
                        "facts": {"headquarters": [{"value": "MY", **_basis("SSM")}]},
                    },
                    {
                        "name": "Example Cloud Pte. Ltd.",
                        "facts": {"headquarters": [{"value": "CN", **_basis("a visit")}]},
                        "owners": [
                            {"owner": "Example Holdings", "percent": 40, **_basis("a visit")}
                        ],
                    },
                ]
            }
        ),
    )
    together = merged(parties, other.contents)
    said = {fault.path: fault.sentence for fault in contradictions(together.contents)}
    assert set(said) == {
        "Example Cloud Pte. Ltd.: headquarters",
        "Example Cloud Pte. Ltd.: owners: Example Holdings",
    }
    assert "a visit (2026-05-02) says CN" in said["Example Cloud Pte. Ltd.: headquarters"]
    assert "40% and 60%" in said["Example Cloud Pte. Ltd.: owners: Example Holdings"]


def _basis(source: str) -> dict[str, str]:
    return {"source": source, "date": "2026-05-02", "grade": "documented"}


def test_merging_the_same_file_again_changes_nothing(parties: PartyFile) -> None:
    assert merged(parties, parties.contents).contents == parties.contents


# -- erasing --------------------------------------------------------------------------------------


def test_an_erased_party_is_nowhere_in_the_file(parties: PartyFile) -> None:
    parties.without("Example Holdings").save()
    text = parties.path.read_text(encoding="utf-8")
    assert "Example Holdings" not in text
    assert "Sugon" in text
    assert PartyFile.open(parties.path).find("Example Holdings") is None


def test_shares_on_a_day(parties: PartyFile, tmp_path: Path) -> None:
    text = """
parties:
- name: A
  owners:
  - {owner: B, percent: 10, source: x, date: 2026-05-02, grade: claimed, since: 2026-06-01}
  - {owner: C, percent: 20, source: x, date: 2026-05-02, grade: claimed, until: 2026-06-30}
  - {owner: D, percent: 30, source: x, date: 2026-05-02, grade: contradicted}
"""
    file = opened(tmp_path / "p.yaml", text)

    def owners(day: date) -> list[str]:
        return [share.owner for share in file.owners_of(["A"], day)]

    assert owners(date(2026, 5, 31)) == ["C"]
    assert owners(date(2026, 6, 1)) == ["B", "C"]
    assert owners(date(2026, 7, 1)) == ["B"]
    assert owners(date(2028, 7, 1)) == []
