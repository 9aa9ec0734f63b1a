"""From the party file to the facts that a decision asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from licet.errors import InputError
from licet.facts.transaction import Party
from licet.parties import PartyFile, facts_of, reading_of
from licet.parties.adding import added, evidence_of
from licet.parties.facts import FACTS
from licet.parties.ownership.gleif import import_gleif
from licet.parties.ownership.register import Register

from .conftest import DATA

DAY = date(2026, 11, 12)
CLOUD, HOLDINGS = "Example Cloud Pte. Ltd.", "Example Holdings"
PARENT = "ultimate_parent_headquarters"


def test_exactly_the_facts_of_a_transactions_party(parties: PartyFile) -> None:
    assert set(FACTS) | {"name"} == set(Party.__struct_fields__)


def test_the_facts_and_the_parent_from_the_chain(party_path: Path) -> None:
    assert facts_of("Example Cloud", str(party_path), DAY) == {
        "name": CLOUD,
        "location": "SG",
        "headquarters": "SG",
        PARENT: "CN",
        "private_sector": True,
        "certified_veu": {"NVEU": ["AE"]},
    }


def test_a_stale_fact_is_unknown_with_the_reason(parties: PartyFile) -> None:
    reading = reading_of(CLOUD, parties, date(2027, 5, 3))
    assert "headquarters" not in reading.facts
    assert "is stale" in reading.unknown["headquarters"]


def test_without_a_day_today_counts(parties: PartyFile) -> None:
    fresh = reading_of(CLOUD, parties, today=lambda: DAY)
    stale = reading_of(CLOUD, parties, today=lambda: date(2030, 1, 1))
    assert fresh.facts["headquarters"] == "SG"
    assert stale.facts == {"name": CLOUD}


def stated(file: PartyFile, country: str, grade: str) -> PartyFile:
    basis = evidence_of("a letter", date(2026, 9, 1), grade)
    return added(file, CLOUD, statements=[f"{PARENT}={country}"], evidence=basis)


@pytest.mark.parametrize(("country", "known"), [("CN", "CN"), ("SG", None)])
def test_what_is_stated_must_agree_with_the_chain(
    parties: PartyFile, country: str, known: str | None
) -> None:
    reading = reading_of(CLOUD, stated(parties, country, "documented"), DAY)
    assert reading.facts.get(PARENT) == known
    assert known or "leads to Example Holdings in CN" in reading.unknown[PARENT]


@pytest.mark.parametrize(("grade", "known"), [("claimed", None), ("documented", "SG")])
def test_a_claim_does_not_stand_against_an_open_chain(
    parties: PartyFile, grade: str, known: str | None
) -> None:
    basis = evidence_of("a newspaper", date(2026, 9, 1), "documented")
    name = "Another Cloud"
    file = added(parties, name, owners=["Somebody=?"], evidence=basis)
    letter = evidence_of("a letter", date(2026, 9, 1), grade)
    file = added(file, name, statements=[f"{PARENT}=SG"], evidence=letter)
    reading = reading_of(name, file, DAY)
    assert reading.facts.get(PARENT) == known
    assert known or "Somebody may hold half or more" in reading.unknown[PARENT]


def test_an_owner_of_unknown_seat_leaves_it_unknown(parties: PartyFile) -> None:
    basis = evidence_of("a register", date(2026, 9, 1), "registry")
    file = added(parties, "Another Cloud", owners=["Sombra SA=80"], evidence=basis)
    file = added(file, "Sombra SA", statements=["owners_complete=yes"], evidence=basis)
    reading = reading_of("Another Cloud", file, DAY)
    assert PARENT not in reading.facts
    assert "The headquarters of Sombra SA are not known." in reading.unknown[PARENT]


def test_a_party_without_a_word_on_its_owners_says_nothing_of_its_parent(
    parties: PartyFile,
) -> None:
    reading = reading_of("Sugon", parties, DAY)
    assert reading.parent is None
    assert PARENT not in reading.facts
    assert PARENT not in reading.unknown


def test_a_register_supplies_what_the_file_does_not(parties: PartyFile) -> None:
    register = Register()
    for kind in ("lei2", "rr", "repex"):
        import_gleif(DATA / "gleif" / f"{kind}.csv", register)
    basis = evidence_of("none", date(2026, 9, 1), "registry")
    file = added(
        PartyFile(parties.path, type(parties.contents)()), "Buyer", lei="52990000000BUYERSG00"
    )
    reading = reading_of("Buyer", file, DAY, register)
    assert reading.facts == {"name": "Buyer", "location": "SG", "headquarters": "SG", PARENT: "CN"}
    assert reading.parent is not None
    assert reading.parent.entity == "Example Group Co., Ltd. [5299000000000TOPCN02]"
    file = added(file, "Buyer", statements=["headquarters=MY"], evidence=basis)
    assert "headquarters" not in facts_of("Buyer", file, DAY, register)


def test_a_party_that_is_not_in_the_file(party_path: Path) -> None:
    with pytest.raises(InputError, match="no party of this name"):
        facts_of("Nobody", party_path, DAY)
