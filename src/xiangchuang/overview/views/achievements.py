"""The register of what centers have brought about: list, one, a new one, a withdrawal."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import find_file
from xiangchuang.overview.forms import AchievementForm, WithdrawalForm
from xiangchuang.overview.models import Achievement, AchievementKind
from xiangchuang.overview.record_achievement import CLAUSES, record_achievement, withdraw_achievement
from xiangchuang.overview.scope import (
    achievements_visible_to,
    centers_in_view,
    find_achievement,
    may_record,
)
from xiangchuang.overview.views.frame import frame_of, source_of
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import ChoiceFilter, Column, FilterBar, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.table_download import table_download
from xiangchuang.pages.typed import version_seen, whole

LONGEST_SEARCH = 100


@signed_in
@require_safe
def achievements(request: ActorRequest) -> HttpResponse:
    """List what is on record of the centers in view; withdrawn ones are left out unless asked for."""
    centers = centers_in_view(request.actor)
    text = normalise_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    kinds = {str(code): str(label) for code, label in AchievementKind.choices}
    kind = request.GET.get("kind", "")
    choice = ChoiceFilter("kind", _("种类"), list(kinds.items()), kind if kind in kinds else "")
    rows = achievements_visible_to(request.actor).filter(withdrawn_at__isnull=True)
    if choice.chosen:
        rows = rows.filter(kind=choice.chosen)
    if text:
        rows = rows.filter(title__icontains=text) | rows.filter(center__name__icontains=text)
    wanted = request.GET.get("format", "")
    if wanted in ("csv", "xlsx"):
        download = table_download(
            _table(list(rows)), wanted=wanted, title=_("成效登记"), source=source_of(_("成效登记"))
        )
        assert download is not None
        return download
    page = page_of(rows, request.GET.get("page", "1"))
    context = {
        **frame_of(request.actor, "achievements"), "page": page, "table": _table(list(page.object_list)),
        "bar": FilterBar(_("名称或中心"), text, [choice]),
        "may_record": may_record(request.actor) is not None,
        "centers": centers if may_record(request.actor) else [],
    }  # fmt: skip
    return render(request, "overview/achievements.html", context)


def _table(rows: list[Achievement]) -> ListTable:
    columns = [
        Column(_("名称"), is_lead=True), Column(_("种类")), Column(_("中心")), Column(_("日期")),
        Column(_("企业或产业")), Column(_("相关成果")),
    ]  # fmt: skip
    cells = [
        Row(
            [
                row.title, row.get_kind_display(), row.center.name, figures.iso_day(row.on),
                row.organization.name if row.organization else row.industry,
                row.result.title if row.result else "",
            ],
            reverse("overview:achievement", args=[row.pk]),
        )
        for row in rows
    ]  # fmt: skip
    return ListTable(columns, cells, _("成效登记"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_achievement(request: ActorRequest) -> HttpResponse:
    """Record an achievement of the center the address names."""
    if may_record(request.actor) is None:
        raise NotPermitted(_("建设成效由省科技厅经办或处室负责人登记。"), clause="1.3-2")
    center: Center = find_file(request.actor, whole(request.GET.get("center", ""), 0))
    form = AchievementForm(request.POST or None, center=center)

    def act(data: dict[str, Any]) -> str:
        record_achievement(actor=request.actor, center=center, draft=form.draft())
        return _("已登记。")

    back = reverse("overview:achievements")
    return answer_form(
        request, form, act, template="overview/form.html", then=back,
        context={
            **frame_of(request.actor, "achievements"), "heading": _("登记建设成效"), "about": center.name,
            "button": _("登记"), "back": back, "clause": "1.3-2",
        },
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def achievement(request: ActorRequest, pk: int) -> HttpResponse:
    """Show one record with its basis and links; officers take it back here."""
    found = find_achievement(request.actor, pk)
    form = WithdrawalForm(request.POST or None)
    here = reverse("overview:achievement", args=[pk])

    def act(data: dict[str, Any]) -> str:
        withdraw_achievement(
            actor=request.actor, achievement=found, seen=version_seen(request), reason=data["reason"]
        )
        return _("已撤销，登记留痕。")

    pairs: list[tuple[str, object]] = [
        (_("种类"), found.get_kind_display()),
        (_("中心"), found.center.name),
        (_("日期"), figures.iso_day(found.on)),
        (_("企业"), found.organization.name if found.organization else ""),
        (_("产业"), found.industry),
        (_("登记人"), str(found.recorded_by)),
        (_("登记时间"), figures.moment_text(found.recorded_at)),
    ]
    context = {
        **frame_of(request.actor, "achievements"), "achievement": found,
        "pairs": [(label, value) for label, value in pairs if value],
        "clause": CLAUSES[AchievementKind(found.kind)],
        "may_withdraw": may_record(request.actor) is not None and found.withdrawn_at is None,
    }  # fmt: skip
    return answer_form(request, form, act, template="overview/achievement.html", then=here, context=context)
