"""`licet diff`: what changed between the laws of two dates: classes, paragraphs, rows of a table."""

from __future__ import annotations

from typing import Any

import click

from licet.cli import reforms
from licet.cli.files import written
from licet.facts.parsing import a_date


@click.command(name="diff")
@click.argument("one", metavar="DATE")
@click.argument("other", metavar="DATE")
@click.option("--table", "table", metavar="ORDERS", help="The rows of this table that changed.")
@click.option("-o", "--output", help="With --table: every row with both answers, into this file.")
@click.option("--map", "map_file", help="With --table: a JSON or YAML file, column by path.")
@click.option("--paragraphs", is_flag=True, help="The paragraphs alone, without classes of chips.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@reforms.option
def command(
    one: str,
    other: str,
    table: str | None,
    output: str | None,
    map_file: str | None,
    paragraphs: bool,
    as_json: bool,
    reform: str | None,
) -> int:
    """What changed from one date's law to another's, by column.

    First classes: the chips of the catalog that stood otherwise toward which places. Then the
    paragraphs that changed, each with a transaction that the two laws decide differently, where one
    shows it; --json gives that transaction in full. With --table, the rows of an order book that
    changed, each decided by both laws whatever date it has.

    With --reform the second law is the reformed one, so that the same date twice shows a reform.
    """
    from licet.proofs.sides import sides

    law = reforms.law_of(reform)
    days = a_date(one, "DATE"), a_date(other, "DATE")
    both = sides(*days, reformed=law)
    if table is not None:
        from licet.cli.diff_table import rows

        return rows(table, both, output, map_file, as_json)
    from licet.cli import diff_show
    from licet.proofs.diff import diff

    found = {} if paragraphs else _classes(both)
    changes = diff(*days, reformed=law)
    if as_json:
        told: dict[str, Any] = {"from": one, "to": other}
        if law is not None:
            told["reform"] = list(reforms.says_of(law))
        told |= {name: [each.to_dict() for each in column] for name, column in changes.items()}
        if not paragraphs:
            told["classes"] = {n: [each.to_dict() for each in c] for n, c in found.items()}
        click.echo(written(told))
        return 0
    parts = [reforms.banner(reforms.says_of(law)), diff_show.classes(found)]
    parts.append(diff_show.paragraphs(changes))
    click.echo("\n\n".join(part for part in parts if part))
    return 0


def _classes(both: Any) -> dict[str, list[Any]]:
    from licet.cli.progress import counting
    from licet.proofs.classes import classes

    with counting() as done:
        return classes(both[0], both[1], done)
