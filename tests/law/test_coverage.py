"""Every operative paragraph of the AI Diffusion Framework is accounted for, and truthfully."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date

import pytest

from licet.law import coverage
from licet.law.coverage import FRAMEWORK, Operative, handle, handles, operative, summary
from licet.law.editions import the_law

IN_FORCE = date(2025, 6, 2)
CITES = [each.cite for each in operative()]

AMENDED = """supplement no. 3 to 15 CFR part 732, red flag 28; 15 CFR 734.9(h); 15 CFR 734.9(l);
15 CFR 740.2(a)(9)(ii); 15 CFR 740.8(a); 15 CFR 740.8(c)(1); 15 CFR 740.27; 15 CFR 740.28; 15 CFR 740.29;
supplement no. 5 to 15 CFR part 740; 15 CFR 742.6(a)(6)(iii); 15 CFR 742.6(a)(13);
15 CFR 742.6(b)(10)(iii); 15 CFR 742.6(b)(10)(iv); 15 CFR 742.6(b)(14); 15 CFR 744.23(a)(3)(i);
15 CFR 748.3(f); 15 CFR 748.15 introductory text; 15 CFR 748.15(a)(1); 15 CFR 748.15(a)(2);
15 CFR 748.15(b); 15 CFR 748.15(d)(2); 15 CFR 748.15(d) note 1; 15 CFR 748.15(f);
supplement no. 2 to 15 CFR part 748, (c)(3);
supplement no. 2 to 15 CFR part 748, (c)(4); supplement no. 8 to 15 CFR part 748, B(2);
supplement no. 8 to 15 CFR part 748, B(6); supplement no. 8 to 15 CFR part 748, B(9);
supplement no. 8 to 15 CFR part 748, B(10); supplement no. 8 to 15 CFR part 748, B(11);
supplement no. 10 to 15 CFR part 748; 15 CFR 750.7(g); 15 CFR 762.2(b)(58); 15 CFR 762.2(b)(59);
15 CFR 762.2(b)(60); 15 CFR 772.1 model weights"""
"""What the amendatory instructions 1 to 24 of 90 FR 4544 revise or add, part 774 apart."""
ROOTS = [" ".join(root.split()) for root in AMENDED.split(";")]


def test_nothing_is_open() -> None:
    assert summary(the_law().paragraphs)["open"] == []


def test_the_summary_adds_up() -> None:
    held = handles(the_law().paragraphs)
    kinds = Counter(each.status(held) for each in operative())
    found = summary(the_law().paragraphs)
    assert found["operative"] == len(CITES) == kinds.total()
    assert found["implemented"] == kinds["implemented"]
    assert found["accounted_for"] == found["operative"] - len(found["open"])


def test_what_nobody_accounts_for_is_open_and_not_counted() -> None:
    framework = [
        Operative("(a)", "a rule that nobody wrote"),
        Operative("(b)", "a rule by a name that is not there", by=("s740_29.no_such_paragraph",)),
        Operative("(c)", "a heading", nothing="a heading decides nothing"),
        Operative("(d)", "a duty of some day", comes_with="a part that licet does not have"),
    ]
    found = summary(the_law().paragraphs, framework)
    assert found["open"] == ["(a)", "(b)", "(d)"]
    assert (found["operative"], found["implemented"], found["accounted_for"]) == (4, 0, 1)


@pytest.mark.parametrize("root", ROOTS)
def test_every_instruction_of_the_framework_has_its_paragraphs(root: str) -> None:
    assert any(cite.startswith(root) for cite in CITES)


def test_nothing_is_listed_that_the_framework_did_not_amend() -> None:
    assert [cite for cite in CITES if not any(cite.startswith(root) for root in ROOTS)] == []


def test_every_citation_stands_once() -> None:
    assert [cite for cite, times in Counter(CITES).items() if times > 1] == []


LEVELS = (
    ["i", "ii", "iii", "iv", "v", "vi", "vii"],
    [str(n) for n in range(1, 20)],
    list("abcdefgh"),
    list("ABCDEFGH"),
)


@pytest.mark.parametrize("cite", [c for c in CITES if "(" in c or re.search(r"\.[a-z]+$", c)])
def test_no_sibling_is_left_out_before_one_that_is_listed(cite: str) -> None:
    """Where (iii) is listed, (ii) is: down from what an instruction amends."""
    if any(cite == root for root in ROOTS):
        return
    before = _sibling_before(cite)
    inside = before is not None and any(before.startswith(root) for root in ROOTS)
    assert not inside or any(listed.startswith(str(before)) for listed in CITES), before


def _sibling_before(cite: str) -> str | None:
    bracket = re.fullmatch(r"(.*\()(\w+)(\))", cite)
    dotted = re.fullmatch(r"(.*\.)([a-z]+)()", cite)
    found = bracket or dotted
    if found is None:
        return None
    head, mark, tail = found.groups()
    for level in LEVELS:
        if mark in level[1:]:
            return f"{head}{level[level.index(mark) - 1]}{tail}"
    return None


def test_paragraphs_1_to_19_of_supplement_10_are_all_there() -> None:
    for number in range(1, 20):
        assert f"supplement no. 10 to 15 CFR part 748, paragraph {number}" in CITES


def test_each_paragraph_has_one_account_and_a_gist() -> None:
    for each in operative():
        accounts = [bool(each.by), bool(each.nothing), bool(each.comes_with)]
        assert sum(accounts) == 1, each.cite
        assert each.gist, each.cite
        assert len(each.gist) < 130, each.cite


def test_a_paragraph_that_nobody_accounts_for_is_open() -> None:
    lonely = Operative("15 CFR 740.30", "Not accounted for.")
    assert summary(the_law().paragraphs, [lonely])["open"] == ["15 CFR 740.30"]


def test_an_implementation_that_does_not_exist_leaves_the_paragraph_open() -> None:
    named = Operative("15 CFR 740.29(d)", "The limit.", by=("s740_29.within_the_year",))
    gone = Operative("15 CFR 740.29(d)", "The limit.", by=(*named.by, "s740_29.within_the_month"))
    law = the_law().paragraphs
    assert summary(law, [named])["open"] == []
    assert summary(law, [gone])["open"] == ["15 CFR 740.29(d)"]


def test_a_part_of_licet_that_does_not_exist_leaves_the_paragraph_open() -> None:
    assert Operative("15 CFR 740.30", "Later.", comes_with="Some day").status({}) == "open"


@pytest.mark.parametrize("each", [o for o in operative() if o.by], ids=lambda o: str(o.cite))
def test_what_implements_a_paragraph_stood_when_the_framework_did(each: Operative) -> None:
    held = handles(the_law().paragraphs)
    assert any(held[name].stands(IN_FORCE, "on_the_books") for name in each.by)


@pytest.mark.parametrize("each", [o for o in operative() if o.by], ids=lambda o: str(o.cite))
def test_what_implements_a_paragraph_stands_in_its_section(each: Operative) -> None:
    """Supplements are implemented where sections refer to them; sections by themselves."""
    number = re.search(r"15 CFR (\d+\.\d+)", each.cite)
    if number is None or each.cite in ("15 CFR 772.1 model weights", "15 CFR 742.6(b)(14) note"):
        return
    module = "s" + number[1].replace(".", "_")
    assert any(name.startswith(module) for name in each.by)


def test_what_the_framework_enacted_is_named_where_its_paragraph_is_listed() -> None:
    named = {name for each in operative() for name in each.by}
    forgotten = [
        handle(p)
        for p in the_law().paragraphs
        if p.enacted_by.cite == "90 FR 4544"
        and p.kind != "question"
        and p.cite in CITES
        and handle(p) not in named
    ]
    assert forgotten == []


def test_every_shared_reason_is_used() -> None:
    for path in FRAMEWORK.glob("*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        used = {entry.get("nothing") for entry in data["paragraphs"].values()}
        assert set(data.get("reasons", {})) <= used, path.name


def test_every_file_of_the_framework_is_read() -> None:
    assert {path.name for path in FRAMEWORK.glob("*.toml")} == set(coverage.FILES)
