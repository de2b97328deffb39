"""Hostile, broken and incomplete files at the real pages: the cause in words, and nothing is lost."""

import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.documents.intake import hostile
from tests.factories.line import LineWorld, sample_plan
from tests.line.visitor import Visitor, nothing_changes, text_of
from xiangchuang.procedure.packs import current_pack
from xiangchuang.proposals.models import PlanRevision, Proposal, Recommendation

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPINION = "经研究，该单位符合建设条件，同意推荐，并给予用地和人才住房支持。"


def upload(content: bytes, name: str = "建设方案.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=WORD)


def bomb(folder: Path) -> bytes:
    """A .docx of a few hundred KB that unpacks to 300 MB."""
    path = folder / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in hostile.parts().items():
            archive.writestr(name, content)
        with archive.open("word/media/image1.png", "w") as part:
            for _ in range(300):
                part.write(b"\x00" * 1024 * 1024)
    return path.read_bytes()


def macro(folder: Path) -> bytes:
    return hostile.docx(folder / "m.docx", {"word/vbaProject.bin": hostile.OLE_HEAD}).read_bytes()


def cut_short(_folder: Path) -> bytes:
    return sample_plan(current_pack().outline).read_bytes()[:9000]


REFUSED = {
    "a PDF renamed": (lambda folder: hostile.pdf(), "PDF"),
    "an old .doc renamed": (lambda folder: hostile.OLE_HEAD, "docx"),
    "plain text renamed": (lambda folder: "建设方案".encode() * 100, "docx"),
    "a bomb": (bomb, "解压"),
    "a macro": (macro, "宏"),
    "a file cut short": (cut_short, "损坏"),
    "an empty file": (lambda folder: b"", "空的"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_plan_that_is_no_honest_docx_is_refused_with_its_cause(
    world: LineWorld, tmp_path: Path, what: str
) -> None:
    make, cause = REFUSED[what]
    case = world.at_stage("plan")
    lead = Visitor(world.user("lead"))
    with nothing_changes():
        answer = lead.send("proposals:upload-plan", case, {"plan": upload(make(tmp_path))})
    assert answer.status_code == 422
    page = text_of(answer)
    assert cause in page
    assert "field-error" in page and "error-summary" in page
    assert not PlanRevision.objects.exists()


def test_an_upload_without_a_file_says_that_none_was_chosen(world: LineWorld) -> None:
    case = world.at_stage("plan")
    with nothing_changes():
        answer = Visitor(world.user("lead")).send("proposals:upload-plan", case)
    assert answer.status_code == 422
    assert "还没有选择文件" in text_of(answer)


def test_a_plan_with_three_sections_missing_is_read_and_the_three_are_named(world: LineWorld) -> None:
    """It is kept as a draft to be mended, and cannot be submitted."""
    outline = current_pack().outline
    gone = ("A.1.5", "A.5.2", "A.7.3")
    case = world.at_stage("plan")
    lead = Visitor(world.user("lead"))
    content = sample_plan(outline, omit=gone).read_bytes()
    assert lead.send("proposals:upload-plan", case, {"plan": upload(content)}).status_code == 302
    reading = text_of(lead.open("proposals:upload-plan", case))
    assert "读到 18 / 21 节" in reading
    with nothing_changes():
        answer = lead.send("proposals:submit-plan", case)
    assert answer.status_code == 422
    for code in gone:
        assert outline.section(code).title.zh in reading
        assert f"{code} {outline.section(code).title.zh}" in text_of(answer)
    assert "方案缺 3 节" in text_of(answer)


def test_an_upload_from_a_stale_page_is_refused_before_the_file_is_read(world: LineWorld) -> None:
    case = world.at_stage("plan")
    lead, seen = Visitor(world.user("lead")), case.version
    content = sample_plan(current_pack().outline).read_bytes()
    assert lead.send("proposals:upload-plan", case, {"plan": upload(content)}, seen=seen).status_code == 302
    with nothing_changes():
        again = lead.send("proposals:upload-plan", case, {"plan": upload(content)}, seen=seen)
        other = lead.send("proposals:upload-plan", case, {"plan": upload(content, "别的.docx")}, seen=0)
    assert (again.status_code, other.status_code) == (302, 409)
    assert PlanRevision.objects.count() == 1


def test_a_letter_is_kept_while_the_rank_is_corrected(world: LineWorld) -> None:
    """A refusal of one field must not cost the upload of another."""
    case = world.at_stage("recommendation")
    bureau = Visitor(world.user("city_bureau"))
    letter = SimpleUploadedFile("推荐函.pdf", _letter(), content_type="application/pdf")
    wrong = bureau.send("proposals:recommend", case, {"letter": letter, "rank": "零", "opinion": OPINION})
    assert wrong.status_code == 422
    assert "推荐排序是整数，从 1 开始。" in text_of(wrong)
    assert OPINION in text_of(wrong)
    assert not Recommendation.objects.exists()


def test_a_letter_received_for_another_cannot_be_passed_off_as_ones_own(world: LineWorld) -> None:
    case = world.at_stage("conditions")
    strangers_letter = Recommendation.objects.get(proposal__case=case).letter
    other = world.at_stage("recommendation", "示例另一个技术创新中心")
    strangers_letter.uploaded_by = world.user("other_city")
    strangers_letter.save()
    bureau = Visitor(world.user("city_bureau"))
    typed = {"received": strangers_letter.pk, "rank": 2, "opinion": OPINION}
    with nothing_changes():
        answer = bureau.send("proposals:recommend", other, typed)
    assert answer.status_code == 422
    assert "还没有收到推荐函" in text_of(answer)
    assert OPINION in text_of(answer)


def _letter() -> bytes:
    from xiangchuang.demo.sample_files import letter_pdf

    return letter_pdf("推荐函")


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("91430100MA0000001", "应为 18 位，现为 17 位"),
        ("91430100MA0000I01X", "第 15 位“I”不是代码用字"),
        ("914301A0MA00000010", "第 7 位“A”应为数字"),
        ("91430100MA00000019", "第 18 位校验码应为"),
    ],
)
def test_an_invalid_code_of_a_member_says_where_it_is_wrong_and_the_rest_is_kept(
    world: LineWorld, code: str, place: str
) -> None:
    case = world.at_stage("intention")
    direction = "面向重点工程需求，开展关键技术、核心部件与成套装备研发和中试验证。"
    typed = {
        "title": case.title, "direction": direction,
        "tasks-TOTAL_FORMS": 0, "tasks-INITIAL_FORMS": 0,
        "members-TOTAL_FORMS": 1, "members-INITIAL_FORMS": 0,
        "members-0-who": code, "members-0-duty": "承担中试验证",
    }  # fmt: skip
    answer = Visitor(world.user("lead")).send("proposals:intention", case, typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert place in page
    assert code in page and "承担中试验证" in page and direction in page
    proposal = Proposal.objects.get(case=case)
    assert proposal.direction == direction
    assert not proposal.memberships.exists()
