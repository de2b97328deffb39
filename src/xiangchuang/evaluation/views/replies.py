"""The right of reply: the center's page, and the evaluator's answers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound, Refusal
from xiangchuang.evaluation.answer_reply import answer_point
from xiangchuang.evaluation.forms import AnswerForm, PointForm, WordsForm
from xiangchuang.evaluation.models import ReplyPoint, Subject
from xiangchuang.evaluation.permissions import evaluates
from xiangchuang.evaluation.queries import find_round, find_subject
from xiangchuang.evaluation.reply import PointDraft, may_reply_now, send_reply
from xiangchuang.evaluation.reply_files import take_evidence
from xiangchuang.evaluation.rule_points import indicator_of
from xiangchuang.evaluation.views.subjects import head_of
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.procedure.act_view import case_url
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of

ROWS = 5
"""Points of a reply that the page has room for; a center that has more says so in its own words."""


def _forms(request: ActorRequest, subject: Subject) -> tuple[WordsForm, Any]:
    indicators = pack_of(subject.round.case).indicator_sets[subject.set_code].scored
    formset = forms.formset_factory(PointForm, extra=ROWS, max_num=ROWS, absolute_max=ROWS)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return WordsForm(data), formset(data, files, prefix="point", form_kwargs={"indicators": indicators})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: ActorRequest, pk: int) -> HttpResponse:
    """Let the center say which points it disputes, or that it has none."""
    found = find_subject(request.actor, pk)
    run = may_reply_now(request.actor, found)
    general, points = _forms(request, found)
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = 422
        if general.is_valid() and points.is_valid():
            try:
                sent = send_reply(
                    actor=request.actor, subject=found, words=general.cleaned_data["words"],
                    points=_drafts(request, found, points),
                )  # fmt: skip
                messages.success(
                    request, _("已答复，提出 %(count)d 项意见。") % {"count": sent.points.count()}
                )
                return redirect("evaluation:subject", pk=pk)
            except Refusal as refused:
                refusal, status = refused, refused.status
    context = {
        **head_of(request, found), "run": run, "general": general, "points": points, "refusal": refusal,
    }  # fmt: skip
    return render(request, "evaluation/reply.html", context, status=status)


def _drafts(request: ActorRequest, found: Subject, points: Any) -> list[PointDraft]:
    drafts = []
    for form in points:
        data = form.cleaned_data
        if data.get("indicator"):
            upload = data.get("evidence")
            evidence = take_evidence(actor=request.actor, subject=found, upload=upload) if upload else None
            drafts.append(PointDraft(data["indicator"], data["demand"], evidence))
    return drafts


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, number: str, pk: int) -> HttpResponse:
    """Answer one point of a center's reply."""
    round_ = find_round(request.actor, number)
    rows = ReplyPoint.objects.filter(pk=pk, reply__subject__round=round_)
    point = rows.select_related("reply__subject__round__case", "reply__subject__center", "evidence").first()
    if point is None or evaluates(request.actor, round_) is None:
        raise NotFound(_("没有这项意见，或者它不归您答复。"))
    subject = point.reply.subject
    indicator = indicator_of(subject, pack_of(round_.case), point.indicator)
    form = AnswerForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        answer_point(
            actor=request.actor, case=round_.case, point=point, seen=version_seen(request),
            verdict=data["verdict"], answer=data["answer"], points_e2=form.points_e2,
        )  # fmt: skip
        return _("已答复。")

    score = point.reply.run.scores.filter(subject=subject).first()
    context = {
        **head_of(request, subject), "point": point, "indicator": words(indicator.label),
        "weight": indicator.weight, "version": version_seen(request) or point.version, "score": score,
        "result_url": reverse("evaluation:subject", args=[subject.pk]),
    }  # fmt: skip
    then = f"{case_url(round_.case)}?tab=replies"
    return answer_form(request, form, act, template="evaluation/answer.html", context=context, then=then)


@signed_in
@require_http_methods(["GET", "HEAD"])
def replies(request: ActorRequest, number: str) -> HttpResponse:
    """Lead to the replies in the case file, where each has its answer beside it."""
    round_ = find_round(request.actor, number)
    return redirect(f"{case_url(round_.case)}?tab=replies")
