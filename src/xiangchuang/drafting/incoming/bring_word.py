"""Bringing a Word file back: judged at once, read in the background."""

from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.drafting.desk import Desk, desk_of
from xiangchuang.drafting.models import IncomingState, IncomingWord
from xiangchuang.drafting.models.incoming import WAITING
from xiangchuang.drafting.tasks import read_incoming_word
from xiangchuang.drafting.verbs import CLAUSE
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.procedure.errors import Blocked, NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Standpoint, Verb, contribute
from xiangchuang.proposals.manuscript import open_revision, revision_under_way
from xiangchuang.proposals.plan_files import may_read_revision

INCOMING_PURPOSE: Final = "incoming_word"
PATIENCE: Final = timedelta(minutes=3)
"""How long a reading may take before it may be begun anew: its worker has gone."""


def _is_begun(at: Standpoint, _actor: Actor) -> bool:
    """Whether there is a text to compare with: without one the plan is simply uploaded."""
    revision = revision_under_way(at)
    return revision is not None and revision.sections.filter(words__gt=0).exists()


BRING: Final = Verb(
    "bring_word", gettext_lazy("带回 Word"), joined_by=("member",), page="drafting:bring-word", shared=True,
    offered=_is_begun,
)  # fmt: skip
contribute("plan", BRING)


def bring_word(*, actor: Actor, case: Case, upload: "UploadedFile[Any] | Path") -> IncomingWord:
    """Take a .docx in to be compared with the manuscript (5.1-3); nothing of the text changes yet.

    An earlier file that nobody has settled is replaced. Raises RefusedUpload with cause and remedy, NotFound,
    NotPermitted, Blocked as every verb does.
    """
    desk_of(actor, case)
    file = store(actor=actor, upload=upload, expect=("docx",), purpose=INCOMING_PURPOSE)
    with perform(BRING, actor=actor, case=case, seen=None) as step:
        assert actor.user is not None
        revision = open_revision(step.at, actor.user)
        unsettled = IncomingWord.objects.filter(revision=revision, state__in=(*WAITING, IncomingState.READY))
        unsettled.update(state=IncomingState.REPLACED)
        incoming = IncomingWord.objects.create(
            revision=revision, file=file, brought_by=actor.user, brought_at=clock.now()
        )
        step.subject = f"incoming_word:{incoming.pk}"
        step.note(file=file.sha256, revision=revision.number)
        # In the transaction: the queue is the database, so no file waits for a reading that nobody does.
        read_incoming_word.enqueue(incoming.pk)
    return incoming


def read_again(*, actor: Actor, case: Case, pk: int) -> IncomingWord:
    """Begin a reading anew whose worker has gone; raises Blocked while it may still come."""
    incoming = incoming_of(desk_of(actor, case), pk)
    stuck = clock.now() - PATIENCE
    rows = IncomingWord.objects.filter(pk=pk, state=IncomingState.READING, begun_at__lt=stuck)
    if not rows.update(state=IncomingState.QUEUED, begun_at=None):
        raise Blocked(_("这个文件还在读取，或者已经读完。"), remedy=_("刷新本页看结果。"), clause=CLAUSE)
    read_incoming_word.enqueue(pk)
    incoming.refresh_from_db()
    return incoming


def incoming_of(desk: Desk, pk: int) -> IncomingWord:
    """Return a file that was brought to the manuscript of the desk; raises NotFound."""
    found = (
        IncomingWord.objects.filter(pk=pk, revision=desk.revision)
        .select_related("file", "brought_by", "revision__proposal__case")
        .first()
        if desk.revision is not None
        else None
    )
    if found is None:
        raise NotFound(_("没有这个带回的文件，或者它属于别的方案。"))
    return found


def open_incoming(desk: Desk) -> IncomingWord | None:
    """Return the file that waits to be read or settled."""
    if desk.revision is None:
        return None
    rows = IncomingWord.objects.filter(revision=desk.revision, state__in=(*WAITING, IncomingState.READY))
    return rows.select_related("file", "brought_by").defer("reading").first()


def may_read_incoming(actor: Actor, file: StoredFile) -> bool:
    """The gate of files brought back: those who may read the revision they were brought to."""
    rows = IncomingWord.objects.filter(file=file).select_related("revision__proposal__case").defer("reading")
    return any(may_read_revision(actor, incoming.revision) for incoming in rows)
