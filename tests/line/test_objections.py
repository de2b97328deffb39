"""The public's objection at the real pages: in time, by name, once; and nobody reaches another's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, nothing_changes, text_of
from xiangchuang.calendars import clock
from xiangchuang.decisions.models import Notice, Objection
from xiangchuang.demo.sample_files import letter_pdf
from xiangchuang.procedure.models import Case

# An attempt that was refused counts against the next one all the same.
ATTEMPT = "decisions.ObjectionAttempt"
CONTACT = "示例省科学技术厅平台处 0731-80000001"
STATEMENT = "公示所列牵头单位的研发平台并不在申报领域，附认定文件。"
REASONS = "经核实，认定文件载明的领域与申报领域一致。"


@pytest.fixture
def published(expert_world: LineWorld) -> Callable[[str], Notice]:
    """Return a function that takes a new case to its notice."""

    def publish(title: str = "示例甲技术创新中心") -> Notice:
        case = expert_world.at_stage("publicity", title)
        officer = Visitor(expert_world.user("officer"))
        assert officer.send("decisions:publish-notice", case, {"contact": CONTACT}).status_code == 302
        return Notice.objects.select_related("case").get(case=case)

    return publish


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{name}.pdf", letter_pdf(name), content_type="application/pdf")


def file(notice: Notice, **changes: Any) -> HttpResponse:
    """File a complete objection as anybody would, `changes` apart; None leaves a field out."""
    typed: dict[str, Any] = {
        "token": uuid4(), "kind": "person", "name": "赵立群", "contact": "13800138000",
        "statement": STATEMENT, "letter": pdf("异议书"), "evidence": pdf("证据"), **changes,
    }  # fmt: skip
    sent = {name: value for name, value in typed.items() if value is not None}
    return Client().post(reverse("decisions:objection", args=[notice.number]), sent)


@pytest.mark.clause("5.3-1")
@pytest.mark.parametrize(("seconds", "in_time"), [(-1, True), (0, False), (1, False)])
def test_an_objection_counts_until_the_last_second_of_the_window(
    published: Callable[[], Notice], seconds: int, in_time: bool
) -> None:
    """5.3-1 公示: what arrives at 24:00 of the last day is late, is told so, and keeps its words."""
    notice = published()
    with clock.at(notice.closes_at + timedelta(seconds=seconds)):
        if in_time:
            assert file(notice).status_code == 302
            return
        with nothing_changes(except_for=(ATTEMPT,)):
            answer = file(notice)
    assert answer.status_code == 422
    assert f"公示期已于 {notice.closes_on.isoformat()} 24:00 结束" in text_of(answer)
    assert "不能受理" in text_of(answer)
    assert STATEMENT in text_of(answer) and "赵立群" in text_of(answer)


def test_a_double_click_is_one_objection_with_one_receipt(published: Callable[[], Notice]) -> None:
    notice, token = published(), uuid4()
    first, second = file(notice, token=token), file(notice, token=token)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"name": "匿名群众"}, "匿名异议不予受理"),
        ({"contact": "无"}, "能联系到您的电话或电子邮箱"),
        ({"evidence": None}, "没有证据的异议不予受理"),
        ({"letter": SimpleUploadedFile("异议书.pdf", b"MZ\x90\x00" * 50)}, "PDF"),
        ({"kind": "anonymous"}, "选择以个人名义还是以单位名义提出"),
    ],
)
def test_an_objection_without_name_proof_or_an_honest_file_is_refused_and_keeps_its_words(
    published: Callable[[], Notice], changes: dict[str, Any], cause: str
) -> None:
    notice = published()
    with nothing_changes(except_for=("files.StoredFile", "ledger.LedgerEntry", ATTEMPT)):
        answer = file(notice, **changes)
    assert answer.status_code == 422
    assert cause in text_of(answer)
    assert STATEMENT in text_of(answer)
    assert not Objection.objects.exists()


def test_the_objection_of_another_case_can_be_neither_answered_nor_opened(
    published: Callable[[str], Notice], expert_world: LineWorld
) -> None:
    mine, other = published("示例甲技术创新中心"), published("示例乙技术创新中心")
    file(mine)
    file(other)
    objection = Objection.objects.get(notice=other)
    officer = Visitor(expert_world.user("officer"))
    typed = {"objection": objection.pk, "verdict": "dismissed", "reasons": REASONS}
    with nothing_changes():
        answered = officer.send("decisions:objections", mine.case, typed)
        opened = officer.client.post(
            reverse("decisions:objector-identity", args=[mine.case.number, objection.pk])
        )
    assert (answered.status_code, opened.status_code) == (404, 404)
    assert REASONS in text_of(answered)
    assert "赵立群" not in text_of(opened)


def test_two_officers_answer_one_objection_and_the_second_keeps_the_words(
    published: Callable[[], Notice], expert_world: LineWorld
) -> None:
    case = published().case
    file(Notice.objects.get(case=case))
    officer, objection = Visitor(expert_world.user("officer")), Objection.objects.get()
    seen = Case.objects.get(pk=case.pk).version
    first = {"objection": objection.pk, "verdict": "dismissed", "reasons": "经核实，不成立。"}
    assert officer.send("decisions:objections", case, first, seen=seen).status_code == 302
    with nothing_changes():
        answer = officer.send("decisions:objections", case, {**first, "reasons": REASONS}, seen=seen)
    assert answer.status_code == 409
    assert REASONS in text_of(answer)


def test_who_objected_is_for_the_officer_alone_and_never_by_a_link(
    published: Callable[[], Notice], expert_world: LineWorld
) -> None:
    notice = published()
    file(notice)
    address = reverse("decisions:objector-identity", args=[notice.case.number, Objection.objects.get().pk])
    officer = Visitor(expert_world.user("officer"))
    with nothing_changes():
        assert officer.client.get(address).status_code == 405
        for who in ("leadership", "division_head", "lead", "city_bureau", "other_city", "audit_admin"):
            answer = Visitor(expert_world.user(who)).client.post(address)
            assert answer.status_code in {403, 404}, who
            assert "赵立群" not in text_of(answer)
    assert "赵立群" in text_of(officer.client.post(address))


def test_an_open_objection_holds_the_approval(
    published: Callable[[], Notice], expert_world: LineWorld
) -> None:
    notice = published()
    file(notice)
    officer = Visitor(expert_world.user("officer"))
    with clock.at(notice.closes_at), nothing_changes():
        answer = officer.send("decisions:close-publicity", notice.case)
    assert answer.status_code == 422
    assert "还有 1 件异议没有处理" in text_of(answer)
    assert Case.objects.get(pk=notice.case_id).stage_code == "publicity"


def test_a_receipt_that_does_not_exist_tells_nothing(published: Callable[[], Notice]) -> None:
    published()
    assert Client().get("/objections/YY2026-0001-AAAA-BBBB-CCCC/").status_code == 404
    answer = Client().post("/objections/", {"receipt": "YY2026-0001-' OR 1=1"})
    assert answer.status_code == 422
    assert "没有这个回执号" in answer.content.decode()
