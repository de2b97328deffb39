"""What all pages of the scan have in common: who may see them, and finding the scan or the table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views import View

from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.scan.kept import KeptRelease
from xiangchuang.procedure.errors import Blocked, NotFound
from xiangchuang.scans.models import NationalTable, Scan
from xiangchuang.scans.permissions import scanning_office
from xiangchuang.scans.queries import tables_visible_to, visible_to


class ScanningPage(View):
    """Base of the pages; others than officer and division head are told whose they are."""

    request: HttpRequest

    @property
    def actor(self) -> Actor:
        actor: Actor = self.request.actor  # type: ignore[attr-defined]
        return actor

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may scan."""
        if not self.actor.is_authenticated:
            return redirect_to_login(request.get_full_path())
        scanning_office(self.actor)
        return super().dispatch(request, *args, **kwargs)

    def find_scan(self, pk: int) -> Scan:
        """Return the scan; raises NotFound."""
        found = visible_to(self.actor).filter(pk=pk).first()
        if found is None:
            raise NotFound(_("没有这次扫描，或者它已被删除。"))
        return found

    def find_done_scan(self, pk: int) -> Scan:
        """Return a scan that has a result; raises NotFound, Blocked while it has none."""
        found = self.find_scan(pk)
        if not found.is_done:
            raise Blocked(_("扫描还没有完成，没有可看的结果。"), remedy=_("在扫描页看进度。"))
        return found

    def find_table(self, pk: int) -> NationalTable:
        """Return the national table; raises NotFound."""
        found = tables_visible_to(self.actor).filter(pk=pk).first()
        if found is None:
            raise NotFound(_("没有这份数据表。"))
        return found


@contextmanager
def opened(scan: Scan) -> Iterator[KeptRelease]:
    """Open the scan's organisations; raises Blocked when their file is not there."""
    try:
        release = KeptRelease(scan.release_file)
    except duckdb.Error as error:
        raise Blocked(
            _("这次扫描的数据文件不在或打不开，计数仍然保留。"),
            remedy=_("删除这次扫描，用同一份数据表重新扫描。"),
        ) from error
    with release:
        yield release
