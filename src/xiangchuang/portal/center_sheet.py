"""A center on one sheet of paper, set as a PDF: what its public page says, without anything personal."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.documents.official import Block, FactSheet, render_pages_pdf
from xiangchuang.documents.personal import without_personal_data as openly
from xiangchuang.files.set_papers import blocked_when_unset
from xiangchuang.pages import figures
from xiangchuang.pages.parts import ListTable
from xiangchuang.procedure.packs import current_pack


def sheet_pdf(facts: Mapping[str, Any], opened: list[tuple[str, int]], address: str) -> bytes:
    """Return the sheet; `facts` are those of the public page. Raises Blocked where fonts are missing."""
    center: Center = facts["center"]
    sheet = FactSheet(
        title=openly(center.name),
        subtitle=" · ".join([facts["category"], openly(center.field_label), facts["prefecture"]]),
        office=current_pack().identity.issued_by.zh,
        read_on=clock.today(),
        facts=tuple(_facts(center, facts, opened)),
        blocks=tuple(_blocks(facts["targets"], address)),
        sample=center.is_sample,
    )
    with blocked_when_unset(_("单页可以用浏览器打印。")):
        return render_pages_pdf(sheet, fonts=settings.DOCUMENT_FONT_DIRECTORIES)


def _facts(center: Center, facts: Mapping[str, Any], opened: list[tuple[str, int]]) -> list[tuple[str, str]]:
    members = [m.organization.name for m in center.members.all() if m.organization_id != center.lead_id]
    cycle = f"{figures.iso_day(center.cycle_starts_on)} – {figures.iso_day(center.cycle_ends_on)}"
    grades = "、".join(_("%(year)s 年度：%(grade)s") % {"year": y, "grade": g} for y, g in facts["grades"])
    pairs = [
        (_("状态"), str(center.get_state_display())),
        (_("牵头单位"), openly(center.lead.name)),
        (_("共建单位"), openly("、".join(members))),
        (_("批准文件"), facts["number"]),
        (_("核验码"), center.document.verification_code),
        (_("批准日期"), figures.iso_day(center.approved_on)),
        (_("建设周期"), cycle),
        (_("绩效评价"), grades),
        (_("开放的服务资源"), "、".join(f"{label} {count}" for label, count in opened)),
    ]
    return [(label, value) for label, value in pairs if value]


def _blocks(targets: ListTable | None, address: str) -> list[Block]:
    blocks = []
    if targets is not None:
        head = tuple(str(column.label) for column in targets.columns)
        rows = [tuple(str(cell) for cell in row.cells) for row in targets.rows]
        blocks += [Block("heading", _("年度目标")), Block("table", rows=(head, *rows))]
    told = {"address": address, "day": figures.iso_day(clock.today())}
    blocks.append(Block("paragraph", _("取自 %(address)s，%(day)s。以该网址的最新内容为准。") % told))
    return blocks
