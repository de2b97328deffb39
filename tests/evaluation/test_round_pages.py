"""The pages of a round as each person finds them, from beginning one to the center's public page."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.decisions.world import PDF
from tests.evaluation.world import EvaluationWorld, fresh, subjects_of
from tests.factories.centers import CenterFactory
from tests.workbench.browser import queries_of, read, signed_in, text_of
from xiangchuang.evaluation.models import Round, Subject
from xiangchuang.procedure.models import Case

Jump = Callable[[int], None]


def case_page(round_: Round, tab: str = "") -> str:
    return f"/cases/{round_.case.number}/" + (f"?tab={tab}" if tab else "")


def press(client: Client, address: str, case: Case, **fields: str) -> None:
    """Send the form of a verb's page at the case's present version."""
    read(client, address)
    case.refresh_from_db()
    answer = client.post(address, {"seen": str(case.version), **fields})
    assert answer.status_code == 302, text_of(answer.content.decode())


@pytest.mark.clause("6.5-2")
def test_the_officer_begins_and_commissions_a_round_from_pages(world: EvaluationWorld) -> None:
    client = signed_in(world.officer)
    assert "还没有评价" in read(client, "/evaluation/")
    fields = {
        "first_on": "2027-01-01", "last_on": "2027-12-31", "evaluator": str(world.house.pk),
        "sample_share": "100",
    }  # fmt: skip
    late = client.post("/evaluation/begin/", fields | {"last_on": "2028-12-31"})
    assert late.status_code == 422 and "评价期还没有结束" in late.content.decode()
    assert client.post("/evaluation/begin/", fields).status_code == 302
    round_ = Round.objects.get()
    page = text_of(read(client, case_page(round_)))
    assert "还没有上传评估委托书" in page and "参评中心 3" in page
    letter = SimpleUploadedFile("委托书.pdf", PDF, "application/pdf")
    amend = reverse("evaluation:amend", args=[round_.case.number])
    press(client, amend, round_.case, **fields, commission=letter)  # type: ignore[arg-type]
    subject = subjects_of(round_)[0]
    given = {"version": "1", "state": "deferred", "reason": "正在搬迁。"}
    assert client.post(reverse("evaluation:state", args=[subject.pk]), given).status_code == 302
    press(client, reverse("evaluation:commission", args=[round_.case.number]), round_.case)
    assert fresh(round_).frozen_at is not None
    assert "缓评" in read(client, case_page(round_))
    assert client.get(reverse("evaluation:state", args=[subject.pk])).status_code == 200


def test_the_evaluator_finds_scores_and_the_center_its_own(world: EvaluationWorld, jump: Jump) -> None:
    round_ = world.at_scoring()
    evaluator = signed_in(world.evaluator)
    assert round_.case.title in read(evaluator, "/evaluation/")
    number = round_.case.number
    press(evaluator, reverse("evaluation:score", args=[number]), round_.case)
    read(evaluator, reverse("evaluation:rule", args=[number]))
    read(evaluator, case_page(round_, "scores"))
    mine = reverse("evaluation:subject", args=[subjects_of(round_)[0].pk])
    staff = signed_in(world.staff[0])
    assert "评价初稿反馈后" in read(staff, mine), "a scoring that was not told is none"
    world.scored(fresh(round_))
    press(evaluator, reverse("evaluation:send-draft", args=[number]), round_.case, report="组织规范。")
    assert "等次（初稿）" in read(staff, mine)
    assert "答复 2027 年度绩效评价初稿" in read(staff, reverse("workbench:work-list"))
    jump(30)
    press(evaluator, reverse("evaluation:close-replies", args=[number]), round_.case)
    round_ = world.at_publicity(round_)
    officer = signed_in(world.officer)
    page = read(officer, f"/cases/{number}/publish-notice/")
    assert world.centers[0].name in page and "不合格" in page
    notice = world.publish(round_)
    public = text_of(read(Client(), reverse("portal:notice", args=[notice.number])))
    assert world.centers[0].name in public and "分" not in public.split(world.centers[0].name)[1][:20]
    jump(30)
    round_ = world.at_announcement(round_)
    press(signed_in(world.leadership), reverse("evaluation:announce", args=[number]), round_.case)
    page = read(staff, mine)
    assert "评价意见书" in page and "已公布" in page
    link = page.split('href="/documents/')[1].split('"')[0]
    paper = staff.get(f"/documents/{link}")
    assert paper.status_code == 200 and b"".join(paper).startswith(b"%PDF")
    assert signed_in(world.staff[1]).get(f"/documents/{link}").status_code == 404
    assert Client().get(f"/documents/{link}").status_code == 404
    shown = read(Client(), reverse("portal:center", args=[world.centers[0].pk]))
    assert "2027 年度：不合格" in shown
    assert "不合格" in read(staff, reverse("centers:chapter", args=[world.centers[0].pk, "evaluation"]))


def test_a_foreign_round_is_not_there(world: EvaluationWorld) -> None:
    round_ = world.at_reply()
    subject: Subject = subjects_of(round_)[0]
    strangers = (world.staff[1], world.firm, world.expert, world.bureau, world.other_evaluator)
    addresses = [
        case_page(round_), reverse("evaluation:subject", args=[subject.pk]),
        reverse("evaluation:reply", args=[subject.pk]), reverse("evaluation:rule", args=[round_.case.number]),
        reverse("evaluation:score", args=[round_.case.number]),
        f"/files/{round_.snapshot_id}/",
    ]  # fmt: skip
    for stranger in strangers:
        client = signed_in(stranger)
        assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
    assert signed_in(world.staff[0]).get(case_page(round_)).status_code == 404, "its own page, not the case"
    state = reverse("evaluation:state", args=[subject.pk])
    for reader in (world.staff[0], world.evaluator, world.leadership):
        assert signed_in(reader).get(state).status_code == 404


def test_the_list_of_rounds_takes_as_many_queries_for_one_as_for_three(world: EvaluationWorld) -> None:
    client = signed_in(world.officer)
    world.commissioned()
    one = queries_of(client, "/evaluation/")
    world.commissioned()
    world.commissioned()
    assert queries_of(client, "/evaluation/") == one


def test_the_scope_takes_as_many_queries_for_one_center_as_for_three(world: EvaluationWorld) -> None:
    round_ = world.commissioned()
    client = signed_in(world.evaluator)
    three = queries_of(client, case_page(round_))
    Subject.objects.filter(round=round_).exclude(pk=subjects_of(round_)[0].pk).delete()
    assert queries_of(client, case_page(round_)) == three


def test_a_set_is_tried_on_a_past_year_and_nothing_is_kept(world: EvaluationWorld) -> None:
    client = signed_in(world.division_head)
    page = text_of(read(client, "/evaluation/try/?set=field_specific&year=2027"))
    assert world.centers[0].name in page and "总分" in page
    assert not Round.objects.exists()
    assert client.get("/evaluation/try/?set=field_specific&year=2028").status_code == 422
    assert signed_in(world.staff[0]).get("/evaluation/try/").status_code == 404


def test_a_center_that_has_not_run_its_months_is_not_proposed(world: EvaluationWorld) -> None:
    young = CenterFactory(approved_on=date(2027, 6, 1))
    round_ = world.begun()
    assert young.pk not in {s.center_id for s in subjects_of(round_)}
