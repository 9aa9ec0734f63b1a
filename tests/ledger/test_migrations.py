"""Ledgers of every earlier schema come forward with their data; what is no ledger is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from tests.ledger.world import H100, installed

from licet.errors import InputError
from licet.ledger import Ledger, open_ledger, opening
from licet.ledger.schema import REVISIONS, metadata

DATA = Path(__file__).parents[1] / "data" / "ledger"


def old_ledger(location: str, revision: str) -> dict[str, list[dict[str, object]]]:
    """A ledger of an earlier schema, with the entries that licet wrote when it was the newest."""
    rows = json.loads((DATA / f"schema_{revision}.json").read_text(encoding="utf-8"))
    engine = opening.connect(location)
    with engine.connect() as connection:
        opening._alone(connection)
        opening._upgrade(connection, revision)
        for table, held in rows.items():
            columns = [sa.column(name) for name in held[0]] if held else []
            if held:
                connection.execute(sa.insert(sa.table(table, *columns)), held)
        connection.commit()
    engine.dispose()
    return rows


def test_every_revision_is_known_in_its_order() -> None:
    folder = Path(opening.__file__).parent / "migrations"
    found = [script.revision for script in ScriptDirectory(str(folder)).walk_revisions()]
    assert tuple(reversed(found)) == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_data_of_an_earlier_schema_comes_forward(location: str, revision: str) -> None:
    rows = old_ledger(location, revision)
    with pytest.raises(InputError, match="written by an earlier licet"):
        open_ledger(location)
    ledger = open_ledger(location, create=True, who="Ann")
    assert ledger.position() == (rows["head"][0]["seq"], rows["head"][0]["hash"])
    assert ledger.verify().flaws == []
    assert _base(ledger) == {("IN", H100): 4, ("NO", H100): 1005}
    again = installed(1, owner="Example Group", site="Pune 1", on="2025-11-01")
    ledger.add("installation", again, why="it can be written to")
    assert ledger.verify().sound


def _base(ledger: Ledger) -> dict[tuple[str, str], int]:
    """10 came to Pune, 4 went on to Oslo and 2 failed; 1,001 (not 1,000) came to Oslo."""
    found: dict[tuple[str, str], int] = {}
    for move in ledger.names.moves():
        key = (move.country, move.item)
        found[key] = found.get(key, 0) + move.units
    return found


def test_the_migrated_tables_are_those_that_a_new_ledger_has(location: str) -> None:
    engine = opening.connect(location)
    opening.make(engine, location)
    inspector = sa.inspect(engine)
    for table in metadata.tables.values():
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        keys = inspector.get_pk_constraint(table.name)["constrained_columns"]
        assert columns == {column.name for column in table.columns}
        assert set(keys) == {column.name for column in table.primary_key.columns}
    engine.dispose()


def test_opening_twice_changes_nothing(location: str) -> None:
    first = open_ledger(location, create=True).position()
    assert open_ledger(location, create=True).position() == first


def test_a_ledger_of_a_newer_licet_is_refused(location: str) -> None:
    engine = open_ledger(location, create=True).engine
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE licet_ledger_version SET version_num = '9999'"))
    for create in (False, True):
        with pytest.raises(InputError, match="written by a newer licet"):
            open_ledger(location, create=create)


def test_the_database_of_something_else_is_refused(location: str) -> None:
    engine = opening.connect(location)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE entry (id INTEGER)"))
    with pytest.raises(InputError, match="holds no ledger"):
        open_ledger(location)
    with pytest.raises(InputError, match="tables of something else"):
        open_ledger(location, create=True)


def test_a_ledger_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="`licet ledger open` makes one"):
        open_ledger(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95])
def test_a_half_written_file_is_refused_or_found_to_be_flawed(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "ledger"
    ledger = open_ledger(path, create=True, who="Ann")
    for n in range(200):
        ledger.add("installation", installed(1, site=f"hall {n}"), why="built")
    ledger.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(InputError, match="cannot be used as a ledger"):
        open_ledger(path, who="Ann").verify()


def test_a_text_is_no_ledger_and_neither_is_another_database(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    path.write_text("date,chip\n" * 200)
    with pytest.raises(InputError, match="file is not a database"):
        open_ledger(path)
    with pytest.raises(InputError, match=r"a file or a postgresql:// URL, not mysql"):
        open_ledger("mysql://there/ledger")


def test_a_password_is_never_shown() -> None:
    with pytest.raises(InputError) as error:
        open_ledger("postgresql://ann:secret@127.0.0.1:1/ledger", patience=0.1)
    assert "secret" not in str(error.value)
    assert "ann:***" in str(error.value)
