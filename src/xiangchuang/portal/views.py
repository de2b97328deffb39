"""The public pages: the programme, its policy, notices and centers, and whether a document is genuine."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from xiangchuang.centers.obligations import ANNUAL_REPORT
from xiangchuang.centers.queries import find_center, obligations_of, public_centers
from xiangchuang.decisions.queries import find_document, public_documents, public_notices
from xiangchuang.documents.official import normalized_code, number_text
from xiangchuang.organizations.prefectures import PREFECTURES, prefecture_label
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.prefecture_map import prefecture_map
from xiangchuang.portal.center_targets import target_table
from xiangchuang.portal.notice_pages import read_notice
from xiangchuang.portal.policy_pages import (
    CLASS_WORDS,
    chapters,
    class_meaning,
    class_word,
    neighbours,
    rules_of,
)
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack
from xiangchuang.workbench.due_days import DueDays
from xiangchuang.workbench.wording import seat_words

NEWEST = 5
PER_PAGE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the programme is, what is new, where its centers are and how one comes to be."""
    pack, due = current_pack(), DueDays()
    procedure = next(iter(pack.procedures.values()))
    context = {
        "pack": pack,
        "clauses": pack.clauses,
        "notices": [read_notice(notice, due) for notice in public_notices()[:NEWEST]],
        "documents": [(d, _number(d)) for d in public_documents()[:NEWEST]],
        "map": prefecture_map(_counts()),
        "steps": [(stage, words(stage.label), seat_words(stage.role, pack)) for stage in procedure.stages],
    }
    return render(request, "portal/home.html", context)


def _counts() -> Counter[str]:
    return Counter(public_centers().order_by().values_list("prefecture", flat=True))


def _number(document: object) -> str:
    prefix, year, serial = (getattr(document, name) for name in ("prefix", "year", "serial"))
    return number_text(year, serial, prefix) if year and serial else ""


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """Show the notice clause by clause (0-1: the notice is passed on whole), each with its class."""
    pack = current_pack()
    counts: Counter[str] = Counter(clause.class_ for clause in pack.clauses.values())
    context = {
        "pack": pack,
        "clauses": pack.clauses,
        "chapters": [
            (c, [(s, [(cl, class_word(cl)) for cl in s.clauses]) for s in c.sections]) for c in chapters(pack)
        ],
        "classes": [
            (word, meaning, counts[code]) for code, (word, meaning) in CLASS_WORDS.items() if counts[code]
        ],
    }
    return render(request, "portal/policy.html", context)


@require_safe
def clause(request: HttpRequest, anchor: str) -> HttpResponse:
    """Show one clause: its words, its class, what rests on it and what carries it out."""
    pack = current_pack()
    found = pack.clauses.get(anchor)
    if found is None:
        raise Http404
    before, after = neighbours(pack, anchor)
    context = {
        "pack": pack,
        "clause": found,
        "class_word": class_word(found),
        "class_meaning": class_meaning(found),
        "rules": rules_of(pack, found),
        "before": before,
        "after": after,
    }
    return render(request, "portal/clause.html", context)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices and the public documents, newest first."""
    due = DueDays()
    page = page_of(public_notices(), request.GET.get("page", "1"), per_page=PER_PAGE)
    context = {
        "page": page,
        "notices": [read_notice(notice, due) for notice in page.object_list],
        "documents": [(d, _number(d)) for d in public_documents()[:PER_PAGE]],
    }
    return render(request, "portal/notices.html", context)


@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show a notice with its window, and how to object while it is open (5.3-1)."""
    found = public_notices().filter(number=number).first()
    if found is None:
        raise Http404
    pack = current_pack()
    context = {"reading": read_notice(found, DueDays()), "notice": found, "pack": pack}
    return render(request, "portal/notice.html", context)


@require_safe
def centers(request: HttpRequest) -> HttpResponse:
    """List the centers by prefecture, with the map (1.1-2, 1.3-1: where and how many there are)."""
    chosen = request.GET.get("prefecture", "")
    chosen = chosen if chosen in {area.code for area in PREFECTURES} else ""
    pack, counts = current_pack(), _counts()
    page = page_of(public_centers(prefecture=chosen), request.GET.get("page", "1"), per_page=PER_PAGE)
    categories = {category.code: words(category.label) for category in pack.categories}
    context = {
        "map": prefecture_map(counts, chosen),
        "areas": [(area.code, str(area.label), counts[area.code]) for area in PREFECTURES],
        "total": sum(counts.values()),
        "with_centers": sum(1 for area in PREFECTURES if counts[area.code]),
        "chosen": chosen,
        "chosen_label": prefecture_label(chosen) if chosen else "",
        "page": page,
        "lines": [(c, categories.get(c.category, c.category), prefecture_label(c.prefecture)) for c in page],
    }
    return render(request, "portal/centers.html", context)


@require_safe
def center(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a center with its members, its targets by year and its approval document."""
    found = find_center(pk)
    if found is None:
        raise Http404
    pack = current_pack()
    context = {
        "center": found,
        "category": next(
            (words(c.label) for c in pack.categories if c.code == found.category), found.category
        ),
        "prefecture": prefecture_label(found.prefecture),
        "number": _number(found.document),
        "targets": target_table(found.targets.all()),
        "first_report": obligations_of(found).filter(kind=ANNUAL_REPORT).first(),
    }
    return render(request, "portal/center.html", context)


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a verification code; a code in the address leads to its answer."""
    if typed := request.GET.get("code", "").strip()[:60]:
        return redirect("portal:verified", code=normalized_code(typed) or typed.replace("/", ""))
    return render(request, "portal/verify.html", {"typed": "", "asked": False})


@require_safe
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """Say which issued document carries this code, if any; a misspelled code is told from an unknown one."""
    well_formed = normalized_code(code) is not None
    found = find_document(code) if well_formed else None
    context = {
        "typed": code[:60],
        "asked": True,
        "well_formed": well_formed,
        "document": found,
        "number": _number(found) if found else "",
    }
    return render(request, "portal/verify.html", context, status=200 if found else 404)
