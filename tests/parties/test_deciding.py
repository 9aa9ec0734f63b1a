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


@pytest.mark.parametrize(
    ("entry", "fact", "value"),
    [(EL, "entity_list", True), (MEU, "military_end_user", True), (UVL, "unverified", True)],
)
def test_a_confirmed_listing_sets_the_fact_of_its_list(
    parties: PartyFile, entry: Entry, fact: str, value: bool
) -> None:
    done = filled(transaction("Sugon"), listed(parties, entry))
    block = done.facts["listed_parties"]
    assert {name for name, said in block.items() if said is True} == {fact}
    assert all(said is False for name, said in block.items() if name not in (fact, "review_policy"))
    assert any(note.startswith("Sugon: ") for note in done.notes)
    assert bool(done.red_flags) is (entry is not EL)


def test_an_entry_that_names_only_some_items_leaves_it_unknown(parties: PartyFile) -> None:
    some = Entry("Sugon", EL.list, license_requirement="All items when used in projects")
    done = filled(transaction("Sugon"), listed(parties, some))
    assert done.facts["listed_parties"]["entity_list"] is None
    assert "review_policy" not in done.facts["listed_parties"]


@pytest.mark.parametrize("decision", ["cannot_tell", "same"])
def test_what_nobody_can_tell_and_what_has_changed_is_unknown(
    parties: PartyFile, decision: Any
) -> None:
    file = decided(parties, "Sugon", EL, decision, by="A", on=DAY, why="w")
    if decision == "same":
        file = added(file, "Sugon", aliases=["Dawning"], evidence=None)
    done = filled(transaction("Sugon"), file)
    assert done.facts["listed_parties"]["entity_list"] is None
    assert done.red_flags[0]["cite"] == "supplement no. 3 to part 732, (a)(1)"
    assert "is not known" in done.red_flags[0]["why"]


def test_a_hit_that_is_somebody_else_does_nothing(parties: PartyFile) -> None:
    file = decided(parties, "Sugon", EL, "different", by="A", on=DAY, why="w")
    done = filled(transaction("Sugon"), file)
    assert "listed_parties" not in done.facts
    assert not any("no decision on a screening hit" in note for note in done.notes)
    unscreened = filled(transaction("Sugon"), parties)
    assert any("no decision on a screening hit" in note for note in unscreened.notes)


def owned(parties: PartyFile, percent: str, *entries: Entry) -> PartyFile:
    basis = evidence_of("a register", date(2026, 9, 1), "registry")
    file = added(parties, "Buyer", owners=[f"Sugon={percent}"], evidence=basis)
    for entry in entries:
        file = listed(file, entry)
    return file


def test_listed_owners_of_half_reach_the_party(parties: PartyFile) -> None:
    done = filled(transaction("Buyer"), owned(parties, "50", EL))
    assert done.facts["listed_parties"]["owned_by_listed"] is True
    assert done.facts["listed_parties"]["review_policy"] == "presumption_of_denial"
    assert any("listed owners Sugon (EL) hold at least 50 percent" in note for note in done.notes)
    less = filled(transaction("Buyer"), owned(parties, "49.99", EL)).facts["listed_parties"]
    assert less["owned_by_listed"] is None  # the rest is in hands that are not on file


def test_of_owners_that_are_military_end_users_alone_the_item_decides(parties: PartyFile) -> None:
    alone = filled(transaction("Buyer"), owned(parties, "50", MEU)).facts["listed_parties"]
    assert (alone["owned_by_military_end_user"], alone["owned_by_listed"]) == (True, False)
    both = filled(transaction("Buyer"), owned(parties, "50", MEU, EL)).facts["listed_parties"]
    assert (both["owned_by_military_end_user"], both["owned_by_listed"]) == (False, True)


def test_a_listed_owner_of_unknown_share_makes_it_unknown_and_raises_red_flag_29(
    parties: PartyFile,
) -> None:
    done = filled(transaction("Buyer"), owned(parties, "?", EL))
    assert done.facts["listed_parties"]["owned_by_listed"] is None
    assert [flag["cite"] for flag in done.red_flags] == [
        "supplement no. 3 to part 732, red flag 29"
    ]


def test_a_name_alone_in_a_block_is_looked_up_where_the_file_knows_it(parties: PartyFile) -> None:
    done = filled(transaction({"name": "Example Cloud"}), parties)
    assert done.facts["parties"]["ultimate_consignee"]["headquarters"] == "SG"
    unknown = {"name": "Nobody in the File"}
    assert filled(transaction(unknown), parties).facts["parties"]["ultimate_consignee"] == unknown


def test_without_a_party_by_name_the_file_is_not_opened() -> None:
    facts = transaction({"name": "Somebody", "headquarters": "SG"})
    assert filled(facts, "no such file.yaml").facts == facts


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
