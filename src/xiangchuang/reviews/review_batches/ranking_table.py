"""The ranking of a batch as a table, and as bars whose table it is."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.pages.charts import Point
from xiangchuang.pages.lying_chart import LyingChart, lying_chart
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.reviews.models import ReviewBatch
from xiangchuang.reviews.review_batches.ranking import RankedProposal, Ranking


def ranking_table(ranking: Ranking) -> ListTable:
    """Return a line a proposal, best first; calibrated figures only where there are any."""
    columns = [Column(_("方案"), is_lead=True), Column(_("名次"), is_number=True), Column(_("名次区间"))]
    if ranking.is_calibrated:
        columns.append(Column(_("校准分"), is_number=True))
    columns.append(Column(_("平均分"), is_number=True))
    if ranking.is_calibrated:
        columns.append(Column(_("按平均分的名次"), is_number=True))
    columns += [
        Column(_("最高与最低相差"), is_number=True), Column(_("评审"), _("份"), is_number=True),
        Column(_("同分的处理")),
    ]  # fmt: skip
    return ListTable(columns, [_line(row, ranking) for row in ranking.rows], _("本批得分和名次"))


def _line(row: RankedProposal, ranking: Ranking) -> Row:
    cells: list[object] = [f"{row.case.number} {row.case.title}", row.rank, _range(row)]
    if ranking.is_calibrated:
        cells.append(row.calibrated)
    cells.append(row.mean)
    if ranking.is_calibrated:
        cells.append(row.mean_rank)
    heard = _("%(heard)d / %(all)d") % {"heard": row.heard, "all": row.heard + row.owed}
    tie = _("并列") if row.is_tied else row.parted_by
    return Row([*cells, row.range, heard, tie], reverse("workbench:case", args=[row.case.number]))


def _range(row: RankedProposal) -> str:
    if row.best == row.worst:
        return _("第 %(rank)d 名") % {"rank": row.best}
    return _("第 %(best)d 至 %(worst)d 名") % {"best": row.best, "worst": row.worst}


def ranking_chart(batch: ReviewBatch, ranking: Ranking, on: date) -> LyingChart:
    """Return the scores as bars; the title says whether the first is surely ahead."""
    first = ranking.rows[0]
    if first.worst == 1 and not first.is_tied:
        title = _("%(case)s得分最高，与其余方案的差别不是偶然") % {"case": first.case.title}
    else:
        count = sum(row.best == 1 for row in ranking.rows)
        title = _("得分最高的 %(count)d 个方案在统计上分不出先后") % {"count": count}
    points = []
    for row in ranking.rows:
        shown = row.mean if row.calibrated is None else row.calibrated
        points.append(Point(row.case.title, int(shown * 100), _("%(score)s 分") % {"score": shown}))
    label = _("校准分") if ranking.is_calibrated else _("平均分")
    return lying_chart(
        title,
        _("分（满分 100），%(kind)s") % {"kind": label},
        _("论证批次“%(batch)s”，%(day)s") % {"batch": batch.name, "day": on.isoformat()},
        points,
        ranking_table(ranking),
    )
