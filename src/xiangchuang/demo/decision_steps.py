"""The steps from integrity check to approval in the example line."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xiangchuang.demo.line import Line

STEPS: "dict[str, Callable[[Line], None]]" = {}
