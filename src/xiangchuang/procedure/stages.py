"""Opening and closing of stages: the only writer of a case's state columns (law 2)."""

from datetime import date, datetime

from django.db.models import Q

from xiangchuang.calendars import clock
from xiangchuang.policy.pack import Pack, Stage
from xiangchuang.procedure.deadlines import due_after
from xiangchuang.procedure.models import Case, CaseState, Part, Participant, StageRun, WorkItem
from xiangchuang.procedure.standing import AUTHORITY_ROLES, PART_OF_ROLE
from xiangchuang.procedure.verbs import BEHAVIOURS, Standpoint

END = "end:"


def holder_organization_id(case: Case, role: str) -> int | None:
    """Return the organisation that holds a stage of this role; None for the department's own roles."""
    if role in AUTHORITY_ROLES or role not in PART_OF_ROLE:
        return None
    return (
        Participant.objects.filter(case=case, part=PART_OF_ROLE[role], until__isnull=True)
        .values_list("organization_id", flat=True)
        .first()
    )


def open_stage(case: Case, stage: Stage, pack: Pack) -> StageRun:
    """Put the case into `stage`: a new round with deadline and work item, then the kind's own opening."""
    now = clock.now()
    due = due_after(clock.today(), stage.deadline)
    rounds = StageRun.objects.filter(case=case, stage_code=stage.code).count()
    run = StageRun.objects.create(
        case=case,
        stage_code=stage.code,
        stage_kind=stage.kind,
        round=rounds + 1,
        opened_at=now,
        due_on=due.day if due else None,
        due_provisional=due.provisional if due else False,
    )
    case.stage_code, case.stage_kind, case.phase = stage.code, stage.kind, stage.phase
    case.state, case.due_on, case.due_provisional = CaseState.OPEN, run.due_on, run.due_provisional
    case.holder_role, case.holder_organization_id = stage.role, holder_organization_id(case, stage.role)
    if case.submitted_at is None and rounds == 0 and stage.code != pack.procedures[case.kind].first.code:
        case.submitted_at = now
    _save_state(case)
    WorkItem.objects.create(
        case=case,
        run=run,
        what=stage.code,
        role=stage.role,
        organization_id=case.holder_organization_id,
        due_on=run.due_on,
        due_provisional=run.due_provisional,
        opened_at=now,
    )
    for opening in BEHAVIOURS[stage.kind, case.matter].on_open:
        opening(Standpoint(case, run, stage, pack))
    return run


def move_due(case: Case, run: StageRun, day: date) -> None:
    """Let the stage under way be due on another day, for all whose item hangs on it.

    The day is one that was announced (the end of a publicity window), so it is not provisional.
    """
    run.due_on, run.due_provisional = day, False
    run.save(update_fields=["due_on", "due_provisional"])
    case.due_on, case.due_provisional = day, False
    _save_state(case)
    open_items = WorkItem.objects.filter(run=run, closed_at__isnull=True)
    open_items.update(due_on=day, due_provisional=False)


def close_run(run: StageRun, *, outcome: str, reason: str, closed_by: str) -> None:
    """Close the run with its outcome, and every work item that hung on it."""
    now = clock.now()
    run.closed_at, run.outcome, run.reason, run.closed_by = now, outcome, reason, closed_by
    run.save(update_fields=["closed_at", "outcome", "reason", "closed_by"])
    WorkItem.objects.filter(run=run, closed_at__isnull=True).update(closed_at=now)


def advance(case: Case, run: StageRun, pack: Pack, *, outcome: str, reason: str, closed_by: str) -> None:
    """Close the run and go where the pack sends this outcome: another stage, a deferral, or an end."""
    target = pack.procedures[case.kind].after(run.stage_code, outcome)
    close_run(run, outcome=outcome, reason=reason, closed_by=closed_by)
    if outcome == "deferred":
        case.state, case.due_on, case.due_provisional = CaseState.DEFERRED, None, False
        _save_state(case)
    elif target.startswith(END):
        end_case(case, CaseState(target.removeprefix(END)))
    else:
        open_stage(case, pack.procedures[case.kind].stage(target), pack)


def end_case(case: Case, state: CaseState) -> None:
    """End the case in `state`; nobody holds it any more."""
    case.state, case.closed_at = state, clock.now()
    case.holder_role, case.holder_organization_id = "", None
    case.due_on, case.due_provisional = None, False
    if case.submitted_at is None and state != CaseState.WITHDRAWN:
        case.submitted_at = case.closed_at
    _save_state(case)


def _save_state(case: Case) -> None:
    case.save(
        update_fields=[
            "stage_code", "stage_kind", "phase", "state", "holder_role", "holder_organization",
            "due_on", "due_provisional", "submitted_at", "closed_at",
        ]
    )  # fmt: skip


def add_work_item(run: StageRun, *, what: str, role: str, user_id: int | None = None,
                  organization_id: int | None = None) -> WorkItem:  # fmt: skip
    """Let something wait for one person or organisation inside a running stage, due with the stage."""
    return WorkItem.objects.create(
        case_id=run.case_id, run=run, what=what, role=role, user_id=user_id, organization_id=organization_id,
        due_on=run.due_on, due_provisional=run.due_provisional, opened_at=clock.now(),
    )  # fmt: skip


def close_work_items(run: StageRun, *, what: str, user_id: int | None = None,
                     organization_id: int | None = None) -> None:  # fmt: skip
    """Close what waited for that person or organisation in the run."""
    items = WorkItem.objects.filter(run=run, what=what, closed_at__isnull=True)
    items.filter(_whose(organization_id, user_id)).update(closed_at=clock.now())


def take_part(
    case: Case, part: Part, *, organization_id: int | None = None, user_id: int | None = None
) -> None:
    """Give an organisation or a person a part in the case; doing it twice changes nothing."""
    present = Participant.objects.filter(_whose(organization_id, user_id), case=case, part=part, until=None)
    if not present.exists():
        Participant.objects.create(
            case=case, part=part, organization_id=organization_id, user_id=user_id, since=clock.now()
        )


def leave_part(case: Case, part: Part, *, organization_id: int | None = None, user_id: int | None = None,
               at: datetime | None = None) -> None:  # fmt: skip
    """End that part in the case; the row stays, for the history."""
    present = Participant.objects.filter(_whose(organization_id, user_id), case=case, part=part, until=None)
    present.update(until=at or clock.now())


def _whose(organization_id: int | None, user_id: int | None) -> Q:
    """Match rows of exactly that organisation or person; None matches the empty column."""
    of_organization = Q(organization_id=organization_id) if organization_id else Q(organization__isnull=True)
    return of_organization & (Q(user_id=user_id) if user_id else Q(user__isnull=True))
