"""Pages of the standing advisory group: groups, members, questions, advice, response (6.1-2)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.library import advisory_forms
from xiangchuang.library.advise import (
    CLAUSE,
    QuestionDraft,
    add_member,
    ask_group,
    end_membership,
    form_group,
    give_advice,
    respond_to_advice,
)
from xiangchuang.library.advisory_queries import (
    advice_visible_to,
    find_group,
    find_question,
    groups_visible_to,
    questions_visible_to,
    sitting_member,
    sitting_on,
)
from xiangchuang.library.advisory_words import about_words, due_reading, member_table, question_table
from xiangchuang.library.forms import ReasonForm
from xiangchuang.library.models import AdvisoryMember, QuestionState
from xiangchuang.library.views.answers import form_page
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import Action
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_safe
def groups(request: ActorRequest) -> HttpResponse:
    """List the groups and the questions put to them, as far as the person may read them."""
    found = list(groups_visible_to(request.actor))
    if not found and not request.actor.is_department_staff:
        raise NotPermitted(_("专家咨询组由省科技厅和组内成员查看。"), clause=CLAUSE)
    page = page_of(questions_visible_to(request.actor), request.GET.get("page", "1"))
    context = {
        "groups": found, "page": page, "table": question_table(list(page.object_list)),
        "may_form": request.actor.holds(Role.OFFICER), "rule": current_pack().experts.advisory,
    }  # fmt: skip
    return render(request, "library/groups.html", context)


@signed_in
@require_safe
def group(request: ActorRequest, pk: int) -> HttpResponse:
    """Show one group: who sits in it and until when, and what it was asked."""
    found, actor = find_group(request.actor, pk), request.actor
    members = list(found.members.select_related("expert__employer"))
    page = page_of(questions_visible_to(actor).filter(group=found), request.GET.get("page", "1"))
    actions = []
    if actor.is_department_staff:
        actions.append(Action(_("提出咨询"), reverse("library:ask", args=[pk]), "get", "primary"))
    if actor.holds(Role.OFFICER):
        actions.append(Action(_("聘任成员"), reverse("library:add-member", args=[pk]), "get"))
    context = {
        "group": found, "members": member_table(members, may_end=actor.holds(Role.OFFICER)),
        "page": page, "table": question_table(list(page.object_list)), "actions": actions,
        "rule": current_pack().experts.advisory,
    }  # fmt: skip
    return render(request, "library/group.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: ActorRequest) -> HttpResponse:
    """Form a group."""
    _refuse_unless(request.actor.holds(Role.OFFICER))

    def act(data: dict[str, Any]) -> str:
        form_group(actor=request.actor, **data)
        return _("咨询组已组建，接着聘任成员。")

    return form_page(
        request, advisory_forms.GroupForm, act, heading=_("组建专家咨询组"), button=_("组建"),
        back=reverse("library:groups"), clause=CLAUSE,
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_member(request: ActorRequest, pk: int) -> HttpResponse:
    """Give an expert a term in the group."""
    found = find_group(request.actor, pk)
    _refuse_unless(request.actor.holds(Role.OFFICER))

    def act(data: dict[str, Any]) -> str:
        member = add_member(actor=request.actor, group=found, seen=_seen(request), **data)
        return _("已聘任，任期至 %(day)s。") % {"day": member.until.isoformat()}

    sitting = list(sitting_on(clock.today()).filter(group=found).values_list("expert_id", flat=True))
    return form_page(
        request, advisory_forms.MemberForm, act, heading=_("聘任成员"), button=_("聘任"), clause=CLAUSE,
        back=reverse("library:group", args=[pk]), sitting=sitting,
        context={"about": found.name, "version": request.POST.get("version", found.version)},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def end_member(request: ActorRequest, pk: int, member_id: int) -> HttpResponse:
    """End a member's term."""
    found = find_group(request.actor, pk)
    _refuse_unless(request.actor.holds(Role.OFFICER))
    member = get_object_or_404(
        AdvisoryMember.objects.select_related("group", "expert"), pk=member_id, group=found
    )

    def act(data: dict[str, Any]) -> str:
        end_membership(actor=request.actor, member=member, seen=_seen(request), reason=data["reason"])
        return _("已办理离任。")

    return form_page(
        request, ReasonForm, act, heading=_("办理离任"), button=_("确定"), clause=CLAUSE,
        back=reverse("library:group", args=[pk]),
        context={"about": member.expert.name, "version": request.POST.get("version", found.version)},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: ActorRequest, pk: int) -> HttpResponse:
    """Put a question to the group."""
    found = find_group(request.actor, pk)
    _refuse_unless(request.actor.is_department_staff)

    def act(data: dict[str, Any]) -> str:
        ask_group(actor=request.actor, group=found, draft=QuestionDraft(**data))
        return _("咨询已提出，成员的工作台里会出现。")

    return form_page(
        request, advisory_forms.QuestionForm, act, heading=_("提出咨询"), button=_("提出"), clause=CLAUSE,
        back=reverse("library:group", args=[pk]), actor=request.actor, context={"about": found.name},
    )  # fmt: skip


@signed_in
@require_safe
def question(request: ActorRequest, pk: int) -> HttpResponse:
    """Show a question, the advice the person may read, and the response."""
    found, actor = find_question(request.actor, pk), request.actor
    member = sitting_member(actor, found.group_id)
    is_open = found.state == QuestionState.ASKED
    advice = list(advice_visible_to(actor, found))
    actions = []
    if member is not None and is_open:
        label = _("修改意见") if any(a.member_id == member.pk for a in advice) else _("提出意见")
        actions.append(Action(label, reverse("library:advise", args=[pk]), "get", "primary"))
    if actor.is_department_staff and is_open:
        reason = "" if advice else _("还没有成员提出意见")
        respond_url = reverse("library:respond", args=[pk])
        actions.append(Action(_("回应"), respond_url, "get", "primary", reason=reason))
    due_on = found.response_due_on if actor.is_department_staff else found.advice_due_on
    context = {
        "question": found, "about": about_words(actor, found), "advice": advice, "actions": actions,
        "due": due_reading(due_on, found.due_provisional) if is_open else None,
        "is_inside": actor.is_department_staff,
    }  # fmt: skip
    return render(request, "library/question.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def advise(request: ActorRequest, pk: int) -> HttpResponse:
    """Write one's advice, or write it anew before the response."""
    found = find_question(request.actor, pk)
    _refuse_unless(sitting_member(request.actor, found.group_id) is not None)
    own = advice_visible_to(request.actor, found).filter(member__expert__user=request.actor.user).first()

    def act(data: dict[str, Any]) -> str:
        give_advice(actor=request.actor, question=found, text=data["text"])
        return _("意见已提交。")

    return form_page(
        request, advisory_forms.AdviceForm, act, heading=_("咨询意见"), button=_("提交"), clause=CLAUSE,
        back=reverse("library:question", args=[pk]), initial={"text": own.text if own else ""},
        context={"about": found.title},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: ActorRequest, pk: int) -> HttpResponse:
    """Say what the department makes of the advice and what was done."""
    found = find_question(request.actor, pk)
    _refuse_unless(request.actor.is_department_staff)

    def act(data: dict[str, Any]) -> str:
        respond_to_advice(actor=request.actor, question=found, seen=_seen(request), **data)
        return _("已回应。")

    return form_page(
        request, advisory_forms.ResponseForm, act, heading=_("回应咨询意见"), button=_("提交"), clause=CLAUSE,
        back=reverse("library:question", args=[pk]),
        context={"about": found.title, "version": request.POST.get("version", found.version)},
    )  # fmt: skip


def _seen(request: ActorRequest) -> int:
    return whole(request.POST.get("version", ""), 0)


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise NotPermitted(_("这一步不由您办理。"), clause=CLAUSE)
