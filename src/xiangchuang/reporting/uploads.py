"""Papers that come with a report: the signed page, and a report accepted elsewhere."""

from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile

from xiangchuang.accounts.actor import Actor
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.reporting.models import AnnualReport
from xiangchuang.reporting.permissions import check_writer, refuse_unless_writable

SCAN_PURPOSE: Final = "annual_report_scan"
ELSEWHERE_PURPOSE: Final = "annual_report_elsewhere"
SCAN_KINDS: Final = ("pdf",)
ELSEWHERE_KINDS: Final = ("pdf", "docx")


def take_scan(*, actor: Actor, report: AnnualReport, upload: "UploadedFile[Any]") -> StoredFile:
    """Keep the signed page. Raises NotFound, NotPermitted, Blocked, RefusedUpload with cause and remedy."""
    check_writer(actor, report.center)
    refuse_unless_writable(report)
    return store(actor=actor, upload=upload, expect=SCAN_KINDS, purpose=SCAN_PURPOSE)


def take_elsewhere(*, actor: Actor, report: AnnualReport, upload: "UploadedFile[Any]") -> StoredFile:
    """Keep a report accepted elsewhere. Raises as `take_scan` does."""
    check_writer(actor, report.center)
    refuse_unless_writable(report)
    return store(actor=actor, upload=upload, expect=ELSEWHERE_KINDS, purpose=ELSEWHERE_PURPOSE)
