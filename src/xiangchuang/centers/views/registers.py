"""The pages of every register: list, export, a new row, one row with its history, correction, withdrawal."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.registers.batch import batch_code
from xiangchuang.centers.registers.cells import cell_text, label_of
from xiangchuang.centers.registers.entry import Entry
from xiangchuang.centers.registers.export import export_response
from xiangchuang.centers.registers.forms import (
    EVIDENCE_ENDINGS,
    EVIDENCE_KINDS,
    CorrectionForm,
    EntryForm,
    WithdrawalForm,
    initial_of,
    values_of,
)
from xiangchuang.centers.registers.gates import purpose_of
from xiangchuang.centers.registers.history import history_of
from xiangchuang.centers.registers.keep import check_keeper, correct_entry, record_entry, withdraw_entry
from xiangchuang.centers.registers.listing import Listing, entry_url
from xiangchuang.centers.registers.register import CONTRIBUTED, Register, children_of
from xiangchuang.centers.views.file import chapter_url, frame_of
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.pages.answering import answer_form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import version_seen, whole


@signed_in
@require_safe
def entries(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """List a register's rows, narrowed and sorted by the address."""
    center, register = _found(request.actor, pk, code)
    listing = Listing(register, center, request.GET.dict())
    page = listing.page()
    context = {
        **_frame(center, register),
        "import_url": _import_url(center, register),
        "listing": listing, "page": page, "table": listing.table(list(page.object_list)),
        "totals": listing.totals(), "may_keep": register.keeps(request.actor, center) is not None,
    }  # fmt: skip
    return render(request, "centers/entries.html", context)


@signed_in
@require_safe
def export(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Give what the list shows as a spreadsheet."""
    center, register = _found(request.actor, pk, code)
    return export_response(Listing(register, center, request.GET.dict()))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_entry(request: ActorRequest, pk: int, code: str) -> HttpResponse:
    """Record a row."""
    center, register = _found(request.actor, pk, code)
    check_keeper(register, request.actor, center)
    form = EntryForm(
        request.POST or None, request.FILES or None, register=register, center=center,
        initial={name: request.GET.get(name, "") for name in register.fields if name in request.GET},
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        evidence = _stored(request.actor, register, data)
        values = values_of(form, register)
        record_entry(register, actor=request.actor, center=center, values=values, evidence=evidence)
        return _("已登记：%(row)s。") % {"row": register.row_label}

    return answer_form(
        request, form, act, template="centers/entry_form.html", then=_after(request, center, register),
        context={**_frame(center, register), "heading": _("登记%(row)s") % {"row": register.row_label},
                 "button": _("登记"), "kinds": EVIDENCE_ENDINGS, "back": _after(request, center, register)},
    )  # fmt: skip


@signed_in
@require_safe
def entry(request: ActorRequest, pk: int, code: str, entry_pk: int) -> HttpResponse:
    """Show a row with its evidence, what hangs on it, and what became of it."""
    center, register = _found(request.actor, pk, code)
    found = _find_entry(center, register, entry_pk)
    children = [
        (child, Listing(child, center, {child.parent: str(found.pk)}))
        for child in children_of(register)
        if child.reads(request.actor, center)
    ]
    context = {
        **_frame(center, register),
        "entry": found,
        "pairs": [
            (label_of(register.model, name), cell_text(found, name, with_unit=True))
            for name in register.fields
        ],
        "shows_evidence": found.evidence is not None and may_read(request.actor, found.evidence),
        "children": [
            (
                child,
                listing.table(list(listing.rows[:200]), without=child.parent),
                child.keeps(request.actor, center) is not None,
            )
            for child, listing in children
        ],
        "history": history_of(register, found),
        "may_keep": found.is_standing and _may_write(request.actor, register, found),
    }
    return render(request, "centers/entry.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, pk: int, code: str, entry_pk: int) -> HttpResponse:
    """Change a row, at the version the person saw, with a reason."""
    center, register = _found(request.actor, pk, code)
    found = _find_entry(center, register, entry_pk)
    check_keeper(register, request.actor, center)
    form = CorrectionForm(
        request.POST or None, request.FILES or None, register=register, center=center,
        initial=initial_of(found, register),
    )  # fmt: skip

    def act(data: dict[str, Any]) -> str:
        correct_entry(
            register, actor=request.actor, entry=found, seen=version_seen(request),
            values=values_of(form, register), reason=data["reason"],
            evidence=_stored(request.actor, register, data),
        )  # fmt: skip
        return _("已改动，改动前后的内容都已留痕。")

    here = entry_url(register, found)
    return answer_form(
        request, form, act, template="centers/entry_form.html", then=here,
        context={**_frame(center, register), "heading": _("改动%(row)s") % {"row": register.row_label},
                 "button": _("保存改动"), "kinds": EVIDENCE_ENDINGS, "back": here,
                 "version": _version(request, found)},
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: ActorRequest, pk: int, code: str, entry_pk: int) -> HttpResponse:
    """Take a row back with a reason."""
    center, register = _found(request.actor, pk, code)
    found = _find_entry(center, register, entry_pk)
    check_keeper(register, request.actor, center)
    form = WithdrawalForm(request.POST or None)

    def act(data: dict[str, Any]) -> str:
        withdraw_entry(
            register, actor=request.actor, entry=found, seen=version_seen(request), reason=data["reason"]
        )
        return _("已撤销。撤销的登记不再计入，仍可从留痕中查到。")

    return answer_form(
        request, form, act, template="centers/entry_form.html", then=_list_url(center, register),
        context={**_frame(center, register), "heading": _("撤销%(row)s") % {"row": register.row_label},
                 "button": _("撤销"), "back": entry_url(register, found), "entry_name": str(found),
                 "version": _version(request, found), "is_danger": True},
    )  # fmt: skip


def _found(actor: Actor, pk: int, code: str) -> tuple[Center, Register]:
    center = find_file(actor, pk)
    register = CONTRIBUTED.registers.get(code)
    if register is None or not register.reads(actor, center):
        raise Http404
    return center, register


def _find_entry(center: Center, register: Register, pk: int) -> Entry:
    found: Entry | None = (
        register.model.objects.filter(center=center, pk=pk).select_related("center", "evidence").first()
    )
    if found is None:
        raise NotFound(_("没有这一行登记。"))
    return found


def _may_write(actor: Actor, register: Register, entry: Entry) -> bool:
    acting = register.keeps(actor, entry.center)
    return acting is not None and register.writes(acting, entry)


def _frame(center: Center, register: Register) -> dict[str, Any]:
    return {
        **frame_of(center, register.chapter),
        "register": register,
        "list_url": _list_url(center, register),
        "chapter_url": chapter_url(center, register.chapter),
    }


def _list_url(center: Center, register: Register) -> str:
    return reverse("centers:entries", args=[center.pk, register.code])


def _import_url(center: Center, register: Register) -> str:
    if not register.importable:
        return ""
    return reverse("batches:target", args=[batch_code(register), center.pk])


def _after(request: ActorRequest, center: Center, register: Register) -> str:
    """Return to the row that the new one hangs on, when the person came from it."""
    parent = whole(request.GET.get(register.parent, "") if register.parent else "", None)
    if parent is None:
        return _list_url(center, register)
    above = register.model._meta.get_field(register.parent).related_model
    for other in CONTRIBUTED.registers.values():
        if other.model is above:
            return reverse("centers:entry", args=[center.pk, other.code, parent])
    return _list_url(center, register)


def _stored(actor: Actor, register: Register, data: dict[str, Any]) -> StoredFile | None:
    upload = data.get("evidence")
    if not upload:
        return None
    return store(actor=actor, upload=upload, expect=EVIDENCE_KINDS, purpose=purpose_of(register.code))


def _version(request: ActorRequest, found: Entry) -> int:
    return version_seen(request) or found.version
