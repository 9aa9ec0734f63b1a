"""The header of a GGUF file: keys and values, then what each tensor is and where.

Source of the format: docs/gguf.md of the ggml project; versions 1 to 3, either byte order.
"""

from __future__ import annotations

import struct
from math import prod

from licet.weights.scan.contents import Broken, Contents, Reader
from licet.words import _

TYPES = {  # name, values in a block, bytes of a block
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 40),
    10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292), 16: ("IQ2_XXS", 256, 66),
    17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4),
    27: ("I64", 1, 8), 28: ("F64", 1, 8), 29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2),
    34: ("TQ1_0", 256, 54), 35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17), 40: ("NVFP4", 64, 36),
    41: ("Q1_0", 128, 18),
}  # fmt: skip
SCALARS = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
STRING, ARRAY = 8, 9
CHUNK = 1 << 20
LONGEST_NAME = 1 << 16
DEEPEST = 4
MOST = 1_000_000
TOLD = ("general.alignment", "general.license")


class _Gguf:
    """A reader that knows the file's byte order and the width of its counts."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        reader.read(4, _("the magic number"))
        version = reader.read(4, _("the version"))
        self.order = "<" if version[:2] != b"\0\0" else ">"
        self.version = int(self.number("I", version))
        if self.version not in (1, 2, 3):
            raise Broken(_("GGUF version {n} is not known; 1 to 3 are.").format(n=self.version))
        self.long = "I" if self.version == 1 else "Q"

    def number(self, kind: str, raw: bytes | None = None) -> int | float:
        """The next number of a `struct` kind."""
        size = struct.calcsize(f"={kind}")
        raw = self.reader.read(size, _("a number in the header")) if raw is None else raw
        found: int | float = struct.unpack(f"{self.order}{kind}", raw)[0]
        return found

    def count(self, least: int, what: str) -> int:
        """How many of ``what`` follow, each of at least ``least`` bytes."""
        found = int(self.number(self.long))
        if found * least > self.reader.left():
            sentence = _("cut off: it claims {count} {what}, and {left} bytes are left.")
            left = f"{self.reader.left():,}"
            raise Broken(sentence.format(count=f"{found:,}", what=what, left=left))
        return found

    def entries(self, least: int, what: str) -> int:
        """How many entries of the header follow: `count`, and no more than a model can have."""
        if (found := self.count(least, what)) > MOST:
            sentence = _("it claims {count} {what}; no model has more than {most}.")
            raise Broken(sentence.format(count=f"{found:,}", what=what, most=f"{MOST:,}"))
        return found

    def text(self, what: str) -> str | None:
        """The next text, or nothing where it is too long to be of use."""
        length = int(self.number(self.long))
        if length > LONGEST_NAME:
            self.reader.skip(length, what)
            return None
        return self.reader.read(length, what).decode("utf-8", "replace")

    def value(self, kind: int, depth: int = 0) -> object:
        """The next value of a GGUF kind; of an array nothing, it is passed over."""
        if kind in SCALARS:
            return self.number(SCALARS[kind])
        if kind == STRING:
            return self.text(_("a text in the header"))
        if kind != ARRAY or depth > DEEPEST:
            raise Broken(_("its header has a value of the unknown kind {n}.").format(n=kind))
        inner = int(self.number("I"))
        what = _("values in a list")
        if inner in SCALARS:
            size = struct.calcsize(f"={SCALARS[inner]}")
            self.reader.skip(self.count(size, what) * size, what)
        elif inner == STRING:
            self._skip_texts(self.count(struct.calcsize(f"={self.long}"), what))
        else:
            for _n in range(self.count(12, what)):
                self.value(inner, depth + 1)
        return None

    def _skip_texts(self, count: int) -> None:
        """Pass over a tokenizer's words: hundreds of thousands, so a chunk at a time."""
        length = struct.Struct(f"{self.order}{self.long}")
        what = _("a text in a list")
        while count:
            chunk = self.reader.read(min(CHUNK, self.reader.left()), what)
            at, room = 0, len(chunk) - length.size
            while count and at <= room:
                at += length.size + length.unpack_from(chunk, at)[0]
                count -= 1
            if not at:
                raise Broken(_("cut off: the header ends within a list of texts."))
            self._back_to(at, len(chunk))

    def _back_to(self, at: int, read: int) -> None:
        if at > read:
            self.reader.skip(at - read, _("a text in a list"))
        elif at < read:
            self.reader.file.seek(at - read, 1)
            self.reader.position += at - read


def read(reader: Reader) -> Contents:
    """The tensors that the header lists, checked against the size of the file."""
    gguf = _Gguf(reader)
    contents = Contents("GGUF")
    tensors = gguf.entries(4 * 4 + 8, _("tensors"))
    values = _values(gguf, gguf.entries(4 + 4 + 1, _("values")))
    need = 0
    for _n in range(tensors):
        need = max(need, _tensor(gguf, contents))
    _declared(contents, values)
    alignment = values.get("general.alignment", 32)
    step = alignment if isinstance(alignment, int) and alignment > 0 else 32
    begin = -(-reader.position // step) * step
    if tensors and begin + need > reader.size:
        sentence = _("cut off: its tensors need {need} bytes, the file has {size}.")
        raise Broken(sentence.format(need=f"{begin + need:,}", size=f"{reader.size:,}"))
    return contents


def _values(gguf: _Gguf, count: int) -> dict[str, object]:
    """The values under the keys that say what the model is."""
    values: dict[str, object] = {}
    for _n in range(count):
        key = gguf.text(_("a key")) or ""
        value = gguf.value(int(gguf.number("I")))
        if key in TOLD or (key.startswith("general.base_model.") and len(values) < 100):
            values[key] = value
    return values


def _tensor(gguf: _Gguf, contents: Contents) -> int:
    """Count a tensor; where its data end, from the beginning of all data."""
    name = gguf.text(_("the name of a tensor")) or "?"
    dimensions = int(gguf.number("I"))
    if dimensions > 8:
        sentence = _("the tensor {name} has {n} dimensions; a tensor has few.")
        raise Broken(sentence.format(name=name[:80], n=f"{dimensions:,}"))
    values = prod(int(gguf.number(gguf.long)) for _n in range(dimensions))
    kind, offset = int(gguf.number("I")), int(gguf.number("Q"))
    contents.tensors += 1
    if kind not in TYPES:
        warning = _("it has tensors of types that licet does not know.")
        contents.warnings += [warning] if warning not in contents.warnings else []
        contents.precision["unknown"] += values
        return offset
    label, block, size = TYPES[kind]
    contents.precision[label] += values
    return offset + -(-values // block) * size


def _declared(contents: Contents, values: dict[str, object]) -> None:
    license_name = values.get("general.license")
    contents.license = license_name if isinstance(license_name, str) else None
    for key, value in values.items():
        wanted = key.startswith("general.base_model.") and key.endswith((".name", ".repo_url"))
        if wanted and isinstance(value, str):
            contents.base_models.append(value)
