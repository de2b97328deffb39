"""Pages of the evaluator while a round collects: all centers, one center, judgements, vetoes, absence."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render as draw
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.centers.queries import can_view
from xiangchuang.evaluation.absence import ask_cause, record_absence
from xiangchuang.evaluation.asked_materials import asked_for, asked_of, set_of
from xiangchuang.evaluation.collection_forms import AskCauseForm, JudgementForm, ReasonForm, VetoForm
from xiangchuang.evaluation.collection_overview import center_lines
from xiangchuang.evaluation.collection_standing import is_collecting, subject_of
from xiangchuang.evaluation.judge_material import judge_material
from xiangchuang.evaluation.material_lines import material_lines
from xiangchuang.evaluation.models import AbsenceInquiry, Material, MaterialState, Round, VetoFinding
from xiangchuang.evaluation.permissions import evaluates
from xiangchuang.evaluation.queries import find_round, sees_whole_round
from xiangchuang.evaluation.register_lines import register_lines
from xiangchuang.evaluation.stage_due import stage_due
from xiangchuang.evaluation.survey_returns import remarks_of, returns_of
from xiangchuang.evaluation.vetoes import find_veto, lift_veto, take_evidence, vetoes_to_find
from xiangchuang.pages.answering import Act, answer_form
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of


@signed_in
@require_safe
def collection(request: ActorRequest, number: str) -> HttpResponse:
    """Show how far each center is: materials, survey, absence, vetoes."""
    round_ = seen_round(request, number)
    pack = pack_of(round_.case)
    lines = center_lines(round_, pack)
    context = {
        **frame(request, round_), "table": _table(round_, lines),
        "due": stage_due(round_.case) if is_collecting(round_.case) else None,
        "waiting": sum(line.waiting for line in lines), "collects": is_collecting(round_.case),
        "silent": sum(line.scored and not line.handed_in for line in lines),
    }  # fmt: skip
    return draw(request, "evaluation/collection.html", context)


def _table(round_: Round, lines: list[Any]) -> ListTable:
    columns = (
        Column(_("中心"), is_lead=True), Column(_("材料"), is_number=True), Column(_("办理")),
        Column(_("问卷（答／发）"), is_number=True), Column(_("未参加")),
        Column(_("一票否决"), is_number=True),
    )  # fmt: skip
    rows = [
        Row(
            (
                line.subject.center.name, f"{line.handed_in} / {line.asked}", line.standing,
                f"{line.survey.answered} / {line.survey.asked}" if line.survey else "—",
                _absence_words(line.absence), line.vetoes,
            ),
            reverse("evaluation:collected", args=[round_.case.number, line.subject.pk]),
        )
        for line in lines
    ]  # fmt: skip
    return ListTable(columns, rows, _("各中心材料、问卷和缺项"))


def _absence_words(absence: AbsenceInquiry | None) -> str:
    if absence is None:
        return "—"
    return _("已答复原因") if absence.answered_at else _("已询问")


@signed_in
@require_safe
def collected(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Show what was collected of one center, beside what the registers say."""
    round_ = seen_round(request, number)
    subject, pack = subject_of(round_.case, pk), pack_of(round_.case)
    subject.round = round_
    rule = pack.evaluation.survey
    lines = material_lines(subject, asked_of(set_of(subject, pack)))
    labels = {veto.code: words(veto.label) for veto in vetoes_to_find(subject, pack)}
    context = {
        **frame(request, round_), "subject": subject, "dimensions": register_lines(subject),
        "lines": [line if line.is_handed_in else type(line)(line.asked, None) for line in lines],
        "collects": is_collecting(round_.case),
        # The evaluator reads the rows' names; the registers themselves stay with those who may open the file.
        "opens_rows": can_view(request.actor, subject.center),
        "survey": returns_of([subject], rule)[0] if rule else None, "remarks": remarks_of(subject),
        "absence": AbsenceInquiry.objects.filter(subject=subject).first(),
        "vetoes": [(v, labels.get(v.code, v.code)) for v in subject.vetoes.select_related("evidence")],
    }  # fmt: skip
    return draw(request, "evaluation/collected.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Accept or decline one material (its number in `pk`)."""
    round_ = own_round(request, number)
    row = (
        Material.objects.filter(pk=pk, subject__round=round_)
        .exclude(state=MaterialState.DRAFT)
        .select_related("proof", "subject__center")
        .first()
    )
    if row is None:
        raise NotFound(_("这份材料不在本轮评价中，或者还没有提交。"))
    asked = asked_for(set_of(row.subject, pack_of(round_.case)), row.indicator)

    def act(data: dict[str, Any]) -> str:
        judge_material(
            actor=request.actor, case=round_.case, material=row, seen=version_seen(request),
            is_accepted=data["verdict"] == "accept", reason=data["reason"],
        )  # fmt: skip
        return _("已记下审核结果。")

    context = {
        "heading": _("审核材料"), "row": row, "asked": asked, "value": asked.said(row.value),
        "version": version_seen(request) or row.version,
    }  # fmt: skip
    return _answer(request, round_, row.subject_id, JudgementForm(request.POST or None), act, context,
                   template="evaluation/judge.html")  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def veto(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Record a veto with facts and evidence."""
    round_ = own_round(request, number)
    subject = subject_of(round_.case, pk)
    offered = [v for v in vetoes_to_find(subject, pack_of(round_.case)) if v.code != "absence"]

    def act(data: dict[str, Any]) -> str:
        evidence = take_evidence(actor=request.actor, case=round_.case, upload=data["evidence"])
        find_veto(
            actor=request.actor, case=round_.case, subject=subject, code=data["code"],
            reason=data["reason"], evidence=evidence,
        )  # fmt: skip
        return _("已登记。")

    form = VetoForm(request.POST or None, request.FILES or None, vetoes=offered)
    context = {"heading": _("登记一票否决情形"), "note": subject.center.name, "has_upload": True}
    return _answer(request, round_, pk, form, act, context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Take a finding (its number in `pk`) back."""
    round_ = own_round(request, number)
    finding = VetoFinding.objects.filter(pk=pk, subject__round=round_, lifted_at=None).first()
    if finding is None:
        raise NotFound(_("没有这一登记，或者已经撤销。"))

    def act(data: dict[str, Any]) -> str:
        lift_veto(actor=request.actor, case=round_.case, finding=finding, reason=data["reason"])
        return _("已撤销。")

    context = {"heading": _("撤销一票否决情形"), "note": finding.reason}
    return _answer(request, round_, finding.subject_id, ReasonForm(request.POST or None), act, context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Ask a center why it supplies nothing."""
    round_ = own_round(request, number)
    subject = subject_of(round_.case, pk)

    def act(data: dict[str, Any]) -> str:
        ask_cause(actor=request.actor, case=round_.case, subject=subject, **data)
        return _("已询问，中心的待办中会出现。")

    context = {"heading": _("询问未参加的原因"), "note": subject.center.name}
    return _answer(request, round_, pk, AskCauseForm(request.POST or None), act, context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def absent(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Hold the absence against the center."""
    round_ = own_round(request, number)
    subject = subject_of(round_.case, pk)
    asked = AbsenceInquiry.objects.filter(subject=subject).first()

    def act(data: dict[str, Any]) -> str:
        record_absence(actor=request.actor, case=round_.case, subject=subject, reason=data["reason"])
        return _("已认定。")

    context = {"heading": _("认定无正当理由不参加评估"), "note": subject.center.name, "asked": asked}
    return _answer(request, round_, pk, ReasonForm(request.POST or None), act, context)


def _answer(
    request: ActorRequest, round_: Round, subject: int, form: forms.Form, act: Act,
    context: dict[str, Any], *, template: str = "evaluation/evaluator_form.html",
) -> HttpResponse:  # fmt: skip
    back = reverse("evaluation:collected", args=[round_.case.number, subject])
    whole = {**frame(request, round_), "back": back, **context}
    return answer_form(request, form, act, template=template, context=whole, then=back)


def seen_round(request: ActorRequest, number: str) -> Round:
    """Return the round for those who read all of it; to anyone else there is no such page."""
    round_ = find_round(request.actor, number)
    if not sees_whole_round(request.actor, round_) or round_.frozen_at is None:
        raise NotFound(_("没有这轮评价，或者它不归您办理。"))
    return round_


def own_round(request: ActorRequest, number: str) -> Round:
    """Return the round for its evaluator's people."""
    round_ = seen_round(request, number)
    if evaluates(request.actor, round_) is None:
        raise NotFound(_("没有这轮评价，或者它不归您办理。"))
    return round_


def frame(request: ActorRequest, round_: Round) -> dict[str, Any]:
    """Return what every page of the evaluator shows above its content."""
    case = round_.case
    return {
        "case": case, "round": round_, "case_url": case_url(case), "clauses": pack_of(case).clauses,
        "may_act": evaluates(request.actor, round_) is not None,
    }  # fmt: skip
