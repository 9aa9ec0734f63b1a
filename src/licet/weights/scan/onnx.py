"""An ONNX model: protobuf messages, walked by their lengths. Tensor data are passed over.

Source of the format: onnx.proto of the ONNX project (the field numbers in `INSIDE`) and the
encoding chapter of the Protocol Buffers documentation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import prod

from licet.weights.scan.contents import Broken, Contents, Reader
from licet.words import _

TYPES = {
    1: "F32", 2: "U8", 3: "I8", 4: "U16", 5: "I16", 6: "I32", 7: "I64", 8: "STRING", 9: "BOOL",
    10: "F16", 11: "F64", 12: "U32", 13: "U64", 14: "C64", 15: "C128", 16: "BF16",
    17: "F8_E4M3FN", 18: "F8_E4M3FNUZ", 19: "F8_E5M2", 20: "F8_E5M2FNUZ", 21: "U4", 22: "I4",
    23: "F4_E2M1", 24: "F8_E8M0", 25: "U2", 26: "I2",
}  # fmt: skip
INSIDE: dict[str, dict[int, str]] = {
    "model": {7: "graph", 14: "metadata", 20: "training", 25: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse tensor"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph"},
    "sparse tensor": {1: "tensor"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node"},
    "tensor": {13: "place of data"},
    "metadata": {},
    "place of data": {},
}
"""Which fields of a message are messages that lead to tensors."""
DIMENSIONS, DATA_TYPE = 1, 2
KEY, VALUE = 1, 2
CHUNK = 1 << 20
DEEPEST = 100
SMALLEST = 14
"""An attribute of fewer bytes holds neither a tensor nor a graph."""
LONGEST_TEXT = 4096


@dataclass(slots=True)
class _Message:
    """What is kept of the message that is being walked."""

    kind: str
    shape: list[int] = field(default_factory=list)
    data_type: int = 0
    texts: dict[int, bytes] = field(default_factory=dict)


class _Walk:
    """A walk through a model, a chunk of the file at a time, that counts every tensor stored."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.contents = Contents("ONNX")
        self.external: set[str] = set()
        self.graphs = 0

    def in_file(self, kind: str, end: int, depth: int) -> None:
        """Walk a message that is too long to hold: its short fields in memory, its long ones here."""
        message = self._begin(kind, depth)
        while (begin := self.reader.position) < end:
            chunk = self.reader.read(min(CHUNK, end - begin), _("a message"))
            at = self.in_memory(message, chunk, 0, len(chunk), depth)
            self._back_to(begin + at)
            if at == 0:
                self._long_field(message, chunk, end, depth)
        self._end(message)

    def in_memory(self, message: _Message, data: bytes, at: int, end: int, depth: int) -> int:
        """Walk the fields that lie between ``at`` and ``end`` of ``data``; where they stop."""
        inside, kind = INSIDE[message.kind], message.kind
        try:
            while at < end:
                start = at
                tag = data[at]
                at += 1
                if tag > 127:
                    tag, at = _varint(data, start)
                wire = tag & 7
                if wire == 2:
                    length = data[at]
                    at += 1
                    if length > 127:
                        length, at = _varint(data, at - 1)
                    if at + length > end:
                        return start
                    inner = inside.get(tag >> 3)
                    if inner is not None:
                        if length >= SMALLEST or kind != "node":
                            self._whole(inner, data, at, at + length, depth + 1)
                    elif kind in KEPT and tag >> 3 in KEPT[kind]:
                        self._bytes(message, tag >> 3, data[at : at + length])
                    at += length
                elif wire == 0:
                    value, at = _varint(data, at)
                    if kind == "tensor":
                        self._integer(message, tag >> 3, value)
                elif wire in (1, 5):
                    at += 8 if wire == 1 else 4
                    if at > end:
                        return start
                else:
                    raise Broken(_("it is not an ONNX model: a field of it is of no known kind."))
        except IndexError:
            return start
        return at

    def _whole(self, kind: str, data: bytes, at: int, end: int, depth: int) -> None:
        message = self._begin(kind, depth)
        if self.in_memory(message, data, at, end, depth) != end:
            raise Broken(_("it is not an ONNX model: a field is longer than its message."))
        self._end(message)

    def _long_field(self, message: _Message, chunk: bytes, end: int, depth: int) -> None:
        """A field that does not fit into a chunk: walk it in the file, or pass over it."""
        begin = self.reader.position
        try:
            tag, at = _varint(chunk, 0)
            length, at = _varint(chunk, at)
        except IndexError:
            raise Broken(_("cut off: the file ends within a field.")) from None
        self.reader.skip(at, _("a field"))
        stop = self.reader.position + length
        if tag & 7 != 2 or stop > end:
            sentence = _("cut off: the field at byte {at} claims {count} bytes, {left} are left.")
            at_byte, left = f"{begin:,}", f"{end - self.reader.position:,}"
            raise Broken(sentence.format(at=at_byte, count=f"{length:,}", left=left))
        inner = INSIDE[message.kind].get(tag >> 3)
        if inner is not None:
            self.in_file(inner, stop, depth + 1)
        else:
            self.reader.skip(length, _("a field"))

    def _back_to(self, position: int) -> None:
        self.reader.file.seek(position)
        self.reader.position = position

    # -- what is kept -------------------------------------------------------------------------

    def _begin(self, kind: str, depth: int) -> _Message:
        if depth > DEEPEST:
            raise Broken(_("its messages are nested more than {n} deep.").format(n=DEEPEST))
        self.graphs += kind == "graph"
        return _Message(kind)

    def _integer(self, message: _Message, number: int, value: int) -> None:
        if number == DIMENSIONS:
            message.shape.append(value)
            if len(message.shape) > 64:
                raise Broken(_("a tensor has more than 64 dimensions."))
        elif number == DATA_TYPE:
            message.data_type = value

    def _bytes(self, message: _Message, number: int, value: bytes) -> None:
        if message.kind != "tensor":
            message.texts[number] = value[:LONGEST_TEXT]
            return
        for dimension in _packed(value):
            self._integer(message, DIMENSIONS, dimension)

    def _end(self, message: _Message) -> None:
        """A message is through: a tensor is counted, a pair of key and value is looked at."""
        if message.kind == "tensor":
            self.contents.precision[TYPES.get(message.data_type, "unknown")] += prod(message.shape)
            self.contents.tensors += 1
        elif message.texts:
            key, value = (
                message.texts.get(n, b"").decode("utf-8", "replace") for n in (KEY, VALUE)
            )
            self._pair(message.kind, key.lower(), value)

    def _pair(self, kind: str, key: str, value: str) -> None:
        if kind == "place of data" and key == "location" and len(self.external) < 1000:
            self.external.add(value)
        elif kind == "metadata" and key == "license":
            self.contents.license = value
        elif kind == "metadata" and key == "base_model":
            self.contents.base_models.append(value)


KEPT = {"tensor": {DIMENSIONS}, "metadata": {KEY, VALUE}, "place of data": {KEY, VALUE}}


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
        if shift > 63:
            raise Broken(_("it is not an ONNX model: a number in it never ends."))


def _packed(data: bytes) -> Iterator[int]:
    at = 0
    try:
        while at < len(data):
            value, at = _varint(data, at)
            yield value
    except IndexError:
        raise Broken(_("it is not an ONNX model: a field is longer than its message.")) from None


def read(reader: Reader) -> tuple[Contents, set[str]]:
    """The tensors stored in the model, and the names of the files that hold data outside it."""
    walk = _Walk(reader)
    walk.in_file("model", reader.size, 0)
    if not walk.graphs:
        raise Broken(_("it is not an ONNX model: it has no graph."))
    return walk.contents, walk.external
