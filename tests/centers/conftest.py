"""The world of tests/decisions: a center is what that line ends in."""

from tests.decisions.conftest import world

__all__ = ["world"]
