"""Evaluation results as announced, round by round."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.documents.personal import without_personal_data as openly
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.public import public_page
from xiangchuang.portal.published_results import announced_rounds, result_lines


@public_page
def results(request: HttpRequest) -> HttpResponse:
    """List the rounds whose results were announced (6.5-1)."""
    return render(request, "portal/results.html", {"rounds": announced_rounds()})


@public_page
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the grades of one round by the centers' names."""
    found = announced_rounds().filter(pk=pk).first()
    if found is None:
        raise Http404
    columns = [Column(_("中心"), is_lead=True), Column(_("牵头单位")), Column(_("市州")), Column(_("等次"))]
    rows = [
        Row(
            [
                openly(line.center.name), openly(line.center.lead.name),
                prefecture_label(line.center.prefecture), line.grade,
            ],
            reverse("portal:center", args=[line.center.pk]),
        )
        for line in result_lines(found)
    ]  # fmt: skip
    title = _("%(year)d 年度绩效评价结果") % {"year": found.year}
    context = {"round": found, "title": title, "table": ListTable(columns, rows, title)}
    return render(request, "portal/result.html", context)
