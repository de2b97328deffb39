"""Reads of feedback: the department's, one's own, what is public, and what a receipt opens."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import Appointment, User
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.feedback.follow_up_code import read_receipt
from xiangchuang.feedback.models import Feedback, FeedbackState


@dataclass(frozen=True)
class ClauseCount:
    """How many feedbacks a clause has, unanswered, late and with a change; "" is no clause in particular."""

    clause: str
    total: int
    waiting: int
    late: int
    changed: int


def visible_to(actor: Actor) -> "QuerySet[Feedback]":
    """Return what the actor may read: the department all, others their own and their unit's."""
    rows = Feedback.objects.select_related("owner", "organization")
    if actor.is_department_staff:
        return rows
    return rows.filter(_own(actor))


def own(actor: Actor) -> "QuerySet[Feedback]":
    """Return what the actor filed, for oneself or for one's unit, and what colleagues filed for the unit."""
    return Feedback.objects.select_related("owner", "organization").filter(_own(actor))


def _own(actor: Actor) -> Q:
    if actor.user is None:
        return Q(pk__in=[])
    units = {held.organization_id for held in actor.appointments}
    return Q(filed_by=actor.user.pk) | Q(organization__in=units)


def can_view(actor: Actor, feedback: Feedback) -> bool:
    """Return whether the actor may read it; equal to `in visible_to(actor)`."""
    return visible_to(actor).filter(pk=feedback.pk).exists()


def find_feedback(actor: Actor, pk: int) -> Feedback:
    """Return one; raises NotFound for none and for a foreign one alike."""
    found = visible_to(actor).select_related("answered_by").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这件反馈，或者它不归您查看。"))
    return found


def public_feedback() -> "QuerySet[Feedback]":
    """Return what anybody may read: answered, agreed to by its filer and published; newest first."""
    return Feedback.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def by_receipt(receipt: str) -> Feedback | None:
    """Return the feedback that a receipt opens; None for a wrong number or a wrong code, alike."""
    read = read_receipt(receipt)
    if read is None:
        return None
    number, digest = read
    return Feedback.objects.filter(number=number, code_digest=digest).first()


def unanswered() -> "QuerySet[Feedback]":
    """Return what still waits for an answer, the soonest due first."""
    rows = Feedback.objects.filter(~Q(state=FeedbackState.ANSWERED))
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def overdue(on: date) -> "QuerySet[Feedback]":
    """Return what was not answered by its day."""
    return unanswered().filter(due_on__lt=on)


def officers() -> "QuerySet[User]":
    """Return those to whom feedback can be given: the officers of today, by appointments of their own."""
    serving = Appointment.objects.in_force(clock.today()).filter(role=Role.OFFICER, delegated_by__isnull=True)
    return User.objects.filter(is_active=True, pk__in=serving.values("user")).order_by("full_name", "pk")


def counts_by_clause(rows: "QuerySet[Feedback]", on: date) -> list[ClauseCount]:
    """Return for each clause how many there are, unanswered, late and with a change; one query."""
    waiting = ~Q(state=FeedbackState.ANSWERED)
    counted = rows.order_by().values("clause").annotate(
        total=Count("pk"),
        waiting=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(due_on__lt=on)),
        changed=Count("pk", filter=~Q(change="")),
    )  # fmt: skip
    return [
        ClauseCount(line["clause"], line["total"], line["waiting"], line["late"], line["changed"])
        for line in counted.order_by("-total", "clause")
    ]
