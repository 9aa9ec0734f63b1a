"""Each format, against the format's own library or against what was put into the file."""

from __future__ import annotations

import hashlib
import json
import struct
from collections import Counter
from math import prod
from pathlib import Path

import gguf
import numpy
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper
from safetensors import safe_open
from safetensors.numpy import save_file

from licet.weights.scan import scan

from . import made


def only(path, **options):
    (checkpoint,) = scan([path], **options)
    assert checkpoint.faults == ()
    return checkpoint


NAMES = {"float32": "F32", "float16": "F16", "int64": "I64", "uint8": "U8", "float64": "F64"}
SHAPES = st.lists(st.integers(0, 5), max_size=4)
ARRAYS = st.dictionaries(
    st.text("abc.é", min_size=1, max_size=8),
    st.tuples(SHAPES, st.sampled_from(sorted(NAMES))),
    min_size=1,
    max_size=6,
)


@given(ARRAYS)
@settings(max_examples=60, deadline=None)
def test_safetensors_as_its_library_writes_and_reads_them(tmp_path_factory, arrays):
    path = tmp_path_factory.mktemp("made") / "model.safetensors"
    save_file({name: numpy.zeros(shape, kind) for name, (shape, kind) in arrays.items()}, path)
    found = only(path)
    counts: Counter[str] = Counter()
    with safe_open(path, "numpy") as peer:
        for name in peer.keys():  # noqa: SIM118 (not a mapping)
            part = peer.get_slice(name)
            counts[part.get_dtype()] += prod(part.get_shape())
        assert found.tensors == len(list(peer.keys()))
    assert found.precision == dict(counts)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.bytes == path.stat().st_size


def test_gguf_as_its_library_writes_and_reads_it(tmp_path):
    path = tmp_path / "model.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_license("apache-2.0")
    writer.add_base_model_count(1)
    writer.add_base_model_name(0, "Base 7B")
    writer.add_token_list([f"token {n}" for n in range(70_000)])
    writer.add_token_scores([0.5] * 1000)
    writer.add_tensor("a", numpy.zeros((8, 32), numpy.float32))
    writer.add_tensor("b", numpy.zeros((3, 64), numpy.float16))
    quantized = gguf.quants.quantize(
        numpy.zeros((4, 256), numpy.float32), gguf.GGMLQuantizationType.Q8_0
    )
    writer.add_tensor("c", quantized, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    found = only(path)
    counts: Counter[str] = Counter()
    for part in gguf.GGUFReader(path).tensors:
        counts[part.tensor_type.name] += int(part.n_elements)
    assert found.precision == dict(counts) == {"F32": 256, "F16": 192, "Q8_0": 1024}
    assert (found.license, found.base_models) == ("apache-2.0", ("Base 7B",))


def test_every_type_of_gguf_has_the_block_size_of_its_library():
    from licet.weights.scan.gguf import TYPES

    theirs = {
        int(kind): (kind.name, *gguf.GGML_QUANT_SIZES[kind]) for kind in gguf.GGML_QUANT_SIZES
    }
    assert theirs == TYPES


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("version", [1, 2, 3])
def test_gguf_of_every_version_in_either_byte_order(tmp_path, order, version):
    long = "I" if version == 1 else "Q"
    key, words = b"tokenizer.ggml.tokens", [b"x" * n for n in range(300)]

    def word(value):
        return struct.pack(f"{order}{long}", len(value)) + value

    kept = (
        word(key) + struct.pack(f"{order}II{long}", 9, 8, len(words)) + b"".join(map(word, words))
    )
    tensor = word(b"t") + struct.pack(f"{order}I{long}{long}IQ", 2, 3, 5, 0, 0)
    head = b"GGUF" + struct.pack(f"{order}I{long}{long}", version, 1, 1) + kept + tensor
    path = tmp_path / "m.gguf"
    path.write_bytes(head + bytes(-len(head) % 32) + bytes(60))
    assert only(path).precision == {"F32": 15}


def onnx_model():
    """A graph with an initializer, a constant, a branch with its own, and a sparse initializer."""

    def zeros(name, *shape):
        return numpy_helper.from_array(numpy.zeros(shape, numpy.float32), name)

    branch = helper.make_graph([], "branch", [], [], initializer=[zeros("inner", 2, 7)])
    constant = helper.make_node("Constant", [], ["c"], value=zeros("const", 5))
    condition = helper.make_node("If", ["x"], ["y"], then_branch=branch, else_branch=branch)
    packed = helper.make_tensor("half", TensorProto.FLOAT16, [3], bytes(6), raw=True)
    graph = helper.make_graph(
        [constant, condition], "graph", [], [], initializer=[zeros("w", 300_000), packed]
    )
    values = helper.make_tensor("values", TensorProto.FLOAT, [2], [1.0, 2.0])
    indices = helper.make_tensor("indices", TensorProto.INT64, [2], [0, 3])
    graph.sparse_initializer.append(helper.make_sparse_tensor(values, indices, [9]))
    model = helper.make_model(graph)
    helper.set_model_props(model, {"license": "MIT", "base_model": "Base"})
    return model


def test_onnx_as_its_library_writes_it(tmp_path):
    path = tmp_path / "model.onnx"
    onnx.save(onnx_model(), path)
    found = only(path)
    assert found.precision == {"F32": 300_000 + 5 + 14 + 14 + 2, "F16": 3}
    assert (found.license, found.base_models) == ("MIT", ("Base",))


def test_onnx_with_its_data_outside(tmp_path):
    path = tmp_path / "model.onnx"
    onnx.save(onnx_model(), path, save_as_external_data=True, location="weights.data")
    assert only(path).precision["F32"] == 300_035
    (tmp_path / "weights.data").unlink()
    (warning,) = only(path).warnings
    assert "weights.data" in warning
    model = onnx.load(path, load_external_data=False)
    for entry in model.graph.initializer[0].external_data:
        entry.value = "../secret" if entry.key == "location" else entry.value
    path.write_bytes(model.SerializeToString())
    assert any("outside its folder" in warning for warning in only(path).warnings)


def test_onnx_counts_as_its_library_reads_the_models_that_come_with_it():
    folder = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"
    paths = sorted(folder.glob("*.onnx"))
    assert len(paths) > 5
    for path in paths:
        tensors = list(stored(onnx.load(path, load_external_data=False).graph))
        found = only(path, hashes=False)
        assert found.tensors == len(tensors)
        assert found.parameters == sum(prod(tensor.dims) for tensor in tensors)


def stored(graph):
    yield from graph.initializer
    for node in graph.node:
        for attribute in node.attribute:
            yield from attribute.tensors
            yield from [attribute.t] if attribute.HasField("t") else []
            for inner in [*attribute.graphs, *([attribute.g] if attribute.HasField("g") else [])]:
                yield from stored(inner)


def test_pytorch_counts_each_storage_once(tmp_path):
    pickled = made.state(
        embedding=made.tensor("0", 1000),
        tied=made.tensor("0", 1000),
        norm=made.tensor("1", 10, "HalfStorage"),
    )
    found = only(made.archive(tmp_path / "model.pt", pickled, {"0": 4000, "1": 20}))
    assert found.precision == {"F32": 1000, "F16": 10}
    assert (found.parameters, found.tensors, found.warnings) == (1010, 2, ())


def test_pytorch_before_1_6(tmp_path):
    pickled = made.state(a=made.tensor("0", 6), b=made.tensor("1", 4))
    found = only(made.legacy(tmp_path / "model.pth", pickled, [6, 4]))
    assert found.format == "PyTorch, before 1.6"
    assert found.parameters == 10


def test_a_checkpoint_in_parts_is_one_model(tmp_path):
    for n, shape in enumerate([[4, 4], [3]], 1):
        name = f"model-0000{n}-of-00002.safetensors"
        made.safetensors(tmp_path / name, {f"layer{n}": shape})
    index = {f"layer{n}": f"model-0000{n}-of-00002.safetensors" for n in (1, 2)}
    found = only(tmp_path)
    assert (found.parameters, len(found.files)) == (19, 2)
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps({"weight_map": index}))
    listed = only(tmp_path)
    assert (listed.parameters, listed.sha256) == (19, found.sha256)
    lines = "".join(
        f"{hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()}  {name}\n"
        for name in sorted(index.values())
    )
    assert found.sha256 == hashlib.sha256(lines.encode()).hexdigest()


def test_what_the_folder_declares(tmp_path):
    made.safetensors(tmp_path / "model.safetensors", metadata={"format": "pt"})
    (tmp_path / "config.json").write_text('{"architectures": ["LlamaForCausalLM"]}')
    (tmp_path / "adapter_config.json").write_text('{"base_model_name_or_path": "meta/base"}')
    (tmp_path / "README.md").write_text("---\nlicense: llama3.1\nbase_model:\n- other/base\n---\n#")
    found = only(tmp_path)
    assert found.base_models == ("meta/base", "other/base")
    assert (found.license, found.architecture) == ("llama3.1", "LlamaForCausalLM")
    (tmp_path / "config.json").write_text('{"quantization_config": {"bits": 4}}')
    assert any("packed" in warning for warning in only(tmp_path).warnings)


def test_a_file_is_known_by_its_bytes_not_by_its_name(tmp_path):
    made.safetensors(tmp_path / "0a1b2c")
    made.safetensors(tmp_path / "holiday.txt")
    (tmp_path / "notes.txt").write_text("nothing to see")
    assert [Path(c.path).name for c in scan([tmp_path])] == ["0a1b2c", "holiday.txt"]


def test_headers_alone_give_no_hash(tmp_path):
    assert only(made.safetensors(tmp_path / "m.safetensors"), hashes=False).sha256 is None


def test_a_real_checkpoint_from_a_package():
    """The package wordllama: 32,000 tokens of 256 values in half precision."""
    from importlib.metadata import files

    (path,) = [
        f.locate() for f in files("wordllama") or [] if f.name == "l2_supercat_256.safetensors"
    ]
    found = only(path)
    assert (found.parameters, found.precision) == (32_000 * 256, {"F16": 32_000 * 256})
