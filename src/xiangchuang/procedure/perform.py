"""The one way a case changes: permission, version, guards, change, ledger, effects – in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from xiangchuang.accounts.actor import Actor
from xiangchuang.ledger.record import Fact, record
from xiangchuang.policy.pack import Pack, Stage
from xiangchuang.procedure.errors import Blocked, NotFound, NotPermitted, Stale
from xiangchuang.procedure.models import Case, CaseState, StageRun
from xiangchuang.procedure.packs import pack_of
from xiangchuang.procedure.queries import can_view
from xiangchuang.procedure.sending import sending_under_way
from xiangchuang.procedure.stages import advance
from xiangchuang.procedure.standing import Standing, first_standing
from xiangchuang.procedure.verbs import Blocker, Standpoint, Verb, is_led_on, stage_blockers, verbs_of
from xiangchuang.search.follow import refresh_case


@dataclass
class Step:
    """One verb under way: what the body of the verb sees, and what it decides."""

    verb: Verb
    actor: Actor
    case: Case
    run: StageRun
    stage: Stage
    pack: Pack
    standing: Standing
    outcome: str = ""
    reason: str = ""
    subject: str = ""
    detail: dict[str, Fact] = field(default_factory=dict)

    def finish(self, outcome: str, reason: str = "") -> None:
        """End the stage with this outcome when the body is through."""
        if outcome not in self.verb.outcomes:
            raise ValueError(f"{self.verb.code} cannot end a stage as {outcome}")
        self.outcome, self.reason = outcome, reason

    def note(self, **facts: Fact) -> None:
        """Add small facts to the ledger entry: hashes, numbers, names; never a person's secret."""
        self.detail.update(facts)

    @property
    def at(self) -> Standpoint:
        return Standpoint(self.case, self.run, self.stage, self.pack)


@contextmanager
def perform(verb: Verb, *, actor: Actor, case: Case, seen: int | None) -> Iterator[Step]:
    """Do `verb` in `case`, as the person who saw it at version `seen`; the body makes the change.

    Raises NotFound for a case the actor may not see, Stale when someone else was faster, NotPermitted
    for the wrong person, Blocked for the wrong stage or an unmet guard. Nothing is kept on any of them.
    A shared verb ignores `seen`: its body claims its own row.
    """
    with transaction.atomic():
        if not can_view(actor, case):
            raise NotFound(_("没有这个案卷，或者它不归您办理。"))
        if not verb.shared:
            claim(case, seen)
        fresh = Case.objects.select_for_update().get(pk=case.pk)
        step = _step(verb, actor, fresh)
        _refuse_blocked([b for need in verb.needs for b in need(step.at)])
        yield step
        if step.outcome == "passed":
            _refuse_blocked(stage_blockers(step.at))
        _write_ledger(step, seen)
        if step.outcome:
            advance(
                fresh, step.run, step.pack, outcome=step.outcome, reason=step.reason, closed_by=actor.name
            )
        refresh_case(fresh.pk)
    _bring_up_to_date(case, fresh)


def refuse_unless_possible(verb: Verb, *, actor: Actor, case: Case, seen: int) -> None:
    """Refuse early what `perform` would refuse: for verbs that do slow work before their transaction."""
    if not can_view(actor, case):
        raise NotFound(_("没有这个案卷，或者它不归您办理。"))
    fresh = Case.objects.get(pk=case.pk)
    if fresh.version != seen:
        raise stale()
    _step(verb, actor, fresh)


def step_of_draft(verb: Verb, *, actor: Actor, case: Case) -> Step:
    """Return the step of a shared verb for a draft kept while one types: asked as ever, never entered.

    A draft is nobody's act yet; what counts enters the ledger when it is handed in. Call it in a transaction.
    Raises NotFound, NotPermitted and Blocked as `perform` does.
    """
    if not can_view(actor, case):
        raise NotFound(_("没有这个案卷，或者它不归您办理。"))
    step = _step(verb, actor, Case.objects.get(pk=case.pk))
    _refuse_blocked([b for need in verb.needs for b in need(step.at)])
    return step


def stale() -> Stale:
    """Return the refusal for a page that was opened before someone else's change."""
    return Stale(
        _("这一页打开之后，内容已被更新，本次操作没有执行。"),
        remedy=_("先看最新内容；您刚填写的文字保留在下面，可以复制后重新提交。"),
    )


def claim(row: models.Model, seen: int | None) -> None:
    """Raise the row's version from the one the person saw; Stale when it has moved on.

    An UPDATE naming the version is right on both databases; on SQLite select_for_update locks nothing.
    """
    versioned: Any = type(row)
    if not versioned._default_manager.filter(pk=row.pk, version=seen).update(version=F("version") + 1):
        raise stale()


def _step(verb: Verb, actor: Actor, case: Case) -> Step:
    pack = pack_of(case)
    wanted = CaseState.DEFERRED if verb.in_deferral else CaseState.OPEN
    if case.state != wanted or verb.code not in {v.code for v in verbs_of(case.stage_kind, case.matter)}:
        raise Blocked(
            _("案卷现在的阶段不能办理“%(verb)s”。") % {"verb": verb.label},
            remedy=_("回到案卷页，按“现在”一栏显示的事项办理。"),
        )
    stage = pack.procedures[case.kind].stage(case.stage_code)
    if not is_led_on(verb, stage):
        raise Blocked(
            _("本程序的这一阶段没有“%(verb)s”。") % {"verb": verb.label},
            remedy=_("回到案卷页，按“现在”一栏显示的事项办理。"),
            clause=stage.clause,
        )
    stands = first_standing(actor, case, verb.roles(stage))
    if stands is None:
        raise NotPermitted(
            _("“%(verb)s”不由您办理。") % {"verb": verb.label},
            remedy=_("案卷页的“现在”一栏写明了由谁办理。"),
            clause=stage.clause,
        )
    run = case.runs.filter(stage_code=case.stage_code).order_by("-round")[0]
    return Step(verb, actor, case, run, stage, pack, stands)


def _refuse_blocked(blockers: list[Blocker]) -> None:
    if blockers:
        raise Blocked(_("；").join(str(b.message) for b in blockers), clause=blockers[0].clause)


def _write_ledger(step: Step, seen: int | None) -> None:
    organization = step.standing.organization_id
    record(
        actor=step.actor.ledger_name,
        actor_name=step.actor.name,
        on_behalf_of=f"organization:{organization}" if organization else "",
        on_behalf_name=step.standing.organization_name,
        role=step.standing.role,
        verb=step.verb.code,
        case_number=step.case.number,
        subject=step.subject or f"case:{step.case.pk}",
        clause=step.verb.clause or step.stage.interprets or step.stage.clause,
        detail=_ledger_detail(step, seen),
    )


def _ledger_detail(step: Step, seen: int | None) -> dict[str, Fact]:
    # `sent` lets a page that was sent twice recognise its own first sending.
    detail: dict[str, Fact] = {"stage": step.stage.code, "round": step.run.round, "seen": seen}
    if sent := sending_under_way():
        detail["sent"] = sent
    if step.outcome:
        detail["outcome"] = step.outcome
    if step.reason:
        detail["reason"] = step.reason
    return detail | step.detail | dict(step.standing.delegation)


def _bring_up_to_date(case: Case, fresh: Case) -> None:
    """Let the caller's instance say what is now true, so that it can go on from there."""
    case.refresh_from_db()
    case._prefetched_objects_cache = {}  # type: ignore[attr-defined]
