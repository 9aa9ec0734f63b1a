"""The Affiliates rule: 90 FR 47201 from 29 September 2025, stayed by 90 FR 50857, and back unverified."""

from __future__ import annotations

from datetime import date

import pytest

from licet.parties.adding import added, evidence_of
from licet.parties.affiliates import Affiliation
from licet.parties.chains import whole_chain
from licet.parties.partyfile import PartyFile
from licet.parties.reviews import decided
from licet.parties.screening.lists import Entry

EL = "Entity List (EL) - Bureau of Industry and Security"
EVERYTHING = "For all items subject to the EAR"
DENIAL = Entry("Alpha", EL, license_requirement=EVERYTHING, license_policy="Policy of denial")
CASES = Entry("Beta", EL, license_requirement=EVERYTHING, license_policy="Case-by-case")
FUND = Entry("Gamma", "Unverified List (UVL)")
BASIS = evidence_of("a register", date(2025, 9, 1), "registry")
IN_FORCE = date(2025, 10, 1)


@pytest.fixture
def file(parties: PartyFile) -> PartyFile:
    file = PartyFile(parties.path, type(parties.contents)(fresh_for_days=1000))
    for entry in (DENIAL, CASES, FUND):
        file = added(file, entry.name, statements=["owners_complete=yes"], evidence=BASIS)
        file = decided(file, entry.name, entry, "same", by="A", on=IN_FORCE, why="w")
    return file


def found(
    file: PartyFile, owners: list[str], on: date = IN_FORCE, complete: bool = True
) -> Affiliation:
    statements = ["owners_complete=yes"] if complete else []
    file = added(file, "Buyer", owners=owners, statements=statements, evidence=BASIS)
    return whole_chain("Buyer", file, on).affiliation


@pytest.mark.parametrize(
    ("day", "in_force", "confidence"),
    [
        (date(2025, 9, 28), False, "P"),
        (date(2025, 9, 29), True, "S"),
        (date(2025, 11, 9), True, "S"),
        (date(2025, 11, 10), False, "P"),
        (date(2026, 11, 9), False, "P"),
        (date(2026, 11, 10), True, "U"),
    ],
)
def test_its_days(file: PartyFile, day: date, in_force: bool, confidence: str) -> None:
    rule = found(file, ["Alpha=60"], day)
    assert rule.applies is True
    assert (rule.in_force, rule.confidence) == (in_force, confidence)
    assert rule.license_required is in_force
    assert ("not verified" in rule.note) is (confidence == "U")


@pytest.mark.parametrize(
    ("owners", "applies"),
    [
        (["Alpha=50"], True),
        (["Alpha=49.99"], False),
        (["Alpha=25", "Beta=25"], True),
        (["Alpha=25", "Gamma=40"], False),  # the Unverified List does not count
    ],
)
def test_half_held_by_one_or_by_several(file: PartyFile, owners: list[str], applies: bool) -> None:
    assert found(file, owners).applies is applies


def test_the_most_restrictive_owner_governs(file: PartyFile) -> None:
    rule = found(file, ["Beta=45", "Alpha=5"])
    assert rule.governs is not None
    assert (rule.governs.listed_name, rule.governs.policy) == ("Alpha", "policy_of_denial")


@pytest.mark.parametrize(
    ("owners", "complete", "raised"),
    [
        (["Alpha=?"], True, True),
        (["Alpha=10-60"], True, True),
        (["Alpha=10"], False, True),  # the rest may be its too
        (["Alpha=10"], True, False),
        (["Alpha=60"], True, False),  # the rule applies: nothing is unknown
        (["Somebody=?"], True, False),
    ],
)
def test_red_flag_29_is_a_listed_owner_of_unknown_share(
    file: PartyFile, owners: list[str], complete: bool, raised: bool
) -> None:
    rule = found(file, owners, complete=complete)
    assert bool(rule.red_flag) is raised
    if raised:
        assert rule.license_required is None
        assert "Alpha is a listed owner" in rule.red_flag


def test_a_decision_that_no_longer_stands_leaves_it_open_where_it_turns_on_it(
    file: PartyFile,
) -> None:
    renamed = added(file, "Alpha", aliases=["Alpha Holdings"])
    rule = found(renamed, ["Alpha=60"])
    assert (rule.applies, rule.license_required, set(rule.confirmed)) == (None, None, set())
    assert "The party has changed" in rule.open["Alpha"]
    assert found(renamed, ["Alpha=40"]).applies is False
    besides = found(renamed, ["Alpha=20", "Beta=60"])  # Beta alone reaches half
    assert (besides.applies, besides.governs and besides.governs.listed_name) == (True, "Beta")


def test_an_owner_whose_own_owners_are_not_recorded_may_be_a_listed_ones(file: PartyFile) -> None:
    assert found(file, ["Alpha=25", "Somebody=40"]).applies is None


def test_an_owner_in_between_that_nobody_knows(file: PartyFile) -> None:
    file = added(file, "Middle", owners=["Alpha=50"], evidence=BASIS)
    rule = found(file, ["Middle=50"])
    assert rule.applies is True
    assert "Middle" in rule.attribution.through
