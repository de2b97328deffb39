"""A chart as a picture: its finding, the drawing, and where the numbers come from."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from .fonts import GB_FAMILIES, Families
from .typesetting import Sheet, typeset

_MADE = datetime(2020, 12, 31, tzinfo=UTC)


def render_chart_png(
    title: str, caption: str, svg: str, *, fonts: Sequence[Path], families: Families = GB_FAMILIES
) -> bytes:
    """The picture as PNG at 192 dots an inch; `svg` "" leaves the drawing out.

    `fonts` are folders. Raises FontsMissingError, TypesettingError.
    """
    content = {"title": title, "caption": caption, "drawn": bool(svg)}
    files = {"chart.svg": svg.encode()} if svg else {}
    sheet = Sheet(layout="chart", content=content, made=_MADE, files=files, form="png")
    return typeset(sheet, folders=fonts, families=families)
