"""The panel reads what the lead changed in the revised plan."""

import json
from pathlib import Path

import pytest

from tests.documents.plan.docx_writer import OUTLINE
from xiangchuang.demo.sample_plan import write_sample_plan
from xiangchuang.documents.plan import ParsedPlan, compare, difference_to_html, difference_to_json, parse_plan
from xiangchuang.documents.plan.difference import Piece, words_changed


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> tuple[ParsedPlan, ParsedPlan]:
    folder: Path = tmp_path_factory.mktemp("plans")
    first = write_sample_plan(folder / "first.docx", outline=OUTLINE)
    second = write_sample_plan(folder / "second.docx", outline=OUTLINE, revised=True)
    return parse_plan(first, OUTLINE), parse_plan(second, OUTLINE)


def test_words_and_numbers_change_whole() -> None:
    assert words_changed("突破技术 12 项", "突破共性技术 15 项") == (
        Piece("same", "突破"),
        Piece("added", "共性"),
        Piece("same", "技术 "),
        Piece("removed", "12"),
        Piece("added", "15"),
        Piece("same", " 项"),
    )


def test_only_the_sections_that_changed_are_named(plans: tuple[ParsedPlan, ParsedPlan]) -> None:
    assert compare(*plans).changed == ("A.2.4", "A.3.1", "A.5.1", "A.7.2")
    assert compare(plans[0], plans[0]).changed == ()


def test_an_added_paragraph_is_added_and_nothing_else(plans: tuple[ParsedPlan, ParsedPlan]) -> None:
    section = next(item for item in compare(*plans).sections if item.code == "A.3.1")
    assert [block.change for block in section.blocks if block.change != "same"] == ["added"]


def test_table_cells_are_compared_one_by_one(plans: tuple[ParsedPlan, ParsedPlan]) -> None:
    section = next(item for item in compare(*plans).sections if item.code == "A.2.4")
    cells = [(cell.row, cell.column, cell.old, cell.new) for block in section.blocks for cell in block.cells]
    assert cells == [(2, 4, "7", "9"), (2, 5, "12", "15"), (8, 5, "150", "180")]


def test_a_section_written_later_is_added(tmp_path: Path) -> None:
    part = write_sample_plan(tmp_path / "part.docx", outline=OUTLINE, omit=("A.4.2",))
    whole = write_sample_plan(tmp_path / "whole.docx", outline=OUTLINE)
    old, new = parse_plan(part, OUTLINE), parse_plan(whole, OUTLINE)
    assert {s.code: s.change for s in compare(old, new).sections if s.change != "same"} == {"A.4.2": "added"}
    assert {s.code: s.change for s in compare(new, old).sections if s.change != "same"} == {
        "A.4.2": "removed"
    }


def test_the_difference_is_shown_and_told(plans: tuple[ParsedPlan, ParsedPlan]) -> None:
    difference = compare(*plans)
    page = difference_to_html(difference)
    assert '<del class="plan-number">12</del><ins class="plan-number">15</ins>' in page
    assert "<ins>根据咨询论证意见补充：设备购置" in page
    assert json.loads(json.dumps(difference_to_json(difference)))["changed"] == list(difference.changed)
    assert "两版内容相同" in difference_to_html(compare(plans[0], plans[0]))
