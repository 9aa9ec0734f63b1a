"""4A090, the .z paragraphs, software and technology, and what somebody has classified."""

import pytest
from tests.entries import EVERYTHING, LEVEL_A, LEVEL_B, made_for
from tests.shipments import A_CHIP, B_CHIP, chip, class_of, eccn, line, shipment

import licet
from licet.law.ear.ccl.paragraphs import family_of, listed

FAMILIES = [
    ("3A001.b.2.a", "3A001.z.1"), ("3A001.b.3", "3A001.z.1"), ("3A001.a.1.a", "3A001.z.2"),
    ("3A001.a.5.a", "3A001.z.2"), ("3A001.e.2", "3A001.z.3"), ("3A001.e.3", "3A001.z.3"),
    ("3A001.a.7", "3A001.z.4"), ("3A001", "3A001.z.4"), ("4A003.b", "4A003.z.1"),
    ("4A003.c", "4A003.z.1"), ("4A003.g", "4A003.z.2"), ("4A004", "4A004.z"), ("4A005", "4A005.z"),
    ("5A002.a", "5A002.z.1"), ("5A002.a.4", "5A002.z.1"), ("5A002.b", "5A002.z.2"),
    ("5A002.c", "5A002.z.3"), ("5A002.d", "5A002.z.4"), ("5A002.e", "5A002.z.5"),
    ("5A004.a", "5A004.z.1"), ("5A004.b", "5A004.z.2"), ("5A992.c", "5A992.z"),
]  # fmt: skip
SOFTWARE = [
    ("5D002.a.1", "5D002.z.1"), ("5D002.a.2", "5D002.z.2"), ("5D002.a.3.a", "5D002.z.3"),
    ("5D002.a.3.b", "5D002.z.4"), ("5D002.b", "5D002.z.5"), ("5D002.c.1", "5D002.z.6"),
    ("5D002.c.2", "5D002.z.7"), ("5D002.c.3.a", "5D002.z.8"), ("5D002.c.3.b", "5D002.z.9"),
    ("5D992", "5D992.z"),
]  # fmt: skip


def at(level, family):
    """Where a family has no number of its own, z.1 is the level of .a and z.2 that of .b."""
    return (
        f"{family}.{level}" if family[-1].isdigit() else f"{family}.{'1' if level == 'a' else '2'}"
    )


@pytest.mark.parametrize(("described", "family"), FAMILIES)
def test_hardware_that_another_entry_describes(described, family):
    for level, item in (("a", A_CHIP), ("b", B_CHIP), (None, chip(100, 1))):
        facts = {
            "integrated_circuit": item["integrated_circuit"] | {"also_described_in": described}
        }
        assert class_of(facts) == (at(level, family) if level else None)
        computer = {"computer": {"contains": [{"item": item, "quantity": 2}],
                                 "also_described_in": described}}  # fmt: skip
        assert class_of(computer) == (at(level, family) if level else None)


@pytest.mark.parametrize(("described", "family"), SOFTWARE)
def test_software_that_another_entry_describes(described, family):
    for level, paragraph in (("a", "3A090.a"), ("b", "3A090.b"), ("a", "5A992.z.1")):
        item = {"software": {"for": paragraph, "also_described_in": described}}
        assert class_of(item) == at(level, family)


def test_what_other_entries_describe_stays_in_3a090_and_4a090():
    item = {"integrated_circuit": A_CHIP["integrated_circuit"] | {"also_described_in": "3A991.p"}}
    assert class_of(item) == "3A090.a"


@pytest.mark.parametrize(
    ("contents", "paragraph"),
    [
        ([(A_CHIP, 1)], "4A090.a"),
        ([(B_CHIP, 8)], "4A090.b"),
        ([(B_CHIP, 8), (A_CHIP, 1)], "4A090.a"),
        ([(chip(4_000, 1), 100)], None),
        ([(chip(2_000, 2, False), 9), (B_CHIP, 1)], "4A090.b"),
    ],
)
def test_4a090_by_the_circuits_inside(contents, paragraph):
    """Performance is not added up across circuits."""
    inside = [{"item": item, "quantity": count} for item, count in contents]
    made = line(shipment({"computer": {"contains": inside}}))
    assert made["classification"] == paragraph
    total = sum(item["integrated_circuit"]["tpp"] * n for item, n in contents)
    assert made["tpp_each"] == total


def test_4a090_computers_in_computers():
    board = {"computer": {"contains": [{"item": A_CHIP, "quantity": 4}]}}
    rack = {"computer": {"contains": [{"item": board, "quantity": 2}]}}
    made = line(shipment(rack))
    assert (made["classification"], made["tpp_each"]) == ("4A090.a", 8 * 15_832)


def test_4a090_unknown_contents_leave_it_open():
    made = line(shipment({"computer": {}}))
    assert made["classification"] is None
    assert {"4A090.a", "4A090.b", None} <= set(made["possible_classifications"])


ENTRIES = {
    ("software", "3D001"): made_for("a")["3D001"] | made_for("b")["3D001"] | {"3A090.c"},
    ("software", "4D001"): made_for("a")["4D001"] | made_for("b")["4D001"],
    ("software", "4D090"): {"4A090.a", "4A090.b"},
    ("software", "5D002"): {f"{e}.{x}" for e in ("5A002.z.1", "5A002.z.2", "5A002.z.3", "5A002.z.4",
                                                 "5A002.z.5", "5A004.z.1", "5A004.z.2")
                            for x in "ab"},
    ("software", "5D992"): {"5A992.z.1", "5A992.z.2"},
    ("technology", "3E001"): made_for("a")["3E001"] | made_for("b")["3E001"] | {"3A090.c"},
    ("technology", "4E001"): made_for("a")["4E001"] | made_for("b")["4E001"],
    ("technology", "5E002"): made_for("a")["5E002"] | made_for("b")["5E002"],
    ("technology", "5E992"): made_for("a")["5E992"] | made_for("b")["5E992"],
}  # fmt: skip


@pytest.mark.parametrize("kind", ["software", "technology"])
@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_software_and_technology_by_what_they_are_for(kind, paragraph):
    entries = [entry for (k, entry), named in ENTRIES.items() if k == kind and paragraph in named]
    assert class_of({kind: {"for": paragraph}}) == (entries[0] if entries else None)
    assert len(entries) <= 1


@pytest.mark.parametrize(("kind", "base"), ENTRIES)
def test_software_and_technology_by_the_entry_that_is_stated(kind, base):
    for paragraph in ("3A991.p", min(ENTRIES[kind, base])):
        assert class_of({kind: {"for": paragraph, "base": base}}) == base


@pytest.mark.parametrize("base", ["5D002", "5D992"])
@pytest.mark.parametrize("paragraph", ["3A090.a", "4A090.b", "5A002.z.1.a", "5A992.z.1"])
def test_software_of_5d002_and_5d992_for_such_a_commodity_is_in_a_z_paragraph(base, paragraph):
    """Its .z paragraphs: what the entry describes and 3D001 for 3A090 or 4D001 for 4A090 meets."""
    found = line(shipment({"software": {"for": paragraph, "base": base}}, to="VN"))
    assert found["license_required"] is True


@pytest.mark.parametrize(
    ("kind", "facts", "sentence"),
    [
        ("software", {"for": "3A090"}, "3A090 has several paragraphs; name one, such as 3A090.a"),
        ("technology", {"for": "5A992.z"}, "5A992.z has several paragraphs"),
        ("software", {"for": "3A090.a", "base": "3E001"}, "3E001 is no entry for software"),
        ("technology", {"for": "3A090.a", "base": "3D001"}, "3D001 is no entry for technology"),
        ("software", {"for": "3A090.a", "base": "4D090"}, "for 3A090.a; that is 3D001"),
        ("technology", {"for": "4A090.a", "base": "3E001"}, "for 4A090.a; that is 4E001"),
    ],
)
def test_what_does_not_go_together_is_refused(kind, facts, sentence):
    """In silence it would come out as an item that nothing controls."""
    with pytest.raises(licet.InputError, match=sentence):
        class_of({kind: facts})


@pytest.mark.parametrize(
    ("written", "paragraph"),
    [("3A090.a.1", "3A090.a"), ("3A090.b.2", "3A090.b"), ("5A992.z.1.a", "5A992.z.1"),
     ("4E001.a", "4E001"), ("5E002.a", "5E002"), ("4E091.a", "4E091"), ("5A002.a", None),
     ("5D002.a.1", None), ("5D992.c", None), ("4A003.b", None)],
)  # fmt: skip
def test_what_was_classified_more_finely_is_taken_where_it_lies(written, paragraph):
    """3A090.a.1 is in 3A090.a; 5D002.a.1 is not in 5D002.z, or it would have been said."""
    assert class_of({"eccn": written}) == paragraph


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        ({"eccn": "3A090.d"}, "there is no 3A090.d; a paragraph of 3A090 is 3A090.a"),
        ({"eccn": "4A003.z.3"}, "there is no 4A003.z.3"),
        ({"eccn": "5D002.z.1"}, "5D002.z.1 has several paragraphs"),
        ({"eccn": "3E001", "for": "4A090.a"}, "for 4A090.a; that is 4E001"),
        (
            chip(also_described_in="5A002"),
            "5A002 has several paragraphs; name one, such as 5A002.a",
        ),
        (chip(also_described_in="4A003.a"), "4A003.a describes no such item"),
        (chip(also_described_in="5D992"), "5D992 is an entry for other items"),
        ({"software": {"for": "3A090.a", "also_described_in": "5A992.c"}}, "entry for other items"),
        ({"technology": {"for": "3A090.a", "also_described_in": "5D992"}}, "has E in second place"),
        ({"technology": {"for": "3A090.d"}}, "there is no 3A090.d"),
    ],
)
def test_a_paragraph_that_is_none_is_refused(item, sentence):
    """It would come out as an item that nothing controls, or as one of another exception."""
    with pytest.raises(licet.InputError, match=sentence):
        class_of(item)


@pytest.mark.parametrize("base", ["4E001.a", "4E001"])
def test_technology_by_a_paragraph_of_its_entry(base):
    assert class_of({"technology": {"for": "4A090.a.1", "base": base}}) == "4E001"


def test_technology_for_software_of_4d090():
    assert class_of({"technology": {"for": "4D090"}}) == "4E001"
    assert class_of({"technology": {"for": "4D001"}}) == "4E001"


def test_software_for_something_else():
    assert class_of({"software": {"for": "1A001"}}) is None
    made = line(shipment({"software": {"for": None}}))
    assert len(made["possible_classifications"]) > 1


@pytest.mark.parametrize("paragraph", sorted(EVERYTHING))
def test_what_was_classified_is_taken_as_stated(paragraph):
    assert class_of(eccn(paragraph)) == paragraph


def test_an_entry_outside_is_not_controlled_here():
    assert class_of({"eccn": "1A001.a"}) is None
    with pytest.raises(licet.InputError, match="several paragraphs"):
        class_of({"eccn": "3A090"})


def test_how_a_list_of_the_regulation_reads():
    assert listed("3A001.z.1.a, z.2.a; 3A090.a") == {"3A001.z.1.a", "3A001.z.2.a", "3A090.a"}
    assert listed("4A090") == {"4A090.a", "4A090.b"}
    assert listed("5A992.z") == {"5A992.z.1", "5A992.z.2"}
    assert listed("3A090.b, c") == {"3A090.b", "3A090.c"}
    assert listed("5D002 itself") == {"5D002"}
    assert "5D002" in listed("5D002")
    assert "5D002.z.9.b" in listed("5D002")
    with pytest.raises(LookupError, match=r"3A090\.x"):
        listed("3A090.x")


def test_every_paragraph_has_a_level():
    from licet.law.ear.ccl import paragraphs

    assert paragraphs.COMMODITIES_A | paragraphs.SOFTWARE_A == LEVEL_A
    assert paragraphs.COMMODITIES_B | paragraphs.SOFTWARE_B == LEVEL_B


@pytest.mark.parametrize(
    ("described", "family"),
    [("5A002.a.4", "5A002.a"), ("3A001.b.2.a.1", "3A001.b.2"), ("3A001.b.4", "3A001"),
     ("5A992", "5A992.c"), ("3A991.p", None), ("4A003.a", None), ("5A992.c", "5A992.c")],
)  # fmt: skip
def test_the_family_is_the_longest_that_begins_the_description(described, family):
    assert family_of(described) == family
