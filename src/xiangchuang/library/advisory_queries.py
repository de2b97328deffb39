"""Reads of the advisory group: the department's, and a member's own groups."""

from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.calendars import clock
from xiangchuang.library.models import (
    Advice,
    AdvisoryGroup,
    AdvisoryMember,
    AdvisoryQuestion,
    QuestionState,
)


def groups_visible_to(actor: Actor) -> QuerySet[AdvisoryGroup]:
    """Return the groups the actor may know of: the department all, members their own."""
    today = clock.today()
    sits = Q(members__since__lte=today, members__until__gte=today, members__leaving_reason="")
    rows = AdvisoryGroup.objects.annotate(sitting=Count("members", filter=sits, distinct=True))
    if actor.is_department_staff:
        return rows
    if actor.user is None:
        return rows.none()
    own = AdvisoryMember.objects.filter(expert__user=actor.user)
    return rows.filter(pk__in=own.values("group"))


def questions_visible_to(actor: Actor) -> QuerySet[AdvisoryQuestion]:
    """Return the questions the actor may read: the department all, members those of their own term.

    A party of the case that is asked about reads nothing of it: advice is given to the department.
    """
    rows = AdvisoryQuestion.objects.select_related("group", "case", "direction", "asked_by", "responded_by")
    if actor.is_department_staff:
        return rows
    if actor.user is None:
        return rows.none()
    mine: Q = Q(pk__in=[])
    for term in AdvisoryMember.objects.filter(expert__user=actor.user):
        mine |= Q(group=term.group_id, asked_at__date__gte=term.since, asked_at__date__lte=term.until)
        if term.is_in_term(clock.today()) and not term.leaving_reason:
            mine |= Q(group=term.group_id, state=QuestionState.ASKED)
    return rows.filter(mine)


def advice_visible_to(actor: Actor, question: AdvisoryQuestion) -> QuerySet[Advice]:
    """Return the advice the actor may read: the department all; a member the own, after the response all."""
    rows = Advice.objects.filter(question=question).select_related("member__expert__employer")
    if actor.is_department_staff:
        return rows
    if not questions_visible_to(actor).filter(pk=question.pk).exists():
        return rows.none()
    if question.state == QuestionState.RESPONDED:
        return rows
    return rows.filter(member__expert__user=actor.user)


def find_group(actor: Actor, pk: int) -> AdvisoryGroup:
    """Return a group the actor may know of; raises NotFound for any other."""
    found = groups_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个咨询组，或者不归您查看。"))
    return found


def find_question(actor: Actor, pk: int) -> AdvisoryQuestion:
    """Return a question the actor may read; raises NotFound for any other."""
    found = questions_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个咨询事项，或者不归您查看。"))
    return found


def sitting_member(actor: Actor, group_id: int) -> AdvisoryMember | None:
    """Return the actor's term in that group that runs today."""
    if actor.user is None:
        return None
    return sitting_on(clock.today()).filter(group=group_id, expert__user=actor.user).first()


def sitting_on(day: date) -> QuerySet[AdvisoryMember]:
    """Return the terms that run on that day, of all groups."""
    return AdvisoryMember.objects.filter(since__lte=day, until__gte=day, leaving_reason="")
