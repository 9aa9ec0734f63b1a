"""Which transactions there can be: what the solver may assume of the facts, for every kind of item.

The assumptions follow `licet.decision.worlds`: what it can put into the places of facts, and nothing
else. ``possible`` is for proofs. ``tellable`` leaves out what the facts of CONTRACT cannot say in one
line with one circuit, so that a witness can be written down and decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import z3  # type: ignore[import-untyped]

from licet.facts.transaction import RECEIVING
from licet.law.ear.ccl.associated import FOR
from licet.law.ear.ccl.paragraphs import ASSOCIATED, FAMILIES, PARAGRAPHS, SINCE_2023
from licet.law.instruments import OCTOBER_2023
from licet.law.subject import Party, tx
from licet.logic.solve import NOWHERE, Formulas, Symbols, real
from licet.logic.terms import Amount, Choice, Fact, Flag

HARDWARE = ("integrated_circuit", "computer")
MADE_FOR = ("software", "technology")
KIND = tx.item.kind

ALWAYS_STATED = [
    fact
    for block in (tx.end_use, tx.listed, tx.on_file, tx.exporter, tx.foundry, tx.packaging)
    for fact in vars(block).values()
    if isinstance(fact, Fact)
    and fact
    not in (tx.on_file.nac_notified_on, tx.end_use.fine_tuning_share, tx.listed.review_policy)
] + [tx.date, tx.action, tx.destination, tx.shipped_from, tx.quantity]

OF_KIND: dict[Fact, tuple[str, ...]] = {
    tx.item.tpp: (*HARDWARE, *MADE_FOR, "hbm", "eccn", "model_weights"),
    tx.item.strongest_tpp: (*HARDWARE, "eccn"),
    tx.item.dram_bandwidth: (*HARDWARE, "eccn"),
    tx.item.datacenter: ("computer", *MADE_FOR, "eccn"),
    tx.item.designer_approved: (*HARDWARE, "eccn"),
    tx.item.designer_authorized: (*HARDWARE, "eccn"),
    tx.item.hbm_density: ("hbm",),
    tx.item.with_dominant_logic: ("hbm",),
    tx.item.made_for: MADE_FOR,
    tx.item.base: MADE_FOR,
    tx.item.developed_by: (*MADE_FOR, "eccn"),
    tx.item.for_production: (*MADE_FOR, "eccn"),
    tx.item.us_direct_product: (*MADE_FOR, "eccn"),
    tx.item.stated: ("eccn",),
    tx.weights.published: ("model_weights",),
    tx.weights.operations: ("model_weights",),
    tx.weights.base_published: ("model_weights",),
    tx.weights.below_most_capable: ("model_weights",),
    tx.weights.secure_facility: ("model_weights",),
    tx.weights.listed_plant: ("model_weights",),
    tx.weights.base_subject: ("model_weights",),
    tx.weights.produced_in: ("model_weights",),
}
"""Facts of an item that have a meaning for some kinds of it; for others they have none."""

IN_HUNDREDTHS = [tx.circuit.performance_density, tx.item.hbm_density]
WHOLE = [
    fact
    for fact in Fact.every
    if isinstance(fact, Amount) and fact not in (*IN_HUNDREDTHS, tx.quantity)
]


def possible(formulas: Formulas, first: date, last: date) -> list[z3.BoolRef]:
    """What holds of every transaction of a line with at most one circuit, from ``first`` to ``last``."""
    s = formulas.symbols
    return [
        *s.bounds(),
        *[_has_meaning(s, fact) for fact in ALWAYS_STATED],
        s.of(tx.date) >= first.toordinal(),
        s.of(tx.date) <= last.toordinal(),
        *_parties(s),
        _listed(s),
        *_item(formulas),
        *_hardware(formulas),
        z3.Not(z3.And(s.of(tx.exporter.fabricator), s.of(tx.exporter.osat))),
        *(_no_paragraphs_to_come(formulas) if last < OCTOBER_2023.complied else ()),
    ]


def _no_paragraphs_to_come(formulas: Formulas) -> list[z3.BoolRef]:
    """Nobody has classified an item in a paragraph that does not exist yet."""
    named = (tx.item.stated, tx.item.made_for)
    return [z3.Not(formulas.among(fact, SINCE_2023)) for fact in named]


def _has_meaning(s: Symbols, fact: Fact) -> z3.BoolRef:
    if isinstance(fact, Choice):
        return s.of(fact) != NOWHERE
    return s.meant(fact) if isinstance(fact, Amount) else z3.BoolVal(True)


def _no_meaning(s: Symbols, fact: Fact) -> z3.BoolRef:
    if isinstance(fact, Choice):
        return s.of(fact) == NOWHERE
    return z3.Not(s.meant(fact) if isinstance(fact, Amount) else s.of(fact))


def _parties(s: Symbols) -> list[z3.BoolRef]:
    there = [s.of(tx.parties[role].present) for role in RECEIVING]
    return [z3.Or(there), *[_party(s, party) for party in tx.parties.values()]]


def _party(s: Symbols, party: Party) -> z3.BoolRef:
    facts = [fact for fact in vars(party).values() if isinstance(fact, Flag | Choice)]
    national = z3.Select(s.of(party.nveu), s.of(tx.destination))
    absent = z3.And([z3.Not(national), *[_no_meaning(s, fact) for fact in facts]])
    there = z3.And(
        [z3.Not(z3.And(s.of(party.uveu), national))] + [_has_meaning(s, f) for f in facts]
    )
    return z3.If(s.of(party.present), there, absent)


def _listed(s: Symbols) -> z3.BoolRef:
    """Where nobody is listed a list need state no policy."""
    flags = [s.of(fact) for fact in vars(tx.listed).values() if isinstance(fact, Flag)]
    return z3.Or(s.of(tx.listed.review_policy) != NOWHERE, z3.Not(z3.Or(flags)))


def _kind(formulas: Formulas, *kinds: str) -> z3.BoolRef:
    return formulas.among(KIND, kinds)


def _item(formulas: Formulas) -> list[z3.BoolRef]:
    s = formulas.symbols
    stated_base = formulas.among(tx.item.stated, ASSOCIATED)
    found = [s.of(KIND) != NOWHERE]
    for fact, kinds in OF_KIND.items():
        fits = _kind(formulas, *kinds)
        if fact is tx.item.made_for:
            fits = z3.Or(fits, z3.And(_kind(formulas, "eccn"), stated_base))
        found.append(z3.If(fits, _has_meaning(s, fact), _no_meaning(s, fact)))
    weightless = _kind(formulas, "hbm", "model_weights", *MADE_FOR)
    found += [
        *_descriptions(formulas),
        z3.Implies(weightless, s.of(tx.item.tpp) == 0),
        z3.Implies(_kind(formulas, "eccn"), s.of(tx.item.strongest_tpp) == s.of(tx.item.tpp)),
        z3.Implies(s.of(tx.item.designer_approved), s.of(tx.item.designer_authorized)),
        *_derived(formulas),
        *_entries(formulas),
    ]
    return found


def _descriptions(formulas: Formulas) -> Iterator[z3.BoolRef]:
    """What describes hardware as well is an entry of hardware, what describes software one of software."""
    described = formulas.symbols.of(tx.item.also_described_in)
    for group, kinds in (("A", HARDWARE), ("D", ("software",))):
        others = {each for each in FAMILIES if each[1] != group}
        here = _kind(formulas, *kinds)
        yield z3.Not(z3.And(here, formulas.among(tx.item.also_described_in, others)))
    yield z3.Or(_kind(formulas, *HARDWARE, "software"), described == NOWHERE)


def _entries(formulas: Formulas) -> Iterator[z3.BoolRef]:
    """Software is in an entry of software, technology in one of technology, and in the one for its item."""
    stated = _kind(formulas, "eccn")
    for kind, group in (("software", "D"), ("technology", "E")):
        entries = {base: these for base, these in FOR.items() if base[1] == group}
        here = _kind(formulas, kind)
        others = {base for base in ASSOCIATED if base[1] != group}
        yield z3.Not(z3.And(here, formulas.among(tx.item.base, others)))
        for base in entries.keys() - {"5D002", "5D992"}:
            elsewhere = frozenset().union(*entries.values()) - entries[base]
            wrong = formulas.among(tx.item.made_for, elsewhere & PARAGRAPHS)
            yield z3.Not(z3.And(here, formulas.among(tx.item.base, {base}), wrong))
            yield z3.Not(z3.And(stated, formulas.among(tx.item.stated, {base}), wrong))


def _derived(formulas: Formulas) -> list[z3.BoolRef]:
    """Model weights with a published base have its numbers, as those with another base do."""
    s, w = formulas.symbols, tx.weights
    numbers = [w.base_operations, w.additional_operations]
    has = z3.And([s.meant(number) for number in numbers])
    none = z3.Not(z3.Or([s.meant(number) for number in numbers]))
    abroad = s.of(tx.item.foreign_produced) == z3.Not(formulas.among(w.produced_in, {"US"}))
    of_weights = z3.And(abroad, z3.If(s.of(w.base_published), has, z3.Or(has, none)))
    return [z3.If(_kind(formulas, "model_weights"), of_weights, none)]


def _hardware(formulas: Formulas) -> list[z3.BoolRef]:
    s, circuit = formulas.symbols, tx.circuit
    tpp = s.of(circuit.tpp)
    known = s.meant(circuit.tpp), s.meant(circuit.transfer_rate)
    inside = z3.And(*known, s.of(tx.item.strongest_tpp) == tpp)
    counted = z3.If(_kind(formulas, "computer"), s.of(tx.item.tpp) >= tpp, s.of(tx.item.tpp) == tpp)
    return [
        s.circuit == _kind(formulas, *HARDWARE),
        z3.Implies(s.circuit, z3.And(inside, counted)),
    ]


FROM_ABROAD = (tx.item.direct_product, tx.item.plant_product, tx.item.us_content)


def tellable(formulas: Formulas) -> list[z3.BoolRef]:
    """What can be written down as facts and read back: for witnesses."""
    s = formulas.symbols
    return [
        z3.Not(formulas.among(tx.item.stated, {"3A090.c", *ASSOCIATED})),
        z3.Not(z3.And(_kind(formulas, "eccn"), s.of(tx.item.foreign_produced))),
        z3.Not(z3.Or(s.of(tx.weights.base_published), s.of(tx.weights.base_subject))),
        z3.Not(s.meant(tx.weights.base_operations)),
        z3.Implies(s.circuit, s.of(tx.item.tpp) == s.of(tx.circuit.tpp)),
        z3.Implies(
            _kind(formulas, "model_weights"),
            z3.Not(z3.Or([s.of(each) for each in FROM_ABROAD])),
        ),
        s.of(tx.quantity) == real(1),
        *[z3.IsInt(s.of(fact)) for fact in WHOLE],
        *[z3.IsInt(s.of(fact) * 100) for fact in IN_HUNDREDTHS],
        s.of(tx.on_file.nac_notified_on) >= date(2022, 1, 1).toordinal(),
    ]
