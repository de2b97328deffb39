"""A round is begun and prepared: period, evaluator, sample, letter, and which centers take part (6.5-2)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.evaluation.eligible import eligible_centers, set_code_for
from xiangchuang.evaluation.models import Round, Subject
from xiangchuang.evaluation.permissions import CLAUSE, may_begin
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.models import Organization
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, Invalid, NotPermitted
from xiangchuang.procedure.models import Case, Part
from xiangchuang.procedure.open_case import open_case
from xiangchuang.procedure.packs import current_pack, current_policy, pack_of
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.verbs import Verb, contribute

WHOLE: Final = 10_000
AMEND = Verb("amend_round", gettext_lazy("修改期间、评估机构和抽样"), tone="primary", page="evaluation:amend")
contribute("intake", AMEND, matters=("evaluation",))


@dataclass(frozen=True)
class RoundDraft:
    """What the officer names: both days within the period, the share of centers drawn in basis points."""

    first_on: date
    last_on: date
    evaluator: Organization
    sample_share: int = WHOLE
    commission: StoredFile | None = None


def evaluation_kind(pack: Pack) -> str:
    """Return the pack's procedure of evaluation; raises Blocked where it has none."""
    for code, procedure in pack.procedures.items():
        if procedure.matter == "evaluation":
            return code
    raise Blocked(_("政策包没有写绩效评价的程序：在 procedure.yaml 中补写后再开始。"), clause=CLAUSE)


@transaction.atomic
def begin_round(*, actor: Actor, draft: RoundDraft, is_sample: bool = False) -> Round:
    """Open a round as a case of its own, with the centers the pack makes eligible proposed as its subjects.

    Raises NotPermitted, Invalid for a period that is not over, Blocked where nobody is eligible.
    """
    acting = may_begin(actor)
    if acting is None:
        raise NotPermitted(_("评价由省科技厅经办人发起。"), clause=CLAUSE)
    pack, kind = current_pack(), evaluation_kind(current_pack())
    refuse_bad_draft(draft)
    case = open_case(
        actor=actor, kind=kind, title=_title(draft), policy=current_policy(), verb="begin_round",
        parties=[(Part.DEPARTMENT, acting.organization_id)], clause=CLAUSE, is_sample=is_sample,
    )  # fmt: skip
    round_ = Round.objects.create(
        case=case, first_on=draft.first_on, last_on=draft.last_on, evaluator=draft.evaluator,
        sample_share=draft.sample_share, commission=draft.commission,
    )  # fmt: skip
    propose_subjects(round_, pack)
    return round_


def _title(draft: RoundDraft) -> str:
    # A case keeps its title: Chinese, whatever the language of the page it was begun from.
    return f"{draft.last_on.year}年度技术创新中心绩效评价"


def refuse_bad_draft(draft: RoundDraft) -> None:
    """Raise Invalid for a period not over or out of order, no share, or a body that evaluates nobody."""
    if draft.first_on > draft.last_on:
        raise Invalid(_("评价期的起日晚于止日：核对日期。"))
    if draft.last_on >= clock.today():
        raise Invalid(_("评价期还没有结束：止日选择今天之前的一天。"))
    if not 1 <= draft.sample_share <= WHOLE:
        raise Invalid(_("抽样比例写 0.01 到 100 之间的百分数。"))
    if not draft.evaluator.appointments.filter(role=Role.EVALUATOR).exists():
        raise Invalid(
            _("“%(name)s”没有评估机构的账户。") % {"name": draft.evaluator.name},
            remedy=_("由系统管理员为它的工作人员开立账户并任“评估机构”后再选。"),
        )


def propose_subjects(round_: Round, pack: Pack) -> int:
    """List the eligible centers anew, keeping what was said of those that stay; return how many there are.

    Raises Blocked where no center is eligible.
    """
    centers = list(eligible_centers(pack, last_on=round_.last_on))
    if not centers:
        raise Blocked(
            _("没有在评价期末运行满规定月数的中心，不能开始评价。"),
            remedy=_("核对评价期的止日。"),
            clause=CLAUSE,
        )
    round_.subjects.exclude(center__in=centers).delete()
    known = set(round_.subjects.values_list("center_id", flat=True))
    Subject.objects.bulk_create(
        Subject(round=round_, center=center, set_code=set_code_for(pack, center.category))
        for center in centers
        if center.pk not in known
    )
    return len(centers)


def amend_round(*, actor: Actor, case: Case, seen: int, draft: RoundDraft) -> Round:
    """Change what was named, and propose the centers anew; raises Invalid and Blocked as begin_round does."""
    with perform(AMEND, actor=actor, case=case, seen=seen) as step:
        refuse_bad_draft(draft)
        round_ = Round.objects.get(case=step.case)
        round_.first_on, round_.last_on = draft.first_on, draft.last_on
        round_.evaluator, round_.sample_share = draft.evaluator, draft.sample_share
        round_.commission = draft.commission or round_.commission
        round_.save()
        step.case.title = _title(draft)
        step.case.save(update_fields=["title"])
        count = propose_subjects(round_, pack_of(step.case))
        step.note(
            first_on=draft.first_on.isoformat(), last_on=draft.last_on.isoformat(),
            evaluator=draft.evaluator.pk, sample_share=draft.sample_share, centers=count,
        )  # fmt: skip
    return round_
