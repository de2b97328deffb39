"""The names of the figures that registers give: a pack may name no other.

The figures themselves lie further along the thread (`centers.figures`), and name themselves here as they are
contributed, so that a pack is checked where it is registered.
"""

from typing import Final

_NAMES: Final[set[str]] = set()


def name_figures(*codes: str) -> None:
    """Make the codes known to the packs."""
    _NAMES.update(codes)


def figure_names() -> frozenset[str]:
    """Return the codes that a pack may name."""
    return frozenset(_NAMES)
