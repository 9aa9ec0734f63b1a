"""`licet decide --parties`: a party by its name in the file, and what its listing does to the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from licet.cli.main import main

DAY = "2026-11-12"
HOME = ["location=SG", "headquarters=SG", "ultimate_parent_headquarters=SG", "private_sector=yes"]
ENTITY_LIST = {
    "source": "Entity List (EL) - Bureau of Industry and Security",
    "license_requirement": "For all items subject to the EAR. (See §744.11 of the EAR)",
    "license_policy": "Presumption of denial",
}
SOME_PROJECTS = {
    "source": "Entity List (EL) - Bureau of Industry and Security",
    "license_requirement": "For all items subject to the EAR when used in projects specified",
}
DENIED = {"source": "Denied Persons List (DPL) - Bureau of Industry and Security"}
MILITARY = {"source": "Military End User (MEU) List - Bureau of Industry and Security"}
UNVERIFIED = {"source": "Unverified List (UVL) - Bureau of Industry and Security"}
BLOCKED = {
    "source": "Specially Designated Nationals (SDN) - Treasury Department",
    "programs": ["RUSSIA-EO14024"],
}
CUBA = {
    "source": "Specially Designated Nationals (SDN) - Treasury Department",
    "programs": ["CUBA"],
}


class Desk:
    """An exporter's desk: a party file, a list, and the commands."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.file, self.list = str(folder / "parties.yaml"), str(folder / "list.json")

    def run(self, *arguments: str) -> tuple[Any, str, str]:
        try:
            status = main(list(arguments))
        except SystemExit as stop:
            status = stop.code
        return status, *self._capsys.readouterr()

    def add(self, name: str, *arguments: str) -> None:
        said = [part for each in HOME for part in ("--set", each)]
        source = ("--source", "a register", "--date", "2026-09-01", "--grade", "registry")
        status, _out, err = self.run(
            "parties", "add", name, *said, *source, *arguments, "--file", self.file
        )
        assert status in (0, None), err

    def confirm(self, name: str, entry: dict[str, Any], decision: str = "same") -> None:
        entry = {"name": name, "entity_number": 1, **entry}
        text = json.dumps({"total": 1, "results": [entry]})
        Path(self.list).write_text(text, encoding="utf-8")
        why = ("--by", "A. Reviewer", "--why", "the same address", "--on", DAY)
        chosen = ("--hit", "1", "--decision", decision)
        status, _out, err = self.run(
            "parties", "review", name, *chosen, *why, "--file", self.file, "--list", self.list
        )
        assert status in (0, None), err

    def decide(
        self, name: str, item: Any = None, day: str = DAY, more: tuple[str, ...] = ()
    ) -> tuple[int, Any]:
        facts = {
            "date": day,
            "action": "export",
            "destination": "SG",
            "lines": [{"item": item or {"chip": "nvidia-h100-sxm5"}, "quantity": 1}],
            "parties": {"ultimate_consignee": name},
            "end_use": {"purpose": "operate", "prohibited_by_part_744": False},
            "on_file": {"certifications": ["LPP"], "lpp_tpp_this_year": 0, "purchase_order": True},
        }
        path = self.folder / "transaction.json"
        path.write_text(json.dumps(facts), encoding="utf-8")
        status, out, err = self.run("decide", str(path), "--parties", self.file, "--json", *more)
        assert status in (0, 3, 4), err
        return status, json.loads(out)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    made = Desk(tmp_path, capsys)
    made.add("Buyer Pte. Ltd.")
    return made


def test_a_party_that_nobody_lists_may_have_it(desk: Desk) -> None:
    status, answer = desk.decide("Buyer Pte. Ltd.")
    assert status == 0
    assert answer["as_enforced"]["outcome"] == "no_license_required"
    assert any("no decision on a screening hit" in n for n in answer["as_enforced"]["notes"])


def test_a_different_falls_when_the_list_at_hand_has_changed_its_entry(desk: Desk) -> None:
    desk.confirm("Buyer Pte. Ltd.", ENTITY_LIST, "different")
    named = ("--screening-list", desk.list)
    status, answer = desk.decide("Buyer Pte. Ltd.", more=named)
    assert status == 0
    assert not any("No screening list was named" in n for n in answer["as_enforced"]["notes"])
    changed = {"name": "Buyer Pte. Ltd.", "entity_number": 1, **ENTITY_LIST, "alt_names": ["B"]}
    Path(desk.list).write_text(json.dumps({"total": 1, "results": [changed]}), encoding="utf-8")
    status, answer = desk.decide("Buyer Pte. Ltd.", more=named)
    made = answer["as_enforced"]
    assert (status, made["outcome"]) == (4, "undetermined")
    assert "listed_parties.entity_list" in made["missing_facts"]
    assert any("The list has changed its entry" in flag["why"] for flag in made["red_flags"])
    status, answer = desk.decide("Buyer Pte. Ltd.")
    assert status == 0
    assert any("No screening list was named" in n for n in answer["as_enforced"]["notes"])


@pytest.mark.parametrize(
    ("entry", "cite", "policy", "words"),
    [
        (ENTITY_LIST, "15 CFR 744.11(a)", "presumption_of_denial", "as its entry says"),
        (DENIED, "15 CFR 736.2(b)(4)", "policy_of_denial", "nothing subject to the EAR"),
        (BLOCKED, "15 CFR 744.8(b)", "presumption_of_denial", "RUSSIA-EO14024"),
    ],
    ids=["Entity List", "Denied Persons", "SDN"],
)
def test_a_listed_party_needs_a_license_and_no_exception_helps(
    desk: Desk, entry: dict[str, Any], cite: str, policy: str, words: str
) -> None:
    desk.confirm("Buyer Pte. Ltd.", entry)
    status, answer = desk.decide("Buyer Pte. Ltd.")
    assert status == 3
    for column in ("on_the_books", "as_enforced"):
        made = answer[column]
        line = made["lines"][0]
        assert made["outcome"] == "license_required"
        assert cite in line["required_by"]
        assert not any(each["available"] for each in line["exceptions"].values())
        assert column == "on_the_books" or line["review_policy"] == policy
        assert any(words in note for note in made["notes"])


def test_an_unverified_party_takes_the_exception_away(desk: Desk) -> None:
    _status, before = desk.decide("Buyer Pte. Ltd.")
    assert before["on_the_books"]["outcome"] == "license_exception"
    desk.confirm("Buyer Pte. Ltd.", UNVERIFIED)
    _status, answer = desk.decide("Buyer Pte. Ltd.")
    books, enforced = answer["on_the_books"], answer["as_enforced"]
    assert books["outcome"] == "license_required"
    assert "15 CFR 740.2(a)(17)" in books["lines"][0]["exceptions"]["LPP"]["fails"]
    assert enforced["outcome"] == "no_license_required"
    assert any("15 CFR 744.15(b)" in note for note in enforced["notes"])
    assert enforced["red_flags"][-1]["cite"] == "15 CFR 740.2(a)(17), 744.15(b)"


def test_a_military_end_user_needs_one_for_the_items_of_supplement_2(desk: Desk) -> None:
    desk.confirm("Buyer Pte. Ltd.", MILITARY)
    _status, answer = desk.decide("Buyer Pte. Ltd.")
    assert answer["as_enforced"]["outcome"] == "no_license_required"
    assert answer["as_enforced"]["red_flags"]
    stated = {"eccn": "5A992.z.2", "tpp": 2000, "designed_or_marketed_for_datacenters": True}
    status, answer = desk.decide("Buyer Pte. Ltd.", stated)
    assert status == 3
    assert "15 CFR 744.21(b)(1)(ii)" in answer["as_enforced"]["lines"][0]["required_by"]


def test_a_blocked_person_of_another_program_is_said_and_flagged(desk: Desk) -> None:
    desk.confirm("Buyer Pte. Ltd.", CUBA)
    status, answer = desk.decide("Buyer Pte. Ltd.")
    assert status == 0
    assert "Treasury" in answer["as_enforced"]["red_flags"][-1]["why"]


@pytest.mark.parametrize(
    ("entry", "decision"), [(SOME_PROJECTS, "same"), (ENTITY_LIST, "cannot_tell")]
)
def test_what_is_not_known_of_a_listing_leaves_the_answer_open(
    desk: Desk, entry: dict[str, Any], decision: str
) -> None:
    desk.confirm("Buyer Pte. Ltd.", entry, decision)
    status, answer = desk.decide("Buyer Pte. Ltd.")
    assert status == 4
    made = answer["as_enforced"]
    assert made["possible_outcomes"] == ["no_license_required", "license_required"]
    assert made["missing_facts"] == ["listed_parties.entity_list"]


def test_owners_count_by_the_dates_of_the_rule(desk: Desk) -> None:
    desk.add("Listed Holdings", "--set", "owners_complete=yes")
    desk.confirm("Listed Holdings", ENTITY_LIST)
    desk.add("Daughter", "--owner", "Listed Holdings=50")
    for day, status, words in (
        ("2026-11-09", 0, "is stayed"),
        ("2026-11-10", 3, "as far as is known"),
    ):
        ended, answer = desk.decide("Daughter", day=day)
        made = answer["as_enforced"]
        assert ended == status
        assert any(words in note for note in made["notes"])
        assert any("Listed Holdings (EL) hold at least 50" in note for note in made["notes"])
    assert made["lines"][0]["required_by"] == ["15 CFR 744.11(a)(1)"]
    assert not any(each["available"] for each in made["lines"][0]["exceptions"].values())
    assert made["lines"][0]["review_policy"] == "presumption_of_denial"


def test_a_share_that_nobody_knows_raises_red_flag_29(desk: Desk) -> None:
    desk.add("Listed Holdings", "--set", "owners_complete=yes")
    desk.confirm("Listed Holdings", ENTITY_LIST)
    desk.add("Daughter", "--owner", "Listed Holdings=?")
    status, answer = desk.decide("Daughter")
    assert status == 4
    cites = [flag["cite"] for flag in answer["as_enforced"]["red_flags"]]
    assert cites == ["supplement no. 3 to part 732, red flag 29"]


def test_a_name_that_the_file_does_not_know_is_a_sentence(desk: Desk) -> None:
    path = desk.folder / "t.json"
    facts = {"date": DAY, "lines": [], "parties": {"ultimate_consignee": "Buyer Pte Ltd"}}
    path.write_text(json.dumps(facts), encoding="utf-8")
    status, _out, err = desk.run("decide", str(path), "--parties", desk.file)
    assert status == 2
    assert err.startswith("parties.ultimate_consignee: ")
    assert "has no party of this name" in err
    assert "Did you mean Buyer Pte. Ltd.?" in err
    status, _out, err = desk.run("decide", str(path))
    assert status == 2
    assert "--parties" in err


EXAMPLES = Path(__file__).parents[2] / "examples" / "parties"


@pytest.mark.parametrize(
    ("name", "status", "cite"),
    [
        ("a-parent-in-china", 3, "15 CFR 742.6(a)(6)(iii)(A)"),
        ("half-of-it-is-listed", 3, "15 CFR 744.11(a)(1)"),
        ("an-unverified-reseller", 3, "15 CFR 742.6(a)(6)(iii)(A)"),
    ],
)
def test_the_examples(desk: Desk, name: str, status: int, cite: str) -> None:
    file = str(EXAMPLES / "parties.yaml")
    transaction = str(EXAMPLES / f"{name}.json")
    ended, out, err = desk.run("decide", transaction, "--parties", file, "--json")
    assert (ended, err) == (status, "")
    answer = json.loads(out)["as_enforced"]
    assert cite in answer["lines"][0]["required_by"]
    unverified = any("740.2(a)(17)" in flag["cite"] for flag in answer["red_flags"])
    assert unverified is (name == "an-unverified-reseller")


def test_every_example_is_decided() -> None:
    assert len(list(EXAMPLES.glob("*.json"))) == 3
