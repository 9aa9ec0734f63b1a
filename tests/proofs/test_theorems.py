"""Each theorem: what stands, what is found, that each witness decides so, and that it can fail."""

import json
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

import licet
from licet.cli.prove import command
from licet.errors import InputError
from licet.law.ear import s740_27, s740_28, s740_29, s742_6, s742_6_review_2022
from licet.law.ear.ccl import e3a090
from licet.law.ear.s740_2 import only_named_exceptions_are_usable
from licet.law.editions import Edition, the_law
from licet.law.subject import tx
from licet.logic.terms import ALWAYS, NEVER
from licet.proofs.prove import prove, subjects
from licet.proofs.statements import THEOREMS
from licet.proofs.theorems import Subject

BY_NAME = {theorem.name: theorem for theorem in THEOREMS}
SUMMER_2025, SUMMER_2026 = date(2025, 6, 2), date(2026, 8, 3)


def broken(day, changes, column="on_the_books"):
    """A copy of the law in which paragraphs say something else."""
    law = the_law().edition(day, column)
    replaced = {}
    for old, term in changes.items():
        standing = law.version(old)
        assert standing is not None
        replaced[standing] = replace(standing, term=term, replaced_by=[])
    edition = Edition(law.day, law.column, law.paragraphs, replaced)
    return Subject(edition, the_law().edition(day, "as_enforced"), day)


def says(name, subject):
    return [finding.says for finding in BY_NAME[name].check(subject).findings if not finding.asked]


def test_lpp_and_acm_stop_at_macau_and_d5():
    books, enforced = subjects(SUMMER_2025)
    assert not any(s.startswith(("LPP", "ACM")) for s in says("not-toward-macau-or-d5", books))
    assert says("not-toward-macau-or-d5", enforced) == []


def test_lpp_reaches_their_entities_where_the_paragraphs_against_it_are_struck():
    changes = {s740_29.not_to_their_entities: ALWAYS, s740_29.lpp_is_usable_there: ALWAYS}
    found = says("not-toward-macau-or-d5", broken(SUMMER_2025, changes))
    assert any(each.startswith("LPP") for each in found)


def test_acm_reaches_them_where_its_paragraph_c_is_struck():
    found = says(
        "not-toward-macau-or-d5", broken(SUMMER_2025, {s740_28.not_to_macau_or_d5: ALWAYS})
    )
    assert any(each.startswith("ACM") for each in found)


def test_aia_has_a_hole_for_weights_where_the_open_question_is_read_otherwise():
    """740.27(a)(3) looks at consignee, end user and operator; a purchaser or forwarder is nobody there."""
    books, _enforced = subjects(SUMMER_2025)
    assert BY_NAME["not-toward-macau-or-d5"].check(books).findings == []
    otherwise = s740_27.only_the_headquarters_of_recipients_count.term
    literal = broken(SUMMER_2025, {s740_27.aia_is_usable_there: otherwise})
    (found,) = BY_NAME["not-toward-macau-or-d5"].check(literal).findings
    assert found.says.startswith("AIA")
    assert "model_weights" in str(found.facts["lines"])
    decided = licet.decide(found.facts)["on_the_books"]
    assert decided["lines"][0]["license_required"] is True
    assert "aia-weights-and-macau-or-d5" in {each["id"] for each in decided["open_questions"]}
    struck = broken(
        SUMMER_2025, {s740_27.aia_is_usable_there: otherwise, s740_27.is_model_weights: NEVER}
    )
    assert says("not-toward-macau-or-d5", struck) == []


def test_every_finding_of_a_policy_decides_so():
    for subject in subjects(SUMMER_2026):
        column = subject.edition.column
        for finding in BY_NAME["one-review-policy"].check(subject).findings:
            line = licet.decide(finding.facts)[column]["lines"][0]
            assert line["license_required"] is True
            outcomes = [subject.edition.outcome(p) for p in finding.paragraphs]
            order = ["presumption_of_approval", "case_by_case", "presumption_of_denial"]
            order.append("policy_of_denial")
            at_least = max(order.index(outcome) for outcome in outcomes)
            assert order.index(line["review_policy"]) >= at_least


def test_every_requirement_has_a_policy():
    for subject in subjects(SUMMER_2026):
        assert BY_NAME["some-review-policy"].check(subject).proved


def test_without_b_10_i_technology_from_macau_would_have_none():
    """742.6(b)(10)(i) reviews (a)(6)(ii): consistent with 744.23(d), else case by case."""
    struck = {s742_6_review_2022.technology_beside_744_23: NEVER}
    found = says("some-review-policy", broken(SUMMER_2026, struck))
    assert [each.split(" requires")[0] for each in found] == ["15 CFR 742.6(a)(6)(ii)"]


def test_a_requirement_without_its_policies_is_found():
    weights = [
        p
        for p in the_law().edition(SUMMER_2025, "on_the_books").of_kind("policy")
        if p.name.startswith("model_weights")
    ]
    found = says("some-review-policy", broken(SUMMER_2025, dict.fromkeys(weights, NEVER)))
    assert any("742.6(a)(13)" in each for each in found)


def test_two_policies_for_model_weights_are_found():
    trusted = next(
        p
        for p in the_law().edition(SUMMER_2025, "on_the_books").of_kind("policy")
        if p.name == "model_weights_for_trusted"
    )
    subject = broken(SUMMER_2025, {trusted: s742_6.model_weights.holds})
    assert any("742.6(b)(14)" in each for each in says("one-review-policy", subject))
    books, _enforced = subjects(SUMMER_2025)
    assert not any("742.6(b)(14)" in each for each in says("one-review-policy", books))


@pytest.mark.parametrize(
    "day", ["2022-10-07", "2023-01-17", "2023-11-17", "2024-12-31", "2025-06-02", "2026-08-03"]
)
def test_classification_is_a_partition(day):
    for subject in subjects(date.fromisoformat(day)):
        assert BY_NAME["classification-is-a-partition"].check(subject).proved


def test_classification_is_no_partition_where_b_forgets_a():
    subject = broken(SUMMER_2025, {e3a090.meets_b: ALWAYS})
    (found,) = says("classification-is-a-partition", subject)
    assert "3A090.a" in found or ".z." in found


def test_lpp_widens_toward_the_emirates_since_july_2026():
    """742.6(a)(6)(iii)(B) takes the Emirates in, and 740.29(b) has no item at the level of .b."""
    assert not any(
        "LPP" in s for s in says("never-wider-with-performance", subjects(SUMMER_2025)[0])
    )
    books, enforced = subjects(SUMMER_2026)
    for subject in (books, enforced):
        findings = BY_NAME["never-wider-with-performance"].check(subject).findings
        (found,) = [each for each in findings if each.says.startswith("LPP")]
        line = licet.decide(found.facts)[subject.edition.column]["lines"][0]
        assert found.facts["destination"] == "AE"
        assert line["license_required"] is True
        assert line["exceptions"]["LPP"]["available"] is False


def test_only_a_list_requires_a_license_for_what_is_weaker():
    """744.21 reads supplement no. 2 to part 744, which lists no 3A090 (finding 9)."""
    sold = {
        "date": "2025-06-02",
        "action": "export",
        "destination": "IS",
        "from": "US",
        "parties": {
            "ultimate_consignee": {
                "location": "IS",
                "headquarters": "IS",
                "ultimate_parent_headquarters": "IS",
            }
        },
        "listed_parties": {
            "entity_list": False,
            "military_end_user": True,
            "denied_person": False,
            "unverified": False,
            "blocked_under_744_8": False,
            "owned_by_listed": False,
            "owned_by_military_end_user": False,
        },
        "on_file": {"certifications": ["LPP"], "lpp_tpp_this_year": 0},
        "end_use": {"purpose": "operate", "prohibited_by_part_744": False},
    }
    lines = []
    for tpp in (1, 5000):
        chip = {"tpp": tpp, "performance_density": 0, "designed_or_marketed_for_datacenters": True}
        line = {"item": {"integrated_circuit": chip}, "quantity": 1}
        listed = sold["listed_parties"] | {"item_in_supplement_2_to_part_744": tpp == 1}
        answer = licet.decide(sold | {"lines": [line], "listed_parties": listed})
        lines.append(answer["on_the_books"]["lines"][0])
    weak, strong = lines
    assert (weak["license_required"], weak["exceptions"]["LPP"]["available"]) == (True, False)
    assert (strong["license_required"], strong["exceptions"]["LPP"]["available"]) == (True, True)


def test_lpp_widens_where_the_limit_of_the_year_is_turned_round():
    turned = tx.on_file.lpp_tpp_this_year + tx.item.tpp >= s740_29.YEARLY_LIMIT
    subject = broken(SUMMER_2025, {s740_29.within_the_year: turned})
    findings = BY_NAME["never-wider-with-performance"].check(subject).findings
    assert any(each.says.startswith("LPP") for each in findings)


def test_the_columns_differ_by_the_announcement_alone():
    for day in (SUMMER_2025, SUMMER_2026):
        assert BY_NAME["columns-differ-by-announcement"].check(subjects(day)[0]).proved


def test_a_column_that_differs_elsewhere_is_found():
    subject = broken(SUMMER_2025, {only_named_exceptions_are_usable: NEVER})
    assert says("columns-differ-by-announcement", subject)


def test_the_whole_is_told_by_theorem_and_column():
    made = prove(SUMMER_2025, theorems=[BY_NAME["columns-differ-by-announcement"]])
    (theorem,) = made["theorems"]
    assert theorem["columns"] == {"both": {"status": "proved", "findings": []}}


def test_the_command_prints_theorems_and_json():
    arguments = ["--as-of", "2024-06-03"]
    shown = CliRunner().invoke(command, [*arguments, "--witness"], standalone_mode=False)
    assert "classification-is-a-partition" in shown.output
    told = CliRunner().invoke(command, [*arguments, "--json"], standalone_mode=False)
    made = json.loads(told.output)
    assert [theorem["theorem"] for theorem in made["theorems"]] == list(BY_NAME)


def test_a_day_before_the_first_edition_is_refused():
    with pytest.raises(InputError, match="2022-10-07"):
        prove(date(2022, 10, 6))


def test_a_headquarters_in_d5_at_level_b_in_the_emirates_meets_two_policies():
    """742.6(b)(10)(iii)(A)(1) denies what 744.23(d)(3)(i) reviews case by case, since July 2026."""
    for subject in subjects(SUMMER_2026):
        named = [
            {p.cite for p in finding.paragraphs}
            for finding in BY_NAME["one-review-policy"].check(subject).findings
        ]
        assert {"15 CFR 742.6(b)(10)(iii)(A)(1)", "15 CFR 744.23(d)(3)(i)"} in named
    for subject in subjects(date(2026, 7, 9)):
        named = [
            {p.cite for p in finding.paragraphs}
            for finding in BY_NAME["one-review-policy"].check(subject).findings
        ]
        assert {"15 CFR 742.6(b)(10)(iii)(A)(1)", "15 CFR 744.23(d)(3)(i)"} not in named
