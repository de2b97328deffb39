"""Discarding a scan that nobody needs any more; the table stays."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked
from xiangchuang.scans.models import Scan
from xiangchuang.scans.permissions import scanning_office


def discard_scan(*, actor: Actor, scan: Scan) -> None:
    """Delete the scan with its organisations; a worker still on it stops at its next step.

    Raises NotPermitted; Blocked when somebody's judgement rests on its figures (3.3-6).
    """
    office, _user = scanning_office(actor)
    with transaction.atomic():
        if scan.judgements.exists():
            raise Blocked(
                _("已有组建模式的判断以这次扫描的数据为依据，不能删除。"),
                remedy=_("保留这次扫描；需要新的数据时另行扫描。"),
                clause="3.3-6",
            )
        number, file, lock = scan.pk, scan.release_file, scan.lock_file
        write_entry(
            actor, verb="discard_scan", acting=office, subject=f"scan:{number}", clause="5.1-1",
            detail={"table": scan.table.title, "as_of": scan.as_of.isoformat(), "state": scan.state},
        )  # fmt: skip
        Scan.objects.filter(pk=number).delete()
        for path in (file, lock):
            transaction.on_commit(partial(path.unlink, missing_ok=True))
