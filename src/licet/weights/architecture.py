"""The operations of one data point, layer by layer, as Technical Note 2 to ECCN 4E091 counts them.

A multiply-accumulate is two operations. Training passes forward once (2 operations for each
multiply-accumulate) and backward once (4). The note counts operations "regardless of the
implementation": recomputed activations are not counted again, and skipped ones are not left out.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod

from licet.errors import Fault, InputError
from licet.facts.training import Architecture, Layer, Transformer
from licet.weights.interval import Interval, total
from licet.words import _

HALF = Interval.exactly(Fraction(1, 2))
TRAINING = 6
"""Operations of a multiply-accumulate in training: 2 forward and 4 backward (Technical Note 2)."""


def operations_of_a_data_point(architecture: Architecture, path: str = "") -> Interval:
    """Training operations for each data point (each token of a transformer).

    Raises `InputError` that names every size a layer of its kind needs and does not state.
    """
    if architecture.transformer is not None:
        return _transformer(architecture.transformer)
    layers = architecture.layers or ()
    faults = [
        Fault(
            f"{path}layers[{index}].{name}",
            _("is missing; a layer of kind {kind} needs it.").format(kind=layer.kind),
        )
        for index, layer in enumerate(layers)
        for name in NEEDS[layer.kind]
        if getattr(layer, name) is None
    ]
    if faults:
        raise InputError(faults)
    return total([COUNTS[layer.kind](layer) * Interval.exactly(layer.times) for layer in layers])


def _dense(layer: Layer) -> Interval:
    inputs, outputs = layer.inputs or 0, layer.outputs or 0
    return Interval.exactly(TRAINING * inputs * outputs + (2 * outputs if layer.bias else 0))


def _convolution(layer: Layer) -> Interval:
    outputs = (layer.outputs or 0) * (layer.positions or 0)
    each = prod(layer.kernel or ()) * (layer.inputs or 0) // layer.groups
    return Interval.exactly(TRAINING * each * outputs + (2 * outputs if layer.bias else 0))


def _attention(layer: Layer) -> Interval:
    """Queries times keys, and the weights that come of it times the values."""
    products = 2 * (layer.heads or 0) * (layer.head_size or 0)
    return Interval.exactly(TRAINING * products * (layer.queries or 0) * (layer.keys or 0))


def _pooling(layer: Layer) -> Interval:
    return _both_ways(prod(layer.kernel or ()) * (layer.channels or 0) * (layer.positions or 0))


def _elementwise(layer: Layer) -> Interval:
    return _both_ways((layer.elements or 0) * (layer.operations_each or 0))


def _both_ways(forward: int) -> Interval:
    """Without weights, the way back costs between nothing (a maximum) and twice the way forward."""
    return Interval(forward, 3 * forward)


NEEDS = {
    "dense": ("inputs", "outputs"),
    "convolution": ("kernel", "inputs", "outputs", "positions"),
    "attention": ("heads", "head_size", "queries", "keys"),
    "pooling": ("kernel", "channels", "positions"),
    "elementwise": ("elements", "operations_each"),
}
"""The sizes that each kind of layer is counted from. ``inputs`` and ``outputs`` of a convolution
are its channels."""

COUNTS: dict[str, Callable[[Layer], Interval]] = {
    "dense": _dense,
    "convolution": _convolution,
    "attention": _attention,
    "pooling": _pooling,
    "elementwise": _elementwise,
}


def _transformer(sizes: Transformer) -> Interval:
    """Multiply-accumulates of the matrices a token passes, of attention, and of the output.

    What the sizes leave open (a gate, a causal mask) widens the interval. Norms, activation
    functions and the softmax are left out; list ``layers`` to count them.
    """
    width, heads = sizes.hidden_size, sizes.attention_heads
    head = sizes.head_size or -(-width // heads)
    shared = sizes.key_value_heads or heads
    projections = Interval.exactly(2 * width * head * (heads + shared))
    products = Interval.exactly(2 * heads * head) * _keys_seen(sizes)
    attention = (projections + products) * Interval.exactly(sizes.layers)
    output = Interval.exactly(width * sizes.vocabulary_size)
    return (attention + _feed_forward(sizes) + output) * Interval.exactly(TRAINING)


def _keys_seen(sizes: Transformer) -> Interval:
    """How many keys a token attends to on average: all, or with a causal mask those before it."""
    every = Interval.exactly(sizes.context_length)
    masked = Interval.exactly(sizes.context_length + 1) * HALF
    return every if sizes.causal is False else masked if sizes.causal else masked | every


def _feed_forward(sizes: Transformer) -> Interval:
    matrices = Interval(3 if sizes.gated else 2, 2 if sizes.gated is False else 3)
    dense_layers = min(sizes.dense_layers or 0, sizes.layers) if sizes.experts else sizes.layers
    dense_size = (sizes.experts and sizes.dense_feed_forward_size) or sizes.feed_forward_size
    dense = matrices * Interval.exactly(dense_layers * sizes.hidden_size * dense_size)
    if not sizes.experts:
        return dense
    least = sizes.experts_per_token or 1
    used = Interval(least, sizes.experts_per_token or sizes.experts)
    used += Interval.exactly(sizes.shared_experts or 0)
    expert = matrices * Interval.exactly(sizes.hidden_size * sizes.feed_forward_size)
    router = Interval.exactly(sizes.hidden_size * sizes.experts)
    return dense + (expert * used + router) * Interval.exactly(sizes.layers - dense_layers)
