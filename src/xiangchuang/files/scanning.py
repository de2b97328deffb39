"""What the virus scanner says of a file, when it comes in and again while it lies in quarantine.

A file the scanner has not answered for is never called clean; without a scanner the container rules decide.
"""

import logging
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.calendars import clock
from xiangchuang.documents.intake import RefusedFile
from xiangchuang.files.clamd import ScannerSilent, scan
from xiangchuang.files.models import ScanState, StoredFile

_log = logging.getLogger(__name__)


def state_of(path: Path) -> ScanState:
    """Return the state a file comes in with; raises RefusedFile for one that holds a virus."""
    if not settings.CLAMD_ADDRESS:
        return ScanState.UNSCANNED
    try:
        found = scan(path, address=settings.CLAMD_ADDRESS)
    except ScannerSilent as silent:
        _log.error("the virus scanner did not answer: %s", silent)
        return ScanState.QUARANTINED
    if found.is_clean:
        return ScanState.CLEAN
    message = _("文件中发现病毒（%(virus)s），没有收下。用杀毒软件清除后重新导出文件，再上传。")
    raise RefusedFile("virus", message % {"virus": found.virus})


def scan_again(*, never_scanned: bool = False) -> dict[ScanState, int]:
    """Ask the scanner about what lies in quarantine (`never_scanned`: and what came before there was one).

    Return how many came out in which state. Stops at the first silence: the rest would only wait for it too.
    """
    told: dict[ScanState, int] = {}
    if not settings.CLAMD_ADDRESS:
        return told
    states = [ScanState.QUARANTINED, *([ScanState.UNSCANNED] if never_scanned else [])]
    for file in StoredFile.objects.filter(scan_state__in=states).order_by("pk").iterator():
        try:
            found = scan(file.path, address=settings.CLAMD_ADDRESS)
        except ScannerSilent as silent:
            _log.error("the virus scanner did not answer for file:%s: %s", file.pk, silent)
            if not file.path.is_file():
                continue
            break
        state = ScanState.CLEAN if found.is_clean else ScanState.INFECTED
        _write_down(file, state, found.virus)
        told[state] = told.get(state, 0) + 1
    return told


def _write_down(file: StoredFile, state: ScanState, virus: str) -> None:
    with transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(
            scan_state=state, scanned_at=clock.now(), virus=virus[:200]
        )
        write_entry(
            Actor.system(), verb="scan_file", subject=f"file:{file.pk}",
            detail={"sha256": file.sha256, "state": state.value, "virus": virus[:200]},
        )  # fmt: skip
