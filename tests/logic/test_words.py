"""Terms in words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from licet.law.editions import the_law
from licet.law.places import D1_D4_D5, MACAU_OR_D5
from licet.law.subject import tx
from licet.logic.dated import Dated
from licet.logic.rules import Paragraph
from licet.logic.terms import ALWAYS, NEVER, SomeCircuit, Term, all_of, any_of
from licet.logic.words import entries, figure, in_words, outline

D = "the destination"
LIMIT = Dated({"2025-01-13": (10, "one"), "2026-01-01": (20, "two")}, unit="TPP")
BULK = tx.quantity >= 2


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (ALWAYS, "always"),
        (NEVER, "never"),
        (~ALWAYS, "not (always)"),
        (BULK, "how many >= 2"),
        (~BULK, "how many < 2"),
        (~(tx.quantity > 2), "how many <= 2"),
        (~~BULK, "how many >= 2"),
        (tx.destination.among("CN"), f"{D} is CN"),
        (tx.destination.among("CN", "MO"), f"{D} is CN or MO"),
        (~tx.destination.among("CN", "MO"), f"{D} is not CN or MO"),
        (tx.destination.within(MACAU_OR_D5), f"{D} is in Macau or Country Group D:5"),
        (~tx.destination.within(MACAU_OR_D5), f"{D} is not in Macau or Country Group D:5"),
        (
            tx.destination.within(D1_D4_D5) & ~(BULK & ALWAYS),
            f"{D} is in Country Group D:1, D:4 or D:5, excluding A:5 and A:6 "
            "and not (how many >= 2 and always)",
        ),
        (BULK & ALWAYS & NEVER, "how many >= 2 and always and never"),
        ((BULK | ALWAYS) & NEVER, "(how many >= 2 or always) and never"),
        (BULK | (ALWAYS & NEVER), "how many >= 2 or (always and never)"),
        (any_of(BULK), "how many >= 2"),
        (all_of(any_of(BULK), NEVER), "how many >= 2 and never"),
        (tx.quantity + 1 <= LIMIT, "how many plus 1 <= 10 TPP (20 from 2026-01-01)"),
        (tx.quantity - tx.item.tpp > 3, "how many minus TPP of one item > 3"),
        (tx.tpp > 3, "TPP of one item times how many > 3"),
        (
            tx.total_tpp(BULK) > 3,
            "the sum of TPP of one item times how many (over the lines where how many >= 2) > 3",
        ),
        (
            SomeCircuit(tx.circuit.datacenter & (tx.circuit.tpp < 4)),
            "some integrated circuit in it: (the circuit is designed or marketed for datacenters "
            "and total processing performance < 4)",
        ),
        (
            tx.destination.is_listed_in(tx.consignee.nveu),
            f"{D} is among where the ultimate consignee is a National VEU",
        ),
    ],
)
def test_a_term_in_one_line(term: Term, words: str) -> None:
    assert in_words(term) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (26_900_000, "26,900,000"),
        (Fraction(592, 100), "5.92"),
        (Fraction(1, 3), "1/3"),
        (10**26, "10^26"),
        (25 * 10**24, "2.5 x 10^25"),
        (10**15 - 1, "999,999,999,999,999"),
        (10**15, "10^15"),
        (3 * 10**15 + 10**14, "3.1 x 10^15"),
        (0, "0"),
    ],
)
def test_a_number_is_written_exactly(number: Any, words: str) -> None:
    assert figure(number) == words


def test_entries_are_listed_as_the_regulation_lists_them() -> None:
    found = entries({"4A090.a", "3A001.z.2.a", "3A001.z.1.a", "4E091", ""})
    assert found == "3A001.z.1.a, z.2.a; 4A090.a; 4E091; none of these entries"


def test_an_outline_breaks_what_does_not_fit_on_a_line() -> None:
    long = tx.destination.within(D1_D4_D5) & ~(BULK & tx.destination.within(D1_D4_D5))
    group = "is in Country Group D:1, D:4 or D:5, excluding A:5 and A:6"
    assert list(outline(long)) == [
        (0, "all of:"),
        (1, f"{D} {group}"),
        (1, "not:"),
        (2, "all of:"),
        (3, "how many >= 2"),
        (3, f"{D} {group}"),
    ]


def test_a_single_part_has_no_heading_of_its_own() -> None:
    long = tx.destination.within(D1_D4_D5) & ~(BULK & tx.destination.within(D1_D4_D5))
    assert list(outline(any_of(long))) == list(outline(long))
    assert list(outline(all_of(any_of(long)))) == list(outline(long))


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_an_outline_counts_two_columns_for_each_step_inward(depth: int) -> None:
    """88 columns hold a line and what stands before it."""
    numbers = (int("1" * digits) for digits in range(1, 80))
    terms = [(tx.quantity >= number) | (tx.quantity < 2) for number in numbers]
    lengths = [len(in_words(term)) + 2 * depth for term in terms]
    whole = [len(list(outline(term, depth))) == 1 for term in terms]
    assert 88 in lengths
    assert 89 in lengths
    assert whole == [length <= 88 for length in lengths]


@pytest.mark.parametrize("paragraph", the_law().paragraphs, ids=repr)
def test_every_paragraph_has_words_for_every_number_and_group_it_reads(
    paragraph: Paragraph,
) -> None:
    from licet.logic.walk import cited, dated_numbers

    words = in_words(paragraph.term)
    assert words
    for below in cited(paragraph.term):
        assert below.cite in words
    for number in dated_numbers(paragraph.term):
        assert number.unit in words
