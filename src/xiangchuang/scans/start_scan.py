"""Beginning a scan, and beginning it again after its worker died or its table was refused."""

from datetime import date, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, Invalid
from xiangchuang.calendars import clock
from xiangchuang.policy.scan import TableError, TableMapping, figures
from xiangchuang.policy.scan.mapping import check_mapping
from xiangchuang.procedure.models import PolicyVersion
from xiangchuang.procedure.packs import current_policy, pack_of_version
from xiangchuang.scans.being_worked_on import is_worked_on
from xiangchuang.scans.mapping_record import as_record
from xiangchuang.scans.models import UNDER_WAY, NationalTable, Scan, ScanState
from xiangchuang.scans.permissions import scanning_office
from xiangchuang.scans.tasks import work_on_scan

PATIENCE: Final = timedelta(minutes=2)
"""How long a scan may wait in the queue before a person may put it there again."""


def start_scan(
    *,
    actor: Actor,
    table: NationalTable,
    mapping: TableMapping,
    as_of: date,
    policy: PolicyVersion | None = None,
) -> Scan:
    """Queue a scan of the table as the law and the figures stand on the day `as_of`.

    Sent twice it is one scan. Raises NotPermitted; Invalid for a mapping that leaves open whose figures
    these are, of when or in which unit, and for a day to come.
    """
    office, user = scanning_office(actor)
    if as_of > clock.today():
        raise Invalid(_("认定日晚于今天，改为今天或更早的一天。"))
    policy = policy or current_policy()
    try:
        check_mapping(mapping, table.headers, figures(pack_of_version(policy.pk)))
    except TableError as error:
        raise Invalid(str(error)) from error
    record = as_record(mapping)
    with transaction.atomic():
        asked = {"table": table, "policy_version": policy, "as_of": as_of, "mapping": record}
        unfinished = Scan.objects.filter(**asked).exclude(state__in=[ScanState.DONE, ScanState.FAILED])
        if (same := unfinished.first()) is not None:
            return same
        scan = Scan.objects.create(**asked, started_by=user)
        write_entry(
            actor, verb="start_scan", acting=office, subject=f"scan:{scan.pk}", clause="5.1-1",
            detail={"table": table.title, "as_of": as_of.isoformat(), "policy": str(policy)},
        )  # fmt: skip
        work_on_scan.enqueue(scan.pk, scan.attempt)
    return scan


def restart_scan(*, actor: Actor, scan: Scan) -> Scan:
    """Queue a scan again whose worker died, whose table was refused, or that nobody took up.

    Raises NotPermitted; Blocked while somebody works on it and when it is done.
    """
    office, _user = scanning_office(actor)
    with transaction.atomic():
        seen = scan.attempt
        if not can_restart(scan):
            raise Blocked(_("扫描正在进行或已经完成，不必重新开始。"), remedy=_("刷新页面看进度。"))
        left_behind = scan.release_file
        updated = Scan.objects.filter(pk=scan.pk, attempt=seen).update(
            attempt=seen + 1, state=ScanState.QUEUED, percent=0, rows_read=0, message="",
            queued_at=clock.now(), started_at=None, finished_at=None,
        )  # fmt: skip
        scan.refresh_from_db()
        if not updated:
            return scan
        transaction.on_commit(partial(left_behind.unlink, missing_ok=True))
        write_entry(
            actor, verb="restart_scan", acting=office, subject=f"scan:{scan.pk}", clause="5.1-1",
            detail={"attempt": scan.attempt},
        )  # fmt: skip
        work_on_scan.enqueue(scan.pk, scan.attempt)
    return scan


def is_stopped(scan: Scan) -> bool:
    """Whether its worker died: under way by the record, and nobody works on it."""
    return scan.state in UNDER_WAY and not is_worked_on(scan)


def can_restart(scan: Scan) -> bool:
    """Whether a person may begin it again."""
    waits_long = scan.state == ScanState.QUEUED and clock.now() - scan.queued_at > PATIENCE
    return scan.state == ScanState.FAILED or waits_long or is_stopped(scan)
