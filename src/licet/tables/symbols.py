"""What the law looks at, as texts of SQL over a row's facts: `licet.decision.worlds` for databases."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from licet.facts.transaction import ROLES
from licet.law.ear.ccl.paragraphs import ASSOCIATED
from licet.law.places import APPROVAL_ENDS, APPROVED_OSATS
from licet.law.subject import Circuit, tx
from licet.logic.chart import Shape, Stretch
from licet.logic.dated import Dated, Exact
from licet.logic.sql import NO_END, Range, exact_text
from licet.logic.terms import Amount, Choice, Fact, Flag, Listing
from licet.logic.world import NOT_APPLICABLE
from licet.tables.cleaned import CHIP, ECCN, EXACT, HBM, IC, Rows, a_list
from licet.tables.entries import family, paragraph

SAME = frozenset({Circuit.tpp, tx.item.tpp})
"""TPP of the one circuit is TPP of the item, and its density follows from it."""
FIRST_ORDINAL = date(1970, 1, 1).toordinal()
OF_OTHER_ITEMS = ("item.model_weights", "item.technology", "item.software", "item.base")
"""Facts of items that a view does not read: they do not apply to those that it does."""
OF_THE_CHIP = {
    "tpp": "tpp",
    "applicable_die_area_mm2": "area",
    "designed_or_marketed_for_datacenters": "datacenter",
    "designer.approved": "approved",
    "designer.authorized": "authorized",
    "memory_bandwidth_gb_s": "bandwidth",
}
"""By the fact of a circuit: the column of the catalog that states it where a chip is named."""


class Symbols:
    """The columns of the layer ``facts``, by the symbol of the law that each stands for."""

    def __init__(self, rows: Rows, day: date) -> None:
        self.rows, self.day = rows, day
        stated = [rows.stated_below(each) for each in (CHIP, IC, ECCN, HBM)]
        known = [_only(each, stated) for each in stated]
        self.is_chip, self.is_ic, self.is_eccn, self.is_hbm = known
        self.circuit = _or(self.is_chip, self.is_ic)
        if set(known[2:]) == {"FALSE"}:
            self.circuit = "TRUE"
        there = rows.stated_below("listed_parties.")
        self.listed_parties = there if there == "FALSE" else f"({there})"
        self._flags = self._all_flags()
        self._choices = self._all_choices()

    def number(self, dated: Dated) -> Exact:
        """The number of the day."""
        return dated.on(self.day)

    def shape(self) -> Shape:
        """Which facts are the same in every row, and which no row states."""
        fixed, never = dict[Fact, Any](), set[Fact]()
        for fact in Fact.every:
            match fact:
                case Flag():
                    text: str | None = self.flag(fact)
                    if text == "TRUE" or _never(text):
                        fixed[fact] = text == "TRUE"
                case Choice():
                    code, applies = self.choice(fact)
                    text = code
                    if _never(applies):
                        fixed[fact] = NOT_APPLICABLE
                    elif applies not in (None, "TRUE"):
                        text = None
                    if fact is tx.item.kind and self._choices[fact][0].startswith("'"):
                        fixed[fact] = self._only_kind()
                case Amount():
                    number = self.amount(fact, None)
                    text = number.high
                    if _never(number.applies):
                        fixed[fact] = NOT_APPLICABLE
                case _:
                    continue
            if text is not None and _is_null(text) and fact not in fixed:
                never.add(fact)
        return Shape(
            spine=Circuit.tpp,
            same=SAME,
            follows=frozenset({Circuit.performance_density}),
            circuit=tx.item.kind.among("integrated_circuit"),
            fixed=fixed,
            never=frozenset(never),
        )

    def _of_circuit(self, name: str) -> str:
        """A fact of the circuit: of the catalog, or stated."""
        stated = self.rows.value(IC + name)
        if CHIP not in self.rows.columns or name not in OF_THE_CHIP:
            return stated
        of_chip = f"chip_{OF_THE_CHIP[name]}"
        if OF_THE_CHIP[name] in ("tpp", "area", "bandwidth"):
            of_chip = f"CAST({of_chip} AS {EXACT})"
        return f"CASE WHEN {self.is_chip} THEN {of_chip} ELSE {stated} END"

    # -- flags ----------------------------------------------------------------------------------

    def flag(self, fact: Flag) -> str:
        """True, false or NULL; false where it does not apply."""
        if fact in self._flags:
            return self._flags[fact]
        if fact.path.startswith(OF_OTHER_ITEMS):
            return "FALSE"
        if fact.path.startswith("listed_parties."):
            return _and(self.listed_parties, self.rows.value(fact.path))
        return self.rows.value(fact.path)

    def _all_flags(self) -> dict[Fact, str]:
        value, item = self.rows.value, tx.item
        held = self.rows.text("on_file.certifications")
        role = self.rows.text("exporter.role")
        origin = f"({self.rows.stated_below('origin.')})"
        abroad = f"COALESCE({self.rows.value('origin.produced_in')} <> 'US', FALSE)"
        unknown = _and(self.is_eccn, "CAST(NULL AS BOOLEAN)")
        found: dict[Fact, str] = {
            tx.on_file.aia: _has(held, "AIA"),
            tx.on_file.lpp: _has(held, "LPP"),
            tx.exporter.fabricator: _is_word(role, "front_end_fabricator"),
            tx.exporter.osat: _is_word(role, "osat"),
            tx.exporter.veu: self._said("exporter.certified_veu"),
            tx.end_use.intentional_publication: self._said("end_use.intentional_publication"),
            item.foreign_produced: _and(origin, abroad),
            item.direct_product: self._in_origin(origin, "direct_product_of_listed_technology"),
            item.plant_product: self._in_origin(origin, "plant_is_direct_product"),
            item.us_content: self._in_origin(origin, "us_content_above_de_minimis"),
            item.for_production: unknown,
            item.us_direct_product: unknown,
            item.datacenter: self._beside_eccn("item.designed_or_marketed_for_datacenters"),
            item.designer_approved: self._designer("approved"),
            item.designer_authorized: self._designer("either"),
            item.with_dominant_logic: _and(
                self.is_hbm, value(HBM + "co_packaged_with_dominant_logic")
            ),
            Circuit.datacenter: self._of_circuit("designed_or_marketed_for_datacenters"),
        }
        for role in ROLES:
            found |= self._party_flags(role)
        return found

    def _said(self, path: str) -> str:
        """Whether it is said; false where nothing is."""
        return f"COALESCE({self.rows.value(path)}, FALSE)" if path in self.rows.columns else "FALSE"

    def _in_origin(self, origin: str, name: str) -> str:
        return _and(origin, self.rows.value("origin." + name))

    def _beside_eccn(self, path: str) -> str:
        return _and(self.is_eccn, self.rows.value(path))

    def _designer(self, which: str) -> str:
        approved, authorized = (
            f"CASE WHEN {self.is_eccn} THEN {self.rows.value('item.designer.' + name)} "
            f"WHEN {self.circuit} THEN {self._of_circuit('designer.' + name)} ELSE FALSE END"
            for name in ("approved", "authorized")
        )
        return approved if which == "approved" else f"({approved}) OR ({authorized})"

    def _party_flags(self, role: str) -> dict[Fact, str]:
        party, path, rows = tx.parties[role], f"parties.{role}.", self.rows
        there = rows.present(role)
        present = there if there in ("TRUE", "FALSE") else f"({there})"
        approved = f"COALESCE({rows.value(path + 'approved_under_supplement_8')}, FALSE)"
        if path + "name" in rows.columns:
            approved = f"({approved} AND NOT {self._ended(rows.text(path + 'name'))})"
        listed = f"COALESCE({rows.text(path + 'certified_veu')} = 'UVEU', FALSE)"
        return {
            party.present: present,
            party.private_sector: _and(present, rows.value(path + "private_sector")),
            party.uveu: _and(
                present, listed if path + "certified_veu" in rows.columns else "FALSE"
            ),
            party.approved_under_supplement_8: _and(
                present,
                approved if path + "approved_under_supplement_8" in rows.columns else "FALSE",
            ),
        }

    def _ended(self, name: str) -> str:
        """Whether an approval has expired, by words of the name, as `approval_ends` reads them."""
        words = f"REGEXP_REPLACE(LOWER({name}), '[^a-z0-9]+', ' ', 'g')"
        ended = [
            f"(CONCAT(' ', {words}, ' ') LIKE '% {known} %' AND {self._day()} >= {end.toordinal()})"
            for known, end in APPROVAL_ENDS.items()
        ]
        return f"COALESCE({' OR '.join(ended)}, FALSE)"

    # -- choices --------------------------------------------------------------------------------

    def choice(self, fact: Choice) -> tuple[str, str | None]:
        """The code or NULL, and the condition under which it applies."""
        if fact in self._choices:
            text, applies = self._choices[fact]
            return text if text == "NULL" else _code(fact), applies
        parts = fact.path.split(".")
        if parts[0] == "parties":
            there = self.rows.present(parts[1])
            return self.rows.value(fact.path), None if there == "TRUE" else f"({there})"
        if fact.path.startswith(OF_OTHER_ITEMS):
            return "NULL", "FALSE"
        if fact.path.startswith("listed_parties."):
            return self.rows.value(fact.path), self.listed_parties
        return self.rows.value(fact.path), None

    def _all_choices(self) -> dict[Fact, tuple[str, str | None]]:
        rows, item = self.rows, tx.item
        action, eccn = rows.value("action"), rows.text(ECCN)
        kinds = f"WHEN {self.is_eccn} THEN 'eccn' WHEN {self.is_hbm} THEN 'hbm'"
        kind = f"CASE {kinds} ELSE 'integrated_circuit' END"
        if "TRUE" in (self.circuit, self.is_eccn, self.is_hbm):
            kind = f"'{self._only_kind()}'"
        described = rows.text(IC + "also_described_in")
        packager = rows.text("foundry.packager")
        osat = f"WHEN {packager} IN ({a_list(APPROVED_OSATS)}) THEN 'approved_osat'"
        made_for = rows.text("item.for")
        stated = paragraph(eccn, made_for)
        at_home = f"CASE WHEN {action} IN ('export', 'deemed_export') THEN 'US' END"
        return {
            item.kind: (kind, None),
            item.stated: (stated, self.is_eccn),
            item.made_for: (paragraph(made_for), _is_one_of(f"({stated})", ASSOCIATED)),
            item.also_described_in: (family(described), _is_there(family(described))),
            item.developed_by: ("NULL", self.is_eccn),
            tx.shipped_from: (f"COALESCE({rows.value('from')}, {at_home})", None),
            tx.foundry.packager: (
                f"CASE {osat} ELSE {rows.value('foundry.packaged_by')} END",
                None,
            ),
        }

    def _only_kind(self) -> str:
        if self.circuit == "TRUE":
            return "integrated_circuit"
        return "eccn" if self.is_eccn == "TRUE" else "hbm"

    def codes(self) -> list[str]:
        """The codes that are put together from several facts, as columns of a layer of its own."""
        made = self._choices.items()
        return [f"{text} AS {_code(fact)}" for fact, (text, _applies) in made if text != "NULL"]

    def listed(self, fact: Choice, listing: Listing) -> str:
        """Whether the list of a National VEU's countries has the code."""
        path = listing.path.removesuffix(".NVEU")
        veu, code = self.rows.text(path), self.rows.value(fact.path)
        if path not in self.rows.columns:
            return "FALSE"
        there = f"REGEXP_MATCHES(SUBSTR({veu}, 5), '[^A-Z]' || {code} || '([^A-Z]|$)')"
        return f"CASE WHEN COALESCE({veu}, '') NOT LIKE '%NVEU%' THEN FALSE ELSE {there} END"

    # -- amounts --------------------------------------------------------------------------------

    def amount(self, fact: Amount, at: Stretch | None) -> Range:
        """The number; what follows from TPP, with TPP in the stretch ``at`` where it is unknown."""
        special: dict[Fact, Callable[[], Range]] = {
            tx.date: lambda: Range(self._day(), self._day()),
            tx.quantity: lambda: _open(self.rows.value("quantity"), "1"),
            tx.item.strongest_tpp: lambda: _open("tpp", "0", _or(self.circuit, self.is_eccn)),
            tx.item.dram_bandwidth: self._bandwidth,
            tx.item.hbm_density: self._hbm_density,
            tx.on_file.nac_notified_on: self._notified,
            tx.end_use.fine_tuning_share: self._share,
        }
        if fact in SAME:
            return self._tpp_at(at)
        if fact is Circuit.performance_density:
            return self._density(at)
        if fact in special:
            return special[fact]()
        if fact.path.startswith(OF_OTHER_ITEMS):
            return Range("0", "0", applies="FALSE")
        return _open(self.rows.value(fact.path), exact_text(fact.low))

    def tpp(self) -> str:
        """TPP of one item, as the layer ``facts`` makes its column ``tpp``."""
        of_eccn = self.rows.value("item.tpp")
        of_circuit = self._of_circuit("tpp")
        return (
            f"CASE WHEN {self.is_eccn} THEN {of_eccn} WHEN {self.is_hbm} THEN 0 "
            f"ELSE {of_circuit} END"
        )

    def _tpp_at(self, at: Stretch | None) -> Range:
        if at is None:
            return _open("tpp", "0")
        low = f"COALESCE(tpp, {exact_text(at.low)})"
        high = "tpp" if at.high is None else f"COALESCE(tpp, {exact_text(at.high)})"
        return Range(low, high, high_in="tpp IS NOT NULL")

    def _density(self, at: Stretch | None) -> Range:
        """Stated, or TPP over the area: both as a number over a divisor, nothing is divided."""
        stated = self.rows.value(IC + "performance_density")
        area = self._of_circuit("applicable_die_area_mm2")
        tpp = self._tpp_at(at)
        low = f"CASE WHEN {area} IS NOT NULL THEN {tpp.low} ELSE COALESCE({stated}, 0) END"
        high = f"CASE WHEN {area} IS NOT NULL THEN {tpp.high} ELSE {stated} END"
        exact = f"({stated} IS NOT NULL OR {tpp.high_in})"
        return Range(low, high, exact, f"COALESCE({area}, 1)", f"COALESCE({area}, 1) <> 0")

    def _bandwidth(self) -> Range:
        of_eccn = self.rows.value("item.memory_bandwidth_gb_s")
        of_circuit = self._of_circuit("memory_bandwidth_gb_s")
        given = f"CASE WHEN {self.is_eccn} THEN {of_eccn} ELSE {of_circuit} END"
        return _open(given, "0", f"NOT {self.is_hbm}")

    def _hbm_density(self) -> Range:
        bandwidth = self.rows.value(HBM + "memory_bandwidth_gb_s")
        area = self.rows.value(HBM + "package_area_mm2")
        known = f"{self.is_hbm} AND {bandwidth} IS NOT NULL AND {area} IS NOT NULL"
        number = f"CASE WHEN {known} THEN {bandwidth} END"
        memory = f"({self.is_hbm} OR COALESCE({self.rows.text(ECCN)} = '3A090.c', FALSE))"
        return _open(number, "0", memory)._replace(over=f"COALESCE({area}, 1)")

    def _share(self) -> Range:
        share = self.rows.value("end_use.fine_tuning_share_of_original")
        stated = "end_use.fine_tuning_share_of_original" in self.rows.columns
        return _open(share, "0", f"{share} IS NOT NULL" if stated else "FALSE")

    def _day(self) -> str:
        if "date" not in self.rows.columns:
            return str(self.day.toordinal())
        return _ordinal(self.rows.value("date"))

    def _notified(self) -> Range:
        path = "on_file.nac_notified_on"
        day = _ordinal(self.rows.value(path))
        stated, given = self.rows.text(path), self.rows.value(path)
        applies = f"{stated} IS NULL OR {given} IS NOT NULL"
        return _open(day, "0", applies if path in self.rows.columns else None)


def _only(condition: str, others: list[str]) -> str:
    """TRUE for the one kind of item that a table has; a row that has none is read as wrong."""
    if condition == "FALSE":
        return condition
    alone = [each for each in others if each != "FALSE"] == [condition]
    return "TRUE" if alone else f"({condition})"


def _or(one: str, other: str) -> str:
    if "TRUE" in (one, other):
        return "TRUE"
    return other if one == "FALSE" else one if other == "FALSE" else f"({one} OR {other})"


def _and(one: str, other: str) -> str:
    if _never(one) or _never(other):
        return "FALSE"
    return other if one == "TRUE" else one if other == "TRUE" else f"({one} AND {other})"


def _open(value: str, low: str, applies: str | None = None) -> Range:
    """A number that is stated, or lies anywhere from ``low``."""
    return Range(f"COALESCE({value}, {low})", value or NO_END, applies=applies)


def _code(fact: Fact) -> str:
    return f"c_{fact.path.replace('.', '_')}"


def _is_there(text: str) -> str:
    return "FALSE" if text == "NULL" else f"{text} IS NOT NULL"


def _is_one_of(text: str, words: Iterable[str]) -> str:
    return "FALSE" if text == "NULL" else f"COALESCE({text} IN ({a_list(words)}), FALSE)"


def _is_word(text: str, word: str) -> str:
    return "FALSE" if text == "NULL" else f"COALESCE({text} = '{word}', FALSE)"


def _ordinal(day: str) -> str:
    return f"(DATE_DIFF('day', DATE '1970-01-01', {day}) + {FIRST_ORDINAL})"


def _is_null(text: str) -> bool:
    return text == "NULL" or (text.startswith("CAST(NULL AS ") and text.count("(") < 3)


def _never(condition: str | None) -> bool:
    """Whether a condition is made of FALSE alone."""
    if condition is None:
        return False
    parts = re.split(r"[()\s]+", condition)
    return set(parts) - {""} <= {"FALSE", "OR"} or condition.startswith("((FALSE) AND")


def _has(held: str, name: str) -> str:
    return f"REGEXP_MATCHES({held}, '(^|[^A-Za-z0-9]){name}([^A-Za-z0-9]|$)')"
