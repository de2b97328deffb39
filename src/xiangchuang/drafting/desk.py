"""Who writes which manuscript now: asked anew by each verb and each page of writing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.models import User
from xiangchuang.drafting.verbs import CLAUSE, WRITE
from xiangchuang.procedure.errors import Blocked, NotFound, NotPermitted
from xiangchuang.procedure.models import Case, CaseState
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import can_view
from xiangchuang.procedure.standing import Standing, first_standing
from xiangchuang.procedure.verbs import Standpoint
from xiangchuang.proposals.manuscript import revision_under_way
from xiangchuang.proposals.models import PlanRevision, PlanSection


@dataclass(frozen=True)
class Desk:
    """A person at the manuscript of a case: in which standing, and on which revision (None: not begun)."""

    actor: Actor
    user: User
    at: Standpoint
    standing: Standing
    revision: PlanRevision | None

    @property
    def case(self) -> Case:
        return self.at.case

    @property
    def who(self) -> str:
        """The person as fellow writers read it: 王某（长沙所）."""
        return _("%(name)s（%(organization)s）") % {
            "name": self.actor.name,
            "organization": self.standing.organization_name,
        }


def desk_of(actor: Actor, case: Case) -> Desk:
    """Return the person's place at the manuscript.

    Raises NotFound for a case not the person's own, NotPermitted for who neither leads nor joins, Blocked
    when the case does not stand in a stage of writing.
    """
    if actor.user is None or not can_view(actor, case):
        raise NotFound(_("没有这个案卷，或者它不归您办理。"))
    pack = pack_of(case)
    stage = pack.procedures[case.kind].stage(case.stage_code)
    stands = first_standing(actor, case, ("lead", *WRITE.joined_by))
    if stands is None:
        raise NotPermitted(
            _("方案由牵头单位和共建单位编写，不由您办理。"),
            remedy=_("案卷页的“现在”一栏写明了由谁办理。"),
            clause=CLAUSE,
        )
    if case.state != CaseState.OPEN or case.stage_kind != "plan":
        raise Blocked(
            _("案卷现在不在编写方案的阶段，方案不能改动。"),
            remedy=_("已提交的方案在案卷的“方案”一栏。"),
            clause=CLAUSE,
        )
    run = case.runs.filter(stage_code=case.stage_code).order_by("-round")[0]
    at = Standpoint(case, run, stage, pack)
    revision = revision_under_way(at)
    frozen = revision is not None and revision.frozen_at is not None
    return Desk(actor, actor.user, at, stands, None if frozen else revision)


def section_of(desk: Desk, code: str) -> PlanSection:
    """Return a section of the manuscript; raises NotFound for a code it lacks, Blocked before it is begun."""
    if desk.revision is None:
        raise Blocked(_("方案还没有开始编写。"), remedy=_("先点“开始编写”。"), clause=CLAUSE)
    found = (
        PlanSection.objects.filter(revision=desk.revision, code=code)
        .select_related("revision", "saved_by")
        .first()
    )
    if found is None:
        raise NotFound(_("提纲没有这一节。"))
    return found
