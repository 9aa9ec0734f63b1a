"""The one place where a sentence for a person becomes a sentence in that person's language."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh_Hans")
"""The languages that licet speaks. Citations stay as they are in each of them."""

_language = "en"


def speak(language: str) -> None:
    """Choose the language of what follows: ``en`` or ``zh_Hans``; any other falls back to English."""
    global _language
    _language = language if language in LANGUAGES else "en"


def language() -> str:
    """The language that was chosen."""
    return _language


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "licet", Path(__file__).parent / "locale", languages=[language], fallback=True
    )


def _(sentence: str) -> str:
    """The sentence in the chosen language; itself where no translation exists."""
    return sentence if _language == "en" else _catalogue(_language).gettext(sentence)
