"""Which platforms could be integrated into a center (3.1.3-1), each with what speaks for it and against."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.centers.models import GOING_ON, Center
from xiangchuang.network.words import field_labels, kind_words
from xiangchuang.organizations.models import CapabilityKind, CapabilityRecord
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.platforms.models import Conversion, ConversionState, Platform
from xiangchuang.platforms.queries import convertible
from xiangchuang.policy.pack import Pack


def conversion_table(pack: Pack, actor: Actor, field: str, prefecture: str) -> ListTable:
    """Return such platforms of a field and an area, those with the most in their favour first.

    The department sees all, a city bureau its own area. Four queries, however many there are.
    """
    rows = convertible(pack.platforms, field=field, prefecture=prefecture)
    if not actor.is_department_staff:
        rows = rows.filter(prefecture__in=actor.prefectures)
    found = list(rows.order_by("field", "prefecture", "name", "pk"))
    centers = Counter(Center.objects.filter(state__in=GOING_ON).order_by().values_list("field", flat=True))
    transfers = _transfers(found)
    planned = _planned(found)
    lead_kinds = {str(lead.kind) for lead in pack.lead_kinds}
    graded = [(row, _reasons(row, centers, transfers, lead_kinds, planned.get(row.pk, ""))) for row in found]
    graded.sort(key=lambda line: -sum(speaks_for for speaks_for, _words in line[1]))
    fields = field_labels(pack)
    columns = [
        Column(_("平台名称"), is_lead=True), Column(_("类型")), Column(_("依托单位")), Column(_("领域")),
        Column(_("市州")), Column(_("有利与不利之处")),
    ]  # fmt: skip
    lines = [
        Row(
            [row.name, kind_words(pack, row), row.host.name, fields.get(row.field, row.field),
             prefecture_label(row.prefecture), "；".join(words for _for, words in reasons)],
            reverse("network:platform", args=[row.pk]),
        )
        for row, reasons in graded
    ]  # fmt: skip
    return ListTable(columns, lines, _("可转建平台"))


def _transfers(found: list[Platform]) -> Counter[tuple[int, str]]:
    rows = CapabilityRecord.objects.filter(
        kind=CapabilityKind.TRANSFER, is_current=True, organization__in={row.host_id for row in found}
    )
    return Counter(rows.order_by().values_list("organization", "field"))


def _planned(found: list[Platform]) -> dict[int, str]:
    rows = Conversion.objects.filter(platform__in=found, state=ConversionState.PLANNED).order_by("pk")
    return dict(rows.values_list("platform", "case_number"))


def _reasons(
    row: Platform, centers: Counter[str], transfers: Counter[tuple[int, str]], lead_kinds: set[str], case: str
) -> list[tuple[bool, str]]:
    """What speaks for a conversion (True) and what against it (False), in words."""
    count, cases = centers[row.field], transfers[row.host_id, row.field]
    field_free = (
        (True, _("该领域还没有中心")) if not count else (False, _("该领域已有中心 %(n)s 个") % {"n": count})
    )
    may_lead = row.host.kind in lead_kinds
    lead = (True, _("依托单位可以牵头")) if may_lead else (False, _("依托单位的类型不能牵头"))
    proven = (
        (True, _("本领域成果转化案例 %(n)s 项") % {"n": cases})
        if cases
        else (False, _("没有登记本领域成果转化案例"))
    )
    found = [field_free, lead, proven]
    return [*found, (True, _("已列入申报案卷 %(case)s") % {"case": case})] if case else found
