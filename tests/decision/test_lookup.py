"""Looking a paragraph up, as people write citations."""

from __future__ import annotations

import json

import pytest

from licet.decision import lookup
from licet.decision.citations import Citation
from licet.errors import InputError
from licet.law.coverage import operative
from licet.law.editions import the_law


def cites(written: str) -> list[str]:
    """The citations found, each once, in order."""
    return list(dict.fromkeys(p["cite"] for p in lookup.look_up(written)["paragraphs"]))


@pytest.mark.parametrize(
    "written",
    ["740.29(d)", "15 CFR 740.29(d)", "15 C.F.R. § 740.29 (d)", "§740.29(D)", "15 CFR 740.29(d) "],
)
def test_a_paragraph_is_found_however_it_is_written(written: str) -> None:
    assert cites(written) == ["15 CFR 740.29(d)"]


def test_a_section_is_found_with_all_its_paragraphs_and_no_other() -> None:
    found = cites("740.2")
    assert found
    assert all(cite.startswith("15 CFR 740.2(") for cite in found)


@pytest.mark.parametrize("written", ["3A090.a", "ECCN 3A090.a", "eccn 3a090.A"])
def test_an_entry_is_found_itself_first(written: str) -> None:
    found = cites(written)
    assert found[0] == "ECCN 3A090.a"
    assert "ECCN 3A090.a.1" in found
    assert "ECCN 3A090.b" not in found


@pytest.mark.parametrize(
    "written", ["supplement no. 5", "Supp. 5 to part 740", "supplement no. 5 to 15 CFR part 740"]
)
def test_a_supplement_that_is_a_list_shows_its_places(written: str) -> None:
    found = {each["cite"]: each["members"] for each in lookup.look_up(written)["lists"]}
    assert set(found) == {"supplement no. 5(a) to part 740", "supplement no. 5(b) to part 740"}
    codes = found["supplement no. 5(a) to part 740"][0]["codes"]
    assert (len(codes), "DE" in codes, "SG" in codes) == (19, True, False)


def test_supplements_of_other_parts_are_not_mixed_up() -> None:
    assert all("748" in cite for cite in cites("supplement no. 2 to part 748"))
    with pytest.raises(InputError):
        lookup.look_up("supplement no. 2 to part 740")


def test_a_country_group_shows_its_members_by_date() -> None:
    (group,) = lookup.look_up("D:5")["lists"]
    assert group["cite"] == "Country Group D:5"
    _first, before, since = (set(each["codes"]) for each in group["members"])
    assert before - since == {"KH"}
    assert since - before == set()


def test_an_exception_is_found_by_its_letters() -> None:
    assert "15 CFR 740.29(c)(1)" in cites("LPP")
    assert all(p["of"] == "LPP" for p in lookup.look_up("lpp")["paragraphs"])


def test_a_red_flag_is_found_by_its_number() -> None:
    assert cites("red flag 28") == ["supplement no. 3 to part 732, red flag 28"]


def test_a_condition_comes_with_what_its_exception_owes() -> None:
    owed = {each["cite"] for each in lookup.look_up("740.29(d)")["duties"]}
    assert {"15 CFR 740.29(g)(1)", "15 CFR 740.29(g)(2)", "15 CFR 762.2(b)(60)"} <= owed


def test_what_nothing_decides_is_found_with_its_reason() -> None:
    found = lookup.look_up("748.3(f)")
    assert found["paragraphs"] == []
    (account,) = found["framework"]
    assert account["status"] == "nothing to decide"
    assert account["account"]


def test_everything_in_the_framework_can_be_looked_up() -> None:
    for each in operative():
        assert each.cite in {found["cite"] for found in lookup.look_up(each.cite)["framework"]}


def test_every_paragraph_can_be_looked_up_by_its_citation() -> None:
    law = the_law()
    for cite in {p.cite for p in law.paragraphs}:
        assert any(Citation.read(cite).means(Citation.read(p.cite)) for p in law.paragraphs)


@pytest.mark.parametrize("written", ["740.29(x)", "banana", "3A091", "(", "  "])
def test_an_unknown_citation_gets_a_sentence(written: str) -> None:
    with pytest.raises(InputError, match="licet holds no paragraph"):
        lookup.look_up(written)


def test_the_sentence_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"Nearest: 15 CFR 740\.29\("):
        lookup.look_up("740.29(x)")


def test_versions_say_from_when_to_when_in_which_column() -> None:
    found = {p["name"]: p["stands"] for p in lookup.look_up("742.6(a)(6)(iii)")["paragraphs"]}
    assert found["d1_d4_d5_requirement"] == {
        "on_the_books": [["2023-11-17", "2025-05-15"]],
        "as_enforced": [["2023-11-17", "2025-05-15"]],
    }
    assert found["worldwide_requirement"] == {
        "on_the_books": [["2025-05-15", "2026-07-10"]],
        "as_enforced": [],
    }
    assert found["what_is_enforced_of_it"]["on_the_books"] == []
    assert found["what_is_enforced_of_it"]["as_enforced"][0][0] == "2025-05-15"


def test_open_questions_stand_beside_their_paragraph() -> None:
    (found,) = (
        p
        for p in lookup.look_up("740.2(a)(9)(ii)")["paragraphs"]
        if p["name"] == "lpp_is_usable_there"
    )
    assert [each["id"] for each in found["open_questions"]] == ["lpp-to-d1-d4"]


def test_where_names_the_line_of_the_function() -> None:
    for each in lookup.everything():
        path, line = each["where"].split(":")
        source = (lookup.PACKAGE / path).read_text(encoding="utf-8").splitlines()
        assert 1 <= int(line) <= len(source)
    (found,) = lookup.look_up("740.29(d)")["paragraphs"]
    path, line = found["where"].split(":")
    source = (lookup.PACKAGE / path).read_text(encoding="utf-8").splitlines()
    assert "def within_the_year" in "".join(source[int(line) - 1 : int(line) + 2])


def test_everything_is_plain_data() -> None:
    found = lookup.everything()
    assert json.loads(json.dumps(found)) == found
    assert len(found) == len(the_law().paragraphs)
    assert {each["confidence"] for each in found} <= {"P", "P-q", "S", "I", "U"}
