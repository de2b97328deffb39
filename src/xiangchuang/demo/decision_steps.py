"""The steps from integrity check to approval in the example line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from xiangchuang.calendars import clock
from xiangchuang.centers.approve import approve
from xiangchuang.decisions.check_integrity import IntegrityFinding, pass_integrity, record_integrity
from xiangchuang.decisions.draft_approval import draft_approval
from xiangchuang.decisions.models import MeetingDecision, Notice
from xiangchuang.decisions.publish_notice import close_publicity, publish_notice
from xiangchuang.decisions.record_meeting import MeetingDraft, confirm_meeting, record_meeting
from xiangchuang.procedure.packs import pack_of

if TYPE_CHECKING:
    from xiangchuang.demo.line import Line


def check_integrity(line: Line) -> None:
    """Look every organisation of the consortium up in every source of the pack; all clear."""
    line.wait(2)
    record_integrity(
        actor=line.officer,
        case=line.case,
        seen=line.case.version,
        items=[
            IntegrityFinding(organization.pk, item.code, clear=True)
            for organization in (line.lead, *line.members)
            for item in pack_of(line.case).integrity.items
        ],
    )
    pass_integrity(actor=line.officer, case=line.case, seen=line.case.version)


def meet(line: Line) -> None:
    """The division head writes the record; the leadership confirms it."""
    line.wait(4)
    draft = MeetingDraft(
        held_on=clock.today(),
        title=f"示例省科学技术厅党组会议（{clock.today().year}年第3次）",
        attendees="厅党组成员；监督处、规划处列席",
        decision=MeetingDecision.APPROVE,
        reasons="符合总体布局，方案成熟，同意公示后组建。",
        terms="建设期内完成独立法人注册；每年向省科技厅报送开放共享情况。",
    )
    record_meeting(actor=line.province.actor("chuzhang"), case=line.case, seen=line.case.version, draft=draft)
    line.wait(1)
    confirm_meeting(actor=line.province.actor("tingling"), case=line.case, seen=line.case.version)


def announce(line: Line) -> Notice:
    """Publish the notice; its window opens today."""
    return publish_notice(
        actor=line.officer, case=line.case, seen=line.case.version,
        contact="示例省科学技术厅平台处 0731-80000001（工作日 8:30—17:30）",
    )  # fmt: skip


def publish(line: Line) -> None:
    """Publish the notice, let its window pass, close it."""
    line.wait(1)
    notice = announce(line)
    line.wait((notice.closes_on - clock.today()).days + 1)
    close_publicity(actor=line.officer, case=line.case, seen=line.case.version)


def decide(line: Line) -> None:
    """Draft the approval document and let the leadership issue it: the center is founded."""
    line.wait(1)
    draft_approval(
        actor=line.officer, case=line.case, seen=line.case.version,
        addressee=f"{line.lead.name}，{line.lead.prefecture_label}科学技术局",
    )  # fmt: skip
    line.wait(2)
    approve(actor=line.province.actor("tingling"), case=line.case, seen=line.case.version)


STEPS: dict[str, Callable[[Line], None]] = {
    "integrity": check_integrity,
    "meeting": meet,
    "publicity": publish,
    "decision": decide,
}
