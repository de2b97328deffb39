"""Pages of an import: template, upload, preview with the faults at their cells, apply, undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.refusals import NotFound, Refusal
from xiangchuang.batches.apply import apply_batch
from xiangchuang.batches.forms import UploadForm
from xiangchuang.batches.kinds import BatchKind, Target, batch_kind, sheet_columns
from xiangchuang.batches.models import BatchState, ImportBatch
from xiangchuang.batches.preview import ACCEPTED, preview_batch
from xiangchuang.batches.preview_table import FAULTS, NUMBERS, faulty_table, preview_rows
from xiangchuang.batches.queries import visible_to, writable_target
from xiangchuang.batches.reading import ROWS_AT_MOST, ReadRow
from xiangchuang.batches.undo import undo_batch
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen
from xiangchuang.sheets import write_table, write_template

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS_A_PAGE = 100


@dataclass(frozen=True)
class _Place:
    """Where an import goes: its kind, its target, and how the page names and links it."""

    kind: BatchKind
    target: Target
    key: str

    @property
    def context(self) -> dict[str, Any]:
        name, url = self.kind.describe(self.target)
        return {"kind": self.kind, "target_key": self.key, "target_name": name, "target_url": url}


def _place(request: ActorRequest, code: str, target_key: str) -> _Place:
    """Return the place; raises NotFound for whoever may not import there."""
    kind = batch_kind(code)
    return _Place(kind, writable_target(request.actor, kind, target_key), target_key)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def target(request: ActorRequest, code: str, target_key: str) -> HttpResponse:
    """Take an upload, and list the batches of the target."""
    place = _place(request, code, target_key)
    form = UploadForm(request.POST or None, request.FILES or None)
    refusal: Refusal | None = None
    status = 200
    if request.method == "POST":
        status = 422
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                new = preview_batch(
                    actor=request.actor, kind=place.kind, target_key=target_key,
                    upload=form.cleaned_data["sheet"],
                )  # fmt: skip
                return redirect("batches:batch", code, target_key, new.pk)
            except Refusal as refused:
                refusal, status = refused, refused.status
    context = {
        **place.context,
        "form": form,
        "refusal": refusal,
        "page": page_of(
            visible_to(request.actor, place.kind, target_key).defer("rows"), request.GET.get("page", "1")
        ),
        "accepted": ",".join(f".{suffix}" for suffix in ACCEPTED),
        "rows_at_most": ROWS_AT_MOST,
    }
    return render(request, "batches/target.html", context, status=status)


@signed_in
@require_safe
def template(request: ActorRequest, code: str, target_key: str) -> HttpResponse:
    """Give the empty sheet to fill in."""
    place = _place(request, code, target_key)
    content = write_template(
        sheet_columns(request.actor, place.kind, place.target),
        title=str(place.kind.label),
        notes=[str(note) for note in place.kind.notes],
    )
    return _download(f"{place.kind.label}-{_('导入模板')}.xlsx", content)


def _download(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=_XLSX)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _find(request: ActorRequest, place: _Place, pk: int) -> ImportBatch:
    found = visible_to(request.actor, place.kind, place.key).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个导入批次。"))
    return found


@signed_in
@require_safe
def batch(request: ActorRequest, code: str, target_key: str, pk: int) -> HttpResponse:
    """Show what was read, row by row, and what may be done with it."""
    place = _place(request, code, target_key)
    return _batch_page(request, place, _find(request, place, pk))


def _batch_page(
    request: ActorRequest, place: _Place, found: ImportBatch, refusal: Refusal | None = None
) -> HttpResponse:
    columns = sheet_columns(request.actor, place.kind, place.target)
    only_faulty = request.GET.get("only") == "faulty"
    kept = [row for row in found.rows if row["faults"] or not only_faulty]
    page = Paginator(kept, _ROWS_A_PAGE).get_page(request.GET.get("page", "1"))
    context = {
        **place.context,
        "batch": found,
        "columns": [(column.header, column.kind in NUMBERS) for column in columns],
        "page": page,
        "rows": preview_rows([ReadRow.of(row, columns) for row in page.object_list], columns),
        "only_faulty": only_faulty,
        "refusal": refusal,
        "may_apply": found.state == BatchState.PREVIEWED and found.rows_good > 0,
        "may_undo": found.state == BatchState.APPLIED,
    }
    return render(request, "batches/batch.html", context, status=refusal.status if refusal else 200)


@signed_in
@require_safe
def faulty(request: ActorRequest, code: str, target_key: str, pk: int) -> HttpResponse:
    """Give the faulty rows back, each with its faults in words, to be mended and uploaded again."""
    place = _place(request, code, target_key)
    found = _find(request, place, pk)
    columns = sheet_columns(request.actor, place.kind, place.target)
    rows = faulty_table((ReadRow.of(row, columns) for row in found.rows), columns)
    content = write_table([*columns, FAULTS], rows, title=str(place.kind.label), source=found.file.name)
    return _download(f"{place.kind.label}-{_('有误的行')}-{found.pk}.xlsx", content)


@signed_in
@require_POST
def apply(request: ActorRequest, code: str, target_key: str, pk: int) -> HttpResponse:
    """Import the good rows; a second click changes nothing."""

    def act(found: ImportBatch, seen: int) -> str:
        leave = request.POST.get("leave_faulty") == "yes"
        done = apply_batch(actor=request.actor, batch=found, seen=seen, leave_faulty=leave)
        said = ngettext("已导入 %(number)d 行。", "已导入 %(number)d 行。", done.rows_good)
        return said % {"number": done.rows_good}

    return _act(request, code, target_key, pk, act)


@signed_in
@require_POST
def undo(request: ActorRequest, code: str, target_key: str, pk: int) -> HttpResponse:
    """Take the whole batch back."""

    def act(found: ImportBatch, seen: int) -> str:
        undo_batch(actor=request.actor, batch=found, seen=seen)
        return _("已整批撤销；各行的登记保留在历史里，不再计数。")

    return _act(request, code, target_key, pk, act)


def _act(
    request: ActorRequest, code: str, target_key: str, pk: int, verb: Callable[[ImportBatch, int], str]
) -> HttpResponse:
    place = _place(request, code, target_key)
    found = _find(request, place, pk)
    seen = version_seen(request)
    try:
        messages.success(request, verb(found, seen))
    except Refusal as refusal:
        found.refresh_from_db()
        return _batch_page(request, place, found, refusal)
    return redirect(reverse("batches:batch", args=[code, target_key, pk]))
