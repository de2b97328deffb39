"""Versions, directions, demands and replies as tables, in the words of the pack."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from xiangchuang.layouts.board import Item, kind_words
from xiangchuang.layouts.later_stages import Taken
from xiangchuang.layouts.models import Demand, Direction, LayoutReply, LayoutVersion
from xiangchuang.layouts.placing import (
    OTHER,
    category_words,
    field_words,
    named_field,
    prefecture_words,
    technology_words,
)
from xiangchuang.layouts.publish_layout import number_of
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.policy.pack import Pack


def version_table(rows: Iterable[LayoutVersion]) -> ListTable:
    """Return the versions, the newest first."""
    columns = [
        Column(_("布局"), is_lead=True), Column(_("版次"), is_number=True), Column(_("状态")),
        Column(_("布局期")), Column(_("新建上限"), _("个"), is_number=True), Column(_("文号")),
        Column(_("发布日期")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                v.title, v.edition, v.get_state_display(), period_text(v), v.cap, number_of(v),
                figures.iso_day(v.published_at) if v.published_at else "",
            ],
            reverse("layouts:version", args=[v.pk]),
        )
        for v in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("布局版本"))


def period_text(layout: LayoutVersion) -> str:
    """Return the period in days."""
    told = {"from": layout.period_from.isoformat(), "to": layout.period_to.isoformat()}
    return _("%(from)s 至 %(to)s") % told


def window_text(direction: Direction) -> str:
    """Return when intentions are taken on the direction."""
    told = {
        "from": direction.opens_on.isoformat() if direction.opens_on else "",
        "to": direction.closes_on.isoformat() if direction.closes_on else "",
    }
    if direction.opens_on and direction.closes_on:
        return _("%(from)s 至 %(to)s") % told
    if direction.opens_on:
        return _("%(from)s 起，常年受理") % told
    return _("至 %(to)s") % told if direction.closes_on else _("常年受理")


def direction_table(
    rows: Sequence[Direction], pack: Pack, taken: dict[int, Taken], *, with_state: bool = True
) -> ListTable:
    """Return the directions with their places; `taken` by id."""
    columns = [
        Column(_("方向"), is_lead=True), Column(_("编号")), Column(_("类别")), Column(_("领域")),
        Column(_("意向市州")), Column(_("受理时间")), Column(_("名额"), is_number=True),
        Column(_("已用"), is_number=True), *([Column(_("状态"))] if with_state else []),
    ]  # fmt: skip
    lines = [
        Row(
            [
                d.title, d.number, category_words(pack, d.category), field_words(d, pack),
                prefecture_words(d.prefecture), window_text(d), d.cap, taken.get(d.pk, Taken()).total,
                *([d.get_state_display()] if with_state else []),
            ],
            reverse("layouts:direction", args=[d.pk]),
        )
        for d in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("布局方向"))


def demand_table(rows: Sequence[Demand], pack: Pack) -> ListTable:
    """Return the demands with what became of each."""
    columns = [
        Column(_("需要的技术"), is_lead=True), Column(_("编号")), Column(_("领域")), Column(_("技术类型")),
        Column(_("提出单位")), Column(_("市州")), Column(_("提出日期")), Column(_("进展")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                d.title, d.number, field_words(d, pack),
                technology_words(pack, d.technology_type) if d.technology_type else "",
                d.organization.name, prefecture_words(d.prefecture), figures.iso_day(d.filed_at),
                progress_of(d),
            ],
            reverse("layouts:demand", args=[d.pk]),
        )
        for d in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("技术需求"))


def progress_of(demand: Demand) -> str:
    """Return what became of a demand; one merged says what became of the other."""
    decided = demand.followed
    said = str(demand.get_state_display())
    if demand.merged_into is not None:
        said = _("%(state)s（%(number)s）") % {"state": said, "number": demand.merged_into.number}
    if decided.direction is not None:
        return _("%(state)s：%(direction)s") % {"state": said, "direction": decided.direction.title}
    return said


def reply_table(rows: Iterable[LayoutReply]) -> ListTable:
    """Return who was asked, what was said, what became of it."""
    columns = [
        Column(_("单位"), is_lead=True), Column(_("意见")), Column(_("反馈时间")), Column(_("处理")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                r.organization.name, r.get_stance_display() if r.stance else _("未反馈"),
                figures.moment_text(r.replied_at) if r.replied_at else "", _handling(r),
            ],
            reverse("layouts:reply", args=[r.pk]),
        )
        for r in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("反馈意见"))


def _handling(reply: LayoutReply) -> object:
    if reply.handling:
        return reply.get_handling_display()
    if reply.waits_for_answer:
        return format_html('<span class="due due-past"><b>{}</b></span>', _("待答复"))
    return _("无须答复") if reply.stance else ""


def item_table(items: Sequence[Item], pack: Pack) -> ListTable:
    """Return everything on the board, one line each: the twin of the matrix."""
    named = kind_words()
    columns = [
        Column(_("名称"), is_lead=True), Column(_("种类"), is_short=True), Column(_("类别"), is_short=True),
        Column(_("领域")), Column(_("市州")), Column(_("状态")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                i.title, named[i.kind], category_words(pack, i.category),
                _("其他领域") if i.field == OTHER else named_field(pack, i.field),
                prefecture_label(i.prefecture) if i.prefecture else _("不限"), i.state,
            ],
            i.url,
        )
        for i in items
    ]  # fmt: skip
    return ListTable(columns, lines, _("布局中的中心、在办案卷、方向和需求"))
