"""15 CFR 748.15: validated end users."""

import pytest
from tests.shipments import RouteTable, changed, decided, eccn, party, route, shipment

CONSIGNEE = "parties.ultimate_consignee"
COMPANY = party("US", at="IN", certified_veu="UVEU")
UVEU = RouteTable(
    "UVEU",
    shipment(buyer=COMPANY),
    [
        ({f"{CONSIGNEE}.certified_veu": None}, {"15 CFR 748.15(a)(1)"}),
        ({f"{CONSIGNEE}.certified_veu": {"NVEU": ["IN"]}}, {"15 CFR 748.15(a)(1)"}),
        ({"parties.end_user": party("US")}, {"15 CFR 748.15(a)(1)"}),
        ({"parties.operator": party("US")}, {"15 CFR 748.15(a)(2)(ii)(A)"}),
        (
            {f"{CONSIGNEE}.headquarters": "IN", f"{CONSIGNEE}.ultimate_parent_headquarters": "PL"},
            {"15 CFR 748.15(b)(2)(i)"},
        ),
        ({"destination": "MO"}, {"15 CFR 748.15(b)(2)(i)"}),
        ({"destination": "CN"}, {"15 CFR 748.15(b)(2)(i)"}),
        ({"action": "transfer_in_country"}, {"15 CFR 748.15(d)(2)"}),
        ({"end_use.prohibited_by_part_744": True}, {"15 CFR 748.15(d)(2)"}),
    ],
    [
        ("action", {"15 CFR 748.15(d)(2)"}),
        ("end_use.prohibited_by_part_744", {"15 CFR 748.15(d)(2)"}),
    ],
)
FIRM = party("AE", certified_veu={"NVEU": ["AE", "SA"]})
NVEU = RouteTable(
    "NVEU",
    shipment(to="SA", buyer=FIRM),
    [
        ({f"{CONSIGNEE}.certified_veu": None}, {"15 CFR 748.15(a)(1)"}),
        ({f"{CONSIGNEE}.certified_veu": "UVEU"}, {"15 CFR 748.15(a)(1)"}),
        ({"destination": "IN"}, {"15 CFR 748.15(a)(1)"}),
        ({"parties.operator": party("AE")}, {"15 CFR 748.15(a)(2)(iii)(A)"}),
        ({f"{CONSIGNEE}.ultimate_parent_headquarters": "CN"}, {"15 CFR 748.15(b)(2)(ii)"}),
        ({f"{CONSIGNEE}.headquarters": "MO"}, {"15 CFR 748.15(b)(2)(ii)"}),
        (
            {"destination": "CN", f"{CONSIGNEE}.certified_veu": {"NVEU": ["CN"]}},
            {"15 CFR 748.15(b)(2)(ii)"},
        ),
        ({"action": "transfer_in_country"}, {"15 CFR 748.15(d)(2)"}),
        ({"end_use.prohibited_by_part_744": True}, {"15 CFR 748.15(d)(2)"}),
    ],
    [
        (f"{CONSIGNEE}.headquarters", {"15 CFR 748.15(b)(2)(ii)"}),
        (f"{CONSIGNEE}.ultimate_parent_headquarters", {"15 CFR 748.15(b)(2)(ii)"}),
        ("action", {"15 CFR 748.15(d)(2)"}),
        ("end_use.prohibited_by_part_744", {"15 CFR 748.15(d)(2)"}),
    ],
)


@pytest.mark.parametrize("table", [UVEU, NVEU], ids=["UVEU", "NVEU"])
def test_open(table):
    table.check_open()
    assert decided(table.base)["outcome"] == "validated_end_user"


@pytest.mark.parametrize(
    ("table", "changes", "cites"), [(t, *row) for t in (UVEU, NVEU) for row in t.closes]
)
def test_each_condition_alone_closes_it(table, changes, cites):
    table.check_closed(changes, cites)


@pytest.mark.parametrize(
    ("table", "path", "cites"), [(t, *row) for t in (UVEU, NVEU) for row in t.asks]
)
def test_each_missing_fact_leaves_it_open(table, path, cites):
    table.check_asked(path, cites)


def test_an_operator_with_its_own_authorization_is_fine():
    owner = changed(UVEU.base, **{"parties.operator": COMPANY})
    assert route(owner, "UVEU")["available"] is True
    owner = changed(NVEU.base, **{"parties.operator": FIRM})
    assert route(owner, "NVEU")["available"] is True


def test_the_end_user_counts_where_there_is_one():
    facts = changed(UVEU.base, **{f"{CONSIGNEE}.certified_veu": None, "parties.end_user": COMPANY})
    assert route(facts, "UVEU")["available"] is True


def test_a_parent_in_supplement_5a_is_enough():
    facts = changed(UVEU.base, **{f"{CONSIGNEE}.headquarters": "IN"})
    assert route(facts, "UVEU")["available"] is True


@pytest.mark.parametrize("home", ["VN", "BR", "PK", "KZ", "CH", "IL", "KE"])
def test_places_of_an_nveu(home):
    """Groups A and B and D:1 to D:4, but neither Macau nor D:5."""
    firm = party(home, certified_veu={"NVEU": [home]})
    assert route(shipment(to=home, buyer=firm), "NVEU")["available"] is True


def test_duties_of_each():
    owed = {d["cite"]: d["due"] for d in decided(UVEU.base)["duties"] if d["for"] == "UVEU"}
    assert owed == {
        "15 CFR 748.15(a)(2)(ii)(A)": "2024-12-04",
        "15 CFR 748.15(a)(2)(ii)(B)": None,
        "15 CFR 748.15(e)": "2025-06-02",
        "15 CFR 748.15(f)(1)": None,
        "15 CFR 748.15(g)": None,
    }
    owed = {d["cite"]: d["due"] for d in decided(NVEU.base)["duties"] if d["for"] == "NVEU"}
    assert owed == {
        "15 CFR 748.15(a)(2)(iii)(B)": None,
        "15 CFR 748.15(e)": "2025-06-02",
        "15 CFR 748.15(f)(1)": None,
        "15 CFR 748.15(g)": None,
    }


@pytest.mark.parametrize("table", [UVEU, NVEU], ids=["UVEU", "NVEU"])
@pytest.mark.parametrize(
    ("item", "open_to_it", "otherwise"),
    [(eccn("4A090.a"), True, None), (eccn("5A992.z.1"), True, None),
     (eccn("3A001.z.2.a"), False, None),
     ({"technology": {"for": "3A090.a"}}, False, "validated_end_user"),
     ({"software": {"for": "4A090.a"}}, False, "validated_end_user"),
     (eccn("4E091"), False, "validated_end_user")],
)  # fmt: skip
def test_c_items(table, item, open_to_it, otherwise):
    """None under missile technology, and what is necessary for a data center: that it says no more."""
    facts = changed(table.base, **{"lines.0.item": item})
    made = route(facts, table.code)
    assert made["available"] is open_to_it
    assert ("15 CFR 748.15(c)" in made["fails"]) is not open_to_it
    asked = {q["id"]: q for q in decided(facts)["open_questions"]}
    question = asked.get("necessary-for-a-data-center", {})
    assert question.get("outcome_if_read_otherwise") == otherwise
