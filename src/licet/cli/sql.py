"""`licet sql`: the law of a date as a view that decides the rows of a table where they lie."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from licet.cli.files import read_mapping
from licet.errors import InputError
from licet.facts.parsing import a_date
from licet.words import _

if TYPE_CHECKING:
    from licet.tables.meant import Meanings


@click.command(name="sql")
@click.option("--dialect", required=True, help="duckdb, postgres, spark, bigquery or snowflake.")
@click.option("--date", "day", required=True, help="The law of this date.")
@click.option("--table", default="shipments", show_default=True, help="The table of the rows.")
@click.option("--map", "map_file", help="A JSON or YAML file: column by path of the fact.")
@click.option("--like", help="A file with the table's columns, found by their names.")
@click.option("--keep", multiple=True, metavar="COLUMN", help="A further column to show, again.")
@click.option("--name", default="licet_decided", show_default=True, help="The view's own name.")
def command(
    dialect: str,
    day: str,
    table: str,
    map_file: str | None,
    like: str | None,
    keep: tuple[str, ...],
    name: str,
) -> int:
    """Write the law of a date as a view over a table, for the database that holds it.

    The columns that state facts are those of --map, or those of the file --like (its heading is
    read, no row of it). Unknown is NULL. Each answer is exact; where one could not be told in SQL,
    the column "settled" is false.
    """
    from licet.tables.view import View

    day_of_law = a_date(day, "--date")
    columns, meant = _columns(map_file, like)
    view = View(day_of_law, columns, table, keep, name, meant)
    sys.stdout.write(view.sql(dialect))
    return 0


def _columns(map_file: str | None, like: str | None) -> tuple[dict[str, str], Meanings]:
    """By path, the column that states it; and what cells stand for."""
    from licet.tables.cleaned import readable
    from licet.tables.meant import columns_of, meanings
    from licet.tables.names import match
    from licet.tables.streams import headings_of

    fixed = read_mapping(map_file)
    if like is None:
        if not fixed:
            raise InputError(_("say which columns state what, with --map FILE or --like FILE."))
        found = columns_of(fixed)
        return found, meanings(fixed, found)
    found = match(headings_of(like), fixed)
    found = {p: heading for p, heading in found.items() if p in readable() or p in fixed}
    return found, meanings(fixed, found)
