"""The pages of what the department does with a feedback, each a form that keeps what was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xiangchuang.accounts.actor import Actor, ActorRequest, HeldAppointment
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.feedback.answer_feedback import answer_feedback, record_change
from xiangchuang.feedback.assign_feedback import assign_feedback, hand_over_feedback
from xiangchuang.feedback.escalate_feedback import escalate_feedback
from xiangchuang.feedback.forms import (
    AnswerForm,
    AssignForm,
    ChangeForm,
    HandOverForm,
    PublishForm,
    ReasonForm,
)
from xiangchuang.feedback.handlers import acting_as_dispatcher, acting_as_handler, acting_as_owner
from xiangchuang.feedback.models import Feedback
from xiangchuang.feedback.open_contact import open_contact
from xiangchuang.feedback.publish_answer import publish_feedback, take_down_feedback
from xiangchuang.feedback.queries import find_feedback
from xiangchuang.feedback.rules import CLAUSE, MAJOR
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen


@dataclass(frozen=True)
class Act:
    """One thing that is done on a page with a form, by whoever stands so to the feedback."""

    heading: str | Promise
    button: str | Promise
    done: str | Promise
    form_class: type[forms.Form]
    do: Callable[..., None]
    standing: Callable[[Actor, Feedback], HeldAppointment | None]
    clause: str = CLAUSE
    first: Callable[[Feedback], dict[str, Any]] = lambda _row: {}


ACTS: Final = {
    "assign": Act(
        _("分办反馈"), _("分办"), _("已交办，主办人会收到消息。"),
        AssignForm, assign_feedback, acting_as_dispatcher,
    ),
    "hand-over": Act(
        _("移交反馈"), _("移交"), _("已移交，新的主办人会收到消息。"),
        HandOverForm, hand_over_feedback, acting_as_dispatcher,
    ),
    "answer": Act(
        _("答复反馈"), _("提交答复"), _("已答复，反馈人能看到。"),
        AnswerForm, answer_feedback, acting_as_owner,
    ),
    "change": Act(
        _("记录因此作出的改动"), _("保存"), _("改动已记下，反馈人能看到。"),
        ChangeForm, record_change, acting_as_handler,
        first=lambda row: {"change": row.change, "change_url": row.change_url},
    ),
    "escalate": Act(
        _("提请上一级协调"), _("提请"), _("已报送上一级。"),
        ReasonForm, escalate_feedback, acting_as_handler, MAJOR,
    ),
    "publish": Act(
        _("公开反馈和答复"), _("公开"), _("已公开，任何人都能看到。"),
        PublishForm, publish_feedback, acting_as_handler,
        first=lambda row: {
            "title": row.public_title or row.title, "text": row.public_text or row.text,
            "answer": row.public_answer or row.answer,
        },
    ),
}  # fmt: skip
"""What is done on a page with a form, by the last word of its address."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, pk: int, name: str) -> HttpResponse:
    """Show the form of an act to whoever stands so to the feedback; do it once, at the version seen."""
    asked, row = ACTS[name], find_feedback(request.actor, pk)
    if asked.standing(request.actor, row) is None:
        raise NotPermitted(
            gettext("这件反馈不由您办理。"), remedy=gettext("需要接手的，请主办人或处室负责人移交。")
        )
    form = asked.form_class(request.POST if request.method == "POST" else None, initial=asked.first(row))

    def do(values: dict[str, Any]) -> str:
        asked.do(actor=request.actor, feedback=row, seen=version_seen(request), **values)
        return str(asked.done)

    back = reverse("feedback:item", args=[row.pk])
    context = {
        "feedback": row, "heading": asked.heading, "button": asked.button, "back": back,
        "clause": asked.clause, "version": version_seen(request) or row.version,
    }  # fmt: skip
    return answer_form(request, form, do, template="feedback/form.html", context=context, then=back)


@signed_in
@require_POST
def take_down(request: ActorRequest, pk: int) -> HttpResponse:
    """Let the public read it no longer."""
    row = find_feedback(request.actor, pk)
    take_down_feedback(actor=request.actor, feedback=row, seen=version_seen(request))
    flash.success(request, _("已撤下，公众看不到了。"))
    return redirect("feedback:item", pk=pk)


@never_cache
@signed_in
@require_POST
def contact(request: ActorRequest, pk: int) -> HttpResponse:
    """Show how to reach the filer. A POST opens it, since each opening is written down."""
    row = find_feedback(request.actor, pk)
    identity = open_contact(actor=request.actor, feedback=row)
    return render(request, "feedback/contact.html", {"feedback": row, "identity": identity})
