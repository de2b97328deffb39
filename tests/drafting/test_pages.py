"""The pages of writing: task list, a section without scripts, what the editor asks, states and conflicts."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.documents.intake.hostile import png
from tests.drafting.test_save_section import CODE, doc, save, section, texts
from tests.factories.line import LineWorld
from tests.line.visitor import Visitor, text_of
from tests.proposals.pages import fields_of
from xiangchuang.drafting.models import SectionConflict, SectionMark
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanImage

PNG = png(4, 4)


@pytest.fixture
def lead(world: LineWorld) -> Client:
    return Visitor(world.user("lead")).client


@pytest.fixture
def member(world: LineWorld) -> Client:
    return Visitor(world.user("member")).client


def at(case: Case, rest: str = "") -> str:
    return f"/cases/{case.number}/manuscript/{CODE}/{rest}"


def send(client: Client, address: str, **asked: Any) -> Any:
    return client.post(address, json.dumps(asked), content_type="application/json")


def test_a_manuscript_is_begun_on_its_page(world: LineWorld) -> None:
    case, lead = world.at_stage("plan"), Visitor(world.user("lead")).client
    address = f"/cases/{case.number}/manuscript/"
    assert "开始编写" in text_of(lead.get(address))
    assert "编写方案" in text_of(lead.get(f"/cases/{case.number}/"))
    assert lead.post(address, {"begin": "1"})["Location"] == address
    assert "提纲共 21 节：写好 0 节，写作中 0 节" in text_of(lead.get(address))


def test_the_list_tells_of_each_section_how_it_stands(
    world: LineWorld, case: Case, lead: Client, member: Client
) -> None:
    save(world, case, "member", "研发现状。", 0)
    lead.get(at(case))
    page = text_of(member.get(f"/cases/{case.number}/manuscript/"))
    assert "4 字，一般 1500–4000 字" in page and "还差 1496 字" in page and "正在编辑" in page
    assert "检查并提交" not in page, "the member does not submit"
    counts = []
    for code in ("A.1.2", "A.1.3"):
        save(world, case, "lead", "甲", 0, code)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            lead.get(f"/cases/{case.number}/manuscript/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("part", "status"), [("stranger", 404), ("city_bureau", 403), ("officer", 403)])
def test_pages_and_answers_are_for_the_writers(world: LineWorld, case: Case, part: str, status: int) -> None:
    person = world.actor(part).user
    assert person is not None
    client = Visitor(person).client
    assert client.get(f"/cases/{case.number}/manuscript/").status_code == status
    for rest in ("", "states/"):
        assert client.get(at(case, rest)).status_code == status
    for rest in ("keep/", "presence/", "image/"):
        assert send(client, at(case, rest), doc=doc("甲"), version=0).status_code == status


def test_a_section_is_written_without_scripts(world: LineWorld, case: Case, lead: Client) -> None:
    page = lead.get(at(case))
    assert (
        "提纲要求" in text_of(page) and "评审看什么" in text_of(page) and "一般 1500–4000 字" in text_of(page)
    )
    typed = fields_of(page) | {"text": "# 国外\n\n差距在主轴承。", "next": "1"}
    assert lead.post(at(case), typed)["Location"].endswith("/manuscript/A.1.2/")
    assert [(b["kind"], b["text"]) for b in section().blocks] == [
        ("heading", "国外"), ("paragraph", "差距在主轴承。"),
    ]  # fmt: skip
    assert fields_of(lead.get(at(case)))["text"] == "# 国外\n\n差距在主轴承。"


def test_a_section_is_marked_done_and_open_again(world: LineWorld, case: Case, lead: Client) -> None:
    save(world, case, "lead", "写完了", 0)
    for said, count in (("done", 1), ("open", 0)):
        lead.post(at(case), {"version": "1", "mark": said})
        assert SectionMark.objects.count() == count


def test_an_image_without_scripts_goes_to_the_end_of_the_section(
    world: LineWorld, case: Case, lead: Client
) -> None:
    sent = {"version": "0", "image": SimpleUploadedFile("图.png", PNG), "caption": "总图", "alt": "三栋楼"}
    assert lead.post(at(case), sent).status_code == 302
    (block,) = section().blocks
    assert (block["kind"], block["text"], block["alt"]) == ("image", "总图", "三栋楼")
    assert PlanImage.objects.get().file.sha256 == block["image"]
    refused = lead.post(at(case), sent | {"image": SimpleUploadedFile("图.png", b"<svg/>"), "version": "1"})
    assert refused.status_code == 422 and "PNG" in text_of(refused)


def test_the_editor_keeps_what_is_typed_and_says_when(world: LineWorld, case: Case, lead: Client) -> None:
    answer = send(lead, at(case, "keep/"), doc=doc("研发现状。"), version=0)
    assert answer.json()["version"] == 1 and "已自动保存" in answer.json()["message"]
    for nonsense in ("{", "[1]", '{"doc": 7, "version": true}'):
        found = lead.post(at(case, "keep/"), nonsense, content_type="application/json")
        assert found.status_code in {200, 409, 422}
    assert texts(section().blocks) == ["研发现状。"]


def test_a_body_too_big_is_refused_in_words(world: LineWorld, case: Case, lead: Client) -> None:
    answer = send(lead, at(case, "keep/"), doc=doc("研" * 1_500_000), version=0)
    assert answer.status_code == 422 and "没有保存" in answer.json()["message"]


def test_without_a_sign_in_the_editor_is_told_and_a_form_s_text_waits(
    world: LineWorld, case: Case, lead: Client
) -> None:
    assert send(Client(), at(case, "keep/"), doc=doc("甲"), version=0).status_code == 401
    gone = Client()
    assert "sign-in" in gone.post(at(case), {"version": "0", "text": "登录过期前写的"})["Location"]
    gone.force_login(world.user("lead"))
    page = gone.get(at(case))
    assert "登录过期前写的文字已带回" in text_of(page)
    assert gone.post(at(case), fields_of(page)).status_code == 302
    assert texts(section().blocks) == ["登录过期前写的"]
    assert "已带回" not in text_of(gone.get(at(case)))


def test_each_page_says_who_else_is_here(world: LineWorld, case: Case, lead: Client, member: Client) -> None:
    assert send(lead, at(case, "presence/"), version=0).json()["others"] == ""
    told = send(member, at(case, "presence/"), version=0).json()
    assert told["others"].endswith(f"（{world.lead.name}）正在编辑本节")
    save(world, case, "lead", "甲", 0)
    assert "保存了本节的新内容" in send(member, at(case, "presence/"), version=0).json()["moved"]
    send(lead, at(case, "presence/"), version=1, leaving=True)
    assert send(member, at(case, "presence/"), version=1).json()["others"] == ""


def conflict(world: LineWorld, case: Case, member: Client) -> str:
    save(world, case, "lead", "牵头单位写的。", 0)
    answer = send(member, at(case, "keep/"), doc=doc("共建单位写的。"), version=0)
    assert answer.status_code == 409
    return str(answer.json()["conflict"])


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({"take": "mine"}, ["共建单位写的。"]),
        ({"take": "theirs"}, ["牵头单位写的。"]),
        ({"take": "places"}, ["牵头单位写的。", "共建单位写的。"]),
        ({"take": "places", "place-0": "mine"}, ["共建单位写的。"]),
    ],
)
def test_a_conflict_shows_both_texts_and_the_author_chooses(
    world: LineWorld, case: Case, member: Client, choice: dict[str, str], kept: list[str]
) -> None:
    address = conflict(world, case, member)
    page = member.get(address)
    assert "牵头单位写的。" in text_of(page) and "共建单位写的。" in text_of(page)
    assert "<del>" in page.content.decode()
    assert member.post(address, {"version": "1", **choice})["Location"] == at(case)
    assert texts(section().blocks) == kept and SectionConflict.objects.get().settled_at is not None
    assert "已处理" in text_of(member.get(at(case, "states/")))
    assert "共建单位写的。" in text_of(member.get(address)), "the other text can still be had"


def test_settling_on_an_old_page_is_refused_and_both_texts_stay(
    world: LineWorld, case: Case, member: Client
) -> None:
    address = conflict(world, case, member)
    save(world, case, "lead", "牵头单位又改。", 1)
    assert member.post(address, {"version": "1", "take": "mine"}).status_code == 409
    assert texts(section().blocks) == ["牵头单位又改。"]
    assert texts(SectionConflict.objects.get().blocks) == ["共建单位写的。"]


def test_an_earlier_state_is_read_and_restored(world: LineWorld, case: Case, lead: Client) -> None:
    save(world, case, "lead", "第一稿", 0)
    save(world, case, "member", "第二稿", 1)
    assert "第一稿" in text_of(lead.get(at(case, "states/1/")))
    assert lead.post(at(case, "states/1/"), {"version": "2"}).status_code == 302
    assert texts(section().blocks) == ["第一稿"] and section().version == 3
    assert lead.get(at(case, "states/9/")).status_code == 404
