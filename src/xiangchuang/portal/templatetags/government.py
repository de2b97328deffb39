"""What a government site says of each page in its head; a builtin of all templates.

The names are those of the State Council's norm for government sites (国办发〔2017〕47号): SiteName,
SiteDomain, SiteIDCode, ColumnName, ColumnType, ArticleTitle, PubDate, ContentSource.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.documents.personal import OF_AN_OFFICE, without_personal_data
from xiangchuang.portal.middleware import LANGUAGE
from xiangchuang.procedure.packs import current_pack

register = template.Library()
# What of an address names another page; the rest (language, size of the text, a tracker's) does not.
_NAMING = ("page", "q", "kind", "prefecture", "field", "category", "state", "year", "figure", "center")


@register.inclusion_tag("portal/_government_site.html", takes_context=True)
def government_site(context: Context) -> dict[str, Any]:
    """Draw what is said of the site on every public page, the page's own address and its other language."""
    request: HttpRequest = context["request"]
    kept = {name: request.GET[name] for name in _NAMING if request.GET.get(name)}
    address = f"{settings.SITE_URL}{request.path}"
    return {
        "site_domain": request.get_host(),
        "site_id_code": settings.SITE_ID_CODE,
        "canonical": f"{address}?{urlencode(kept)}" if kept else address,
        "alternates": [
            (tag, f"{address}?{urlencode({**kept, LANGUAGE: code})}")
            for tag, code in (("zh-Hans", "zh-hans"), ("en", "en"))
        ],
        "feeds": [
            (_("公示"), reverse("portal:feed", args=["notices"])),
            (_("批复"), reverse("portal:feed", args=["documents"])),
        ],
    }


@register.inclusion_tag("portal/_government_meta.html", takes_context=True)
def government_meta(
    context: Context, column: str = "", kind: str = "", title: str = "", day: date | datetime | None = None,
    source: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Draw what is said of this page; without a column, the place in the navigation that it belongs to."""
    places = context["frame"].public_places if "frame" in context else []
    here = column or next((place.label for place in places if place.current), _("公共服务"))
    published = day.astimezone(clock.SHANGHAI) if isinstance(day, datetime) else day
    return {
        "column": here,
        "kind": kind or _("信息公开"),
        "title": title or here,
        "published": f"{published or clock.today():%Y-%m-%d}",
        "source": source or current_pack().identity.issued_by.zh,
    }


@register.simple_tag(takes_context=True)
def in_language(context: Context, code: str) -> str:
    """Return the query of this page in the other language."""
    query = context["request"].GET.copy()
    query[LANGUAGE] = code
    return f"?{query.urlencode()}"


@register.filter
def openly(text: object) -> str:
    """Write a free text for everybody: sentences with personal data are left out, and it is said so."""
    return without_personal_data(str(text or ""))


@register.filter
def openly_of_an_office(text: object) -> str:
    """Write a public paper's words: an office's telephone and mailbox in them are meant to be read."""
    return without_personal_data(str(text or ""), allowed=OF_AN_OFFICE)
