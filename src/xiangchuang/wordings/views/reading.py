"""Which papers there are, in which words, since when and why; each tried on a real case."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.refusals import NotFound
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.policy.pack import Pack
from xiangchuang.policy.wordings import WordingText
from xiangchuang.procedure.packs import current_pack
from xiangchuang.wordings.difference import difference, row_label
from xiangchuang.wordings.in_force import FIRST, find_in_force, first_text, read_text
from xiangchuang.wordings.kinds import PaperKind, find_paper, paper_kinds
from xiangchuang.wordings.models import WordingDraft, WordingVersion
from xiangchuang.wordings.permissions import may_read, writing_as
from xiangchuang.wordings.preview import preview_of


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; raises NotFound for anyone outside the department."""
    actor = cast(ActorRequest, request).actor
    if not may_read(actor):
        raise NotFound(_("没有这一页，或者它不归您办理。"))
    return actor


def kind_of(code: str) -> PaperKind:
    """Return the kind of that code; raises NotFound."""
    found = find_paper(code)
    if found is None:
        raise NotFound(_("没有这种文书。"))
    return found


@signed_in
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """List the kinds of paper with the version in force and the draft under way."""
    actor_of(request)
    pack = current_pack()
    latest: dict[str, WordingVersion] = {}
    for version in WordingVersion.objects.filter(pack=pack.code).select_related("published_by"):
        latest.setdefault(version.kind, version)
    drafts = {draft.kind: draft for draft in WordingDraft.objects.filter(pack=pack.code)}
    lines = [
        (kind, latest.get(kind.code), drafts.get(kind.code), pack.wordings.wording(kind.code))
        for kind in paper_kinds()
    ]
    return render(request, "wordings/papers.html", {"lines": lines})


@signed_in
@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Show one kind: what it says now, on a real case, its versions, and what each place becomes."""
    actor, kind, pack = actor_of(request), kind_of(code), current_pack()
    in_force = find_in_force(code, pack)
    shipped = pack.wordings.wording(code)
    context: dict[str, Any] = {
        "kind": kind, "in_force": in_force, "shipped": shipped, "clauses": pack.clauses,
        "versions": WordingVersion.objects.filter(pack=pack.code, kind=code).select_related("published_by"),
        "draft": WordingDraft.objects.filter(pack=pack.code, kind=code).select_related("changed_by").first(),
        "may_write": writing_as(actor) is not None,
        "rows": _rows(in_force.text) if in_force else [],
        "here": reverse("wordings:paper", args=[code]),
    }  # fmt: skip
    if in_force:
        context |= preview_of(request, actor, kind, pack, in_force.text, of="current")
    return render(request, "wordings/paper.html", context)


@signed_in
@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show a version as it was published, and what it changed in the one before."""
    actor_of(request)
    kind, pack = kind_of(code), current_pack()
    text, row = _version(kind, pack, number)
    before = _version(kind, pack, number - 1)[0] if number > FIRST else None
    context = {
        "kind": kind, "number": number, "row": row, "rows": _rows(text), "text": text,
        "lines": difference(before, text) if number > FIRST else [], "shipped": pack.wordings.wording(code),
        "clauses": pack.clauses,
    }  # fmt: skip
    return render(request, "wordings/version.html", context)


def _version(kind: PaperKind, pack: Pack, number: int) -> tuple[WordingText, WordingVersion | None]:
    if number == FIRST:
        first = first_text(kind.code, pack)
        if first is None:
            raise NotFound(_("政策包没有带这种文书的措辞。"))
        return first, None
    row = (
        WordingVersion.objects.filter(pack=pack.code, kind=kind.code, number=number)
        .select_related("published_by")
        .first()
    )
    if row is None:
        raise NotFound(_("没有这一版。"))
    return read_text(row.body), row


def _rows(text: WordingText) -> list[tuple[str, str]]:
    head = ((_("标题"), text.title), (_("文号"), text.number), (_("主送"), text.addressee))
    return [(label, said) for label, said in head if said] + [
        (row_label(block.row, block.level), block.text) for block in text.blocks
    ]
