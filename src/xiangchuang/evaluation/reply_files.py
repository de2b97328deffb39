"""Evidence that a center sends with its reply: for the center, the evaluator and the department."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.queries import kept_centers
from xiangchuang.evaluation.models import ReplyPoint, Subject
from xiangchuang.evaluation.queries import sees_whole_round
from xiangchuang.evaluation.reply import EVIDENCE_KINDS, EVIDENCE_PURPOSE, may_reply_now
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store


def take_evidence(*, actor: Actor, subject: Subject, upload: "UploadedFile[Any]") -> StoredFile:
    """Keep a piece of evidence; raises as `may_reply_now` does, and RefusedUpload with cause and remedy."""
    may_reply_now(actor, subject)
    return store(actor=actor, upload=upload, expect=EVIDENCE_KINDS, purpose=EVIDENCE_PURPOSE)


def may_read_evidence(actor: Actor, file: StoredFile) -> bool:
    """Another center's evidence is nobody's business but the evaluator's and the department's."""
    points = ReplyPoint.objects.filter(evidence=file).select_related("reply__subject__round__case")
    return any(
        sees_whole_round(actor, point.reply.subject.round)
        or kept_centers(actor).filter(pk=point.reply.subject.center_id).exists()
        for point in points
    )
