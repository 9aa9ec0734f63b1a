"""A pickle, read opcode by opcode and never run: the storages it names, and what it would import.

Source of the opcodes: Python's `pickletools`. A stack machine follows them, but where a pickle
would call something it only notes what.
"""

from __future__ import annotations

import pickletools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
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


class Machine:
    """Follows the opcodes of one pickle. Calls leave an unknown object on the stack."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.memo: dict[Any, Any] = {}
        self.found = Findings()

    def run(self, file: Bounded | BytesIO) -> Findings:
        """Go to the end of the pickle. What was found before a fault stays in `found`."""
        try:
            for n, (opcode, argument, _position) in enumerate(pickletools.genops(file)):  # type: ignore[arg-type]
                STEPS[opcode.name](self, argument)
                if n > MOST_OPCODES:
                    raise Broken(_("its pickle has more opcodes than a checkpoint needs."))
        except (ValueError, TypeError, OverflowError, IndexError, AttributeError) as error:
            why = str(error).split("\n")[0][:120]
            raise Broken(_("its pickle cannot be read: {why}.").format(why=why)) from None
        self.found.first = self.stack[-1] if self.stack else None
        return self.found

    def take(self, count: int) -> list[Any]:
        """The topmost of the stack, the lowest of them first; of an empty stack unknown objects."""
        return [self.pop() for _n in range(count)][::-1]

    def keep(self, key: Any) -> None:
        """Remember the topmost of the stack."""
        self.memo[key] = self.stack[-1] if self.stack else OTHER

    def name(self, module: Any, name: Any, *, push: bool) -> None:
        """Note what would be imported."""
        if isinstance(module, str) and isinstance(name, str):
            found: Any = Global(module, name)
            if len(self.found.globals) < 10_000:
                self.found.globals[found] = None
        else:
            found, self.found.computed_name = OTHER, True
        if push:
            self.stack.append(found)

    def pop(self) -> Any:
        """The topmost of the stack."""
        return self.stack.pop() if self.stack else OTHER

    def to_mark(self) -> list[Any]:
        """What lies on the stack above the last mark, which goes with it."""
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


# -- what each opcode does ------------------------------------------------------------------------

Step = Callable[[Machine, Any], object]


def _takes(count: int, *pushed: Any) -> Step:
    def takes(machine: Machine, _argument: Any) -> None:
        del machine.stack[-count:]

    def pushes(machine: Machine, _argument: Any) -> None:
        machine.stack.append(pushed[0])

    def both(machine: Machine, _argument: Any) -> None:
        del machine.stack[-count:]
        machine.stack.append(pushed[0])

    return both if count and pushed else takes if count else pushes


def _takes_to_mark(*pushed: Any) -> Step:
    def step(machine: Machine, _argument: Any) -> None:
        machine.to_mark()
        machine.stack += pushed

    return step


def _value(machine: Machine, argument: Any) -> None:
    machine.stack.append(_small(argument))


def _persistent(machine: Machine, named: Any) -> None:
    machine.found.persistent.append(named)
    machine.stack.append(OTHER)


def _named(machine: Machine, argument: Any, push: bool = True) -> None:
    module, _space, last = str(argument).partition(" ")
    machine.name(module, last, push=push)


def _instance(machine: Machine, argument: Any) -> None:
    machine.to_mark()
    machine.stack.append(OTHER)
    _named(machine, argument, push=False)


def _stack_named(machine: Machine, _argument: Any) -> None:
    module, last = machine.take(2)
    machine.name(module, last, push=True)


def _extension(machine: Machine, _argument: Any) -> None:
    machine.found.extension = True
    machine.stack.append(OTHER)


def _kept(machine: Machine, argument: Any) -> None:
    machine.keep(argument)


def _recalled(machine: Machine, argument: Any) -> None:
    machine.stack.append(machine.memo.get(argument, OTHER))


def _tuple_of(count: int) -> Step:
    return lambda machine, _argument: machine.stack.append(tuple(machine.take(count)))


def _nothing(_machine: Machine, _argument: Any) -> None:
    pass


STEPS: dict[str, Step] = {opcode.name: _value for opcode in pickletools.opcodes} | {
    **dict.fromkeys(("STOP", "PROTO", "FRAME", "READONLY_BUFFER"), _nothing),
    **dict.fromkeys(("EMPTY_LIST", "EMPTY_DICT", "EMPTY_SET", "NEXT_BUFFER"), _takes(0, OTHER)),
    **dict.fromkeys(("POP", "APPEND", "BUILD"), _takes(1)),
    "SETITEM": _takes(2),
    **dict.fromkeys(("REDUCE", "NEWOBJ"), _takes(2, OTHER)),
    "NEWOBJ_EX": _takes(3, OTHER),
    **dict.fromkeys(("APPENDS", "SETITEMS", "ADDITEMS", "POP_MARK"), _takes_to_mark()),
    **dict.fromkeys(("LIST", "DICT", "FROZENSET", "OBJ"), _takes_to_mark(OTHER)),
    "INST": _instance,
    "NONE": _takes(0, None),
    "NEWTRUE": _takes(0, True),
    "NEWFALSE": _takes(0, False),
    "EMPTY_TUPLE": _takes(0, ()),
    **{f"TUPLE{count}": _tuple_of(count) for count in (1, 2, 3)},
    "TUPLE": lambda machine, _argument: machine.stack.append(tuple(machine.to_mark())),
    "MARK": _takes(0, MARK),
    "DUP": lambda machine, _argument: machine.stack.append(
        machine.stack[-1] if machine.stack else OTHER
    ),
    **dict.fromkeys(("PUT", "BINPUT", "LONG_BINPUT"), _kept),
    "MEMOIZE": lambda machine, _argument: machine.keep(len(machine.memo)),
    **dict.fromkeys(("GET", "BINGET", "LONG_BINGET"), _recalled),
    "GLOBAL": _named,
    "STACK_GLOBAL": _stack_named,
    "PERSID": _persistent,
    "BINPERSID": lambda machine, _argument: _persistent(machine, machine.pop()),
    **dict.fromkeys(("EXT1", "EXT2", "EXT4"), _extension),
}
"""By the name of the opcode; those that are not named push the value that they hold."""
