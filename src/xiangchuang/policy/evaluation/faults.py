"""What can go wrong with the inputs of an evaluation."""

from __future__ import annotations


class InputsError(ValueError):
    """The document contradicts itself, such as a score for an indicator that its set does not have."""
