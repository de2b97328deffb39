"""A paper becomes a file in two forms; one that cannot be set says why and what to do.

That a final paper keeps both: tests/decisions/test_render_document.py, tests/layouts/test_layout_versions.py.
"""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as configured
from pytest_django import Settings

from xiangchuang.accounts.refusals import Blocked
from xiangchuang.documents.official import Block, OfficialDocument
from xiangchuang.files.set_papers import FORMS, find_form, paper_bytes

PAPER = OfficialDocument(
    mark="",
    title="论证意见",
    signatory="",
    issued_on=date(2026, 3, 2),
    blocks=(Block("paragraph", "同意。"),),
)  # fmt: skip


def test_an_address_names_one_of_two_forms_or_none() -> None:
    assert [find_form(word) for word in ("pdf", "docx")] == list(FORMS)
    assert find_form("PDF") is None
    assert find_form("exe") is None


def test_the_same_paper_is_set_as_word_and_as_pdf() -> None:
    assert paper_bytes(PAPER, "docx").startswith(b"PK")
    if not any(Path(folder).glob("*.ttf") for folder in configured.DOCUMENT_FONT_DIRECTORIES):
        pytest.skip("not run: no fonts for documents (npm run build)")
    assert paper_bytes(PAPER, "pdf").startswith(b"%PDF")


def test_without_fonts_the_reader_is_told_why_and_what_to_do(settings: Settings, tmp_path: Path) -> None:
    settings.DOCUMENT_FONT_DIRECTORIES = [tmp_path]
    with pytest.raises(Blocked, match="文件暂时不能生成：") as refused:
        paper_bytes(PAPER, "pdf", remedy="字体补齐后重新下载即可。")
    assert refused.value.remedy == "字体补齐后重新下载即可。"
