"""What the case file shows of publicity and documents; the department sees more of both than the parties."""

from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import DEPARTMENT_STAFF
from xiangchuang.decisions.models import IntegrityCheck
from xiangchuang.decisions.queries import documents_visible_to, latest_meeting, objections_for
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import pack_of


def case_publicity_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return notices, and for the department the objections; nobody's identity is among them."""
    return {
        "notices": list(case.notices.select_related("published_by")),
        "objections": list(objections_for(actor).filter(notice__case=case)),
        "is_inside": bool(actor.roles & DEPARTMENT_STAFF),
    }


def case_documents_context(case: Case, actor: Actor) -> dict[str, Any]:
    """Return the documents; integrity check and meeting record are the department's own papers."""
    is_inside = bool(actor.roles & DEPARTMENT_STAFF)
    return {
        "documents": list(documents_visible_to(actor).filter(case=case).select_related("pdf", "docx")),
        "meeting": latest_meeting(case) if is_inside else None,
        "integrity": _integrity(case) if is_inside else None,
        "is_inside": is_inside,
    }


def _integrity(case: Case) -> dict[str, Any] | None:
    check = (
        IntegrityCheck.objects.filter(case=case)
        .select_related("checked_by")
        .prefetch_related("items__organization")
        .order_by("-pk")
        .first()
    )
    if check is None:
        return None
    labels = {item.code: words(item.label) for item in pack_of(case).integrity.items}
    lines = [(i.organization.name, labels.get(i.item, i.item), i.clear, i.remark) for i in check.items.all()]
    return {"check": check, "lines": lines}
