"""The example's feedback: one that waits to be given out, one answered with a change, one overdue."""

from datetime import timedelta
from typing import Final
from uuid import uuid4

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.demo.province import Province
from xiangchuang.feedback.answer_feedback import answer_feedback
from xiangchuang.feedback.assign_feedback import assign_feedback
from xiangchuang.feedback.escalate_feedback import escalate_late
from xiangchuang.feedback.file_feedback import FeedbackDraft, file_feedback
from xiangchuang.feedback.models import Feedback
from xiangchuang.feedback.publish_answer import publish_feedback

_LONG_AGO: Final = timedelta(days=70)
# Longer than the days for an answer, whatever holidays lie between.
_WHILE_AGO: Final = timedelta(days=45)


def furnish_feedback(province: Province) -> None:
    """File them as a city, a firm and a visitor do, and let the officer see to two of them."""
    answered = _answered(province)
    publish_feedback(
        actor=province.actor("jingban"), feedback=answered, seen=answered.version, title=answered.title,
        text=answered.text, answer=answered.answer,
    )  # fmt: skip
    _overdue(province)
    _open()


def _answered(province: Province) -> Feedback:
    bureau = province.bureaus["430100"]
    with clock.at(clock.now() - _LONG_AGO):
        row = _filed(
            province.staff_of(bureau),
            FeedbackDraft(
                "suggestion", "5.4-2", "年度报告的截止日期与春节假期重合",
                "一月底常在春节假期前后，单位用印和汇总找不到人。建议截止日遇节假日顺延，并提前一个月提醒。",
                may_publish=True, for_unit=bureau.pk,
            ),
        )  # fmt: skip
        _given(province, row)
    with clock.at(clock.now() - _LONG_AGO + timedelta(days=9)):
        answer_feedback(
            actor=province.actor("jingban"), feedback=row, seen=row.version,
            answer="采纳。截止日遇法定节假日的，顺延到节后第一个工作日；截止前一个月起在工作台和消息里提醒。",
            change="年度报告截止日遇节假日顺延到下一个工作日，系统提前提醒。", change_url="/policy/5.4-2/",
        )  # fmt: skip
    return row


def _overdue(province: Province) -> None:
    firm = province.enterprises[3]
    with clock.at(clock.now() - _WHILE_AGO):
        row = _filed(
            province.staff_of(firm),
            FeedbackDraft(
                "problem", "6.2-2", "中心建设用地的配套政策没有衔接",
                "中心所在园区的用地指标由市级统筹，县区和园区的说法不一致，建设进度受影响。请省市联动协调。",
                for_unit=firm.pk,
            ),
        )  # fmt: skip
        _given(province, row)
    escalate_late(clock.today())


def _open() -> None:
    draft = FeedbackDraft(
        "suggestion", "4.4-2", "仪器共享目录增加按用途检索",
        "小微企业不知道仪器的专业名称，建议服务目录能按检测用途来找。", contact="fankui@example.cn",
        may_publish=True,
    )  # fmt: skip
    _filed(Actor.anonymous(), draft)


def _filed(actor: Actor, draft: FeedbackDraft) -> Feedback:
    return file_feedback(actor=actor, token=uuid4(), draft=draft, is_sample=True).feedback


def _given(province: Province, row: Feedback) -> None:
    officer = province.users["jingban"]
    assign_feedback(actor=province.actor("jingban"), feedback=row, seen=row.version, to=officer)
