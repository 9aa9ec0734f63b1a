"""What would have to be different: known answers, and an exhaustive search over a small space."""

import json
from datetime import date, timedelta
from itertools import product

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.shipments import B_CHIP, GAMING_CHIP, changed, chip, party, shipment

import licet
from licet.cli.what_if import command
from licet.law.editions import the_law
from licet.proofs.what_if import MAY_GO, what_if

BOOKS = "on_the_books"


def kinds(way):
    return [change.kind for change in way.changes]


def test_1699_h100_may_go_to_india_under_lpp_and_not_one_more():
    """26,900,000 TPP a year (740.29(d)) are 1,699 times 15,832."""
    first = what_if(shipment(**{"lines.0.quantity": 2_000}), BOOKS, count=1)[0]
    assert kinds(first) == ["certificate", "quantity"]
    assert first.facts["lines"][0]["quantity"] == 26_900_000 // 15_832 == 1_699


def test_a_certificate_alone_is_enough_for_one_chip():
    first = what_if(shipment(), BOOKS, count=1)[0]
    assert (kinds(first), first.outcome) == (["certificate"], "license_exception")


def test_a_gaming_chip_goes_to_china_after_a_purchase_order_a_notice_and_25_days():
    first = what_if(shipment(GAMING_CHIP, to="CN"), count=1)[0]
    assert kinds(first) == ["purchase_order", "notice"]
    assert first.facts["date"] == date(2025, 6, 2) + timedelta(days=25)


def test_a_full_year_of_lpp_waits_for_the_next():
    full = shipment(**{"on_file.lpp_tpp_this_year": 26_900_000, "on_file.certifications": ["LPP"]})
    first = what_if(full, BOOKS, count=1)[0]
    assert kinds(first) == ["date"]
    assert first.facts["date"] == date(2026, 1, 1)


def test_for_cambodian_parents_february_2026_is_one_of_the_ways():
    """Cambodia leaves D:5 then; before, there is NAC."""
    ways = what_if(shipment(B_CHIP, to="SG", buyer=party("SG", "KH")), count=2)
    assert [kinds(way) for way in ways] == [["purchase_order", "notice"], ["date"]]
    assert ways[1].facts["date"] == date(2026, 2, 6)


def test_another_consignee_is_the_last_resort_of_a_chinese_subsidiary_in_germany():
    """What goes to Germany needs no license as enforced; headquarters in China are what stands against it."""
    facts = shipment(to="DE", buyer=party("CN", at="DE"), **{"end_use.purpose": "operate"})
    (first,) = what_if(facts, "as_enforced", count=1)
    assert (kinds(first), first.facts["destination"]) == (["consignee"], "DE")
    assert first.facts["parties"]["ultimate_consignee"]["headquarters"] == "DE"
    assert first.facts["on_file"]["certifications"] == []


def test_another_consignee_gives_a_certificate_of_its_own():
    """On the books Germany is open by AIA, with the new consignee's certification."""
    held = {"on_file.certifications": ["AIA"]}
    facts = shipment(to="DE", buyer=party("CN", at="DE"), **held)
    (first,) = what_if(facts, BOOKS, count=1, places=["DE"])
    assert sorted(kinds(first)) == ["certificate", "consignee"]
    assert first.facts["on_file"]["certifications"] == ["AIA"]


def test_nothing_helps_against_a_prohibited_end_use():
    facts = shipment(to="CN", **{"end_use.prohibited_by_part_744": True})
    assert what_if(facts, most=2) == []


def test_what_may_go_needs_nothing():
    assert what_if(shipment(to="DE")) == []


@pytest.mark.parametrize("to", ["CN", "IN", "VN"])
def test_every_way_goes_and_no_part_of_it_does(to):
    ways = what_if(shipment(GAMING_CHIP, to=to, **{"lines.0.quantity": 3}), BOOKS, count=4)
    assert ways
    assert [way.cost for way in ways] == sorted(way.cost for way in ways)
    for way in ways:
        assert licet.decide(way.facts)[BOOKS]["outcome"] in MAY_GO
    tried = [set(way.tried) for way in ways]
    assert not any(a < b for a in tried for b in tried)


def exhaustive(facts, places):
    """The least cost over the whole space, written without the search: none where nothing goes."""
    day, least = date.fromisoformat(facts["date"]), None
    later = [d for d in the_law().boundaries if d > day]
    dates = [None, *sorted({date(day.year + 1, 1, 1), *later})]
    quantity = facts["lines"][0]["quantity"]
    sites = [None, *[("site", p) for p in places if p != facts["destination"]]]
    sites += [("buyer", p) for p in dict.fromkeys([facts["destination"], *places])]
    for aia, lpp, order, notice, when, site, count in product(
        (0, 1), (0, 1), (0, 1), (0, 1), dates, sites, range(1, quantity + 1)
    ):
        ships = max([day] + ([day + timedelta(25)] if notice else []) + ([when] if when else []))
        cost = aia + lpp + order + 2 * notice + (4 if when else 0)
        cost += {None: 0, "site": 5, "buyer": 6}[site and site[0]]
        cost += 3 if count < quantity else 0
        if cost == 0 or (least is not None and cost >= least):
            continue
        changes = {"date": ships.isoformat(), "lines.0.quantity": count}
        changes["on_file.certifications"] = ["AIA"] * aia + ["LPP"] * lpp
        changes["on_file.purchase_order"] = bool(order)
        changes["on_file.nac_notified_on"] = facts["date"] if notice else False
        if ships.year > day.year:
            changes["on_file.lpp_tpp_this_year"] = 0
        if site:
            changes["destination"] = site[1]
            changes["parties.ultimate_consignee.location"] = site[1]
        if site and site[0] == "buyer":
            for home in ("headquarters", "ultimate_parent_headquarters"):
                changes[f"parties.ultimate_consignee.{home}"] = site[1]
            changes["on_file.lpp_tpp_this_year"] = 0 if ships.year > day.year else None
            changes["on_file.aia_tpp_cumulative"] = None
        if licet.decide(changed(facts, **changes))[BOOKS]["outcome"] in MAY_GO:
            least = cost
    return least


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    item=st.sampled_from([chip(), chip(5_000, 6, False), B_CHIP, GAMING_CHIP]),
    to=st.sampled_from(["CN", "IN", "DE", "VN", "AE", "MO"]),
    home=st.sampled_from(["IN", "DE", "CN"]),
    used=st.sampled_from([0, 26_880_000, 26_900_000]),
    quantity=st.integers(1, 3),
    place=st.sampled_from(["DE", "BR", "HK"]),
)
def test_a_smallest_change_is_found_whenever_an_exhaustive_search_finds_one(
    item, to, home, used, quantity, place
):
    buyer = party(home, at=to)
    facts = shipment(
        item, to=to, buyer=buyer, day="2026-08-03", **{"on_file.lpp_tpp_this_year": used}
    )
    facts["lines"][0]["quantity"] = quantity
    if licet.decide(facts)[BOOKS]["outcome"] in MAY_GO:
        return
    ways = what_if(facts, BOOKS, count=1, most=7, places=[place])
    assert (ways[0].cost if ways else None) == exhaustive(facts, [place])


def test_the_command_says_it_and_tells_it(tmp_path):
    file = tmp_path / "shipment.json"
    file.write_text(json.dumps(shipment(GAMING_CHIP, to="CN")), encoding="utf-8")
    shown = CliRunner().invoke(command, [str(file), "--count", "1"], standalone_mode=False)
    assert "ship from 2025-06-27" in shown.output
    told = CliRunner().invoke(command, [str(file), "--count", "1", "--json"], standalone_mode=False)
    (way,) = json.loads(told.output)["ways"]
    assert way["facts"]["date"] == "2025-06-27"


def test_where_facts_are_missing_the_command_says_so(tmp_path):
    file = tmp_path / "shipment.json"
    facts = shipment(to="CN", **{"end_use.prohibited_by_part_744": None, "action": None})
    file.write_text(json.dumps(changed(facts, destination=None)), encoding="utf-8")
    made = CliRunner().invoke(command, [str(file), "--most", "1"], standalone_mode=False)
    assert "licet decide names" in made.output
    assert made.return_value == 4
