"""The list of scans; one scan under way, stopped or done; its lists and their exports."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _

from xiangchuang.organizations.models import OrganizationKind
from xiangchuang.organizations.uscc import bare_code
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import Tab
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.scan import Filters, Standing
from xiangchuang.policy.scan.kept import KeptRelease, choices_of, kept_numbers, number_of_uscc
from xiangchuang.policy.scan.release import KINDS
from xiangchuang.procedure.errors import Blocked, NotFound
from xiangchuang.procedure.packs import pack_of_version
from xiangchuang.scans.discard_scan import discard_scan
from xiangchuang.scans.found_lists import (
    STANDING_HINTS,
    STANDING_WORDS,
    condition_counts,
    export_columns,
    export_rows,
    field_words,
    filters_of,
    found_page,
    reason_words,
    set_aside_columns,
    set_aside_export,
    set_aside_page,
)
from xiangchuang.scans.models import Scan, ScanState
from xiangchuang.scans.queries import unscanned_tables, visible_to
from xiangchuang.scans.start_scan import can_restart, is_stopped, restart_scan
from xiangchuang.scans.views.scanning_page import ScanningPage, opened
from xiangchuang.sheets import Column, Value, write_table

KEPT: Final[tuple[Standing, ...]] = ("candidate", "near_miss", "evidence_wanted")
SECONDS_BETWEEN_LOOKS: Final = 2
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ScanList(ScanningPage):
    """Every scan with how far it has come, and the tables that wait for one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page: Page[Any] = page_of(visible_to(self.actor), request.GET.get("page", "1"))
        context = {
            "page": page,
            "lines": [(scan, is_stopped(scan)) for scan in page.object_list],
            "tables": unscanned_tables(self.actor)[:20],
        }
        return render(request, "scans/scans.html", context)


class ScanPage(ScanningPage):
    """A scan: progress while it is under way, then its counts and lists."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        scan = self.find_scan(pk)
        if not scan.is_done:
            return self._progress(scan)
        try:
            with opened(scan) as release:
                return self._result(scan, release)
        except Blocked as gone:
            return self._counts_alone(scan, gone)

    def _result(self, scan: Scan, release: KeptRelease) -> HttpResponse:
        query = self.request.GET
        pack, tab, number = (
            pack_of_version(scan.policy_version_id),
            query.get("tab", ""),
            query.get("page", "1"),
        )
        filters, uscc = filters_of(query), bare_code(query.get("uscc", ""))[:18]
        if uscc and (known := number_of_uscc(release, uscc)) is not None:
            return redirect("scans:organization", scan.pk, known)
        numbers = kept_numbers(release, filters)
        context = self._frame(scan, pack, tab, filters, numbers) | self._choices(release, pack)
        if tab in KEPT:
            page = found_page(release, pack, tab, filters, number, total=numbers[tab])
            template = "scans/found.html"
        elif tab == "set_aside":
            page = set_aside_page(release, number, total=context["result"]["rows"]["set_aside"])
            template = "scans/set_aside.html"
        else:
            return render(self.request, "scans/overview.html", context | {"uscc": uscc})
        page.object_list = list(page.object_list)
        return render(self.request, template, context | {"page": page})

    def _counts_alone(self, scan: Scan, gone: Blocked) -> HttpResponse:
        """The counts outlive the file of the organisations."""
        pack, standings = pack_of_version(scan.policy_version_id), (scan.result or {})["standings"]
        context = self._frame(scan, pack, "", Filters(), standings) | {"gone": gone}
        return render(self.request, "scans/overview.html", context, status=gone.status)

    def _progress(self, scan: Scan) -> HttpResponse:
        stopped = is_stopped(scan)
        waits = scan.state != ScanState.FAILED and not stopped
        context = {
            "scan": scan,
            "stopped": stopped,
            "can_restart": can_restart(scan),
            "refreshes": waits and "still" not in self.request.GET,
            "waits": waits,
            "seconds": SECONDS_BETWEEN_LOOKS,
        }
        return render(self.request, "scans/progress.html", context)

    def _frame(
        self, scan: Scan, pack: Pack, tab: str, filters: Filters, numbers: Mapping[Standing, int]
    ) -> dict[str, Any]:
        result = scan.result or {}
        kept = {name: value for name, value in _as_query(filters).items() if value}
        aside = result["rows"]["set_aside"]
        tabs = [Tab(_("概览"), f"?{urlencode(kept)}", is_current=tab not in (*KEPT, "set_aside"))]
        tabs += [
            Tab(str(STANDING_WORDS[s]), f"?{urlencode({'tab': str(s), **kept})}", tab == s, numbers[s])
            for s in KEPT
        ]
        tabs.append(
            Tab(_("搁置的行"), f"?{urlencode({'tab': 'set_aside'} | kept)}", tab == "set_aside", aside)
        )
        return {
            "scan": scan, "result": result, "pack": pack, "clauses": pack.clauses, "tab": tab, "tabs": tabs,
            "filters": filters, "is_narrow": bool(kept), "query": urlencode({"tab": tab} | kept),
            "standings": [
                (STANDING_WORDS[s], STANDING_HINTS[s], result["standings"][s]) for s in STANDING_WORDS
            ],
            "conditions": condition_counts(pack, result),
            "reasons": [(reason_words(r), n) for r, n in result["reasons"].items()],
        }  # fmt: skip

    def _choices(self, release: KeptRelease, pack: Pack) -> dict[str, Any]:
        return {
            "fields": [(value, field_words(pack, value)) for value in choices_of(release, "field")],
            "prefectures": choices_of(release, "prefecture"),
            "kinds": [(kind, OrganizationKind(kind).label) for kind in KINDS],
        }


class ExportScan(ScanningPage):
    """What a list of the scan shows, all its pages, for a spreadsheet."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        scan, tab = self.find_done_scan(pk), request.GET.get("tab", "candidate")
        pack = pack_of_version(scan.policy_version_id)
        with opened(scan) as release:
            if tab == "set_aside":
                return self._file(scan, tab, set_aside_columns(), set_aside_export(release))
            if tab not in KEPT:
                raise NotFound(_("没有这个列表。"))
            rows = export_rows(release, pack, tab, filters_of(request.GET))
            return self._file(scan, tab, export_columns(pack), rows)

    def _file(
        self, scan: Scan, tab: str, columns: Sequence[Column], rows: Iterable[Mapping[str, Value]]
    ) -> HttpResponse:
        name = f"scan-{scan.pk}-{tab}"
        if self.request.GET.get("format") != "xlsx":
            told = ([row.get(column.name) for column in columns] for row in rows)
            return csv_response(f"{name}.csv", [str(column.header) for column in columns], told)
        source = _("%(source)s，数据截至 %(data)s，认定日 %(day)s") % {
            "source": scan.table.source,
            "data": scan.table.data_as_of.isoformat(),
            "day": scan.as_of.isoformat(),
        }
        content = write_table(columns, rows, title=scan.table.title, source=source)
        response = HttpResponse(content, content_type=XLSX)
        response["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response


class RestartScan(ScanningPage):
    """Begins again a scan that stopped."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        scan = restart_scan(actor=self.actor, scan=self.find_scan(pk))
        messages.success(request, _("已重新排入队列。"))
        return redirect("scans:scan", scan.pk)


class DiscardScan(ScanningPage):
    """Deletes a scan after asking."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "scans/discard.html", {"scan": self.find_scan(pk)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        discard_scan(actor=self.actor, scan=self.find_scan(pk))
        messages.success(request, _("扫描已删除，数据表仍在。"))
        return redirect("scans:scans")


def _as_query(filters: Filters) -> dict[str, str]:
    return {name: getattr(filters, name) for name in ("field", "prefecture", "industry", "kind")}
