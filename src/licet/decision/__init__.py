"""The order of review: subject to the EAR, classify, require, except, authorize, review, duties."""

from licet.decision.deciding import Determination, decide, determine

__all__ = ["Determination", "decide", "determine"]
