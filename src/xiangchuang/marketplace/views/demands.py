"""The demand board, one demand with what fits it and why, answers, and the choice."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.queries import kept_centers
from xiangchuang.documents.personal import without_personal_data as openly
from xiangchuang.marketplace.choose_answer import choose_answer
from xiangchuang.marketplace.demands import (
    AnswerDraft,
    DemandDraft,
    answer_demand,
    close_demand,
    post_demand,
    withdraw_answer,
)
from xiangchuang.marketplace.field_words import field_choices, field_labels
from xiangchuang.marketplace.forms import AnswerForm, DemandForm, ReasonForm
from xiangchuang.marketplace.match_demand import by_center, match_text
from xiangchuang.marketplace.models import AnswerState, Demand, DemandState
from xiangchuang.marketplace.permissions import as_firm
from xiangchuang.marketplace.queries import answers_visible_to, may_name_firm, public_demands
from xiangchuang.marketplace.views.directory import actor_of
from xiangchuang.marketplace.views.finding import find_answer, find_demand, find_desk
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import Action, Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen

FORM = "marketplace/form.html"
PER_PAGE = 30


def asker_words(demand: Demand) -> str:
    """Return whose demand it is without naming the firm: its area, and whether it is small."""
    size = _("科技型中小企业") if demand.is_sme else demand.organization.get_kind_display()
    return f"{demand.organization.prefecture_label} · {size}"


def marked_asker(demand: Demand) -> str:
    """Return the asker, marked where the demand is of the example."""
    if not demand.is_sample:
        return asker_words(demand)
    return format_html('{} <span class="sample">{}</span>', asker_words(demand), _("示例数据"))


def budget_words(demand: Demand) -> str:
    """Return the budget as people read it."""
    low, high = demand.budget_from_fen, demand.budget_to_fen
    if low is None and high is None:
        return _("面议")
    if low is None or high is None:
        word = _("不超过 %(most)s") if low is None else _("%(most)s 起")
        return word % {"most": figures.money_text(high if low is None else low or 0)}  # type: ignore[arg-type]
    return f"{figures.money_text(low)} – {figures.money_text(high)}"


@require_safe
def demands(request: HttpRequest) -> HttpResponse:
    """List the open demands, newest first."""
    text = normalise_line(request.GET.get("q", ""))[:100]
    field, area = request.GET.get("field", "")[:64], request.GET.get("prefecture", "")[:6]
    rows = public_demands()
    if text:
        rows = rows.filter(title__icontains=text) | rows.filter(text__icontains=text)
    if field:
        rows = rows.filter(field=field)
    if area:
        rows = rows.filter(organization__prefecture=area)
    page = page_of(rows, request.GET.get("page", "1"), per_page=PER_PAGE)
    context = {
        "page": page, "table": demand_table(list(page.object_list)), "text": text, "field": field,
        "prefecture": area, "fields": field_choices()[1:],
        "prefectures": [(a.code, a.label) for a in PREFECTURES],
        "is_narrow": bool(text or field or area),
        "may_post": not actor_of(request).is_authenticated or as_firm(actor_of(request)) is not None,
    }  # fmt: skip
    return render(request, "marketplace/demands.html", context)


def demand_table(rows: list[Demand]) -> ListTable:
    """Return demands as the board shows them."""
    labels = field_labels()
    columns = [
        Column(_("需求"), is_lead=True), Column(_("提出方")), Column(_("领域")), Column(_("预算")),
        Column(_("希望完成")), Column(_("发布")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                openly(d.title), marked_asker(d), labels.get(d.field, ""), budget_words(d),
                figures.iso_day(d.wanted_by) if d.wanted_by else "", figures.iso_day(d.posted_at),
            ],
            reverse("marketplace:demand", args=[d.pk]),
        )
        for d in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("需求"))


@require_safe
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a demand with the offerings, centers and teams that fit it, and with the answers one may read."""
    actor = actor_of(request)
    found = find_demand(actor, pk)
    matches = match_text(f"{found.title}\n{found.text}", field=found.field)
    is_owner = as_firm(actor, found.organization_id) is not None
    answers = list(answers_visible_to(actor, found).exclude(state=AnswerState.WITHDRAWN))
    context = {
        "demand": found,
        "asker": found.organization.name if may_name_firm(actor, found) else asker_words(found),
        "field": field_labels().get(found.field, ""),
        "budget": budget_words(found),
        "centers": by_center(matches)[:5],
        "matches": [match for match in matches if match.offering.kind != "team"][:10],
        "teams": [match for match in matches if match.offering.kind == "team"][:5],
        "answers": answers,
        "is_owner": is_owner,
        "is_open": found.state == DemandState.OPEN,
        "own_centers": set(kept_centers(actor).values_list("pk", flat=True)),
        "actions": _actions(actor, found, is_owner, {answer.center_id for answer in answers}),
    }
    return render(request, "marketplace/demand.html", context)


def _actions(actor: Actor, demand: Demand, is_owner: bool, answered: set[int]) -> list[Action]:
    if demand.state != DemandState.OPEN:
        return []
    if is_owner:
        return [
            Action(
                _("结束征集"),
                reverse("marketplace:close-demand", args=[demand.pk]),
                method="get",
                kind="danger",
            )
        ]
    return [
        Action(
            _("以%(center)s答复") % {"center": center.name},
            reverse("marketplace:answer-demand", args=[demand.pk, center.pk]), method="get", kind="primary",
        )
        for center in kept_centers(actor).order_by("pk")
        if center.pk not in answered
    ]  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: ActorRequest) -> HttpResponse:
    """Post a demand."""
    form = DemandForm(request.POST or None, actor=request.actor)

    def act(data: dict[str, Any]) -> str:
        found = post_demand(actor=request.actor, draft=DemandDraft(**data))
        return _("需求“%(title)s”已发布，系统已按文字匹配供给。") % {"title": found.title}

    return answer_form(
        request, form, act, template=FORM, then=reverse("marketplace:mine"),
        context={
            "heading": _("发布需求"), "button": _("发布"), "back": reverse("marketplace:demands"),
            "crumbs": [(reverse("marketplace:demands"), _("需求榜"))], "clause": "4.4-1",
            "note": _("除单位名称和联系人外都公开；单位名称只有中心和省科技厅看到，联系人选定后才给对方。"),
        },
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """Take a demand off the board."""
    found = find_demand(request.actor, pk)

    def act(data: dict[str, Any]) -> str:
        seen = version_seen(request)
        close_demand(actor=request.actor, demand=found, seen=seen, reason=data["reason"])
        return _("需求已结束征集。")

    back = reverse("marketplace:demand", args=[pk])
    return answer_form(
        request, ReasonForm(request.POST or None), act, template=FORM, then=back,
        context={
            "heading": _("结束征集"), "button": _("结束征集"), "back": back, "is_danger": True,
            "crumbs": [(back, found.title)], "version": found.version, "clause": "4.4-1",
        },
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, pk: int, center_pk: int) -> HttpResponse:
    """Answer a demand for a center."""
    found, center = find_demand(request.actor, pk), find_desk(request.actor, center_pk)
    form = AnswerForm(request.POST or None, actor=request.actor, center=center)

    def act(data: dict[str, Any]) -> str:
        answer_demand(actor=request.actor, demand=found, center=center, draft=AnswerDraft(**data))
        return _("答复已送达，等企业选定。")

    back = reverse("marketplace:demand", args=[pk])
    return answer_form(
        request, form, act, template=FORM, then=back,
        context={
            "heading": _("以%(center)s答复") % {"center": center.name}, "button": _("提交答复"), "back": back,
            "crumbs": [(back, found.title)], "clause": "4.4-1", "note": found.text,
        },
    )  # fmt: skip


@signed_in
@require_POST
def choose(request: ActorRequest, pk: int) -> HttpResponse:
    """Choose an answer: an agreed order begins."""
    found = find_answer(request.actor, pk)
    order = choose_answer(actor=request.actor, answer=found, seen=version_seen(request))
    messages.success(
        request, _("已选定，订单 %(number)s 成约；双方可以看到对方联系人。") % {"number": order.number}
    )
    return redirect("marketplace:order", pk=order.pk)


@signed_in
@require_POST
def withdraw(request: ActorRequest, pk: int) -> HttpResponse:
    """Take an answer back."""
    found = find_answer(request.actor, pk)
    withdraw_answer(actor=request.actor, answer=found)
    messages.success(request, _("答复已撤回。"))
    return redirect("marketplace:demand", pk=found.demand_id)
