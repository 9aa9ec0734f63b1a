"""Of the transactions that show something, a plain one: what a reader can take in."""

from __future__ import annotations

from collections.abc import Iterator

import z3  # type: ignore[import-untyped]

from licet.law.subject import tx
from licet.logic.solve import NOWHERE, Formulas
from licet.logic.terms import Flag


def plainest(solver: z3.Solver, formulas: Formulas, *first: z3.BoolRef) -> z3.ModelRef:
    """A model in which each preference holds as long as one is left, those of ``first`` before all.

    The solver has just been satisfied; it is left as it was found.
    """
    model, kept = solver.model(), 0
    for preference in (*first, *preferences(formulas)):
        solver.push()
        solver.add(preference)
        if solver.check() == z3.sat:
            model, kept = solver.model(), kept + 1
        else:
            solver.pop()
    solver.pop(kept)
    return model


def preferences(formulas: Formulas) -> Iterator[z3.BoolRef]:
    """What makes a transaction plain to a reader, the most telling first."""
    s, consignee = formulas.symbols, tx.consignee
    destination = s.of(tx.destination)
    yield formulas.among(tx.action, {"export"})
    yield formulas.among(tx.item.kind, {"integrated_circuit"})
    yield z3.Not(s.of(tx.end_use.prohibited_by_part_744))
    for listing in vars(tx.listed).values():
        if isinstance(listing, Flag):
            yield z3.Not(s.of(listing))
    yield z3.Not(z3.Or(s.of(tx.exporter.fabricator), s.of(tx.exporter.osat)))
    yield s.of(consignee.present)
    for role, party in tx.parties.items():
        if role != "ultimate_consignee":
            yield z3.Not(s.of(party.present))
    for home in (consignee.location, consignee.headquarters):
        yield s.of(home) == destination
    yield s.of(consignee.ultimate_parent_headquarters) == s.of(consignee.headquarters)
    yield s.of(tx.item.also_described_in) == NOWHERE
    yield z3.Not(z3.Select(s.of(consignee.nveu), destination))
    for flag in (tx.item.foreign_produced, consignee.uveu, consignee.approved_under_supplement_8):
        yield z3.Not(s.of(flag))
    yield formulas.among(tx.end_use.purpose, {"operate"})
    yield formulas.among(tx.shipped_from, {"US"})
    yield s.of(tx.circuit.datacenter)
    for flag in (tx.on_file.aia, tx.on_file.lpp, tx.on_file.purchase_order):
        yield z3.Not(s.of(flag))
    yield formulas.among(tx.exporter.headquarters, {"US"})
    yield formulas.among(tx.exporter.ultimate_parent_headquarters, {"US"})
