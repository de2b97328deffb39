"""What programs ask of a site: which pages there are, and which are not for them."""

from typing import Final

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiangchuang.pages.public import public_page
from xiangchuang.search.models import PublicText

IN_ONE_MAP: Final = 5_000
_STANDING: Final = (
    "home", "policy", "layout", "goals", "notices", "documents", "centers", "chains", "results", "statistics",
    "open-data", "verify",
)  # fmt: skip
# What belongs to someone, or answers only to a form.
_NOT_FOR_ROBOTS: Final = (
    "/account/",
    "/cases/",
    "/work-list/",
    "/files/",
    "/objections/",
    "/search/?",
)


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Say where robots need not go and where the map of the site is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_ROBOTS)]
    lines.append(f"Sitemap: {settings.SITE_URL}{reverse('portal:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the maps: the standing pages, and the public texts in parts."""
    last = PublicText.objects.aggregate(last=Max("pk"))["last"] or 0
    parts = [reverse("portal:sitemap-part", args=[part]) for part in range(1, last // IN_ONE_MAP + 2)]
    addresses = [f"{settings.SITE_URL}{path}" for path in (reverse("portal:sitemap-standing"), *parts)]
    return _xml(request, "portal/sitemap_index.xml", {"addresses": addresses})


@public_page
def sitemap_standing(request: HttpRequest) -> HttpResponse:
    """List the pages that are always there."""
    pages = [(f"{settings.SITE_URL}{reverse(f'portal:{name}')}", None) for name in _STANDING]
    return _xml(request, "portal/sitemap.xml", {"pages": pages})


@public_page
def sitemap_part(request: HttpRequest, part: int) -> HttpResponse:
    """List the public texts of one range of numbers; a part stays what it is while others grow."""
    first = (part - 1) * IN_ONE_MAP
    rows = PublicText.objects.filter(pk__gt=first, pk__lte=first + IN_ONE_MAP).order_by("pk")
    pages = [(f"{settings.SITE_URL}{url}", at) for url, at in rows.values_list("url", "changed_at")]
    if not pages and part > 1:
        raise Http404
    return _xml(request, "portal/sitemap.xml", {"pages": pages})


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")
