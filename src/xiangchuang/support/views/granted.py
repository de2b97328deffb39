"""What a center was granted, by year, giver and kind (6.2-2, 6.2-3)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.actor import ActorRequest
from xiangchuang.centers.queries import find_file
from xiangchuang.centers.views.file import frame_of
from xiangchuang.pages import figures
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.pages.signed_in import signed_in
from xiangchuang.procedure.pack_words import words
from xiangchuang.procedure.packs import current_pack
from xiangchuang.support.models import GrantedKind
from xiangchuang.support.tallies import granted_fen, granted_lines


@signed_in
@require_safe
def granted(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the support granted to a center: by kind for each year, then by giver."""
    center = find_file(request.actor, pk)
    lines = granted_lines(center)
    years = sorted({line.year for line in lines}, reverse=True)
    kinds = current_pack().support.granted_kinds
    by_kind = ListTable(
        [Column(_("类别"), is_lead=True), *(Column(str(year), _("万元"), is_number=True) for year in years)],
        [
            Row([words(kind.label), *(_fen(granted_fen(lines, year)[kind.code]) for year in years)])
            for kind in kinds
        ],
        _("按类别和年度"),
    )
    labels = dict(GrantedKind.choices)
    by_giver = ListTable(
        [
            Column(_("支持方"), is_lead=True), Column(_("年度")), Column(_("类别")),
            Column(_("事项"), is_number=True), Column(_("金额"), _("万元"), is_number=True),
        ],
        [Row([x.giver, str(x.year), str(labels[x.kind]), x.count, _fen(x.fen)]) for x in lines],
        _("按支持方"),
    )  # fmt: skip
    if request.GET.get("format") == "csv":
        head = [column.label for column in by_giver.columns]
        return csv_response(f"{center.name}-{_('支持总览')}.csv", head, [row.cells for row in by_giver.rows])
    context = {
        **frame_of(center, "support"), "by_kind": by_kind, "by_giver": by_giver, "lines": lines,
        "total": figures.money_text(sum(line.fen for line in lines)),
    }  # fmt: skip
    return render(request, "support/granted.html", context)


def _fen(fen: int) -> str:
    return figures.wan_number(fen) if fen else ""
