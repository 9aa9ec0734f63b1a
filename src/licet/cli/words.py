"""Outcomes, policies, places and days as a person reads them."""

from __future__ import annotations

from datetime import date

from licet.facts.items import Item
from licet.words import _


def outcome_in_words(outcome: str) -> str:
    """An outcome as a sentence."""
    return {
        "not_subject": _("Not subject to the EAR."),
        "not_controlled_here": _("None of these controls catches it."),
        "no_license_required": _("No license required."),
        "license_exception": _("May go under a license exception."),
        "validated_end_user": _("May go to a validated end user."),
        "license_required": _("License required."),
        "undetermined": _("Undetermined: facts are missing."),
    }[outcome]


def policy_in_words(policy: str) -> str:
    """A review policy as a sentence."""
    return {
        "presumption_of_approval": _("Applications enjoy a presumption of approval."),
        "presumption_of_denial": _("Applications face a presumption of denial."),
        "policy_of_denial": _("Applications face a policy of denial."),
        "case_by_case": _("Applications are reviewed case by case."),
    }[policy]


def action_of(action: str | None) -> str:
    """What is done."""
    return {
        "export": _("Export"),
        "reexport": _("Reexport"),
        "transfer_in_country": _("Transfer (in-country)"),
        "deemed_export": _("Deemed export"),
        "deemed_reexport": _("Deemed reexport"),
    }.get(action or "", _("Shipment (export, reexport or transfer not stated)"))


def place_in_words(code: str | None) -> str:
    """A country by name."""
    if code is None:
        return _("a destination not stated")
    from licet.facts.countries import name_of
    from licet.words import language

    return name_of(code, language())


def day_in_words(day: date) -> str:
    """A day as it is written in prose."""
    return f"{day.day} {day:%B} {day.year}"


def item_in_words(item: Item) -> str:
    """The item by the name that its owner gave it, or by its kind."""
    if item.chip is not None:
        from licet.catalog import find

        return str(find(item.chip).name)
    if item.eccn is not None:
        return _("items classified {eccn}").format(eccn=item.eccn)
    return {
        "integrated_circuit": _("integrated circuit"),
        "computer": _("computer"),
        "hbm": _("high bandwidth memory"),
        "software": _("software"),
        "technology": _("technology"),
        "model_weights": _("model weights"),
    }[item.kind]


def short(cite: str) -> str:
    """A citation without the title of the code."""
    return cite.removeprefix("15 CFR ").removeprefix("ECCN ")
