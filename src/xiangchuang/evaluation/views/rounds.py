"""The rounds: their list, how one is begun, and a set tried on a past year."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound, NotPermitted, Refusal
from xiangchuang.evaluation.begin_round import RoundDraft, begin_round
from xiangchuang.evaluation.forms import RoundForm, TryForm
from xiangchuang.evaluation.grade_words import grade_said
from xiangchuang.evaluation.permissions import CLAUSE, may_begin, may_try_sets
from xiangchuang.evaluation.queries import visible_to
from xiangchuang.evaluation.round_files import take_commission
from xiangchuang.evaluation.try_set import Trial, try_set
from xiangchuang.pages import figures
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.models import CaseState
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack, pack_of


@signed_in
@require_safe
def rounds(request: ActorRequest) -> HttpResponse:
    """List the rounds the person may open, newest first."""
    centers = Count("subjects", filter=Q(subjects__is_sampled=True))
    found = visible_to(request.actor).annotate(centers=centers).order_by("-last_on", "-pk")
    page = page_of(found, request.GET.get("page", "1"))
    rows = []
    for round_ in page.object_list:
        case = round_.case
        stage = pack_of(case).procedures[case.kind].stage(case.stage_code)
        where = words(stage.label) if case.is_running else str(CaseState(case.state).label)
        due = figures.iso_day(case.due_on) if case.is_running and case.due_on else ""
        period = _("%(first)s 至 %(last)s") % {
            "first": figures.iso_day(round_.first_on), "last": figures.iso_day(round_.last_on),
        }  # fmt: skip
        cells = [case.title, case.number, period, str(round_.evaluator), round_.centers, where, due]
        rows.append(Row(cells, case_url(case)))
    columns = [
        Column(_("评价"), is_lead=True), Column(_("案卷号")), Column(_("评价期")), Column(_("评估机构")),
        Column(_("参评中心"), _("个"), is_number=True), Column(_("阶段")), Column(_("截止")),
    ]  # fmt: skip
    context = {
        "page": page, "table": ListTable(columns, rows, _("绩效评价")),
        "may_begin": may_begin(request.actor) is not None, "may_try": may_try_sets(request.actor),
    }  # fmt: skip
    return render(request, "evaluation/rounds.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: ActorRequest) -> HttpResponse:
    """Begin a round."""
    if may_begin(request.actor) is None:
        raise NotPermitted(_("评价由省科技厅经办人发起。"), clause=CLAUSE)
    rule = current_pack().evaluation.sample
    share = rule.share.replace("%", "").strip() if rule else "100"
    form = RoundForm(request.POST or None, request.FILES or None, initial={"sample_share": share})
    begun: list[str] = []

    def act(data: dict[str, Any]) -> str:
        draft = draft_of(request, form)
        begun.append(case_url(begin_round(actor=request.actor, draft=draft).case))
        return _("已立案。核对参评中心后委托评估。")

    answer = answer_form(
        request, form, act, template="evaluation/begin.html", context={}, then=reverse("evaluation:rounds")
    )
    if begun:
        answer["Location"] = begun[0]
    return answer


def draft_of(request: ActorRequest, form: RoundForm) -> RoundDraft:
    """Return what the form names; the letter is taken in first."""
    data, upload = form.cleaned_data, form.cleaned_data.get("commission")
    letter = take_commission(actor=request.actor, upload=upload) if upload else None
    return RoundDraft(data["first_on"], data["last_on"], data["evaluator"], form.share, letter)


@signed_in
@require_safe
def try_on_past(request: ActorRequest) -> HttpResponse:
    """Score a set on a past year from the registers; nothing is kept."""
    if not may_try_sets(request.actor):
        raise NotFound(_("没有这一页，或者它不归您查看。"))
    pack = current_pack()
    sets = [(code, words(found.label)) for code, found in pack.indicator_sets.items()]
    form = TryForm(request.GET or None, sets=sets)
    trial, refusal = None, None
    if form.is_bound and form.is_valid():
        try:
            trial = try_set(
                request.actor, pack, set_code=form.cleaned_data["set"], year=form.cleaned_data["year"]
            )
        except Refusal as refused:
            refusal = refused
    context = {
        "form": form, "trial": trial, "refusal": refusal,
        "table": _trial_table(trial, pack) if trial else None,
        "set": pack.indicator_sets[trial.set_code] if trial else None,
    }  # fmt: skip
    return render(request, "evaluation/try.html", context, status=refusal.status if refusal else 200)


def _trial_table(trial: Trial, pack: Pack) -> ListTable:
    dimensions = pack.indicator_sets[trial.set_code].dimensions
    columns = [Column(_("中心"), is_lead=True), Column(_("名次"), is_number=True)]
    columns += [Column(words(d.label), is_number=True) for d in dimensions]
    columns += [Column(_("总分"), is_number=True), Column(_("等次")), Column(_("待裁定"), is_number=True)]
    ordered = sorted(trial.results.subjects, key=lambda s: (s.rank is None, s.rank or 0, s.name))
    rows = [
        Row([
            s.name, s.rank or "", *(d.points for d in s.dimensions), s.total if s.total is not None else "",
            grade_said(pack, s.grade or ""), len(s.undecided),
        ])
        for s in ordered
    ]  # fmt: skip
    return ListTable(columns, rows, _("试算结果"), dense=True)
