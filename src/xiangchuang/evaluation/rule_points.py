"""A ruling of the evaluator: points a person gives an indicator, with reasons, before any other value."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.text import normalise_text
from xiangchuang.calendars import clock
from xiangchuang.evaluation.models import Correction, ReplyPoint, Round, Subject
from xiangchuang.policy.evaluation import Indicator
from xiangchuang.policy.evaluation.quantities import hundredths
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Invalid, NotFound
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.verbs import Standpoint, Verb, contribute


def _is_open(at: Standpoint, actor: Actor) -> bool:
    return Round.objects.filter(case=at.case, score_runs__isnull=False).exists()


RULE = Verb(
    "rule_points", gettext_lazy("裁定指标得分"), page="evaluation:rule", offered=_is_open, shared=True
)
for _kind in ("scoring", "reply"):
    contribute(_kind, RULE, matters=("evaluation",))


def indicator_of(subject: Subject, pack: Pack, code: str) -> Indicator:
    """Return the indicator of the subject's set; raises Invalid for one it does not have."""
    try:
        return pack.indicator_sets[subject.set_code].indicator(code)
    except KeyError as error:
        raise Invalid(_("这套指标里没有这一项。"), clause="6.5-1") from error


def rule_points(
    *, actor: Actor, case: Case, subject: Subject, indicator: str, points_e2: int, reason: str
) -> Correction:
    """Give an indicator of a center its points (hundredths), with the reason; an earlier ruling is replaced.

    Raises NotFound for a center of another round, Invalid for points beyond the weight or no reason.
    """
    with perform(RULE, actor=actor, case=case, seen=None) as step:
        return correct(step, subject, indicator, points_e2=points_e2, reason=reason)


def correct(
    step: Step,
    subject: Subject,
    indicator: str,
    *,
    points_e2: int,
    reason: str,
    point: ReplyPoint | None = None,
) -> Correction:
    """Write the ruling within the verb under way; it counts from the next scoring on."""
    if subject.round.case_id != step.case.pk or not subject.is_sampled:
        raise NotFound(_("这个中心不在本轮评价中。"))
    rule, told = indicator_of(subject, step.pack, indicator), normalise_text(reason)
    if not 0 <= points_e2 <= hundredths(rule.weight):
        raise Invalid(
            _("“%(indicator)s”的得分在 0 和 %(weight)s 分之间。")
            % {"indicator": rule.label.zh, "weight": rule.weight},
            kept={"reason": reason},
        )
    if not told or len(told) > 3000:
        raise Invalid(_("写明裁定的理由，不超过 3000 字；中心能看到。"), kept={"reason": reason})
    assert step.actor.user is not None
    Correction.objects.filter(subject=subject, indicator=indicator, replaced_at=None).update(
        replaced_at=clock.now()
    )
    correction = Correction.objects.create(
        subject=subject, indicator=indicator, points_e2=points_e2, reason=told, point=point,
        made_by=step.actor.user,
    )  # fmt: skip
    step.subject = f"evaluation-correction:{correction.pk}"
    step.note(center=subject.center_id, indicator=indicator, points_e2=points_e2)
    return correction
