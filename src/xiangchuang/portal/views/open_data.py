"""Open data: the dictionary, and each set as CSV or JSON."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.public import public_page
from xiangchuang.portal.open_data import DATASETS, Dataset, find_dataset
from xiangchuang.procedure.packs import current_pack


@public_page
def dictionary(request: HttpRequest) -> HttpResponse:
    """Say of every set what it holds and what its columns mean."""
    return render(request, "portal/open_data.html", {"datasets": DATASETS, "pack": current_pack()})


@public_page
def dataset(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Write a set whole, as CSV for spreadsheets or as JSON for programs."""
    found = find_dataset(code)
    if found is None or form not in ("csv", "json"):
        raise Http404
    return _csv(found) if form == "csv" else _json(found)


def _csv(found: Dataset) -> HttpResponse:
    head = [column.name for column in found.columns]
    response = csv_response(f"{found.code}.csv", head, found.rows())
    del response["Cache-Control"]
    return response


def _json(found: Dataset) -> HttpResponse:
    names = [column.name for column in found.columns]
    told = {
        "dataset": found.code,
        "title": str(found.label),
        "about": str(found.about),
        "source": current_pack().identity.issued_by.zh,
        "dictionary": f"{settings.SITE_URL}{reverse('portal:open-data')}#{found.code}",
        "columns": [{"name": c.name, "kind": c.kind, "about": str(c.about)} for c in found.columns],
        "rows": [dict(zip(names, row, strict=True)) for row in found.rows()],
    }
    text = json.dumps(told, ensure_ascii=False, default=str)
    return HttpResponse(text, content_type="application/json; charset=utf-8")
