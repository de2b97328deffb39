"""Pages of a center in a round that collects: what registers say, what it supplies, what it is asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as draw
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.views.file import chapter_url, frame_of
from xiangchuang.evaluation.absence import answer_cause
from xiangchuang.evaluation.asked_materials import asked_for, asked_of, set_of
from xiangchuang.evaluation.collection_forms import CauseForm, MaterialForm
from xiangchuang.evaluation.collection_standing import is_collecting, is_scored, refuse_unless_collecting
from xiangchuang.evaluation.material_lines import material_lines
from xiangchuang.evaluation.models import AbsenceInquiry, Material, MaterialState, Subject
from xiangchuang.evaluation.permissions import speaks_for
from xiangchuang.evaluation.queries import find_subject, sees_whole_round
from xiangchuang.evaluation.register_lines import register_lines
from xiangchuang.evaluation.stage_due import stage_due
from xiangchuang.evaluation.supply_material import save_material, submit_materials, take_proof
from xiangchuang.evaluation.survey_returns import returns_of
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.errors import NotFound
from xiangchuang.procedure.packs import pack_of

CHAPTER = "evaluation"


@signed_in
@require_safe
def materials(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a center what was frozen of it, what it is asked for, and what became of that."""
    subject = find_subject(request.actor, pk)
    if may_keep(request.actor, subject.center) is None and sees_whole_round(request.actor, subject.round):
        return redirect("evaluation:collected", subject.round.case.number, pk)
    subject = _own(request, pk)
    case = subject.round.case
    pack = pack_of(case)
    collects = is_collecting(case) and is_scored(subject, pack)
    lines = material_lines(subject, asked_of(set_of(subject, pack)))
    rule = pack.evaluation.survey
    context = {
        **_frame(subject), "lines": lines, "collects": collects,
        "may_write": collects,
        "has_drafts": any(line.state == MaterialState.DRAFT for line in lines),
        "dimensions": register_lines(subject), "due": stage_due(case) if collects else None,
        "absence": AbsenceInquiry.objects.filter(subject=subject).first(),
        "vetoes": _vetoes(subject),
        # Means are told when the survey is over: from one day to the next they would give answers away.
        "survey": returns_of([subject], rule)[0] if rule and not is_collecting(case) else None,
    }  # fmt: skip
    return draw(request, "evaluation/materials.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def material(request: ActorRequest, pk: int, indicator: str) -> HttpResponse:
    """Fill in what is asked under one indicator; saved as a draft until all is handed in."""
    subject = _own(request, pk)
    speaks_for(request.actor, subject)
    pack = refuse_unless_collecting(subject)
    asked = asked_for(set_of(subject, pack), indicator)
    row = Material.objects.filter(subject=subject, indicator=indicator).select_related("proof").first()
    initial = {"value": row.value, "note": row.note} if row else {}
    form = MaterialForm(request.POST or None, request.FILES or None, asked=asked, initial=initial)

    def act(data: dict[str, Any]) -> str:
        upload = data.get("proof")
        proof = take_proof(actor=request.actor, subject=subject, upload=upload) if upload else None
        save_material(
            actor=request.actor, subject=subject, indicator=indicator, seen=version_seen(request),
            value=data.get("value", ""), note=data["note"], proof=proof,
        )  # fmt: skip
        return _("草稿已保存，尚未提交。")

    context = {
        **_frame(subject), "asked": asked, "row": row,
        "version": version_seen(request) or (row.version if row else 0),
        "is_fixed": row is not None and row.state in (MaterialState.SUBMITTED, MaterialState.ACCEPTED),
    }  # fmt: skip
    then = reverse("evaluation:materials", args=[pk])
    return answer_form(request, form, act, template="evaluation/material.html", context=context, then=then)


@signed_in
@require_POST
def submit(request: ActorRequest, pk: int) -> HttpResponse:
    """Hand in every draft."""
    subject = _own(request, pk)
    count = submit_materials(actor=request.actor, subject=subject)
    messages.success(request, _("已提交 %(count)d 份材料，等待评估机构审核。") % {"count": count})
    return redirect("evaluation:materials", pk)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cause(request: ActorRequest, pk: int) -> HttpResponse:
    """Answer why the center takes no part."""
    subject = _own(request, pk)
    speaks_for(request.actor, subject)
    asked = AbsenceInquiry.objects.filter(subject=subject).first()
    if asked is None:
        raise NotFound(_("没有等待本中心答复的询问。"))

    def act(data: dict[str, Any]) -> str:
        answer_cause(actor=request.actor, subject=subject, answer=data["answer"])
        return _("已答复。")

    context = {**_frame(subject), "asked": asked}
    then = reverse("evaluation:materials", args=[pk])
    form = CauseForm(request.POST or None)
    return answer_form(request, form, act, template="evaluation/cause.html", context=context, then=then)


def _own(request: ActorRequest, pk: int) -> Subject:
    """The subject for the center's own people; to the other readers of its file there is no such page."""
    subject = find_subject(request.actor, pk)
    if may_keep(request.actor, subject.center) is None or subject.round.frozen_at is None:
        raise NotFound(_("没有这项评价，或者它不归您查看。"))
    return subject


def _frame(subject: Subject) -> dict[str, Any]:
    return {
        **frame_of(subject.center, CHAPTER), "chapter_url": chapter_url(subject.center, CHAPTER),
        "subject": subject, "round": subject.round, "clauses": pack_of(subject.round.case).clauses,
    }  # fmt: skip


def _vetoes(subject: Subject) -> list[Any]:
    return list(subject.vetoes.filter(lifted_at=None).select_related("evidence"))
