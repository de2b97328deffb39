"""The example's three rounds: one concluded, one being scored, one that still collects with its survey open."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from xiangchuang.calendars import clock
from xiangchuang.decisions.publish_notice import close_publicity, publish_notice
from xiangchuang.decisions.record_meeting import MeetingDraft, confirm_meeting, record_meeting
from xiangchuang.demo.early_centers import EarlyCenter, Years
from xiangchuang.demo.province import Province
from xiangchuang.demo.rounds import RoundUnderWay
from xiangchuang.evaluation.announce import announce_results
from xiangchuang.evaluation.answer_reply import answer_point, close_replies
from xiangchuang.evaluation.hand_over import send_draft
from xiangchuang.evaluation.models import ReplyPoint
from xiangchuang.evaluation.open_indicators import open_indicators
from xiangchuang.evaluation.reply import PointDraft, send_reply
from xiangchuang.evaluation.rule_points import rule_points
from xiangchuang.evaluation.score_round import score_round

# The fewest scorers of each kind; those of the open round sit among the printed sign-ins.
_FIRST_PANEL: Final = (
    ("zhuanjia12", "technical"), ("zhuanjia13", "technical"), ("zhuanjia16", "technical"),
    ("zhuanjia18", "management"), ("zhuanjia35", "finance"),
)  # fmt: skip
_OPEN_PANEL: Final = (
    ("zhuanjia1", "technical"), ("zhuanjia12", "technical"), ("zhuanjia13", "technical"),
    ("zhuanjia16", "technical"), ("zhuanjia17", "management"), ("zhuanjia35", "finance"),
)  # fmt: skip
_REPORT: Final = (
    "本轮评估受省科学技术厅委托开展。登记册数据在委托时冻结，中心补充的材料逐项核验，服务对象由系统抽取并匿名答卷，"
    "专家按类别独立评分。评估中未发现弄虚作假。"
)
_REPLYING, _DECLINED = 3, 5
_SILENT: Final = 6
"""A center that supplies nothing: the weakest."""


def conclude_first_round(province: Province, years: Years, early: Sequence[EarlyCenter]) -> None:
    """Take the first round from its commission to the letters, about seven weeks."""
    with clock.at(clock.moment_on(years.first_begins)):
        under_way = RoundUnderWay.begin(province, date(years.first, 1, 1), date(years.first, 12, 31))
        under_way.commission()
        _days(3)
        under_way.check_integrity()
        under_way.open_survey(days=10)
        for one in early[:_SILENT:2]:
            under_way.supply(one)
        under_way.judge_materials()
        under_way.answer_links(leave=0, lowest=4)
        _days(12)
        under_way.close_collection()
        _score_all(under_way, early)
        _days(3)
        _draft(under_way)
        _replies(under_way, early)
        _decide(under_way)


def leave_second_round_to_scorers(province: Province, years: Years, early: Sequence[EarlyCenter]) -> None:
    """Take the second round to its scoring: some experts have handed in, those of the sign-ins have not."""
    with clock.at(clock.moment_on(years.second_begins)):
        under_way = RoundUnderWay.begin(province, date(years.second, 1, 1), date(years.second, 12, 31))
        under_way.spare(early[_SILENT], "rectifying", "上一轮评价不合格，正在限期整改，整改期内不评分。")
        under_way.commission()
        _days(4)
        under_way.check_integrity()
        under_way.open_survey(days=10)
        for one in (early[0], early[2]):
            under_way.supply(one)
        under_way.judge_materials()
        under_way.answer_links(leave=1, lowest=3)
        _days(25)
        under_way.close_collection()
        _days(3)
        strengths = {one.center.pk: one.strength for one in early}
        mine, *others, manager, accountant = under_way.form_panel(_OPEN_PANEL)
        _days(4)
        for seat in (mine, *others, accountant):
            under_way.declare(seat)
        under_way.score(others[0], strengths)
        under_way.score(others[1], strengths, most=2)
        under_way.score(mine, strengths, most=1)
        under_way.draft_score(mine, strengths)
        under_way.score(accountant, strengths)
        assert manager.expert.user is not None


def leave_third_round_collecting(province: Province, years: Years, early: Sequence[EarlyCenter]) -> None:
    """Begin a round over the last half year: the survey is open, one center has supplied, one is writing."""
    begins = clock.today() - timedelta(days=14)
    last_on = begins.replace(day=1) - timedelta(days=1)
    first_on = _months_before(last_on, 5)
    with clock.at(clock.moment_on(begins)):
        under_way = RoundUnderWay.begin(province, first_on, last_on)
        under_way.spare(early[_SILENT], "rectifying", "正在限期整改，整改期内不评分。")
        under_way.commission()
        _days(3)
        under_way.check_integrity()
        _days(5)
        under_way.open_survey(days=16)
        under_way.supply(early[0])
        under_way.supply(early[2], hand_in=False, most=1)
        _days(2)
        under_way.answer_links(leave=3, lowest=4)


def _score_all(under_way: RoundUnderWay, early: Sequence[EarlyCenter]) -> None:
    strengths = {one.center.pk: one.strength for one in early}
    seats = under_way.form_panel(_FIRST_PANEL)
    _days(5)
    for seat in seats:
        under_way.declare(seat)
        under_way.score(seat, strengths)


def _draft(under_way: RoundUnderWay) -> None:
    """Score, rule on what is left to a person, score again, and send the draft to the centers."""
    run = score_round(actor=under_way.evaluator, case=under_way.case, seen=under_way.case.version)
    waiting = open_indicators(run.round)
    for item in waiting:
        rule_points(
            actor=under_way.evaluator, case=under_way.case, subject=item.subject, indicator=item.code,
            points_e2=50, reason="中心没有提交材料，按现场核实的情况裁定。",
        )  # fmt: skip
    if waiting:
        score_round(actor=under_way.evaluator, case=under_way.case, seen=under_way.case.version)
    send_draft(actor=under_way.evaluator, case=under_way.case, seen=under_way.case.version, report=_REPORT)


def _replies(under_way: RoundUnderWay, early: Sequence[EarlyCenter]) -> None:
    """One center's point is accepted, another's declined; the term runs out for the others."""
    _days(2)
    for place, indicator, demand in (
        (_REPLYING, "high_level_projects", "登记册漏计一项省级项目，立项文件已报送。"),
        (_DECLINED, "rd_input", "自筹设备购置费应计入研发投入。"),
    ):
        one = early[place]
        send_reply(
            actor=one.staff, subject=under_way.subject(one), words="对初稿有一项意见。",
            points=[PointDraft(indicator, demand)],
        )  # fmt: skip
    _days(8)
    for point in ReplyPoint.objects.filter(reply__subject__round=under_way.round).select_related(
        "reply__subject__round"
    ):
        accepted = point.indicator == "high_level_projects"
        answer_point(
            actor=under_way.evaluator, case=under_way.case, point=point, seen=point.version,
            verdict="accepted" if accepted else "declined", points_e2=400 if accepted else None,
            answer="立项文件属实，按两项计。" if accepted else "购置费没有对应的任务和凭证，不予计入。",
        )  # fmt: skip
    close_replies(actor=under_way.evaluator, case=under_way.case, seen=under_way.case.version)


def _decide(under_way: RoundUnderWay) -> None:
    """Meeting, publicity, announcement with the letters."""
    head, leadership = under_way.province.actor("chuzhang"), under_way.province.actor("tingling")
    _days(4)
    meeting = MeetingDraft(
        clock.today(), f"示例省科学技术厅党组会议（{clock.today().year}年第9次）", "厅党组成员；监督处列席",
        "approve", "评估程序规范，结果属实，同意公示。",
    )  # fmt: skip
    record_meeting(actor=head, case=under_way.case, seen=under_way.case.version, draft=meeting)
    confirm_meeting(actor=leadership, case=under_way.case, seen=under_way.case.version)
    _days(1)
    notice = publish_notice(
        actor=under_way.officer, case=under_way.case, seen=under_way.case.version,
        contact="示例省科学技术厅平台处 0731-80000001（工作日 8:30—17:30）",
    )  # fmt: skip
    _days((notice.closes_on - clock.today()).days + 1)
    close_publicity(actor=under_way.officer, case=under_way.case, seen=under_way.case.version)
    _days(1)
    announce_results(actor=leadership, case=under_way.case, seen=under_way.case.version)


def _days(days: int) -> None:
    clock.advance(timedelta(days=days))


def _months_before(day: date, months: int) -> date:
    """Return the first of the month so many months before that of `day`."""
    for _ in range(months):
        day = day.replace(day=1) - timedelta(days=1)
    return day.replace(day=1)
