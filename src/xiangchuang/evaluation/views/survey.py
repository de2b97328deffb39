"""The survey: opened by the evaluator, its links sent, answered by link or signed in."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as draw
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.evaluation.answer_survey import (
    answer_by_link,
    answer_survey,
    link_state,
    own_invitation,
    rule_for,
)
from xiangchuang.evaluation.collection_forms import OpenSurveyForm, SurveyForm
from xiangchuang.evaluation.collection_standing import scored_subjects
from xiangchuang.evaluation.models import Round, SurveyInvitation
from xiangchuang.evaluation.open_survey import OPEN_SURVEY, open_survey
from xiangchuang.evaluation.served_firms import served_by
from xiangchuang.evaluation.survey_link import find_invitation, token_of
from xiangchuang.evaluation.survey_returns import links_of
from xiangchuang.evaluation.views.collection import frame, own_round
from xiangchuang.notify.links import absolute
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.act_view import ActView
from xiangchuang.procedure.errors import Refusal
from xiangchuang.procedure.packs import pack_of


class OpenSurveyView(ActView):
    """How many were served by each center, how many will be asked, and until when."""

    verb = OPEN_SURVEY
    form_class = OpenSurveyForm
    template_name = "evaluation/open_survey.html"

    def initial(self) -> dict[str, Any]:
        return {"closes_on": self.case.due_on}

    def do(self, form: forms.Form, seen: int) -> str:
        closes_on = form.cleaned_data["closes_on"]
        count = open_survey(actor=self.actor, case=self.case, seen=seen, closes_on=closes_on)
        return _("已生成 %(count)d 份问卷。把链接发给服务对象。") % {"count": count}

    def next_url(self) -> str:
        return reverse("evaluation:survey-links", args=[self.case.number])

    def extra_context(self) -> dict[str, Any]:
        round_ = Round.objects.select_related("case").get(case=self.case)
        rule = pack_of(self.case).evaluation.survey
        most = rule.most_asked if rule else 0
        subjects = list(scored_subjects(round_, pack_of(self.case)))
        served = served_by([subject.center for subject in subjects], round_)
        rows = [
            Row((s.center.name, len(served[s.center_id]), min(most, len(served[s.center_id]))))
            for s in subjects
        ]
        columns = (
            Column(_("中心"), is_lead=True), Column(_("服务对象"), _("家"), is_number=True),
            Column(_("调查"), _("家"), is_number=True),
        )  # fmt: skip
        return {"table": ListTable(columns, rows, _("各中心的服务对象")), "rule": rule}


@signed_in
@never_cache
@require_safe
def links(request: ActorRequest, number: str) -> HttpResponse:
    """List whom to send which link; `?format=csv` answers with a sheet. Answered ones have none any more."""
    round_ = own_round(request, number)
    rows = links_of(round_)
    if request.GET.get("format") == "csv":
        head = [_("中心"), _("服务对象"), _("服务内容"), _("链接"), _("状态")]
        return csv_response(f"survey-{number}.csv", head, [_link_cells(row) for row in rows])
    columns = (
        Column(_("中心")), Column(_("服务对象"), is_lead=True), Column(_("服务内容")),
        Column(_("链接")), Column(_("状态")),
    )  # fmt: skip
    table = ListTable(columns, [Row(_link_cells(row)) for row in rows], _("问卷链接"))
    context = {
        **frame(request, round_), "table": table, "asked": len(rows),
        "answered": sum(row.is_answered for row in rows),
    }  # fmt: skip
    return draw(request, "evaluation/survey_links.html", context)


def _link_cells(row: SurveyInvitation) -> list[str]:
    url = absolute(reverse("evaluation:survey", args=[token_of(row)]))
    state = _("已回答") if row.is_answered else _("未回答")
    return [
        row.subject.center.name, row.organization.name, row.served_as, "" if row.is_answered else url, state,
    ]  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The form that a link opens, for people without an account; a link that does not open says only that."""
    invitation = find_invitation(token)
    state = link_state(invitation)
    if state != "open" or invitation is None:
        status = 404 if state == "forged" else 410
        return draw(request, "evaluation/survey_closed.html", {"state": state}, status=status)
    form = SurveyForm(request.POST or None, rule=rule_for(invitation))
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                answer_by_link(token=token, draft=form.draft())
                return redirect("evaluation:survey-done")
            except Refusal as refused:
                refusal, status = refused, refused.status
    context = {**_about(invitation), "form": form, "refusal": refusal}
    return draw(request, "evaluation/survey.html", context, status=status)


@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Thank whoever has answered; the page knows nobody."""
    return draw(request, "evaluation/survey_closed.html", {"state": "done"})


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """The same form for the staff of the organisation asked."""
    invitation = own_invitation(request.actor, pk)
    state = link_state(invitation)
    if state != "open":
        return draw(request, "evaluation/answered.html", {"state": state})
    form = SurveyForm(request.POST or None, rule=rule_for(invitation))

    def act(data: dict[str, Any]) -> str:
        answer_survey(actor=request.actor, invitation=invitation, draft=form.draft())
        return _("已提交。")

    then = reverse("evaluation:answer-survey", args=[pk])
    return answer_form(
        request, form, act, template="evaluation/answer_survey.html", context=_about(invitation), then=then
    )


def _about(invitation: SurveyInvitation) -> dict[str, Any]:
    round_ = invitation.subject.round
    return {
        "center": invitation.subject.center, "organization": invitation.organization,
        "served_as": invitation.served_as, "round": round_, "clauses": pack_of(round_.case).clauses,
    }  # fmt: skip
