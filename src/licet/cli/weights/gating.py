"""`licet weights gate`: for pipelines. One line a checkpoint, and an exit status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from licet.cli.decide import status_of
from licet.cli.weights.shipments import history_of, options, transaction, with_item
from licet.errors import InputError
from licet.words import _

WRONG, REQUIRED, MISSING, FINE = 2, 3, 4, 0
SHOWN = 3
WORST_FIRST = (WRONG, REQUIRED, MISSING, FINE)


@click.command(name="gate")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@options
def command(
    paths: tuple[str, ...],
    place: str,
    history: str | None,
    transaction_file: str | None,
    day: str | None,
    action: str | None,
    as_of: str | None,
    by: str,
    as_json: bool,
) -> int:
    """Decide for every checkpoint at PATH..., in one line each.

    Exit status: that of the worst line. 0 all may go, 3 a license is required for some, 4 facts are
    missing for some (or a checkpoint could not be read), 2 some input is wrong.
    """
    from licet.weights.scan import scan

    facts = transaction(place, transaction_file, day, action)
    lines: list[dict[str, Any]] = []
    for path in paths:
        if not Path(path).exists():
            lines.append({"path": path, "status": WRONG, "why": _("there is no such file.")})
            continue
        before = len(lines)
        for checkpoint in scan([path], hashes=False):
            line = _line(facts, checkpoint.path, history, as_of, by)
            if checkpoint.faults:
                line["faults"] = list(checkpoint.faults)
                line["why"] += _("; it could not be read: {why}").format(why=checkpoint.faults[0])
                line["status"] = line["status"] or MISSING
            lines.append(line)
        if len(lines) == before:
            lines.append({"path": path, "status": WRONG, "why": _("no checkpoint was found.")})
    for line in lines:
        if not as_json:
            click.echo(f"{line['path']}: {line['why']}")
    if as_json:
        click.echo(json.dumps(lines, ensure_ascii=False, indent=2))
    return next(s for s in WORST_FIRST if s in {line["status"] for line in lines})


def _line(
    facts: dict[str, Any], path: str, history: str | None, as_of: str | None, by: str
) -> dict[str, Any]:
    """The answer for one checkpoint; wrong input is an answer too."""
    from licet.cli.words import outcome_in_words
    from licet.decision import determine
    from licet.facts.parsing import a_date

    try:
        shipped = with_item(facts, history_of(path, history))
        made = determine(shipped, as_of=a_date(as_of, "--as-of") if as_of else None)
    except InputError as error:
        return {"path": path, "status": WRONG, "why": str(error.faults[0])}
    answer = made.to_dict()[by]
    required = [cite for line in answer["lines"] for cite in line["required_by"]]
    missing, routes = answer["missing_facts"], _routes(answer)
    more = [_("and {n} more").format(n=len(missing) - SHOWN)] if len(missing) > SHOWN else []
    why = [outcome_in_words(answer["outcome"]), *routes, *required, *missing[:SHOWN], *more]
    return {
        "path": path,
        "status": status_of(answer),
        "outcome": answer["outcome"],
        "required_by": required,
        "by": routes,
        "missing_facts": answer["missing_facts"],
        "why": " ".join([why[0], ", ".join(why[1:])]).strip(),
    }


def _routes(answer: dict[str, Any]) -> list[str]:
    """The exceptions or authorizations by which it may go, where a license would be required."""
    if answer["outcome"] not in ("license_exception", "validated_end_user"):
        return []
    routes = [{**line["exceptions"], **line["authorizations"]} for line in answer["lines"]]
    return [code for each in routes for code, found in each.items() if found["available"]]
