"""A center supplies what registers cannot know; the evaluator judges it; who stays away is asked first."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from tests.evaluation.collecting import open_for_answers, proof_of, supply_all
from tests.evaluation.world import EvaluationWorld, case_of, fresh, subjects_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.calendars import clock
from xiangchuang.evaluation.absence import answer_cause, ask_cause, record_absence
from xiangchuang.evaluation.collected_files import may_read_evidence, may_read_proof
from xiangchuang.evaluation.hand_over import close_collection
from xiangchuang.evaluation.judge_material import judge_material
from xiangchuang.evaluation.models import Material, MaterialState, Subject, VetoFinding
from xiangchuang.evaluation.supply_material import save_material, submit_materials
from xiangchuang.evaluation.vetoes import find_veto, lift_veto
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.procedure.errands import errands_of
from xiangchuang.procedure.errors import Blocked, Invalid, NotFound, NotPermitted, Stale

pytestmark = pytest.mark.django_db
Jump = Callable[[int], None]
AWARD, RESULTS = "major_award", "representative_results"


@pytest.fixture
def subject(world: EvaluationWorld) -> Subject:
    """The first center of a round that collects."""
    return subjects_of(world.at_collection())[0]


def save(world: EvaluationWorld, subject: Subject, **changes: object) -> Material:
    asked: dict[str, object] = {
        "actor": world.staff_of(subject.center), "subject": subject, "indicator": AWARD, "seen": 0,
        "value": "national", "note": "国家奖。", "proof": proof_of(world.staff_of(subject.center)),
    }  # fmt: skip
    return save_material(**(asked | changes))  # type: ignore[arg-type]


@pytest.mark.clause("6.5-2")
def test_a_center_supplies_and_the_evaluator_accepts_or_declines_with_a_reason(
    world: EvaluationWorld, subject: Subject
) -> None:
    assert supply_all(world.staff_of(subject.center), subject) == 4
    award = Material.objects.get(subject=subject, indicator=AWARD)
    case = subject.round.case
    with pytest.raises(Invalid, match="理由"):
        judge_material(
            actor=world.evaluator, case=case, material=award, seen=award.version, is_accepted=False
        )
    judge_material(
        actor=world.evaluator, case=case, material=award, seen=award.version, is_accepted=False,
        reason="证书与评价期不符。",
    )  # fmt: skip
    award.refresh_from_db()
    assert award.state == MaterialState.DECLINED
    again = save(world, subject, seen=award.version, value="provincial")
    assert (again.state, again.value) == (MaterialState.DRAFT, "provincial")
    assert submit_materials(actor=world.staff_of(subject.center), subject=subject) == 1


def test_a_draft_may_lack_anything_but_is_not_handed_in_without_proof(
    world: EvaluationWorld, subject: Subject
) -> None:
    row = save(world, subject, proof=None)
    with pytest.raises(Invalid, match="没有附证明材料"):
        submit_materials(actor=world.staff_of(subject.center), subject=subject)
    row.refresh_from_db()
    save(world, subject, seen=row.version, value="none", proof=None)
    assert submit_materials(actor=world.staff_of(subject.center), subject=subject) == 1


def test_words_full_width_or_beyond_the_rubric_are_read_or_refused(
    world: EvaluationWorld, subject: Subject
) -> None:
    with pytest.raises(Invalid, match="选择一项"):
        save(world, subject, value="galactic")
    assert save(world, subject, value="　ｎational ").value == "national"


def test_what_was_handed_in_is_fixed_and_two_tabs_do_not_overwrite_each_other(
    world: EvaluationWorld, subject: Subject
) -> None:
    row = save(world, subject)
    with pytest.raises(Stale):
        save(world, subject, value="provincial", seen=row.version + 1)
    submit_materials(actor=world.staff_of(subject.center), subject=subject)
    row.refresh_from_db()
    with pytest.raises(Blocked, match="已经提交"):
        save(world, subject, seen=row.version)


def test_nobody_else_supplies_for_a_center(world: EvaluationWorld, subject: Subject) -> None:
    rival = world.staff_of(next(c for c in world.centers if c != subject.center))
    for actor in (rival, world.other_evaluator, world.firm, world.expert, Actor.anonymous()):
        with pytest.raises(NotFound):
            save(world, subject, actor=actor)
    for actor in (world.officer, world.evaluator):
        with pytest.raises(NotPermitted):
            save(world, subject, actor=actor)


def test_collection_waits_for_every_judgement_and_for_the_survey(
    world: EvaluationWorld, subject: Subject
) -> None:
    case = subject.round.case
    supply_all(world.staff_of(subject.center), subject)
    with pytest.raises(Blocked, match=r"还有 4 份材料等待审核；还没有发放服务对象问卷"):
        close_collection(actor=world.evaluator, case=case, seen=case_of(subject.round).version)
    for row in Material.objects.filter(subject=subject):
        judge_material(actor=world.evaluator, case=case, material=row, seen=row.version, is_accepted=True)
    open_for_answers(world.evaluator, case)
    case.refresh_from_db()
    close_collection(actor=world.evaluator, case=case, seen=case.version)
    assert case.stage_kind == "scoring"
    with pytest.raises(Blocked, match="现在不收集材料"):
        save(world, subject)


@pytest.mark.clause("6.5-1")
def test_absence_is_a_veto_only_after_the_center_was_asked_and_had_its_time(
    world: EvaluationWorld, subject: Subject, jump: Jump
) -> None:
    case = subject.round.case
    with pytest.raises(Blocked, match="先询问原因"):
        record_absence(actor=world.evaluator, case=case, subject=subject, reason="未报送。")
    by = clock.today() + timedelta(days=5)
    ask_cause(actor=world.evaluator, case=case, subject=subject, question="为什么没有报送？", answer_by=by)
    assert "答复未参加评估的原因" in [e.what for e in errands_of(world.staff_of(subject.center))]
    with pytest.raises(Blocked, match="之前要等中心答复"):
        record_absence(actor=world.evaluator, case=case, subject=subject, reason="未报送。")
    jump(6)
    found = record_absence(actor=world.evaluator, case=case, subject=subject, reason="期满未答复。")
    assert found.code == "absence"


def test_the_center_answers_once_and_its_words_reach_the_evaluator(
    world: EvaluationWorld, subject: Subject
) -> None:
    case, staff = subject.round.case, world.staff_of(subject.center)
    by = clock.today() + timedelta(days=5)
    ask_cause(actor=world.evaluator, case=case, subject=subject, question="为什么？", answer_by=by)
    answer_cause(actor=staff, subject=subject, answer="正在搬迁。")
    with pytest.raises(Blocked, match="已经答复过"):
        answer_cause(actor=staff, subject=subject, answer="另有原因。")
    client = signed_in(world.evaluator)
    page = client.get(reverse("evaluation:collected", args=[case.number, subject.pk])).content.decode()
    assert "正在搬迁。" in page


def test_a_veto_needs_facts_and_evidence_and_can_be_lifted(world: EvaluationWorld, subject: Subject) -> None:
    case = subject.round.case
    evidence = proof_of(world.evaluator, "认定文书.pdf")
    with pytest.raises(Invalid, match="附上证据"):
        find_veto(
            actor=world.evaluator, case=case, subject=subject, code="fraud", reason="伪造。", evidence=None
        )
    with pytest.raises(Invalid, match="政策列出"):
        find_veto(
            actor=world.evaluator, case=case, subject=subject, code="no_annual_report", reason="缺。",
            evidence=evidence,
        )  # fmt: skip
    found = find_veto(
        actor=world.evaluator,
        case=case,
        subject=subject,
        code="fraud",
        reason="伪造合同。",
        evidence=evidence,
    )
    assert may_read_evidence(world.staff_of(subject.center), evidence)
    assert not may_read_evidence(world.bureau, evidence)
    lift_veto(actor=world.evaluator, case=case, finding=found, reason="查证不实。")
    assert VetoFinding.objects.get(pk=found.pk).lifted_reason == "查证不实。"


def test_a_proof_is_for_its_center_the_evaluator_and_the_department(
    world: EvaluationWorld, subject: Subject
) -> None:
    staff = world.staff_of(subject.center)
    row = save(world, subject)
    assert row.proof is not None
    assert may_read_proof(staff, row.proof)
    assert not may_read_proof(world.evaluator, row.proof), "a draft is nobody else's"
    submit_materials(actor=staff, subject=subject)
    assert may_read_proof(world.evaluator, row.proof)
    assert may_read_proof(world.officer, row.proof)
    rival = world.staff_of(next(c for c in world.centers if c != subject.center))
    for actor in (rival, world.other_evaluator, world.bureau, world.firm, world.expert):
        assert not may_read_proof(actor, row.proof)


def test_what_a_center_does_stands_in_its_own_ledger_not_in_the_case(
    world: EvaluationWorld, subject: Subject
) -> None:
    supply_all(world.staff_of(subject.center), subject)
    entries = LedgerEntry.objects.filter(verb="submit_materials")
    assert [entry.case_number for entry in entries] == [subject.center.ledger_key]


def signed_in(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return client


def test_a_center_fills_in_its_page_without_a_word_of_training(
    world: EvaluationWorld, subject: Subject
) -> None:
    client = signed_in(world.staff_of(subject.center))
    home = reverse("evaluation:materials", args=[subject.pk])
    assert home in [errand.url for errand in errands_of(world.staff_of(subject.center))]
    page = client.get(home).content.decode()
    assert "需要报送的材料" in page
    assert "研发投入" in page
    assert "冻结" in page
    form = reverse("evaluation:material", args=[subject.pk, AWARD])
    assert "国家级奖励" in client.get(form).content.decode()
    answer = client.post(form, {"version": "0", "value": "none", "note": "没有获奖。"})
    assert answer.status_code == HTTPStatus.FOUND
    assert "提交全部草稿" in client.get(home).content.decode()
    client.post(reverse("evaluation:submit-materials", args=[subject.pk]))
    assert Material.objects.get(subject=subject).state == MaterialState.SUBMITTED


def test_the_evaluator_sees_what_is_missing_and_judges_on_the_page(
    world: EvaluationWorld, subject: Subject
) -> None:
    supply_all(world.staff_of(subject.center), subject)
    client, number = signed_in(world.evaluator), subject.round.case.number
    page = client.get(reverse("evaluation:collection", args=[number])).content.decode()
    assert "待审核 4 份材料，2 个中心没有报送" in page
    row = Material.objects.get(subject=subject, indicator=AWARD)
    judge = reverse("evaluation:judge", args=[number, row.pk])
    assert "国家级奖励" in client.get(judge).content.decode()
    refused = client.post(judge, {"version": row.version, "verdict": "decline", "reason": ""})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    client.post(judge, {"version": row.version, "verdict": "accept", "reason": ""})
    row.refresh_from_db()
    assert row.state == MaterialState.ACCEPTED


def test_pages_of_the_collection_are_no_pages_for_strangers(world: EvaluationWorld, subject: Subject) -> None:
    number = subject.round.case.number
    supply_all(world.staff_of(subject.center), subject)
    row = Material.objects.filter(subject=subject)[0]
    rival = world.staff_of(next(c for c in world.centers if c != subject.center))
    addresses = [
        reverse("evaluation:collection", args=[number]),
        reverse("evaluation:collected", args=[number, subject.pk]),
        reverse("evaluation:judge", args=[number, row.pk]),
        reverse("evaluation:find-veto", args=[number, subject.pk]),
        reverse("evaluation:ask-cause", args=[number, subject.pk]),
        reverse("evaluation:survey-links", args=[number]),
        reverse("evaluation:scoring", args=[number]),
        reverse("evaluation:materials", args=[subject.pk]),
        reverse("evaluation:material", args=[subject.pk, AWARD]),
    ]
    for actor in (rival, world.other_evaluator, world.bureau, world.firm, world.expert):
        client = signed_in(actor)
        assert {client.get(url).status_code for url in addresses} == {HTTPStatus.NOT_FOUND}


def test_a_rival_and_the_department_learn_nothing_from_drafts(
    world: EvaluationWorld, subject: Subject
) -> None:
    number = subject.round.case.number
    officer = signed_in(world.officer)
    url = reverse("evaluation:collected", args=[number, subject.pk])
    before = officer.get(url).content
    save(world, subject, note="秘密草稿")
    assert strip(officer.get(url).content) == strip(before)


def strip(page: bytes) -> str:
    """The page without the tokens that differ on every answer."""
    import re

    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page.decode())


@pytest.mark.parametrize("more", [0, 2])
def test_the_overview_asks_as_much_for_one_center_as_for_three(
    db: None, jump: Jump, more: int, django_assert_num_queries: Callable[..., object]
) -> None:
    from tests.factories.centers import CenterFactory
    from xiangchuang.evaluation.collection_overview import center_lines
    from xiangchuang.procedure.packs import forget_packs, pack_of

    forget_packs()
    small = EvaluationWorld(centers=CenterFactory.create_batch(1 + more))
    round_ = small.at_collection()
    for one in subjects_of(round_):
        supply_all(small.staff_of(one.center), one)
    round_, pack = fresh(round_), pack_of(round_.case)
    with django_assert_num_queries(6):
        assert len(center_lines(round_, pack)) == 1 + more
