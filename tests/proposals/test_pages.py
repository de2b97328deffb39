"""The pages from intention to plan: nothing typed is lost, each refusal says where and what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.line import LineWorld, remembered_readings, sample_plan
from tests.line.visitor import Visitor, address, nothing_changes, text_of
from tests.proposals.pages import fields_of
from xiangchuang.organizations.models import Organization
from xiangchuang.procedure.models import Case
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.intention import save_intention
from xiangchuang.proposals.models import PlanRevision, Proposal
from xiangchuang.proposals.revision_parts import copy_parts

FOREIGN = "91350100M000100Y43"
MISTYPED = "91350100M000100Y4Z"


@pytest.fixture
def lead(world: LineWorld) -> Visitor:
    return Visitor(world.user("lead"))


@pytest.fixture
def draft(world: LineWorld) -> Case:
    """A complete intention, saved and not yet submitted."""
    case = world.line.begin().case
    save_intention(actor=world.actor("lead"), case=case, seen=case.version, draft=world.line.draft())
    return case


def post(lead: Visitor, case: Case, fields: dict[str, str]) -> str:
    """Send the intention's page and return the answer's text, or "" for a redirect."""
    answer = lead.client.post(address("proposals:intention", case), fields)
    assert answer.status_code in {302, 422}
    return "" if answer.status_code == 302 else text_of(answer)


def test_a_lead_begins_for_its_own_organisation_and_a_double_click_begins_once(
    world: LineWorld, lead: Visitor
) -> None:
    typed = {"lead": world.lead.pk, "title": "示例中心"}
    first, second = (lead.client.post("/intentions/begin/", typed) for _click in range(2))
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1
    foreign = lead.client.post("/intentions/begin/", {"lead": world.member.pk, "title": "示例中心二"})
    assert foreign.status_code == 422 and "只能选择您任职的单位" in text_of(foreign)


def test_who_leads_nothing_is_told_who_begins(world: LineWorld) -> None:
    answer = Visitor(world.user("city_bureau")).client.get("/intentions/begin/")
    assert answer.status_code == 403 and "申报人员" in text_of(answer)


def test_a_wrong_code_is_named_at_its_place_and_everything_else_is_saved(lead: Visitor, draft: Case) -> None:
    fields = fields_of(lead.open("proposals:intention", draft))
    fields |= {"members-1-who": MISTYPED, "members-1-duty": "提供试验场", "direction": "面向主轴承。"}
    page = post(lead, draft, fields)
    assert "第 18 位“Z”不是代码用字" in page and "其余内容已保存" in page
    assert 'href="#id_members-1-who"' in page and f'value="{MISTYPED}"' in page and "提供试验场" in page
    proposal = Proposal.objects.get(case=draft)
    assert proposal.direction == "面向主轴承。"
    assert proposal.memberships.count() == 1, "the member that stood there stays"


def test_the_page_of_a_wrong_row_can_be_put_right_and_sent_again(
    world: LineWorld, lead: Visitor, draft: Case
) -> None:
    fields = fields_of(lead.open("proposals:intention", draft)) | {"members-0-who": "9143010"}
    again = lead.client.post(address("proposals:intention", draft), fields)
    assert "应为 18 位，现为 7 位" in text_of(again)
    mended = fields_of(again) | {"members-0-who": f"{world.member.uscc}".lower()}
    assert post(lead, draft, mended) == ""
    assert [m.organization for m in draft.proposal.memberships.all()] == [world.member]


def test_an_organisation_unknown_to_the_register_is_registered_by_name_and_kind(
    lead: Visitor, draft: Case
) -> None:
    fields = fields_of(lead.open("proposals:intention", draft)) | {"members-1-who": FOREIGN}
    asked = lead.client.post(address("proposals:intention", draft), fields)
    assert "写明名称和类型，保存时一并登记" in text_of(asked)
    mended = fields_of(asked)
    assert "members-1-new_name" in mended
    mended |= {"members-1-new_name": "示例海峡研究院", "members-1-new_kind": "institute"}
    assert post(lead, draft, mended) == ""
    joined = Organization.objects.get(uscc=FOREIGN)
    assert (joined.name, joined.kind) == ("示例海峡研究院", "institute")
    assert draft.proposal.memberships.filter(organization=joined).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "填写中心名称"),
        ({"title": "中" * 201}, "最多 200 个字，现有 201 个字"),
        ({"tasks-3-title": "第四项任务"}, "选择这项任务的技术类型"),
        ({"tasks-3-technology_type": "key_common"}, "写明任务"),
        ({"members-1-duty": "承担试验"}, "填写这个单位的 18 位代码"),
        ({"members-1-who": "某某公司"}, "企业、高校、院所填 18 位代码"),
        ({"area": "major_needs/other"}, "写明领域名称"),
        ({"other_field": "康复辅具"}, "已选了列出的领域"),
        ({"category": "regional"}, "这一选项不在本政策中"),
    ],
)
def test_each_fault_is_said_in_words_that_say_what_to_do(
    lead: Visitor, draft: Case, changes: dict[str, str], words: str
) -> None:
    before = Proposal.objects.get(case=draft)
    fields = fields_of(lead.open("proposals:intention", draft)) | {"contact_name": "新联系人"} | changes
    page = post(lead, draft, fields)
    assert words in page and "要改" in page
    after = Proposal.objects.get(case=draft)
    assert after.contact_name == "新联系人" and after.category == before.category
    assert after.case.title == before.case.title


def test_the_lead_and_a_doubled_organisation_are_no_members(
    world: LineWorld, lead: Visitor, draft: Case
) -> None:
    fields = fields_of(lead.open("proposals:intention", draft))
    fields |= {"members-1-who": str(world.lead.uscc), "members-2-who": str(world.member.uscc)}
    page = post(lead, draft, fields)
    assert "牵头单位不用列在共建单位里" in page and "已在上面列出" in page


def test_pasted_full_width_text_is_understood(world: LineWorld, lead: Visitor, draft: Case) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in str(world.member.uscc))
    fields = fields_of(lead.open("proposals:intention", draft)) | {"members-0-who": f"  {wide}　"}
    assert post(lead, draft, fields) == ""
    assert draft.proposal.memberships.get().organization == world.member


def test_two_tabs_do_not_overwrite_each_other(lead: Visitor, draft: Case) -> None:
    fields = fields_of(lead.open("proposals:intention", draft))
    assert post(lead, draft, fields | {"direction": "第一个窗口的方向"}) == ""
    stale = lead.client.post(
        address("proposals:intention", draft), fields | {"direction": "第二个窗口的方向"}
    )
    assert stale.status_code == 409 and "第二个窗口的方向" in text_of(stale)
    assert Proposal.objects.get(case=draft).direction == "第一个窗口的方向"


def test_check_your_answers_lists_every_gap_with_the_way_to_its_field(
    world: LineWorld, lead: Visitor
) -> None:
    case = world.line.begin().case
    page = text_of(lead.open("proposals:submit-intention", case))
    assert "尚未提交" in page and "还缺 8 项" in page
    for field in ("category", "area", "direction", "tasks", "contact_phone"):
        assert f"/intention/#id_{field}" in page
    with nothing_changes():
        assert lead.send("proposals:submit-intention", case).status_code == 422


def test_the_receipt_has_number_time_addressee_and_next_day(
    world: LineWorld, lead: Visitor, draft: Case
) -> None:
    sent = lead.send("proposals:submit-intention", draft)
    assert sent["Location"] == address("proposals:intention-receipt", draft)
    page = text_of(lead.client.get(sent["Location"]))
    for words in (draft.number, "服务器时间", world.bureau.name, "市州推荐中", "24:00 前办理"):
        assert words in page


def test_submitted_twice_the_intention_is_one_and_the_receipt_the_same(lead: Visitor, draft: Case) -> None:
    seen = draft.version
    first, second = (lead.send("proposals:submit-intention", draft, seen=seen) for _click in range(2))
    assert first["Location"] == second["Location"] == address("proposals:intention-receipt", draft)
    assert draft.runs.filter(stage_kind="recommendation").count() == 1


def test_there_is_no_receipt_before_the_submission(lead: Visitor, draft: Case) -> None:
    assert lead.open("proposals:intention-receipt", draft).status_code == 404


def bring(lead: Visitor, case: Case, omit: tuple[str, ...] = ()) -> str:
    content = sample_plan(current_pack().outline, omit=omit).read_bytes()
    with remembered_readings():
        answer = lead.send(
            "proposals:upload-plan", case, {"plan": SimpleUploadedFile("建设方案.docx", content)}
        )
    assert answer.status_code == 302
    return text_of(lead.open("proposals:upload-plan", case))


def test_after_the_upload_the_page_says_what_was_found_and_what_is_missing(
    world: LineWorld, lead: Visitor
) -> None:
    case = world.at_stage("plan")
    page = bring(lead, case, omit=("A.1.2", "A.5.1", "A.7.2"))
    assert "读到 18 / 21 节" in page
    assert page.count("缺这一节") == 3
    check = text_of(lead.open("proposals:submit-plan", case))
    assert "方案缺 3 节" in check and "还不能提交" in check


def test_a_file_that_is_no_plan_is_refused_at_its_field_with_the_cause(
    world: LineWorld, lead: Visitor
) -> None:
    case = world.at_stage("plan")
    for name, content, words in (
        ("方案.pdf", b"%PDF-1.7", "docx"),
        ("方案.docx", b"not a zip at all", "id_plan_error"),
    ):
        upload = SimpleUploadedFile(name, content)
        answer = lead.send("proposals:upload-plan", case, {"plan": upload})
        assert answer.status_code == 422
        assert words in text_of(answer) and "id_plan_error" in text_of(answer)
    nothing = lead.send("proposals:upload-plan", case, {})
    assert "还没有选择文件" in text_of(nothing)
    assert not PlanRevision.objects.exists()


def test_targets_come_from_the_plan_and_a_value_that_is_no_number_is_kept_and_named(
    world: LineWorld, lead: Visitor
) -> None:
    case = world.at_stage("plan")
    bring(lead, case)
    page = lead.open("proposals:confirm-targets", case)
    fields = fields_of(page)
    assert fields["targets-0-name"] and fields["targets-0-unit"]
    year = fields["years"].split(",")[0]
    wrong = lead.client.post(
        address("proposals:confirm-targets", case), fields | {f"targets-0-y{year}": "约二十"}
    )
    assert wrong.status_code == 422
    assert "“约二十”不是数" in text_of(wrong) and 'value="约二十"' in text_of(wrong)
    right = fields_of(wrong) | {f"targets-0-y{year}": "１，２００.5", "targets-1-unit": "项"}
    assert lead.client.post(address("proposals:confirm-targets", case), right).status_code == 302
    first = PlanRevision.objects.get().targets.all()[0]
    assert (first.year, str(first.value)) == (int(year), "1200.5")


def test_a_table_pasted_from_a_spreadsheet_fills_the_rows_and_saves_nothing_yet(
    world: LineWorld, lead: Visitor
) -> None:
    case = world.at_stage("plan")
    bring(lead, case)
    pasted = "指标\t单位\t2027年\t2028年\n发明专利申请\t件\t10\t15\n技术合同额\t万元\t3,000\t4,500"
    with nothing_changes():
        page = lead.send("proposals:confirm-targets", case, {"pasted": pasted, "read_pasted": "1"})
    fields = fields_of(page)
    assert fields["years"] == "2027,2028"
    assert (fields["targets-1-name"], fields["targets-1-unit"]) == ("技术合同额", "万元")
    assert (fields["targets-1-y2027"], fields["targets-1-y2028"]) == ("3,000", "4,500")


def test_targets_before_a_plan_point_to_the_upload(world: LineWorld, lead: Visitor) -> None:
    case = world.at_stage("plan")
    answer = lead.open("proposals:confirm-targets", case)
    assert answer.status_code == 422 and "先上传建设方案" in text_of(answer)


def test_the_receipt_of_the_plan_names_file_and_content_and_comes_as_pdf(
    world: LineWorld, lead: Visitor
) -> None:
    case = world.at_stage("review")
    revision = PlanRevision.objects.get()
    page = text_of(lead.open("proposals:plan-receipt", case, 1))
    for words in (revision.receipt_number, revision.file.sha256, revision.content_sha256, "专家论证中"):
        assert words in page
    for name in ("proposals:plan-receipt-pdf", "proposals:plan-pdf"):
        answer = lead.open(name, case, 1)
        assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")


def test_the_plan_reads_by_chapters_with_its_table_and_picture(world: LineWorld, lead: Visitor) -> None:
    case = world.at_stage("review")
    page = text_of(lead.open("proposals:plan-section", case, 1))
    assert 'id="A.7"' in page and "<table>" in page and '<img src="/files/' in page
    assert "年度目标" in page


def test_a_difference_shows_what_was_added_and_removed(world: LineWorld, lead: Visitor) -> None:
    case = world.at_stage("review")
    first = PlanRevision.objects.get()
    second = PlanRevision.objects.create(
        proposal=first.proposal, number=2, file=first.file, title=first.title, begun_by=first.begun_by,
        begun_at=first.begun_at, frozen_at=first.frozen_at, content_sha256=first.content_sha256,
        receipt_number="HZ2026000002",
    )  # fmt: skip
    for section in first.sections.all():
        section.pk, section.revision = None, second
        if section.code == "A.2.1":
            section.blocks[0]["text"] = "另一种指导思想<script>alert(1)</script>。"
            section.blocks[0]["spans"] = []
        section.save(force_insert=True)
    copy_parts(first, second)
    target = second.targets.create(position=1, name="发明专利", unit="件", year=2027, value_e4=100_000)
    page = text_of(lead.open("proposals:plan-difference", case, 1, 2))
    # The words of one section, and the targets that stand in another.
    assert "2 节有改动" in page and "<ins>" in page and "<del>" in page
    assert "各节改动一览" in page and 'href="#d-A.2.1"' in page and 'id="d-A.2.1"' in page
    assert "年度目标的改动" in page and f"<ins>{target.value:.0f}</ins>" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("page", ["intention", "submit-intention"])
def test_the_pages_ask_as_often_for_three_members_as_for_one(
    world: LineWorld, lead: Visitor, draft: Case, page: str
) -> None:
    asked = []
    for members in (1, 3):
        world.line.members = (*world.province.universities, *world.province.enterprises[1:])[:members]
        save_intention(actor=world.actor("lead"), case=draft, seen=draft.version, draft=world.line.draft())
        with CaptureQueriesContext(connection) as queries:
            assert lead.open(f"proposals:{page}", draft).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.clause("3.1.2-1")
def test_a_field_specific_intention_is_asked_for_its_segment_of_key_technology(
    lead: Visitor, draft: Case
) -> None:
    """面向参与产业竞争的细分关键技术领域: the direction names it, and without one nothing is submitted."""
    assert "领域类写明参与产业竞争的细分关键技术领域" in text_of(lead.open("proposals:intention", draft))
    Proposal.objects.filter(case=draft).update(category="field_specific", direction="")
    answer = lead.send("proposals:submit-intention", draft)
    assert answer.status_code == 422 and "没有写领域方向" in text_of(answer)
