"""Tables that stream by: every form in parts, files that break off, several files, no batch shows."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.tables.orders import orders
from tests.tables.test_command import READABLE, licet_table
from tests.tables.test_command import orders as written
from tests.tables.test_equal import frame

from licet.cli.main import main
from licet.tables import ANSWERS, decide, streams
from licet.tables.streaming import Stream, decide_into


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "ROWS_OF_A_BATCH", 7)
    monkeypatch.setattr(streams, "BYTES_OF_A_BLOCK", 4096)


def plain(count: int) -> pl.DataFrame:
    """Generated rows without lists, which CSV and XLSX cannot hold."""
    rows = [row for row in orders(count, 31) if "item.model_weights.published" not in row]
    return frame(rows).drop("on_file.certifications", "item.model_weights.training_operations")


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("form", ["csv", "parquet", "arrow"])
def test_a_table_in_parts_is_decided_as_a_whole(form: str, tmp_path: Path) -> None:
    source, out = tmp_path / f"in.{form}", tmp_path / "out.parquet"
    table = plain(60)
    write = {"csv": table.write_csv, "parquet": table.write_parquet, "arrow": table.write_ipc}
    write[form](source)
    assert len(list(Stream([str(source)]).batches())) > 1
    told = decide_into(Stream([str(source)]), str(out))
    assert told.rows == table.height
    expected = decide(pl.read_csv(source, infer_schema=False) if form == "csv" else table)
    assert pl.read_parquet(out).select(ANSWERS).equals(expected.select(ANSWERS))


@pytest.mark.usefixtures("small_parts")
def test_a_row_that_does_not_fit_its_heading_stays_in_its_place(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    lines = written(READABLE * 40).write_csv().splitlines()
    lines[3:3] = ["2025-06-02,only two"]
    lines.append("1,2,3,4,5,6,7")
    source.write_text("\n".join(lines), encoding="utf-8")
    assert licet_table(source, "-o", out).return_value == 5
    found = pl.read_csv(out, infer_schema=False)
    assert found.height == 82
    assert found["error"][2] == "the row has 2 cells and the heading 5: 2025-06-02,only two"
    assert found["Order"][2] is None
    assert found["Order"].to_list()[:5] == ["A1", "A2", None, "A1", "A2"]
    assert (found["error"][81] or "").startswith("the row has 7 cells")


def test_a_file_that_breaks_off_is_said_and_what_was_read_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "in.arrow", tmp_path / "out.parquet"
    monkeypatch.setattr(streams, "ROWS_OF_A_BATCH", 50)
    table = written(READABLE * 100).to_arrow()
    with pa.ipc.new_stream(source, table.schema) as stream:
        for _part in range(2):
            stream.write_table(table)
    whole = source.read_bytes()
    source.write_bytes(whole[: len(whole) - 900])
    assert main(["table", str(source), "-o", str(out)]) == 2
    assert "cannot be read as a table" in capsys.readouterr().err
    assert 0 < pl.read_parquet(out).height < 400


@pytest.mark.parametrize(
    ("name", "text"), [("a.parquet", b"PAR1 no"), ("a.csv", b""), ("a.arrow", b"x")]
)
def test_what_is_no_table_is_a_sentence(
    name: str, text: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / name
    source.write_bytes(text)
    with pytest.raises(SystemExit) as left:
        main(["table", str(source), "-o", str(tmp_path / "out.csv")])
    assert left.value.code == 2
    said = capsys.readouterr().err
    assert name in said
    assert "Traceback" not in said


def test_a_table_is_not_written_over_while_it_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.csv"
    written(READABLE).write_csv(source)
    with pytest.raises(SystemExit):
        main(["table", str(source), "-o", str(source)])
    assert "written over" in capsys.readouterr().err
    assert pl.read_csv(source).height == 2


def test_several_files_with_other_columns_are_one_table(tmp_path: Path) -> None:
    one, other, out = tmp_path / "1.csv", tmp_path / "2.parquet", tmp_path / "out.parquet"
    written(READABLE).write_csv(one)
    written(READABLE, action="export").drop("Qty").write_parquet(other)
    licet_table(one, other, "-o", out)
    found = pl.read_parquet(out)
    assert found["Qty"].to_list() == ["1,000", "1", None, None]
    assert found["action"].to_list() == [None, None, "export", "export"]


def test_the_summary_says_what_to_ask_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.csv"
    known = {"HQ": "GB", "Parent HQ": "GB", "Part 744": "no", "action": "export"}
    row = ("2024-06-03", "A1", "nvidia-h100-sxm5", "GB", "1")
    written([row] * 3, **known | {"Part 744": ""}).write_csv(source)
    assert main(["table", str(source), "-o", str(tmp_path / "out.csv")]) == 4
    said = capsys.readouterr().err
    assert "3 rows, 0 of them not readable" in said
    assert "end_use.prohibited_by_part_744: settles 3 rows alone, missing in 3" in said


@pytest.mark.usefixtures("small_parts")
def test_columns_of_parquet_are_carried_along_as_they_are(tmp_path: Path) -> None:
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    count = 20
    table = pa.table(
        {
            "date": ["2025-06-02", None] * count,
            "item.chip": pa.array(["nvidia-h100-sxm5", "RTX 4090"] * count).dictionary_encode(),
            "destination": pa.array(["IN", "DE"] * count, pa.large_string()),
            "on_file.certifications": [["LPP"], None] * count,
            "took": pa.array(range(2 * count), pa.duration("ms")),
            "at": pa.array(range(2 * count), pa.timestamp("us", "Europe/Paris")),
            "raw": pa.array([b"\x00\xff", None] * count),
        },
        metadata={"made by": "hand"},
    )
    pq.write_table(table, source, row_group_size=9)
    assert licet_table(source, "-o", out).return_value == 5
    found = pq.read_table(out)
    assert found.select(table.column_names).equals(table)
    assert found.schema.metadata[b"made by"] == b"hand"
    assert {found.schema.field(name).type for name in ANSWERS} == {pa.string(), pa.float64()}
    expected = decide(pl.DataFrame(pl.from_arrow(table)))
    assert pl.read_parquet(out).select(ANSWERS).equals(expected.select(ANSWERS))


def test_a_table_without_rows_keeps_its_heading(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    written(READABLE).clear().write_csv(source)
    assert licet_table(source, "-o", out).return_value == 0
    assert pl.read_csv(out).columns[-len(ANSWERS) :] == list(ANSWERS)
