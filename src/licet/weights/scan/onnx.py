"""An ONNX model: protobuf messages, walked by their lengths. Tensor data are passed over.

Source of the format: onnx.proto of the ONNX project (the field numbers in `INSIDE`) and the
encoding chapter of the Protocol Buffers documentation.
"""

from __future__ import annotations

import re
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
LONGEST_TEXT = 4096
VARINT, FIXED_64, BYTES, FIXED_32 = 0, 1, 2, 5


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
        kind = message.kind
        inside, kept, is_tensor = BY_TAG[kind], KEPT.get(kind, ()), kind == "tensor"
        try:
            while at < end:
                start = at
                tag = data[at]
                at += 1
                if tag > 127:
                    tag, at = _varint(data, start)
                wire = tag & 7
                if wire == BYTES:
                    length = data[at]
                    at += 1
                    if length > 127:
                        length, at = _varint(data, at - 1)
                    stop = at + length
                    if stop > end:
                        return start
                    if tag in inside:
                        inner = inside[tag]
                        plain = (
                            inner == "node" and self._plain_node(data, at, stop, depth + 1)
                        ) or (inner == "tensor" and self._plain_tensor(data, at, stop))
                        if not plain and (inner != "attribute" or LEADS_ON(data, at, stop)):
                            self._whole(inner, data, at, stop, depth + 1)
                    elif tag in kept:
                        self._bytes(message, tag >> 3, data[at:stop])
                    at = stop
                elif wire == VARINT:
                    value = data[at]
                    at += 1
                    if value > 127:
                        value, at = _varint(data, at - 1)
                    if is_tensor:
                        self._integer(message, tag >> 3, value)
                elif wire in (FIXED_64, FIXED_32):
                    at += 8 if wire == FIXED_64 else 4
                    if at > end:
                        return start
                else:
                    raise Broken(_("it is not an ONNX model: a field of it is of no known kind."))
        except IndexError:
            return start
        return at

    def _plain_node(self, data: bytes, at: int, end: int, depth: int) -> bool:
        """Go through a node as nearly all are written: texts, and attributes that may lead on."""
        leading = []
        while at < end:
            tag, length = data[at], data[at + 1]
            at += 2
            if tag & 7 != BYTES or tag > 127:
                return False
            if length > 127:
                length, at = _varint(data, at - 1)
            if tag == ATTRIBUTE and LEADS_ON(data, at, at + length):
                leading.append((at, at + length))
            at += length
        if at != end:
            return False
        for begin, stop in leading:
            if not self._plain_attribute(data, begin, stop, depth + 2):
                self._whole("attribute", data, begin, stop, depth + 1)
        return True

    def _plain_attribute(self, data: bytes, at: int, end: int, depth: int) -> bool:
        """Go through an attribute of a name, integers and tensors, which nearly all are."""
        tensors = []
        while at < end:
            tag = data[at]
            if tag in (NAME, TENSOR):
                length, begin = data[at + 1], at + 2
                if length > 127:
                    length, begin = _varint(data, at + 1)
                at = begin + length
                if tag == TENSOR:
                    tensors.append((begin, at))
            elif tag in INTEGERS and data[at + 1] < 128:
                at += 2
            elif tag in INTEGERS:
                _value, at = _varint(data, at + 1)
            elif data[at : at + 2] == KIND and data[at + 2] < 128:
                at += 3
            else:
                return False
        if at != end:
            return False
        for begin, stop in tensors:
            if not self._plain_tensor(data, begin, stop):
                self._whole("tensor", data, begin, stop, depth)
        return True

    def _plain_tensor(self, data: bytes, at: int, end: int) -> bool:
        """Count a tensor as nearly all are written; what is written otherwise is left to others."""
        values, kind = 1, 0
        while at < end:
            tag = data[at]
            if tag in (DIMENSION_ALONE, TYPE_ALONE) and data[at + 1] < 128:
                value, at = data[at + 1], at + 2
            elif tag == DIMENSION_ALONE:
                value, at = _varint(data, at + 1)
            elif tag in DATA:
                length, at = _varint(data, at + 1)
                at += length
                continue
            else:
                return False
            if tag == DIMENSION_ALONE:
                values *= value
            else:
                kind = value
        if at == end:
            self.contents.precision[TYPES.get(kind, "unknown")] += values
            self.contents.tensors += 1
        return at == end

    def _whole(self, kind: str, data: bytes, at: int, end: int, depth: int) -> None:
        message = STRUCTURE.get(kind) or self._begin(kind, depth)
        if self.in_memory(message, data, at, end, depth) != end:
            raise Broken(_("it is not an ONNX model: a field is longer than its message."))
        if message.kind not in STRUCTURE:
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
        if tag & 7 != BYTES or stop > end:
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


def _tag(number: int) -> int:
    return number << 3 | BYTES


DIMENSION_ALONE, TYPE_ALONE = DIMENSIONS << 3, DATA_TYPE << 3
DATA = {_tag(number) for number in (4, 5, 7, 8, 9, 10, 11)}
"""A tensor's name, and its values as they are stored."""
ATTRIBUTE = _tag(5)
NAME, TENSOR, INTEGERS, KIND = _tag(1), _tag(5), {3 << 3, 8 << 3}, b"\xa0\x01"
"""Of an attribute: its name, a tensor, an integer or several, and (field 20) which of them it holds."""
BY_TAG = {k: {_tag(n): inner for n, inner in fields.items()} for k, fields in INSIDE.items()}
PAIR = {_tag(KEY), _tag(VALUE)}
KEPT = {"tensor": {_tag(DIMENSIONS)}, "metadata": PAIR, "place of data": PAIR}
LEADS_ON = re.compile(b"[" + bytes(BY_TAG["attribute"]) + b"]").search
"""Whether an attribute may hold a tensor or a graph: it has the byte that would announce one."""
STRUCTURE = {kind: _Message(kind) for kind in ("node", "attribute")}
"""Messages of which nothing is kept."""


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
