"""Mutation testing of the law and of its language: `make mutants`.

Each mutant (`mutations.py` makes them) is judged in a fork of a parent that has imported what tests
need from elsewhere and nothing of licet: the fork reads the changed source in place of the module's
own and runs the tests, those most likely to notice first, until one fails. A mutant that no test
notices survives. One that licet refuses when it is read (a term built wrongly, a list that names no
paragraph) is told apart: it is no evidence of the tests, and the share leaves it out.

The sample is drawn with a seed; `--all` takes every mutant.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import resource
import sys
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType
from typing import Any

from mutations import ROOT, SOURCE, Mutant, mutations

CPU_SECONDS = 300
"""Of a mutant that never ends. Processor time: another job on the machine does not count."""
MEMORY = 3 * 2**30
FROM_ELSEWHERE = ("click", "hypothesis", "msgspec", "networkx", "pytest", "rich.console", "yaml")
OPTIONS = ["-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider", "-p", "no:xdist"]
PROPERTIES = ["tests/decision/test_properties.py"]
"""Slow, and so last."""
DECISION = ["tests/decision", "tests/facts", f"--ignore={PROPERTIES[0]}"]
LISTS = [f"tests/law/test_{name}.py" for name in ("numbers", "places", "places_named")]
EDITIONS = ["versions", "instruments", "october_2022", "timeline_review", "timeline", "editions",
            "other_readings"]  # fmt: skip
GENERAL = [f"tests/law/test_{name}.py" for name in EDITIONS]
READERS = {
    "columns.py": ["tests/logic/test_columns.py", "tests/tables/test_equal.py"],
    "solve.py": ["tests/logic/test_solve.py", "tests/proofs/test_solve.py"],
    "coverage.py": ["tests/law/test_coverage.py", "tests/cli/test_law.py"],
    "index.py": ["tests/test_index.py"],
    "reformed.py": ["tests/decision/test_reforms.py"],
    "sql.py": ["tests/tables/test_sql.py"],
    "dated.py": ["tests/logic/test_language.py", "tests/decision/test_reforms.py"],
    "explain.py": ["tests/logic/test_explain.py", "tests/logic/test_language.py"],
    "cases.py": ["tests/logic/test_cases.py"],
    "meaning.py": ["tests/logic/test_cases.py"],
    "sums.py": ["tests/logic/test_cases.py"],
    "words.py": ["tests/logic/test_words.py"],
    "automaton.py": ["tests/tables/test_automaton.py"],
    "residual.py": ["tests/logic/test_lowering.py"],
    "diagrams.py": ["tests/logic/test_lowering.py", "tests/logic/test_cases.py"],
    "e4e091.py": ["tests/law/ear/test_weights.py"],
}
"""The tests of what does not stand at the path of its tests."""
APART = {"columns.py", "solve.py", "sql.py"}
"""Readers that tests hold against the explaining one, half a minute each: ``--only solve.py``."""


def stages(path: Path) -> Iterator[list[str]]:
    """The tests for a file, those that are likely to notice first. Logic knows no law."""
    own = list(_own(path))
    if own:
        yield own
    if path.parent.name == "logic":
        yield ["tests/logic"]
    yield GENERAL
    yield DECISION
    yield ["tests/law"]
    yield PROPERTIES


def _own(path: Path) -> Iterator[str]:
    if path.name in READERS:
        yield from READERS[path.name]
        return
    there = ROOT / "tests" / path.relative_to(SOURCE).parent
    own = sorted(there.glob(f"test_{path.stem}*.py"))
    for test in own or ([there] if path.parent.name == "ccl" else []):
        yield str(test.relative_to(ROOT))
    yield from LISTS if "law" in path.parts else ["tests/logic/test_language.py"]


class Changed(MetaPathFinder, SourceFileLoader):
    """Finds the mutant's module and loads its changed source."""

    def __init__(self, mutant: Mutant) -> None:
        super().__init__(mutant.module, str(mutant.path))
        self.mutant = mutant

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The module, where it is the mutant's."""
        if name != self.mutant.module:
            return None
        return spec_from_file_location(name, self.mutant.path, loader=self)

    def get_code(self, fullname: str) -> CodeType:
        """The code of the changed source."""
        return compile(self.mutant.source(), str(self.mutant.path), "exec")


class Witness:
    """Plugin of pytest: the first test that fails, or the file that cannot be collected."""

    name = ""

    def pytest_runtest_logreport(self, report: Any) -> None:
        """One test."""
        if report.failed and not self.name:
            self.name = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        """One file."""
        self.pytest_runtest_logreport(report)


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant, and which test noticed."""

    mutant: Mutant
    fate: str
    by: str = ""


REFUSED, KILLED, ENDLESS, SURVIVES = "refused", "killed", "endless", "survives"


def judge(mutant: Mutant | None) -> str:
    """In a fork: the fate, and the test that noticed. None: the source as it is."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    if mutant is not None:
        sys.meta_path.insert(0, Changed(mutant))
        try:
            importlib.import_module("licet.decision")
            importlib.import_module(mutant.module)
        except Exception as problem:
            return f"{REFUSED} {type(problem).__name__}: {problem}"
    import pytest

    path = mutant.path if mutant else SOURCE / "logic" / "cases.py"
    for tests in stages(path):
        witness = Witness()
        if pytest.main([*OPTIONS, *tests], plugins=[witness]) != 0:
            return f"{KILLED} {witness.name}"
    return SURVIVES


def start(mutant: Mutant | None) -> tuple[int, int]:
    """A fork that judges: its process, and the pipe with its word."""
    out, into = os.pipe()
    process = os.fork()
    if process == 0:
        word = KILLED
        try:
            word = judge(mutant)
        except BaseException as problem:  # tests that bring pytest itself down have noticed
            word = f"{KILLED} {type(problem).__name__}"
        finally:
            os.write(into, word.encode()[:4000])
            os._exit(0)
    os.close(into)
    return process, out


def verdicts(mutants: list[Mutant], at_once: int) -> Iterator[Verdict]:
    """Each mutant's verdict as it comes in."""
    waiting, running = deque(mutants), dict[int, tuple[Mutant, int]]()
    while waiting or running:
        while waiting and len(running) < at_once:
            mutant = waiting.popleft()
            process, out = start(mutant)
            running[process] = (mutant, out)
        process, _status = os.wait()
        mutant, out = running.pop(process)
        fate, _, by = (_said(out) or ENDLESS).partition(" ")
        yield Verdict(mutant, fate, by)


def _said(out: int) -> str:
    with os.fdopen(out, "rb") as pipe:
        return pipe.read().decode(errors="replace")


def warm() -> None:
    """Import what every fork needs; what fails there fails here first."""
    for name in FROM_ELSEWHERE:
        importlib.import_module(name)
    from hypothesis import Phase, settings

    phases = (Phase.explicit, Phase.generate)  # who only asks whether it fails needs no smallest
    settings.register_profile("once", phases=phases, database=None, derandomize=True)
    settings.load_profile("once")
    os.chdir(ROOT)
    sys.path[:0] = [str(SOURCE.parent), str(ROOT)]


def as_it_is() -> bool:
    """Whether the tests pass on the source as it is."""
    process, out = start(None)
    os.waitpid(process, 0)
    return _said(out) == SURVIVES


def show(found: list[Verdict]) -> float:
    """Print the account, and give the percentage killed of those that could be read."""
    fates = Counter(verdict.fate for verdict in found)
    judged = len(found) - fates[REFUSED]
    killed = judged - fates[SURVIVES]
    first = sum(_own_test(verdict) for verdict in found if verdict.fate == KILLED)
    percent = 100 * killed / max(judged, 1)
    print(
        f"killed {killed} of {judged} ({percent:.1f} percent): {first} by the tests of their own "
        f"file, {fates[ENDLESS]} without end; {fates[REFUSED]} more were refused when read"
    )
    return percent


def _own_test(verdict: Verdict) -> bool:
    return any(verdict.by.startswith(test) for test in _own(verdict.mutant.path))


def _is_asked(path: Path, only: str) -> bool:
    return only in str(path) if only else path.name not in APART


def main() -> int:
    """Judge a sample, print what survives, and the share that was killed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=200, help="how many mutants (default 200)")
    asked.add_argument("--all", action="store_true", help="every mutant")
    asked.add_argument("--seed", type=int, default=4544)
    asked.add_argument("--only", default="", help="only files whose path contains this")
    asked.add_argument("--at-once", type=int, default=2, help="processes (default 2)")
    asked.add_argument("--at-least", type=int, default=90, help="percent killed (default 90)")
    asked.add_argument("--unchecked", action="store_true", help="trust that the tests pass")
    chosen = asked.parse_args()
    every = [mutant for mutant in mutations() if _is_asked(mutant.path, chosen.only)]
    sample = every
    if not chosen.all and chosen.count < len(every):
        sample = random.Random(chosen.seed).sample(every, chosen.count)
    print(f"{len(sample)} of {len(every)} mutants, seed {chosen.seed}", flush=True)
    warm()
    if not chosen.unchecked and not as_it_is():
        print("the tests do not pass as it is; there is nothing to compare with")
        return 2
    found = []
    for verdict in verdicts(sample, chosen.at_once):
        found.append(verdict)
        if verdict.fate == SURVIVES:
            print(f"survives: {verdict.mutant}", flush=True)
        if len(found) % 20 == 0:
            alive = sum(verdict.fate == SURVIVES for verdict in found)
            print(f"{len(found)} of {len(sample)} judged, {alive} survive", flush=True)
    return 0 if show(found) >= chosen.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
