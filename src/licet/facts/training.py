"""How a model was trained: its runs, the models behind it, the data that models made for it."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from licet.facts.reading import COUNT, COUNTRY, ENTRY, NUMBER, Facts, Wrong
from licet.words import _

Entry = Annotated[str, ENTRY]
Measure = Annotated[int | Fraction, NUMBER]
Country = Annotated[str, COUNTRY]
Whole = Annotated[int, COUNT]


class Between(Facts):
    """A figure that is known only within bounds. A bound that is absent is not known."""

    low: Measure | None = None
    high: Measure | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        """Refuse bounds in the wrong order."""
        if self.low is not None and self.high is not None and self.low > self.high:
            raise Wrong(_("has a low bound above its high bound; swap them."))


Figure = Measure | Between
"""A number, or the bounds within which it lies."""


class Layer(Facts):
    """A layer, counted for each data point; ``times`` where it occurs several times."""

    kind: Literal["dense", "convolution", "attention", "pooling", "elementwise"]
    times: Whole = 1
    inputs: Whole | None = None
    outputs: Whole | None = None
    bias: bool = False
    kernel: tuple[Whole, ...] | None = None
    channels: Whole | None = None
    groups: Whole = 1
    positions: Whole | None = None
    heads: Whole | None = None
    head_size: Whole | None = None
    queries: Whole | None = None
    keys: Whole | None = None
    elements: Whole | None = None
    operations_each: Whole | None = None


class Transformer(Facts, kw_only=True):
    """A decoder-only transformer, counted for each token. Mixture of experts: ``experts``."""

    layers: Whole
    hidden_size: Whole
    attention_heads: Whole
    key_value_heads: Whole | None = None
    head_size: Whole | None = None
    feed_forward_size: Whole
    gated: bool | None = None
    vocabulary_size: Whole
    context_length: Whole
    causal: bool | None = None
    experts: Whole | None = None
    experts_per_token: Whole | None = None
    shared_experts: Whole | None = None
    dense_layers: Whole | None = None
    dense_feed_forward_size: Whole | None = None


class Architecture(Facts):
    """What the operations of a data point follow from: a transformer's sizes, or its layers."""

    transformer: Transformer | None = None
    layers: tuple[Layer, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse none and both."""
        if (self.transformer is None) == (self.layers is None):
            raise Wrong(_("states either transformer or layers, and not both."))


class Hardware(Facts):
    """Time on hardware: its dense peak rate, and the part of it that the model itself took."""

    chips: Figure | None = None
    hours: Figure | None = None
    peak_operations_per_second: Figure | None = None
    utilization: Figure | None = None


class TrainingRun(Facts):
    """A stretch of training: the operations, or what they follow from."""

    id: str | None = None
    kind: Literal["pretraining", "fine_tuning", "other"] | None = None
    operations: Figure | None = None
    parameters: Figure | None = None
    active_parameters: Figure | None = None
    trainable_parameters: Figure | None = None
    tokens: Figure | None = None
    architecture: Architecture | None = None
    hardware: Hardware | None = None
    source: str | None = None


class StoredAt(Facts):
    """A facility that stores weights."""

    location: Country | None = None
    meets_supplement_10_security: bool | None = None


class SyntheticData(Facts):
    """Training data that a model generated. ``id`` where several models were trained on it."""

    id: str | None = None
    share_of_training_operations: Figure | None = None
    generator: ModelWeights | None = None
    generation_operations: Figure | None = None
    data_published: bool | None = None


class ModelWeights(Facts):
    """The parameters of a trained model. A model that stands in several places has one ``id``."""

    id: str | None = None
    variant_of: str | None = None
    published: bool | None = None
    training_operations: Figure | None = None
    derived_from: ModelWeights | tuple[ModelWeights, ...] | None = None
    additional_operations: Figure | None = None
    training_runs: tuple[TrainingRun, ...] | None = None
    synthetic_data: tuple[SyntheticData, ...] | None = None
    stored_at: StoredAt | None = None
    produced_in: Country | None = None
    produced_with: tuple[Entry, ...] | None = None
    below_most_capable_published_model: bool | None = None
