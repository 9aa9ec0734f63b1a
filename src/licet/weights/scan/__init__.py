"""Checkpoints read by their headers: nothing in them is executed, no tensor is loaded."""

from licet.weights.scan.found import Checkpoint, File
from licet.weights.scan.scanning import scan

__all__ = ["Checkpoint", "File", "scan"]
