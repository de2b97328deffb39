"""Whether a document is genuine: the answer to its verification code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xiangchuang.decisions.queries import find_document
from xiangchuang.documents.official import normalized_code
from xiangchuang.layouts.publish_layout import number_of
from xiangchuang.layouts.queries import layout_of_code
from xiangchuang.pages.public import public_page
from xiangchuang.portal.document_lines import document_number


@public_page
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a verification code; a code in the address leads to its answer."""
    if typed := request.GET.get("code", "").replace("/", "").strip()[:60]:
        return redirect("portal:verified", code=normalized_code(typed) or typed)
    return render(request, "portal/verify.html", {"typed": "", "asked": False})


@public_page
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """Say which issued document carries this code, if any; a misspelled code is told from an unknown one."""
    well_formed = normalized_code(code) is not None
    found = find_document(code) if well_formed else None
    layout = layout_of_code(code) if well_formed and not found else None
    context = {
        "typed": code[:60],
        "asked": True,
        "well_formed": well_formed,
        "document": found,
        "layout": layout,
        "number": document_number(found) if found else number_of(layout) if layout else "",
    }
    return render(request, "portal/verify.html", context, status=200 if found or layout else 404)
