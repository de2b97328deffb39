"""The department and its cases, as decisions have them."""

from tests.decisions.conftest import world

__all__ = ["world"]
