"""Reads of notices, objections and official documents."""

from datetime import date

from django.db.models import Q, QuerySet

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF, Role
from xiangchuang.decisions.matters import reaching
from xiangchuang.decisions.models import (
    DocumentKind,
    Meeting,
    MeetingDecision,
    Notice,
    Objection,
    OfficialDocument,
)
from xiangchuang.documents.official import normalized_code
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.queries import visible_to as cases_visible_to


def latest_meeting(case: Case) -> Meeting | None:
    """Return the newest record of a leadership meeting in the case."""
    return case.meetings.first()


def approving_meeting(case: Case) -> Meeting | None:
    """Return the newest meeting that agreed to the center; its terms are part of the approval (5.1-1)."""
    return case.meetings.filter(decision=MeetingDecision.APPROVE).first()


def public_notices() -> QuerySet[Notice]:
    """Return every notice the public may read, newest first; a withdrawn case takes its notice down."""
    return Notice.objects.exclude(case__state=CaseState.WITHDRAWN).select_related("case")


def open_notices(on: date) -> QuerySet[Notice]:
    """Return the notices whose window holds the day."""
    return public_notices().filter(opens_on__lte=on, closes_on__gte=on, run__closed_at__isnull=True)


def objections_for(actor: Actor) -> QuerySet[Objection]:
    """Return the objections the actor may read: the department's; nobody else sees any."""
    if not actor.roles & DEPARTMENT_STAFF:
        return Objection.objects.none()
    return Objection.objects.filter(notice__case__in=cases_visible_to(actor)).select_related(
        "notice", "handled_by"
    )


def may_open_identity(actor: Actor) -> bool:
    """Who objected is for the handling officer alone."""
    return Role.OFFICER in actor.roles


def open_objections(case: Case) -> QuerySet[Objection]:
    """Return the objections of the case that nobody has answered yet."""
    return Objection.objects.filter(notice__case=case, handled_at__isnull=True)


def documents_visible_to(actor: Actor) -> QuerySet[OfficialDocument]:
    """Return the documents of the actor's cases, and those that reach the actor by themselves.

    Drafts are the department's own.
    """
    documents = OfficialDocument.objects.select_related("case")
    own = Q(case__in=cases_visible_to(actor))
    if actor.roles & DEPARTMENT_STAFF:
        return documents.filter(own)
    return documents.filter(own | reaching(actor), issued_at__isnull=False)


def public_documents() -> QuerySet[OfficialDocument]:
    """Return the issued documents that are public, newest first."""
    issued = OfficialDocument.objects.filter(issued_at__isnull=False, is_public=True)
    return issued.select_related("case").order_by("-issued_at", "-pk")


def find_document(code: str) -> OfficialDocument | None:
    """Return the issued document of a verification code, however it was typed; None for a wrong code."""
    spelled = normalized_code(code)
    if spelled is None:
        return None
    return (
        OfficialDocument.objects.filter(verification_code=spelled, issued_at__isnull=False)
        .select_related("case")
        .first()
    )


def approval_draft(case: Case) -> OfficialDocument | None:
    """Return the approval document of the case that is drafted and not yet issued."""
    return case.documents.filter(kind=DocumentKind.APPROVAL, issued_at__isnull=True).first()
