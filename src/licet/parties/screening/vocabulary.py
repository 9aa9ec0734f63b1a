"""The words that company names share, read from ``words.toml``, and the legal forms of cleanco."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words_file() -> dict[str, Any]:
    """Everything in ``words.toml``, by section."""
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


@cache
def common_forms() -> dict[str, str]:
    """From a written form to the form that all of its spellings share."""
    return {
        written: common
        for section in ("same", "same_names")
        for common, spellings in words_file()[section].items()
        for written in (common, *spellings)
    }


@cache
def generic_words() -> frozenset[str]:
    """Words that many companies have in their names, so that sharing them says little."""
    chinese = words_file()["chinese"].values()
    translated = {word for value in chinese for word in value.replace("|", " ").split()}
    listed = words_file()["generic"]["words"]
    common, same = common_forms(), words_file()["same"]
    return frozenset(common.get(word, word) for word in {*same, *translated, *listed})


@cache
def form_spellings() -> dict[str, str]:
    """From a written legal form to the one spelling that stands for it."""
    spellings = words_file()["legal"]["same"]
    return {written: form for form, many in spellings.items() for written in many}


@cache
def stock_forms() -> frozenset[str]:
    """Forms of companies with shares: Inc., JSC, AG. All others are limited or unsaid."""
    return frozenset(words_file()["legal"]["stock"])


@cache
def small_words() -> frozenset[str]:
    """Articles and prepositions."""
    return frozenset(words_file()["small"]["words"])


@cache
def forms_at_the_end() -> frozenset[str]:
    """Cleanco's legal forms of one word. The short ones are other words elsewhere in a name."""
    from cleanco.clean import (  # type: ignore[import-untyped]
        get_unique_terms,
        normalize_terms,
    )

    forms = {
        form for form in normalize_terms(get_unique_terms()) if re.fullmatch("[a-z0-9]+", form)
    }
    return frozenset(forms) - {"uk", "eu", "ok", "ent", "bank", "spc"}


@cache
def forms_anywhere() -> frozenset[str]:
    """Forms that are no other word, wherever they stand: ours, and the longer ones of cleanco."""
    longer = {form for form in forms_at_the_end() if len(form) > 3}
    return frozenset(words_file()["legal"]["words"]) | longer


@cache
def words_of_the_trade() -> frozenset[str]:
    """Every generic word and legal form, in all its spellings."""
    own = words_file()["same_names"].keys()
    common = {word for word, form in common_forms().items() if form not in own}
    return frozenset(common) | generic_words() | forms_anywhere()


@cache
def places() -> frozenset[str]:
    """Chinese places in Latin letters."""
    return frozenset(str(words_file()["chinese_places"]["latin"]).split())


@cache
def brands() -> frozenset[str]:
    """The words of the brands that the dictionary knows."""
    known = words_file()["chinese_brands"].values()
    words = {word for said in known for word in str(said).replace("|", " ").split()}
    return frozenset(words - generic_words())
