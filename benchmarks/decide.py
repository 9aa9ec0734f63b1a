"""One explained decision against one authorization call of Cedar, and the command against pydantic.

Run with `make bench-decide`. Both sides take turns in the same run; only ratios mean anything.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHIPMENT = ROOT / "src" / "licet" / "cli" / "shipments" / "1-a-cloud-in-india.json"
POLICY = """
permit (principal, action == Action::"export", resource)
when { resource.tpp * context.quantity <= 26900000 && principal.headquarters == "IN" };
"""


def medians(*calls: Callable[[], object], times: int) -> list[float]:
    """The median processor seconds of each call, with those of its processes. They take turns."""
    taken: list[list[float]] = [[] for _ in calls]
    for call in calls:
        call()
    for _ in range(times):
        for call, seconds in zip(calls, taken, strict=True):
            start = _spent()
            call()
            seconds.append(_spent() - start)
    return [statistics.median(seconds) for seconds in taken]


def _spent() -> float:
    """Processor time: what else the machine does is not counted."""
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + below.ru_utime + below.ru_stime


def cedar() -> Callable[[], object]:
    import cedarpy

    request = {
        "principal": 'Company::"buyer"',
        "action": 'Action::"export"',
        "resource": 'Chip::"h100"',
        "context": {"quantity": 100},
    }
    entities = [
        {"uid": {"type": "Company", "id": "buyer"}, "attrs": {"headquarters": "IN"}, "parents": []},
        {"uid": {"type": "Chip", "id": "h100"}, "attrs": {"tpp": 15832}, "parents": []},
    ]
    return lambda: cedarpy.is_authorized(request, POLICY, entities)


def process(compiled: str, *command: str) -> Callable[[], object]:
    """A process that finds every module compiled, as an installation leaves it."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPYCACHEPREFIX"] = compiled
    return lambda: subprocess.run(
        [sys.executable, *command], check=False, stdout=subprocess.DEVNULL, env=env
    )


def main() -> None:
    from licet import decide

    facts = json.loads(SHIPMENT.read_text(encoding="utf-8"))
    less = {**facts, "end_use": {}}
    ours, unsure, theirs = medians(lambda: decide(facts), lambda: decide(less), cedar(), times=300)
    _row("explained decision", ours, theirs)
    _row("the same, end use unknown", unsure, theirs)
    _row("cedarpy, one authorization", theirs, theirs)
    program = "from licet.cli.main import run; run()"
    with tempfile.TemporaryDirectory() as compiled:
        ours_whole = process(compiled, "-c", program, "decide", str(SHIPMENT))
        whole, peer = medians(ours_whole, process(compiled, "-c", "import pydantic"), times=15)
    _row("licet decide, process", whole, peer)
    _row("import pydantic, process", peer, peer)


def _row(name: str, seconds: float, peer: float) -> None:
    print(f"{name:<28} {seconds * 1000:8.3f} ms   ratio {seconds / peer:6.2f}")


if __name__ == "__main__":
    main()
