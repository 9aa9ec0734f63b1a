"""What the party file adds to a transaction, and what the decision makes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licet.decision import determine
from licet.parties import PartyFile, filled
from licet.parties.adding import added, evidence_of
from licet.parties.reviews import decided
from licet.parties.screening.lists import Entry

DAY = date(2026, 11, 12)
EL = Entry(
    "Sugon",
    "Entity List (EL) - Bureau of Industry and Security",
    license_requirement="For all items subject to the EAR",
    license_policy="Presumption of denial",
)
MEU = Entry("Sugon", "Military End User (MEU) List - Bureau of Industry and Security")
UVL = Entry("Sugon", "Unverified List (UVL) - Bureau of Industry and Security")


def transaction(party: Any, stated: bool | None = False) -> dict[str, Any]:
    return {
        "date": DAY.isoformat(),
        "action": "export",
        "destination": "SG",
        "lines": [{"item": {"chip": "nvidia-h100-sxm5"}, "quantity": 1}],
        "parties": {"ultimate_consignee": party},
        "end_use": {"purpose": "operate", "prohibited_by_part_744": stated},
        "on_file": {"certifications": []},
    }


def listed(parties: PartyFile, entry: Entry) -> PartyFile:
    return decided(parties, "Sugon", entry, "same", by="A", on=DAY, why="w")


def test_a_party_by_name_is_filled_in_and_others_are_left_alone(parties: PartyFile) -> None:
    done = filled(transaction("Example Cloud"), parties)
    assert done.facts["parties"]["ultimate_consignee"]["ultimate_parent_headquarters"] == "CN"
    assert done.facts["end_use"]["prohibited_by_part_744"] is False
    other = {"name": "Somebody", "headquarters": "SG"}
    assert filled(transaction(other), parties).facts["parties"] == {"ultimate_consignee": other}


@pytest.mark.parametrize(("entry", "fact"), [(EL, True), (MEU, None), (UVL, False)])
def test_a_confirmed_listing_sets_the_fact_as_the_list_says(
    parties: PartyFile, entry: Entry, fact: bool | None
) -> None:
    done = filled(transaction("Sugon"), listed(parties, entry))
    assert done.facts["end_use"].get("prohibited_by_part_744") is fact
    assert any(note.startswith("Sugon: ") for note in done.notes)
    assert bool(done.red_flags) is (entry is not EL)


def test_listed_owners_of_half_reach_the_party(parties: PartyFile) -> None:
    basis = evidence_of("a register", date(2026, 9, 1), "registry")
    file = listed(added(parties, "Buyer", owners=["Sugon=50"], evidence=basis), EL)
    done = filled(transaction("Buyer"), file)
    assert done.facts["end_use"]["prohibited_by_part_744"] is True
    assert any("not verified" in note for note in done.notes)
    stayed = filled(transaction("Buyer") | {"date": "2026-11-09"}, file)
    assert stayed.facts["end_use"]["prohibited_by_part_744"] is False


def test_a_listed_owner_of_unknown_share_makes_it_unknown_and_raises_red_flag_29(
    parties: PartyFile,
) -> None:
    basis = evidence_of("a newspaper", date(2026, 9, 1), "documented")
    file = listed(added(parties, "Buyer", owners=["Sugon=?"], evidence=basis), EL)
    done = filled(transaction("Buyer"), file)
    assert "prohibited_by_part_744" not in done.facts["end_use"]
    assert [flag["cite"] for flag in done.red_flags] == [
        "supplement no. 3 to part 732, red flag 29"
    ]


def test_what_is_unknown_is_said(parties: PartyFile) -> None:
    done = filled(transaction("Example Cloud") | {"date": "2028-01-01"}, parties)
    assert any(
        note.startswith("ultimate_consignee.headquarters: ") and "stale" in note
        for note in done.notes
    )


def test_the_decision_turns_on_who_owns_the_buyer(parties: PartyFile) -> None:
    """The same chip to Singapore: for a company of Singapore, and for one owned from China."""
    owned = determine(filled(transaction("Example Cloud"), parties).facts).to_dict()
    here = {"location": "SG", "headquarters": "SG", "ultimate_parent_headquarters": "SG"}
    free = determine(filled(transaction({"name": "Free", **here}), parties).facts).to_dict()
    assert owned["as_enforced"]["outcome"] == "license_required"
    assert free["as_enforced"]["outcome"] == "no_license_required"


def test_a_confirmed_listing_requires_a_license(parties: PartyFile) -> None:
    basis = evidence_of("a register", date(2026, 9, 1), "registry")
    said = ["location=SG", "headquarters=SG", "ultimate_parent_headquarters=SG"]
    free = added(parties, "Free", statements=said, evidence=basis)
    listed_too = decided(free, "Free", EL, "same", by="A", on=DAY, why="w")
    for file, outcome in ((free, "no_license_required"), (listed_too, "license_required")):
        answer = determine(filled(transaction("Free"), file).facts).to_dict()
        assert answer["as_enforced"]["outcome"] == outcome
