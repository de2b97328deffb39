"""A file that proves more than one statement is uploaded once and linked to each; unlinking keeps history."""

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.files.gates import may_know
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.apps import EVIDENCE
from xiangchuang.organizations.models import CapabilityRecord, EvidenceLink, FactRecord, Organization
from xiangchuang.organizations.permissions import may_record
from xiangchuang.organizations.statements import Statement


def files_of_register(organization: Organization) -> QuerySet[StoredFile]:
    """Return the files that prove something in the register of the organisation, newest first."""
    facts = FactRecord.objects.filter(organization=organization)
    capabilities = CapabilityRecord.objects.filter(organization=organization)
    links = EvidenceLink.objects.filter(
        Q(fact__organization=organization) | Q(capability__organization=organization), unlinked_at=None
    )
    return StoredFile.objects.filter(
        Q(pk__in=facts.values("evidence"))
        | Q(pk__in=capabilities.values("evidence"))
        | Q(pk__in=links.values("file"))
    ).order_by("-uploaded_at", "-pk")


def links_of(statement: Statement) -> QuerySet[EvidenceLink]:
    """Return every link of the statement, those taken back too, oldest first."""
    return (
        EvidenceLink.objects.filter(**_of(statement))
        .select_related("file", "linked_by", "unlinked_by")
        .order_by("linked_at", "pk")
    )


def link_evidence(*, actor: Actor, statement: Statement, file: StoredFile) -> EvidenceLink:
    """Let `file` prove `statement` as well.

    Raises NotPermitted for whoever may not record; NotFound for a file the actor may not know of or that is
    no evidence of a register; Blocked for a statement that no longer counts; Stale when it is linked already.
    """
    acting = _recorder(actor, statement)
    if file.purpose != EVIDENCE or not may_know(actor, file):
        raise NotFound(_("没有这份材料：重新选择，或另外上传。"))
    if not statement.is_current:
        raise Blocked(_("这一条登记已不再计数，不用再补证明材料。"), remedy=_("在最新的一条里关联。"))
    if statement.evidence_id == file.pk:
        raise Stale(_("这份材料已经是这一条登记的证明材料。"))
    assert actor.user is not None
    try:
        with transaction.atomic():
            link = EvidenceLink.objects.create(file=file, linked_by=actor.user, **_of(statement))
            _note(actor, acting, "link_evidence", link)
    except IntegrityError:
        raise Stale(_("这份材料已经关联过。")) from None
    return link


def unlink_evidence(*, actor: Actor, link: EvidenceLink, reason: str) -> None:
    """Take the link back; who linked it, and when, stays to be read.

    Raises NotPermitted, Invalid (no reason), Stale (taken back meanwhile).
    """
    acting = _recorder(actor, link.statement)
    why = normalise_line(reason)[:500]
    if not why:
        raise Invalid(_("写明为何取消关联。"))
    with transaction.atomic():
        done = EvidenceLink.objects.filter(pk=link.pk, unlinked_at=None).update(
            unlinked_by=actor.user, unlinked_at=clock.now(), unlink_reason=why
        )
        if not done:
            raise Stale(_("这份材料的关联已经取消。"))
        _note(actor, acting, "unlink_evidence", link, reason=why)


def _of(statement: Statement) -> dict[str, Statement]:
    return {"fact" if isinstance(statement, FactRecord) else "capability": statement}


def _recorder(actor: Actor, statement: Statement) -> HeldAppointment:
    acting = may_record(actor, statement.organization)
    if acting is None:
        raise NotPermitted(_("该单位的登记由本单位、所在市州科技局或省科技厅经办填写。"))
    return acting


def _note(actor: Actor, acting: HeldAppointment, verb: str, link: EvidenceLink, **more: str) -> None:
    of = f"fact:{link.fact_id}" if link.fact_id else f"capability:{link.capability_id}"
    write_entry(
        actor, verb=verb, acting=acting, subject=of,
        detail={"file": link.file_id, "sha256": link.file.sha256, **more},
    )  # fmt: skip
