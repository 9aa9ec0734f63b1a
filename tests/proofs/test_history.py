"""A chip's life: published before-and-after statements, and that the steps are what is decided."""

import json
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from licet.cli.history import command
from licet.decision import determine
from licet.decision.reforms import reformed
from licet.errors import InputError
from licet.law.editions import COLUMNS
from licet.proofs.history import STANDS_FOR, announced, history, shipment

H100, RTX_4090, H200 = "nvidia-h100-sxm5", "nvidia-rtx-4090", "nvidia-h200-sxm"


def life(chip, to, headquarters=None, column="on_the_books"):
    steps = history({"chip": chip}, to, headquarters)[column]
    return [(step.begins.isoformat(), step.status, step.by) for step in steps]


def test_an_h100_to_poland_is_free_until_the_framework_and_goes_under_lpp_since():
    """Poland is in A:5 and not in supplement no. 5(a) (90 FR 4544)."""
    assert life(H100, "PL") == [("2022-10-07", "free", ()), ("2025-05-15", "excepted", ("LPP",))]
    assert life(H100, "PL", column="as_enforced") == [("2022-10-07", "free", ())]


def test_an_h100_to_china_is_denied_until_the_window_of_january_2026():
    """15,832 TPP and 3,350 GB/s are below the lines of 91 FR 1684."""
    told = [(day, status) for day, status, _by in life(H100, "CN")]
    assert told == [
        ("2022-10-07", "denied"),
        ("2023-11-17", "denied"),
        ("2025-05-15", "denied"),
        ("2026-01-15", "licensed"),
    ]


@pytest.mark.parametrize("column", COLUMNS)
def test_the_window_of_january_2026_admits_the_h200_and_not_the_b200(column):
    """91 FR 1684: below 21,000 TPP and 6,500 GB/s. An H200 has 15,832 and 4,800."""
    steps = history({"chip": H200}, "CN")[column]
    assert (steps[-1].begins, steps[-1].review_policy) == (date(2026, 1, 15), "case_by_case")
    assert [each.cite for each in steps[-1].instruments] == ["91 FR 1684"]
    assert {status for _day, status, _by in life("nvidia-b200-sxm", "CN", column=column)} == {
        "denied"
    }


def test_an_rtx_4090_may_go_to_china_under_nac_once_bis_was_notified():
    """5,285 TPP, no datacenter item: 88 FR 73458 takes it in and opens NAC with its 25 days."""
    assert life(RTX_4090, "CN") == [
        ("2022-10-07", "free", ()),
        ("2023-11-17", "excepted", ("NAC",)),
    ]


def test_a_country_that_leaves_its_group_names_the_notice():
    """Cambodia left D:5 in February 2026; no paragraph changed."""
    last = history({"chip": H100}, "SG", "KH")["as_enforced"][-1]
    assert (last.begins, last.status) == (date(2026, 2, 6), "free")
    assert [each.cite for each in last.instruments] == ["91 FR, document 2026-02262"]


@pytest.mark.parametrize(("chip", "to"), [(H100, "IN"), (H200, "CN"), (RTX_4090, "AE")])
def test_each_step_is_what_is_decided_on_its_first_and_its_last_day(chip, to):
    for column, steps in history({"chip": chip}, to).items():
        for step, following in zip(steps, [*steps[1:], None], strict=True):
            assert step.until == (following.begins if following else None)
            last = step.until - timedelta(1) if step.until else date(2030, 1, 1)
            for day in (step.begins, last):
                made = determine(shipment({"chip": chip}, to, None, day)).to_dict()[column]
                assert made["outcome"] == step.outcome
                if step.status == "denied":
                    assert STANDS_FOR[made["outcome"]] == "licensed"
                    assert made["lines"][0]["review_policy"] in step.review_policy


def test_a_country_by_name_is_refused_once():
    with pytest.raises(InputError) as wrong:
        history({"chip": H100}, "Germany")
    (fault,) = wrong.value.faults
    assert (fault.path, "DE" in fault.sentence) == ("to", True)


def test_the_command_prints_a_table_a_timeline_and_json(tmp_path):
    picture = tmp_path / "life.svg"
    arguments = [H100, "--to", "IN", "--draw", str(picture)]
    shown = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert "2025-05-15" in shown.output
    assert "░" in shown.output
    assert picture.read_text(encoding="utf-8").startswith("<?xml")
    told = json.loads(
        CliRunner().invoke(command, [*arguments, "--json"], standalone_mode=False).output
    )
    assert [step["status"] for step in told["on_the_books"]] == ["free", "excepted"]


def test_a_letter_is_a_step_of_its_own_and_decides_nothing():
    """NVIDIA's filing of April 2025: H20 to China needs a license by letter."""
    told = life("nvidia-h20", "CN")
    assert told == [("2022-10-07", "free", ()), ("2025-04-09", "informed", ("15 CFR 744.23(b)",))]


def test_an_a800_was_made_to_be_free_and_was_for_a_year():
    """400 GB/s between chips: below 600 (87 FR 62186), and caught by 88 FR 73458 whatever its rate."""
    told = [(day, status) for day, status, _by in life("nvidia-a800-sxm4-80gb", "CN")]
    assert told[:3] == [
        ("2022-10-07", "free"),
        ("2023-10-23", "informed"),
        ("2023-11-17", "denied"),
    ]


def test_a_reform_makes_another_life_and_says_so():
    law = reformed({"90 FR 4544": {"from": "2026-01-01"}})
    steps = history({"chip": H100}, "PL", law=law)["on_the_books"]
    assert [(step.begins.isoformat(), step.status) for step in steps] == [
        ("2022-10-07", "free"),
        ("2026-01-01", "excepted"),
    ]
    assert [each.cite for each in steps[-1].instruments] == ["reform"]


def test_the_command_under_a_reform_never_looks_like_the_law(tmp_path):
    file = tmp_path / "reform.yaml"
    file.write_text("90 FR 4544: {from: 2026-01-01}", encoding="utf-8")
    arguments = [H100, "--to", "PL", "--reform", str(file)]
    shown = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert shown.output.startswith("NOT THE LAW")
    told = CliRunner().invoke(command, [*arguments, "--json"], standalone_mode=False)
    assert json.loads(told.output)["reform"] == ["90 FR 4544: from 2026-01-01"]


def test_what_never_was_law_is_told_beside_it():
    cites = {each.cite for each in announced()}
    assert {"GAIN AI Act", "H.R. 2683", "Proclamation 11002"} <= cites
    assert not any(each.in_force for each in announced())
