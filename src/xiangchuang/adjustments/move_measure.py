"""An officer moves a measure on a center, with the grounds it rests on (6.5-1, 6.5-3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.adjustments.grounds import PossibleGround, on_record, possible_grounds
from xiangchuang.adjustments.models import Adjustment, Ground, GroundKind
from xiangchuang.adjustments.queries import adjustment_of, running_adjustment
from xiangchuang.calendars import clock
from xiangchuang.centers.models import GOING_ON, Center
from xiangchuang.centers.queries import find_file
from xiangchuang.policy.adjustments import Measure
from xiangchuang.policy.pack import Matter, Pack
from xiangchuang.procedure.models import Case, CaseState, Part
from xiangchuang.procedure.open_case import open_case
from xiangchuang.procedure.packs import current_policy, pack_of_version
from xiangchuang.procedure.perform import perform
from xiangchuang.procedure.stages import close_run, end_case, take_part
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, contribute_everywhere, guard

CLAUSE = "6.5-1"
MATTER: tuple[Matter, ...] = ("adjustment",)


@dataclass(frozen=True)
class MotionDraft:
    """What the officer writes: the measure's code, the reason, ticked grounds by code, other facts in words.

    into: the center it is merged into; becomes: what it is converted to.
    """

    measure: str
    reason: str
    grounds: Sequence[str] = ()
    facts: str = ""
    into: Center | None = None
    becomes: str = ""


@guard("adjustment_has_grounds")
def adjustment_has_grounds(at: Standpoint) -> list[Blocker]:
    """6.5-1: nothing is decided without a fact it rests on."""
    if Ground.objects.filter(adjustment__case=at.case).exists():
        return []
    return [Blocker(_("还没有写明依据的事实"), "", "amend_motion")]


AMEND = Verb("amend_motion", gettext_lazy("修改处理意见"), page="adjustments:amend")
MOVE = Verb(
    "move_measure", gettext_lazy("送中心听取意见"), outcomes=("passed",), tone="primary",
    page="adjustments:move",
)  # fmt: skip
WITHDRAW = Verb(
    "withdraw_motion", gettext_lazy("撤回处理意见"), role="officer", tone="quiet", page="adjustments:withdraw"
)
contribute("intake", MOVE, AMEND, matters=MATTER)
contribute_everywhere(WITHDRAW, matters=MATTER)


def draft_motion(*, actor: Actor, center: Center, draft: MotionDraft) -> Adjustment:
    """Open a case with the motion as a draft, which the center does not see.

    Raises NotFound, NotPermitted (officers alone), Blocked (another measure is under way, or the center's
    state does not allow it), Invalid.
    """
    center = find_file(actor, center.pk)
    acting = actor.acting_as([Role.OFFICER])
    if acting is None:
        raise NotPermitted(_("处理意见由省科技厅经办人员提出。"), clause=CLAUSE)
    policy = current_policy()
    pack = pack_of_version(policy.pk)
    measure = checked_measure(pack, center, draft)
    if running_adjustment(center) is not None:
        raise Blocked(
            _("这个中心已有一项处理正在办理。"), remedy=_("办完或撤回那一项，再提出新的。"), clause=CLAUSE
        )
    reason, facts = _words(draft)
    assert actor.user is not None
    with transaction.atomic():
        case = open_case(
            actor=actor, kind=measure.procedure, title=f"{center.name}：{measure.label.zh}"[:200],
            policy=policy, parties=[(Part.DEPARTMENT, acting.organization_id)], verb="draft_motion",
            clause=measure.interprets or measure.clause, is_sample=center.is_sample,
        )  # fmt: skip
        adjustment = Adjustment.objects.create(
            case=case, center=center, measure=measure.code, reason=reason, into=draft.into,
            becomes=normalise_line(draft.becomes), moved_by=actor.user,
        )  # fmt: skip
        _keep_grounds(adjustment, pack, draft.grounds, facts)
    return adjustment


def amend_motion(*, actor: Actor, case: Case, seen: int, draft: MotionDraft) -> Adjustment:
    """Write the motion anew while it is a draft; the measure stays in its procedure.

    Raises Blocked for a measure of the other procedure: that is another case.
    """
    with perform(AMEND, actor=actor, case=case, seen=seen) as step:
        adjustment = adjustment_of(step.case.pk)
        measure = checked_measure(step.pack, adjustment.center, draft)
        if measure.procedure != step.case.kind:
            raise Blocked(
                _("“%(measure)s”要按另一种程序办理。") % {"measure": measure.label.zh},
                remedy=_("撤回这份处理意见，重新提出。"),
                clause=CLAUSE,
            )
        adjustment.measure, (adjustment.reason, facts) = measure.code, _words(draft)
        adjustment.into, adjustment.becomes = draft.into, normalise_line(draft.becomes)
        adjustment.save(update_fields=["measure", "reason", "into", "becomes"])
        Case.objects.filter(pk=step.case.pk).update(
            title=f"{adjustment.center.name}：{measure.label.zh}"[:200]
        )
        adjustment.grounds.all().delete()
        _keep_grounds(adjustment, step.pack, draft.grounds, facts)
        step.note(measure=measure.code, grounds=adjustment.grounds.count())
    return adjustment


def move_measure(*, actor: Actor, case: Case, seen: int) -> Case:
    """Put the motion before the center: from now on lead and city see it, and the term to be heard runs."""
    with perform(MOVE, actor=actor, case=case, seen=seen) as step:
        adjustment = adjustment_of(step.case.pk)
        adjustment.moved_at = clock.now()
        adjustment.save(update_fields=["moved_at"])
        center = adjustment.center
        take_part(step.case, Part.LEAD, organization_id=center.lead_id)
        recommender = center.founding_case.participants.filter(part=Part.RECOMMENDER, until=None).first()
        if recommender is not None and recommender.organization_id:
            take_part(step.case, Part.RECOMMENDER, organization_id=recommender.organization_id)
        step.subject = f"adjustment:{adjustment.pk}"
        step.note(measure=adjustment.measure, center=center.pk)
        step.finish("passed")
    return case


def withdraw_motion(*, actor: Actor, case: Case, seen: int, reason: str) -> Case:
    """The officer takes the motion back before it is decided, with a reason that stays in the case."""
    with perform(WITHDRAW, actor=actor, case=case, seen=seen) as step:
        said = normalise_text(reason)
        if not said:
            raise Invalid(_("撤回要写明原因，原因会留在案卷里。"))
        step.note(reason=said)
        close_run(step.run, outcome="withdrawn", reason=said, closed_by=actor.name)
        end_case(step.case, CaseState.WITHDRAWN)
    return case


def possible_measures(center: Center, pack: Pack) -> list[Measure]:
    """Return the measures that the center's state allows, in the pack's order."""
    return [m for m in pack.adjustments.measures if center.state in m.from_states]


def checked_measure(pack: Pack, center: Center, draft: MotionDraft) -> Measure:
    """Return the measure of the draft. Raises Invalid, Blocked where the center's state does not allow it."""
    measure = pack.adjustments.measure(draft.measure)
    if measure is None:
        raise Invalid(_("没有选处理措施。"), remedy=_("从列表中选择。"))
    refuse_unless_allowed(measure, center)
    merges, converts = measure.leads_to == "merged", measure.leads_to == "converted"
    if merges and (draft.into is None or draft.into.pk == center.pk or draft.into.state not in GOING_ON):
        raise Invalid(_("没有选并入哪个中心。"), remedy=_("选另一个运行中的中心。"), clause=measure.clause)
    if converts and not normalise_line(draft.becomes):
        raise Invalid(
            _("没有写明转建为什么平台。"), remedy=_("写平台的类别和名称，例如“省工程技术研究中心”。")
        )
    if (not merges and draft.into is not None) or (not converts and normalise_line(draft.becomes)):
        raise Invalid(_("这项措施不用选并入的中心，也不用写转建的平台。"), remedy=_("把那一栏清空。"))
    within(Adjustment, "becomes", normalise_line(draft.becomes))
    return measure


def refuse_unless_allowed(measure: Measure, center: Center) -> None:
    """Raise Blocked when the measure cannot be taken on a center in its present state."""
    if center.state not in measure.from_states:
        raise Blocked(
            _("中心现在是“%(state)s”，不能办理“%(measure)s”。")
            % {"state": center.get_state_display(), "measure": measure.label.zh},
            remedy=_("选适用于现在状态的措施。"),
            clause=CLAUSE,
        )


def grounds_at_hand(center: Center, pack: Pack) -> list[PossibleGround]:
    """Return what is on record of the center and can be ticked as a ground."""
    return possible_grounds(on_record([center])[center.pk], pack)


def _words(draft: MotionDraft) -> tuple[str, str]:
    reason = within(Adjustment, "reason", normalise_text(draft.reason))
    facts = within(Ground, "text", normalise_text(draft.facts))
    if not reason:
        raise Invalid(_("事实和理由没有填写。"), remedy=_("写明为什么采取这项措施，中心会看到。"))
    return reason, facts


def _keep_grounds(adjustment: Adjustment, pack: Pack, chosen: Sequence[str], facts: str) -> None:
    at_hand = {ground.code: ground for ground in grounds_at_hand(adjustment.center, pack)}
    if unknown := set(chosen) - set(at_hand):
        raise Invalid(_("所选的依据已不在记录中（%(count)d 项）。") % {"count": len(unknown)},
                      remedy=_("刷新后重新选择。"))  # fmt: skip
    grounds = [at_hand[code].as_ground() for code in dict.fromkeys(chosen)]
    if facts:
        grounds.append(Ground(kind=GroundKind.OTHER, text=facts))
    if not grounds:
        raise Invalid(
            _("没有写明依据的事实。"), remedy=_("勾选记录中的依据，或写明其他事实。"), clause="6.5-3"
        )
    for ground in grounds:
        ground.adjustment = adjustment
        ground.save()
