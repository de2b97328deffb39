"""The lead takes the template home, writes in Word, brings it back and takes over what it chooses."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import docx
import pytest
from playwright.sync_api import expect

from tests.browser.person import Person, faults_in_sight
from tests.factories.line import LineWorld
from xiangchuang.documents.plan import Block
from xiangchuang.documents.plan.editor_doc import blocks_to_doc
from xiangchuang.drafting.begin_manuscript import begin_manuscript
from xiangchuang.drafting.incoming.reading import read_incoming
from xiangchuang.drafting.models import IncomingWord
from xiangchuang.drafting.save_section import save_section
from xiangchuang.procedure.models import Case
from xiangchuang.proposals.models import PlanSection

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRITTEN = {"A.1.1": "研发现状是这样的，依赖进口的占四成。", "A.1.2": "存在的问题是缺少中试条件。"}


@pytest.fixture
def case(transactional_db: None, moment: ModuleType) -> Case:
    world = LineWorld.build()
    found = world.at_stage("plan")
    begin_manuscript(actor=world.actor("lead"), case=found)
    for code, text in WRITTEN.items():
        document = blocks_to_doc([Block("", "paragraph", text)])
        save_section(actor=world.actor("lead"), case=found, code=code, doc=document, seen=0)
    return found


def test_a_plan_goes_home_and_comes_back(visit: Callable[..., Person], case: Case, tmp_path: Path) -> None:
    lead = visit().sign_in("qiantou").go(f"/cases/{case.number}/manuscript/").follow("Word 带走与带回")
    assert faults_in_sight(lead.page, "bring-word") == []
    lead.shot("bring-word", narrow=True)
    with lead.page.expect_download() as download:
        lead.follow("下载方案模板")
    path = tmp_path / "方案.docx"
    download.value.save_as(path)
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        if paragraph.text == WRITTEN["A.1.1"]:
            paragraph.runs[0].text = "研发现状是这样的，依赖进口的占三成。"
            paragraph.insert_paragraph_before("新写的一段，放在最前面。")
    document.save(str(path))

    lead.page.locator("input[type=file]").set_input_files(path)
    lead.press("带回并对照").sees("等待读取").shot("incoming-waiting")
    read_incoming(IncomingWord.objects.get().pk)
    expect(lead.page.get_by_text("1 节不同")).to_be_visible()  # the page refreshes by itself
    expect(lead.page.locator("ins").first).to_contain_text("新写的一段")
    assert faults_in_sight(lead.page, "incoming") == []
    lead.shot("incoming", narrow=True)
    lead.press("按上面的选择写入").sees("已采用 1 节").shot("incoming-settled")

    section = PlanSection.objects.get(code="A.1.1", revision__frozen_at=None)
    assert [block["text"] for block in section.blocks] == [
        "新写的一段，放在最前面。",
        "研发现状是这样的，依赖进口的占三成。",
    ]
