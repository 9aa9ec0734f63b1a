"""What the ledger answers of its entries, for a person and as JSON; tables and bars, drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from licet.ledger.amounts import number
from licet.ledger.amounts import written as tpp
from licet.words import _

if TYPE_CHECKING:
    from licet.ledger import Entry, Refusal, Refused, Written
    from licet.ledger.tabular import Imported
    from licet.ledger.verify import Verdict

BAR = 24
"""Letters of a bar."""


def say(thing: Any) -> None:
    """A table, or a sentence, which is not broken into lines."""
    Console(highlight=False, markup=False, soft_wrap=isinstance(thing, str)).print(thing)


def table_of(title: str, *columns: str, right: Iterable[str] = ()) -> Table:
    """A table; ``right`` names the columns of numbers."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    numbers = set(right)
    for name in columns:
        table.add_column(
            name,
            justify="right" if name in numbers else "left",
            no_wrap=name == "" or name in numbers,
            overflow="fold",
        )
    return table


def bar(*parts: tuple[int, str], of: int) -> str:
    """Amounts drawn one after the other as shares of a whole; what is beyond it is left out."""
    drawn, done = "", 0
    for amount, letter in parts:
        done += amount
        upto = min(BAR, -(-BAR * done // of)) if of > 0 and done > 0 else 0
        drawn += letter * max(0, upto - len(drawn))
    return drawn.ljust(BAR, "·")


def percent(share: Fraction) -> str:
    """A share in percent, with two places; one that is over 25 is never shown as 25.00."""
    hundredths = share * 10_000
    whole = -(-hundredths.numerator // hundredths.denominator)
    return f"{whole // 100}.{whole % 100:02d} %"


# -- what was written -----------------------------------------------------------------------------


def written(made: Written) -> None:
    """An entry that was made, with what the law asks for because of it."""
    again = _(" (it was there already)") if made.again else ""
    say(_("entry {seq}{again}, {hash}").format(seq=made.seq, again=again, hash=made.hash))
    for each in made.over:
        say(_("over the limit: {what}").format(what=refusal(each)))
    for notice in made.reached:
        say(f"{notice.says} ({notice.cite})")


def written_json(made: Written) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "seq": made.seq,
        "hash": made.hash,
        "at": made.at,
        "again": made.again,
        "over": [refusal_json(each) for each in made.over],
        "notices": [{"what": each.says, "cite": each.cite} for each in made.reached],
    }


def refusal(each: Refusal) -> str:
    """Why it does not fit: by how much, what would, and from when more does."""
    if each.measure in ("day", "paper"):
        return f"{each.says} ({each.cite})"
    what = each.key.replace("|", " ")
    if each.measure == "units":
        sentence = _(
            "{what}: {over} units over the {limit} of the purchase order; {fits} of {item} fit."
        )
    elif each.measure == "shares":
        sentence = "{says} " + _("{fits} of {item} fit.")
    else:
        sentence = _(
            "{what}: {over} TPP over the limit of {limit}; {room} TPP are left, {fits} of {item} fit."
        )
    plain = each.measure == "units"
    told = sentence.format(
        what=what,
        says=each.says,
        over=f"{each.over:,}" if plain else tpp(each.over),
        limit=f"{each.limit:,}" if plain else tpp(each.limit),
        room=tpp(each.room),
        fits=f"{each.fits:,}",
        item=each.item or _("this item"),
    )
    if each.more_from:
        day, _t, time = each.more_from[:16].partition("T")
        told += " " + _("More fit from {day}.").format(day=f"{day} {time} UTC" if time else day)
    return f"{told} ({each.cite})"


def refusal_json(each: Refusal) -> dict[str, Any]:
    """The same as JSON; amounts in TPP, or in units."""
    told = asdict(each)
    if each.measure in ("tpp", "shares"):
        told |= {name: number(told[name]) for name in ("limit", "over", "room")}
    return told


def refused(error: Refused, plain: bool) -> int:
    """Print a refusal; the exit status."""
    from licet.cli.ledger_common import REFUSED, print_json

    if plain:
        told = [refusal_json(each) for each in error.refusals]
        print_json({"refused": told, "where": error.where})
    else:
        for each in error.refusals:
            click.echo(_("Refused: {why}").format(why=error.where + refusal(each)), err=True)
    return REFUSED


def imported(done: Imported) -> None:
    """What an import entered, and what it found there already."""
    sentence = _("{new} rows entered, {again} were in the ledger already.")
    say(sentence.format(new=len(done.entered), again=len(done.again)))
    if done.again:
        numbers = ", ".join(str(each.seq) for each in done.again[:20])
        more = ", ..." if len(done.again) > 20 else ""
        say(_("Already there: entries {numbers}{more}").format(numbers=numbers, more=more))
    for each in done.entered:
        for over in each.over:
            say(_("entry {seq}: {why}").format(seq=each.seq, why=refusal(over)))
    for why, count in Counter(each.why for each in done.left_out).most_common():
        say(_("left out: {count}. {why}").format(count=count, why=why))


def imported_json(done: Imported) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "entered": [written_json(each) for each in done.entered],
        "again": [each.seq for each in done.again],
        "left_out": [asdict(each) for each in done.left_out],
    }


# -- entries --------------------------------------------------------------------------------------


def entries(found: list[Entry]) -> None:
    """Entries as a table."""
    table = table_of(
        "", "#", _("day"), _("kind"), _("what"), _("who"), _("why"), _("late"), right=["#"]
    )
    for each in found:
        late = _("due {day}").format(day=each.late) if each.late else ""
        row = (str(each.seq), str(each.day), each.kind, _what(each), each.who, each.why, late)
        table.add_row(*row)
    say(table)


def _what(each: Entry) -> str:
    told = each.told
    told = told.get("entry", told) if isinstance(told.get("entry"), dict) else told
    names = ("quantity", "chip", "item", "tpp", "others_tpp", "under", "license", "certificate")
    places = ("party", "name", "ultimate_consignee", "owner", "site", "country", "destination")
    parts = [str(told[name]) for name in (*names, *places) if name in told]
    return ", ".join(parts)


def entry(each: Entry) -> None:
    """One entry, field by field."""
    for name, value in each.to_dict().items():
        if name != "body" and value is not None:
            _line(name, value)
    said = each.fields.get("entry")
    for name, value in (said if isinstance(said, dict) else each.fields).items():
        _line(f"  {name}", value)
    for count in each.body.get("counts", ()):
        _line(_("counts"), f"{count[0].replace('|', ' ')}: {tpp(count[1])} TPP")
    for held in each.body.get("holds", ()):
        if held[1]:
            _line(_("holds"), f"{held[0].replace('|', ' ')}: {tpp(held[1] * held[2])} TPP")
    for over in each.body.get("over", ()):
        amount = tpp(over[2]) if over[3] in ("tpp", "shares") else f"{over[2]:,}"
        _line(_("over the limit"), f"{over[0].replace('|', ' ')}: {amount} ({over[1]})")


def _line(name: str, value: Any) -> None:
    say(f"{name:<21} {value}")


def verdict(found: Verdict) -> None:
    """Whether the ledger is sound."""
    if found.sound:
        say(_("Sound: {seq} entries, every link and every sum.").format(seq=found.seq))
        say(_("Note this position elsewhere: {seq}:{hash}").format(seq=found.seq, hash=found.hash))
        return
    for flaw in found.flaws:
        say(flaw.sentence)


def verdict_json(found: Verdict) -> dict[str, Any]:
    """The same as JSON."""
    return {**asdict(found), "sound": found.sound}
