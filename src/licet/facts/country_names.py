"""Write `country_names.json`: each code's name by language, from the Unicode locale data (CLDR).

Run as ``python -m licet.facts.country_names`` where Babel is installed. The file is kept because
reading the whole locale data would make every start of the command slower.
"""

from __future__ import annotations

import json
from pathlib import Path

from licet.facts.countries import CODES
from licet.words import LANGUAGES

FILE = Path(__file__).with_name("country_names.json")


def names() -> dict[str, dict[str, str]]:
    """The names by language and code; under `source`, the release of the locale data."""
    from babel import Locale
    from babel.core import get_cldr_version

    return {"source": {"cldr": get_cldr_version()}} | {
        language: {code: Locale.parse(language).territories[code] for code in sorted(CODES)}
        for language in LANGUAGES
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(names(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
