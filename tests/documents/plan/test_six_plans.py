"""Six authors with different habits bring their plans: each section in place, no text or picture lost."""

import hashlib
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from tests.documents.plan import six_plans
from tests.documents.plan.docx_writer import OUTLINE, sentence
from tests.documents.plan.six_plans import Office, office_at
from xiangchuang.documents.plan import ParsedPlan, parse_plan
from xiangchuang.documents.plan.blocks import notes_of
from xiangchuang.documents.plan.word import WordPlan, plan_docx
from xiangchuang.documents.plan.wordxml import cleaned, q

WRITTEN = {
    "manual numbers, contents, header": six_plans.manual_numbers_with_contents,
    "official numbers, boxes, changes": six_plans.official_numbers_with_changes,
    "automatic lists, two columns": six_plans.automatic_lists_in_two_columns,
    "bold paragraphs, nested table": six_plans.bold_paragraphs_with_notes,
}
CONVERTED = {
    "a web page through LibreOffice": six_plans.web_page,
    "an ODT through LibreOffice": six_plans.open_document,
}


def runs_of(path: Path) -> list[str]:
    """Every run of text in the file: body, boxes, notes, headers, footers; deleted ones too."""
    found: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            part = name.removeprefix("word/").rstrip("0123456789.xml")
            if part not in {"document", "footnotes", "endnotes", "header", "footer"}:
                continue
            root = fromstring(archive.read(name))
            pieces = [item.text or "" for item in root.iter() if item.tag in {q("w:t"), q("w:delText")}]
            found += [text for piece in pieces if (text := "".join(cleaned(piece).split()))]
    return found


def everything_told(plan: ParsedPlan) -> str:
    """All that the import holds, and the list of what it could not keep."""
    texts = [plan.title, *(heading for _, heading in plan.chapters)]
    for section in plan.sections:
        texts.append(section.found_heading)
        for block in section.blocks:
            texts += [block.caption, block.text, *notes_of(block)]
    for extra in plan.surplus:
        texts += [extra.heading, *(block.text for block in extra.blocks)]
    texts += [loss.text for loss in plan.losses]
    return "".join("".join(texts).split())


def pictures_of(path: Path) -> Counter[str]:
    with zipfile.ZipFile(path) as archive:
        media = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    return Counter(hashlib.sha256(content).hexdigest() for content in media)


def held(path: Path) -> ParsedPlan:
    """Read the plan and hold it to the promises; return it."""
    plan = parse_plan(path, OUTLINE)
    for section in plan.sections:
        assert sentence(section.code) in [block.text for block in section.blocks], section.code
    assert plan.missing == ()
    told = everything_told(plan)
    page_number = {"1"}
    assert [run for run in runs_of(path) if run not in told and run not in page_number] == []
    assert {image.sha256 for image in plan.images} == set(pictures_of(path))
    return plan


def cycled(plan: ParsedPlan, path: Path) -> ParsedPlan:
    """Write what was read as our own Word file and read that."""
    images = {image.sha256: image.content for image in plan.images}
    blocks = {section.code: section.blocks for section in plan.sections}
    path.write_bytes(plan_docx(WordPlan(plan.title, OUTLINE, blocks, images)))
    return parse_plan(path, OUTLINE)


@pytest.mark.parametrize("habit", WRITTEN)
def test_a_plan_of_any_habit_is_whole_and_goes_round_unchanged(habit: str, tmp_path: Path) -> None:
    make: Callable[[Path], Path] = WRITTEN[habit]
    plan = held(make(tmp_path))
    again = cycled(plan, tmp_path / "again.docx")
    assert [s.blocks for s in again.sections] == [s.blocks for s in plan.sections]


@pytest.mark.office
@pytest.mark.parametrize("habit", CONVERTED)
def test_a_plan_of_another_program_is_whole_and_goes_round_unchanged(
    habit: str, tmp_path: Path, soffice_path: str
) -> None:
    make: Callable[[Path, Office], Path] = CONVERTED[habit]
    plan = held(make(tmp_path, office_at(soffice_path)))
    assert six_plans.TABLE in [block.rows for s in plan.sections for block in s.blocks]
    assert len(plan.images) == 1
    again = cycled(plan, tmp_path / "again.docx")
    assert [s.blocks for s in again.sections] == [s.blocks for s in plan.sections]


def test_changes_and_comments_are_counted_and_what_was_deleted_is_told(tmp_path: Path) -> None:
    plan = held(six_plans.official_numbers_with_changes(tmp_path))
    assert (plan.tracked_changes, plan.comments) == (2, 1)
    assert [(loss.kind, loss.text) for loss in plan.losses] == [("deleted", "旧句")]
    assert "某人" not in everything_told(plan) and "这里再想想" not in everything_told(plan)
