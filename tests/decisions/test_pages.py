"""The pages of the verbs and of the public: each person finds the page, and nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.client import RequestFactory

from tests.decisions.world import CONTACT, PDF, World, at, signed_in
from tests.workbench.browser import queries_of
from xiangchuang.accounts.actor import Actor
from xiangchuang.decisions.case_tabs import case_documents_context, case_publicity_context
from xiangchuang.decisions.models import Notice, Objection
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import pack_of


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def act(client: Client, case: Case, page: str, **data: object) -> HttpResponse:
    """Send the page of a verb as the person saw it."""
    case.refresh_from_db()
    answer = client.post(f"/cases/{case.number}/{page}/", {"seen": case.version, **data})
    case.refresh_from_db()
    return answer  # type: ignore[return-value]


def filled(**changes: object) -> dict[str, object]:
    """Return a complete objection as a browser sends it."""
    return {
        "kind": "person", "name": "赵立群", "contact": "13800138000", "statement": "平台不在申报领域。",
        "letter": SimpleUploadedFile("赵立群异议书.pdf", PDF, "application/pdf"),
        "evidence": SimpleUploadedFile("证据.pdf", PDF, "application/pdf"),
    } | changes  # fmt: skip


def token_of(answer: object) -> str:
    found = re.search(r'name="token" value="([^"]+)"', text(answer))
    assert found is not None
    return found[1]


def test_the_line_is_played_page_by_page(world: World) -> None:
    case = world.case_at("integrity")
    officer, head, leader = (signed_in(p) for p in (world.officer, world.division_head, world.leadership))
    results = {
        f"result-{o.pk}-{i.code}": "clear"
        for o in (world.lead, world.member)
        for i in pack_of(case).integrity.items
    }
    assert act(officer, case, "record-integrity", **results).status_code == 302
    assert act(officer, case, "pass-integrity").status_code == 302
    minutes = {
        "title": "2026年第12次厅党组会议", "held_on": "2026-11-04", "attendees": "张某",
        "decision": "approve", "reasons": "条件成熟。", "terms": "",
    }  # fmt: skip
    assert act(head, case, "record-meeting", **minutes).status_code == 302
    assert "2026年第12次厅党组会议" in text(leader.get(f"/cases/{case.number}/confirm-meeting/"))
    assert act(leader, case, "confirm-meeting").status_code == 302
    assert "关于拟组建" in text(officer.get(f"/cases/{case.number}/publish-notice/"))
    assert act(officer, case, "publish-notice", contact=CONTACT).status_code == 302
    with at(case.notices.get().closes_at):
        assert act(officer, case, "close-publicity").status_code == 302
        assert act(officer, case, "draft-approval", addressee="长沙市科学技术局").status_code == 302
        assert "草稿，尚未签发" in text(officer.get(f"/cases/{case.number}/draft-approval/"))
        assert "同意组建" in text(leader.get(f"/cases/{case.number}/approve/"))
        assert act(leader, case, "approve").status_code == 302
    assert case.state == "granted"


@pytest.mark.parametrize(
    ("stage", "page", "who"),
    [
        ("integrity", "record-integrity", "officer"),
        ("integrity", "pass-integrity", "officer"),
        ("integrity", "fail-integrity", "officer"),
        ("meeting", "record-meeting", "division_head"),
        ("meeting", "confirm-meeting", "leadership"),
        ("publicity", "publish-notice", "officer"),
        ("publicity", "extend-notice", "officer"),
        ("publicity", "close-publicity", "officer"),
        ("publicity", "uphold-and-refuse", "officer"),
        ("publicity", "objections", "officer"),
        ("approval", "draft-approval", "officer"),
        ("approval", "refuse-approval", "leadership"),
        ("approval", "approve", "leadership"),
    ],
)
def test_a_page_opens_for_its_person_and_for_nobody_else(
    world: World, stage: str, page: str, who: str
) -> None:
    case = world.case_at(stage)
    address = f"/cases/{case.number}/{page}/"
    inside = ("officer", "division_head", "leadership", "applicant", "city")
    answers = {name: signed_in(getattr(world, name)).get(address).status_code for name in inside}
    assert answers == {name: 200 if name == who else 403 for name in inside}
    assert signed_in(world.stranger).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_finding_without_a_remark_is_told_at_its_line_and_the_rest_is_kept(world: World) -> None:
    case = world.case_at("integrity")
    first, second, *_ = pack_of(case).integrity.items
    answer = act(
        signed_in(world.officer), case, "record-integrity",
        **{f"result-{world.lead.pk}-{first.code}": "not_clear",
           f"remark-{world.lead.pk}-{second.code}": "信用中国2026-11-03查询"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "写明查到什么、出自哪里" in text(answer)
    assert "信用中国2026-11-03查询" in text(answer)


def test_a_notice_that_would_leak_says_so_before_anybody_publishes(world: World) -> None:
    case = world.case_at("publicity")
    Case.objects.filter(pk=case.pk).update(title="示例中心 13800138000")
    answer = signed_in(world.officer).get(f"/cases/{case.number}/publish-notice/")
    assert "属于个人信息，不能公开" in text(answer)


def test_anyone_files_an_objection_and_gets_a_receipt_that_names_nobody(world: World) -> None:
    notice = world.publish(world.case_at("publicity"))
    public = Client()
    form = public.get(f"/notices/{notice.number}/object/")
    sent = public.post(f"/notices/{notice.number}/object/", filled(token=token_of(form)))
    receipt = text(public.get(sent["Location"]))
    objection = Objection.objects.get()
    for said in (objection.receipt, "2026-11-04 09:00:00", "接下来", notice.number):
        assert said in receipt
    assert "赵立群" not in receipt
    assert "13800138000" not in receipt


def test_the_form_sent_twice_shows_the_same_receipt(world: World) -> None:
    notice = world.publish(world.case_at("publicity"))
    public = Client()
    address = f"/notices/{notice.number}/object/"
    token = token_of(public.get(address))
    first, second = (public.post(address, filled(token=token))["Location"] for _ in range(2))
    assert first == second
    assert Objection.objects.count() == 1


def test_whoever_is_signed_in_objects_as_anyone_else(world: World) -> None:
    """The ledger and the files know the public, not the account."""
    notice = world.publish(world.case_at("publicity"))
    signed_in(world.city).post(f"/notices/{notice.number}/object/", filled())
    objection = Objection.objects.get()
    assert objection.letter.uploaded_by is None
    assert objection.evidence.uploaded_by is None


def test_a_late_objection_is_refused_with_the_times_and_keeps_what_was_typed(world: World) -> None:
    notice = world.publish(world.case_at("publicity"))
    public = Client()
    address = f"/notices/{notice.number}/object/"
    token = token_of(public.get(address))
    with at(notice.closes_at + timedelta(seconds=1)):
        answer = public.post(address, filled(token=token))
        assert answer.status_code == 422
        assert "2026-11-11 00:00:01" in text(answer)
        assert "平台不在申报领域。" in text(answer)
        closed = text(public.get(address))
    assert "公示期已结束，不再受理异议" in closed
    assert CONTACT in closed
    assert not Objection.objects.exists()


@pytest.mark.parametrize("left_out", ["kind", "name", "contact", "statement", "letter", "evidence"])
def test_what_is_missing_is_said_in_words_and_the_rest_is_kept(world: World, left_out: str) -> None:
    notice = world.publish(world.case_at("publicity"))
    data = filled()
    del data[left_out]
    answer = Client().post(f"/notices/{notice.number}/object/", data)
    assert answer.status_code == 422
    assert "有 1 处要改" in text(answer)
    if left_out != "statement":
        assert "平台不在申报领域。" in text(answer)


def test_the_objector_follows_the_answer_by_receipt(world: World) -> None:
    case = world.case_at("publicity")
    objection = world.object_to(world.publish(case))
    act(
        signed_in(world.officer), case, "objections", objection=objection.pk, verdict="dismissed",
        reasons="经核实，平台在申报领域。",
    )  # fmt: skip
    public = Client()
    found = public.post("/objections/", {"receipt": objection.receipt.lower()}, follow=True)
    assert "异议不成立" in text(found)
    assert "经核实，平台在申报领域。" in text(found)
    assert "赵立群" not in text(found)
    assert "没有这个回执号" in text(public.post("/objections/", {"receipt": "YY2026-0001"}))
    assert public.get("/objections/YY2026-0001/").status_code == 404


def test_the_officer_opens_an_identity_by_a_post_that_nothing_caches(world: World) -> None:
    case = world.case_at("publicity")
    objection = world.object_to(world.publish(case))
    address = f"/cases/{case.number}/objections/{objection.pk}/identity/"
    officer = signed_in(world.officer)
    assert officer.get(address).status_code == 405
    answer = officer.post(address)
    assert "赵立群" in text(answer)
    assert "no-store" in answer["Cache-Control"]
    for other in (world.leadership, world.division_head, world.applicant):
        refused = signed_in(other).post(address)
        assert refused.status_code in {403, 404}
        assert "赵立群" not in text(refused)


def test_an_answer_that_is_refused_keeps_its_text_beside_its_objection(world: World) -> None:
    case = world.case_at("publicity")
    notice = world.publish(case)
    world.object_to(notice)
    second = world.object_to(notice, name="钱广生")
    answer = act(
        signed_in(world.officer), case, "objections", objection=second.pk, verdict="dismissed",
        reasons="钱广生所述不实，另附说明。",
    )  # fmt: skip
    assert answer.status_code == 422
    assert "改用“异议人”" in text(answer)
    assert text(answer).count("另附说明。") == 1
    assert text(answer).count("处理这件异议") == 2


def test_the_applicants_tabs_hide_objections_meeting_and_drafts(world: World) -> None:
    case = world.case_at("publicity")
    world.object_to(world.publish(case))
    world.put(case, "approval")
    world.draft(case)
    request = RequestFactory().get("/")

    def tabs(actor: Actor) -> str:
        request.actor = actor  # type: ignore[attr-defined]
        context = {"request": request, "case": case, "actor": actor}
        publicity = context | case_publicity_context(case, actor)
        documents = context | case_documents_context(case, actor)
        return render_to_string("decisions/case_publicity.html", publicity) + render_to_string(
            "decisions/case_documents.html", documents
        )

    inside, outside = tabs(world.officer), tabs(world.applicant)
    assert Objection.objects.get().receipt in inside
    assert "草稿，尚未签发" in inside
    assert Objection.objects.get().receipt not in outside
    assert "草稿，尚未签发" not in outside
    assert Notice.objects.get().title in outside


def test_the_page_of_objections_costs_the_same_for_one_and_for_three(world: World) -> None:
    case = world.case_at("publicity")
    notice = world.publish(case)
    client, address = signed_in(world.officer), f"/cases/{case.number}/objections/"
    world.object_to(notice)
    one = queries_of(client, address)
    world.object_to(notice)
    world.object_to(notice)
    assert queries_of(client, address) == one
