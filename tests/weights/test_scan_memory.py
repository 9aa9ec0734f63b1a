"""Scanning takes no more memory for 100 GB than for 100 MB. The files are sparse: holes, no bytes."""

from __future__ import annotations

import struct
import subprocess
import sys
import zipfile

import pytest

from . import made

MEASURE = """
import resource, sys, tracemalloc
from licet.weights.scan import scan
tracemalloc.start()
found = [(c.parameters, len(c.faults)) for c in scan([sys.argv[1]], hashes=False)]
peak = tracemalloc.get_traced_memory()[1]
print(peak, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, found)
"""


def safetensors(path, size):
    made.safetensors(path.with_suffix(".safetensors"), {"w": [size // 2]})


def onnx(path, size):
    """A graph with one initializer of ``size`` bytes of raw data, which are a hole."""

    def number(value):
        out = b""
        while value > 127:
            out, value = out + bytes([value & 127 | 128]), value >> 7
        return out + bytes([value])

    tensor = b"\x08" + number(size) + b"\x10\x03" + b"\x4a" + number(size)
    initializer = b"\x2a" + number(len(tensor) + size) + tensor
    head = b"\x08\x07\x3a" + number(len(initializer) + size) + initializer
    file = path.with_suffix(".onnx")
    file.write_bytes(head)
    with file.open("r+b") as sparse:
        sparse.truncate(len(head) + size)


def gguf(path, size):
    head = b"GGUF" + struct.pack("<IQQQ1sIQIQ", 3, 1, 0, 1, b"t", 1, size, 24, 0)
    file = path.with_suffix(".gguf")
    file.write_bytes(head)
    with file.open("r+b") as sparse:
        sparse.truncate(len(head) + -len(head) % 32 + size)


def old_pytorch(path, size):
    count = size // 4
    file = made.legacy(path.with_suffix(".pth"), made.state(w=made.tensor("0", count)), [0])
    with file.open("r+b") as sparse:
        sparse.truncate(file.stat().st_size + size)


def measured(folder):
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(folder)], capture_output=True, text=True, check=True
    )
    traced, resident, found = ran.stdout.split(maxsplit=2)
    return int(traced), int(resident), found


@pytest.mark.parametrize("make", [safetensors, onnx, gguf, old_pytorch])
def test_100_gb_take_no_more_memory_than_100_mb(tmp_path, make):
    sizes = {}
    for name, each in (("small", 10**7), ("large", 10**10)):
        folder = tmp_path / name
        folder.mkdir()
        for n in range(10):
            make(folder / f"part{n}", each)
        sizes[name] = measured(folder)
    (small, small_resident, few), (large, large_resident, many) = sizes["small"], sizes["large"]
    assert few.count(", 0)") == many.count(", 0)") == 10, "every file was read and counted"
    assert large < small + 100_000
    assert large_resident < small_resident + 8_000_000


def test_a_zip_bomb_that_lies_of_its_size_is_not_unpacked(tmp_path):
    """Its directory says 1,000 bytes; 256 MB would come out of it."""
    folder = tmp_path / "bomb"
    folder.mkdir()
    path, size = folder / "m.pt", 256 << 20
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb,
        bomb.open("archive/data.pkl", "w") as entry,
    ):
        for _n in range(256):
            entry.write(bytes(1 << 20))
    told = path.read_bytes()
    assert told.count(struct.pack("<I", size)) >= 1
    path.write_bytes(told.replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    traced, _resident, found = measured(folder)
    assert traced < 8 << 20
    assert ", 1)" in found, "the file has a fault"
