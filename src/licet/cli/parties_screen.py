"""`licet parties screen` and `licet parties review`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licet.cli.parties_options import option_file, option_json, option_list, option_on, print_json
from licet.errors import Fault, InputError
from licet.facts.parsing import a_date
from licet.words import _

if TYPE_CHECKING:
    from licet.parties.screening.lists import Entry

UNDER_THE_LINE = 0.7
"""A person is told how many entries are between this score and the line."""


@click.command(short_help="Listed entries that a name may be, with reasons.")
@click.argument("name", required=False)
@click.option("--country", help="Where the party is (ISO 3166-1 alpha-2); it weighs in.")
@option_list()
@option_file()
@click.option("--line", type=click.FloatRange(0, 1), help="Show hits from this score on.")
@click.option(
    "--table", help="Screen every row of a CSV or XLSX file, with its column country; prints CSV."
)
@click.option("--column", default="name", show_default=True, help="The column with the names.")
@option_json()
@click.option("--details", is_flag=True, help="In JSON: what else the list says of each entry.")
def screen(
    name: str | None,
    country: str | None,
    list_file: str,
    party_file: str,
    line: float | None,
    table: str | None,
    column: str,
    as_json: bool,
    details: bool,
) -> None:
    """Which entries of the Consolidated Screening List NAME may be, best first, with reasons."""
    from licet.cli import parties_show as show
    from licet.facts.reading import COUNTRY, Wrong
    from licet.parties.screening.screener import LINE, Screener, checked

    if name is None and table is None:
        raise InputError(_("name the party to screen, or a --table."))
    try:
        country = COUNTRY(country) if country else None
    except Wrong as wrong:
        raise InputError(f"--country: {wrong}") from None
    if name is not None:
        checked(name)
    screener = Screener.open(list_file)
    if table is not None:
        _screen_table(screener, table, column, LINE if line is None else line)
        return
    assert name is not None
    line = LINE if line is None else line
    near = screener.screen(name, country, min(line, UNDER_THE_LINE))
    hits = [hit for hit in near if hit.score >= line]
    reviews = _reviews(party_file, name, screener.entries)
    if as_json:
        found = [
            (hit.details() if details else hit.as_json()) | reviews.get(hit.entry.key, {})
            for hit in hits
        ]
        print_json({"query": name, "hits": found})
    else:
        show.hits(hits, reviews, len(screener), line)
        show.under_the_line(len(near) - len(hits), line)


def _screen_table(screener: Any, table: str, column: str, line: float) -> None:
    """Every row that can be screened; the others are named at the end."""
    from licet.facts.reading import COUNTRY, Wrong
    from licet.parties.ownership.files import rows_of

    rows = rows_of(table)
    header = [str(cell or "").strip() for cell in next(rows, [])]
    if column not in header:
        sentence = _("{table} has no column {column}; it has {known}.")
        known = ", ".join(header)[:300]
        raise InputError(sentence.format(table=table, column=column, known=known))
    screened = cache(lambda name, country: screener.screen(name, country, line))
    faults: list[Fault] = []
    out = csv.writer(sys.stdout)
    out.writerow(["name", "listed_name", "list", "entity_number", "score", "why"])
    for number, row in enumerate(rows, start=2):
        cells = dict(zip(header, row, strict=False))
        name, country = (str(cells.get(key) or "").strip() for key in (column, "country"))
        try:
            hits = screened(name, COUNTRY(country) if country else None) if name else ()
        except (InputError, Wrong) as error:
            faults.append(Fault(f"row {number}", str(error)))
            continue
        for hit in hits:
            found = hit.as_json()
            out.writerow(
                [name, *(found[k] for k in ("name", "list", "entity_number", "score", "why"))]
            )
    if faults:
        raise InputError(faults)


def _reviews(party_file: str, name: str, entries: Sequence[Entry]) -> dict[str, dict[str, Any]]:
    """The standing decisions on the party, by entry, where there is a file that knows it."""
    from licet.parties.partyfile import PartyFile
    from licet.parties.reviews import standing

    if not Path(party_file).exists():
        return {}
    file = PartyFile.open(party_file)
    if file.find(name) is None:
        return {}
    return {
        r.entry: {
            "review": {"decision": r.decision, "by": r.by, "on": r.on.isoformat(), "why": r.why}
        }
        for r in standing(file, name, entries)
    }


@click.command(short_help="Keep a decision on a hit: same, different, cannot tell.")
@click.argument("name")
@click.option("--hit", type=click.IntRange(1), help="Which hit, as numbered without this option.")
@click.option("--decision", type=click.Choice(["same", "different", "cannot_tell"]))
@click.option("--by", envvar="LICET_REVIEWER", help="Who decides (or LICET_REVIEWER).")
@click.option("--why", help="Why.")
@option_on()
@option_list()
@option_file()
def review(
    name: str,
    hit: int | None,
    decision: str | None,
    by: str | None,
    why: str | None,
    on: str,
    list_file: str,
    party_file: str,
) -> None:
    """Decide whether a party is a listed entry; without --hit, what is there to be decided."""
    from licet.cli import parties_show
    from licet.parties.listed import hits_of
    from licet.parties.partyfile import PartyFile
    from licet.parties.reviews import decided
    from licet.parties.screening.screener import Screener

    file = PartyFile.open(party_file)
    party = file.party(name)
    screener = Screener.open(list_file)
    hits = hits_of(party, screener)
    if hit is None or decision is None:
        parties_show.to_decide(file, party, hits, screener.entries)
        return
    if hit > len(hits):
        sentence = _("--hit {hit}: there are {count} hits.")
        raise InputError(sentence.format(hit=hit, count=len(hits)))
    file = decided(
        file,
        name,
        hits[hit - 1].entry,
        decision,  # type: ignore[arg-type]
        by=by or "",
        on=a_date(on, "--on"),
        why=why or "",
    )
    file.save()
    click.echo(_("Kept in {path}.").format(path=file.path))
