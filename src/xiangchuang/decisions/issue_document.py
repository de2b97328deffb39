"""Drafting and issuing official documents: numbered at issue, verifiable, set in the background."""

import secrets
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.urls import reverse

from xiangchuang.calendars import clock
from xiangchuang.decisions.document_text import outcome_content
from xiangchuang.decisions.models import DocumentKind, OfficialDocument
from xiangchuang.decisions.official_content import as_stored, from_stored, sha256_of
from xiangchuang.decisions.tasks import render_document
from xiangchuang.documents.official import OfficialDocument as Content
from xiangchuang.documents.official import Verification, number_text, verification_code
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.perform import Step


def draft_document(
    step: Step, kind: DocumentKind, content: Content, *, cycle_starts_on: date | None = None
) -> OfficialDocument:
    """Keep the draft of that kind in the stage under way; drafting anew replaces it and keeps its code."""
    assert step.actor.user is not None
    draft = OfficialDocument.objects.filter(run=step.run, kind=kind, issued_at__isnull=True).first()
    if draft is None:
        draft = OfficialDocument(
            case=step.case, run=step.run, kind=kind,
            verification_code=verification_code(secrets.token_bytes(16)),
        )  # fmt: skip
    draft.drafted_by, draft.drafted_at = step.actor.user, clock.now()
    draft.prefix = step.pack.identity.document_number.prefix
    draft.cycle_starts_on = cycle_starts_on
    _write(draft, content)
    draft.save()
    return draft


def issue_document(step: Step, draft: OfficialDocument, *, is_public: bool) -> OfficialDocument:
    """Give the draft number and day, freeze its content with its hash, and have it set; raises nothing.

    The number is the next of the agency's series of the year, so numbers have no gaps (GB/T 9704, 7.2.5).
    """
    today = clock.today()
    draft.year, draft.serial = today.year, next_serial(f"document:{draft.prefix}", today.year)
    draft.issued_at, draft.is_public = clock.now(), is_public
    code = draft.verification_code
    content = replace(
        from_stored(draft.content),
        number=number_text(draft.year, draft.serial, draft.prefix),
        issued_on=today,
        printed_on=today,
        verification=Verification(code, settings.SITE_URL + reverse("portal:verified", args=[code])),
    )
    _write(draft, content)
    draft.save()
    render_document.enqueue(draft.pk)
    step.subject = f"document:{draft.pk}"
    step.note(number=draft.number, code=code, content=draft.content_sha256)
    return draft


def issue_letter(step: Step, kind: DocumentKind, reason: str) -> OfficialDocument:
    """Draft and issue at once the letter that tells the parties a refusal or a deferral."""
    content = outcome_content(step.case, step.pack, kind=kind, reason=reason, drafted_on=clock.today())
    return issue_document(step, draft_document(step, kind, content), is_public=False)


def _write(document: OfficialDocument, content: Content) -> None:
    document.title = content.title.replace("\n", "")[:300]
    document.content = as_stored(content)
    document.content_sha256 = sha256_of(document.content)
