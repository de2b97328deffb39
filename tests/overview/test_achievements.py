"""The department records what has come about, on which basis; a record is taken back, never lost (1.3)."""

from datetime import date

import pytest
from django.urls import reverse

from tests.factories.registers import OrganizationFactory
from tests.overview.world import OverviewWorld
from tests.research import keeping
from tests.workbench.browser import read, signed_in, text_of
from xiangchuang.accounts.refusals import Blocked, Invalid, NotFound, NotPermitted, Stale
from xiangchuang.ledger.models import LedgerEntry
from xiangchuang.overview.models import Achievement
from xiangchuang.overview.record_achievement import withdraw_achievement


@pytest.mark.clause("1.3-2")
def test_an_officer_records_a_bottleneck_broken_with_its_result_by_the_pages(world: OverviewWorld) -> None:
    result = keeping.result(world)
    officer = signed_in(world.officer)
    assert "登记哪个中心的成效" in text_of(read(officer, reverse("overview:achievements")))
    address = f"{reverse('overview:new-achievement')}?center={world.center.pk}"
    answer = officer.post(
        address,
        {
            "kind": "bottleneck", "title": "  主轴承国产化 ", "on": "2026-09-01", "basis": "验收意见",
            "result": result.pk, "uscc": "", "industry": "",
        },
        follow=True,
    )  # fmt: skip
    found = Achievement.objects.get()

    assert "已登记" in answer.content.decode()
    assert (found.title, found.result, found.center) == ("主轴承国产化", result, world.center)
    entry = LedgerEntry.objects.get(verb="achievement_record")
    assert (entry.clause, entry.case_number) == ("1.3-2", world.center.ledger_key)
    page = read(signed_in(world.leader), reverse("overview:achievement", args=[found.pk]))
    assert reverse("centers:entry", args=[world.center.pk, "results", result.pk]) in page
    assert "撤销这项登记" not in page, "leadership reads; officers record"


def test_what_is_missing_or_false_is_refused(world: OverviewWorld) -> None:
    with pytest.raises(Invalid, match="依据"):
        world.record(basis=" ")
    with pytest.raises(Invalid, match="今天之后"):
        world.record(on=date(2026, 11, 24))
    with pytest.raises(Invalid, match="哪家企业"):
        world.record(kind="enterprise")
    with pytest.raises(Invalid, match="哪个产业"):
        world.record(kind="industry")
    with pytest.raises(Invalid, match="种类"):
        world.record(kind="gold")
    foreign = keeping.result(world)
    foreign.center = world.other
    with pytest.raises(Invalid, match="不是这个中心"):
        world.record(result=foreign)
    world.record()
    with pytest.raises(Blocked, match="已登记过"):
        world.record()
    assert world.record(kind="enterprise", organization=OrganizationFactory()).pk


def test_only_the_departments_officers_record(world: OverviewWorld) -> None:
    from xiangchuang.overview.record_achievement import AchievementDraft, record_achievement

    draft = AchievementDraft("bottleneck", "自称突破", date(2026, 9, 1), "自述")
    for actor in (world.leader, world.bureau, world.staff, world.firm, world.expert):
        with pytest.raises(NotPermitted):
            record_achievement(actor=actor, center=world.center, draft=draft)
        client = signed_in(actor)
        address = f"{reverse('overview:new-achievement')}?center={world.center.pk}"
        assert client.post(address, {"kind": "bottleneck"}).status_code == 403


def test_a_record_is_taken_back_once_with_a_reason(world: OverviewWorld) -> None:
    row = world.record()
    with pytest.raises(Invalid, match="理由"):
        withdraw_achievement(actor=world.officer, achievement=row, seen=1, reason=" ")
    with pytest.raises(Stale):
        withdraw_achievement(actor=world.officer, achievement=row, seen=7, reason="重复")
    with pytest.raises(NotFound):
        withdraw_achievement(actor=world.other_bureau, achievement=row, seen=1, reason="重复")
    withdraw_achievement(actor=world.division_head, achievement=row, seen=1, reason="鉴定意见已撤回")
    with pytest.raises(Blocked):
        withdraw_achievement(actor=world.officer, achievement=row, seen=2, reason="再撤一次")

    officer = signed_in(world.officer)
    assert "主轴承国产化" not in text_of(read(officer, reverse("overview:achievements")))
    page = text_of(read(officer, reverse("overview:achievement", args=[row.pk])))
    assert "鉴定意见已撤回" in page
    assert world.record().pk, "a withdrawn record does not hold its place"
