"""The pages of the words: list, one paper tried on a real case, the editor without JavaScript."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.decisions.conftest import world  # noqa: F401
from tests.decisions.world import OPENING, World, signed_in
from xiangchuang.procedure.packs import current_pack
from xiangchuang.wordings.editor import read_rows
from xiangchuang.wordings.in_force import wording_in_force
from xiangchuang.wordings.models import WordingVersion

EDIT = "/wordings/approval/edit/"


def sent(**changes: str) -> dict[str, str]:
    text = wording_in_force("approval", current_pack()).text
    form = {"seen": "0", "title": text.title, "number": text.number, "addressee": text.addressee}
    for place, block in enumerate(text.blocks, start=1):
        form[f"kind-{place}"] = f"heading-{block.level}" if block.row == "heading" else block.row
        form[f"text-{place}"] = block.text
    return form | changes


def test_the_department_reads_the_papers_and_nobody_else_does(world: World) -> None:  # noqa: F811
    world.case_at("approval")
    page = signed_in(world.leadership).get("/wordings/").content.decode()
    assert "批准组建文件" in page
    assert "支持协议" in page
    assert "政策包原版" in page
    assert signed_in(world.applicant).get("/wordings/").status_code == 404
    assert Client().get("/wordings/").status_code == 302


def test_a_paper_is_shown_on_a_real_case_and_says_what_each_place_becomes(world: World) -> None:  # noqa: F811
    world.case_at("approval")
    page = signed_in(world.officer).get("/wordings/approval/").content.decode()
    assert "同意由示例掘进装备股份有限公司牵头，示例理工大学共同建设" in page
    assert "{年度目标}" in page
    assert "一张表，单独占一行" in page


def test_every_paper_opens_without_any_case(world: World) -> None:  # noqa: F811
    client = signed_in(world.division_head)
    for kind in ("approval", "refusal", "notice_evaluation", "evaluation_opinion", "adjustment",
                 "support_agreement"):  # fmt: skip
        assert client.get(f"/wordings/{kind}/").status_code == 200
        assert client.get(f"/wordings/{kind}/edit/").status_code == 200
        assert client.get(f"/wordings/{kind}/versions/0/").status_code == 200
    assert client.get("/wordings/love_letter/").status_code == 404


def test_an_edit_is_kept_shown_with_its_difference_and_published(world: World) -> None:  # noqa: F811
    world.case_at("approval")
    officer, head = signed_in(world.officer), signed_in(world.division_head)
    answer = officer.post(EDIT, sent(**{"text-1": "根据{政策依据}，经{经过的程序}，批复如下。"}), follow=True)
    page = answer.content.decode()
    assert "<del>现</del>" in page
    assert "草稿由处室负责人发布" in page
    assert "经方案论证" in page or "批复如下。" in page
    assert officer.get("/wordings/approval/preview.docx?of=draft").content.startswith(b"PK")
    assert head.post("/wordings/approval/publish/", {"seen": "1", "reason": "更简洁。"}).status_code == 302
    assert WordingVersion.objects.get().reason == "更简洁。"
    assert "<del>现</del>" in head.get("/wordings/approval/versions/1/").content.decode()


def test_a_fault_is_marked_on_its_row_and_publishing_is_refused_with_it(world: World) -> None:  # noqa: F811
    officer, head = signed_in(world.officer), signed_in(world.division_head)
    page = officer.post(EDIT, sent(**{"text-1": "根据{政策依据}{没有这个}"}), follow=True).content.decode()
    assert "不认识的占位 {没有这个}" in page
    refused = head.post("/wordings/approval/publish/", {"seen": "1", "reason": "试"})
    assert refused.status_code == 422
    assert "有 1 处要先改正" in refused.content.decode()


def test_what_was_typed_survives_a_colleague_who_was_faster(world: World) -> None:  # noqa: F811
    officer, head = signed_in(world.officer), signed_in(world.division_head)
    officer.post(EDIT, sent())
    late = head.post(EDIT, sent(**{"text-1": "根据{政策依据}，我写的另一句。", "text-²": "没有这一行"}))
    assert late.status_code == 409
    assert "我写的另一句" in late.content.decode()


@pytest.mark.parametrize(
    ("asked", "texts"),
    [
        ("up-2", ["乙", "甲", "丙"]), ("down-1", ["乙", "甲", "丙"]), ("remove-2", ["甲", "丙"]),
        ("insert-1", ["甲", "（新的一行）", "乙", "丙"]), ("up-1", ["甲", "乙", "丙"]),
        ("down-99", ["甲", "乙", "丙"]), ("", ["甲", "乙", "丙"]), ("up-²", ["甲", "乙", "丙"]),
    ],
)  # fmt: skip
def test_rows_are_moved_inserted_and_left_out_by_buttons(asked: str, texts: list[str]) -> None:
    form = {"title": "题", "arrange": asked, "text-1": "甲", "text-2": "乙", "text-3": "丙"}
    assert [block.text for block in read_rows(form).blocks] == texts


def test_the_list_asks_as_many_questions_for_three_versions_as_for_one(world: World) -> None:  # noqa: F811
    client = signed_in(world.officer)

    def questions(versions: range) -> int:
        body = wording_in_force("approval", current_pack()).text.model_dump(mode="json")
        for number in versions:
            WordingVersion.objects.create(
                pack=current_pack().code, kind="approval", number=number, body=body, body_sha256="0" * 64,
                reason="改动。", published_by=world.division_head.user, published_at=OPENING,
            )  # fmt: skip
        client.get("/wordings/")
        with CaptureQueriesContext(connection) as asked:
            assert "第 " in client.get("/wordings/").content.decode()
        return len(asked)

    assert questions(range(1, 2)) == questions(range(2, 4))
