"""The example's library: histories, an application, a correction, days away, and the advisory group."""

from datetime import date, timedelta

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.demo.province import Province
from xiangchuang.experts.applications import ApplicationDraft, nominate_for_library
from xiangchuang.experts.consents import give_consent
from xiangchuang.experts.correct_record import ask_correction
from xiangchuang.experts.fees import FeeDraft, record_fee
from xiangchuang.experts.integrity import report_lobbying
from xiangchuang.experts.models import Expert
from xiangchuang.experts.own_history import WorkDraft, add_absence, add_work, declare_tie
from xiangchuang.experts.terms import term_from
from xiangchuang.library.advise import (
    QuestionDraft,
    add_member,
    ask_group,
    form_group,
    give_advice,
    respond_to_advice,
)
from xiangchuang.library.models import AdvisoryGroup
from xiangchuang.procedure.packs import current_pack


def furnish_library(province: Province) -> None:
    """Give the experts terms and histories, and let the officer form the group and ask it."""
    Expert.objects.filter(term_until__isnull=True).update(term_until=term_from(clock.today()))
    first, second, third = province.experts[:3]
    last = clock.today() + timedelta(days=20)
    Expert.objects.filter(pk=third.pk).update(term_until=last)
    _histories(province, first, second)
    _requests(province, second)
    _group(province, province.experts[16:19])


def _as(expert: Expert) -> Actor:
    assert expert.user is not None
    return Actor.of(expert.user, clock.today())


def _histories(province: Province, first: Expert, second: Expert) -> None:
    for notice in current_pack().experts.notices:
        give_consent(actor=_as(first), expert=first, kind=notice.code, version=notice.version)
    add_work(
        actor=_as(first), expert=first,
        draft=WorkDraft(
            "project", "示例地下工程装备共性技术研究", date(2023, 3, 1), number="示例2023-017",
            partners=[province.enterprises[-1]],
        ),
    )  # fmt: skip
    add_work(
        actor=_as(first),
        expert=first,
        draft=WorkDraft("paper", "示例掘进装备刀盘寿命预测", date(2024, 6, 1), date(2024, 6, 1)),
    )
    begins = clock.today() + timedelta(days=40)
    add_absence(
        actor=_as(second),
        expert=second,
        begins_on=begins,
        ends_on=begins + timedelta(days=14),
        note="出国访问",
    )
    declare_tie(actor=_as(second), expert=second, other_name=first.name, kind="adviser")
    record_fee(
        actor=province.actor("jingban"), expert=first,
        draft=FeeDraft("other", 80_000, "劳务报酬，已代扣代缴", clock.today()),
    )  # fmt: skip
    report_lobbying(
        actor=_as(second), who="示例申报单位工作人员", text="来电询问评审安排并请求关照，已拒绝。",
        happened_on=clock.today(),
    )  # fmt: skip


def _requests(province: Province, expert: Expert) -> None:
    university = province.universities[0]
    nominate_for_library(
        actor=province.staff_of(university), organization_id=university.pk,
        draft=ApplicationDraft(
            name="示例推荐人", employer=university, kinds=["technical", "management"], title="教授",
            fields=[province.field_of(university)], languages="英语", bio="长期从事共性技术研发和成果转化。",
        ),
    )  # fmt: skip
    ask_correction(
        actor=_as(expert), expert=expert, changes={"title": "二级研究员"}, reason="2026 年 9 月职称评聘"
    )


def _group(province: Province, experts: list[Expert]) -> None:
    officer = province.actor("jingban")
    group = form_group(
        actor=officer, name="示例技术创新中心专家咨询组", task="为总体布局、政策执行和重大案卷提供战略咨询"
    )
    AdvisoryGroup.objects.filter(pk=group.pk).update(is_sample=True)
    group.refresh_from_db()
    for place, expert in enumerate(experts):
        add_member(actor=officer, group=group, seen=group.version, expert=expert, is_chair=place == 0)
        group.refresh_from_db()
    answered = ask_group(
        actor=officer, group=group,
        draft=QuestionDraft(
            "clause", "综合类中心对接的重大战略怎样认定",
            "综合类中心应当对接国家和省重大战略。申报单位引用的文件层级不一，请对认定口径提出建议。",
            clause="3.1.1-1",
        ),
    )  # fmt: skip
    give_advice(
        actor=_as(experts[0]), question=answered,
        text="以党中央、国务院和省委、省政府文件为据，写明文号；其他文件作佐证，不单独作为依据。",
    )  # fmt: skip
    give_advice(actor=_as(experts[1]), question=answered, text="同时写明从突破到工程化的链条，避免只列名称。")
    respond_to_advice(
        actor=officer, question=answered, seen=answered.version,
        response="两条建议均采纳：以省级以上文件为据并写明文号，同时说明从突破到工程化的链条。",
        done="意向书“对接的重大战略”一栏增加文号和链条两项，形式审查时核对。",
    )  # fmt: skip
    ask_group(
        actor=officer, group=group,
        draft=QuestionDraft(
            "clause", "同一领域多家单位申报时怎样引导联合", "请就避免重复建设、引导联合申报的做法提出建议。",
            clause="1.2-6",
        ),
    )  # fmt: skip
