"""A register asked in the party file's names: by identifier, by name, by alias."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from licet.parties.ownership.register import Entity, Register
from licet.parties.ownership.shares import Share
from licet.parties.partyfile import PartyFile
from licet.parties.registered import Registered

DAY = date(2026, 11, 12)
LEI = "52990000000BUYERSG00"
CLOUD = "Example Cloud Pte. Ltd."


@pytest.mark.parametrize("called", [LEI, CLOUD, "Example Cloud"])
def test_a_party_is_found_by_whatever_the_register_calls_it(
    parties: PartyFile, called: str
) -> None:
    register = Register()
    register.add_shares([Share("Top", called, Fraction(60), Fraction(60))])
    (share,) = Registered(register, parties).owners_of([CLOUD], DAY)
    assert (share.owned, share.owner, share.percent) == (CLOUD, "Top", "60%")


@pytest.mark.parametrize(
    ("owner", "name"),
    [(LEI, CLOUD), ("example cloud", CLOUD), ("529900LISTED", "Listed Ltd [529900LISTED]")],
)
def test_an_owner_has_the_party_files_name_where_it_knows_it(
    parties: PartyFile, owner: str, name: str
) -> None:
    register = Register()
    register.add_entities([Entity("529900LISTED", "Listed Ltd")])
    register.add_shares([Share(owner, "Sugon", Fraction(60), Fraction(60))])
    (share,) = Registered(register, parties).owners_of(["Sugon"], DAY)
    assert share.owner == name
