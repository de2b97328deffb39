"""The marketplace's pages: who finds which, what each shows and hides, and what a refusal keeps."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.centers import CenterFactory
from tests.factories.registers import actor_as
from tests.marketplace.world import PRICE, Market
from xiangchuang.accounts.actor import Actor
from xiangchuang.accounts.roles import Role
from xiangchuang.calendars import clock
from xiangchuang.marketplace.choose_answer import choose_answer
from xiangchuang.marketplace.models import Booking, Demand, Order, OrderKind, Rating
from xiangchuang.marketplace.order_verbs import ORDER_VERBS


def browser(person: Actor | None = None) -> Client:
    client = Client()
    if person is not None:
        assert person.user is not None
        client.force_login(person.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(person: Actor | None, name: str, *args: object, **query: object) -> str:
    """Return the text of a page that must be there."""
    answer = browser(person).get(reverse(f"marketplace:{name}", args=args), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def without_tokens(text: str) -> str:
    """Leave out what differs in each reading of any page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def status(person: Actor | None, name: str, *args: object) -> int:
    return browser(person).get(reverse(f"marketplace:{name}", args=args)).status_code


@pytest.mark.clause("1.2-7", "4.4-2")
def test_anyone_reads_the_directory_and_nobody_the_contacts_in_it(market: Market) -> None:
    assert "目录里还没有资源" in page(None, "home")
    instrument = market.offering("instrument")
    market.offering("service", market.other_center)
    listed = page(None, "home")
    assert "三维光学扫描仪" in listed and "刀盘磨损检测" in listed
    assert "三维光学扫描仪" not in page(None, "home", kind="service")
    assert "三维光学扫描仪" not in page(None, "home", center=market.other_center.pk)
    assert "没有符合条件" in page(None, "home", prefecture="430200")
    assert "刀盘磨损检测" not in page(None, "home", field=market.center.field)
    assert "刀盘磨损检测" in page(None, "home", q="滚刀 耐磨")
    assert "三维光学扫描仪" in page(None, "home", kind="x' --", center="9" * 30, page="-1")
    shown = listed + page(None, "offering", instrument.pk) + page(None, "home-export")
    assert "0731-81110000" not in shown and "中心联系人" not in shown


def test_the_calendar_leads_each_free_hour_to_its_booking_and_marks_the_taken(market: Market) -> None:
    instrument = market.offering("instrument")
    market.book(instrument)
    shown = page(None, "offering", instrument.pk)
    book = reverse("marketplace:book", args=[instrument.pk])
    assert f"{book}?day=2026-11-05&amp;hour=9" in shown
    assert f"{book}?day=2026-11-05&amp;hour=10" not in shown
    assert "12:00–18:00" in shown, "the list twin"
    assert f"{book}?day=2026-11-12&amp;hour=9" in page(None, "offering", instrument.pk, week="2026-11-09")
    assert f"{book}?day=2026-11-05" in page(None, "offering", instrument.pk, week="nonsense")


def test_a_firm_books_on_the_page_and_finds_it_among_its_own(market: Market) -> None:
    instrument = market.offering("instrument")
    sent = {**vars(market.slot()), "day": "2026-11-05"}
    answer = browser(market.person).post(reverse("marketplace:book", args=[instrument.pk]), sent)
    assert answer.status_code == 302
    booking = Booking.objects.get()
    mine = page(market.person, "mine")
    assert "2026-11-05 10:00–12:00" in mine and "三维光学扫描仪" in mine
    assert "0731-81110000" in page(market.person, "booking", booking.pk), "booked is agreed"
    assert "0731-81110000" not in page(market.officer, "booking", booking.pk)


def test_a_taken_hour_answers_in_words_and_keeps_what_was_typed(market: Market) -> None:
    instrument = market.offering("instrument")
    market.book(instrument)
    sent = {**vars(market.slot()), "day": "2026-11-05", "purpose": "我写了很久的用途说明"}
    answer = browser(market.rival).post(reverse("marketplace:book", args=[instrument.pk]), sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "没有约成" in shown and "09:00–10:00、12:00–18:00" in shown and "我写了很久的用途说明" in shown


def test_bookings_are_cancelled_and_counted_on_their_pages(market: Market) -> None:
    instrument = market.offering("instrument")
    first, second = market.book(instrument), market.book(instrument, hour=14)
    cancel = reverse("marketplace:cancel-booking", args=[first.pk])
    assert browser(market.person).post(cancel, {"reason": "", "version": first.version}).status_code == 302
    use = reverse("marketplace:confirm-use", args=[second.pk])
    with clock.at(second.ends_at):
        assert "登记使用时数" in page(market.staff, "booking", second.pk)
        assert browser(market.staff).post(use, {"used_hours": "2", "version": "1"}).status_code == 302
    assert "2 小时" in page(market.staff, "desk", market.center.pk)
    first.refresh_from_db()
    assert first.state == "cancelled"


def posted(market: Market, side: str, order: Order, code: str, **data: object) -> None:
    """Do a step on its page, as the side whose turn it is."""
    order.refresh_from_db()
    person = market.person if side == "firm" else market.staff
    address = reverse(f"marketplace:{code}-order", args=[order.pk])
    assert browser(person).get(address).status_code == 200, code
    answer = browser(person).post(address, {"version": order.version, **data})
    assert answer.status_code == 302, (code, answer.content.decode()[-3000:])


@pytest.mark.clause("4.4-1")
def test_a_contract_is_lived_through_on_the_pages_to_its_rating(market: Market) -> None:
    offering = market.offering("service")
    sent = {**vars(market.order_draft(OrderKind.CONTRACT_RD)), "wanted_by": ""}
    answer = browser(market.person).post(reverse("marketplace:order-offering", args=[offering.pk]), sent)
    assert answer.status_code == 302
    order = Order.objects.get()
    assert "1 项等中心办理" in page(market.staff, "desk", market.center.pk)
    by = (clock.today() + timedelta(days=30)).isoformat()
    contact = {"contact_name": "中心赵某", "contact_phone": "13800000002"}
    posted(market, "center", order, "quote", amount_fen="12,000.00", deliver_by=by, terms="", **contact)
    before = page(market.person, "order", order.pk)
    assert "13800000002" not in before and "1 项等您办理" in page(market.person, "mine")
    assert "中心罗某" not in before and "小企业马某" not in page(market.staff, "order", order.pk)
    posted(market, "firm", order, "agree")
    assert "中心罗某" in page(market.person, "order", order.pk)
    assert "13800000002" in page(market.person, "order", order.pk)
    assert "13900000001" in page(market.staff, "order", order.pk)
    assert "13900000001" not in page(market.officer, "order", order.pk)
    posted(market, "center", order, "deliver", delivery="报告一份")
    posted(market, "firm", order, "accept")
    posted(market, "center", order, "pay", amount_fen="１２０００", paid_on="2026-11-04", reference="HD-1")
    posted(market, "firm", order, "rate", score="4", text="及时，<b>清楚</b>")
    posted(market, "center", order, "answer-rating", text="谢谢")
    posted(market, "center", order, "close", reason="")
    order.refresh_from_db()
    assert (order.state, order.amount_fen, Rating.objects.get().score) == ("closed", PRICE, 4)
    shown = page(None, "offering", offering.pk)
    assert "及时，&lt;b&gt;清楚&lt;/b&gt;" in shown and "谢谢" in shown
    assert market.firm.name not in shown, "a rating names no firm"
    assert "1.20" in page(market.officer, "figures"), "12,000 yuan of contract R&D in 万元"


def test_an_order_does_not_exist_for_a_rival_another_center_and_the_city(market: Market) -> None:
    order, booking = market.agreed(), market.book(market.offering("instrument"))
    for person in (market.rival, market.other_staff, market.city):
        assert status(person, "order", order.pk) == 404
        assert status(person, "booking", booking.pk) == 404
        assert status(person, "desk", market.center.pk) == 404
        for verb in ORDER_VERBS:
            assert status(person, f"{verb.code}-order", order.pk) == 404
    assert market.firm.name not in page(market.rival, "mine")
    assert status(None, "order", order.pk) == 302
    assert status(market.city, "figures") == 403
    assert status(market.officer, "mine") == 403


def test_the_other_sides_verb_is_refused_and_a_late_one_says_why(market: Market) -> None:
    order = market.request()
    assert status(market.person, "quote-order", order.pk) == 403
    assert status(market.staff, "deliver-order", order.pk) == 422
    assert status(market.officer, "agree-order", order.pk) == 403


def test_a_quote_with_a_fault_keeps_what_was_typed(market: Market) -> None:
    order = market.request()
    sent = {"version": 1, "amount_fen": "一万二", "deliver_by": "下周", "terms": "含两次现场服务"}
    answer = browser(market.staff).post(reverse("marketplace:quote-order", args=[order.pk]), sent)
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "一万二" in shown and "含两次现场服务" in shown and "日期写成" in shown


def test_an_old_page_is_told_so_and_nothing_is_done_twice(market: Market) -> None:
    order = market.request()
    withdraw = reverse("marketplace:withdraw-order", args=[order.pk])
    person = browser(market.person)
    assert person.post(withdraw, {"version": 1, "reason": "改主意"}).status_code == 302
    again = person.post(withdraw, {"version": 1, "reason": "改主意"})
    assert again.status_code == 409
    assert "改主意" in again.content.decode()


@pytest.mark.clause("4.4-1", "3.1.2-1")
def test_a_demand_is_posted_matched_answered_and_chosen_on_its_pages(market: Market) -> None:
    market.offering("service")
    market.offering("team", market.other_center, name="刀具材料团队", summary="滚刀刀圈硬质合金改进。")
    sent = {
        "title": "滚刀磨损快", "text": "硬岩段滚刀寿命短，想做寿命预测。", "field": market.center.field,
        "budget_from_fen": "50000", "contact_name": "马某", "contact_phone": "13900000001",
    }  # fmt: skip
    assert browser(market.person).post(reverse("marketplace:post-demand"), sent).status_code == 302
    demand = Demand.objects.get()
    public = page(None, "demand", demand.pk)
    assert "刀盘磨损检测" in public and "刀具材料团队" in public and "寿命预测" in public
    for hidden in (market.firm.name, "马某", "13900000001"):
        assert hidden not in public + page(None, "demands")
        assert hidden not in page(market.rival, "demand", demand.pk)
    assert "滚刀磨损快" in page(market.staff, "desk", market.center.pk)
    answer = {
        "kind": "contract_rd", "text": "两段交付", "price_fen": "60000", "deliver_by": "2026-12-31",
        "contact_name": "中心赵某", "contact_phone": "13800000002", "offering": "",
    }  # fmt: skip
    address = reverse("marketplace:answer-demand", args=[demand.pk, market.center.pk])
    assert browser(market.staff).post(address, answer).status_code == 302
    assert "两段交付" in page(market.person, "demand", demand.pk)
    for outsider in (market.rival, market.other_staff, None):
        assert "两段交付" not in page(outsider, "demand", demand.pk)
    choose = reverse("marketplace:choose-answer", args=[demand.answers.get().pk])
    assert browser(market.rival).post(choose, {"version": 1}).status_code == 404
    chosen = browser(market.person).post(choose, {"version": 1})
    assert chosen["Location"] == reverse("marketplace:order", args=[Order.objects.get().pk])
    assert status(market.rival, "demand", demand.pk) == 404


def test_two_worlds_that_differ_in_a_hidden_firm_show_a_rival_equal_bytes(market: Market) -> None:
    """Another name, other people and other answers: the rival's page is the same to the last byte."""
    demand = market.demand()
    before = without_tokens(page(market.rival, "demand", demand.pk))
    market.answer(demand)
    market.firm.name = "完全不同的名字有限公司"
    market.firm.save()
    Demand.objects.filter(pk=demand.pk).update(contact_name="另一人", contact_phone="13700000000")
    assert without_tokens(page(market.rival, "demand", demand.pk)) == before


@pytest.mark.parametrize("name", ["home", "mine", "desk", "demands"])
def test_lists_cost_the_same_for_one_and_for_three(market: Market, name: str) -> None:
    instrument = market.offering("instrument")
    person, args = (market.staff, (market.center.pk,)) if name == "desk" else (market.person, ())
    client, counts = browser(person), []
    for count in (1, 3):
        for number in range(count):
            market.offering("service", name=f"服务{count}{number}")
            market.request()
            market.demand()
            market.book(instrument, hour=9 + (count == 3) + number, hours=1)
        counts.append(queries_of(client, reverse(f"marketplace:{name}", args=args)))
    assert counts[0] == counts[1]


def test_joint_laboratories_and_the_empty_board_say_what_would_put_something_there(market: Market) -> None:
    assert "还没有联合实验室" in page(None, "laboratories")
    assert "榜上还没有需求" in page(None, "demands")
    assert "还没有订单" in page(market.person, "mine")


def test_the_figures_cost_the_same_for_two_centers_and_for_more(market: Market) -> None:
    demand = market.demand()
    choose_answer(actor=market.person, answer=market.answer(demand), seen=demand.version)
    client, address = browser(market.officer), reverse("marketplace:figures")
    before = queries_of(client, address)
    CenterFactory()
    assert queries_of(client, address) == before


def test_exports_run_no_formula(market: Market) -> None:
    market.offering("service", name="=HYPERLINK(1)")
    exported = browser().get(reverse("marketplace:home-export")).content.decode()
    assert "'=HYPERLINK(1)" in exported


def test_the_work_list_leads_to_what_waits_for_either_side(market: Market) -> None:
    address, waits = reverse("workbench:work-list"), "1 项订单、预约或评价"
    assert waits not in browser(market.staff).get(address).content.decode()
    order = market.request()
    assert waits in browser(market.staff).get(address).content.decode()
    market.quote(order)
    firm = browser(market.person).get(address).content.decode()
    assert waits in firm and reverse("marketplace:mine") in firm
    assert waits not in browser(market.staff).get(address).content.decode()


def test_exports_hold_what_one_may_read_and_no_contact(market: Market) -> None:
    market.agreed(title="=1+1 的评估")
    market.book(market.offering("instrument"))
    market.demand()
    for name, firm_is_told in (("orders-export", True), ("bookings-export", True), ("demands-export", False)):
        own = page(market.person, name)
        assert "13900000001" not in own and "马某" not in own
        assert (market.firm.name in own) == firm_is_told
        assert (market.firm.name in page(market.staff, name, center=market.center.pk)) == firm_is_told
        assert market.firm.name not in page(market.rival, name)
    assert "'=1+1" in page(market.person, "orders-export")


def test_a_laboratory_is_entered_from_the_order_both_agreed_on(market: Market) -> None:
    order = market.agreed(OrderKind.JOINT_LABORATORY, title="传感联合实验室")
    shown = page(market.staff, "order", order.pk)
    assert "登记联合实验室" in shown
    assert "登记联合实验室" not in page(market.person, "order", order.pk)
    values = {
        "name": "传感联合实验室", "organization": market.firm.uscc, "order": order.pk, "purpose": "传感",
        "began_on": "2026-11-04", "runs_until": "2028-11-03",
        "center_share_fen": "80", "firm_share_fen": "120",
    }  # fmt: skip
    new = reverse("centers:new-entry", args=[market.center.pk, "joint-laboratories"])
    answer = browser(market.staff).post(new, values)
    assert answer.status_code == 302, answer.content.decode()[-2500:]
    assert "传感联合实验室" in page(None, "laboratories")
    assert "登记联合实验室" not in page(market.staff, "order", order.pk)
    figures = page(market.staff, "desk", market.center.pk)
    assert "运行中的联合实验室" in figures


def test_a_center_writes_its_instrument_on_the_registers_page(market: Market) -> None:
    values = {
        "name": "万能试验机", "model": "WN-100", "summary": "拉伸、压缩、弯曲。", "hourly_fee_fen": "120.50",
        "opens_at": "8", "closes_at": "17", "open_days": "123456", "longest_hours": "3", "cancel_hours": "12",
    }  # fmt: skip
    new = reverse("centers:new-entry", args=[market.center.pk, "instruments"])
    answer = browser(market.staff).post(new, values)
    assert answer.status_code == 302, answer.content.decode()[-2500:]
    shown = page(None, "home", q="万能")
    assert "120.50" in shown
    chapter = reverse("centers:chapter", args=[market.center.pk, "services"])
    assert "仪器设备" in browser(market.staff).get(chapter).content.decode()


def test_only_those_who_may_open_the_desk_are_led_to_it(market: Market) -> None:
    chapter = reverse("centers:chapter", args=[market.center.pk, "services"])
    desk = reverse("marketplace:desk", args=[market.center.pk])
    assert desk in browser(market.staff).get(chapter).content.decode()
    assert desk in browser(market.officer).get(chapter).content.decode()
    bureau = browser(actor_as(Role.CITY_BUREAU))
    assert desk not in bureau.get(chapter).content.decode()
    assert bureau.get(desk).status_code == 404
