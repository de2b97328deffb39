"""How the centers of a set are spread over the points, and where one of them stands; nobody is named."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiangchuang.evaluation.result_words import middle, points_text
from xiangchuang.pages.charts import Chart, Point, Series
from xiangchuang.pages.parts import Column, ListTable, Row

BAND: Final = 500
"""Width of a band in hundredths of a point."""
FEWEST: Final = 5
"""Below so many centers a band would tell a rival's points."""


def distribution(points: Sequence[int], own: int, *, day: str, names_nobody: bool) -> Chart | None:
    """Return the centers by bands of five points, the own band marked.

    points: hundredths of all, the own among them. names_nobody: the reader is a center; then None for fewer
    than FEWEST, because the others' points could be told from the bands.
    """
    if not points or (names_nobody and len(points) < FEWEST):
        return None
    first, last = min(points) // BAND, max(points) // BAND
    bands = list(range(first, last + 1))
    counts = {band: sum(p // BAND == band for p in points) for band in bands}
    labels = {band: f"{band * BAND // 100}–{(band + 1) * BAND // 100}" for band in bands}
    marked = [
        Point(labels[b], counts[b], str(counts[b]) if counts[b] else "", b == own // BAND) for b in bands
    ]
    rows = [Row([labels[b], counts[b], _("本中心在此段") if b == own // BAND else ""]) for b in bands]
    columns = [
        Column(_("分数段"), is_lead=True), Column(_("中心数"), _("个"), is_number=True), Column(_("位置")),
    ]  # fmt: skip
    return Chart(
        title=_finding(points, own),
        unit=_("个中心（深色为本中心所在分数段，每段含下限不含上限）"),
        source=_("本次评分，%(day)s") % {"day": day},
        series=[Series("", marked)],
        table=ListTable(columns, rows, _("同类中心得分分布")),
    )


def _finding(points: Sequence[int], own: int) -> str:
    better = sum(p > own for p in points)
    told = {"count": len(points), "middle": points_text(middle(points)), "better": better}
    return (
        ngettext(
            "同类 %(count)s 个中心得分的中位数为 %(middle)s 分，%(better)s 个中心得分更高。",
            "同类 %(count)s 个中心得分的中位数为 %(middle)s 分，%(better)s 个中心得分更高。",
            len(points),
        )
        % told
    )
