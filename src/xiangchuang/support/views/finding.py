"""What the views of support share: a file handed in, filters of an address, the page of a list."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from xiangchuang.accounts.actor import Actor, ActorRequest
from xiangchuang.accounts.text import normalise_line
from xiangchuang.files.models import StoredFile
from xiangchuang.files.store import store
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import ChoiceFilter, FilterBar, ListTable
from xiangchuang.pages.typed import whole
from xiangchuang.support.evidence import KINDS, PURPOSE

ENDINGS = ",".join(f".{kind}" for kind in KINDS)
LONGEST_SEARCH = 100


def stored(actor: Actor, upload: Any) -> StoredFile | None:
    """Take a file in, where one was handed in. Raises RefusedUpload."""
    return store(actor=actor, upload=upload, expect=KINDS, purpose=PURPOSE) if upload else None


def searched(text: str) -> str:
    """Return what is searched for."""
    return normalise_line(text)[:LONGEST_SEARCH]


def chosen(name: str, label: str, choices: dict[str, str], asked: str) -> ChoiceFilter:
    """Return a filter with what was asked, when it is one of its choices."""
    return ChoiceFilter(name, label, list(choices.items()), asked if asked in choices else "")


def asked_center(text: str) -> int | None:
    """Return the number of the center the list is narrowed to."""
    return whole(text, None)


def list_page(
    request: ActorRequest, rows: QuerySet[Any], table_of: Callable[[list[Any]], ListTable], *,
    name: str, bar: FilterBar, template: str, **more: object,
) -> HttpResponse:  # fmt: skip
    """Show the rows page by page under the list's name; all of them as CSV where the address asks for it."""
    if request.GET.get("format") == "csv":
        table = table_of(list(rows))
        return csv_response(f"{name}.csv", [c.label for c in table.columns], [r.cells for r in table.rows])
    page = page_of(rows, request.GET.get("page", "1"))
    context = {"page": page, "table": table_of(list(page.object_list)), "bar": bar, "name": name, **more}
    return render(request, template, context)
