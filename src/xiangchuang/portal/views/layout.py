"""The published layout without a sign-in: in force and before, its document, its directions, its goals."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.centers.queries import public_centers
from xiangchuang.documents.official import normalized_code
from xiangchuang.files.set_papers import find_form
from xiangchuang.layouts.later_stages import places_taken
from xiangchuang.layouts.models import LayoutState, LayoutVersion
from xiangchuang.layouts.placing import mode_words
from xiangchuang.layouts.publish_layout import number_of
from xiangchuang.layouts.queries import directions_of, layout_in_force, public_directions, public_versions
from xiangchuang.layouts.tables import item_table
from xiangchuang.layouts.views.board import BY_CATEGORY, BY_PREFECTURE, columns_of, scale_of
from xiangchuang.layouts.views.versions import file_response
from xiangchuang.overview.goals import goal_lines
from xiangchuang.overview.models import Achievement
from xiangchuang.overview.views.goals import every_year_table, goal_chart
from xiangchuang.overview.yearly import years_shown
from xiangchuang.pages.openly import openly_table
from xiangchuang.pages.parts import Tab
from xiangchuang.pages.public import public_page
from xiangchuang.portal.layout_pages import (
    direction_facts,
    direction_lines,
    edition_lines,
    planned_lines,
    public_board,
    standing_of,
)
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.direction_answered import under_way


@public_page
def layout(request: HttpRequest) -> HttpResponse:
    """Show the layout in force (5.1-2) as it stands today: places left, board, goals, earlier versions."""
    found, pack = layout_in_force(), current_pack()
    by = BY_PREFECTURE if request.GET.get("by") == BY_PREFECTURE else BY_CATEGORY
    directions = list(directions_of(found)) if found else []
    taken = places_taken(directions)
    here = reverse("portal:layout")
    board = public_board(directions, taken, pack, columns_of(pack, by), by) if pack.layout.planning else None
    context: dict[str, Any] = {
        **_about(found), "pack": pack, "clauses": pack.clauses, "board": board, "by": by,
        "directions": direction_lines(directions, taken, pack), "scale": scale_of(found),
        "views": [Tab(_("按类别"), f"{here}#board", by == BY_CATEGORY),
                  Tab(_("按市州"), f"{here}?by={BY_PREFECTURE}#board", by == BY_PREFECTURE)],
        "rules": pack.layout.planning, "editions": edition_lines(list(public_versions())),
    }  # fmt: skip
    if board:
        context["items"] = openly_table(item_table(board.items, pack))
        context |= {mark: board.marked(mark) for mark in ("crowded", "wanted", "blank")}
    return render(request, "portal/layout.html", context)


@public_page
def edition(request: HttpRequest, edition: int) -> HttpResponse:
    """Show one version as it was published, in force or superseded."""
    found = _find(edition)
    return render(request, "portal/layout_edition.html", {**_about(found), "planned": planned_lines(found)})


@require_safe
def edition_file(request: HttpRequest, edition: int, form: str) -> HttpResponseBase:
    """Hand out a published version as PDF or Word."""
    wanted = find_form(form)
    if wanted is None:
        raise Http404
    return file_response(_find(edition), wanted)


@public_page
def direction(request: HttpRequest, number: str) -> HttpResponse:
    """Show a direction: what is wanted, places left, how its center may be formed and why (3.3)."""
    found, pack = public_directions().filter(number=number).first(), current_pack()
    if found is None:
        raise Http404
    taken = places_taken([found])
    waiting = max(under_way(found) - taken[found.pk].decided, 0)
    context = {
        "direction": found, "pack": pack, "clauses": pack.clauses,
        "facts": direction_facts(found, pack, taken[found.pk], waiting),
        "standing": standing_of(found, taken), "advice": found.advice,
        "advised": mode_words(pack, found.advised_mode) if found.advised_mode else "",
        "chosen": mode_words(pack, found.formation_mode) if found.formation_mode else "",
        "editions": edition_lines(list(public_versions().filter(entries__direction=found))),
        "rules": pack.layout.planning,
    }  # fmt: skip
    return render(request, "portal/direction.html", context)


@public_page
def goals(request: HttpRequest) -> HttpResponse:
    """Show the goals of 1.3, target against actual by year."""
    centers = list(public_centers())
    standing = list(Achievement.objects.filter(withdrawn_at__isnull=True))
    lines = goal_lines(current_pack().goals, centers, standing, years_shown(centers))
    source = _("中心名录和成效登记")
    parts = [(line, words(line.goal.label), goal_chart(line, source)) for line in lines]
    return render(request, "portal/goals.html", {"table": every_year_table(lines), "parts": parts})


def _find(edition: int) -> LayoutVersion:
    found = public_versions().filter(edition=edition).first()
    if found is None:
        raise Http404
    return found


def _about(found: LayoutVersion | None) -> dict[str, Any]:
    if found is None:
        return {"layout": None}
    code = found.verification_code or ""
    return {
        "layout": found, "number": number_of(found), "is_in_force": found.state == LayoutState.PUBLISHED,
        "code": code if normalized_code(code) else "",
    }  # fmt: skip
