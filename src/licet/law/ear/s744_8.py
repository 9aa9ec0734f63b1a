"""15 CFR 744.8: persons on the list of Specially Designated Nationals under certain programs.

Which listing is whose is for `licet.parties` to find; the programs stand here.
"""

from __future__ import annotations

from datetime import date

from licet.logic.rules import Instrument

SDN_RULE = Instrument(
    cite="89 FR 20107",
    title="End-user controls on certain Specially Designated Nationals",
    published=date(2024, 3, 21),
    effective=date(2024, 3, 21),
    complied=date(2024, 3, 21),
    confidence="S",
    source="Federal Register document 2024-06067; summaries of its fourteen programs",
)

PROGRAMS = frozenset(
    [
        "BELARUS",
        "BELARUS-EO14038",
        "FTO",
        "ILLICIT-DRUGS-EO14059",
        "NPWMD",
        "RUSSIA-EO14024",
        "SDGT",
        "SDNT",
        "SDNTK",
        "TCO",
        "UKRAINE-EO13660",
        "UKRAINE-EO13661",
        "UKRAINE-EO13662",
        "UKRAINE-EO13685",
    ]
)
"""744.8(a)(1): the identifiers of the programs, as the list writes them. A license is required for
everything subject to the EAR where such a person is a party to the transaction."""
