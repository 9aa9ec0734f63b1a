"""Numbers and codes in YAML mean what a person means by them, exactly; paragraphs stay paragraphs."""

from decimal import Decimal

import pytest

from licet.errors import InputError
from licet.facts.parsing import parse


@pytest.mark.parametrize("written", ["1e26", "1.0e26", "1e+26", "1E+26", "10.0E25", "100_000e21"])
def test_a_power_of_ten_is_a_number(written):
    assert parse(f"operations: {written}", yaml=True) == {"operations": Decimal(10) ** 26}


@pytest.mark.parametrize("written", ["4E091", "3E001", "5E992", "3A090.a", "12e", "1e5x"])
def test_a_paragraph_stays_a_text(written):
    assert parse(f"eccn: {written}", yaml=True) == {"eccn": written}


@pytest.mark.parametrize("code", ["NO", "no", "ON", "Y", "off"])
def test_norway_stays_a_country(code):
    """YAML 1.1 reads these as true or false."""
    assert parse(f"destination: {code}", yaml=True) == {"destination": code}
    assert parse("private_sector: true", yaml=True) == {"private_sector": True}


@pytest.mark.parametrize(
    ("text", "yaml"), [('{"date": 1, "date": 2}', False), ("date: 1\ndate: 2", True)]
)
def test_a_field_that_stands_twice_is_refused(text, yaml):
    with pytest.raises(InputError, match="date stands twice"):
        parse(text, yaml=yaml)
