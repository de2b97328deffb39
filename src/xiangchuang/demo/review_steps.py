"""The steps of review and site visit in the example line. Filled in once the reviews app has its verbs."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiangchuang.demo.line import Line

STEPS: "dict[str, Callable[[Line], None]]" = {}


def answer_opinions(line: "Line") -> None:
    """Answer every released opinion point by point."""
