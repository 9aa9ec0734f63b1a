"""One explained decision against one authorization call of Cedar, and the command against pydantic.

Run with `make bench-decide`. Both sides are measured in the same run; only ratios mean anything.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHIPMENT = ROOT / "src" / "licet" / "cli" / "shipments" / "1-a-cloud-in-india.json"
POLICY = """
permit (principal, action == Action::"export", resource)
when { resource.tpp * context.quantity <= 26900000 && principal.headquarters == "IN" };
"""


def median(call: Callable[[], object], times: int) -> float:
    call()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


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


def process(*command: str) -> float:
    def run() -> None:
        subprocess.run([sys.executable, *command], check=False, stdout=subprocess.DEVNULL)

    return median(run, 9)


def main() -> None:
    from licet import decide

    facts = json.loads(SHIPMENT.read_text(encoding="utf-8"))
    ours, theirs = median(lambda: decide(facts), 300), median(cedar(), 300)
    print(f"{'explained decision':<28} {ours * 1000:8.3f} ms")
    print(
        f"{'cedarpy, one authorization':<28} {theirs * 1000:8.3f} ms   ratio {ours / theirs:6.2f}"
    )
    program = "from licet.cli.main import run; run()"
    whole = process("-c", program, "decide", str(SHIPMENT))
    peer = process("-c", "import pydantic")
    print(f"{'licet decide, process':<28} {whole * 1000:8.1f} ms")
    print(f"{'import pydantic, process':<28} {peer * 1000:8.1f} ms   ratio {whole / peer:6.2f}")


if __name__ == "__main__":
    main()
