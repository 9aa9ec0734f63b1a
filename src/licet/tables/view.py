"""The law of a date as a view of a database: `licet sql`. Rows are decided where they lie.

The terms of the law become one chart (`licet.logic.chart`), the chart becomes layers of a query
(`licet.logic.sql`), and sqlglot writes the query as each database reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property, partial
from typing import Any

from sqlglot import ErrorLevel, exp, parse_one

from licet.catalog.names import _by_key
from licet.decision.hardware import from_catalog, tpp_of
from licet.decision.review import (
    AUTHORIZATIONS,
    EXCEPTIONS,
    OUTCOMES,
    POLICIES,
    outcome_of,
    plan_of,
    strictest,
)
from licet.errors import InputError
from licet.law.ear.ccl.scope import CLASSIFICATION
from licet.law.editions import COLUMNS, NO_PARAGRAPH, Edition, the_law
from licet.law.instruments import OCTOBER_2023
from licet.logic.chart import Chart
from licet.logic.diagrams import Diagram
from licet.logic.sql import Layers, exact_text
from licet.logic.terms import Cited, Term
from licet.tables.cleaned import CHIP, IC, Rows, a_list, named, quoted
from licet.tables.meant import Meanings
from licet.tables.symbols import OF_THE_CHIP, Symbols
from licet.words import _

DIALECTS = ("duckdb", "postgres", "spark", "bigquery", "snowflake")
UNDETERMINED = "undetermined"
FIRST_IN_SQL = OCTOBER_2023.complied
"""Before it, items were classified by facts that views do not read."""
TRUE, FALSE = 1, 2
"""The bits of an answer that is true or false."""
BITS = 60
"""The classifications in one number; the bit above them stands for all others."""
KEY = "REGEXP_REPLACE(LOWER({chip}), '[^a-z0-9]+', '', 'g')"


@dataclass(eq=False)
class Asked:
    """The diagrams of one column of the answer; their leaves are bits."""

    chart: Chart
    edition: Edition

    def __post_init__(self) -> None:
        """Take in every term."""
        self.plan = plan_of(self.edition)
        self._cited = {p: Cited(p) for p in (*self.plan.requirements, *self.plan.policies)}
        outcomes = sorted({case.outcome for case in self.edition.cases})
        self.classes = [NO_PARAGRAPH, *outcomes]
        for term in self._terms():
            self.chart.add(term, self.edition)

    def _terms(self) -> Iterable[Term]:
        yield from self.plan.parts
        yield from self.plan.open_routes.values()
        yield from self._cited.values()
        for name in self.classes:
            yield self._class_term(name)

    def _class_term(self, name: str) -> Term:
        return self.edition.case_term(CLASSIFICATION, frozenset({name}))

    def answers(self) -> dict[str, Diagram]:
        """The diagrams by the name of the answer, without the column's name."""
        found = {"outcome": self._leaves(self._outcome, lambda o: 1 << OUTCOMES.index(o))}
        found["policy"] = self._leaves(self._policy, lambda p: 1 << POLICIES.index(p) if p else 16)
        for code, term in self.plan.open_routes.items():
            found[f"route_{code}"] = self._truth(term)
        for n, paragraph in enumerate(self.plan.requirements):
            found[f"required_{n}"] = self._truth(self._cited[paragraph])
        for n, paragraph in enumerate(self.edition.of_kind("outside")):
            found[f"outside_{n}"] = self._truth(Cited(paragraph))
        for part in range(self.parts_of_class):
            found[f"class_{part}"] = self._leaves(self._class, partial(self._bit_of_class, part))
        return found

    @property
    def parts_of_class(self) -> int:
        """How many numbers hold the classifications: a number has 63 bits."""
        return -(-len(self.classes) // BITS)

    def _bit_of_class(self, part: int, name: str) -> int:
        at = self.classes.index(name) - part * BITS
        return 1 << (at if 0 <= at < BITS else BITS)

    def _leaves(self, of: Callable[[int], Diagram], bit: Callable[[Any], int]) -> Diagram:
        chart = self.chart
        return chart.along(chart.closed(of(at), bit) for at in chart.spine_cells)

    def _truth(self, term: Term) -> Diagram:
        within = self.chart.within
        return self._leaves(
            lambda at: within(term, self.edition, at), lambda truth: TRUE if truth else FALSE
        )

    def _outcome(self, at: int) -> Diagram:
        parts = [self.chart.within(part, self.edition, at) for part in self.plan.parts]
        return self.chart.diagrams.combine(outcome_of, *parts)

    def _policy(self, at: int) -> Diagram:
        within, d = self.chart.within, self.chart.diagrams
        named = [self.edition.outcome(p) for p in self.plan.policies]
        fits = [within(self._cited[p], self.edition, at) for p in self.plan.policies]
        needed = within(self.plan.required, self.edition, at)
        governing = d.combine(lambda *truths: strictest(truths, named), *fits)
        return d.choose(needed, governing, d.leaf(""))

    def _class(self, at: int) -> Diagram:
        d = self.chart.diagrams
        found: Diagram = d.leaf(NO_PARAGRAPH)
        for name in self.classes[1:]:
            caught = self.chart.within(self._class_term(name), self.edition, at)
            found = d.choose(caught, d.leaf(name), found)
        return found


@dataclass(eq=False)
class View:
    """The view of a day over a table whose ``columns`` (path: heading) state facts.

    ``kept`` are further columns that the view shows; ``meant``: by heading, what cells stand for.
    """

    day: date
    columns: Mapping[str, str]
    table: str = "shipments"
    kept: tuple[str, ...] = ()
    name: str = "licet_decided"
    meant: Meanings = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what a view does not read, and a day before the law begins."""
        if self.day < FIRST_IN_SQL:
            sentence = _("{day} lies before {first}, the first day of which licet writes SQL.")
            raise InputError(sentence.format(day=self.day, first=FIRST_IN_SQL))
        if not self.columns:
            raise InputError(_("name the table's columns: path of the fact and column, in --map."))
        self.rows = Rows(self.columns, self.meant)
        self.symbols = Symbols(self.rows, self.day)

    @cached_property
    def era(self) -> tuple[date, date | None]:
        """From when, and until before when, the same law stands as on the day."""
        boundaries = the_law().boundaries
        first = max((b for b in boundaries if b <= self.day), default=FIRST_IN_SQL)
        return max(first, FIRST_IN_SQL), min((b for b in boundaries if b > self.day), default=None)

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """By column of the answer."""
        chart = Chart(self.symbols.shape())
        made = {name: Asked(chart, edition) for name, edition in the_law().on(self.day)}
        chart.number()
        return made

    def sql(self, dialect: str, *, pretty: bool = True) -> str:
        """The view in a dialect, with a heading that says what it is."""
        if dialect not in DIALECTS:
            sentence = _("{name} is no dialect that licet writes; it is one of {known}.")
            raise InputError(sentence.format(name=dialect, known=", ".join(DIALECTS)))
        tree = self.tree(fences=dialect == "postgres")
        created = exp.Create(
            this=exp.to_table(self.name), kind="VIEW", expression=tree, replace=True
        )
        text = created.sql(dialect=dialect, pretty=pretty, unsupported_level=ErrorLevel.IGNORE)
        return f"{self._heading()}\n{text};\n"

    def _heading(self) -> str:
        first, after = self.era
        until = f" until before {after}" if after else ""
        return "\n".join(
            f"-- {line}"
            for line in (
                f"Export controls on AI chips as they stood on {self.day}, written by licet.",
                f"The same law stood from {first}{until}.",
                "Not legal advice. NULL is unknown; 'undetermined' is open in truth.",
            )
        )

    def tree(self, *, fences: bool = False) -> exp.Expr:
        """The query as one tree of sqlglot; ``fences`` keeps a planner from unfolding the layers."""
        tree = parse_one(self._text(), dialect="duckdb")
        if fences:
            for cte in tree.find_all(exp.CTE):
                if isinstance(cte.this, exp.Select) and cte.alias != "chips":
                    cte.this.set("offset", exp.Offset(expression=exp.Literal.number(0)))
        return tree

    # -- the text -------------------------------------------------------------------------------

    def _text(self) -> str:
        rows, kept = self.rows, [quoted(h) for h in self._headings()]
        chip = [f"{KEY.format(chip=rows.text(CHIP))} AS chip_key"] if self._has_chips else []
        layers = [self._chips()] if self._has_chips else []
        first = [*kept, *rows.stated()]
        layers.append(f"stated AS (SELECT {', '.join(first)} FROM {self._source()})")
        below = "stated"
        if chip:
            layers.append(f"keyed AS (SELECT *, {chip[0]} FROM stated)")
            below = "keyed LEFT JOIN chips ON keyed.chip_key = chips.chip"
        texts = [named("t", path) for path in rows.columns]
        of_chip = [f"chip_{name}" for name in OF_THE_CHIP.values()] if chip else []
        values = [*kept, *texts, *of_chip, *rows.values()]
        values.append(f"COALESCE({', '.join([*rows.faults(), *self._chip_fault()])}) AS error")
        layers.append(f"read_rows AS (SELECT {', '.join(values)} FROM {below})")
        own = f"COALESCE(error, {self._era_fault()}) AS fault"
        layers.append(f"facts AS (SELECT *, {self.symbols.tpp()} AS tpp, {own} FROM read_rows)")
        answers = self._answers()
        chart = next(iter(self.asked.values())).chart
        wide = f"{self._may_be_wide()} AS wide"
        total = f"tpp * {rows.value('quantity')} AS tpp_total"
        more = ", ".join([*self.symbols.codes(), total, wide])
        layers.append(f"sized AS (SELECT *, {more} FROM facts)")
        carried = (*kept, "tpp_total", "wide", "fault")
        made, last = Layers(chart, self.symbols, carried).write(answers, "sized")
        chosen = [f"{text} AS {name}" for name, text in self._shown().items()]
        return (
            f"WITH {', '.join([*layers, *made])} SELECT {', '.join([*kept, *chosen])} FROM {last}"
        )

    def _headings(self) -> list[str]:
        return list(dict.fromkeys([*self.kept, *self.columns.values()]))

    def _source(self) -> str:
        return ".".join(quoted(part) for part in self.table.split("."))

    @property
    def _has_chips(self) -> bool:
        return CHIP in self.columns

    def _chips(self) -> str:
        names = ("chip", *[f"chip_{name}" for name in OF_THE_CHIP.values()])
        rows = ", ".join(f"({', '.join(row)})" for row in chips())
        return f"chips AS (SELECT * FROM (VALUES {rows}) AS v({', '.join(names)}))"

    def _chip_fault(self) -> list[str]:
        if not self._has_chips:
            return []
        text = self.rows.text(CHIP)
        unknown = f"{text} IS NOT NULL AND (chip IS NULL OR REGEXP_MATCHES({text}, '[^ -~]'))"
        sentence = _("item.chip: is not the whole name of one chip of the catalog.")
        return [f"CASE WHEN {unknown} THEN {a_list([sentence])} END"]

    def _era_fault(self) -> str:
        if "date" not in self.columns:
            return "NULL"
        day, (first, after) = self.rows.value("date"), self.era
        late = f" OR {day} >= DATE '{after}'" if after else ""
        outside = f"{day} IS NULL OR {day} < DATE '{first}'{late}"
        sentence = _("date: is missing, or the law of {day} does not stand on it.")
        return f"CASE WHEN {outside} THEN {a_list([sentence.format(day=self.day)])} END"

    def _may_be_wide(self) -> str:
        """Rows in which two questions turn on one unknown number; see docs/tables.md."""
        area = self.rows.value(IC + "applicable_die_area_mm2")
        lists = [
            f"{self.rows.text(path)} LIKE '%NVEU%'"
            for path in self.columns
            if path.endswith("certified_veu")
        ]
        there = f"({' OR '.join(lists)})" if lists else "FALSE"
        listed = f"{there} AND {self.rows.value('destination')} IS NULL"
        return f"COALESCE((tpp IS NULL AND {area} IS NOT NULL) OR ({listed}), FALSE)"

    # -- the answers ----------------------------------------------------------------------------

    def _answers(self) -> dict[str, Diagram]:
        return {
            f"{_short(name)}_{answer}".lower(): diagram
            for name, asked in self.asked.items()
            for answer, diagram in asked.answers().items()
        }

    def _shown(self) -> dict[str, str]:
        """The added columns, as texts over the layer ``answered``."""
        enforced = _short(COLUMNS[1])
        open_rows = " OR ".join(f"{self._outcome(name)} = '{UNDETERMINED}'" for name in COLUMNS)
        shown = {
            "classification": f"COALESCE({self._class(COLUMNS[1])}, {self._class(COLUMNS[0])})",
            "tpp_total": "tpp_total",
        }
        for name in COLUMNS:
            shown[name] = self._outcome(name)
            shown[f"{name}_by"] = self._by(name)
        policies = {1 << n: each for n, each in enumerate(POLICIES)}
        beyond = f"{enforced}_outcome <> 1"
        policy = _decoded(f"({enforced}_policy & 15)", policies)
        shown["review_policy"] = f"CASE WHEN {beyond} THEN {policy} END"
        shown = {n: f"CASE WHEN fault IS NULL THEN {text} END" for n, text in shown.items()}
        shown["settled"] = f"fault IS NULL AND NOT (wide AND ({open_rows}))"
        return shown | {"error": "fault"}

    def _outcome(self, name: str) -> str:
        bits = {1 << n: outcome for n, outcome in enumerate(OUTCOMES)}
        return _decoded(f"{_short(name)}_outcome", bits, UNDETERMINED)

    def _class(self, name: str) -> str:
        asked = self.asked[name]
        parts = [
            _decoded(
                f"{_short(name)}_class_{part}",
                {
                    1 << n: each
                    for n, each in enumerate(asked.classes[part * BITS : (part + 1) * BITS])
                    if each
                },
            )
            for part in range(asked.parts_of_class)
        ]
        return f"COALESCE({', '.join(parts)})"

    def _by(self, name: str) -> str:
        """The exception, authorization or paragraph on which an outcome rests."""
        short, asked = _short(name), self.asked[name]
        routes = [c for c in (*EXCEPTIONS, *AUTHORIZATIONS) if c in asked.plan.routes]
        taken = [(f"{short}_route_{c.lower()}", c) for c in routes]
        requiring = [
            (f"{short}_required_{n}", p.cite) for n, p in enumerate(asked.plan.requirements)
        ]
        outside = [
            (f"{short}_outside_{n}", p.cite) for n, p in enumerate(asked.edition.of_kind("outside"))
        ]
        by = {
            "license_exception": _first_true(taken),
            "validated_end_user": _first_true(taken),
            "license_required": _first_true(requiring),
            "not_subject": _first_true(outside),
        }
        parts = [
            f"WHEN {short}_outcome = {1 << OUTCOMES.index(o)} THEN {text}" for o, text in by.items()
        ]
        return f"CASE {' '.join(parts)} END"


def _short(column: str) -> str:
    return "books" if column == COLUMNS[0] else "enforced"


def _decoded(bits: str, values: Mapping[int, str], otherwise: str | None = None) -> str:
    parts = [f"WHEN {bits} = {bit} THEN '{value}'" for bit, value in values.items()]
    rest = f" ELSE '{otherwise}'" if otherwise else ""
    return f"CASE {' '.join(parts)}{rest} END"


def _first_true(named_bits: list[tuple[str, str]]) -> str:
    parts = [f"WHEN {bits} = {TRUE} THEN '{name}'" for bits, name in named_bits]
    return f"CASE {' '.join(parts)} END" if parts else "NULL"


def chips() -> list[tuple[str, ...]]:
    """The chips of the catalog by every whole name that one alone has, as texts of SQL."""
    made: list[tuple[str, ...]] = []
    seen: dict[str, tuple[str, ...]] = {}
    for key, found in sorted(_by_key().items()):
        if len(found) != 1 or not key.isascii():
            continue
        chip = found[0]
        if chip.id not in seen:
            facts = from_catalog(chip.id, "")
            designer = facts.designer
            assert designer is not None
            seen[chip.id] = (
                _decimal(tpp_of(facts)),
                _decimal(facts.applicable_die_area_mm2),
                _boolean(facts.designed_or_marketed_for_datacenters),
                _boolean(designer.approved),
                _boolean(designer.authorized),
                _decimal(facts.memory_bandwidth_gb_s),
            )
        made.append((f"'{key}'", *seen[chip.id]))
    return made


def _decimal(value: Any) -> str:
    assert value is None or isinstance(value, int | Fraction)
    return "NULL" if value is None else exact_text(value)


def _boolean(value: bool | None) -> str:
    return "NULL" if value is None else str(value).upper()


__all__ = ["DIALECTS", "View"]
