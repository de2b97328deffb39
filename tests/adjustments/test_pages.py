"""The pages: each person finds their own next step, and nobody another's."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.adjustments.world import DAY, REASON, Adjusting, publish_round
from tests.factories.centers import CenterFactory
from xiangchuang.accounts.actor import Actor
from xiangchuang.adjustments.models import Adjustment
from xiangchuang.calendars import clock as time
from xiangchuang.centers.models import CenterState
from xiangchuang.procedure.errands import errands_of

pytestmark = pytest.mark.django_db


def browse(actor: Actor) -> Client:
    client = Client()
    if actor.user is not None:
        client.force_login(actor.user)
    return client


def page(actor: Actor, name: str, *args: Any, **query: Any) -> str:
    answer = browse(actor).get(reverse(f"adjustments:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def send(actor: Actor, name: str, *args: Any, **values: Any) -> Any:
    return browse(actor).post(reverse(f"adjustments:{name}", args=args), values)


@pytest.mark.clause("6.5-1", "6.5-3")
def test_an_officer_comes_from_the_result_to_a_decision_by_pages_alone(world: Adjusting) -> None:
    publish_round([(world.other, 91_00, "excellent"), (world.center, 41_50, "unqualified")])
    listed = page(world.officer, "needed")
    assert "41.50" in listed
    assert f"{reverse('adjustments:new-motion', args=[world.center.pk])}?measure=rectification" in listed
    new = page(world.officer, "new-motion", world.center.pk, measure="rectification")
    assert "2025年绩效评价结果为不合格，得分41.50" in new
    missing = send(world.officer, "new-motion", world.center.pk, measure="rectification", reason="")
    assert missing.status_code == 422
    refused = send(world.officer, "new-motion", world.center.pk, measure="rectification", reason=REASON)
    assert "没有写明依据" in refused.content.decode()
    assert REASON in refused.content.decode()
    ground = new.split('value="result-')[1].split('"')[0]
    answer = send(
        world.officer, "new-motion", world.center.pk, measure="rectification", reason=REASON,
        grounds=f"result-{ground}",
    )  # fmt: skip
    adjustment = Adjustment.objects.get()
    assert answer.url == reverse("workbench:case", args=[adjustment.case.number])

    number = adjustment.case.number
    assert browse(world.officer).get(reverse("adjustments:move", args=[number])).status_code == 200
    send(world.officer, "move", number, seen=1)
    assert "陈述意见" in page(world.staff, "adjustment", world.center.pk, adjustment.pk)
    empty = send(world.staff, "answer", world.center.pk, adjustment.pk, agrees="yes", words="")
    assert empty.status_code == 422
    said = send(world.staff, "answer", world.center.pk, adjustment.pk, agrees="no", words="已补做。")
    assert said.status_code == 302
    adjustment.case.refresh_from_db()
    send(world.officer, "close-hearing", number, seen=adjustment.case.version)
    adjustment.case.refresh_from_db()
    decide = browse(world.head).get(reverse("adjustments:decide", args=[number])).content.decode()
    assert "运行中 → 整改中" in decide
    assert "责令你中心限期整改" in decide
    send(world.head, "decide", number, seen=adjustment.case.version, reason=REASON)
    world.center.refresh_from_db()
    assert world.center.state == CenterState.RECTIFYING


def test_amending_withdrawing_and_dropping_have_their_pages(world: Adjusting) -> None:
    adjustment = world.draft()
    number = adjustment.case.number
    form = browse(world.officer).get(reverse("adjustments:amend", args=[number])).content.decode()
    assert "两项建设任务逾期一年没有完成" in form
    send(world.officer, "amend", number, seen=1, measure="suspension", reason="新的理由", facts="新的事实")
    adjustment.refresh_from_db()
    assert (adjustment.measure, adjustment.grounds.get().text) == ("suspension", "新的事实")
    adjustment.case.refresh_from_db()
    send(world.officer, "withdraw", number, seen=adjustment.case.version, reason="核实后不成立")
    adjustment.case.refresh_from_db()
    assert adjustment.case.state == "withdrawn"
    heard = world.heard()
    send(world.head, "drop", heard.case.number, seen=heard.case.version, reason="陈述成立")
    assert "陈述成立" in page(world.staff, "adjustment", world.center.pk, heard.pk)


def test_a_rectification_goes_through_its_pages(world: Adjusting) -> None:
    rectification = world.decided().rectification
    at = (world.center.pk, rectification.pk)
    assert "报送整改方案" in page(world.staff, "rectification", *at)
    row = {"problem-0": "任务逾期", "remedy-0": "补做试验", "responsible-0": "刘某"}
    more = send(world.staff, "plan", *at, version=1, more="1", **row).content.decode()
    assert "补做试验" in more
    assert "problem-5" in more
    half = send(world.staff, "plan", *at, version=1, **row)
    assert (half.status_code, "第 1 项没有填全" in half.content.decode()) == (422, True)
    day = (time.today() + 30 * DAY).isoformat()
    assert send(world.staff, "plan", *at, version=1, **row, **{"due_on-0": day}).status_code == 302
    assert "同意方案" in page(world.officer, "rectification", *at)
    assert send(world.officer, "return-plan", *at, version=2, reason="写明验收标准").status_code == 302
    assert "写明验收标准" in page(world.staff, "plan", *at)
    send(world.staff, "plan", *at, version=3, **row, **{"due_on-0": day})
    assert send(world.officer, "agree-plan", *at, version=4).status_code == 302
    point = rectification.points.get()
    assert send(world.staff, "progress", *at, point.pk, text="做了一半").status_code == 302
    assert "做了一半" in page(world.city, "rectification", *at)
    recheck = {
        "visited_on": time.today().isoformat(), "place": "试验大厅", "team": "经办人", "summary": "现场查看",
        f"resolved-{point.pk}": "yes", f"words-{point.pk}": "看过记录",
    }  # fmt: skip
    assert page(world.officer, "recheck", *at)
    assert send(world.officer, "recheck", *at, **recheck).status_code == 302
    rectification.refresh_from_db()
    digest = rectification.recheck.content_sha256
    for signer in (world.officer, world.staff):
        assert digest in page(signer, "sign", *at)
        assert send(signer, "sign", *at, digest=digest).status_code == 302
    assert "作出复核结论" in page(world.head, "rectification", *at)
    assert send(world.head, "conclude", *at, passed="yes", reason="到位").status_code == 302
    assert "复核通过" in page(world.staff, "rectification", *at)


def test_a_wind_up_lists_what_is_open_and_closes_on_its_page(world: Adjusting) -> None:
    order = world.market.agreed()
    world.removed()
    listed = page(world.staff, "wind-up", world.center.pk)
    assert order.number in listed
    assert "办结清理</button>" not in listed
    answer = send(world.officer, "wind-up", world.center.pk, version=1, words="办完了")
    assert (answer.status_code, "还有 1 项" in answer.content.decode()) == (422, True)
    assert world.center.name in page(world.officer, "wind-ups")


def test_strangers_find_nothing_and_the_department_alone_simulates(world: Adjusting) -> None:
    adjustment = world.decided()
    rectification = adjustment.rectification
    addresses = [
        ("adjustment", world.center.pk, adjustment.pk), ("answer", world.center.pk, adjustment.pk),
        ("rectification", world.center.pk, rectification.pk), ("plan", world.center.pk, rectification.pk),
        ("new-motion", world.center.pk), ("wind-up", world.center.pk),
    ]  # fmt: skip
    for name, *args in addresses:
        for stranger in (world.rival, world.market.other_staff):
            answer = browse(stranger).get(reverse(f"adjustments:{name}", args=args))
            assert answer.status_code == 404, name
        assert Client().get(reverse(f"adjustments:{name}", args=args)).status_code == 302
    foreign = reverse("adjustments:rectification", args=[world.other.pk, rectification.pk])
    assert browse(world.officer).get(foreign).status_code == 404
    for name in ("needed", "simulation"):
        assert browse(world.staff).get(reverse(f"adjustments:{name}")).status_code == 403
    assert world.center.name not in page(world.rival, "adjustments", view="decided")
    number = adjustment.case.number
    assert browse(world.rival).get(reverse("adjustments:decide", args=[number])).status_code == 404
    assert browse(world.city).get(reverse("adjustments:decide", args=[number])).status_code == 403


def test_lists_filter_export_and_cost_the_same_for_one_row_and_for_three(world: Adjusting) -> None:
    world.decided()
    counts = []
    for more in (0, 2):
        for _ in range(more):
            center = CenterFactory()
            world.draft(center=center)
            adjustment = Adjustment.objects.latest("pk")
            Adjustment.objects.filter(pk=adjustment.pk).update(center=center)
        for name, view in (("adjustments", "running"), ("rectifications", "open"), ("wind-ups", "")):
            client = browse(world.officer)
            client.get(reverse(f"adjustments:{name}"))
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse(f"adjustments:{name}"), {"view": view} if view else {})
            counts.append((name, len(asked)))
    drafted = dict(counts[3:])
    assert drafted["rectifications"] == dict(counts[:3])["rectifications"]
    table = browse(world.officer).get(
        reverse("adjustments:adjustments"), {"view": "decided", "format": "csv"}
    )
    assert "限期整改" in table.content.decode()
    narrowed = page(world.officer, "adjustments", view="decided", measure="exit", prefecture="430100")
    assert "没有这样的处理" in narrowed
    rows = browse(world.officer).get(reverse("adjustments:rectifications"), {"format": "csv"})
    assert world.center.name in rows.content.decode()


def test_the_simulation_is_in_its_address_and_exports(world: Adjusting) -> None:
    publish_round([(world.other, 91_00, "excellent"), (world.center, 41_50, "unqualified")])
    assert "2 家中 2 家会受处理" in page(world.head, "simulation")
    asked = {
        "asked": "1",
        "last": "1",
        "last_measure": "exit",
        "below": "abc",
        "round": "x",
        "in_a_row": "9" * 30,
    }
    assert "2 家中 1 家会受处理" in page(world.head, "simulation", **asked)
    table = browse(world.head).get(reverse("adjustments:simulation"), asked | {"format": "csv"})
    assert "排名末 1 位" in table.content.decode()
    assert page(world.head, "simulation", asked="1", below="1e999999", below_measure="exit")


@pytest.mark.clause("6.5-3")
def test_the_bureau_sees_its_cut_with_reason_and_the_public_the_state_with_its_paper(
    world: Adjusting,
) -> None:
    adjustment = world.removed()
    public = Client().get(reverse("portal:center", args=[world.center.pk])).content.decode()
    assert "已退出" in public
    assert adjustment.document.number in public
    assert "现在不承接新的订单和预约" in public
    assert "已退出" in Client().get(reverse("portal:centers")).content.decode()
    assert "核减" in page(world.city, "adjustment", world.center.pk, adjustment.pk)


def test_the_centers_file_says_where_it_stands_and_what_waits(world: Adjusting) -> None:
    adjustment = world.moved()
    waiting = {errand.what for errand in errands_of(world.staff)}
    assert "就拟作出的处理陈述意见" in waiting
    file = reverse("centers:chapter", args=[world.center.pk, "changes"])
    assert str(reverse("adjustments:adjustment", args=[world.center.pk, adjustment.pk])) in (
        browse(world.staff).get(file).content.decode()
    )
    world.center.refresh_from_db()
    assert "提出处理意见" in browse(world.officer).get(file).content.decode()
    assert "提出处理意见" not in browse(world.staff).get(file).content.decode()


def test_a_firm_that_comes_too_late_reads_where_else_to_go(world: Adjusting) -> None:
    world.removed()
    client = browse(world.firm)
    answer = client.post(reverse("marketplace:order-center", args=[world.center.pk]), {
        "kind": "service", "title": "滚刀", "text": "评估",
        "contact_name": "马某", "contact_phone": "13900000001",
    })  # fmt: skip
    assert answer.status_code == 422
    assert "不再承接新的订单" in answer.content.decode()


def test_the_case_file_opens_at_every_stage_for_those_it_concerns(world: Adjusting) -> None:
    def opened(actor: Actor, tab: str = "") -> str:
        answer = browse(actor).get(reverse("workbench:case", args=[adjustment.case.number]), {"tab": tab})
        assert answer.status_code == 200
        return answer.content.decode()

    adjustment = world.draft("exit")
    assert "送中心听取意见" in opened(world.officer)
    adjustment = world.moved("exit", center=world.other)
    assert "等待" in opened(world.officer)
    adjustment = Adjustment.objects.get(center=world.center)
    send(world.officer, "move", adjustment.case.number, seen=1)
    assert "两项建设任务逾期" in opened(world.city)
    send(world.staff, "answer", world.center.pk, adjustment.pk, agrees="no", words="已补做。")
    assert "已补做。" in opened(world.officer)
    adjustment.case.refresh_from_db()
    send(world.officer, "close-hearing", adjustment.case.number, seen=adjustment.case.version)
    adjustment.case.refresh_from_db()
    world.met(adjustment)
    world.published(adjustment)
    assert "签发决定并执行" in opened(world.leadership)
    world.decide(adjustment, world.leadership)
    for tab in ("", "publicity", "documents", "ledger"):
        assert opened(world.head, tab)
    adjustment.refresh_from_db()
    assert adjustment.document.number in opened(world.city, "documents")
