"""Documents as files: one content as PDF and Word, marked 草稿 before the issue and kept from it on."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from django.conf import settings
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tests.decisions.world import World, signed_in
from xiangchuang.accounts.actor import Actor
from xiangchuang.decisions.render_document import document_file, draft_bytes, ensure_rendered, notice_pdf
from xiangchuang.decisions.tasks import render_document
from xiangchuang.files.gates import may_read


@pytest.fixture(autouse=True)
def fonts() -> None:
    """The fonts come with the asset build."""
    if not any(Path(folder).glob("*.ttf") for folder in settings.DOCUMENT_FONT_DIRECTORIES):
        pytest.skip("not run: no fonts for documents (npm run build)")


def body(answer: Any) -> bytes:
    """Read an answer to its end, which closes the file behind it."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def text_of_pdf(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join(page.extract_text() for page in pdf.pages).replace(" ", "").replace("\n", "")


def text_of_docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(
            archive.read(n).decode("utf-8", "ignore") for n in archive.namelist() if n.endswith("xml")
        )


def test_the_draft_is_marked_and_nothing_is_kept(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    draft = case.documents.get()
    assert "草稿" in text_of_docx(draft_bytes(draft, "docx"))
    assert draft_bytes(draft, "pdf") != draft_bytes(draft, "docx")
    draft.refresh_from_db()
    assert (draft.pdf_id, draft.docx_id) == (None, None)


def test_issuing_enqueues_the_setting_in_its_transaction(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    document = world.approve(case).document
    (task,) = DBTaskResult.objects.all()
    assert task.args_kwargs == {"args": [document.pk], "kwargs": {}}
    render_document.call(document.pk)
    document.refresh_from_db()
    assert document.pdf is not None
    assert document.docx is not None


def test_the_issued_document_says_number_code_and_no_watermark_in_both_forms(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    document = world.approve(case).document
    in_pdf = text_of_pdf(document_file(document, "pdf").path.read_bytes())
    in_word = text_of_docx(document_file(document, "docx").path.read_bytes())
    for said in ("湘科发〔2026〕1号", document.verification_code):
        assert said in in_pdf
    assert "〔2026〕1号" in in_word
    assert "草稿" not in in_pdf
    assert "草稿" not in in_word


def test_a_second_rendering_keeps_the_first_files(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    document = ensure_rendered(world.approve(case).document)
    first = (document.pdf_id, document.docx_id)
    assert (ensure_rendered(document).pdf_id, document.docx_id) == first


def test_an_approval_is_everyones_and_a_refusal_is_its_parties(world: World) -> None:
    granted = world.case_at("approval")
    world.draft(granted)
    approval = world.approve(granted).document
    refused = world.case_at("meeting")
    world.meet(refused, "refuse", reasons="同一领域已有布局。")
    letter = refused.documents.get()

    def status(client: Client, code: str) -> int:
        answer = client.get(f"/documents/{code}.pdf")
        assert answer.status_code == 404 or body(answer).startswith(b"%PDF")
        return answer.status_code

    public, staff, outsider = Client(), signed_in(world.applicant), signed_in(world.stranger)
    assert [status(c, approval.verification_code) for c in (public, staff, outsider)] == [200, 200, 200]
    assert [status(c, letter.verification_code) for c in (public, staff, outsider)] == [404, 200, 404]
    letter.refresh_from_db()
    assert letter.pdf is not None
    assert not may_read(Actor.anonymous(), letter.pdf)
    assert may_read(world.applicant, letter.pdf)


def test_a_download_is_an_attachment_with_number_and_title(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    code = world.approve(case).document.verification_code
    answer = Client().get(f"/documents/{code}.docx")
    assert answer["Content-Type"].endswith("wordprocessingml.document")
    assert answer["Content-Disposition"].startswith("attachment")
    assert body(answer).startswith(b"PK")


def test_a_draft_is_downloaded_by_the_department_alone(world: World) -> None:
    case = world.case_at("approval")
    world.draft(case)
    code = case.documents.get().verification_code
    address = f"/documents/{code}.pdf"
    assert signed_in(world.leadership).get(address).status_code == 200
    assert signed_in(world.applicant).get(address).status_code == 404
    assert Client().get(address).status_code == 404


def test_the_notice_prints_with_its_window_and_how_to_object(world: World) -> None:
    notice = world.publish(world.case_at("publicity"))
    said = text_of_pdf(notice_pdf(notice))
    assert "关于拟组建示例地下空间智能装备技术创新中心的公示" in said
    assert "2026年11月4日至2026年11月10日" in said
    assert "匿名或逾期的异议不予受理" in said
    assert Client().get(f"/notices/{notice.number}.pdf").status_code == 200
