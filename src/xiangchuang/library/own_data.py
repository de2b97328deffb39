"""All that the library holds of a person, for the person to take along (个人信息保护法 第四十五条)."""

from typing import Any

from xiangchuang.accounts.actor import Actor
from xiangchuang.experts.models import Expert, LobbyingReport
from xiangchuang.experts.queries import fees_visible_to, integrity_visible_to


def own_data(actor: Actor, expert: Expert) -> dict[str, Any]:
    """Return it by name; the actor is the person."""
    fees = fees_visible_to(actor).filter(expert=expert)
    integrity = integrity_visible_to(actor).filter(expert=expert)
    reports = LobbyingReport.objects.filter(filed_by=expert.user)
    return _profile(expert) | {
        "employments": [
            {"organization": e.organization.name, "from": e.began_on, "to": e.ended_on}
            for e in expert.employments.select_related("organization")
        ],
        "works": [
            {"kind": w.kind, "title": w.title, "number": w.number, "from": w.began_on, "to": w.ended_on,
             "partners": [p.name for p in w.partners.all()]}
            for w in expert.works.prefetch_related("partners")
        ],
        "conflicts": [
            {"organization": c.organization.name, "reason": c.reason, "on": c.declared_on}
            for c in expert.conflicts.select_related("organization")
        ],
        "ties": list(expert.ties.values("other_name", "kind", "declared_on")),
        "absences": list(expert.absences.values("begins_on", "ends_on", "note")),
        "steps": list(expert.steps.values("what", "on", "until", "reason")),
        "consents": list(expert.consents.values("kind", "notice_version", "given_at", "withdrawn_at")),
        "fees": list(fees.values("occasion", "amount_fen", "tax_note", "paid_on")),
        "integrity": list(integrity.values("kind", "text", "found_on")),
        "lobbying_reports": list(reports.values("who", "text", "happened_on", "state")),
    }  # fmt: skip


def _profile(expert: Expert) -> dict[str, Any]:
    return {
        "name": expert.name, "title": expert.title, "employer": expert.employer.name, "phone": expert.phone,
        "languages": expert.languages, "bio": expert.bio, "load_limit": expert.load_limit,
        "is_active": expert.is_active, "term_until": expert.term_until,
        "registered_at": expert.registered_at,
        "kinds": [known.kind for known in expert.kinds.all()],
        "fields": [known.field for known in expert.fields.all()],
    }  # fmt: skip
