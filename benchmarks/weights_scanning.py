"""Scanning against each format's own library, on the same headers: at most twice the time.

Run: python benchmarks/weights_scanning.py
Needs the packages safetensors, gguf and onnx (the group dev). PyTorch's own library loads what it reads, so
the peer of its archives is the standard library: zipfile for the directory, pickletools.genops for the
opcodes of the pickle, of which it keeps only the number of values of each storage. Prints medians of
several rounds, in turns, of processor time (user and system: the headers are in the page cache for both).
"""

from __future__ import annotations

import io
import pickle
import pickletools
import statistics
import sys
import tempfile
import time
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from math import prod
from pathlib import Path
from types import ModuleType

import gguf
import numpy
import onnx
from safetensors import safe_open
from safetensors.numpy import save_file

from licet.weights.scan import scan

ROUNDS = {"GGUF": 3}
"""The library takes seconds for a vocabulary; of the others there are 15 rounds."""
ALLOWED = 2.0


def safetensors_file(folder: Path) -> list[Path]:
    """A model of 2,000 tensors."""
    path = folder / "model.safetensors"
    save_file({f"model.layers.{n}.weight": numpy.zeros((64, 64), "f2") for n in range(2000)}, path)
    return [path]


def safetensors_peer(path: Path) -> int:
    """The values in all tensors, by the library."""
    with safe_open(path, "numpy") as file:
        return sum(prod(file.get_slice(name).get_shape()) for name in file.keys())  # noqa: SIM118


def gguf_file(folder: Path) -> list[Path]:
    """A model of 400 tensors with a vocabulary of 32,000 words."""
    path = folder / "model.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_token_list([f"token{n}" for n in range(32_000)])
    writer.add_token_scores([0.0] * 32_000)
    writer.add_token_types([1] * 32_000)
    for n in range(400):
        writer.add_tensor(f"blk.{n}.weight", numpy.zeros((32, 64), numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return [path]


def gguf_peer(path: Path) -> int:
    """The values in all tensors, by the library."""
    return sum(int(tensor.n_elements) for tensor in gguf.GGUFReader(path).tensors)


def onnx_files(_folder: Path) -> list[Path]:
    """The nine real architectures that come inside the package onnx, without their weights."""
    light = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"
    return sorted(light.glob("*.onnx"))


def onnx_peer(path: Path) -> int:
    """The values in all tensors, by the library."""
    return sum(prod(t.dims) for t in _stored(onnx.load(path, load_external_data=False).graph))


def _stored(graph: onnx.GraphProto) -> list[onnx.TensorProto]:
    found = list(graph.initializer)
    for node in graph.node:
        for attribute in node.attribute:
            found += [attribute.t] if attribute.HasField("t") else []
            found += _stored(attribute.g) if attribute.HasField("g") else []
    return found


def torch_file(folder: Path) -> list[Path]:
    """An archive of 2,000 tensors, pickled as torch.save does."""
    stub = ModuleType("torch")
    stub.FloatStorage = type("FloatStorage", (), {"__module__": "torch"})
    utilities = ModuleType("torch._utils")
    exec("def _rebuild_tensor_v2(*parts): pass", utilities.__dict__)
    sys.modules |= {"torch": stub, "torch._utils": utilities}

    class Tensor:
        def __init__(self, key: str) -> None:
            self.storage = Storage(key)

        def __reduce__(self) -> tuple[object, tuple[object, ...]]:
            parts = (self.storage, 0, (64, 64), (64, 1), False, OrderedDict())
            return utilities._rebuild_tensor_v2, parts

    class Storage:
        def __init__(self, key: str) -> None:
            self.key = key

    class Pickler(pickle.Pickler):
        def persistent_id(self, thing: object) -> tuple[object, ...] | None:
            if isinstance(thing, Storage):
                return ("storage", stub.FloatStorage, thing.key, "cpu", 64 * 64)
            return None

    written = io.BytesIO()
    names = [f"model.layers.{n}.weight" for n in range(2000)]
    Pickler(written, 2).dump(OrderedDict((name, Tensor(str(n))) for n, name in enumerate(names)))
    path = folder / "model.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", written.getvalue())
        for n in range(len(names)):
            archive.writestr(f"archive/data/{n}", bytes(4 * 64 * 64))
    return [path]


def torch_peer(path: Path) -> int:
    """The values in all storages, by the directory and the opcodes: the number before each storage's id."""
    with zipfile.ZipFile(path) as archive:
        pickled = archive.read("archive/data.pkl")
    values = number = 0
    for opcode, argument, _position in pickletools.genops(pickled):
        if opcode.name in ("BININT", "BININT1", "BININT2", "LONG1"):
            number = argument
        elif opcode.name == "BINPERSID":
            values += number
    return values


def ours(path: Path) -> int:
    """The values in all tensors, by licet."""
    (checkpoint,) = scan([path], hashes=False)
    return checkpoint.parameters or 0


def seconds(read: Callable[[Path], int], paths: list[Path]) -> float:
    """The processor time of reading all the files."""
    begin = time.process_time()
    for path in paths:
        read(path)
    return time.process_time() - begin


def medians(rounds: int, paths: list[Path], *readers: Callable[[Path], int]) -> list[float]:
    """The median times of the readers, which take turns."""
    times = [[seconds(read, paths) for read in readers] for _round in range(rounds)]
    return [statistics.median(column) for column in zip(*times, strict=True)]


def main() -> int:
    """Print a line for each format; the exit status says whether each is within bounds."""
    worst = 0.0
    formats = {
        "safetensors": (safetensors_file, safetensors_peer),
        "GGUF": (gguf_file, gguf_peer),
        "ONNX": (onnx_files, onnx_peer),
        "PyTorch": (torch_file, torch_peer),
    }
    print(f"{'format':<12} {'licet ms':>9} {'library ms':>11} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, peer) in formats.items():
            paths = make(Path(folder))
            for path in paths:
                if ours(path) != peer(path):
                    print(f"{path.name}: {ours(path)} values here, {peer(path)} there")
                    return 1
            here, there = medians(ROUNDS.get(name, 15), paths, ours, peer)
            worst = max(worst, here / there)
            print(
                f"{name:<12} {here * 1e3:>9.1f} {there * 1e3:>11.1f} {here / there:>6.2f}",
                flush=True,
            )
    return 0 if worst <= ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
