"""Wrong input gets a sentence that names the field, the value and what would be right."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shipments import changed, chip, shipment

import licet
from licet.errors import InputError
from licet.facts.parsing import parse
from licet.facts.transaction import transaction


def faults(facts) -> dict[str, str]:
    """By field: what is said of it."""
    with pytest.raises(InputError) as found:
        licet.decide(facts)
    return {fault.path: fault.sentence for fault in found.value.faults}


WRONG = [
    ({"destnation": "DE"}, "destnation", ["no field of this name", "destination"]),
    ({"end_use.purpos": "operate"}, "end_use.purpos", ["purpose"]),
    ({"destination": "XX"}, "destination", ["XX", "ISO 3166-1"]),
    ({"destination": "Germany"}, "destination", ["Germany", "DE"]),
    ({"destination": "Singapor"}, "destination", ["SG"]),
    ({"destination": "de"}, "destination", ["DE"]),
    ({"destination": 49}, "destination", ["49"]),
    ({"lines.0.quantity": -5}, "lines[0].quantity", ["-5", "negative"]),
    ({"lines.0.quantity": 0}, "lines[0].quantity", ["0", "1 or more"]),
    ({"lines.0.quantity": 1.5}, "lines[0].quantity", ["1.5", "whole number"]),
    ({"lines.0.quantity": "ten"}, "lines[0].quantity", ["ten", "not a number"]),
    ({"lines.0.quantity": True}, "lines[0].quantity", ["true", "not a number"]),
    ({"lines.0.item": chip(float("nan"))}, "lines[0].item.integrated_circuit.tpp",
     ["NaN", "finite"]),
    ({"lines.0.item": chip(float("inf"))}, "lines[0].item.integrated_circuit.tpp", ["finite"]),
    ({"lines.0.item": chip(-1)}, "lines[0].item.integrated_circuit.tpp", ["-1", "0 or more"]),
    ({"lines.0.item": {}}, "lines[0].item", ["nothing", "exactly one"]),
    ({"lines.0.item": {"chip": "h100", "designed_or_marketed_for_datacenters": False}},
     "lines[0].item", ["beside chip", "designed_or_marketed"]),
    ({"lines.0.item": {"chip": "a", "eccn": "3A090.a"}}, "lines[0].item", ["chip + eccn"]),
    ({"lines.0.item": {"eccn": "quatsch"}}, "lines[0].item.eccn", ["quatsch", "3A090.a"]),
    ({"lines.0.item": {"eccn": "3A090"}}, "lines[0].item.eccn", ["several", "3A090.a"]),
    ({"lines.0.item": chip(processing_units=[{"tera_ops": 1, "bit_length": 8}])},
     "lines[0].item.integrated_circuit", ["tpp", "processing_units", "state one"]),
    ({"lines.0.item": chip(applicable_die_area_mm2=1)},
     "lines[0].item.integrated_circuit", ["performance_density", "state one"]),
    ({"lines.0.item": {"hbm": {"memory_bandwidth_gb_s": 1, "package_area_mm2": 0}}},
     "lines[0].item.hbm.package_area_mm2", ["0"]),
    ({"on_file.certifications": ["lpp"]}, "on_file.certifications[0]", ["lpp", "LPP"]),
    ({"parties.ultimate_consignee.certified_veu": "NVEU"},
     "parties.ultimate_consignee.certified_veu", ["NVEU", "neither UVEU", "object"]),
    ({"lines.0.item": {"eccn": "3a090.A"}}, "lines[0].item.eccn", ["Did you mean 3A090.a"]),
    ({"lines": []}, "lines", ["empty", "at least one"]),
    ({"lines": {}}, "lines", ["not a list"]),
    ({"lines": None}, "lines", []),
    ({"parties": []}, "parties", ["not an object"]),
    ({"action": "exprot"}, "action", ["exprot", "export", "reexport"]),
    ({"date": "2025-02-30"}, "date", ["2025-02-30", "2025-06-02"]),
    ({"date": "next week"}, "date", ["next week"]),
    ({"date": "2022-10-06"}, "date", ["2022-10-07"]),
    ({"end_use.prohibited_by_part_744": "no"}, "end_use.prohibited_by_part_744",
     ["no", "true nor false"]),
    ({"parties.ultimate_consignee.certified_veu": "uveu"},
     "parties.ultimate_consignee.certified_veu", ["uveu"]),
    ({"parties.ultimate_consignee.certified_veu": {"NVEU": ["ZZ"]}},
     "parties.ultimate_consignee.certified_veu.NVEU[0]", ["ZZ"]),
    ({"on_file.nac_notified_on": True}, "on_file.nac_notified_on", []),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "path", "words"), WRONG)
def test_a_sentence_for_each_fault(changes, path, words):
    found = faults(changed(shipment(), **changes))
    assert len(found) == 1
    ((where, sentence),) = found.items()
    assert path is None or where == path
    for word in words:
        assert word in sentence, sentence


def test_several_faults_are_reported_together():
    found = faults(
        changed(
            shipment(),
            destnation="DE",
            action="sell",
            **{"lines.0.quantity": -1, "parties.ultimate_consignee.location": "QQ"},
        )
    )
    assert set(found) == {
        "destnation", "action", "lines[0].quantity", "parties.ultimate_consignee.location",
    }  # fmt: skip


def test_faults_of_several_items_are_reported_together():
    lines = [{"item": {"eccn": "3A090"}}, {"item": {"eccn": "4A090"}}]
    assert set(faults(changed(shipment(), lines=lines))) == {
        "lines[0].item.eccn", "lines[1].item.eccn",
    }  # fmt: skip


@pytest.mark.parametrize("data", [None, 3, "text", [], [1], True])
def test_what_is_not_an_object(data):
    assert "not an object" in faults(data)[""]


def test_what_is_missing():
    assert faults({}) == {"lines": "is missing."}
    assert "date" in faults({"lines": [{"item": chip()}]})


def test_a_name_that_no_chip_bears():
    found = faults(shipment({"chip": "no such chip at all"}))
    assert list(found) == ["lines[0].item.chip"]


def test_deep_nesting_is_refused_in_a_sentence():
    item = chip()
    for _ in range(40):
        item = {"computer": {"contains": [{"item": item, "quantity": 1}]}}
    assert licet.decide(shipment(item))["on_the_books"]["lines"][0]["classification"] == "4A090.a"
    with pytest.raises(InputError, match="nested too deeply"):
        parse("[" * 100_000 + "]" * 100_000)


@pytest.mark.parametrize("text", ["", "{", "{]", "{'a': 1}", "not json", "\x00"])
def test_what_is_not_json(text):
    with pytest.raises(InputError, match=r"shipment\.json is not JSON"):
        parse(text, name="shipment.json")


@pytest.mark.parametrize("text", ["a: [", "a: b: c", "\t- x", "&a *b"])
def test_what_is_not_yaml(text):
    with pytest.raises(InputError, match=r"shipment\.yaml is not YAML"):
        parse(text, yaml=True, name="shipment.yaml")


def test_numbers_are_read_exactly():
    data = parse('{"tpp": 4799.9999999999999999, "area": 0.1}')
    facts = changed(shipment(), **{"lines.0.item": chip(data["tpp"], 1)})
    assert licet.decide(facts)["on_the_books"]["lines"][0]["classification"] is None
    assert parse("tpp: 0.1", yaml=True)["tpp"] * 10 == 1


def test_a_null_is_an_absent_fact():
    nulls = changed(shipment(), destination=None, end_use=None, exporter=None)
    absent = {
        k: v for k, v in shipment().items() if k not in ("destination", "end_use", "exporter")
    }
    assert licet.decide(nulls) == licet.decide(absent)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["date", "lines", "item", "chip", "tpp", "parties", "action", "x", "eccn",
                         "integrated_circuit", "quantity", "destination", "computer", "hbm"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(anything)
def test_whatever_comes_in_comes_out_as_facts_or_as_sentences(data):
    faults_found = []
    try:
        transaction(data)
    except InputError as error:
        faults_found = [str(fault).strip() for fault in error.faults] or [""]
    assert all(faults_found)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_fault_anywhere_is_named_where_it_is(data):
    facts = shipment()
    paths = [p for p in _paths(facts) if p]
    path = data.draw(st.sampled_from(paths))
    broken = changed(facts, **{path: {"?": 1}})
    found = faults(broken)
    shown = path.replace("lines.0", "lines[0]")
    assert all(where.startswith(shown) for where in found)


def _paths(facts, above=""):
    for key, value in facts.items() if isinstance(facts, dict) else enumerate(facts):
        path = f"{above}.{key}" if above else str(key)
        if isinstance(value, dict | list):
            yield from _paths(value, path)
        else:
            yield path


def test_an_answer_is_plain_json():
    assert json.loads(json.dumps(licet.decide(shipment()), allow_nan=False))
