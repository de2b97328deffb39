"""Pages of the scoring: the panel opened, each expert's list and sheets, and the progress of all."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as draw
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.evaluation.collection_forms import ReasonForm
from xiangchuang.evaluation.models import Material, MaterialState
from xiangchuang.evaluation.queries import find_round
from xiangchuang.evaluation.scoring_forms import ScoreForm
from xiangchuang.evaluation.scoring_panel import DECLARE_AS_SCORER, OPEN_SCORING, RECUSE_FROM_ALL
from xiangchuang.evaluation.scoring_progress import progress_of
from xiangchuang.evaluation.scoring_rule import expert_rule
from xiangchuang.evaluation.scoring_sheets import Sheet, sheet_for, sheets_of
from xiangchuang.evaluation.views.collection import frame, seen_round
from xiangchuang.evaluation.write_scores import save_scores, stand_aside, submit_scores
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of
from xiangchuang.reviews import forms as review_forms
from xiangchuang.reviews.models import Panel, Seat, SeatState
from xiangchuang.reviews.panel_matters import panel_rule
from xiangchuang.reviews.queries import seat_in_progress
from xiangchuang.reviews.reading import declare_no_conflict, open_reading, recuse
from xiangchuang.reviews.views.panel import PanelActView
from xiangchuang.reviews.views.reading import SeatHolderView


class OpenScoringView(PanelActView):
    """The panel once more, before every scorer is asked to declare."""

    verb = OPEN_SCORING
    template_name = "evaluation/open_scoring.html"
    done_message = gettext_lazy("已通知专家声明利益冲突并评分。")

    def do(self, form: forms.Form, seen: int) -> str:
        open_reading(actor=self.actor, case=self.case, seen=seen)
        return ""


class DeclareView(SeatHolderView):
    """The centers the expert would score; the ones in known conflict are not among them."""

    verb = DECLARE_AS_SCORER
    template_name = "evaluation/declare.html"
    done_message = gettext_lazy("已声明。现在可以评分。")

    def get(self, request: Any, number: str) -> HttpResponse:
        if self.seat.state != SeatState.INVITED:
            return redirect("evaluation:scores", number)
        return super().get(request, number)

    def do(self, form: forms.Form, seen: int) -> str:
        declare_no_conflict(actor=self.actor, case=self.case, seat_seen=seen)
        return ""

    def next_url(self) -> str:
        return reverse("evaluation:scores", args=[self.case.number])

    def extra_context(self) -> dict[str, Any]:
        context = super().extra_context()
        pack = pack_of(self.case)
        sheets = sheets_of(context["seat"].panel, pack, [context["seat"]])
        return context | {
            "centers": [sheet.subject.center for sheet in sheets],
            "rules": panel_rule(self.case, pack).conflicts,
        }


class RecuseView(SeatHolderView):
    verb = RECUSE_FROM_ALL
    form_class = review_forms.RecusalForm
    template_name = "evaluation/recuse.html"
    done_message = gettext_lazy("已回避。评估机构会另选专家，您不必再办理。")

    def do(self, form: forms.Form, seen: int) -> str:
        recuse(actor=self.actor, case=self.case, seat_seen=seen, reason=form.cleaned_data["reason"])
        return ""

    def next_url(self) -> str:
        return reverse("workbench:work-list")


@signed_in
@require_safe
def scores(request: ActorRequest, number: str) -> HttpResponse:
    """List the centers the expert scores, and how far each is."""
    case, seat = _seat(request, number)
    if seat.state == SeatState.INVITED:
        return redirect("evaluation:declare-as-scorer", number)
    sheets = sheets_of(seat.panel, pack_of(case), [seat])
    columns = (Column(_("中心"), is_lead=True), Column(_("指标"), _("项"), is_number=True), Column(_("状态")))
    rows = [
        Row(
            (sheet.subject.center.name, len(sheet.indicators), _standing(sheet)),
            reverse("evaluation:score-sheet", args=[number, sheet.subject.pk]),
        )
        for sheet in sheets
    ]
    context = {
        **_frame(case, seat), "table": ListTable(columns, rows, _("需要评分的中心")),
        "open": sum(not sheet.is_submitted for sheet in sheets), "all": len(sheets),
    }  # fmt: skip
    return draw(request, "evaluation/scores.html", context)


def _standing(sheet: Sheet) -> str:
    if sheet.is_submitted:
        return _("已提交")
    return _("草稿，尚未提交") if sheet.is_begun else _("未评分")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def score_sheet(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Mark one center: keep a draft, or hand in."""
    case, seat = _seat(request, number)
    pack = pack_of(case)
    sheet = _declared_sheet(seat, pk)
    rule = expert_rule(pack)
    assert rule is not None
    form = ScoreForm(request.POST or None, sheet=sheet, full_mark=rule.full_mark)
    is_final = "submit" in request.POST

    def act(data: dict[str, Any]) -> str:
        verb = submit_scores if is_final else save_scores
        verb(
            actor=request.actor, case=case, subject=sheet.subject, seat_seen=version_seen(request),
            marks=form.marks(),
        )  # fmt: skip
        return _("评分已提交，内容已固定。") if is_final else _("草稿已保存，尚未提交。")

    codes = [indicator.code for indicator in sheet.indicators]
    supplied = {
        row.indicator: row
        for row in Material.objects.filter(
            subject=sheet.subject, indicator__in=codes, state=MaterialState.ACCEPTED
        ).select_related("proof")
    }
    context = {
        **_frame(case, seat), "sheet": sheet, "version": version_seen(request) or seat.version,
        "rows": [{**row, "supplied": supplied.get(row["indicator"].code)} for row in form.rows()],
    }  # fmt: skip
    then = reverse("evaluation:scores" if is_final else "evaluation:score-sheet",
                   args=[number] if is_final else [number, pk])  # fmt: skip
    return answer_form(request, form, act, template="evaluation/score_sheet.html", context=context, then=then)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Declare a conflict with one center, which then leaves the list."""
    case, seat = _seat(request, number)
    sheet = _declared_sheet(seat, pk)

    def act(data: dict[str, Any]) -> str:
        stand_aside(
            actor=request.actor, case=case, subject=sheet.subject, seat_seen=version_seen(request),
            reason=data["reason"],
        )  # fmt: skip
        return _("已对这个中心回避。")

    context = {**_frame(case, seat), "sheet": sheet, "version": version_seen(request) or seat.version}
    then = reverse("evaluation:scores", args=[number])
    form = ReasonForm(request.POST or None)
    return answer_form(request, form, act, template="evaluation/aside.html", context=context, then=then)


@signed_in
@require_safe
def progress(request: ActorRequest, number: str) -> HttpResponse:
    """Show the evaluator and the department how many sheets each expert has handed in; no mark is shown."""
    round_ = seen_round(request, number)
    panel = Panel.objects.filter(case=round_.case).select_related("case").first()
    found = progress_of(panel, pack_of(round_.case)) if panel is not None else None
    return draw(request, "evaluation/progress.html", {**frame(request, round_), "progress": found})


def _seat(request: ActorRequest, number: str) -> tuple[Case, Seat]:
    """Return the case and the expert's seat in its running round; NotFound for who has none."""
    case = find_round(request.actor, number).case
    seat = seat_in_progress(request.actor, case)
    if seat is None or case.stage_kind != "scoring":
        raise NotFound(_("没有等待您评分的中心。"))
    seat.panel.case = case
    return case, seat


def _declared_sheet(seat: Seat, pk: int) -> Sheet:
    if seat.state == SeatState.INVITED:
        raise NotFound(_("先声明有没有利益冲突，再评分。"))
    return sheet_for(seat, pack_of(seat.panel.case), pk)


def _frame(case: Case, seat: Seat) -> dict[str, Any]:
    pack = pack_of(case)
    return {
        "case": case, "case_url": case_url(case), "clauses": pack.clauses, "seat": seat,
        "kind": words(panel_rule(case, pack).kind(seat.kind).label),
    }  # fmt: skip
