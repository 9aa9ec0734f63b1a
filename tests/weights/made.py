"""Small checkpoints of every format, and the broken ones."""

from __future__ import annotations

import json
import pickle
import struct
import zipfile
from pathlib import Path

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001


def safetensors(path: Path, tensors=None, metadata=None, data=None, header=None) -> Path:
    """A file of 16-bit tensors by name and shape; ``data`` and ``header`` say otherwise."""
    entries, at = {}, 0
    for name, shape in (tensors or {"weight": [4, 3]}).items():
        count = 2
        for size in shape:
            count *= size
        entries[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [at, at + count]}
        at += count
    described = entries | ({"__metadata__": metadata} if metadata else {})
    text = json.dumps(described).encode() if header is None else header
    path.write_bytes(struct.pack("<Q", len(text)) + text)
    with path.open("r+b") as file:
        file.truncate(8 + len(text) + (at if data is None else data))
    return path


def text(value: str) -> bytes:
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def storage(key: str, count: int, kind: str = "FloatStorage") -> bytes:
    """The opcodes by which a checkpoint names a storage."""
    named = text("storage") + f"ctorch\n{kind}\n".encode() + text(key) + text("cpu")
    return b"(" + named + b"\x8a\x08" + struct.pack("<q", count) + b"tQ"


def tensor(key: str, count: int, kind: str = "FloatStorage") -> bytes:
    rebuild = b"ctorch._utils\n_rebuild_tensor_v2\n("
    shape = b"\x8a\x08" + struct.pack("<q", count) + b"\x85" + b"K\x01\x85"
    return (
        rebuild
        + storage(key, count, kind)
        + b"K\x00"
        + shape
        + b"\x89ccollections\nOrderedDict\n)RtR"
    )


def state(**tensors: bytes) -> bytes:
    """A state dict of the tensors, pickled as PyTorch does."""
    items = b"".join(text(name) + value for name, value in tensors.items())
    return b"\x80\x02ccollections\nOrderedDict\n)R(" + items + b"u."


def archive(path: Path, pickled: bytes, entries: dict[str, int], compressed=False) -> Path:
    """A zip archive as torch.save makes it: the pickle, and storages of so many zero bytes."""
    kind = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", kind) as made:
        made.writestr("archive/data.pkl", pickled)
        for key, size in entries.items():
            made.writestr(f"archive/data/{key}", bytes(size))
        made.writestr("archive/version", "3\n")
    return path


def legacy(path: Path, pickled: bytes, counts: list[int]) -> Path:
    """A checkpoint of PyTorch before 1.6: pickles one after the other, then the storages."""
    parts = [pickle.dumps(part, 2) for part in (MAGIC, PROTOCOL, {"little_endian": True})]
    keys = pickle.dumps([str(n) for n in range(len(counts))], 2)
    raw = b"".join(struct.pack("<q", count) + bytes(4 * count) for count in counts)
    path.write_bytes(b"".join(parts) + pickled + keys + raw)
    return path
