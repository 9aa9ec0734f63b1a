"""From a solver's model to the facts of a transaction that a person can read and `decide` can decide."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import z3  # type: ignore[import-untyped]

from licet.facts.transaction import ROLES
from licet.law.subject import Party, tx
from licet.logic.solve import NOWHERE, Symbols, places
from licet.logic.terms import Amount, Choice, Flag

OTHER_PARAGRAPH = "3A991.p"
"""A paragraph outside these controls, where the model says `other`."""


class Witness:
    """One transaction that the solver found, by fact."""

    def __init__(self, model: z3.ModelRef, symbols: Symbols) -> None:
        self.model, self.symbols = model, symbols

    def flag(self, fact: Flag) -> bool:
        """A flag's truth."""
        return self.truth(self.symbols.of(fact))

    def choice(self, fact: Choice) -> str | None:
        """A choice's value; none where it has no meaning."""
        place = self._value(self.symbols.of(fact)).as_long()
        values = list(places(fact.domain))
        return None if place == NOWHERE else values[place]

    def number(self, fact: Amount) -> int | Fraction | None:
        """A number's exact value; none where it has no meaning."""
        if not self.truth(self.symbols.meant(fact)):
            return None
        exact = self._value(self.symbols.of(fact)).as_fraction()
        return exact.numerator if exact.denominator == 1 else Fraction(exact)

    def truth(self, formula: z3.BoolRef) -> bool:
        """What a formula comes to for this transaction."""
        return bool(z3.is_true(self._value(formula)))

    def _value(self, variable: Any) -> Any:
        return self.model.eval(variable, model_completion=True)

    # -- as the facts of CONTRACT -----------------------------------------------------------------

    def facts(self) -> dict[str, Any]:
        """The transaction as `decide` reads it."""
        day = self.number(tx.date)
        assert isinstance(day, int)
        made: dict[str, Any] = {
            "date": date.fromordinal(day).isoformat(),
            "action": self.choice(tx.action),
            "destination": self.choice(tx.destination),
            "from": self.choice(tx.shipped_from),
            "lines": [self._line()],
            "parties": {
                role: self._party(tx.parties[role])
                for role in ROLES
                if self.flag(tx.parties[role].present)
            },
            "exporter": self._block(tx.exporter, ("fabricator", "osat")),
            "end_use": self._block(tx.end_use),
            "listed_parties": self._block(tx.listed),
            "on_file": self._on_file(),
            "foundry": self._block(tx.foundry),
            "packaging": self._block(tx.packaging),
        }
        for flag, role in (
            (tx.exporter.fabricator, "front_end_fabricator"),
            (tx.exporter.osat, "osat"),
        ):
            if self.flag(flag):
                made["exporter"]["role"] = role
        return made

    def _read(self, fact: Any) -> Any:
        if isinstance(fact, Flag):
            return self.flag(fact)
        value = self.choice(fact) if isinstance(fact, Choice) else self.number(fact)
        return (
            Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
        )

    def _block(self, block: Any, leave: tuple[str, ...] = ()) -> dict[str, Any]:
        found = {}
        for name, fact in vars(block).items():
            if isinstance(fact, Flag | Choice | Amount) and name not in leave:
                found[fact.path.rpartition(".")[2]] = self._read(fact)
        return found

    def _party(self, party: Party) -> dict[str, Any]:
        facts = {
            name: self._read(getattr(party, name))
            for name in (
                "location",
                "headquarters",
                "ultimate_parent_headquarters",
                "private_sector",
                "approved_under_supplement_8",
            )
        }
        destination = self.symbols.of(tx.destination)
        if self.flag(party.uveu):
            facts["certified_veu"] = "UVEU"
        elif self.truth(z3.Select(self.symbols.of(party.nveu), destination)):
            facts["certified_veu"] = {"NVEU": [self.choice(tx.destination)]}
        return facts

    def _on_file(self) -> dict[str, Any]:
        file, notified = tx.on_file, self.number(tx.on_file.nac_notified_on)
        return {
            "certifications": [
                name for name, flag in (("AIA", file.aia), ("LPP", file.lpp)) if self.flag(flag)
            ],
            "lpp_tpp_this_year": self._read(file.lpp_tpp_this_year),
            "aia_tpp_cumulative": self._read(file.aia_tpp_cumulative),
            "country_allocation_tpp_used": self._read(file.country_allocation_tpp_used),
            "nac_notified_on": False
            if notified is None
            else date.fromordinal(int(notified)).isoformat(),
            "purchase_order": self.flag(file.purchase_order),
        }

    # -- the item ---------------------------------------------------------------------------------

    def _line(self) -> dict[str, Any]:
        kind = self.choice(tx.item.kind)
        item = {
            "integrated_circuit": lambda: {"integrated_circuit": self._circuit()},
            "computer": self._computer,
            "hbm": self._hbm,
            "software": lambda: self._made_for("software"),
            "technology": lambda: self._made_for("technology"),
            "eccn": self._stated,
            "model_weights": self._weights,
        }[kind or ""]()
        line: dict[str, Any] = {"item": item, "quantity": int(self.number(tx.quantity) or 1)}
        if kind != "model_weights":
            line["origin"] = {
                "produced_in": "TW" if self.flag(tx.item.foreign_produced) else "US",
                "direct_product_of_listed_technology": self.flag(tx.item.direct_product),
                "plant_is_direct_product": self.flag(tx.item.plant_product),
                "us_content_above_de_minimis": self.flag(tx.item.us_content),
            }
        return line

    def _designer(self) -> dict[str, bool]:
        approved = self.flag(tx.item.designer_approved)
        return {"approved": approved, "authorized": self.flag(tx.item.designer_authorized)}

    def _circuit(self) -> dict[str, Any]:
        density = self.number(tx.circuit.performance_density)
        made = {
            "tpp": self._read(tx.circuit.tpp),
            "designed_or_marketed_for_datacenters": self.flag(tx.circuit.datacenter),
            "designer": self._designer(),
            "memory_bandwidth_gb_s": self._read(tx.item.dram_bandwidth),
            "interconnect_gb_s": self._read(tx.circuit.transfer_rate),
        }
        if density is None:
            made["applicable_die_area_mm2"] = 0
        else:
            made["performance_density"] = self._read(tx.circuit.performance_density)
        return made | self._described()

    def _described(self) -> dict[str, Any]:
        family = self.choice(tx.item.also_described_in)
        return {} if family is None else {"also_described_in": family}

    def _computer(self) -> dict[str, Any]:
        circuit = self._circuit()
        described = {"also_described_in": circuit.pop("also_described_in", None)}
        return {
            "computer": {
                "contains": [{"item": {"integrated_circuit": circuit}, "quantity": 1}],
                "designed_or_marketed_for_datacenters": self.flag(tx.item.datacenter),
                **described,
            }
        }

    def _hbm(self) -> dict[str, Any]:
        density = self.number(tx.item.hbm_density)
        assert density is not None
        exact = Fraction(density)
        return {
            "hbm": {
                "memory_bandwidth_gb_s": exact.numerator,
                "package_area_mm2": exact.denominator,
                "co_packaged_with_dominant_logic": self.flag(tx.item.with_dominant_logic),
            }
        }

    def _entry(self, fact: Choice) -> str | None:
        value = self.choice(fact)
        return OTHER_PARAGRAPH if value == "other" else None if value == "none" else value

    def _base(self, kind: str) -> str | None:
        entry = self._entry(tx.item.base)
        other = "3D991" if kind == "software" else "3E991"
        return other if entry == OTHER_PARAGRAPH else entry

    def _made_for(self, kind: str) -> dict[str, Any]:
        facts = {
            "for": self._entry(tx.item.made_for),
            "base": self._base(kind),
            **self._described(),
            "developed_by_headquarters": self.choice(tx.item.developed_by),
            "for_production": self.flag(tx.item.for_production),
            "us_direct_product": self.flag(tx.item.us_direct_product),
        }
        about = {"designed_or_marketed_for_datacenters": self.flag(tx.item.datacenter)}
        return {kind: facts, **about}

    def _stated(self) -> dict[str, Any]:
        made = {
            "eccn": self._entry(tx.item.stated),
            "tpp": self._read(tx.item.tpp),
            "designed_or_marketed_for_datacenters": self.flag(tx.item.datacenter),
            "designer": self._designer(),
            "memory_bandwidth_gb_s": self._read(tx.item.dram_bandwidth),
        }
        made_for = self._entry(tx.item.made_for)
        return made | ({"for": made_for} if made_for else {})

    def _weights(self) -> dict[str, Any]:
        w = tx.weights
        return {
            "model_weights": {
                "published": self.flag(w.published),
                "training_operations": self._read(w.operations),
                "below_most_capable_published_model": self.flag(w.below_most_capable),
                "stored_at": {
                    "location": self.choice(tx.destination),
                    "meets_supplement_10_security": self.flag(w.secure_facility),
                },
                "produced_in": self.choice(w.produced_in),
                "produced_with": ["3A090.a"] if self.flag(w.listed_plant) else [],
            }
        }
