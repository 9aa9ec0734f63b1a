"""Paragraphs in SQL are read, and refused, as a single transaction's are."""

from datetime import date

import duckdb

from licet.decision.entries import check_entry, described_family, stated_paragraph
from licet.errors import InputError
from licet.law.ear.ccl.paragraphs import PARAGRAPHS, paragraph_of
from licet.law.editions import the_law
from licet.tables import entries

DAY = date(2025, 6, 2)
PARAGRAPHS_AS_WRITTEN = """3A090 3A090.a.1 3A090.d 4A090 4A090.b.2 4E091.a EAR99 5A002 5A002.a 5A002.a.4
5A002.z
5A002.z.1 5A002.z.1.a.b 5A002.z.6 5A992 5A992.b 5A992.c 5A992.c.1 5A992.z.1.a 5A992.z.3 5D002
5D002.a.1 5D002.z.1 5D002.z.10 5D992 5D992.c 4E001.a 3E003 3A001 3A001.z.4 3A001.z.5 3A991.p 4A003
4A003.a 4A003.b 4A003.z.3 4A004 4A004.x 4D090.a 1C350"""
WRITTEN = PARAGRAPHS_AS_WRITTEN.split()
MADE_FOR = [*sorted(PARAGRAPHS), "3A090.a.1", "3A991.p"]


def asked(columns: dict[str, list[str]], *expressions: str) -> list[tuple[object, ...]]:
    connection = duckdb.connect()
    names = ", ".join(f"{name} VARCHAR" for name in columns)
    connection.execute(f"CREATE TABLE t ({names})")
    marks = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO t VALUES ({marks})", list(zip(*columns.values(), strict=True))
    )
    return connection.execute(
        f"SELECT {', '.join(columns)}, {', '.join(expressions)} FROM t"
    ).fetchall()


def or_refused(read):
    try:
        return read()
    except InputError:
        return InputError


def test_a_paragraph_is_taken_where_it_lies_or_refused():
    the_law()
    written = [*WRITTEN, *sorted(PARAGRAPHS)]
    found = asked({"x": written}, entries.is_one("x"), entries.paragraph("x"))
    for text, one, paragraph in found:
        told = or_refused(lambda text=text: stated_paragraph(text, "item.eccn", DAY))
        assert (paragraph if one else InputError) == told, text


def test_a_description_of_hardware_is_its_family_or_refused():
    found = asked({"x": WRITTEN}, entries.describes_hardware("x"), entries.family("x"))
    for text, fits, family in found:
        told = or_refused(lambda text=text: described_family(text, "A", "item"))
        assert (family if fits else InputError) == told, text


def test_an_entry_and_what_it_is_for_go_together_or_are_refused():
    bases = ["3D001", "3E001", "4D001", "4D090", "4E001", "4E001.a", "5D002", "5D992", "5E002",
             "5E992", "3A090.a", "5A992.c"]  # fmt: skip
    pairs = {"s": [b for b in bases for _m in MADE_FOR], "m": MADE_FOR * len(bases)}
    found = asked(pairs, entries.go_together("s", "m"))
    refused = 0
    for stated, made_for, fits in found:
        told = or_refused(
            lambda s=stated, m=made_for: check_entry(paragraph_of(s), paragraph_of(m), "item.eccn")
        )
        assert fits is (told is None), (stated, made_for)
        refused += not fits
    assert refused > 100
