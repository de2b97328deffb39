"""Every stage of the pack × every role × every verb of the code: generated from the declaration itself."""

import pytest

from tests.factories.line import PEOPLE, LineWorld, remembered_readings, sample_plan
from xiangchuang.accounts.actor import Actor
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.errors import Blocked, NotFound, NotPermitted, Refusal
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.offers import now_in
from xiangchuang.procedure.packs import current_pack, pack_of
from xiangchuang.procedure.perform import refuse_unless_possible
from xiangchuang.procedure.queries import can_view, visible_to
from xiangchuang.procedure.standing import AUTHORITY_ROLES
from xiangchuang.procedure.verbs import Verb, every_verb, verbs_of

ALL_VERBS = every_verb()


def standing_roles(actor: Actor, case: Case) -> set[str]:
    """Return the roles the person really has in the case, told from its participants, not from the kernel."""
    present = {(p.part, p.organization_id or p.user_id) for p in case.participants.filter(until__isnull=True)}
    of_part = {
        "lead": "lead", "member": "member", "recommender": "city_bureau", "department": "department",
        "supervisor": "supervising_department",
    }  # fmt: skip
    roles = {str(held.role) for held in actor.appointments if held.role in AUTHORITY_ROLES}
    for case_part, role in of_part.items():
        needed = "lead" if role == "member" else role
        if any(h.role == needed and (case_part, h.organization_id) in present for h in actor.appointments):
            roles.add(role)
    if actor.user is not None and "expert" in actor.roles and ("expert", actor.user.pk) in present:
        roles.add("expert")
    return roles


def mismatches(world: LineWorld, case: Case) -> list[str]:
    """Return each (person, verb) whose answer is not the one that stage, role and state call for."""
    stage = pack_of(case).procedures[case.kind].stage(case.stage_code)
    here = {verb.code for verb in verbs_of(stage.kind, case.matter)}
    wrong: list[str] = []
    for part in (*PEOPLE, "stranger"):
        actor = world.actor(part)
        roles = standing_roles(actor, case)
        sees = can_view(actor, case)
        for code, verb in ALL_VERBS.items():
            # A verb of another stage is refused before anybody's role is asked: two people speak for all.
            if code not in here and part not in {"officer", "lead"}:
                continue
            expected = _expected(verb, roles, stage.role, code in here, sees)
            found = _found(verb, actor, case)
            if found is not expected:
                wrong.append(f"{stage.code}: {part} {code}: {found} instead of {expected}")
        offered = {offer.verb.code for offer in now_in(case, actor).offers}
        due = {
            v.code
            for v in verbs_of(stage.kind, case.matter)
            if v.page and not v.in_deferral and roles & set(v.roles(stage))
        }
        # A verb may not concern this person now (an expert who has submitted): then it has no button.
        personal = {v.code for v in verbs_of(stage.kind, case.matter) if v.offered is not None}
        if offered - due or due - offered - personal:
            wrong.append(f"{stage.code}: {part} is offered {sorted(offered ^ due)} wrongly")
    return wrong


def _expected(
    verb: Verb, roles: set[str], stage_role: str, belongs_here: bool, sees: bool
) -> type[Refusal] | None:
    if not sees:
        return NotFound
    if not belongs_here or verb.in_deferral:
        return Blocked
    return None if roles & {verb.role or stage_role, *verb.joined_by} else NotPermitted


def _found(verb: Verb, actor: Actor, case: Case) -> type[Refusal] | None:
    try:
        refuse_unless_possible(verb, actor=actor, case=case, seen=case.version)
    except Refusal as refusal:
        return type(refusal)
    return None


def sightings(world: LineWorld, case: Case) -> list[str]:
    """Return each person who sees the case without a part in it, or does not see it with one."""
    wrong = []
    for part in (*PEOPLE, "stranger"):
        actor = world.actor(part)
        roles = standing_roles(actor, case)
        sees = visible_to(actor).filter(pk=case.pk).exists()
        meant = bool(roles - AUTHORITY_ROLES) or bool(roles & AUTHORITY_ROLES and case.submitted_at)
        if sees is not meant or sees is not can_view(actor, case):
            wrong.append(f"{case.stage_code}: {part} sees={sees}")
    return wrong


def walk(world: LineWorld) -> tuple[list[str], list[str]]:
    """Take one case down the whole line; return the stages seen and everything that did not fit."""
    world.line = world.new_line(world.title)
    world.line.plan = sample_plan(current_pack().outline)
    world.line.begin()
    stages, wrong = [], []
    with remembered_readings():
        while world.case.is_running:
            stages.append(world.case.stage_code)
            wrong += mismatches(world, world.case) + sightings(world, world.case)
            world.line.step()
    wrong += sightings(world, world.case)
    return stages, wrong


def test_in_each_stage_exactly_the_declared_role_has_exactly_the_declared_verbs(
    whole_world: LineWorld, hunan_pack: Pack
) -> None:
    stages, wrong = walk(whole_world)
    assert wrong == []
    assert set(stages) == {stage.code for stage in hunan_pack.procedures["approval"].stages}


def test_every_kind_of_stage_can_be_ended_and_every_outcome_of_the_pack_has_a_verb(hunan_pack: Pack) -> None:
    lacking = [
        f"{stage.code}: {outcome}"
        for procedure in hunan_pack.procedures.values()
        for stage in procedure.stages
        for outcome in stage.outcomes
        if not any(outcome in verb.outcomes for verb in verbs_of(stage.kind, procedure.matter))
    ]
    assert lacking == []


def test_every_guard_the_pack_names_is_known_and_every_remedy_is_a_verb(whole_world: LineWorld) -> None:
    from xiangchuang.procedure.verbs import GUARDS

    case = whole_world.at_stage("plan")
    stages = pack_of(case).procedures["approval"].stages
    assert {guard.name for stage in stages for guard in stage.guards} <= set(GUARDS)
    for blocker in now_in(case, whole_world.actor("lead")).blockers:
        assert blocker.remedy in ALL_VERBS


@pytest.mark.parametrize("verb", [v for v in ALL_VERBS.values() if v.page], ids=lambda v: v.code)
def test_every_page_named_by_a_verb_is_routed(verb: Verb) -> None:
    from django.urls import reverse

    assert reverse(verb.page, args=["2026-HN-0001"]).startswith("/cases/2026-HN-0001/")


def test_an_ended_case_offers_nothing(world: LineWorld) -> None:
    from xiangchuang.procedure.everywhere import withdraw

    case = world.at_stage("conditions")
    withdraw(actor=world.actor("lead"), case=case, seen=case.version, reason="合并申报。")
    for part in PEOPLE:
        if part != "expert":
            assert now_in(case, world.actor(part)).offers == ()
