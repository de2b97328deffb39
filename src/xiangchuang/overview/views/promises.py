"""Which promises turned into results, center by center, over one year or since the beginning."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.centers.figures import EVER, Span, find_figure
from xiangchuang.centers.models import Center
from xiangchuang.centers.views.file import chapter_url
from xiangchuang.overview.promises import CAME_OF_IT, MONEY, PROMISED, Kept, promises_of, together
from xiangchuang.overview.scope import centers_in_view
from xiangchuang.overview.views.frame import frame_of, source_of
from xiangchuang.overview.yearly import years_shown
from xiangchuang.pages import figures
from xiangchuang.pages.chart_download import chart_download
from xiangchuang.pages.charts import Chart, Point, Series
from xiangchuang.pages.parts import ChoiceFilter, Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole

DUE: Final = ("targets_due", "milestones_due", "commitments_due")


@signed_in
@require_safe
def promises(request: ActorRequest) -> HttpResponse:
    """Show what fell due, what was done of it and what came of it; all years unless one is asked for."""
    centers = list(centers_in_view(request.actor))
    years = {str(year): str(year) for year in reversed(years_shown(centers))}
    asked = request.GET.get("year", "")
    year = whole(asked, None) if asked in years else None
    found = promises_of(centers, EVER if year is None else Span.of_year(year))
    source = source_of(_("各中心登记簿和支持承诺"))
    chart = _chart(together(found), source, _table(centers, found))
    download = chart_download(chart, wanted=request.GET.get("format", ""), title=_("承诺与成效"))
    if download is not None:
        return download
    context = {
        **frame_of(request.actor, "promises"), "chart": chart,
        "years": ChoiceFilter("year", _("年度"), [("", _("建设以来")), *years.items()], asked),
    }  # fmt: skip
    return render(request, "overview/promises.html", context)


def _table(centers: list[Center], found: dict[int, Kept]) -> ListTable:
    codes = [code for pair in PROMISED for code in pair] + list(CAME_OF_IT)
    columns = [
        Column(_("中心"), is_lead=True),
        *(Column(str(find_figure(code).label), is_number=True) for code in codes),
        Column(str(find_figure(MONEY).label), _("万元"), is_number=True),
    ]
    rows = [
        Row(
            [c.name, *(of.numbers[code] for code in codes), figures.wan_number(of.numbers[MONEY])],
            chapter_url(c, "research"),
        )
        for c, of in ((center, found[center.pk]) for center in centers)
    ]
    return ListTable(columns, rows, _("承诺与成效"), dense=True)


def _chart(all_of: Kept, source: str, table: ListTable) -> Chart:
    labels = (_("年度目标"), _("任务里程碑"), _("支持承诺"))
    points = []
    for (due, done), label in zip(PROMISED, labels, strict=True):
        share = all_of.share(due, done)
        points.append(Point(label, share, "" if share is None else figures.share_text(share)))
    told = {
        "results": all_of.numbers.get("results_industrialised", 0),
        "transfers": all_of.numbers.get("transfers", 0),
        "money": figures.money_text(all_of.numbers.get(MONEY, 0)),
    }
    title = _("%(results)s 项成果进入产业化，转化 %(transfers)s 项，技术合同到账 %(money)s。") % told
    return Chart(title, _("到期事项中已兑现的比例"), source, [Series("", points)], table)
