"""A lead takes its plan home as a Word file, goes on there, and brings it back."""

import hashlib
import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.documents.plan.docx_writer import OUTLINE
from tests.documents.plan.full_plan import FIGURE_SHA256, TITLE, WRITTEN, every_kind, full_plan
from xiangchuang.documents.intake import check_upload
from xiangchuang.documents.plan import Block, ParsedPlan, block_to_json, parse_plan
from xiangchuang.documents.plan.blocks import numbered_blocks
from xiangchuang.documents.plan.word import WordPlan, plan_docx


def written(path: Path, plan: WordPlan) -> Path:
    path.write_bytes(plan_docx(plan))
    return path


def as_json(plan: ParsedPlan) -> dict[str, list[object]]:
    return {s.code: [block_to_json(block) for block in s.blocks] for s in plan.sections}


def test_export_and_import_give_the_same_blocks_and_a_second_export_the_same_file(tmp_path: Path) -> None:
    plan = full_plan()
    path = written(tmp_path / "plan.docx", plan)

    parsed = parse_plan(path, OUTLINE)

    assert as_json(parsed) == {
        code: [block_to_json(block) for block in blocks] for code, blocks in plan.blocks.items()
    }
    assert parsed.title == TITLE
    assert parsed.surplus == () and parsed.missing == ()
    assert [loss.kind for loss in parsed.losses] == ["contents"]
    again = replace(plan, title=parsed.title, blocks={s.code: s.blocks for s in parsed.sections})
    assert plan_docx(again) == path.read_bytes()


def test_pictures_leave_and_come_back_byte_for_byte(tmp_path: Path) -> None:
    parsed = parse_plan(written(tmp_path / "plan.docx", full_plan()), OUTLINE)
    assert [image.sha256 for image in parsed.images] == [FIGURE_SHA256]
    assert hashlib.sha256(parsed.images[0].content).hexdigest() == FIGURE_SHA256


def test_the_file_is_one_that_is_taken_in_and_names_no_person(tmp_path: Path) -> None:
    path = written(tmp_path / "plan.docx", full_plan(hints=True))
    assert check_upload(path, name="方案.docx")
    about = docx.Document(str(path)).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"python-docx" not in everything and b"w:author" not in everything


def test_headings_are_word_s_own_and_head_rows_repeat() -> None:
    document = docx.Document(io.BytesIO(plan_docx(full_plan())))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings[0] == "一、建设基础和重要意义" and headings[-1] == "七、进度安排"
    first = document.tables[0]
    repeated = [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in first.rows]
    assert repeated == [True, True, False, False]


def test_the_template_guides_the_author_and_its_hints_do_not_come_back(tmp_path: Path) -> None:
    path = written(tmp_path / "template.docx", full_plan(hints=True))
    assert "〔填写提示：包括相关情况介绍。〕" in [p.text for p in docx.Document(str(path)).paragraphs]

    parsed = parse_plan(path, OUTLINE)

    assert parsed.section("A.1.1").blocks == every_kind()
    assert parsed.section("A.2.1").blocks == ()
    assert [loss.kind for loss in parsed.losses] == ["contents", "hint"]


def test_what_an_author_writes_into_a_hint_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path / "template.docx", full_plan(hints=True))
    document = docx.Document(str(path))
    hint = next(p for p in document.paragraphs if p.text.startswith("〔填写提示"))
    hint.add_run("我们接着写。")
    document.save(str(path))

    block = parse_plan(path, OUTLINE).section("A.1.1").blocks[0]

    assert block.text == "〔填写提示：包括相关情况介绍。〕我们接着写。"


def test_a_section_is_found_by_its_bookmark_whatever_its_heading_says(tmp_path: Path) -> None:
    path = written(tmp_path / "plan.docx", full_plan())
    document = docx.Document(str(path))
    heading = next(p for p in document.paragraphs if "必要性和意义" in p.text)
    heading.runs[-1].text = "我们为什么要建"
    heading.insert_paragraph_before("乙", style="Heading 3")
    following = next(p for p in document.paragraphs if "基础与优势" in p.text)
    following.insert_paragraph_before("战略定位与建设目标就是这样写的，见下。")
    document.save(str(path))

    parsed = parse_plan(path, OUTLINE)

    assert parsed.section("A.1.3").found_heading == "我们为什么要建"
    assert [b.text for b in parsed.section("A.1.3").blocks] == ["战略定位与建设目标就是这样写的，见下。"]
    assert parsed.section("A.1.2").blocks[-1].text == "乙"
    assert parsed.missing == () and parsed.surplus == ()


def test_a_line_that_reads_like_another_section_stays_where_it_is_written(tmp_path: Path) -> None:
    texts = ("战略定位", "（二）发展目标", "1.3 建设的必要性和意义", "一、总体思路")
    blocks = numbered_blocks([Block("", "paragraph", text) for text in texts])
    plan = replace(full_plan(), blocks={"A.1.1": blocks})

    parsed = parse_plan(written(tmp_path / "plan.docx", plan), OUTLINE)

    assert parsed.section("A.1.1").blocks == blocks


def test_a_table_that_the_system_makes_leaves_and_does_not_come_back(tmp_path: Path) -> None:
    made = Block(
        "", "table", "", rows=(("来源", "万元"), ("自筹", "6000")), header_rows=1, caption="资金来源"
    )
    plan = replace(full_plan(), made={"A.7.2": (made, made), "A.7.3": (made,)})
    path = written(tmp_path / "plan.docx", plan)
    assert "自筹" in [
        c.text for table in docx.Document(str(path)).tables for row in table.rows for c in row.cells
    ]

    parsed = parse_plan(path, OUTLINE)

    assert parsed.section("A.7.2").blocks == plan.blocks["A.7.2"]
    assert parsed.section("A.7.3").blocks == ()
    assert [loss.text for loss in parsed.losses if loss.kind == "made"] == ["来源\n万元\n自筹\n6000"] * 3


def test_a_draft_says_so_across_each_page() -> None:
    with zipfile.ZipFile(io.BytesIO(plan_docx(replace(full_plan(), draft=True)))) as archive:
        headers = [archive.read(name).decode() for name in archive.namelist() if "header" in name]
    assert any("草稿" in header for header in headers)


@pytest.mark.office
@pytest.mark.parametrize("form", ["docx:MS Word 2007 XML", "odt"])
def test_what_another_office_saves_again_comes_back_in_its_sections(
    form: str, tmp_path: Path, soffice_path: str
) -> None:
    path = written(tmp_path / "plan.docx", full_plan(hints=True))
    saved = converted(soffice_path, path, form, tmp_path / "first")
    if form == "odt":
        saved = converted(soffice_path, saved, "docx:MS Word 2007 XML", tmp_path / "second")

    parsed = parse_plan(saved, OUTLINE)

    assert parsed.missing == () and parsed.surplus == ()
    own = every_kind()
    for code in WRITTEN:
        found = parsed.section(code).blocks
        assert [b.text for b in found if b.kind == "heading"] == ["小标题", "更小的标题"]
        assert [b.rows for b in found if b.kind == "table"] == [b.rows for b in own if b.kind == "table"]
    assert {loss.kind for loss in parsed.losses} <= {"contents", "hint", "header"}


def converted(office: str, path: Path, form: str, folder: Path) -> Path:
    subprocess.run(
        [
            *(office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", form),
            *("--outdir", str(folder), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{path.stem}.{form.partition(':')[0]}"
