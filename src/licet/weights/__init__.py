"""Model weights: how many operations trained them, and what lies in a checkpoint."""

from licet.weights.counting import Count, Derivation, count
from licet.weights.interval import Interval

__all__ = ["Count", "Derivation", "Interval", "count"]
