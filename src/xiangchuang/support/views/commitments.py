"""Promises: the board, the comparison of cities, one promise, a new one, one asked for a talent."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotFound, NotPermitted
from xiangchuang.calendars import clock
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import chapter_url
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import ChoiceFilter, Column, FilterBar, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.support.forms import AskForm, PromiseForm
from xiangchuang.support.models import Commitment, CommitmentState, LeadingTalent
from xiangchuang.support.models.commitments import STILL_OWED
from xiangchuang.support.promise import PromiseDraft, ask_for_talent, promise_freely
from xiangchuang.support.queries import commitments_visible_to, find_matter
from xiangchuang.support.sides import may_promise
from xiangchuang.support.tallies import Tally, city_tallies, tally
from xiangchuang.support.verbs import DECLARE_BROKEN
from xiangchuang.support.views.finding import asked_center, chosen, list_page, searched
from xiangchuang.support.views.steps import FORM, actions_of, history_of
from xiangchuang.support.words import (
    commitment_kind_words,
    commitment_state,
    commitment_table,
    kind_words,
    measure_words,
)

OVERDUE = "overdue"
_LATE = Q(state__in=STILL_OWED)


@signed_in
@require_safe
def commitments(request: ActorRequest) -> HttpResponse:
    """Show the promises the person may read, soonest due first; the board exports as shown."""
    today, text = clock.today(), searched(request.GET.get("q", ""))
    choices = _choices(request.GET.dict(), request.actor)
    rows = _narrowed(commitments_visible_to(request.actor), choices, text)
    if (center := asked_center(request.GET.get("center", ""))) is not None:
        rows = rows.filter(center=center)
    return list_page(
        request, rows, lambda shown: commitment_table(shown, today), name=_("支持承诺"),
        bar=FilterBar(_("承诺内容、中心或承诺方"), text, choices), template="support/commitments.html",
        tally=tally(rows, today), shows_cities=request.actor.is_department_staff,
    )  # fmt: skip


def _choices(asked: dict[str, str], actor: Actor) -> list[ChoiceFilter]:
    states = {OVERDUE: _("已逾期"), **{str(code): str(label) for code, label in CommitmentState.choices}}
    found = [
        chosen("state", _("状态"), states, asked.get("state", "")),
        chosen("kind", _("类别"), kind_words(), asked.get("kind", "")),
    ]
    if actor.is_department_staff:
        areas = {area.code: str(area.label) for area in PREFECTURES}
        found.append(chosen("prefecture", _("市州"), areas, asked.get("prefecture", "")))
    return found


def _narrowed(rows: QuerySet[Commitment], choices: list[ChoiceFilter], text: str) -> QuerySet[Commitment]:
    wanted = {choice.name: choice.chosen for choice in choices if choice.chosen}
    if wanted.pop("state", "") == OVERDUE:
        rows = rows.filter(_LATE, due_on__lt=clock.today())
    elif state := next((c.chosen for c in choices if c.name == "state"), ""):
        rows = rows.filter(state=state)
    if area := wanted.pop("prefecture", ""):
        rows = rows.filter(promised_by__prefecture=area)
    if text:
        found = Q(text__icontains=text) | Q(center__name__icontains=text)
        rows = rows.filter(found | Q(promised_by__name__icontains=text))
    return rows.filter(**wanted)


@signed_in
@require_safe
def cities(request: ActorRequest) -> HttpResponse:
    """Compare how cities keep their promises; for the department."""
    if not request.actor.is_department_staff:
        raise NotPermitted(_("各市州的对比由省科技厅查看。"), remedy=_("本单位的承诺在“支持承诺”中查看。"))
    found = city_tallies(commitments_visible_to(request.actor), clock.today())
    columns = [
        Column(_("市州"), is_lead=True),
        *(Column(label, is_number=True) for label in (
            _("承诺"), _("按期履行"), _("逾期履行"), _("部分履行"), _("未履行"), _("逾期未履行"), _("履行率"),
        )),
        Column(_("承诺金额"), _("万元"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row(
            [
                c.label, c.tally.promised, c.tally.kept_in_time, c.tally.kept_late, c.tally.partly,
                c.tally.broken, c.tally.overdue, _share(c.tally), figures.wan_number(c.fen),
            ],
            f"{reverse('support:commitments')}?prefecture={c.prefecture}",
        )
        for c in found
    ]  # fmt: skip
    table = ListTable(columns, rows, _("各市州履行支持承诺的情况"))
    if request.GET.get("format") == "csv":
        return csv_response(_("市州履诺对比.csv"), [c.label for c in columns], [r.cells for r in rows])
    return render(request, "support/cities.html", {"table": table, "today": clock.today()})


def _share(numbers: Tally) -> str:
    return "" if numbers.kept_share is None else figures.share_text(numbers.kept_share)


@signed_in
@require_safe
def commitment(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a promise: until when, where it stands, what was reported, confirmed or disputed."""
    found, today = find_matter(Commitment, request.actor, pk), clock.today()
    without = () if found.is_overdue(today) else (DECLARE_BROKEN,)
    pairs: list[tuple[str, object]] = [
        (_("中心"), found.center.name),
        (_("承诺方"), found.promised_by.name),
        (_("类别"), commitment_kind_words(found, kind_words(), measure_words())),
        (_("人才"), str(found.talent) if found.talent else ""),
        (_("金额"), "" if found.amount_fen is None else figures.money_text(found.amount_fen)),
        (_("承诺日期"), figures.iso_day(found.promised_on) if found.promised_on else ""),
        (_("应履行日"), figures.iso_day(found.due_on) if found.due_on else ""),
        (_("报告日期"), figures.iso_day(found.reported_on) if found.reported_on else ""),
        (_("认定日期"), figures.iso_day(found.settled_on) if found.settled_on else ""),
    ]
    context = {
        "commitment": found, "state": commitment_state(found, today), "is_overdue": found.is_overdue(today),
        "actions": actions_of(request.actor, found, without=without),
        "pairs": [(label, value) for label, value in pairs if value], "history": history_of(found),
        "clause": "6.4-3" if found.measure else "6.4-1",
    }  # fmt: skip
    return render(request, "support/commitment.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_commitment(request: ActorRequest, pk: int) -> HttpResponse:
    """Promise something to a center for one's own organisation."""
    center = find_file(request.actor, pk)
    if may_promise(request.actor, center) is None:
        raise NotPermitted(_("承诺由所在市州、主管部门或省科技厅作出。"), clause="6.4-1")
    form = PromiseForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        promise_freely(actor=request.actor, center=center, draft=PromiseDraft(**data))
        return _("承诺已登记，中心可以看到。")

    back = chapter_url(center, "support")
    return answer_form(
        request, form, act, template=FORM, then=back,
        context={"heading": _("作出支持承诺"), "about": center.name, "button": _("承诺"), "back": back,
                 "clause": "6.4-1"},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest, pk: int, talent_pk: int) -> HttpResponse:
    """Ask the city or the supervising department to support a talent."""
    center = find_file(request.actor, pk)
    if may_keep(request.actor, center) is None:
        raise NotPermitted(_("人才支持由中心提请。"), clause="6.4-3")
    talents: Any = LeadingTalent.objects
    talent = talents.standing().select_related("center__lead").filter(center=center, pk=talent_pk).first()
    if talent is None:
        raise NotFound(_("没有登记这位人才。"))
    form = AskForm(request.POST or None, center=center)

    def act(data: dict[str, Any]) -> str:
        ask_for_talent(actor=request.actor, talent=talent, draft=PromiseDraft(kind="", **data))
        return _("已提请，等对方答复。")

    back = chapter_url(center, "talent")
    return answer_form(
        request, form, act, template=FORM, then=back,
        context={"heading": _("为人才提请支持"), "about": str(talent), "button": _("提请"), "back": back,
                 "clause": "6.4-3"},
    )  # fmt: skip
