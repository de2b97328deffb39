"""Platforms as anybody may read of them (1.2-4, 6.4-4): the list with filters, and one platform."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xiangchuang.accounts.text import normalise_line
from xiangchuang.documents.personal import without_personal_data as openly
from xiangchuang.network.links import links_among
from xiangchuang.network.queries import centers_going_on
from xiangchuang.network.words import (
    center_table,
    choices_of,
    field_labels,
    kind_words,
    platform_table,
    state_words,
)
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.pages import figures
from xiangchuang.pages.capped import page_of
from xiangchuang.pages.exports import csv_response
from xiangchuang.pages.openly import openly_table
from xiangchuang.pages.parts import FilterBar
from xiangchuang.platforms.models import Platform
from xiangchuang.platforms.queries import public
from xiangchuang.procedure.packs import current_pack

PER_PAGE = 30
EXPORTED_AT_MOST = 5000
_FILTERS = ("kind", "field", "prefecture")


@require_safe
def platforms(request: HttpRequest) -> HttpResponse:
    """List the confirmed platforms, by kind, field and prefecture."""
    pack, chosen = current_pack(), request.GET.dict()
    text = normalise_line(chosen.get("q", ""))[:100]
    rows = public()
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(host__name__icontains=text) | Q(specialty__icontains=text)
        )
    for name in _FILTERS:
        if value := chosen.get(name, "")[:64]:
            rows = rows.filter(**{name: value})
    if chosen.get("format") == "csv":
        table = platform_table(pack, list(rows[:EXPORTED_AT_MOST]), _("创新平台"), _url)
        heads = [str(column.label) for column in table.columns]
        rows_shown = [[openly(str(cell)) for cell in row.cells] for row in table.rows]
        return csv_response(f"{_('创新平台')}.csv", heads, rows_shown)
    page = page_of(rows, chosen.get("page", "1"), per_page=PER_PAGE)
    query = request.GET.copy()
    query.pop("page", None)
    query["format"] = "csv"
    context = {
        "page": page,
        "table": openly_table(platform_table(pack, list(page.object_list), _("创新平台"), _url)),
        "bar": FilterBar(_("平台、单位或研究方向"), text, choices_of(pack, chosen, *_FILTERS)),
        "export_url": f"?{query.urlencode()}", "kinds": pack.platforms.kinds,
    }  # fmt: skip
    return render(request, "network/public_platforms.html", context)


def _url(platform: Platform) -> str:
    return reverse("network:public-platform", args=[platform.pk])


@require_safe
def platform(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is public of a platform, and which centers it works with."""
    found = public().select_related("merged_into").filter(pk=pk).first()
    if found is None:
        raise Http404
    pack = current_pack()
    links = links_among(list(centers_going_on()), [found])
    partners = [partner.organization.name for partner in found.partners.select_related("organization")]
    pairs: list[tuple[str, object]] = [
        (_("类型"), kind_words(pack, found)),
        (_("依托单位"), found.host.name),
        (_("共建单位"), "、".join(partners)),
        (_("领域"), field_labels(pack).get(found.field, found.field)),
        (_("研究方向"), found.specialty),
        (_("所在市州"), prefecture_label(found.prefecture)),
        (_("批准部门"), found.approved_by),
        (_("批准日期"), figures.iso_day(found.approved_on)),
        (_("批准文号"), found.document_number),
        (_("状态"), state_words(found)),
    ]
    context = {
        "platform": found, "pairs": [(label, openly(str(value))) for label, value in pairs if value],
        "links": openly_table(center_table(links, _("与技术创新中心的联系"), plain=True)) if links else None,
    }  # fmt: skip
    return render(request, "network/public_platform.html", context)
