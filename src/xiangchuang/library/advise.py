"""Forming the advisory group, asking it, advising, and the department's response (6.1-2)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Model
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted, Stale
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.experts.keeping import line, paragraph
from xiangchuang.experts.models import Expert
from xiangchuang.layouts.models import Direction
from xiangchuang.ledger.record import Fact
from xiangchuang.library.advisory_queries import find_question, sitting_member, sitting_on
from xiangchuang.library.models import (
    Advice,
    AdvisoryGroup,
    AdvisoryMember,
    AdvisoryQuestion,
    QuestionState,
)
from xiangchuang.policy.experts import AdvisoryRule
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import current_pack, pack_of
from xiangchuang.reviews.conflicts import conflicts_of

CLAUSE = "6.1-2"


@dataclass(frozen=True)
class QuestionDraft:
    """What a group is asked. matter: a code of the pack; then the clause, the direction or the case."""

    matter: str
    title: str
    text: str
    clause: str = ""
    direction: Direction | None = None
    case: Case | None = None


def advisory_rule() -> AdvisoryRule:
    """Return the pack's rule; raises Blocked where the policy knows no advisory group."""
    rule = current_pack().experts.advisory
    if rule is None:
        raise Blocked(_("本政策没有规定专家咨询组。"))
    return rule


def form_group(*, actor: Actor, name: str, task: str) -> AdvisoryGroup:
    """Return a new standing group. Raises NotPermitted, Invalid, Blocked (the name is taken)."""
    acting = _officer(actor)
    advisory_rule()
    named = line(AdvisoryGroup, "name", name, _("名称没有填写。"))
    what_for = line(AdvisoryGroup, "task", task, _("职责没有填写。"), _("写明为哪些决策提供咨询。"))
    with transaction.atomic():
        group, new = AdvisoryGroup.objects.get_or_create(
            name=named, defaults={"task": what_for, "formed_on": clock.today()}
        )
        if not new:
            raise Blocked(_("已有同名的咨询组。"), remedy=_("换一个名称，或在原来的组里增补成员。"))
        _enter(actor, "form_advisory_group", group, acting, {"name": named})
    return group


def add_member(
    *, actor: Actor, group: AdvisoryGroup, seen: int, expert: Expert, is_chair: bool = False
) -> AdvisoryMember:
    """Give an expert of the library a term in the group, of the pack's years, from today.

    Raises NotPermitted, Stale, Blocked (left the library, sits already, there is a chair).
    """
    acting, today = _officer(actor), clock.today()
    until = _years_later(today, advisory_rule().term_years)
    with transaction.atomic():
        _claim(group, seen)
        expert.refresh_from_db()
        if not expert.is_in_term(today):
            raise Blocked(
                _("%(name)s不在专家库聘期内。") % {"name": expert.name}, remedy=_("先续聘或重新入库。")
            )
        sitting = sitting_on(today).filter(group=group)
        if sitting.filter(expert=expert).exists():
            raise Blocked(_("%(name)s已在咨询组中。") % {"name": expert.name})
        if is_chair and sitting.filter(is_chair=True).exists():
            raise Blocked(_("咨询组已有组长。"), remedy=_("先办理原组长离任。"))
        member, new = AdvisoryMember.objects.get_or_create(
            group=group, expert=expert, since=today, defaults={"until": until, "is_chair": is_chair}
        )
        if not new:
            raise Blocked(_("%(name)s今天刚离任，明天起可以再聘。") % {"name": expert.name})
        _enter(actor, "add_advisory_member", group, acting, {"expert": expert.pk, "until": until.isoformat()})
    return member


def end_membership(*, actor: Actor, member: AdvisoryMember, seen: int, reason: str) -> None:
    """End a member's term today, with the reason. Raises NotPermitted, Invalid, Stale, Blocked (ended)."""
    acting, today = _officer(actor), clock.today()
    because = line(AdvisoryMember, "leaving_reason", reason, _("离任的理由没有填写。"))
    with transaction.atomic():
        _claim(member.group, seen)
        if member.leaving_reason or not member.is_in_term(today):
            raise Blocked(_("%(name)s的任期已经结束。") % {"name": member.expert.name})
        member.until, member.leaving_reason = today, because
        member.save(update_fields=["until", "leaving_reason"])
        _enter(actor, "end_advisory_membership", member.group, acting, {"expert": member.expert_id})


def ask_group(*, actor: Actor, group: AdvisoryGroup, draft: QuestionDraft) -> AdvisoryQuestion:
    """Return the question put to the group, with the days for advice and response.

    Raises NotPermitted, Invalid (what it is about is missing), Blocked (nobody sits in the group).
    """
    acting, rule, today = _department(actor), advisory_rule(), clock.today()
    title = line(AdvisoryQuestion, "title", draft.title, _("问题没有填写。"))
    text = _whole(draft.text, _("背景和要回答的内容没有填写。"))
    _refuse_aimless(draft, rule)
    if not sitting_on(today).filter(group=group).exists():
        raise Blocked(_("咨询组现在没有成员。"), remedy=_("先聘任成员。"), clause=CLAUSE)
    calendar = work_calendar()
    advice = calendar.add_working_days(today, rule.advice_days)
    response = calendar.add_working_days(advice.day, rule.response_days)
    assert actor.user is not None
    with transaction.atomic():
        question = AdvisoryQuestion.objects.create(
            group=group, matter=draft.matter, title=title, text=text, asked_by=actor.user,
            clause=draft.clause if draft.matter == "clause" else "",
            direction=draft.direction if draft.matter == "direction" else None,
            case=draft.case if draft.matter == "case" else None,
            asked_at=clock.now(), advice_due_on=advice.day, response_due_on=response.day,
            due_provisional=advice.provisional or response.provisional, is_sample=group.is_sample,
        )  # fmt: skip
        _enter(actor, "ask_advisory_group", question, acting, {"matter": draft.matter, "title": title})
    return question


def give_advice(*, actor: Actor, question: AdvisoryQuestion, text: str) -> Advice:
    """Keep a member's advice; it may be rewritten until the department has responded.

    Raises NotFound, NotPermitted (no term runs), Invalid, Blocked (responded to, or a conflict).
    """
    found = find_question(actor, question.pk)
    member = sitting_member(actor, found.group_id)
    if member is None:
        raise NotPermitted(_("咨询意见由任期内的成员提出。"), clause=CLAUSE)
    said = _whole(text, _("咨询意见没有填写。"))
    if found.state == QuestionState.RESPONDED:
        raise Blocked(_("省科技厅已经回应，意见不再改动。"), clause=CLAUSE)
    _refuse_conflict(member.expert, found)
    with transaction.atomic():
        advice, new = Advice.objects.get_or_create(
            question=found, member=member, defaults={"text": said, "given_at": clock.now()}
        )
        if not new:
            advice.text, advice.given_at, advice.version = said, clock.now(), advice.version + 1
            advice.save(update_fields=["text", "given_at", "version"])
        _enter(actor, "give_advice", found, actor.acting_as([Role.EXPERT]), {"version": advice.version})
    return advice


def respond_to_advice(
    *, actor: Actor, question: AdvisoryQuestion, seen: int, response: str, done: str
) -> None:
    """Say what the department makes of the advice, and what was done because of it.

    Raises NotPermitted, Invalid, Stale, Blocked (nobody has advised yet).
    """
    acting = _department(actor)
    said = _whole(response, _("回应没有填写。"), _("写明采纳了什么、不采纳的理由。"))
    what = paragraph(
        AdvisoryQuestion,
        "done",
        done,
        _("采取的措施没有填写。"),
        _("没有采取措施的，写明“不采取措施”和理由。"),
    )
    with transaction.atomic():
        claimed = AdvisoryQuestion.objects.filter(pk=question.pk, version=seen, state=QuestionState.ASKED)
        if not claimed.update(version=F("version") + 1):
            raise _stale()
        if not Advice.objects.filter(question=question).exists():
            raise Blocked(_("还没有成员提出意见。"), remedy=_("等成员提出意见后再回应。"), clause=CLAUSE)
        AdvisoryQuestion.objects.filter(pk=question.pk).update(
            state=QuestionState.RESPONDED, response=said, done=what, responded_by=actor.user,
            responded_at=clock.now(),
        )  # fmt: skip
        _enter(actor, "respond_to_advice", question, acting, {})
    question.refresh_from_db()


def _refuse_aimless(draft: QuestionDraft, rule: AdvisoryRule) -> None:
    if rule.matter(draft.matter) is None:
        raise Invalid(_("选择咨询的事项。"))
    if draft.matter == "clause" and draft.clause not in current_pack().clauses:
        raise Invalid(_("选择咨询的条款。"))
    if draft.matter == "direction" and draft.direction is None:
        raise Invalid(_("选择咨询的布局方向。"))
    if draft.matter == "case" and draft.case is None:
        raise Invalid(_("填写咨询的案卷编号。"), remedy=_("例如 2026-HN-0001。"))


def _refuse_conflict(expert: Expert, question: AdvisoryQuestion) -> None:
    """Who would stand aside from a case's panel does not advise on the case either."""
    case = question.case
    if case is None:
        return
    found = conflicts_of([expert], case=case, pack=pack_of(case), on=clock.today())[expert.pk]
    if found:
        raise Blocked(
            _("您应当回避：%(conflict)s。") % {"conflict": found[0]},
            remedy=_("由其他成员提出意见。"),
            clause=found[0].clause,
        )


def _whole(text: str, missing: str, remedy: str = "") -> str:
    return paragraph(AdvisoryQuestion, "text", text, missing, remedy)


def _years_later(day: dt.date, years: int) -> dt.date:
    try:
        later = day.replace(year=day.year + years)
    except ValueError:  # 29 February
        later = day.replace(year=day.year + years, day=28)
    return later - dt.timedelta(days=1)


def _officer(actor: Actor) -> HeldAppointment:
    acting = actor.acting_as([Role.OFFICER])
    if acting is None:
        raise NotPermitted(_("专家咨询组由省科技厅经办维护。"), clause=CLAUSE)
    return acting


def _department(actor: Actor) -> HeldAppointment:
    acting = actor.acting_as([Role.OFFICER, Role.DIVISION_HEAD, Role.LEADERSHIP])
    if acting is None:
        raise NotPermitted(_("咨询由省科技厅提出和回应。"), clause=CLAUSE)
    return acting


def _claim(group: AdvisoryGroup, seen: int) -> None:
    if not AdvisoryGroup.objects.filter(pk=group.pk, version=seen).update(version=F("version") + 1):
        raise _stale()


def _stale() -> Stale:
    return Stale(_("刚被改动过，本次操作没有生效。"), remedy=_("刷新页面，对照现状后重新提交。"))


def _enter(
    actor: Actor, verb: str, row: Model, acting: HeldAppointment | None, detail: dict[str, Fact]
) -> None:
    write_entry(
        actor, verb=verb, acting=acting, subject=f"{row._meta.model_name}:{row.pk}", clause=CLAUSE,
        detail=detail,
    )  # fmt: skip
