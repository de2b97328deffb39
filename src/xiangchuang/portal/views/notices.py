"""Notices with their windows, and the documents that were issued; each list narrowed by its address."""

from typing import Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.text import normalise_line
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import DocumentKind, Notice, OfficialDocument
from xiangchuang.decisions.notice_content import notice_document
from xiangchuang.decisions.object_to_notice import clause_of
from xiangchuang.decisions.queries import public_documents, public_notices
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.parts import ChoiceFilter, FilterBar
from xiangchuang.pages.public import public_page
from xiangchuang.pages.typed import whole
from xiangchuang.portal.document_lines import document_lines
from xiangchuang.portal.found_numbers import narrowed_by_words
from xiangchuang.portal.notice_pages import read_notice
from xiangchuang.procedure.models import CaseMatter
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.due_days import DueDays

Row = TypeVar("Row", bound=Model)
PER_PAGE: Final = 20
NEWEST: Final = 5
LONGEST_SEARCH: Final = 100
STATES: Final = {"open": gettext_lazy("公示中"), "over": gettext_lazy("公示期已过")}


@public_page
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices as narrowed, newest first, with the newest documents."""
    due = DueDays()
    rows, bar = _narrowed_notices(request)
    page = page_of(rows, request.GET.get("page", "1"), per_page=PER_PAGE)
    context = {
        "page": page,
        "bar": bar,
        "notices": [read_notice(notice, due) for notice in page.object_list],
        "documents": document_lines(public_documents()[:NEWEST]),
    }
    return render(request, "portal/notices.html", context)


def _narrowed_notices(request: HttpRequest) -> tuple[QuerySet[Notice], FilterBar]:
    text = normalise_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    kind = request.GET.get("kind", "") if request.GET.get("kind") in CaseMatter.values else ""
    state = request.GET.get("state", "") if request.GET.get("state") in STATES else ""
    rows = narrowed_by_words(public_notices(), text, kind="notice", by="number", named="title")
    if kind:
        rows = rows.filter(case__matter=kind)
    if state == "open":
        rows = rows.filter(opens_on__lte=clock.today(), closes_on__gte=clock.today())
    if state == "over":
        rows = rows.filter(closes_on__lt=clock.today())
    rows, year = _of_year(rows, request, "published_at__year")
    kinds = [(matter.value, str(matter.label)) for matter in CaseMatter]
    states = [(code, str(label)) for code, label in STATES.items()]
    choices = [
        ChoiceFilter("kind", _("事项"), kinds, kind),
        ChoiceFilter("state", _("状态"), states, state),
        _years(year),
    ]
    return rows, FilterBar(_("标题、编号或公示内容"), text, choices)


@public_page
def documents(request: HttpRequest) -> HttpResponse:
    """List the issued public documents as narrowed, newest first."""
    text = normalise_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    kind = request.GET.get("kind", "") if request.GET.get("kind") in DocumentKind.values else ""
    rows: QuerySet[OfficialDocument] = narrowed_by_words(
        public_documents(), text, kind="document", by="verification_code", named="title"
    )
    if kind:
        rows = rows.filter(kind=kind)
    rows, year = _of_year(rows, request, "issued_at__year")
    kinds = [(one.value, str(one.label)) for one in DocumentKind]
    choices = [ChoiceFilter("kind", _("种类"), kinds, kind), _years(year)]
    page = page_of(rows, request.GET.get("page", "1"), per_page=PER_PAGE)
    context = {
        "page": page,
        "bar": FilterBar(_("标题或文号"), text, choices),
        "documents": document_lines(page.object_list),
    }
    return render(request, "portal/documents.html", context)


def _of_year(rows: "QuerySet[Row]", request: HttpRequest, by: str) -> "tuple[QuerySet[Row], str]":
    year = whole(request.GET.get("year", ""), None)
    if year is None or not current_pack().issued_on.year <= year <= clock.today().year:
        return rows, ""
    return rows.filter(**{by: year}), str(year)


def _years(chosen: str) -> ChoiceFilter:
    first = current_pack().issued_on.year
    years = [(str(year), str(year)) for year in range(clock.today().year, first - 1, -1)]
    return ChoiceFilter("year", _("年度"), years, chosen)


@public_page
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show a notice with its window, and how to object while it is open (5.3-1, 6.5-1)."""
    found = public_notices().filter(number=number).first()
    if found is None:
        raise Http404
    pack = current_pack()
    context = {
        "reading": read_notice(found, DueDays()),
        "notice": found,
        "paper": notice_document(found),
        "pack": pack,
        "clause": clause_of(found),
    }
    return render(request, "portal/notice.html", context)
