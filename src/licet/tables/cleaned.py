"""The rows of a database's table as facts: what stands in each column, in the text of SQL.

Two layers come from here. ``stated`` has a clean text for each fact (NULL where nothing is stated),
``facts`` the values, and a sentence under ``error`` where one cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args, get_type_hints

from licet.errors import Fault, InputError
from licet.facts.countries import CODES
from licet.facts.transaction import (
    RECEIVING,
    EndUse,
    Exporter,
    FoundryEvidence,
    ListedParties,
    Transaction,
)
from licet.tables.entries import describes_hardware, go_together, is_one
from licet.tables.meant import Meanings
from licet.tables.paths import paths
from licet.tables.values import NO, NOT_KNOWN, YES
from licet.words import _

IC, HBM, CHIP, ECCN = "item.integrated_circuit.", "item.hbm.", "item.chip", "item.eccn"
DATACENTER = "item.designed_or_marketed_for_datacenters"
NOT_IN_SQL = ("item.model_weights", "item.software", "item.technology", "item.computer")
NESTED = ("item.integrated_circuit.processing_units", "item.integrated_circuit.interconnect_gb_s")
NUMBER = r"^([0-9]{1,13}([.][0-9]{1,6}0*)?|[0-9]([.][0-9]{1,17})?[eE][+]?(0?[0-9]|1[0-2]))$"
WHOLE = r"^([1-9][0-9]{0,11}([.]0+)?)$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( 00:00:00.*)?$"
VEU = r"^(UVEU|.*NVEU.*)$"
ENTRY = r"^(EAR99|[0-9][A-E][0-9]{3}([.][a-z0-9]+)*)$"
EXACT = "DECIMAL(20, 6)"
"""Numbers of a row: six decimals, below 10^13; another makes the row unreadable, never wrong."""


@cache
def readable() -> dict[str, str]:
    """By the path of each fact that a view reads: its kind, as `licet.tables.paths` has it."""
    barred = (*NOT_IN_SQL, *NESTED)
    return {path: kind for path, kind in paths().items() if not path.startswith(barred)}


def refuse_others(columns: Mapping[str, str]) -> None:
    """Refuse columns of facts that a view does not read."""
    sentence = _("is not read in SQL; decide rows that state it with `licet table`.")
    faults = [Fault(path, sentence) for path in columns if path not in readable()]
    if faults:
        raise InputError(faults)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    """The words that a fact can be, by path."""
    named = {
        "action": (Transaction, "action"),
        "end_use.purpose": (EndUse, "purpose"),
        "exporter.role": (Exporter, "role"),
        "listed_parties.review_policy": (ListedParties, "review_policy"),
        "foundry.packaged_by": (FoundryEvidence, "packaged_by"),
    }
    found = {}
    for path, (kind, name) in named.items():
        literal = next(h for h in get_args(get_type_hints(kind)[name]) if h is not type(None))
        found[path] = tuple(get_args(literal))
    return found


def quoted(name: str) -> str:
    """A column of the table, as SQL names it."""
    return '"' + name.replace('"', '""') + '"'


def a_list(values: Any) -> str:
    """Texts apart by commas, as SQL writes them."""
    return ", ".join("'" + str(each).replace("'", "''") + "'" for each in sorted(values))


def named(letter: str, path: str) -> str:
    """The name of a column of ours for a fact."""
    return f"{letter}_{path.replace('.', '_').lower()}"


class Rows:
    """The columns of a table, by the path of the fact that each states; what their cells mean."""

    def __init__(self, columns: Mapping[str, str], meant: Meanings) -> None:
        refuse_others(columns)
        self.columns, self._meant = dict(columns), meant

    def text(self, path: str) -> str:
        """The clean text of a fact in the layer ``stated``; NULL where no column states it."""
        return named("t", path) if path in self.columns else "NULL"

    def value(self, path: str) -> str:
        """The value of a fact in the layer ``facts``; NULL where no column states it."""
        return named("s", path) if path in self.columns else f"CAST(NULL AS {_type(path)})"

    def stated_below(self, prefix: str) -> str:
        """Whether anything is stated whose path begins so, in either layer."""
        there = [p for p in self.columns if p == prefix or p.startswith(prefix)]
        return " OR ".join(f"{named('t', p)} IS NOT NULL" for p in there) or "FALSE"

    # -- layers ---------------------------------------------------------------------------------

    def stated(self) -> list[str]:
        """The columns of ``stated``."""
        found = ((path, h, self._meant.get(h, {})) for path, h in self.columns.items())
        return [f"{_clean(h, means)} AS {named('t', path)}" for path, h, means in found]

    def values(self) -> list[str]:
        """The columns of ``facts`` that hold the values."""
        return [f"{_read(path)} AS {named('s', path)}" for path in self.columns]

    def faults(self) -> list[str]:
        """A sentence, or NULL, for each thing that can be wrong with a row."""
        found = [_fault(path) for path in self.columns]
        kinds = [self.stated_below(each) for each in (CHIP, IC, ECCN, HBM)]
        count = " + ".join(f"CASE WHEN {kind} THEN 1 ELSE 0 END" for kind in kinds)
        sentence = _("item: is exactly one of chip, integrated_circuit, eccn or hbm.")
        found.append(_when(f"({count}) <> 1", sentence))
        density, area = IC + "performance_density", IC + "applicable_die_area_mm2"
        both = f"{self.text(density)} IS NOT NULL AND {self.text(area)} IS NOT NULL"
        found.append(_when(both, _("item.integrated_circuit: states density and area.")))
        origin = self.stated_below("origin.")
        missing = f"({origin}) AND {self.text('origin.produced_in')} IS NULL"
        found.append(_when(missing, _("origin.produced_in: is missing.")))
        beside = self.text(DATACENTER)
        of_circuits = " OR ".join(self.stated_below(each) for each in (CHIP, IC, HBM))
        sentence = _("item.designed_or_marketed_for_datacenters: belongs to an eccn here.")
        found.append(_when(f"{beside} IS NOT NULL AND ({of_circuits})", sentence))
        together = go_together(self.text(ECCN), self.text("item.for"))
        found.append(_when(f"NOT ({together})", _("item.eccn: is not the entry for item.for.")))
        zero = f"{_read_or_null(self, HBM + 'package_area_mm2')} = 0"
        found.append(_when(zero, _("package_area_mm2: is 0; it is more.")))
        return found

    def present(self, role: str) -> str:
        """Whether a party is named; where nobody is who receives, there is an ultimate consignee."""
        own = self.stated_below(f"parties.{role}.")
        if role != "ultimate_consignee":
            return own
        others = [self.stated_below(f"parties.{each}.") for each in RECEIVING if each != role]
        if set(others) == {"FALSE"}:
            return "TRUE"
        return f"({own}) OR NOT ({' OR '.join(others)})"


def _type(path: str) -> str:
    types = {"number": EXACT, "flag": "BOOLEAN", "date": "DATE"}
    return types.get(readable().get(path, "word"), "VARCHAR")


def _clean(heading: str, means: Mapping[str, str]) -> str:
    text = f"TRIM(CAST({quoted(heading)} AS VARCHAR))"
    if means:
        parts = [f"WHEN {a_list([text])} THEN {a_list([to])}" for text, to in means.items()]
        text = f"CASE {text} {' '.join(parts)} ELSE {text} END"
    return f"CASE WHEN LOWER({text}) IN ({a_list(NOT_KNOWN)}) THEN NULL ELSE {text} END"


def _read(path: str) -> str:
    text, kind = named("t", path), readable()[path]
    match kind:
        case "country":
            return f"UPPER({text})"
        case "number":
            shape = WHOLE if path == "quantity" else NUMBER
            return f"CASE WHEN {_is(text, shape)} THEN CAST({text} AS {EXACT}) END"
        case "flag":
            yes = f"WHEN LOWER({text}) IN ({a_list(YES)}) THEN TRUE"
            return f"CASE {yes} WHEN LOWER({text}) IN ({a_list(NO)}) THEN FALSE END"
        case "date":
            day = f"CAST(SUBSTR({text}, 1, 10) AS DATE)"
            return f"CASE WHEN {_is(text, DAY)} THEN {day} END"
    return text


def _read_or_null(rows: Rows, path: str) -> str:
    return _read(path) if path in rows.columns else "NULL"


def _is(text: str, shape: str) -> str:
    return f"REGEXP_MATCHES({text}, '{shape}')"


def _when(condition: str, sentence: str) -> str:
    return f"CASE WHEN {condition} THEN {a_list([sentence])} END"


def _fault(path: str) -> str:
    """What is wrong with the text of a fact, if anything."""
    text, kind = named("t", path), readable()[path]
    plain = path.removeprefix("item.integrated_circuit.")
    match kind:
        case "country":
            fits = f"UPPER({text}) IN ({a_list(CODES)})"
            sentence = _("{path}: is not a country code of ISO 3166-1, such as SG.")
        case "number" if path == "quantity":
            fits, sentence = _is(text, WHOLE), _("{path}: is not a whole number of 1 or more.")
        case "number":
            exact = f"CAST({text} AS DECIMAL(38, 18)) = CAST({text} AS {EXACT})"
            fits = f"CASE WHEN {_is(text, NUMBER)} THEN {exact} ELSE FALSE END"
            sentence = _("{path}: is not a number with at most six decimals below 10^13.")
        case "flag":
            fits = f"LOWER({text}) IN ({a_list(YES | NO)})"
            sentence = _("{path}: is neither true nor false.")
        case "date":
            also = f" OR LOWER({text}) IN ({a_list(NO)})" if "nac" in path else ""
            fits, sentence = (
                f"({_is(text, DAY)}{also})",
                _("{path}: is not a date; write it as 2025-06-02."),
            )
        case _:
            fits, sentence = _fits_otherwise(path, text)
    return _when(f"{text} IS NOT NULL AND NOT ({fits})", sentence.format(path=plain))


def _fits_otherwise(path: str, text: str) -> tuple[str, str]:
    if path in _words():
        return f"{text} IN ({a_list(_words()[path])})", _(
            "{path}: is not a word that is known here."
        )
    if path.endswith("certified_veu"):
        return _is(text, VEU), _("{path}: is neither UVEU nor NVEU: and countries.")
    if path in (ECCN, "item.for"):
        fits = f"({_is(text, ENTRY)} AND {is_one(text)})"
        return fits, _("{path}: is not one paragraph of the Commerce Control List.")
    if path == IC + "also_described_in":
        fits = f"({_is(text, ENTRY)} AND {describes_hardware(text)})"
        return fits, _("{path}: is not a paragraph of the Commerce Control List that fits.")
    return "TRUE", ""
