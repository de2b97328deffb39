"""What a published layout says, frozen as JSON, and as an official document.

Chinese whatever the reader's locale: an official document has one language, so nothing here is translated.
"""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from xiangchuang.calendars import clock
from xiangchuang.documents.official import Block, OfficialDocument, Verification, number_text
from xiangchuang.layouts.models import Direction, LayoutVersion
from xiangchuang.layouts.placing import category_words, field_words, mode_words, technology_words
from xiangchuang.layouts.queries import directions_of
from xiangchuang.organizations.prefectures import prefecture_label
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.packs import pack_of_version


def content_of(layout: LayoutVersion) -> dict[str, Any]:
    """Return all that the document says, as plain values; days as ISO 8601."""
    pack = pack_of_version(layout.policy_version_id)
    number = ""
    if layout.number_year and layout.number_serial:
        number = number_text(layout.number_year, layout.number_serial, layout.prefix)
    with override("zh-hans"):
        return {
            "number": number,
            "code": layout.verification_code or "",
            "issued_on": clock.today().isoformat(),
            "title": layout.title,
            "edition": layout.edition,
            "about": layout.about,
            "period": [layout.period_from.isoformat(), layout.period_to.isoformat()],
            "cap": layout.cap,
            "cap_reason": layout.cap_reason,
            "directions": [_direction(d, pack) for d in directions_of(layout)],
            "asked": layout.replies.count(),
        }


def document_of(layout: LayoutVersion, *, watermark: str = "") -> OfficialDocument:
    """Return the layout as an official document: what was published, or the draft as it stands."""
    pack = pack_of_version(layout.policy_version_id)
    content = layout.content or content_of(layout)
    office, code = pack.identity.issued_by.zh, content["code"]
    day = date.fromisoformat(content["issued_on"])
    address = settings.SITE_URL + reverse("portal:verified", args=[code]) if code else ""
    return OfficialDocument(
        mark=f"{office}文件",
        number=content["number"],
        title=f"{office}\n关于印发{content['title']}的通知",
        addressee="各市州科技局，省直有关部门，各有关单位",
        signatory=office,
        issued_on=day,
        printed_on=day if content["number"] else None,
        blocks=tuple(_blocks(content, pack)),
        issuing_office=f"{office}办公室",
        verification=Verification(code, address) if code else None,
        seal_placeholder=bool(content["number"]),
        watermark=watermark,
        sample=layout.is_sample,
    )


def _blocks(content: dict[str, Any], pack: Pack) -> list[Block]:
    begins, ends = (date.fromisoformat(day) for day in content["period"])
    places = sum(d["cap"] for d in content["directions"])
    cap = (
        f"布局期自{_day(begins)}至{_day(ends)}，新建省技术创新中心不超过{content['cap']}个，"
        f"本版开放{len(content['directions'])}个方向、{places}个名额。"
    )
    if content["cap_reason"]:
        cap += f"上限的理由：{content['cap_reason']}"
    opening = (
        f"根据《{pack.identity.notice_title}》，经征求{content['asked']}个部门和市州意见，现将布局印发如下。"
    )
    return [
        Block("paragraph", opening),
        Block("heading", "总体考虑"),
        *(Block("paragraph", line) for line in content["about"].split("\n") if line),
        Block("heading", "规模"),
        Block("paragraph", cap),
        Block("heading", "方向"),
        Block(
            "table",
            rows=(
                ("编号", "方向", "类别与领域", "名额", "市州", "受理时间"),
                *map(_row, content["directions"]),
            ),
        ),
        *(block for d in content["directions"] for block in _detail(d)),
        Block("heading", "申报"),
        Block("paragraph", _how(pack)),
    ]


def _row(d: dict[str, Any]) -> tuple[str, ...]:
    return (
        d["number"],
        d["title"],
        f"{d['category']}\n{d['field']}",
        str(d["cap"]),
        d["prefecture"],
        d["window"],
    )


def _detail(d: dict[str, Any]) -> list[Block]:
    lines = [Block("heading", f"{d['number']} {d['title']}", level=2), Block("paragraph", d["need"])]
    if d["mode"]:
        lines.append(Block("paragraph", f"组建模式：{d['mode']}。{d['mode_reason']}"))
    if d["terms"]:
        lines.append(Block("paragraph", f"专门要求：{d['terms']}"))
    return lines


def _how(pack: Pack) -> str:
    said = "申报单位在受理时间内选择方向提出建设意向，由所在市州人民政府推荐。"
    if pack.layout.planning is not None:
        rules = "；".join(rule.label.zh for rule in pack.layout.planning.queue)
        said += f"同一方向的办理次序：{rules}。"
    return said


def _direction(d: Direction, pack: Pack) -> dict[str, Any]:
    return {
        "number": d.number,
        "title": d.title,
        "category": category_words(pack, d.category),
        "field": field_words(d, pack),
        "technology": technology_words(pack, d.technology_type),
        "need": d.need,
        "cap": d.cap,
        "prefecture": prefecture_label(d.prefecture) if d.prefecture else "不限",
        "window": _window(d.opens_on, d.closes_on),
        "terms": d.terms,
        "mode": mode_words(pack, d.formation_mode) if d.formation_mode else "",
        "mode_reason": d.mode_reason,
    }


def _window(opens_on: date | None, closes_on: date | None) -> str:
    begins = f"{opens_on.isoformat()}起" if opens_on else "即日起"
    return f"{begins}，{closes_on.isoformat()}止" if closes_on else f"{begins}，常年受理"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
