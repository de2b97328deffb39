"""Search over everything public."""

from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiangchuang.accounts.text import normalise_line
from xiangchuang.documents.official import normalized_code
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages.parts import Tab
from xiangchuang.pages.public import public_page
from xiangchuang.search.find import Found, Question, find, hits, is_single_sign, near
from xiangchuang.search.sources import sources

PER_PAGE: Final = 20
LONGEST: Final = 100


@public_page
def search(request: HttpRequest) -> HttpResponse:
    """Show what answers, narrowed by kind and prefecture; else what comes near and where to go."""
    asked = _asked(request)
    found = find(asked)
    page = Paginator(found.ids, PER_PAGE).get_page(request.GET.get("page", "1"))
    lines = hits(list(page.object_list), asked.text)
    context = {
        "asked": asked,
        "found": found,
        "total": len(found.ids),
        "page": page,
        "lines": lines,
        "tabs": _tabs(asked, found),
        "places": [(area.code, str(area.label)) for area in PREFECTURES],
        "near": hits(near(asked.text), asked.text) if asked.text and not found.ids else (),
        "is_single": is_single_sign(asked.text),
        "code": normalized_code(asked.text) or "",
        "wider": f"?{urlencode({'q': asked.text})}" if asked.kind or asked.place else "",
    }
    return render(request, "portal/search.html", context)


def _asked(request: HttpRequest) -> Question:
    kind, place = request.GET.get("kind", ""), request.GET.get("prefecture", "")
    return Question(
        normalise_line(request.GET.get("q", ""))[:LONGEST],
        kind if kind in sources() else "",
        place if place in {area.code for area in PREFECTURES} else "",
    )


def _tabs(asked: Question, found: Found) -> list[Tab]:
    kept = {"q": asked.text} | ({"prefecture": asked.place} if asked.place else {})
    tabs = [Tab(_("全部"), f"?{urlencode(kept)}", is_current=not asked.kind)]
    for kind, label, number in found.kinds:
        address = urlencode({**kept, "kind": kind})
        tabs.append(Tab(label, f"?{address}", is_current=asked.kind == kind, count=number))
    return tabs
