"""What became of the example's centers after the first round: rewarded, rectified, left, and one to be heard."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Final

from xiangchuang.adjustments.decide_adjustment import decide_adjustment
from xiangchuang.adjustments.hear_center import PURPOSE, answer_hearing, close_hearing
from xiangchuang.adjustments.models import Adjustment, Rectification
from xiangchuang.adjustments.move_measure import MotionDraft, draft_motion, grounds_at_hand, move_measure
from xiangchuang.adjustments.rectify import PointDraft, agree_plan, report_point, submit_plan
from xiangchuang.calendars import clock
from xiangchuang.decisions.publish_notice import close_publicity, publish_notice
from xiangchuang.decisions.record_meeting import MeetingDraft, confirm_meeting, record_meeting
from xiangchuang.demo.early_centers import EarlyCenter
from xiangchuang.demo.province import Province
from xiangchuang.demo.rounds import stored
from xiangchuang.procedure.packs import current_pack

_REWARDED, _LEAVING, _RECTIFIED, _UNREPORTED = 0, 5, 6, 4
_TERMS: Final = "评价结果属实，依据充分。"


def measure_centers(province: Province, early: Sequence[EarlyCenter]) -> None:
    """Decide on the concluded round, and move one measure that the center is being heard on."""
    measures = _Measures(province)
    with _ago(240):
        measures.light(early[_REWARDED], "reward", "评价优秀，成果转化和行业服务成效突出。")
        decided = measures.light(early[_RECTIFIED], "rectification", "评价不合格，研发任务大部分没有完成。")
    _rectify(province, early[_RECTIFIED], decided.rectification)
    with _ago(150):
        measures.leave(early[_LEAVING])
    with _ago(6):
        one = early[_UNREPORTED]
        measures.moved(one, "rectification", "上年度报告至今没有报送，经两次催报未答复。")


class _Measures:
    """Measures on their way, each step by the person whose step it is."""

    def __init__(self, province: Province) -> None:
        self.province = province
        self.officer = province.actor("jingban")

    def moved(self, one: EarlyCenter, measure: str, reason: str, facts: str = "") -> Adjustment:
        """Put a motion before the center; it rests on what is on record where nothing else is told."""
        at_hand = () if facts else grounds_at_hand(one.center, current_pack())
        draft = MotionDraft(measure, reason, grounds=[ground.code for ground in at_hand], facts=facts)
        adjustment = draft_motion(actor=self.officer, center=one.center, draft=draft)
        move_measure(actor=self.officer, case=adjustment.case, seen=adjustment.case.version)
        adjustment.refresh_from_db()
        return adjustment

    def heard(self, one: EarlyCenter, adjustment: Adjustment, words: str) -> None:
        """The center says that it agrees."""
        clock.advance(timedelta(days=5))
        answer_hearing(actor=one.staff, adjustment=adjustment, agrees=True, words=words)
        case = adjustment.case
        case.refresh_from_db()
        close_hearing(actor=self.officer, case=case, seen=case.version)

    def light(self, one: EarlyCenter, measure: str, reason: str) -> Adjustment:
        """Move, hear and decide a measure that the division head signs."""
        with clock.at(clock.now()):
            adjustment = self.moved(one, measure, reason)
            self.heard(one, adjustment, "同意。")
            clock.advance(timedelta(days=3))
            return decide_adjustment(
                actor=self.province.actor("chuzhang"), case=adjustment.case, seen=adjustment.case.version,
                reason=reason,
            )  # fmt: skip

    def leave(self, one: EarlyCenter) -> None:
        """Let a center leave at its own request: hearing, meeting, publicity, decision."""
        reason = "建设单位主营业务调整，申请退出；评价不合格，同意退出。"
        adjustment = self.moved(
            one, "voluntary_exit", reason, facts="建设单位书面申请退出，共建单位一致同意。"
        )
        self.heard(one, adjustment, "系本单位申请，同意。")
        case, head, leadership = (
            adjustment.case,
            self.province.actor("chuzhang"),
            self.province.actor("tingling"),
        )
        clock.advance(timedelta(days=4))
        title = f"示例省科学技术厅党组会议（{clock.today().year}年第4次）"
        meeting = MeetingDraft(clock.today(), title, "厅党组成员", "approve", _TERMS)
        record_meeting(actor=head, case=case, seen=case.version, draft=meeting)
        confirm_meeting(actor=leadership, case=case, seen=case.version)
        notice = publish_notice(
            actor=self.officer, case=case, seen=case.version,
            contact="示例省科学技术厅平台处 0731-80000001（工作日 8:30—17:30）",
        )  # fmt: skip
        clock.advance(timedelta(days=(notice.closes_on - clock.today()).days + 1))
        close_publicity(actor=self.officer, case=case, seen=case.version)
        decide_adjustment(actor=leadership, case=case, seen=case.version, reason=reason)


def _rectify(province: Province, one: EarlyCenter, rectification: Rectification) -> None:
    """The plan of three points is agreed; one is done with its proof, one is under way."""
    with _ago(215):
        due_on = rectification.due_on
        submit_plan(
            actor=one.staff, rectification=rectification, seen=rectification.version,
            points=[
                PointDraft("建设任务节点逾期", "补做台架试验，按月检查节点", "研发部 示例甲", due_on - timedelta(days=60)),
                PointDraft("技术合同到账率低", "清理逾期合同，逐份催收", "市场部 示例乙", due_on - timedelta(days=90)),
                PointDraft("服务中小企业少", "开放检测平台，公布预约办法", "平台部 示例丙", due_on - timedelta(days=30)),
            ],
        )  # fmt: skip
        clock.advance(timedelta(days=9))
        agree_plan(actor=province.actor("jingban"), rectification=rectification, seen=rectification.version)
    first, second = rectification.points.order_by("pk")[:2]
    with _ago(60):
        proof = stored(one.staff, "催收合同到账凭证", ("pdf",), PURPOSE)
        report_point(
            actor=one.staff,
            point=second,
            text="逾期合同已全部清理，到账凭证见附件。",
            is_done=True,
            evidence=proof,
        )
        report_point(
            actor=one.staff, point=first, text="台架试验完成八成，剩余两项在年底前完成。", is_done=False
        )


def _ago(days: int) -> AbstractContextManager[None]:
    return clock.at(clock.moment_on(clock.today() - timedelta(days=days)))
