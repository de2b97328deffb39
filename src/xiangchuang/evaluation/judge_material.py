"""The evaluator accepts or declines what centers supplied, each with its reason (6.5-2)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.evaluation.models import Material, MaterialState
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import claim, perform
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard

JUDGE = Verb(
    "judge_material", gettext_lazy("审核材料和核对缺项"), shared=True, tone="primary",
    page="evaluation:collection",
)  # fmt: skip
contribute("collection", JUDGE, matters=("evaluation",))


@guard("materials_judged")
def materials_judged(at: Standpoint) -> list[Blocker]:
    """6.5-2: nothing a center handed in is left without a judgement."""
    count = Material.objects.filter(
        subject__round__case=at.case, subject__is_sampled=True, state=MaterialState.SUBMITTED
    ).count()
    if not count:
        return []
    return [Blocker(_("还有 %(count)d 份材料等待审核") % {"count": count}, "", "judge_material")]


def judge_material(
    *, actor: Actor, case: Case, material: Material, seen: int, is_accepted: bool, reason: str = ""
) -> Material:
    """Accept a material, or decline it with the reason; a judgement may be changed while the stage is open.

    Raises NotFound for a material of another round, Blocked for a draft, Invalid without a reason, Stale.
    """
    with perform(JUDGE, actor=actor, case=case, seen=None) as step:
        row = Material.objects.filter(pk=material.pk, subject__round__case=step.case).first()
        if row is None:
            raise NotFound(_("这份材料不在本轮评价中。"))
        if row.state == MaterialState.DRAFT:
            raise Blocked(_("中心还没有提交这份材料。"))
        told = within(Material, "judged_reason", normalise_text(reason))
        if not is_accepted and not told:
            raise Invalid(_("写明不予采信的理由；中心能看到，并可以重新报送。"), kept={"reason": reason})
        claim(row, seen)
        row.refresh_from_db(fields=["version"])
        row.state = MaterialState.ACCEPTED if is_accepted else MaterialState.DECLINED
        row.judged_by, row.judged_at, row.judged_reason = step.actor.user, clock.now(), told
        row.save(update_fields=["state", "judged_by", "judged_at", "judged_reason"])
        step.subject = f"evaluation-material:{row.pk}"
        step.note(indicator=row.indicator, accepted=is_accepted, reason=told)
    return row
