"""Statistics by design: counted from the cases, with the method said and small numbers left out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiangchuang.calendars import clock
from xiangchuang.organizations.prefectures import PREFECTURES
from xiangchuang.pages.public import public_page
from xiangchuang.portal.kept_statistics import kept_statistics
from xiangchuang.portal.small_numbers import LEAST, WITHHELD
from xiangchuang.procedure.packs import current_pack
from xiangchuang.procedure.stage_times import LOOKED_AT


@public_page
def statistics(request: HttpRequest) -> HttpResponse:
    """Show how many applied and passed, by year, field and city, and how long each stage took."""
    context = {
        "tables": kept_statistics(current_pack()),
        "least": LEAST,
        "withheld": WITHHELD,
        "looked_at": f"{LOOKED_AT:,}",
        "cities": len(PREFECTURES),
        "today": clock.today(),
    }
    return render(request, "portal/statistics.html", context)
