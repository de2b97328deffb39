"""The editor: one row a block, kept as a draft at every press, with faults, difference and preview below."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.refusals import NotFound, NotPermitted, Refusal
from xiangchuang.documents.intake.check import MEDIA_TYPES
from xiangchuang.files.set_papers import Form
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.pages.typed import whole
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import WordingBlock, WordingText
from xiangchuang.procedure.packs import current_pack
from xiangchuang.wordings.difference import changes_only, difference
from xiangchuang.wordings.edit_wording import discard_draft, keep_draft, publish_wording, wording_faults
from xiangchuang.wordings.editor import EditorRow, kind_choices, read_rows, rows_of
from xiangchuang.wordings.in_force import find_in_force, read_text
from xiangchuang.wordings.kinds import PaperKind
from xiangchuang.wordings.models import WordingDraft
from xiangchuang.wordings.permissions import publishing_as, writing_as
from xiangchuang.wordings.preview import Of, preview_file, preview_of
from xiangchuang.wordings.views.reading import actor_of, kind_of


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Show the draft, or the version in force as its beginning; a POST keeps it and shows it again."""
    actor, kind, pack = actor_of(request), kind_of(code), current_pack()
    if writing_as(actor) is None:
        raise NotPermitted(_("文书措辞由省科技厅经办人和处室负责人修改。"))
    if request.method != "POST":
        return _page(request, actor, kind, pack)
    refusal: Refusal
    try:
        text = read_rows(request.POST.dict())
        keep_draft(actor=actor, kind=code, pack=pack, seen=whole(request.POST.get("seen", ""), 0), text=text)
    except Refusal as refused:
        refusal = refused
        return _page(request, actor, kind, pack, refusal=refusal, sent=request.POST.dict())
    messages.success(request, _("草稿已保存。"))
    return redirect(_back(request, code))


@signed_in
@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """Publish the draft with a reason."""
    actor, kind, pack = actor_of(request), kind_of(code), current_pack()
    reason = request.POST.get("reason", "")
    try:
        version = publish_wording(
            actor=actor, kind=code, pack=pack, seen=whole(request.POST.get("seen", ""), 0), reason=reason
        )
    except Refusal as refusal:
        return _page(request, actor, kind, pack, refusal=refusal, reason=reason)
    messages.success(request, _("已发布第 %(number)d 版，此后拟的文书都用它。") % {"number": version.number})
    return redirect("wordings:paper", code=code)


@signed_in
@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    actor = actor_of(request)
    kind_of(code)
    discard_draft(actor=actor, kind=code, pack=current_pack(), seen=whole(request.POST.get("seen", ""), 0))
    messages.success(request, _("草稿已放弃，现行版本不变。"))
    return redirect("wordings:paper", code=code)


@signed_in
@require_safe
def preview(request: HttpRequest, code: str, form: Form) -> HttpResponseBase:
    """Answer with the paper on a real case as a file, marked 草稿: nothing of it is kept."""
    actor, kind, pack = actor_of(request), kind_of(code), current_pack()
    of: Of = "draft" if request.GET.get("of") == "draft" else "current"
    text = _text(kind, pack, of)
    content = preview_file(actor, kind, pack, text, request.GET.get("case", ""), form)
    response = HttpResponse(content, content_type=MEDIA_TYPES[form])
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"草稿 {kind.label}.{form}"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _text(kind: PaperKind, pack: Pack, of: Of) -> WordingText:
    draft = WordingDraft.objects.filter(pack=pack.code, kind=kind.code).first() if of == "draft" else None
    if draft is not None:
        return read_text(draft.body)
    in_force = find_in_force(kind.code, pack)
    if in_force is None:
        raise NotFound(_("这种文书还没有措辞。"))
    return in_force.text


def _page(
    request: HttpRequest,
    actor: Actor,
    kind: PaperKind,
    pack: Pack,
    *,
    refusal: Refusal | None = None,
    sent: dict[str, str] | None = None,
    reason: str = "",
) -> HttpResponse:
    in_force = find_in_force(kind.code, pack)
    draft = WordingDraft.objects.filter(pack=pack.code, kind=kind.code).select_related("changed_by").first()
    text = read_text(draft.body) if draft else in_force.text if in_force else _empty()
    faults = defaultdict[str, list[str]](list)
    for fault in wording_faults(kind, text) if draft else ():
        faults[fault.place].append(fault.reason)
    context: dict[str, Any] = {
        "kind": kind, "draft": draft, "in_force": in_force, "refusal": refusal, "reason": reason,
        "kinds": kind_choices(), "seen": draft.version if draft else 0,
        "title": text.title, "number": text.number, "addressee": text.addressee,
        "rows": rows_of(text, faults), "faults": dict(faults), "fault_count": sum(map(len, faults.values())),
        "changes": changes_only(difference(in_force.text if in_force else None, text)) if draft else [],
        "may_publish": publishing_as(actor) is not None,
        "back": reverse("wordings:paper", args=[kind.code]),
    }  # fmt: skip
    if draft:
        context |= preview_of(request, actor, kind, pack, text, of="draft")
    if sent is not None:
        context |= _as_sent(sent)
    return render(request, "wordings/edit.html", context, status=refusal.status if refusal else 200)


def _as_sent(sent: dict[str, str]) -> dict[str, Any]:
    """Keep what was typed when it was refused."""
    numbers = (whole(name[5:], None) for name in sent if name.startswith("text-"))
    places = sorted(number for number in numbers if number is not None and f"text-{number}" in sent)
    rows = [
        EditorRow(place, sent.get(f"kind-{number}", "paragraph"), sent[f"text-{number}"])
        for place, number in enumerate(places, start=1)
    ]
    return {
        "title": sent.get("title", ""), "number": sent.get("number", ""),
        "addressee": sent.get("addressee", ""), "rows": rows,
    }  # fmt: skip


def _empty() -> WordingText:
    return WordingText(
        title=_("（标题）"), number="{文号}", addressee="{主送机关}",
        blocks=(WordingBlock(row="paragraph", text=_("（正文）")),),
    )  # fmt: skip


def _back(request: HttpRequest, code: str) -> str:
    """Stay with the case the preview was looked at, and near the row whose button was pressed."""
    url = reverse("wordings:edit", args=[code])
    if case := request.POST.get("case", ""):
        url = f"{url}?case={case}"
    place = request.POST.get("arrange", "").partition("-")[2]
    return f"{url}#row-{place}" if place.isdigit() else url
