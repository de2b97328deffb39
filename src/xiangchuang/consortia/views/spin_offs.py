"""The firms that came of a center, with their growth."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import chapter_url, frame_of
from xiangchuang.consortia.downloads import spin_offs_sheet
from xiangchuang.consortia.registers import SPIN_OFFS
from xiangchuang.consortia.spin_off_growth import growth_of, rows_of, spin_offs_of
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.signed_in import signed_in


@signed_in
@require_safe
def spin_offs(request: ActorRequest, pk: int) -> HttpResponse:
    """Show shares and yearly growth of each firm."""
    center = find_file(request.actor, pk)
    rows = spin_offs_of(center)
    if request.GET.get("format") == "xlsx":
        return spin_offs_sheet(center, rows_of(growth_of(rows)))
    page = page_of(rows, request.GET.get("page", "1"))
    context = {
        **frame_of(center, "research"), "chapter_url": chapter_url(center, "research"),
        "page": page, "firms": growth_of(page.object_list),
        "may_keep": SPIN_OFFS.keeps(request.actor, center) is not None,
    }  # fmt: skip
    return render(request, "consortia/spin_offs.html", context)
