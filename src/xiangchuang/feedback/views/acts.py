"""The pages of what the department does with a feedback, each a form that keeps what was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages as flash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
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

Standing = Callable[[Actor, Feedback], HeldAppointment | None]
Do = Callable[..., None]


def _act(
    request: ActorRequest,
    pk: int,
    *,
    heading: str,
    button: str,
    done: str,
    form_class: type[forms.Form],
    do: Do,
    standing: Standing,
    clause: str = CLAUSE,
    first: Callable[[Feedback], dict[str, Any]] = lambda _row: {},
) -> HttpResponse:
    """Show the form to whoever stands so to the feedback; do it once, at the version that was seen."""
    row = find_feedback(request.actor, pk)
    if standing(request.actor, row) is None:
        raise NotPermitted(_("这件反馈不由您办理。"), remedy=_("需要接手的，请主办人或处室负责人移交。"))
    form = form_class(request.POST if request.method == "POST" else None, initial=first(row))

    def act(values: dict[str, Any]) -> str:
        do(actor=request.actor, feedback=row, seen=version_seen(request), **values)
        return done

    back = reverse("feedback:item", args=[row.pk])
    context = {
        "feedback": row, "heading": heading, "button": button, "back": back, "clause": clause,
        "version": version_seen(request) or row.version,
    }  # fmt: skip
    return answer_form(request, form, act, template="feedback/form.html", context=context, then=back)


_PAGE = require_http_methods(["GET", "HEAD", "POST"])


@signed_in
@_PAGE
def assign(request: ActorRequest, pk: int) -> HttpResponse:
    """Give it to an officer."""
    return _act(
        request, pk, heading=_("分办反馈"), button=_("分办"), done=_("已交办，主办人会收到消息。"),
        form_class=AssignForm, do=assign_feedback, standing=acting_as_dispatcher,
    )  # fmt: skip


@signed_in
@_PAGE
def hand_over(request: ActorRequest, pk: int) -> HttpResponse:
    """Give it to another officer."""
    return _act(
        request, pk, heading=_("移交反馈"), button=_("移交"), done=_("已移交，新的主办人会收到消息。"),
        form_class=HandOverForm, do=hand_over_feedback, standing=acting_as_dispatcher,
    )  # fmt: skip


@signed_in
@_PAGE
def answer(request: ActorRequest, pk: int) -> HttpResponse:
    """Answer it."""
    return _act(
        request, pk, heading=_("答复反馈"), button=_("提交答复"), done=_("已答复，反馈人能看到。"),
        form_class=AnswerForm, do=answer_feedback, standing=acting_as_owner,
    )  # fmt: skip


@signed_in
@_PAGE
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Say what was changed because of it."""
    return _act(
        request, pk, heading=_("记录因此作出的改动"), button=_("保存"), done=_("改动已记下，反馈人能看到。"),
        form_class=ChangeForm, do=record_change, standing=acting_as_handler,
        first=lambda row: {"change": row.change, "change_url": row.change_url},
    )  # fmt: skip


@signed_in
@_PAGE
def escalate(request: ActorRequest, pk: int) -> HttpResponse:
    """Bring a major matter up."""
    return _act(
        request, pk, heading=_("提请上一级协调"), button=_("提请"), done=_("已报送上一级。"),
        form_class=ReasonForm, do=escalate_feedback, standing=acting_as_handler, clause=MAJOR,
    )  # fmt: skip


@signed_in
@_PAGE
def publish(request: ActorRequest, pk: int) -> HttpResponse:
    """Publish question and answer, in words that name nobody."""
    return _act(
        request, pk, heading=_("公开反馈和答复"), button=_("公开"), done=_("已公开，任何人都能看到。"),
        form_class=PublishForm, do=publish_feedback, standing=acting_as_handler,
        first=lambda row: {
            "title": row.public_title or row.title, "text": row.public_text or row.text,
            "answer": row.public_answer or row.answer,
        },
    )  # fmt: skip


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
