"""The work of a scan: the table read, facts and ranks built, every condition judged; told step by step."""

import logging
from contextlib import suppress
from functools import partial
from typing import Any, Final

import duckdb
from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.calendars import clock
from xiangchuang.policy.conditions import ParameterUnknownError
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.scan import (
    Intake,
    Release,
    ScanResult,
    TableError,
    build_facts,
    figures,
    read_table,
    scan,
)
from xiangchuang.procedure.packs import pack_of_version
from xiangchuang.scans.being_worked_on import working_on
from xiangchuang.scans.mapping_record import from_record
from xiangchuang.scans.models import Scan, ScanState

logger = logging.getLogger(__name__)
# Where the bar stands when a stage begins: reading takes the longest by far.
_READING, _READ, _RANKING, _JUDGING = 2, 50, 70, 85
_WITHOUT_HEADER: Final = 1


class _OutdatedError(Exception):
    """The scan was discarded, or begun again by another worker: this work is nobody's any more."""


def run_scan(scan_id: int, attempt: int) -> None:
    """Work on the scan's start number `attempt`; an outdated one, or one already worked on, is left alone."""
    found = Scan.objects.select_related("table").filter(pk=scan_id, attempt=attempt).first()
    if found is None:
        return
    with working_on(found):
        if not _claimed(found):
            return
        try:
            _work(found)
        except _OutdatedError:
            _forget(found)
        except (TableError, ParameterUnknownError) as error:
            _fail(found, str(error))
        except duckdb.OutOfMemoryException:
            _fail(found, _("内存不足，数据表没有读完；改存为 Parquet 或分省扫描后重新开始。"))
        except Exception:
            logger.exception("scan:%s failed", found.pk)
            _fail(found, _("扫描中断，原因已记入系统日志；数据表仍在，可以重新开始。"))


def _claimed(found: Scan) -> bool:
    """Take the start up; whoever comes second to it must leave its database alone."""
    rows = Scan.objects.filter(pk=found.pk, attempt=found.attempt, state=ScanState.QUEUED)
    return bool(rows.update(state=ScanState.READING, percent=_READING, started_at=clock.now()))


def _work(found: Scan) -> None:
    pack = pack_of_version(found.policy_version_id)
    found.release_file.unlink(missing_ok=True)
    found.release_file.parent.mkdir(parents=True, exist_ok=True)
    total = _rows_in(found)
    _tell(found, ScanState.READING, rows_total=total)
    with Release(found.release_file) as release:
        release.told = partial(_tell_rows, found, total)
        intake = read_table(
            found.table.path, from_record(found.mapping), release, figures(pack), on=found.as_of
        )
        _tell(
            found, ScanState.READING, state=ScanState.JUDGING, percent=_RANKING,
            rows_read=intake.rows_in, rows_total=intake.rows_in,
        )  # fmt: skip
        build_facts(release, pack, found.as_of)
        _tell(found, ScanState.JUDGING, percent=_JUDGING)
        judged = scan(release, pack, found.as_of)
        release.run("CHECKPOINT")
    _finish(found, result_record(intake, judged, pack))


def result_record(intake: Intake, judged: ScanResult, pack: Pack) -> dict[str, Any]:
    """Return the counts of a scan as they are kept: of rows, of standings, of each condition's outcomes."""
    return {
        "rows": {
            "in": intake.rows_in,
            "kept": intake.rows_kept,
            "set_aside": intake.rows_set_aside,
            "empty": intake.rows_empty,
        },
        "reasons": dict(intake.reasons),
        "encoding": intake.encoding,
        "notes": list(intake.notes),
        "organisations": judged.organisations,
        "standings": dict(judged.standings),
        "counts": {code: dict(counts) for code, counts in judged.counts.items()},
    }


def _rows_in(found: Scan) -> int | None:
    """About how many rows the file has, by its line breaks; None where lines do not tell."""
    if found.table.suffix not in (".csv", ".txt"):
        return None
    lines = 0
    with found.table.path.open("rb") as file:
        while chunk := file.read(1 << 20):
            lines += chunk.count(b"\n")
    return max(lines - _WITHOUT_HEADER, 0)


def _tell(found: Scan, seen: ScanState, **changes: Any) -> None:
    """Write progress, if the scan is still this worker's and in the state it left it in."""
    rows = Scan.objects.filter(pk=found.pk, attempt=found.attempt, state=seen)
    if not rows.update(**changes):
        raise _OutdatedError


def _tell_rows(found: Scan, total: int | None, rows: int) -> None:
    """Rows read so far move the bar where their number is about known."""
    share = min(rows / total, 1) if total else 0
    percent = _READING + int((_READ - _READING) * share)
    _tell(found, ScanState.READING, rows_read=rows, percent=percent)


@transaction.atomic
def _finish(found: Scan, result: dict[str, Any]) -> None:
    _tell(
        found, ScanState.JUDGING, state=ScanState.DONE, percent=100, result=result,
        finished_at=clock.now(), message="",
    )  # fmt: skip
    write_entry(
        Actor.system(), verb="finish_scan", subject=f"scan:{found.pk}", clause="5.1-1",
        detail={"organisations": result["organisations"], "standings": result["standings"]},
    )  # fmt: skip


def _fail(found: Scan, message: str) -> None:
    _forget(found)
    with suppress(_OutdatedError), transaction.atomic():
        rows = Scan.objects.filter(pk=found.pk, attempt=found.attempt).exclude(state=ScanState.DONE)
        if not rows.update(state=ScanState.FAILED, message=message[:500], finished_at=clock.now()):
            raise _OutdatedError
        write_entry(
            Actor.system(), verb="fail_scan", subject=f"scan:{found.pk}", clause="5.1-1",
            detail={"message": message[:500]},
        )  # fmt: skip


def _forget(found: Scan) -> None:
    """Remove the database of a start that came to nothing."""
    found.release_file.unlink(missing_ok=True)
    found.release_file.with_suffix(".duckdb.wal").unlink(missing_ok=True)
