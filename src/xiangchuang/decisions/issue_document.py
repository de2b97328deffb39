"""Drafting and issuing official documents: numbered at issue, verifiable, set in the background."""

import secrets
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.urls import reverse

from xiangchuang.calendars import clock
from xiangchuang.canonical_json import json_sha256
from xiangchuang.decisions.matters import matter_of
from xiangchuang.decisions.models import DocumentKind, OfficialDocument
from xiangchuang.decisions.official_content import as_stored, from_stored
from xiangchuang.decisions.personal_data import refuse_private_paper
from xiangchuang.decisions.tasks import render_document
from xiangchuang.documents.official import OfficialDocument as Content
from xiangchuang.documents.official import Verification, number_text, verification_code
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.perform import Step
from xiangchuang.wordings.compose_paper import Worded


def draft_document(
    step: Step, kind: DocumentKind, worded: Worded, *, cycle_starts_on: date | None = None
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
    draft.wording_version, draft.wording_sha256 = worded.version, worded.wording_sha256
    _write(draft, worded.content)
    draft.save()
    return draft


def issue_document(step: Step, draft: OfficialDocument, *, is_public: bool) -> OfficialDocument:
    """Give the draft number and day, freeze its content with its hash, and have it set.

    The number is the next of the agency's series of the year, so numbers have no gaps (GB/T 9704, 7.2.5).
    Raises Invalid for a public one with personal data in it.
    """
    if is_public:
        refuse_private_paper(from_stored(draft.content))
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


def issue_letter(step: Step, kind: DocumentKind, reason: str) -> OfficialDocument | None:
    """Draft and issue at once the letter that tells the parties a refusal or a deferral; None without one."""
    letter = matter_of(step.case).letter
    if letter is None:
        return None
    worded = letter(step.case, step.pack, kind, reason, clock.today())
    return issue_document(step, draft_document(step, kind, worded), is_public=False)


def _write(document: OfficialDocument, content: Content) -> None:
    document.title = content.title.replace("\n", "")[:300]
    document.content = as_stored(content)
    document.content_sha256 = json_sha256(document.content)
