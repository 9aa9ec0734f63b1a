"""The language itself: dates, ranges, diagrams, and what is refused when a rule is read."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.logic.toy import FOREVER, TOTAL, Toy, wet

from licet.logic.dated import Dated, Group, Span
from licet.logic.diagrams import Diagrams, Leaf, asked, every, values
from licet.logic.rules import AS_ENFORCED, Due, Instrument, LawError, Route, Section
from licet.logic.terms import ALWAYS, Amount, Cited, Literal, Number
from licet.logic.walk import cited, dated_numbers, facts, groups
from licet.logic.walk import every as parts_of
from licet.logic.world import NOT_APPLICABLE, compare, interval_of, plus, scaled, times

DAY = date(2025, 6, 2)
LIMIT = Dated({"2025-06-02": (10, "b"), "2024-01-01": (5, "a")}, unit="x")


# -- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "value", "source"),
    [("2023-12-31", 5, "a"), ("2024-01-01", 5, "a"), ("2025-06-01", 5, "a"),
     ("2025-06-02", 10, "b"), ("2025-06-03", 10, "b")],
)  # fmt: skip
def test_a_number_by_date(day, value, source):
    assert LIMIT.on(date.fromisoformat(day)) == value
    assert LIMIT.source(date.fromisoformat(day)) == source
    assert LIMIT.changes == [date(2025, 6, 2)]
    assert LIMIT.unit == "x"


def test_groups_combine_and_keep_their_changes():
    one = Group.dated("one", {"2024-01-01": "ab", "2025-01-01": "abc"})
    two = Group.dated("two", {"2024-01-01": "bd", "2026-01-01": "d"})
    early, late = date(2024, 6, 1), date(2026, 6, 1)
    assert (one | two).on(early) == set("abd")
    assert (one - two).on(early) == set("a")
    assert (one - two).on(late) == set("abc")
    assert (one | two).changes == [date(2025, 1, 1), date(2026, 1, 1)]
    assert (one | two).name == "one or two"
    assert (one - two).name == "one but not two"
    named = (one | two).named("both")
    assert (named.name, named.on(early), named.changes) == ("both", set("abd"), (one | two).changes)
    assert Group.always("all", "ab").on(early) == set("ab")
    assert Group.always("all", "ab").changes == []
    assert "both" in repr(named)


def test_a_group_that_changes_from_a_day_on():
    one = Group.dated("one", {"2024-01-01": "ab", "2025-01-01": "abc"})
    since = date(2024, 6, 1)
    other = one.changed(frozenset("d"), frozenset("a"), since)
    assert [other.on(since - timedelta(1)), other.on(since)] == [set("ab"), set("bd")]
    assert other.on(date(2025, 1, 1)) == set("bcd")
    assert other.changes == [since, date(2025, 1, 1)]
    always = one.changed(frozenset("d"), frozenset(), None)
    assert (always.on(date(2024, 1, 1)), always.changes) == (set("abd"), one.changes)


@pytest.mark.parametrize(
    ("days", "due"), [(30, "2025-07-02"), (-25, "2025-05-08"), (0, "2025-06-02")]
)
def test_when_a_duty_falls_due(days, due):
    assert Due(days=days).on(DAY) == date.fromisoformat(due)
    assert Due().on(DAY) is None


# -- ranges ---------------------------------------------------------------------------------------

ENDS = st.integers(0, 4)


@st.composite
def intervals(draw):
    low, high = sorted((draw(ENDS), draw(ENDS)))
    if low == high:
        return (low, False, high, False)
    if draw(st.integers(0, 5)) == 0:
        return (low, draw(st.booleans()), None, False)
    return (low, draw(st.booleans()), high, draw(st.booleans()))


def points(interval):
    low, low_out, high, high_out = interval
    top = low + 3 if high is None else high
    found = {low + Fraction(k, 12) * (top - low) for k in range(13)}
    return found - ({low} if low_out else set()) - ({high} if high_out else set())


@settings(max_examples=200, deadline=None)
@given(intervals(), intervals(), st.sampled_from(["<", "<=", ">", ">="]))
def test_a_comparison_of_ranges_is_that_of_their_points(a, b, op):
    holds = {"<": lambda x, y: x < y, "<=": lambda x, y: x <= y, ">": lambda x, y: x > y,
             ">=": lambda x, y: x >= y}[op]  # fmt: skip
    found = {holds(x, y) for x in points(a) for y in points(b)}
    said = compare(a, op, b)
    if said is not None:
        assert found == {said}
    elif None not in (a[2], b[2]):
        assert found == {True, False}


def inside(value, interval):
    low, low_out, high, high_out = interval
    above = value > low or (value == low and not low_out)
    return above and (high is None or value < high or (value == high and not high_out))


@settings(max_examples=200, deadline=None)
@given(intervals(), intervals(), st.integers(-3, 3))
def test_sums_products_and_multiples_of_ranges_hold_those_of_their_points(a, b, factor):
    for x in points(a):
        for y in points(b):
            assert inside(x + y, plus(a, b))
            assert inside(x * y, times(a, b))
        if factor >= 0 or a[2] is not None:
            assert inside(x * factor, scaled(a, factor))


@settings(max_examples=200, deadline=None)
@given(intervals(), intervals(), st.sampled_from([plus, times]))
def test_the_ends_of_a_sum_or_product_are_reached_exactly_where_it_says_so(a, b, combine):
    low, low_out, high, high_out = combine(a, b)
    found = {x + y if combine is plus else x * y for x in points(a) for y in points(b)}
    assert (low in found) is not low_out
    if high is not None:
        assert (high in found) is not high_out


def test_what_has_no_upper_end_cannot_be_subtracted():
    with pytest.raises(ArithmeticError, match="upper end"):
        scaled((0, False, None, False), -1)
    assert scaled((1, True, 2, False), -1) == (-2, False, -1, True)


def test_the_range_of_a_fact():
    assert interval_of(3, Toy.x) == (3, False, 3, False)
    assert interval_of(Span(1, 4), Toy.x) == (1, False, 4, False)
    assert interval_of(None, Toy.x) == (0, False, 6, False)
    assert repr(NOT_APPLICABLE) == "not applicable"


# -- diagrams -------------------------------------------------------------------------------------


def test_equal_diagrams_are_one_and_idle_questions_are_left_out():
    made = Diagrams()
    yes, no = made.leaf(True), made.leaf(False)
    assert made.leaf(True) is yes
    assert made.node(0, (yes, yes)) is yes
    assert made.node(0, (yes, no)) is made.node(0, (yes, no))
    assert made.node(0, (yes, no)) is not made.node(1, (yes, no))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_combining_diagrams_is_combining_tables(data):
    made, width = Diagrams(), {0: 2, 1: 3, 2: 2}

    def table(rank=0):
        if rank == 3:
            return made.leaf(data.draw(st.booleans()))
        return made.node(rank, tuple(table(rank + 1) for _ in range(width[rank])))

    def read(diagram, cells):
        while not isinstance(diagram, Leaf):
            diagram = diagram.branches[cells[diagram.rank]]
        return diagram.value

    a, b, c = table(), table(), table()
    cells = [(i, j, k) for i in range(2) for j in range(3) for k in range(2)]
    both, either = made.both(a, b), made.either(a, b)
    chosen, opposite = made.choose(a, b, c), made.opposite(a)
    mixed = made.combine(lambda x, y: x is not y, a, b)
    for cell in cells:
        x, y, z = read(a, cell), read(b, cell), read(c, cell)
        assert read(both, cell) is (x and y)
        assert read(either, cell) is (x or y)
        assert read(chosen, cell) is (y if x else z)
        assert read(opposite, cell) is not x
        assert read(mixed, cell) is (x is not y)
        for rank in range(3):
            fixed = made.fixed(a, rank, cell[rank])
            assert read(fixed, cell) is x
            assert rank not in asked(fixed)
    assert values(a) == {read(a, cell) for cell in cells}
    assert len({id(part) for part in every(a)}) == len(list(every(a)))


# -- terms and rules ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Toy.rain and Toy.snow,
        lambda: Toy.rain or Toy.snow,
        lambda: not Toy.rain,
        lambda: 1 <= Toy.x <= 2,
        lambda: bool(Toy.x >= 1),
    ],
)
def test_python_s_own_words_are_refused(wrong):
    with pytest.raises(TypeError, match="write & for 'and'"):
        wrong()


def section():
    return Section("15 CFR 999.1", "A section", FOREVER, Toy)


def test_a_rule_without_a_sentence_or_a_citation_or_a_term_is_refused():
    def silent(tx):
        return tx.rain

    def speaking(tx):
        """It rains."""
        return tx.rain

    def no_term(tx):
        """It is just true."""
        return True

    with pytest.raises(LawError, match=r"test_language.*silent says nothing"):
        section().definition("(a)")(silent)
    with pytest.raises(LawError, match=r"test_language.*speaking cites no paragraph"):
        section().definition("")(speaking)
    with pytest.raises(LawError, match=r"test_language.*no_term returns a bool"):
        section().definition("(a)")(no_term)


def test_what_a_paragraph_holds():
    here = section()

    @here.requirement("(a)(1)")
    def rain(tx):
        """It
        rains.
        """
        return tx.rain

    assert (rain.cite, rain.name, rain.says, rain.kind) == (
        "15 CFR 999.1(a)(1)", "rain", "It rains.", "requirement",
    )  # fmt: skip
    assert here.paragraphs == [rain]
    assert isinstance(rain.holds, Cited)
    assert rain.holds.paragraph is rain
    assert "test_language.py" in rain.where
    assert rain.confidence == FOREVER.confidence
    elsewhere = here.definition("supplement no. 9")(_named)
    assert elsewhere.cite == "supplement no. 9"


def _named(tx):
    """Something."""
    return tx.rain


def test_the_kinds_of_paragraphs():
    here = section()
    route = Route("XYZ", "exception", here)
    made = {
        "definition": here.definition("(a)")(_named),
        "requirement": here.requirement("(a)")(_named),
        "exclusion": here.exclusion("(a)")(_named),
        "outside": here.subject_to_the_ear("(a)")(_named),
        "policy": here.policy("(a)", "denial")(_named),
        "case": here.case("(a)", "9A999")(_named),
        "duty": here.duty("(a)")(_named),
        "red flag": here.warning("(a)")(_named),
        "statement": here.statement("(a)")(_named),
        "condition": route.condition("(a)")(_named),
    }
    for kind, paragraph in made.items():
        assert paragraph.kind == kind
    assert made["policy"].outcome == "denial"
    assert made["case"].outcome == "9A999"
    assert (made["duty"].of, made["duty"].due) == ("license", None)
    assert made["condition"].of == "XYZ"
    owed = route.duty("(b)", due=Due(3), cures=made["condition"])(_named)
    assert (owed.of, owed.due, owed.cures) == ("XYZ", Due(3), made["condition"])
    asks = here.question("q", made["policy"], cites=["(a)"], taken="The\n stricter.")(_named)
    assert (asks.id, asks.about, asks.cites, asks.taken, asks.cite) == (
        "q", made["policy"], ("(a)",), "The stricter.", "15 CFR 999.1(a)",
    )  # fmt: skip


def instrument(complied, published=None):
    return Instrument("a rule", "A rule", published or complied, complied, complied, "S")


def test_versions_follow_each_other():
    here, first = section(), date(2024, 1, 1)
    second, third = date(2025, 1, 1), date(2026, 1, 1)
    old = here.definition("(a)", enacted_by=instrument(first))(_named)
    new = here.definition("(a)", enacted_by=instrument(second), replaces=old)(_named)
    enforced = here.definition(
        "(a)", enacted_by=instrument(third), replaces=(old, new), column=AS_ENFORCED
    )(_named)
    before = timedelta(1)
    for column in ("on_the_books", AS_ENFORCED):
        assert old.version(first - before, column) is None
        assert old.version(first, column) is old
        assert old.version(second - before, column) is old
        assert old.version(second, column) is new
        assert old.version(third - before, column) is new
        for day in (first - before, first, second - before, second):
            assert [v.stands(day, column) for v in (old, new)] == [
                v is old.version(day, column) for v in (old, new)
            ]
    assert old.version(third, "on_the_books") is new
    assert old.version(third, AS_ENFORCED) is enforced
    assert (new.stands(third, "on_the_books"), new.stands(third, AS_ENFORCED)) == (True, False)
    assert enforced.stands(third, "on_the_books") is False
    assert new.confidence == "S"
    # by what was published: the newer rule was not known yet
    assert old.version(third, AS_ENFORCED, known=date(2024, 6, 1)) is old
    assert old.version(third, AS_ENFORCED, known=first - before) is None
    assert old.begun(second, AS_ENFORCED, known=first) is True
    old.until = date(2024, 7, 1)
    assert old.stands(date(2024, 6, 30), AS_ENFORCED)
    assert not old.stands(date(2024, 7, 1), AS_ENFORCED)


def test_what_a_term_mentions():
    term = (Toy.rain & (Toy.x >= LIMIT)) | ~wet.holds | (TOTAL <= 3) | Toy.letter.among("a", "b")
    assert facts(term) == [Toy.rain, Toy.x, Toy.n, Toy.big, Toy.letter]
    assert dated_numbers(term) == [LIMIT]
    assert [group.name for group in groups(term)] == ["a, b"]
    assert cited(term) == [wet]
    assert sum(isinstance(part, Number) for part in parts_of(term)) == 2
    assert isinstance(ALWAYS, Literal)
    assert ALWAYS.value is True


@pytest.mark.parametrize("scope", ["tx", "line", "ic"])
def test_a_fact_has_a_place_of_its_own(scope):
    from licet.logic.terms import Fact

    before = list(Fact.every)
    counts = dict(Fact.counts)
    one, two = Amount("p", "a number", scope), Amount("q", "a number", scope)
    assert two.slot == one.slot + 1
    Fact.every[:] = before
    Fact.counts.update(counts)
