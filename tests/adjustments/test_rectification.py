"""Rectification: a plan by point, progress with evidence, a re-check co-signed and concluded."""

import pytest

from tests.adjustments.world import DAY, Adjusting
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.adjustments.daily import rectifications_of_the_day
from xiangchuang.adjustments.grounds import on_record, suggestions
from xiangchuang.adjustments.models import RectificationState
from xiangchuang.adjustments.recheck import RecheckDraft, conclude_recheck, record_recheck, sign_recheck
from xiangchuang.adjustments.rectify import PointDraft, agree_plan, report_point, return_plan, submit_plan
from xiangchuang.centers.models import CenterState, SupportStanding
from xiangchuang.centers.queries import standings_of
from xiangchuang.notify.models import Message
from xiangchuang.procedure.packs import current_pack

pytestmark = pytest.mark.django_db


@pytest.mark.clause("6.5-1")
def test_a_center_that_put_everything_right_operates_again(world: Adjusting) -> None:
    rectification = world.rechecked()
    recheck = rectification.recheck
    conclude_recheck(actor=world.head, recheck=recheck, passed=True, reason="逐项到位")
    world.center.refresh_from_db()
    assert rectification.state == RectificationState.PASSED
    assert world.center.state == CenterState.OPERATING
    assert not standings_of(world.center).exists()
    assert SupportStanding.objects.get().lifted_by == rectification.adjustment.case


@pytest.mark.clause("6.5-1", "6.5-3")
def test_a_failed_recheck_is_a_ground_for_another_motion_and_decides_nothing(world: Adjusting) -> None:
    rectification = world.rechecked(resolved=False)
    with pytest.raises(Blocked, match="没有整改到位"):
        conclude_recheck(actor=world.head, recheck=rectification.recheck, passed=True, reason="通过")
    conclude_recheck(actor=world.head, recheck=rectification.recheck, passed=False, reason="两项没有到位")
    world.center.refresh_from_db()
    assert world.center.state == CenterState.RECTIFYING
    record = on_record([world.center])[world.center.pk]
    assert "exit" in [s.measure.code for s in suggestions(world.center, record, current_pack())]


def test_a_plan_is_whole_in_its_term_and_judged_by_the_department(world: Adjusting, clock) -> None:
    rectification = world.decided().rectification
    good = PointDraft("任务逾期", "补做试验", "刘某", clock.today() + 30 * DAY)
    late = PointDraft("任务逾期", "补做试验", "刘某", rectification.due_on + DAY)
    empty = PointDraft("任务逾期", " \u200b", "刘某", clock.today() + DAY)
    for points in ([], [late], [good, empty], [good] * 101):
        with pytest.raises(Invalid):
            submit_plan(actor=world.staff, rectification=rectification, seen=1, points=points)
    with pytest.raises(NotPermitted):
        submit_plan(actor=world.city, rectification=rectification, seen=1, points=[good])
    with pytest.raises(NotFound):
        submit_plan(actor=world.rival, rectification=rectification, seen=1, points=[good])
    submit_plan(actor=world.staff, rectification=rectification, seen=1, points=[good])
    with pytest.raises(Stale):
        agree_plan(actor=world.officer, rectification=rectification, seen=1)
    with pytest.raises(NotPermitted):
        agree_plan(actor=world.staff, rectification=rectification, seen=2)
    return_plan(actor=world.officer, rectification=rectification, seen=2, reason="第一项写明验收标准")
    assert rectification.state == RectificationState.PLANNING
    submit_plan(actor=world.staff, rectification=rectification, seen=3, points=[good, good])
    agree_plan(actor=world.officer, rectification=rectification, seen=4)
    assert rectification.points.count() == 2


def test_done_needs_evidence_that_the_person_may_read(world: Adjusting) -> None:
    point = world.planned().points.first()
    with pytest.raises(Invalid, match="证明材料"):
        report_point(actor=world.staff, point=point, text="已完成", is_done=True)
    with pytest.raises(NotFound):
        report_point(
            actor=world.staff, point=point, text="已完成", is_done=True, evidence=world.evidence(world.rival)
        )
    report_point(actor=world.staff, point=point, text="做了一半", is_done=False)
    assert point.progress.get().text == "做了一半"


def test_the_record_is_signed_as_it_was_read_and_by_both_sides_before_the_conclusion(
    world: Adjusting, clock
) -> None:
    rectification = world.planned()
    found = {p.pk: (True, "看过记录") for p in rectification.points.all()}
    draft = RecheckDraft(clock.today(), "试验大厅", "经办人", "现场查看。", found)
    with pytest.raises(Invalid):
        record_recheck(
            actor=world.officer, rectification=rectification,
            draft=RecheckDraft(clock.today() + DAY, "试验大厅", "经办人", "现场查看。", found),
        )  # fmt: skip
    with pytest.raises(Invalid, match="没有写复核情况"):
        record_recheck(
            actor=world.officer, rectification=rectification,
            draft=RecheckDraft(clock.today(), "试验大厅", "经办人", "现场查看。", {}),
        )  # fmt: skip
    first = record_recheck(actor=world.officer, rectification=rectification, draft=draft)
    clock.advance(DAY)
    second = record_recheck(actor=world.officer, rectification=rectification, draft=draft)
    with pytest.raises(Blocked, match="改过"):
        sign_recheck(actor=world.staff, recheck=second, digest=first.content_sha256)
    with pytest.raises(NotPermitted):
        sign_recheck(actor=world.city, recheck=second, digest=second.content_sha256)
    sign_recheck(actor=world.staff, recheck=second, digest=second.content_sha256, remark="第二项已于会后补齐")
    with pytest.raises(Blocked, match="已经签署"):
        sign_recheck(actor=world.staff, recheck=second, digest=second.content_sha256)
    with pytest.raises(Blocked, match="已有人签署"):
        record_recheck(actor=world.officer, rectification=rectification, draft=draft)
    with pytest.raises(Blocked, match="复核组还没有签署"):
        conclude_recheck(actor=world.head, recheck=second, passed=True, reason="到位")
    sign_recheck(actor=world.officer, recheck=second, digest=second.content_sha256)
    with pytest.raises(NotPermitted):
        conclude_recheck(actor=world.officer, recheck=second, passed=True, reason="到位")
    conclude_recheck(actor=world.head, recheck=second, passed=True, reason="到位")


def test_what_comes_due_and_what_is_overdue_is_told_once(world: Adjusting, clock) -> None:
    rectification = world.planned()
    clock.advance(rectification.due_on - clock.today() - 10 * DAY)
    assert "1" in rectifications_of_the_day(clock.today())
    rectifications_of_the_day(clock.today())
    told = Message.objects.filter(kind="rectification_due")
    assert told.count() == len({m.audience for m in told}) > 0
    clock.advance(11 * DAY)
    rectifications_of_the_day(clock.today())
    assert Message.objects.filter(kind="rectification_overdue", audience="role:officer").count() == 1


def test_another_decision_ends_a_rectification(world: Adjusting) -> None:
    rectification = world.planned()
    world.decided("suspension")
    rectification.refresh_from_db()
    assert rectification.state == RectificationState.ENDED
