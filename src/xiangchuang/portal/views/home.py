"""The first page: what the programme is, what is new, where its centers are, how one comes to be."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiangchuang.decisions.queries import public_documents, public_notices
from xiangchuang.pages.prefecture_map import prefecture_map
from xiangchuang.pages.public import public_page
from xiangchuang.portal.center_list import centers_by_prefecture
from xiangchuang.portal.document_lines import document_lines
from xiangchuang.portal.notice_pages import read_notice
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.due_days import DueDays
from xiangchuang.workbench.wording import seat_words

NEWEST = 5


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """Show the newest of everything and the way to the rest."""
    pack, due = current_pack(), DueDays()
    procedure = next(iter(pack.procedures.values()))
    context = {
        "pack": pack,
        "clauses": pack.clauses,
        "notices": [read_notice(notice, due) for notice in public_notices()[:NEWEST]],
        "documents": document_lines(public_documents()[:NEWEST]),
        "map": prefecture_map(centers_by_prefecture()),
        "steps": [(stage, words(stage.label), seat_words(stage.role, pack)) for stage in procedure.stages],
    }
    return render(request, "portal/home.html", context)
