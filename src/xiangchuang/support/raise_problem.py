"""Major problems, raised by a center or a city, assigned, answered, brought a level up, closed (6.1-3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor, HeldAppointment
from xiangchuang.accounts.lengths import within
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted
from xiangchuang.accounts.roles import Role
from xiangchuang.accounts.text import normalise_line, normalise_text
from xiangchuang.calendars import clock
from xiangchuang.centers.models import Center
from xiangchuang.centers.permissions import may_keep
from xiangchuang.centers.queries import can_view
from xiangchuang.files.models import StoredFile
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.deadlines import due_after
from xiangchuang.procedure.packs import current_pack
from xiangchuang.support.models import Level, Problem, ProblemState
from xiangchuang.support.sides import PARTNERS
from xiangchuang.support.verbs import (
    ANSWER_PROBLEM,
    ASSIGN_PROBLEM,
    CLOSE_PROBLEM,
    ESCALATE_PROBLEM,
    needed_text,
    step,
    write_step,
)

CLAUSE = "6.1-3"
# Who assigns at each level; a division head has no say over what lies with the leadership.
_ASSIGNING: Final = {
    Level.OFFICER: (Role.OFFICER, Role.DIVISION_HEAD, Role.LEADERSHIP),
    Level.DIVISION_HEAD: (Role.DIVISION_HEAD, Role.LEADERSHIP),
    Level.LEADERSHIP: (Role.LEADERSHIP,),
}


@dataclass(frozen=True)
class ProblemDraft:
    """What is wrong, and what is wanted."""

    title: str
    text: str
    wanted: str


def may_raise(actor: Actor, center: Center | None) -> HeldAppointment | None:
    """A center's staff raise its problems; cities and departments theirs, of a center they see or none."""
    if center is None:
        return actor.acting_as(PARTNERS)
    if not can_view(actor, center):
        return None
    return may_keep(actor, center) or actor.acting_as(PARTNERS)


def raise_problem(*, actor: Actor, center: Center | None, draft: ProblemDraft) -> Problem:
    """Return a new problem; the pack's term runs from today. Raises NotFound, NotPermitted, Invalid."""
    if center is not None and not can_view(actor, center):
        raise NotFound(_("没有这个中心，或者它的登记不归您查看。"))
    acting = may_raise(actor, center)
    if acting is None:
        raise NotPermitted(_("协调事项由中心、市州或主管部门提出。"), clause=CLAUSE)
    due = due_after(clock.today(), current_pack().support.problem_term)
    problem = Problem(
        center=center, raised_by_id=acting.organization_id, raised_by_name=actor.name[:100],
        title=within(Problem, "title", normalise_line(draft.title)),
        text=within(Problem, "text", normalise_text(draft.text)),
        wanted=within(Problem, "wanted", normalise_line(draft.wanted)),
        due_on=due.day if due else None, due_provisional=bool(due and due.provisional),
    )  # fmt: skip
    if not (problem.title and problem.text and problem.wanted):
        raise Invalid(_("问题、情况或希望怎样解决没有填写。"), remedy=_("三项都写明，办理单位才好着手。"))
    with transaction.atomic():
        problem.save()
        write_step(problem, "problem_raise", actor, acting, text=problem.wanted)
    return problem


def assign_problem(
    *,
    actor: Actor,
    problem: Problem,
    seen: int,
    owner: Organization,
    parties: Sequence[Organization] = (),
    due_on: date | None = None,
    text: str = "",
) -> None:
    """Give it to an organisation to solve, others taking part; without a day the pack's term runs anew.

    Raises NotPermitted (the problem lies with a higher level), Invalid, Stale, Blocked.
    """
    fresh = due_after(clock.today(), current_pack().support.problem_term)
    day = due_on or (fresh.day if fresh else None)
    if day is None or day < clock.today():
        raise Invalid(_("办理期限没有填写，或已经过去。"), remedy=_("填今天或以后的日期。"))
    told = _("交办给%(owner)s") % {"owner": owner.name}
    with step(ASSIGN_PROBLEM, actor=actor, matter=problem, seen=seen, text=f"{told}。{text}") as row:
        if not may_assign(actor, row):
            raise NotPermitted(
                _("这一项已提请%(level)s协调，由其交办。") % {"level": row.get_level_display()}, clause=CLAUSE
            )
        row.owner, row.due_on = owner, day
        row.due_provisional = bool(due_on is None and fresh and fresh.provisional)
        row.answered_on = None
        row.parties.set([party for party in parties if party.pk != owner.pk])


def may_assign(actor: Actor, problem: Problem) -> bool:
    """Whether the actor's role reaches the level that the problem was brought to."""
    return actor.acting_as(_ASSIGNING[Level(problem.level)]) is not None


def why_not_escalate(actor: Actor, problem: Problem) -> str:
    """Return why the problem cannot be brought a level up by this person now, in words; "" when it can."""
    if problem.level == Level.LEADERSHIP:
        return _("这一项已由厅领导协调，等厅领导交办。")
    waits = problem.state != ProblemState.ANSWERED and not problem.is_overdue(clock.today())
    if waits and not (actor.is_department_staff or _owns(actor, problem)):
        return _("办理期限还没有过，不能提请上一级协调。")
    return ""


def answer_problem(
    *, actor: Actor, problem: Problem, seen: int, text: str, evidence: StoredFile | None = None
) -> None:
    """The owner says what was done about it."""
    said = needed_text(text, _("答复没有填写。"), _("写明怎样解决、何时落实。"))
    with step(ANSWER_PROBLEM, actor=actor, matter=problem, seen=seen, text=said, evidence=evidence) as row:
        row.answered_on = clock.today()


def escalate_problem(*, actor: Actor, problem: Problem, seen: int, reason: str) -> None:
    """Bring it one level up: from the officer to the division head, from there to the leadership.

    Those who raised it may once it is overdue or answered; the owner and the department at any time.
    """
    said = needed_text(reason, _("理由没有填写。"), _("写明为何要上一级协调。"))
    with step(ESCALATE_PROBLEM, actor=actor, matter=problem, seen=seen, text=said) as row:
        if refused := why_not_escalate(actor, row):
            raise Blocked(refused, remedy=_("到期未答复，或对答复不满意时再提请。"), clause=CLAUSE)
        row.level += 1
        if row.state == ProblemState.ANSWERED:
            row.state, row.answered_on = ProblemState.ASSIGNED, None


def close_problem(*, actor: Actor, problem: Problem, seen: int, text: str) -> None:
    """Those who raised it say that it is solved, or a division head that no more can be done; with words."""
    said = needed_text(text, _("办结的说明没有填写。"), _("写明结果。"))
    with step(CLOSE_PROBLEM, actor=actor, matter=problem, seen=seen, text=said) as row:
        row.closed_on = clock.today()


def _owns(actor: Actor, problem: Problem) -> bool:
    return problem.owner_id is not None and any(
        held.organization_id == problem.owner_id for held in actor.appointments
    )
