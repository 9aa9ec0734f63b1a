"""Country codes and their names."""

from __future__ import annotations

import json

import pytest

from licet.facts.countries import CODES, name_of, nearest
from licet.facts.country_names import FILE, names


def test_the_names_are_those_of_the_unicode_locale_data() -> None:
    """All of them where Babel brings the same release; another one renames a few countries."""
    kept, brought = json.loads(FILE.read_text(encoding="utf-8")), names()
    source, now = kept.pop("source"), brought.pop("source")
    assert {language: {*kept[language]} for language in kept} == {
        language: {*brought[language]} for language in brought
    }
    renamed = [
        (code, name, brought[language][code])
        for language in kept
        for code, name in kept[language].items()
        if name != brought[language][code]
    ]
    assert len(renamed) <= (0 if source == now else 20), renamed


def test_every_code_has_a_name_in_both_languages() -> None:
    assert all(name_of(code) != code and name_of(code, "zh_Hans") != code for code in CODES)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Singapore", "SG"), ("singapur", "SG"), ("UK", "GB"), ("新加坡", "SG"), ("Chna", "CN")],
)
def test_what_somebody_may_have_meant_is_offered(written: str, meant: str) -> None:
    assert meant in nearest(written, 6)
