"""Bringing a national table, and saying what its columns are."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.documents.intake import TABLE_LIMITS
from xiangchuang.procedure.errors import Refusal
from xiangchuang.procedure.packs import current_pack, current_policy, pack_of_version
from xiangchuang.scans.bring_table import KINDS, bring_table
from xiangchuang.scans.column_words import table_words
from xiangchuang.scans.forms import BringTableForm, MappingForm
from xiangchuang.scans.models import NationalTable
from xiangchuang.scans.sample_table import sample_csv, template_csv
from xiangchuang.scans.start_scan import start_scan
from xiangchuang.scans.views.scanning_page import ScanningPage


class BringTable(ScanningPage):
    """Upload; the next page says what the columns are."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(BringTableForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BringTableForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form, status=422)
        data = form.cleaned_data
        try:
            table = bring_table(
                actor=self.actor, upload=data["file"], title=data["title"], source=data["source"],
                data_as_of=data["data_as_of"],
            )  # fmt: skip
        except Refusal as refusal:
            return self._show(form, refusal=refusal, status=refusal.status)
        words = _("已保存%(name)s，读到 %(count)d 列。核对各列的对应和单位后开始扫描。")
        messages.success(request, words % {"name": table.title, "count": len(table.headers)})
        return redirect("scans:columns", table.pk)

    def _show(
        self, form: BringTableForm, *, refusal: Refusal | None = None, status: int = 200
    ) -> HttpResponse:
        pack = current_pack()
        context = {
            "form": form, "refusal": refusal, "kinds": ",".join(KINDS), "words": table_words(pack),
            "limit": settings.NATIONAL_TABLE_LIMIT_BYTES, "office_limit": TABLE_LIMITS.max_bytes,
        }  # fmt: skip
        return render(self.request, "scans/bring_table.html", context, status=status)


class Columns(ScanningPage):
    """What each column is, as suggested from its header, for a person to confirm; then the scan begins."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(self.find_table(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        table, policy = self.find_table(pk), current_policy()
        form = MappingForm(request.POST, headers=table.headers, pack=pack_of_version(policy.pk))
        if not form.is_valid():
            return self._show(table, form, status=422)
        data = form.cleaned_data
        try:
            scan = start_scan(
                actor=self.actor, table=table, mapping=data["mapping"], as_of=data["as_of"], policy=policy
            )
        except Refusal as refusal:
            return self._show(table, form, refusal=refusal, status=refusal.status)
        messages.success(request, _("扫描已排入队列。可以离开本页，完成后再回来看。"))
        return redirect("scans:scan", scan.pk)

    def _show(
        self,
        table: NationalTable,
        form: MappingForm | None = None,
        *,
        refusal: Refusal | None = None,
        status: int = 200,
    ) -> HttpResponse:
        policy = current_policy()
        pack = pack_of_version(policy.pk)
        form = form or MappingForm(headers=table.headers, pack=pack, initial={"as_of": clock.today()})
        context: dict[str, Any] = {"table": table, "form": form, "refusal": refusal, "policy": policy}
        return render(self.request, "scans/columns.html", context, status=status)


class Template(ScanningPage):
    """The empty table with every header the conditions read."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _download("national-table-template.csv", template_csv(current_pack()))


class Sample(ScanningPage):
    """A small fictitious nation to try a scan on."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _download("national-table-sample.csv", sample_csv(current_pack(), clock.today()))


def _download(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
