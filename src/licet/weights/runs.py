"""The operations of one training run, from whichever figures its log holds.

Source: 15 CFR part 774, supplement no. 1, ECCN 4E091, Technical Note 2 (6ND for a dense layer).
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from licet.errors import Fault, InputError
from licet.facts.training import Between, Hardware, TrainingRun
from licet.weights.architecture import TRAINING, operations_of_a_data_point
from licet.weights.interval import UNKNOWN, Interval
from licet.words import _

SECONDS = Interval.exactly(3600)
AT_MOST_ALL = Interval(0, Fraction(1))


def operations_of(run: TrainingRun, path: str) -> tuple[Interval, str, list[str]]:
    """The run's operations in whole operations, how they were counted, and what is missing.

    Where the run states several kinds of figures, the interval holds what each of them gives; but
    hardware of unknown utilization bounds only what nothing else does.
    """
    ways = [way for way in (_logged(run), _from_parameters(run)) if way]
    if run.architecture is not None:
        each = operations_of_a_data_point(run.architecture, f"{path}.architecture.")
        ways.append((each * Interval.of(run.tokens), _("layer by layer, for each data point")))
    hardware = _from_hardware(run, path)
    if hardware and run.hardware and (run.hardware.utilization is not None or not ways):
        ways.append(hardware)
    if not ways:
        return UNKNOWN, _("no figure is stated"), [f"{path}.operations"]
    found = reduce(Interval.__or__, (interval for interval, _how in ways)).whole()
    how = "; ".join(how for _interval, how in ways)
    return found, how + from_sources(*_sources(run)), _missing(run, path, found)


def from_sources(*sources: str | None) -> str:
    """Where figures come from, to be added to how; nothing where nobody says."""
    told = "; ".join(dict.fromkeys(source for source in sources if source))
    return f"; {told}" if told else ""


def _sources(run: TrainingRun) -> list[str | None]:
    """The source of the run, then those of its single figures."""
    hardware = run.hardware or Hardware()
    figures = (getattr(of, name) for of in (run, hardware) for name in of.__struct_fields__)
    return [run.source, *(each.source for each in figures if isinstance(each, Between))]


def _logged(run: TrainingRun) -> tuple[Interval, str] | None:
    if run.operations is None:
        return None
    return Interval.of(run.operations), _("as logged")


def _from_parameters(run: TrainingRun) -> tuple[Interval, str] | None:
    """6ND: N the parameters that a data point passes, D the data points.

    Where only some parameters learn, the others still pass forward (2N); the way back through them
    (2N) is needed only below the lowest one that learns, and the learning ones add 2 each.
    """
    passed = run.active_parameters if run.active_parameters is not None else run.parameters
    if passed is None or run.architecture is not None:
        return None
    parameters, tokens = Interval.of(passed), Interval.of(run.tokens)
    if run.trainable_parameters is None:
        how = _("6ND") if run.active_parameters is None else _("6ND, N the active parameters")
        return Interval.exactly(TRAINING) * parameters * tokens, how
    learning = Interval.exactly(2) * Interval.of(run.trainable_parameters)
    each = Interval.exactly(2) * parameters + learning
    back = Interval.exactly(2) * parameters
    each = Interval(each.low, (each + back).high)
    return each * tokens, _("forward through N, backward through at most N, for D data points")


def _from_hardware(run: TrainingRun, path: str) -> tuple[Interval, str] | None:
    """Chips times hours times the dense peak times utilization (at most all of it)."""
    if (used := run.hardware) is None:
        return None
    share = AT_MOST_ALL if used.utilization is None else Interval.of(used.utilization)
    if share.high is None or share.high > 1:
        sentence = _("is more than 1; utilization is a share of the peak rate.")
        raise InputError([Fault(f"{path}.hardware.utilization", sentence)])
    seconds = Interval.of(used.chips) * Interval.of(used.hours) * SECONDS
    operations = seconds * Interval.of(used.peak_operations_per_second) * share
    return operations, _("hardware time, its peak rate and utilization")


def _missing(run: TrainingRun, path: str, found: Interval) -> list[str]:
    """What leaves the figure without an upper bound, or hardware without a lower one."""
    if found.high is not None:
        open_ = run.hardware is not None and run.hardware.utilization is None and found.low == 0
        return [f"{path}.hardware.utilization"] if open_ and found.high else []
    wanted = ["tokens"] if run.parameters or run.active_parameters or run.architecture else []
    missing = [f"{path}.{name}" for name in wanted if getattr(run, name) is None]
    if run.hardware is not None:
        names = ("chips", "hours", "peak_operations_per_second")
        missing += [f"{path}.hardware.{n}" for n in names if getattr(run.hardware, n) is None]
    return missing or [f"{path}.operations"]
