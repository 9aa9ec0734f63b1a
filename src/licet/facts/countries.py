"""The country codes that facts may name: ISO 3166-1 alpha-2, and XK for Kosovo."""

from __future__ import annotations

from functools import cache

CODES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA
    ZM ZW
    """.split()  # noqa: SIM905 (a list of 250 quoted codes reads worse)
)
"""Every code that a fact may name. `MO` is Macau, `TW` Taiwan, `HK` Hong Kong."""


OTHER_NAMES = {
    "uk": "GB", "england": "GB", "usa": "US", "uae": "AE", "korea": "KR", "prc": "CN",
    "united states of america": "US", "korea (republic of)": "KR", "republic of korea": "KR",
    "united kingdom of great britain and northern ireland": "GB", "philippines (the)": "PH",
    "hong kong": "HK", "macau": "MO", "macao": "MO", "viet nam": "VN", "russian federation": "RU",
}  # fmt: skip
"""What people and ISO 3166 write for a country, where no name of the locale data is that."""


@cache
def _names(language: str) -> dict[str, str]:
    import json
    from pathlib import Path

    written = Path(__file__).with_name("country_names.json").read_text(encoding="utf-8")
    named: dict[str, dict[str, str]] = json.loads(written)
    return named.get(language, named["en"])


def name_of(code: str, language: str = "en") -> str:
    """The country's name in a language of the Unicode locale data (`en`, `zh_Hans`, ...)."""
    return _names(language).get(code, code)


def nearest(text: str, count: int = 3) -> list[str]:
    """The codes that somebody who wrote ``text`` may have meant, nearest first."""
    from difflib import get_close_matches

    wanted = text.strip().casefold()
    if wanted in OTHER_NAMES:
        return [OTHER_NAMES[wanted]]
    by_name = {name.casefold(): code for code, name in _names("en").items()}
    by_name |= {name: code for code, name in _names("zh_Hans").items()}
    starts = [code for name, code in sorted(by_name.items()) if wanted and name.startswith(wanted)]
    close = [by_name[name] for name in get_close_matches(wanted, by_name, count, 0.6)]
    codes = get_close_matches(wanted.upper(), sorted(CODES), count, 0.5)
    return list(dict.fromkeys([*starts, *close, *codes]))[:count]
