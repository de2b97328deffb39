"""Closed cases go to the archive: documents, notices and minutes, each with its period from the pack."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.archives.models import ArchivedPaper, Volume
from xiangchuang.calendars import clock
from xiangchuang.decisions.meeting_papers import meeting_pdf, minutes_of_case
from xiangchuang.decisions.models import Meeting
from xiangchuang.decisions.render_document import document_file, notice_bytes
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.files.models import StoredFile
from xiangchuang.files.set_papers import FORMS
from xiangchuang.files.store import store_bytes
from xiangchuang.policy.archive import YEARS
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.packs import pack_of

_log = logging.getLogger(__name__)
PURPOSE: Final = "archived_paper"
RUNNING: Final = (CaseState.OPEN, CaseState.DEFERRED)
AT_ONCE: Final = 50
"""Cases that one day's step takes; the next goes on."""


@dataclass(frozen=True)
class _Paper:
    """A paper on its way into the volume."""

    code: str
    source: str
    form: str
    title: str
    number: str
    dated_on: date
    file: StoredFile


def archive_case(*, actor: Actor, case: Case, acting: HeldAppointment | None = None) -> Volume:
    """Put the papers of a closed case into its volume; a second call changes nothing.

    Raises Blocked while the case runs, or when a paper cannot be set.
    """
    if case.state in RUNNING or case.closed_at is None:
        raise Blocked(_("案卷还在办理，办结后才能归档。"))
    if (kept := Volume.objects.filter(case=case).first()) is not None:
        return kept
    year = clock.day_of(case.closed_at).year
    with transaction.atomic():
        volume = Volume.objects.create(case=case, year=year, archived_at=clock.now())
        papers = [_row(volume, paper) for paper in _papers_of(case)]
        ArchivedPaper.objects.bulk_create(papers)
        write_entry(
            actor, verb="archive_case", acting=acting, subject=f"volume:{volume.pk}",
            case_number=case.number, detail={"papers": len(papers), "year": year},
        )  # fmt: skip
    return volume


def archive_closed(today: date) -> str:
    """Archive the cases that have closed since; says in one line how many, or "" for none.

    A case one of whose papers cannot be set is tried again on the next day.
    """
    waiting = Case.objects.exclude(state__in=RUNNING).filter(closed_at__isnull=False, volume=None)
    done = 0
    for case in waiting.order_by("closed_at", "pk")[:AT_ONCE]:
        try:
            archive_case(actor=Actor.system(), case=case)
        except Blocked as refusal:  # a paper that cannot be set yet: the other cases do not wait for it
            _log.warning("case %s is not archived: %s", case.number, refusal)
            continue
        done += 1
    return f"归档案卷 {done} 个" if done else ""


def _papers_of(case: Case) -> Iterator[_Paper]:
    for document in case.documents.filter(issued_at__isnull=False).order_by("issued_at", "pk"):
        assert document.issued_at is not None
        for form in FORMS:
            yield _Paper(
                document.kind, f"document:{document.pk}", form, document.title, document.number,
                clock.day_of(document.issued_at), document_file(document, form),
            )  # fmt: skip
    for notice in case.notices.select_related("case").order_by("pk"):
        file = _kept(notice_bytes(notice, "pdf"), f"{notice.number}.pdf")
        yield _Paper(
            "notice", f"notice:{notice.pk}", "pdf", notice.title, notice.number, notice.opens_on, file
        )
    for meeting in Meeting.objects.filter(case=case).select_related("case", "sitting", "recorded_by"):
        file = _kept(meeting_pdf(minutes_of_case(meeting)), f"{case.number} 会议记录.pdf")
        yield _Paper(
            "minutes", f"minutes:{meeting.pk}", "pdf", f"{meeting.title}会议记录", "", meeting.held_on, file
        )


def _kept(content: bytes, name: str) -> StoredFile:
    return store_bytes(
        actor=Actor.system(), content=content, name=name, media_type=MEDIA_TYPES["pdf"], purpose=PURPOSE
    )


def _row(volume: Volume, paper: _Paper) -> ArchivedPaper:
    retention = pack_of(volume.case).archive.retention(paper.code)
    years = YEARS[retention]
    return ArchivedPaper(
        volume=volume, code=paper.code, source=paper.source, form=paper.form, title=paper.title[:300],
        number=paper.number, dated_on=paper.dated_on, retention=retention,
        # A period runs from 1 January of the year after.
        keep_until=None if years is None else date(volume.year + years, 12, 31),
        file=paper.file, sha256=paper.file.sha256, size=paper.file.size,
    )  # fmt: skip
