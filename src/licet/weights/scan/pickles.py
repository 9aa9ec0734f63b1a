"""A pickle, read opcode by opcode and never run: the storages it names, and what it would import.

Source of the opcodes: Python's `pickletools`. A stack machine follows them, but where a pickle
would call something it only notes what.
"""

from __future__ import annotations

import pickletools
import re
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from licet.weights.scan.contents import Broken
from licet.words import _

LONGEST_VALUE = 1 << 20
LONGEST_LINE = 1 << 16
LONGEST_NAME = 512
MOST_OPCODES = 3_000_000
PLAIN = {
    "_codecs": {"encode"},
    "argparse": {"Namespace"},
    "builtins": {"set", "frozenset", "complex", "bytearray", "slice", "range", "list", "dict"},
    "collections": {"OrderedDict", "defaultdict", "Counter"},
    "numpy": {"dtype", "ndarray"},
    "numpy.core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "torch": {"Size", "device", "Tensor", "dtype", "Generator"},
    "torch._utils": {
        "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3", "_rebuild_parameter",
        "_rebuild_parameter_with_state", "_rebuild_qtensor", "_rebuild_sparse_tensor",
        "_rebuild_meta_tensor_no_storage",
    },
    "torch._tensor": {"_rebuild_from_type_v2"},
    "torch.nn.parameter": {"Parameter", "Buffer"},
    "torch.storage": {"UntypedStorage", "TypedStorage"},
    "torch.jit._pickle": {
        "build_intlist", "build_doublelist", "build_boollist", "build_tensorlist",
        "restore_type_tag", "build_tensor_from_id",
    },
}  # fmt: skip
"""What a plain checkpoint names: containers, and tensors put together from their storages."""
TORCH_TYPES = re.compile(
    r"\w+Storage|(b?float|complex|q?u?int|bits)\d+\w*|bool|half|double|long|short|float|int"
    r"|per_(tensor|channel)_affine|strided|contiguous_format|channels_last|preserve_format"
)
"""Storages, types of values and layouts of the package torch."""
RUNS_CODE = {
    "os", "posix", "nt", "subprocess", "sys", "shutil", "socket", "runpy", "importlib", "pty",
    "webbrowser", "code", "ctypes", "pickle", "builtins", "__builtin__", "types", "marshal",
    "commands", "multiprocessing", "threading", "asyncio", "pip", "timeit", "pdb", "bdb", "cProfile",
}  # fmt: skip
"""Modules by which a pickle can run any command."""


@dataclass(frozen=True)
class Global:
    """A name that unpickling would import."""

    module: str
    name: str

    def __str__(self) -> str:
        """The name with its module."""
        return f"{self.module}.{self.name}"

    @property
    def plain(self) -> bool:
        """Whether a checkpoint of plain tensors names it."""
        if self.name in PLAIN.get(self.module, ()) or f"{self.module}.".startswith("__torch__."):
            return True
        return self.module == "torch" and TORCH_TYPES.fullmatch(self.name) is not None

    @property
    def runs_code(self) -> bool:
        """Whether it is a well-known way to run a command."""
        return self.module.split(".")[0] in RUNS_CODE and not self.plain


@dataclass
class Findings:
    """What one pickle names. ``persistent`` are the storages of a PyTorch checkpoint."""

    globals: dict[Global, None] = field(default_factory=dict)
    persistent: list[Any] = field(default_factory=list)
    first: Any = None
    computed_name: bool = False
    extension: bool = False

    def warnings(self) -> list[str]:
        """A sentence for each thing that a checkpoint has no need of."""
        found = []
        for each in self.globals:
            if each.runs_code:
                sentence = _("loading it would run code: it names {name}.")
                found.append(sentence.format(name=each))
            elif not each.plain:
                sentence = _("loading it would import {name}, which plain tensors do not need.")
                found.append(sentence.format(name=each))
        if self.computed_name:
            found.append(_("loading it would import a name that it only puts together then."))
        if self.extension:
            found.append(_("it names something by a number of the extension registry."))
        return found[:20]


class _Skipped:
    """Bytes that were passed over: only their number is known."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __len__(self) -> int:
        return self.length


class Bounded:
    """A file for `pickletools`, which reads as much as an opcode claims: here only in reason."""

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self.file, self.left = file, limit

    def read(self, count: int) -> Any:
        """The next bytes; of a long value only their number."""
        if count > self.left:
            sentence = _("cut off: a value in its pickle claims {count} bytes, {left} are left.")
            raise Broken(sentence.format(count=f"{count:,}", left=f"{self.left:,}"))
        self.left -= count
        if count <= LONGEST_VALUE:
            return self.file.read(count)
        passed = count
        while passed:
            step = len(self.file.read(min(passed, LONGEST_VALUE)))
            if not step:
                raise Broken(_("cut off: the file ends within a value of its pickle."))
            passed -= step
        return _Skipped(count)

    def readline(self) -> bytes:
        """The next line of an old, textual opcode."""
        line = self.file.readline(LONGEST_LINE)
        self.left -= len(line)
        if len(line) == LONGEST_LINE:
            raise Broken(_("a line in its pickle has no end."))
        return line


class _Mark:
    """The place on the stack from which a list or a tuple is collected."""


MARK, OTHER = _Mark(), object()
POPS = {
    "POP": 1, "APPEND": 1, "SETITEM": 2, "BUILD": 1, "REDUCE": 2, "NEWOBJ": 2, "NEWOBJ_EX": 3,
}  # fmt: skip
PUSHES_OTHER = {
    "REDUCE",
    "NEWOBJ",
    "NEWOBJ_EX",
    "EMPTY_LIST",
    "EMPTY_DICT",
    "EMPTY_SET",
    "NEXT_BUFFER",
}
TO_MARK = {"APPENDS", "SETITEMS", "ADDITEMS", "POP_MARK"}
FROM_MARK = {"LIST", "DICT", "FROZENSET", "OBJ", "INST"}
TUPLES = {"EMPTY_TUPLE": 0, "TUPLE1": 1, "TUPLE2": 2, "TUPLE3": 3}
CONSTANTS = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}


WITHOUT_VALUE = {"STOP", "PROTO", "FRAME", "READONLY_BUFFER"} | set(POPS) | TO_MARK | FROM_MARK
WITHOUT_VALUE |= PUSHES_OTHER


class Machine:
    """Follows the opcodes of one pickle. Calls leave an unknown object on the stack."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.memo: dict[Any, Any] = {}
        self.found = Findings()

    def run(self, file: Bounded) -> Findings:
        """Go to the end of the pickle. What was found before a fault stays in `found`."""
        try:
            for n, (opcode, argument, _position) in enumerate(pickletools.genops(file)):  # type: ignore[arg-type]
                self._step(opcode.name, argument)
                if n > MOST_OPCODES:
                    raise Broken(_("its pickle has more opcodes than a checkpoint needs."))
        except (ValueError, TypeError, OverflowError, IndexError, AttributeError) as error:
            why = str(error).split("\n")[0][:120]
            raise Broken(_("its pickle cannot be read: {why}.").format(why=why)) from None
        self.found.first = self.stack[-1] if self.stack else None
        return self.found

    def _step(self, name: str, argument: Any) -> None:
        if name in TO_MARK or name in FROM_MARK:
            self._to_mark()
        for _n in range(POPS.get(name, 0)):
            self._pop()
        if name in FROM_MARK or name in PUSHES_OTHER:
            self.stack.append(OTHER)
        if name in CONSTANTS:
            self.stack.append(CONSTANTS[name])
        elif name in TUPLES:
            parts = [self._pop() for _n in range(TUPLES[name])]
            self.stack.append(tuple(reversed(parts)))
        elif name == "TUPLE":
            self.stack.append(tuple(self._to_mark()))
        elif name == "MARK":
            self.stack.append(MARK)
        elif name == "DUP":
            self.stack.append(self.stack[-1] if self.stack else OTHER)
        elif "PUT" in name or name == "MEMOIZE":
            key = len(self.memo) if name == "MEMOIZE" else argument
            self.memo[key] = self.stack[-1] if self.stack else OTHER
        elif name in ("GET", "BINGET", "LONG_BINGET"):
            self.stack.append(self.memo.get(argument, OTHER))
        else:
            self._names_and_values(name, argument)

    def _names_and_values(self, name: str, argument: Any) -> None:
        if name in ("GLOBAL", "INST"):
            module, _space, last = str(argument).partition(" ")
            self._import(module, last, push=name == "GLOBAL")
        elif name == "STACK_GLOBAL":
            last, module = self._pop(), self._pop()
            self._import(module, last, push=True)
        elif name == "BINPERSID":
            self.found.persistent.append(self._pop())
            self.stack.append(OTHER)
        elif name == "PERSID":
            self.found.persistent.append(argument)
            self.stack.append(OTHER)
        elif name.startswith("EXT"):
            self.found.extension = True
            self.stack.append(OTHER)
        elif name not in WITHOUT_VALUE:
            self.stack.append(_small(argument))

    def _import(self, module: Any, name: Any, *, push: bool) -> None:
        if isinstance(module, str) and isinstance(name, str):
            found: Any = Global(module, name)
            if len(self.found.globals) < 10_000:
                self.found.globals[found] = None
        else:
            found, self.found.computed_name = OTHER, True
        if push:
            self.stack.append(found)

    def _pop(self) -> Any:
        return self.stack.pop() if self.stack else OTHER

    def _to_mark(self) -> list[Any]:
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at] is MARK:
                parts = self.stack[at + 1 :]
                del self.stack[at:]
                return parts
        self.stack.clear()
        return []


def _small(value: Any) -> Any:
    """A value that may name a storage; what is too long for that is not kept."""
    if isinstance(value, str):
        return value if len(value) <= LONGEST_NAME else OTHER
    return value if isinstance(value, int) and value.bit_length() < 128 else OTHER
