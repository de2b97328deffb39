"""The file of a center: list, overview, one page a chapter, and what the ledger keeps of it."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.accounts.text import normalise_line
from xiangchuang.centers.models import Center
from xiangchuang.centers.queries import find_file, visible_to
from xiangchuang.centers.registers.register import CHAPTERS, CONTRIBUTED, Register, registers_of
from xiangchuang.ledger.queries import entries_of_case
from xiangchuang.organizations.prefectures import PREFECTURES, prefecture_label
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import ChoiceFilter, FilterBar, Tab
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack


@signed_in
@require_safe
def centers(request: ActorRequest) -> HttpResponse:
    """List the centers whose file the person may open."""
    rows = visible_to(request.actor)
    text = normalise_line(request.GET.get("q", ""))[:100]
    area, category = request.GET.get("prefecture", ""), request.GET.get("category", "")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(lead__name__icontains=text))
    if area:
        rows = rows.filter(prefecture=area)
    if category:
        rows = rows.filter(category=category)
    categories = {c.code: words(c.label) for c in current_pack().categories}
    page = page_of(rows, request.GET.get("page", "1"))
    context = {
        "page": page,
        "lines": [
            (center, categories.get(center.category, ""), prefecture_label(center.prefecture))
            for center in page.object_list
        ],
        "bar": FilterBar(_("中心或牵头单位名称"), text, (
            ChoiceFilter("prefecture", _("市州"), [(a.code, str(a.label)) for a in PREFECTURES], area),
            ChoiceFilter("category", _("类别"), list(categories.items()), category),
        )),
    }  # fmt: skip
    return render(request, "centers/list.html", context)


@signed_in
@require_safe
def chapter(request: ActorRequest, pk: int, chapter: str = "overview") -> HttpResponse:
    """Show a chapter of the center's file: its parts, its pages and its registers."""
    if chapter not in CHAPTERS:
        raise Http404
    center = find_file(request.actor, pk)
    context = {
        **frame_of(center, chapter),
        "parts": [
            {"template": panel.template, "context": panel.context(center, request.actor)}
            for panel in CONTRIBUTED.panels
            if panel.chapter == chapter
        ],
        "links": [
            (link, reverse(link.url_name, args=[pk]))
            for link in CONTRIBUTED.links
            if link.chapter == chapter and link.shown(request.actor, center)
        ],
        "registers": [
            (register, _count(register, center), register.keeps(request.actor, center) is not None)
            for register in registers_of(chapter)
            if register.reads(request.actor, center)
        ],
    }
    return render(request, "centers/chapter.html", context)


@signed_in
@require_safe
def ledger(request: ActorRequest, pk: int) -> HttpResponse:
    """Show what the ledger keeps of the center's file, newest first."""
    center = find_file(request.actor, pk)
    entries = entries_of_case(center.ledger_key).order_by("-id")
    hidden = [r.code for r in CONTRIBUTED.registers.values() if not r.reads(request.actor, center)]
    if hidden:
        # A clause for each: an exclusion over the JSON value would drop the entries that name no register.
        entries = entries.filter(Q(detail__register__isnull=True) | ~Q(detail__register__in=hidden))
    page = page_of(entries, request.GET.get("page", "1"))
    labels = {code: str(register.label) for code, register in CONTRIBUTED.registers.items()}
    lines = [(entry, labels.get(str(entry.detail.get("register", "")), "")) for entry in page.object_list]
    context = {**frame_of(center, "ledger"), "page": page, "lines": lines}
    return render(request, "centers/ledger.html", context)


def frame_of(center: Center, chapter: str) -> dict[str, Any]:
    """Return what every page of a center's file shows above its content."""
    names = [*CHAPTERS.items(), ("ledger", _("留痕"))]
    return {
        "center": center,
        "chapter": chapter,
        "chapter_label": dict(names).get(chapter, ""),
        "prefecture": prefecture_label(center.prefecture),
        "tabs": [Tab(str(label), chapter_url(center, code), code == chapter) for code, label in names],
    }


def chapter_url(center: Center, chapter: str) -> str:
    """Return the address of a chapter."""
    if chapter == "overview":
        return reverse("centers:file", args=[center.pk])
    if chapter == "ledger":
        return reverse("centers:ledger", args=[center.pk])
    return reverse("centers:chapter", args=[center.pk, chapter])


def _count(register: Register, center: Center) -> int:
    return int(register.model.objects.standing().filter(center=center).count())
