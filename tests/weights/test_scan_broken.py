"""Broken and hostile files: each gets a sentence, nothing in it runs, the scan goes on."""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import zipfile
from pathlib import Path

import numpy
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import helper, numpy_helper

from licet.weights.scan import scan

from . import made


def fault(path):
    (checkpoint,) = scan([path])
    (sentence,) = checkpoint.faults
    assert sentence.endswith(".")
    return sentence


def warnings(path):
    return [warning for checkpoint in scan([path]) for warning in checkpoint.warnings]


def test_a_header_of_two_to_the_60_bytes(tmp_path):
    path = tmp_path / "m.safetensors"
    path.write_bytes(struct.pack("<Q", 2**60) + b"{}")
    assert "1,152,921,504,606,846,976" in fault(path)


def test_a_gguf_that_claims_two_to_the_60_of_everything(tmp_path):
    path = tmp_path / "m.gguf"
    for head in [
        struct.pack("<IQQ", 3, 2**60, 0),
        struct.pack("<IQQ", 3, 0, 2**60),
        struct.pack("<IQQQ", 3, 0, 1, 2**60),
        struct.pack("<IQQQ1sIIQ", 3, 0, 1, 1, b"k", 9, 8, 2**60),
        struct.pack("<IQQQ1sIIQ", 3, 0, 1, 1, b"k", 9, 4, 2**60),
        struct.pack("<IQQQ1sI", 3, 1, 0, 1, b"t", 2**31) + bytes(64),
    ]:
        path.write_bytes(b"GGUF" + head)
        fault(path)


def test_a_gguf_list_within_a_list_within_a_list(tmp_path):
    path = tmp_path / "m.gguf"
    nested = b"".join(struct.pack("<IQ", 9, 1) for _n in range(5000))
    path.write_bytes(b"GGUF" + struct.pack("<IQQQ1sI", 3, 0, 1, 1, b"k", 9) + nested)
    fault(path)


@pytest.mark.parametrize(
    "header",
    [
        b"not json",
        b"[]",
        b'{"a": 1}',
        b'{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}',
        b'{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}',
        b'{"a": {"dtype": "F32", "shape": [true], "data_offsets": [0, 4]}}',
        b'{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 8]}}',
        b'{"a": {"dtype": "F32", "shape": [1.0], "data_offsets": [0, 4]}}',
        b'{"a": {"dtype": "F32", "shape": [1e999], "data_offsets": [0, 4]}}',
        b"[" * 100_000,
        b'{"a": ' * 100_000,
        b'{"a": {"shape": [' + b"9" * 5000 + b"]}}",
    ],
)
def test_a_safetensors_header_that_lies(tmp_path, header):
    fault(made.safetensors(tmp_path / "m.safetensors", header=header, data=8))


def test_data_that_are_cut_off_or_left_over(tmp_path):
    assert "cut off" in fault(made.safetensors(tmp_path / "a.safetensors", data=23))
    assert "follow" in fault(made.safetensors(tmp_path / "b.safetensors", data=25))


def whole_files(folder):
    """One sound file of each format."""
    made.safetensors(folder / "a.safetensors", {"w": [64], "v": [3, 3]})
    made.archive(folder / "b.pt", made.state(w=made.tensor("0", 50)), {"0": 200})
    made.legacy(folder / "c.pth", made.state(w=made.tensor("0", 50)), [50])
    weight = numpy_helper.from_array(numpy.zeros(50, numpy.float32), "w")
    graph = helper.make_graph([], "g", [], [], initializer=[weight])
    onnx.save(helper.make_model(graph), folder / "d.onnx")
    tensor = struct.pack("<Q1sIQIQ", 1, b"t", 1, 50, 0, 0)
    head = b"GGUF" + struct.pack("<IQQ", 3, 1, 0) + tensor
    (folder / "e.gguf").write_bytes(head + bytes(-len(head) % 32) + bytes(200))
    return sorted(folder.iterdir())


def test_every_truncation_of_every_format_is_a_sentence(tmp_path):
    """Cut at any byte: a fault, never a traceback, never a whole count."""
    for path in whole_files(tmp_path):
        (whole,) = scan([path])
        assert whole.faults == ()
        assert whole.parameters
        data = path.read_bytes()
        cut = path.with_name(f"cut{path.suffix}")
        for length in range(0, len(data), max(1, len(data) // 150)):
            cut.write_bytes(data[:length])
            (found,) = scan([cut], hashes=False)
            if path.suffix == ".onnx" and not found.faults:
                continue  # its last fields are not its weights
            assert found.faults, (path.name, length)
            assert found.parameters is None
        cut.unlink()


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_change_of_bytes_ends_the_scan(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("changed")
    path = data.draw(st.sampled_from(whole_files(folder)))
    content = bytearray(path.read_bytes())
    for _n in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    assert len(list(scan([folder]))) == 5


@given(st.binary(max_size=200), st.sampled_from(["m.pt", "m.onnx", "m.gguf", "m.safetensors"]))
@settings(max_examples=200, deadline=None)
def test_no_bytes_at_all_end_the_scan(tmp_path_factory, content, name):
    path = tmp_path_factory.mktemp("any") / name
    for start in (b"", b"GGUF", b"\x80\x02", b"PK\x03\x04"):
        path.write_bytes(start + content)
        assert len(list(scan([path]))) == 1


class Runs:
    """A pickle of this runs a command when it is loaded."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return os.system, (f"touch {self.marker}",)


def test_a_pickle_that_would_run_code_is_named_and_does_not_run(tmp_path):
    marker = tmp_path / "it-ran"
    for name, protocol in [("a.pkl", 0), ("b.pkl", 2), ("c.pt", 4), ("d.bin", 5)]:
        (tmp_path / name).write_bytes(pickle.dumps(Runs(marker), protocol))
    hidden = made.state(w=made.tensor("0", 2))[:-2] + made.text("x")
    hidden += pickle.dumps(Runs(marker), 2)[2:-1] + b"u."
    made.archive(tmp_path / "e.pt", hidden, {"0": 8})
    found = [(c.path, w) for c in scan([tmp_path]) for w in c.warnings if "run code" in w]
    assert [Path(path).name for path, _w in found] == ["a.pkl", "b.pkl", "c.pt", "d.bin", "e.pt"]
    assert all("system" in warning for _path, warning in found)
    assert not marker.exists()
    pickle.loads((tmp_path / "b.pkl").read_bytes())
    assert marker.exists(), "the pickle is a real one"


@pytest.mark.parametrize(
    "code",
    [
        b"\x80\x04cos\nsystem\n(Vtouch x\ntR",  # and then nothing: it never ends
        b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x01x\x85R\xff.",  # breaks after the call
        b"(S'touch x'\nios\nsystem\n.",  # INST
        b"(cos\nsystem\nVtouch x\no.",  # OBJ
        b"\x80\x04\x8c\x02os\x94\x8c\x06system\x94h\x00h\x01\x93.",  # through the memo
    ],
)
def test_code_is_found_however_it_is_written(tmp_path, code):
    path = tmp_path / "m.pkl"
    path.write_bytes(code)
    assert any("os.system" in warning for warning in warnings(path))


def test_a_name_put_together_while_loading_is_said_so(tmp_path):
    path = tmp_path / "m.pkl"
    path.write_bytes(b"\x80\x04]\x8c\x06system\x93.")
    assert any("only puts together" in warning for warning in warnings(path))


def test_a_zip_bomb(tmp_path):
    path = tmp_path / "m.pt"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("archive/data.pkl", "w", force_zip64=True) as entry,
    ):
        for _n in range(300):
            entry.write(bytes(1 << 20))
    assert path.stat().st_size < 1 << 20
    assert "zip bomb" in fault(path)


def test_an_archive_that_claims_more_than_it_holds(tmp_path):
    path = made.archive(tmp_path / "m.pt", made.state(w=made.tensor("0", 50)), {"0": 100})
    assert "storage 0" in fault(path)
    path = made.archive(tmp_path / "n.pt", made.state(w=made.tensor("9", 50)), {"0": 200})
    assert "storage 9" in fault(path)


def test_a_zip_directory_of_four_gigabytes(tmp_path):
    path = tmp_path / "m.pt"
    path.write_bytes(
        b"PK\x03\x04" + b"PK\x05\x06" + bytes(8) + struct.pack("<IIH", 2**32 - 1, 0, 0)
    )
    assert "directory" in fault(path)


def test_a_value_in_a_pickle_that_claims_two_to_the_60_bytes(tmp_path):
    path = tmp_path / "m.pkl"
    path.write_bytes(b"\x80\x04\x8e" + struct.pack("<Q", 2**60) + b"x.")
    fault(path)
    path.write_bytes(b"\x80\x04\x8d" + struct.pack("<Q", 2**60) + b"x.")
    fault(path)


def test_a_long_value_in_a_pickle_is_passed_over(tmp_path):
    path = tmp_path / "m.pkl"
    path.write_bytes(pickle.dumps([bytes(5 << 20), "end"], 4))
    (found,) = scan([path])
    assert found.faults == ()


class TestLinks:
    """Links lead out of the tree: they are named, and not followed."""

    def test_a_link_out_of_the_tree(self, tmp_path):
        secret = made.safetensors(tmp_path / "secret.safetensors")
        tree = tmp_path / "tree"
        tree.mkdir()
        (tree / "m.safetensors").symlink_to(secret)
        (tree / "folder").symlink_to(tmp_path)
        (tree / "config.json").symlink_to("/etc/passwd")
        found = {Path(c.path).name: c for c in scan([tree])}
        for name in ("m.safetensors", "folder"):
            assert "outside the folder" in found[name].faults[0]
            assert found[name].parameters is None

    def test_a_link_within_the_tree_is_not_counted_twice(self, tmp_path):
        real = made.safetensors(tmp_path / "real.safetensors")
        (tmp_path / "again.safetensors").symlink_to(real.name)
        (tmp_path / "round").symlink_to(".")
        assert [Path(c.path).name for c in scan([tmp_path])] == ["real.safetensors"]

    def test_a_link_to_nothing(self, tmp_path):
        (tmp_path / "m.safetensors").symlink_to("gone")
        assert "not there" in fault(tmp_path)

    def test_a_model_cache_leads_from_snapshots_to_its_own_blobs(self, tmp_path):
        model = tmp_path / "models--maker--name"
        for folder in ("blobs", "snapshots/abc", "refs"):
            (model / folder).mkdir(parents=True)
        made.safetensors(model / "blobs" / "hash1")
        made.safetensors(model / "blobs" / "orphan", {"w": [5]})
        made.safetensors(tmp_path / "other")
        (model / "snapshots/abc/model.safetensors").symlink_to("../../blobs/hash1")
        (model / "snapshots/abc/stray.safetensors").symlink_to(tmp_path / "other")
        (model / "refs/main").write_text("abc")
        within = {Path(c.path).name: c for c in scan([model / "snapshots" / "abc"])}
        assert within["model.safetensors"].parameters == 12
        assert "outside" in within["stray.safetensors"].faults[0]
        whole = [Path(c.path).name for c in scan([model])]
        assert whole == ["model.safetensors", "stray.safetensors", "orphan"]

    def test_an_index_that_leads_out_of_the_tree(self, tmp_path):
        made.safetensors(tmp_path / "secret.safetensors")
        tree = tmp_path / "tree"
        tree.mkdir()
        index = tree / "model.safetensors.index.json"
        index.write_text('{"weight_map": {"a": "../secret.safetensors", "b": "gone.safetensors"}}')
        (found,) = scan([tree])
        assert "outside its folder" in found.faults[0]
        assert "gone.safetensors" in found.faults[1]
        for text in ("{}", "[]", '{"weight_map": 5}', "{", '{"weight_map": {"a": 5}}'):
            index.write_text(text)
            (found,) = scan([tree])
            assert found.faults


def test_a_pipe_does_not_block_the_scan(tmp_path):
    os.mkfifo(tmp_path / "m.gguf")
    assert "regular" in fault(tmp_path)
    assert "regular" in fault(tmp_path / "m.gguf")


def test_what_is_not_there_and_what_is_not_read(tmp_path):
    assert "no such file" in fault(tmp_path / "nothing")
    (tmp_path / "m.h5").write_bytes(b"\x89HDF")
    assert ".h5" in fault(tmp_path / "m.h5")


def test_the_scan_goes_on_after_every_fault(tmp_path):
    (tmp_path / "a.safetensors").write_bytes(struct.pack("<Q", 2**60))
    (tmp_path / "b.pt").write_bytes(b"PK\x03\x04")
    (tmp_path / "c.gguf").write_bytes(b"GGUF")
    made.safetensors(tmp_path / "z.safetensors")
    found = list(scan([tmp_path / "nothing", tmp_path]))
    assert [bool(c.faults) for c in found] == [True, True, True, True, False]


def test_reading_a_checkpoint_starts_no_process(tmp_path, monkeypatch):
    def refuse(*_arguments, **_named):
        raise AssertionError("something was executed")

    for module, name in [
        (subprocess, "Popen"),
        (os, "system"),
        (pickle, "loads"),
        (pickle, "load"),
    ]:
        monkeypatch.setattr(module, name, refuse)
    monkeypatch.setattr(pickle, "Unpickler", refuse)
    path = tmp_path / "m.pt"
    path.write_bytes(b"\x80\x04cos\nsystem\n(Vtrue\ntR.")
    assert warnings(path)
