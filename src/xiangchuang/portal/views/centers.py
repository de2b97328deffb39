"""Centers on the map of the 14 prefectures with the list beside it; one center; its sheet for printing."""

from typing import Any, Final

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from xiangchuang.centers.models import GOING_ON, Center
from xiangchuang.centers.obligations import ANNUAL_REPORT
from xiangchuang.centers.queries import find_center, latest_change, obligations_of, public_centers
from xiangchuang.documents.personal import without_personal_data
from xiangchuang.evaluation.panels import grades_said
from xiangchuang.marketplace.models import OfferingKind
from xiangchuang.marketplace.queries import public_offerings
from xiangchuang.network.around import around_publicly
from xiangchuang.notify.links import absolute
from xiangchuang.organizations.prefectures import PREFECTURES, prefecture_label
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.prefecture_map import prefecture_map
from xiangchuang.pages.public import public_page
from xiangchuang.portal.center_list import CenterFilter, centers_by_prefecture
from xiangchuang.portal.center_sheet import sheet_pdf
from xiangchuang.portal.center_tabs import center_tabs
from xiangchuang.portal.center_targets import target_table
from xiangchuang.portal.document_lines import document_number
from xiangchuang.portal.industry_chains import chains_of
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack
from xiangchuang.reporting.queries import accepted_years

PER_PAGE: Final = 20
_CODE_SCALE: Final = 3


@public_page
def centers(request: HttpRequest) -> HttpResponse:
    """List the centers by prefecture, with the map (1.1-2, 1.3-1: where and how many there are)."""
    pack, counts = current_pack(), centers_by_prefecture()
    asked = CenterFilter.of(request.GET, pack)
    page = page_of(asked.rows(), request.GET.get("page", "1"), per_page=PER_PAGE)
    categories = {category.code: words(category.label) for category in pack.categories}
    context = {
        "tabs": center_tabs("centers"),
        "map": prefecture_map(counts, asked.prefecture),
        "areas": [(area.code, str(area.label), counts[area.code]) for area in PREFECTURES],
        "total": sum(counts.values()),
        "ended": public_centers().exclude(state__in=GOING_ON).count(),
        "with_centers": sum(1 for area in PREFECTURES if counts[area.code]),
        "chosen": asked.prefecture,
        "chosen_label": prefecture_label(asked.prefecture) if asked.prefecture else "",
        "bar": asked.bar(pack),
        "page": page,
        "lines": [(c, categories.get(c.category, c.category), prefecture_label(c.prefecture)) for c in page],
    }
    return render(request, "portal/centers.html", context)


@public_page
def center(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a center with its members, its targets by year and its approval document."""
    return render(request, "portal/center.html", _facts(pk))


@public_page
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the same on one sheet of paper, with what it opens to firms and its address as a code."""
    context = _facts(pk)
    address = absolute(reverse("portal:center", args=[pk]))
    context |= {
        "opened": _opened(context["center"]),
        "address": address,
        "code": segno.make(address, error="m").svg_data_uri(scale=_CODE_SCALE),
    }
    return render(request, "portal/center_sheet.html", context)


@public_page
def sheet_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give that sheet as a PDF."""
    facts = _facts(pk)
    address = absolute(reverse("portal:center", args=[pk]))
    content = sheet_pdf(facts, _opened(facts["center"]), address)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{without_personal_data(facts['center'].name)}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


def _opened(found: Center) -> list[tuple[str, int]]:
    """How many of each kind of resource the center opens to firms."""
    kinds = list(public_offerings().filter(center=found).order_by().values_list("kind", flat=True))
    return [(str(kind.label), kinds.count(kind)) for kind in OfferingKind if kind in kinds]


def _facts(pk: int) -> dict[str, Any]:
    """Return what is public of a center; raises Http404 for none."""
    found = find_center(pk)
    if found is None:
        raise Http404
    labels: dict[str, str] = {category.code: words(category.label) for category in current_pack().categories}
    return {
        "center": found,
        "category": labels.get(found.category, found.category),
        "prefecture": prefecture_label(found.prefecture),
        "number": document_number(found.document),
        "targets": target_table(found.targets.all()),
        "first_report": obligations_of(found).filter(kind=ANNUAL_REPORT).first(),
        "accepted_years": accepted_years(found),
        "grades": grades_said(found),
        "change": latest_change(found),
        "around": around_publicly(found),
        "chains": chains_of(found),
    }
