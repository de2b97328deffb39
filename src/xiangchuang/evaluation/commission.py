"""The commission: seed drawn, sample drawn, registers frozen, evaluator let in, centers told (6.5-2)."""

import secrets
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.centers.models import CenterMember
from xiangchuang.evaluation.kept_documents import keep_document
from xiangchuang.evaluation.messages import tell_commissioned
from xiangchuang.evaluation.models import Round, Subject
from xiangchuang.evaluation.snapshot import Placed, freeze
from xiangchuang.policy.evaluation import Inputs, draw
from xiangchuang.procedure.errors import Blocked
from xiangchuang.procedure.models import Case, Part
from xiangchuang.procedure.perform import Step, perform
from xiangchuang.procedure.stages import take_part
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, contribute, guard

SEED_BYTES: Final = 32
COMMISSION = Verb(
    "commission_round", gettext_lazy("委托评估，冻结数据"), outcomes=("passed",), tone="primary",
    page="evaluation:commission",
)  # fmt: skip
contribute("intake", COMMISSION, matters=("evaluation",))


@guard("round_complete")
def round_complete(at: Standpoint) -> list[Blocker]:
    """6.5-2: a round goes out with a letter of commission, to a body that has no stake in its centers."""
    round_ = Round.objects.select_related("evaluator").filter(case=at.case).first()
    if round_ is None:
        return [Blocker(_("还没有写明评价期和评估机构"), "", "amend_round")]
    blockers = []
    if round_.commission_id is None:
        blockers.append(Blocker(_("还没有上传评估委托书"), "", "amend_round"))
    if stakes := _stakes(round_):
        message = _("%(evaluator)s参与建设%(centers)s，不能评价它") % {
            "evaluator": round_.evaluator.name,
            "centers": _("、").join(stakes),
        }
        blockers.append(Blocker(message, "", "amend_round"))
    return blockers


def _stakes(round_: Round) -> list[str]:
    """Names of the round's centers that the evaluator leads, builds or is."""
    own = round_.evaluator_id
    subjects = round_.subjects.select_related("center")
    builds = set(
        CenterMember.objects.present(clock.today())
        .filter(organization=own, center__in=subjects.values("center"))
        .values_list("center_id", flat=True)
    )
    return [
        s.center.name
        for s in subjects
        if own in (s.center.lead_id, s.center.organization_id) or s.center_id in builds
    ]


def commission_round(*, actor: Actor, case: Case, seen: int) -> Round:
    """Draw the seed and the sample, freeze the registers, and hand the round to the evaluator.

    Raises Blocked without letter, with a stake of the evaluator, or where no center is left to evaluate.
    """
    with perform(COMMISSION, actor=actor, case=case, seen=seen) as step:
        round_ = Round.objects.select_related("evaluator").get(case=step.case)
        seed = secrets.token_hex(SEED_BYTES)
        subjects = _draw_sample(round_, step, seed)
        snapshot = _frozen(round_, subjects, step, seed)
        file = keep_document(actor=actor, document=snapshot, name=f"{step.case.number}-snapshot.json")
        round_.seed, round_.snapshot, round_.frozen_at = seed, file, clock.now()
        round_.save(update_fields=["seed", "snapshot", "frozen_at"])
        take_part(step.case, Part.EVALUATOR, organization_id=round_.evaluator_id)
        tell_commissioned(round_, subjects)
        step.subject = f"evaluation-round:{round_.pk}"
        step.note(seed=seed, snapshot=file.sha256, centers=len(subjects))
        step.finish("passed")
    return round_


def _draw_sample(round_: Round, step: Step, seed: str) -> list[Subject]:
    """Mark those drawn and return them; a center with a state of its own is listed and not drawn for."""
    everyone = list(round_.subjects.select_related("center__lead", "center__organization"))
    open_ = {subject.code: subject for subject in everyone if not subject.state}
    drawn = set(draw(open_, sample_size(len(open_), round_, step), seed=int(seed, 16)))
    for subject in everyone:
        subject.is_sampled = bool(subject.state) or subject.code in drawn
    Subject.objects.bulk_update(everyone, ["is_sampled"])
    taken = [subject for subject in everyone if subject.is_sampled]
    if not taken:
        raise Blocked(_("没有可以评价的中心。"), remedy=_("核对评价期和各中心的状态。"), clause="6.5-2")
    return taken


def sample_size(centers: int, round_: Round, step: Step) -> int:
    """How many are drawn: the share rounded up, and no fewer than the pack's fewest."""
    rule = step.pack.evaluation.sample
    share = Fraction(round_.sample_share * centers, 10_000)
    return min(centers, max(-(-share.numerator // share.denominator), rule.fewest if rule else 0))


def _frozen(round_: Round, subjects: list[Subject], step: Step, seed: str) -> Inputs:
    return freeze(
        [Placed(subject.center, subject.set_code) for subject in subjects], step.pack,
        name=step.case.number, first=round_.first_on, last=round_.last_on, seed=int(seed, 16),
    )  # fmt: skip
