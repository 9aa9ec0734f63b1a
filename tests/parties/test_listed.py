"""What a party is on the list or may be: a decision that no longer stands counts for nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from licet.parties import PartyFile, filled
from licet.parties.adding import added, evidence_of
from licet.parties.listed import hits_of, listings_of
from licet.parties.reviews import decided
from licet.parties.screening.lists import Entry
from licet.parties.screening.screener import Screener

DAY = date(2026, 11, 12)
EL = "Entity List (EL) - Bureau of Industry and Security"
SUGON = Entry("Sugon", EL, "1", license_requirement="For all items subject to the EAR")
AMENDED = replace(SUGON, alt_names=("Dawning",))
OTHER = Entry("Northwind Maritime", EL, "2", license_requirement="For all items subject to the EAR")

AS_IT_WAS, CHANGED, GONE = ([SUGON, OTHER], [AMENDED, OTHER], [OTHER])


def whys(file: PartyFile, entries: list[Entry] | None) -> list[str]:
    found = listings_of("Sugon", file, None if entries is None else Screener(entries))
    return [listing.why for listing in found]


@pytest.mark.parametrize(
    ("decision", "entries", "open_because"),
    [
        ("same", None, [""]),
        ("same", AS_IT_WAS, [""]),
        ("same", CHANGED, ["The list has changed its entry Sugon"]),
        ("same", GONE, ["The list no longer has Sugon"]),
        ("different", None, []),
        ("different", AS_IT_WAS, []),
        ("different", CHANGED, ["The list has changed its entry Sugon"]),
        ("different", GONE, []),
        ("cannot_tell", AS_IT_WAS, ["B could not tell"]),
    ],
)
def test_a_decision_against_the_list_at_hand(
    parties: PartyFile, decision: Any, entries: list[Entry] | None, open_because: list[str]
) -> None:
    file = decided(parties, "Sugon", SUGON, decision, by="B", on=DAY, why="w")
    found = whys(file, entries)
    assert len(found) == len(open_because)
    for why, words in zip(found, open_because, strict=True):
        assert why.startswith(words)
        assert bool(why) is bool(words)


def test_a_different_falls_with_the_party_too(parties: PartyFile) -> None:
    file = decided(parties, "Sugon", SUGON, "different", by="B", on=DAY, why="w")
    renamed = added(file, "Sugon", aliases=["Dawning"])
    assert whys(renamed, None) == ["The party has changed since B decided on 2026-11-12."]
    assert whys(renamed, GONE) == []  # there is nothing left to be mistaken for


def test_a_hit_that_nobody_decided_on_is_open(parties: PartyFile) -> None:
    assert whys(parties, None) == []
    assert whys(parties, AS_IT_WAS) == ["nobody has decided on this hit: The same name."]


def test_an_alias_is_screened_as_the_name_is(parties: PartyFile) -> None:
    file = added(parties, "Example Cloud", aliases=["Northwind Maritime"])
    (hit,) = hits_of(file.party("Example Cloud"), Screener([OTHER]))
    assert (hit.entry, hit.score) == (OTHER, 1.0)


def transaction(name: str) -> dict[str, Any]:
    return {"date": DAY.isoformat(), "parties": {"ultimate_consignee": name}}


@pytest.mark.parametrize(("entries", "known"), [(AS_IT_WAS, True), (CHANGED, False)])
def test_an_outdated_different_is_not_favourable(
    parties: PartyFile, entries: list[Entry], known: bool
) -> None:
    file = decided(parties, "Sugon", SUGON, "different", by="B", on=DAY, why="w")
    done = filled(transaction("Sugon"), file, screener=Screener(entries))
    assert ("listed_parties" not in done.facts) is known
    if not known:
        assert done.facts["listed_parties"]["entity_list"] is None
        assert "whether it is Sugon (EL) is not known" in done.red_flags[0]["why"]


def test_where_no_list_is_at_hand_the_answer_says_so(parties: PartyFile) -> None:
    said = "No screening list was named"
    without = filled(transaction("Sugon"), parties)
    assert sum(said in note for note in without.notes) == 1
    screened = filled(transaction("Sugon"), parties, screener=Screener(GONE))
    assert not any(said in note or "no decision" in note for note in screened.notes)


def test_an_owner_that_nobody_decided_on_leaves_it_open_where_it_holds_half(
    parties: PartyFile,
) -> None:
    basis = evidence_of("a register", date(2026, 9, 1), "registry")
    screener = Screener([OTHER])
    for percent, applies in (("60", None), ("40", False)):
        owners = [f"Northwind Maritime={percent}", "Nobody Else=40"]
        file = added(
            parties, "Buyer", owners=owners, statements=["owners_complete=yes"], evidence=basis
        )
        file = added(file, "Nobody Else", statements=["owners_complete=yes"], evidence=basis)
        done = filled(transaction("Buyer"), file, screener=screener)
        listed = done.facts.get("listed_parties", {}).get("owned_by_listed", False)
        assert listed is applies
        assert any("its owner Northwind Maritime" in flag["why"] for flag in done.red_flags)
