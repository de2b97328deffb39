"""The layout as the public reads it: its directions with places left, the board, what was planned before."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.layouts.board import Board, board_of, items_of
from xiangchuang.layouts.later_stages import Taken, occupants_for
from xiangchuang.layouts.models import Direction, DirectionState, LayoutVersion
from xiangchuang.layouts.placing import (
    category_words,
    field_words,
    orientation_words,
    prefecture_words,
    technology_words,
)
from xiangchuang.layouts.public_texts import direction_url, public_url
from xiangchuang.layouts.publish_layout import number_of
from xiangchuang.layouts.rules import planning_of
from xiangchuang.layouts.tables import period_text, window_text
from xiangchuang.pages import figures
from xiangchuang.pages.parts import Column, ListTable, Row
from xiangchuang.policy.pack import Pack


def public_board(
    directions: Sequence[Direction], taken: Mapping[int, Taken], pack: Pack,
    columns: Sequence[tuple[str, str]], by: str,
) -> Board:  # fmt: skip
    """Return what anybody may know of what stands where: centers, platforms, open places."""
    opened = [d for d in directions if d.state == DirectionState.OPEN]
    items = items_of(occupants_for(Actor.anonymous()), opened, dict(taken), [])
    address = {d.title: direction_url(d) for d in directions}
    public = [replace(i, url=address[i.title]) if i.kind == "direction" else i for i in items]
    return board_of(public, pack, columns, by=by, crowded_from=planning_of(pack).crowded.occupants)


def direction_lines(directions: Sequence[Direction], taken: Mapping[int, Taken], pack: Pack) -> ListTable:
    """Return the directions with what is left of their places."""
    columns = [
        Column(_("方向"), is_lead=True), Column(_("编号")), Column(_("类别与领域")), Column(_("意向市州")),
        Column(_("受理时间")), Column(_("名额"), is_number=True), Column(_("余"), is_number=True),
        Column(_("状态")),
    ]  # fmt: skip
    rows = [
        Row(
            [
                d.title, d.number, f"{category_words(pack, d.category)} · {field_words(d, pack)}",
                prefecture_words(d.prefecture), window_text(d), d.cap,
                left_of(d, taken) if d.state == DirectionState.OPEN else "",
                standing_of(d, taken),
            ],
            direction_url(d),
        )
        for d in directions
    ]  # fmt: skip
    return ListTable(columns, rows, _("布局方向"))


def left_of(direction: Direction, taken: Mapping[int, Taken]) -> int:
    """Return the places that are neither approved nor agreed to by the meeting."""
    return max(direction.cap - taken.get(direction.pk, Taken()).total, 0)


def standing_of(direction: Direction, taken: Mapping[int, Taken]) -> str:
    """Say whether one may apply on it today, and if not, why."""
    if direction.state != DirectionState.OPEN:
        return str(direction.get_state_display())
    if not left_of(direction, taken):
        return _("名额已满")
    return _("开放") if direction.takes_applications(clock.today()) else _("不在受理时间内")


def planned_lines(layout: LayoutVersion) -> ListTable:
    """Return the directions of a version as they were published, out of its frozen content."""
    columns = [
        Column(_("方向"), is_lead=True), Column(_("编号")), Column(_("类别与领域")), Column(_("意向市州")),
        Column(_("受理时间")), Column(_("名额"), is_number=True),
    ]  # fmt: skip
    rows = [
        Row(
            [
                d["title"], d["number"], f"{d['category']} · {d['field']}", d["prefecture"], d["window"],
                d["cap"],
            ],
            reverse("portal:direction", args=[d["number"]]),
        )
        for d in (layout.content or {}).get("directions", ())
    ]  # fmt: skip
    return ListTable(columns, rows, _("发布时的方向"))


def edition_lines(rows: Sequence[LayoutVersion]) -> ListTable:
    """Return the versions, the newest first."""
    columns = [
        Column(_("布局"), is_lead=True), Column(_("版次"), is_number=True), Column(_("文号")),
        Column(_("布局期")), Column(_("发布日期")), Column(_("状态")),
    ]  # fmt: skip
    lines = [
        Row(
            [
                v.title, v.edition, number_of(v), period_text(v),
                figures.iso_day(v.published_at) if v.published_at else "", v.get_state_display(),
            ],
            public_url(v),
        )
        for v in rows
    ]  # fmt: skip
    return ListTable(columns, lines, _("各版布局"))


def direction_facts(direction: Direction, pack: Pack, taken: Taken, waiting: int) -> list[tuple[str, Any]]:
    """Return what a direction says of itself, without what is empty."""
    places = _("%(cap)d 个：已批准 %(approved)d，已过会 %(decided)d，余 %(left)d") % {
        "cap": direction.cap, "approved": taken.approved, "decided": taken.decided,
        "left": max(direction.cap - taken.total, 0),
    }  # fmt: skip
    pairs: list[tuple[str, Any]] = [
        (_("编号"), direction.number),
        (_("类别"), category_words(pack, direction.category)),
        (_("面向"), orientation_words(pack, direction.orientation)),
        (_("领域"), field_words(direction, pack)),
        (_("技术类型"), technology_words(pack, direction.technology_type)),
        (_("产业链"), direction.industry_chain),
        (_("意向市州"), prefecture_words(direction.prefecture)),
        (_("受理时间"), window_text(direction)),
        (_("名额"), places),
        (_("在办的申报"), _("%(count)d 份") % {"count": waiting}),
        (_("专门要求"), direction.terms),
        (_("关闭的理由"), direction.closed_reason),
    ]
    return [(label, value) for label, value in pairs if value]
