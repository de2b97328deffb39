"""Publicity (5.3-1 经公示无异议): published for the pack's window, never shortened, then closed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.calendars.working_days import Window
from xiangchuang.decisions.models import Notice, Objection, Verdict
from xiangchuang.decisions.notice_content import notice_content, notice_paper, notice_title
from xiangchuang.decisions.office_contact import office_contact
from xiangchuang.decisions.personal_data import find_personal_data
from xiangchuang.decisions.queries import open_objections
from xiangchuang.policy.pack import Matter, Stage
from xiangchuang.procedure.deadlines import work_calendar
from xiangchuang.procedure.errors import Blocked, Invalid
from xiangchuang.procedure.models import Case, StageRun
from xiangchuang.procedure.numbering import next_serial
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.stages import move_due
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard
from xiangchuang.wordings.in_force import as_stored, wording_in_force

OTHERS: Final[tuple[Matter, ...]] = ("evaluation", "adjustment")


@guard("publicity_window_over")
def publicity_window_over(at: Standpoint) -> list[Blocker]:
    """5.3-1: the window has run its whole length, to 24:00 of its last day."""
    notice = Notice.objects.filter(run=at.run).first()
    if notice is None:
        return [Blocker(_("公示还没有发布"), "", "publish_notice")]
    if clock.now() >= notice.closes_at:
        return []
    message = _("公示期未满，到 %(day)s 24:00 截止") % {"day": notice.closes_on.isoformat()}
    return [Blocker(message, "")]


@guard("no_open_objection")
def no_open_objection(at: Standpoint) -> list[Blocker]:
    """5.3-1: no objection waits for its answer, and none was upheld."""
    return objection_blockers(at)


def objection_blockers(at: Standpoint) -> list[Blocker]:
    """Return what objections keep the case from going on, in any stage after the notice."""
    blockers = []
    if count := open_objections(at.case).count():
        message = _("还有 %(count)s 件异议没有处理") % {"count": count}
        blockers.append(Blocker(message, at.stage.clause, "handle_objection"))
    # An earlier notice of a case that was sent back and published anew no longer counts.
    notice = at.case.notices.first()
    if notice is not None and notice.objections.filter(verdict=Verdict.UPHELD).exists():
        remedy = "uphold_and_refuse" if at.stage.kind == "publicity" else "refuse_approval"
        blockers.append(Blocker(_("有异议经核实成立，不能通过"), at.stage.clause, remedy))
    return blockers


def _not_published(at: Standpoint) -> list[Blocker]:
    if Notice.objects.filter(run=at.run).exists():
        return [Blocker(_("公示已经发布；需要更长时间的，延长公示期"), "")]
    return []


def _published(at: Standpoint) -> list[Blocker]:
    if Notice.objects.filter(run=at.run).exists():
        return []
    return [Blocker(_("公示还没有发布"), "", "publish_notice")]


def _objection_upheld(at: Standpoint) -> list[Blocker]:
    # One to an earlier notice has done its work: that notice was sent back for it.
    if Objection.objects.filter(notice__run=at.run, verdict=Verdict.UPHELD).exists():
        return []
    return [Blocker(_("没有成立的异议，不能以此终止"), at.stage.clause, "handle_objection")]


PUBLISH = Verb(
    "publish_notice", gettext_lazy("发布公示"), needs=(_not_published,), tone="primary",
    page="decisions:publish-notice",
)  # fmt: skip
CLOSE = Verb(
    "close_publicity", gettext_lazy("公示无异议，转批复"), outcomes=("passed",), tone="primary",
    page="decisions:close-publicity",
)  # fmt: skip
EXTEND = Verb(
    "extend_notice", gettext_lazy("延长公示期"), needs=(_published,), page="decisions:extend-notice"
)
UPHOLD = Verb(
    "uphold_and_refuse", gettext_lazy("异议成立，不予组建"), outcomes=("failed",), needs=(_objection_upheld,),
    tone="danger", page="decisions:uphold-and-refuse",
)  # fmt: skip
contribute("publicity", PUBLISH, CLOSE, EXTEND, UPHOLD)
contribute(
    "publicity", PUBLISH, replace(CLOSE, label=gettext_lazy("公示无异议，结束公示")), EXTEND,
    replace(UPHOLD, label=gettext_lazy("异议成立，退回更正")), matters=OTHERS,
)  # fmt: skip


def publish_notice(*, actor: Actor, case: Case, seen: int, contact: str) -> Notice:
    """Publish the whitelisted fields from today for the window the pack sets; the first day counts.

    `contact` is the department's own: a telephone or mailbox in it is meant to be public. Raises Invalid
    when a field holds personal data or no contact is given, Blocked when the pack sets no window.
    """
    with perform(PUBLISH, actor=actor, case=case, seen=seen) as step:
        reached_at = office_contact(contact)
        content = notice_content(step.case, step.pack)
        window = publicity_window(step.stage, clock.today())
        year = clock.today().year
        assert actor.user is not None
        words = wording_in_force(notice_paper(step.case.matter), step.pack)
        notice = Notice.objects.create(
            case=step.case, run=step.run, kind=step.case.kind,
            number=f"GS-{year}-{next_serial('notice', year):04d}",
            title=notice_title(content, words.text)[:200],
            content=[list(pair) for pair in content.pairs], contact=reached_at,
            wording=as_stored(words.text), wording_version=words.version, values=dict(content.values),
            opens_on=window.opens, closes_on=window.closes, closes_provisional=window.provisional,
            published_at=clock.now(), published_by=actor.user,
        )  # fmt: skip
        due_after_window(step.case, step.run, notice)
        step.subject = f"notice:{notice.pk}"
        step.note(
            number=notice.number, opens_on=window.opens.isoformat(), closes_on=window.closes.isoformat()
        )
    return notice


def publicity_window(stage: Stage, opens: date) -> Window:
    """Return the window that opens on that day and counts it; raises Blocked when the pack sets no days."""
    if stage.deadline is None:
        raise Blocked(_("政策包没有写公示的天数：在公示阶段补写 deadline 后再发布。"), clause=stage.clause)
    if stage.deadline.unit == "working":
        return work_calendar().window(opens, stage.deadline.days)
    return Window(opens, opens + timedelta(days=stage.deadline.days - 1), provisional=False)


def extend_notice(*, actor: Actor, case: Case, seen: int, closes_on: date, reason: str) -> Notice:
    """Let the window run to a later day; raises Invalid for a day that is not later, or without reason."""
    with perform(EXTEND, actor=actor, case=case, seen=seen) as step:
        notice = Notice.objects.get(run=step.run)
        kept = {"closes_on": closes_on.isoformat(), "reason": reason}
        if closes_on <= notice.closes_on or closes_on < clock.today():
            raise Invalid(
                _("公示期只能延长：现在到 %(day)s 截止，选择之后的日期。")
                % {"day": notice.closes_on.isoformat()},
                kept=kept,
            )
        said = normalise_text(reason)
        if not said:
            raise Invalid(_("写明延长的原因，公示页会显示。"), kept=kept)
        if private := find_personal_data(said):
            raise Invalid(
                _("延长的原因里有%(kind)s，公示页会显示，不能写。") % {"kind": private[0].label}, kept=kept
            )
        step.note(earlier=notice.closes_on.isoformat(), closes_on=closes_on.isoformat(), reason=said)
        notice.closes_on, notice.closes_provisional = closes_on, False
        notice.extension_reason = said
        notice.save(update_fields=["closes_on", "closes_provisional", "extension_reason"])
        due_after_window(step.case, step.run, notice)
        step.subject = f"notice:{notice.pk}"
    return notice


def due_after_window(case: Case, run: StageRun, notice: Notice) -> None:
    """Let the stage be due on the first working day after the window: the officer cannot close it before."""
    move_due(case, run, work_calendar().add_working_days(notice.closes_on, 1).day)


def close_publicity(*, actor: Actor, case: Case, seen: int) -> Case:
    """Go on to the approval; blocked while the window runs or an objection stands."""
    with perform(CLOSE, actor=actor, case=case, seen=seen) as step:
        step.finish("passed")
    return case


def uphold_and_refuse(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """End the case on an objection that was upheld."""
    with perform(UPHOLD, actor=actor, case=case, seen=seen) as step:
        if not reason.strip():
            raise Invalid(_("不予组建要写明理由，申报单位能看到。"), kept={"reason": reason})
        step.finish("failed", normalise_text(reason))
    return case
