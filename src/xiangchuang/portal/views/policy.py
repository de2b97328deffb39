"""The notice of the programme, whole and clause by clause."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xiangchuang.pages.public import public_page
from xiangchuang.portal.policy_pages import (
    CLASS_WORDS,
    chapters,
    class_meaning,
    class_word,
    neighbours,
    rules_of,
)
from xiangchuang.procedure.packs import current_pack


@public_page
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


@public_page
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
