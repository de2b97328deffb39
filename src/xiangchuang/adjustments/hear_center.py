"""The center is heard before anything is decided: its staff answers in words, with evidence (6.5-1)."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.entries import write_entry
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.text import normalise_text
from xiangchuang.adjustments.messages import tell_center, tell_officers
from xiangchuang.adjustments.models import Adjustment, Hearing
from xiangchuang.adjustments.move_measure import CLAUSE, MATTER
from xiangchuang.adjustments.queries import adjustment_of, find_adjustment, rule_of
from xiangchuang.calendars import clock
from xiangchuang.centers.permissions import may_keep
from xiangchuang.files.gates import may_read
from xiangchuang.files.models import StoredFile
from xiangchuang.procedure.models import Case, StageRun
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard

PURPOSE = "adjustment"


@guard("adjustment_center_heard")
def adjustment_center_heard(at: Standpoint) -> list[Blocker]:
    """6.5-1: the center has answered in this round, or its whole term has run out."""
    if Hearing.objects.filter(run=at.run).exists():
        return []
    if at.run.due_on is None:
        return [Blocker(_("中心还没有陈述意见"), "")]
    if clock.today() > at.run.due_on:
        return []
    return [Blocker(_("中心还没有陈述意见，期限到 %(day)s 24:00") % {"day": at.run.due_on.isoformat()}, "")]


CLOSE = Verb(
    "close_hearing", gettext_lazy("结束听取意见，转下一步"), outcomes=("passed",), tone="primary",
    page="adjustments:close-hearing",
)  # fmt: skip


def _ask_center(at: Standpoint) -> None:
    adjustment = adjustment_of(at.case.pk)
    adjustment.hearing_by = at.run.due_on
    adjustment.save(update_fields=["hearing_by"])
    tell_center(adjustment, "adjustment_hearing", measure=rule_of(adjustment, at.pack).label.zh,
                by=at.run.due_on.isoformat() if at.run.due_on else "", round=at.run.round)  # fmt: skip


contribute("reply", CLOSE, on_open=_ask_center, matters=MATTER)


def open_hearing(adjustment: Adjustment) -> StageRun | None:
    """Return the round in which the center can answer now; None when it is not being heard."""
    if not adjustment.case.is_running:
        return None
    return adjustment.case.runs.filter(stage_kind="reply", closed_at__isnull=True).first()


def answer_hearing(
    *, actor: Actor, adjustment: Adjustment, agrees: bool, words: str, evidence: StoredFile | None = None
) -> Hearing:
    """Say for the center what it has to say to the motion, once in each round.

    An answer after the term still counts while the hearing is open. Raises NotFound, NotPermitted, Invalid,
    Blocked (not being heard, or answered already).
    """
    adjustment = find_adjustment(actor, adjustment.center, adjustment.pk)
    acting = may_keep(actor, adjustment.center)
    if acting is None:
        raise NotPermitted(_("由中心工作人员陈述意见。"), clause=CLAUSE)
    said = within(Hearing, "words", normalise_text(words))
    if not said:
        raise Invalid(_("陈述意见没有填写。"), remedy=_("同意的写“同意”；不同意的写明事实和理由。"))
    if evidence is not None and not may_read(actor, evidence):
        raise NotFound(_("找不到这份证明材料。"), remedy=_("重新上传证明材料。"))
    run = open_hearing(adjustment)
    if run is None:
        raise Blocked(_("现在不在听取意见的阶段。"), remedy=_("打开这项处理查看进展。"), clause=CLAUSE)
    assert actor.user is not None
    try:
        with transaction.atomic():
            hearing = Hearing.objects.create(
                adjustment=adjustment, run=run, agrees=agrees, words=said, evidence=evidence,
                said_by=actor.user,
            )  # fmt: skip
            write_entry(
                actor, verb="answer_hearing", acting=acting, subject=f"adjustment:{adjustment.pk}",
                case_number=adjustment.case.number, clause=CLAUSE,
                detail={"agrees": agrees, "evidence": evidence.sha256 if evidence else None},
            )  # fmt: skip
            tell_officers(adjustment, "adjustment_heard", round=run.round)
    except IntegrityError as error:
        raise Blocked(_("本轮意见已经提交。"), remedy=_("要补充的，与省科技厅经办人员联系。")) from error
    return hearing


def close_hearing(*, actor: Actor, case: Case, seen: int) -> Case:
    """Go on to the decision, or to the meeting; blocked until the center was heard or its term ran out."""
    with perform(CLOSE, actor=actor, case=case, seen=seen) as step:
        step.finish("passed")
    return case
