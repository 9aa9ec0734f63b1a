"""Classes of chips and places that changed: published statements, and that each chip was decided so."""

import random
from datetime import date
from functools import cache

import pytest

from licet.catalog import all_chips
from licet.decision.reforms import reformed
from licet.facts.countries import CODES
from licet.proofs.classes import classes
from licet.proofs.history import stand
from licet.proofs.sides import sides

DAYS = {"january": (date(2026, 1, 14), date(2026, 1, 15)),
        "may": (date(2025, 5, 14), date(2025, 5, 15))}  # fmt: skip


@cache
def of(name):
    return classes(*sides(*DAYS[name]))


def moved(name, column, chip, place):
    for each in of(name)[column]:
        if chip in each.chips and place in each.places:
            return each.before.status, each.after.status, each.after.by, each.after.review_policy
    return None


def test_an_rtx_card_to_a_polish_company_goes_under_lpp_since_the_framework():
    """Poland is not in supplement no. 5(a): free before, no AIA, LPP since (90 FR 4544)."""
    card = moved("may", "on_the_books", "NVIDIA GeForce RTX 4090", "PL")
    assert (card[:2], "AIA" in card[2]) == (("free", "excepted"), False)
    h100 = moved("may", "on_the_books", "NVIDIA H100 SXM5 80GB", "PL")
    assert h100 == ("free", "excepted", ("LPP",), None)
    assert moved("may", "as_enforced", "NVIDIA H100 SXM5 80GB", "PL") is None
    germany = moved("may", "on_the_books", "NVIDIA H100 SXM5 80GB", "DE")
    assert germany == ("free", "excepted", ("AIA",), None)


@pytest.mark.parametrize("column", ["on_the_books", "as_enforced"])
def test_the_window_admits_the_h200_to_china_and_not_the_b200(column):
    """91 FR 1684."""
    h200 = moved("january", column, "NVIDIA H200 SXM 141GB", "CN")
    assert h200[3] == "case_by_case"
    assert not any("B200" in chip for each in of("january")[column] for chip in each.chips)


def test_what_a_class_says_is_decided_of_any_of_its_chips_and_places():
    chance, by_name = random.Random(6), {chip.name: chip.id for chip in all_chips()}
    both = sides(*DAYS["may"])
    for column, found in of("may").items():
        for each in found:
            chip, place = chance.choice(each.chips), chance.choice(each.places)
            for side, step in zip(both, (each.before, each.after), strict=True):
                made = stand({"chip": by_name[chip]}, place, side.day, side.law)[column]
                assert made.standing == step.standing


def test_what_is_in_no_class_did_not_change():
    chance, both = random.Random(7), sides(*DAYS["january"])
    changed = {
        (chip, place)
        for each in of("january")["on_the_books"]
        for chip in each.chips
        for place in each.places
    }
    places = sorted(CODES - {"US"})
    for _n in range(60):
        chip, place = chance.choice(all_chips()), chance.choice(places)
        steps = [stand({"chip": chip.id}, place, s.day, s.law)["on_the_books"] for s in both]
        assert (steps[0].standing != steps[1].standing) is ((chip.name, place) in changed)


def test_a_reform_shows_what_another_threshold_would_catch():
    day = date(2024, 6, 3)
    law = reformed(
        {"ECCN 3A090.a.1": {"number": {4_800: 6_000}}, "ECCN 3A090 Note 2": {"number": 6_000}}
    )
    found = classes(*sides(day, day, reformed=law))["on_the_books"]
    free = {chip for each in found if each.after.status == "free" for chip in each.chips}
    assert "NVIDIA GeForce RTX 4090" in free  # 5,285 TPP, no datacenter card
    assert not any("H100" in chip for chip in free)
