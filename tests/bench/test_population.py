"""What the benchmarks measure on: cases in bulk that look as if the verbs had left them. Nothing is timed."""

import pytest
from django.db.models import Count, F, Q

from bench.passages import passages
from bench.population import populate
from xiangchuang.demo.province import Province, build_province
from xiangchuang.ledger.chain import verify
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.ledger.queries import anchors, sealed_links
from xiangchuang.policy.pack import Pack
from xiangchuang.procedure.models import RUNNING, Case, Participant, StageRun, WorkItem
from xiangchuang.procedure.queries import visible_to
from xiangchuang.procedure.work_list import work_list
from xiangchuang.proposals.intention import begin_intention

CASES = 100


@pytest.fixture
def province(db: None) -> Province:
    province = build_province(enterprises=14, experts=10)
    populate(province, CASES)
    return province


def test_cases_stand_in_every_stage_and_some_have_ended_in_every_way(
    province: Province, hunan_pack: Pack
) -> None:
    stages = {stage.code for stage in hunan_pack.procedures["approval"].stages}
    assert set(Case.objects.filter(state__in=RUNNING).values_list("stage_code", flat=True)) == stages
    ended = set(Case.objects.exclude(state__in=RUNNING).values_list("state", flat=True))
    assert ended == {"granted", "refused", "not_recommended", "withdrawn"}


def test_a_running_case_has_one_open_run_in_its_stage_and_an_ended_one_none(province: Province) -> None:
    cases = Case.objects.annotate(open_runs=Count("runs", filter=Q(runs__closed_at=None)))
    assert set(cases.filter(state__in=RUNNING).values_list("open_runs", flat=True)) == {1}
    assert set(cases.exclude(state__in=RUNNING).values_list("open_runs", flat=True)) == {0}
    assert not StageRun.objects.filter(closed_at=None).exclude(stage_code=F("case__stage_code")).exists()


def test_what_waits_belongs_to_open_runs_and_to_the_holder_of_the_case(province: Province) -> None:
    waiting = WorkItem.objects.filter(closed_at=None)
    assert waiting.exists()
    assert not waiting.filter(run__closed_at__isnull=False).exists()
    own = waiting.filter(user=None, organization__isnull=False)
    assert not own.exclude(organization=F("case__holder_organization")).exists()


def test_officer_bureau_and_expert_find_work_in_the_population(province: Province) -> None:
    expert = WorkItem.objects.filter(role="expert", closed_at=None).select_related("user")[0].user
    assert expert is not None
    for name in ("jingban", "changsha", expert.username):
        assert work_list(province.actor(name)).items, name


def test_a_bureau_sees_its_own_submitted_cases_only(province: Province) -> None:
    bureau = province.bureaus["430100"]
    parts = Participant.objects.filter(part="recommender", organization=bureau)
    assert 0 < parts.count() < CASES
    assert set(visible_to(province.actor("changsha"))) == {part.case for part in parts.select_related("case")}


def test_the_ledger_of_the_population_holds_and_names_each_case(province: Province) -> None:
    verdict = verify(sealed_links(), anchors())
    assert verdict.holds
    assert verdict.verified == LedgerEntry.objects.count()
    named = LedgerEntry.objects.exclude(case_number="").values("case_number").distinct().count()
    assert named == CASES


def test_a_case_begun_afterwards_gets_the_next_free_number(province: Province) -> None:
    lead = province.enterprises[0]
    case = begin_intention(actor=province.staff_of(lead), lead=lead, title="示例技术创新中心")
    assert Case.objects.filter(number=case.number).count() == 1
    assert case.pk > CASES


def test_a_pack_without_some_stages_has_its_own_ways(minimal_pack: Pack) -> None:
    procedure = minimal_pack.procedures["approval"]
    codes = {stage.code for stage in procedure.stages}
    for way in passages(procedure):
        assert {stage.code for stage in way.stages} <= codes
        assert way.stages[0] == procedure.first
