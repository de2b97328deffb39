"""The PDF measured against GB/T 9704-2012. All measures in millimetres from the page's upper left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.page import Page

from xiangchuang.documents.official import (
    FontsMissingError,
    OfficialDocument,
    UndisplayableTextError,
    render_pdf,
)

MM = 72 / 25.4
CHARACTER = 156 / 28
LEFT, RIGHT, TOP, BOTTOM = 28, 184, 37, 262
Char = dict[str, object]
Letter = Callable[[int], OfficialDocument]


@contextmanager
def opened(document: OfficialDocument, fonts: tuple[Path, ...]) -> Iterator[list[Page]]:
    with pdfplumber.open(BytesIO(render_pdf(document, fonts=fonts))) as pdf:
        yield pdf.pages


def mm(value: object) -> float:
    assert isinstance(value, int | float)
    return value / MM


def lines(page: Page, *, size: float) -> list[list[Char]]:
    chars = sorted(
        (c for c in page.chars if abs(c["size"] - size) < 0.1), key=lambda c: (round(c["top"]), c["x0"])
    )
    return [list(line) for _, line in groupby(chars, key=lambda c: round(c["top"]))]


def reading(line: list[Char]) -> str:
    return "".join(str(char["text"]) for char in line).strip()


def line_of(page: Page, text: str, *, size: float) -> list[Char]:
    return next(line for line in lines(page, size=size) if reading(line) == text)


def test_the_sheet_is_a4(approval: OfficialDocument, fonts: tuple[Path, ...]) -> None:
    with opened(approval, fonts) as pages:
        assert (mm(pages[0].width), mm(pages[0].height)) == pytest.approx((210, 297), abs=0.1)


def test_a_full_page_has_22_lines_of_28_characters_of_16_points(
    long_letter: Letter, fonts: tuple[Path, ...]
) -> None:
    with opened(long_letter(28 * 22 * 3), fonts) as pages:
        full = lines(pages[1], size=16)
    assert [len(line) for line in full] == [28] * 22
    pitches = [mm(b[0]["top"]) - mm(a[0]["top"]) for a, b in pairwise(full)]
    assert pitches == pytest.approx([225 / 22] * 21, abs=0.05)


def test_the_type_area_is_156_by_225_at_37_and_28(long_letter: Letter, fonts: tuple[Path, ...]) -> None:
    with opened(long_letter(28 * 22 * 3), fonts) as pages:
        full = lines(pages[1], size=16)
    first, last = full[0], full[-1]
    assert mm(first[0]["x0"]) == pytest.approx(LEFT, abs=0.2)
    assert mm(first[-1]["x1"]) == pytest.approx(RIGHT, abs=0.5)
    # A font's box may hang below its em square, so the height is told less exactly than the width.
    assert mm(first[0]["top"]) == pytest.approx(TOP, abs=1.5)
    assert mm(last[0]["bottom"]) < BOTTOM + 0.5


def test_a_paragraph_begins_two_characters_in(long_letter: Letter, fonts: tuple[Path, ...]) -> None:
    with opened(long_letter(60), fonts) as pages:
        body = [line for line in lines(pages[0], size=16) if set(reading(line)) == {"湘"}]
    assert [len(line) for line in body] == [26, 28, 6]
    assert mm(body[0][0]["x0"]) == pytest.approx(LEFT + 2 * CHARACTER, abs=0.3)


def test_page_numbers_stand_outside_below_the_type_area(long_letter: Letter, fonts: tuple[Path, ...]) -> None:
    with opened(long_letter(28 * 22 * 2), fonts) as pages:
        odd, even = line_of(pages[0], "— 1 —", size=14), line_of(pages[1], "— 2 —", size=14)
    one = 14 / MM
    assert mm(odd[-1]["x1"]) == pytest.approx(RIGHT - one, abs=0.5)
    assert mm(even[0]["x0"]) == pytest.approx(LEFT + one, abs=0.5)
    assert mm(odd[0]["top"]) == pytest.approx(BOTTOM + 7, abs=1.5)


def test_the_head_of_the_first_page(approval: OfficialDocument, fonts: tuple[Path, ...]) -> None:
    with opened(approval, fonts) as pages:
        page = pages[0]
        mark = [char for char in page.chars if char["size"] > 40]
        number = line_of(page, "湘科发〔2026〕1号", size=16)
        red = [line for line in page.lines if line["stroking_color"] not in ((0,), (0, 0, 0), 0)]
        title = line_of(page, "关于同意组建示例装备技术创新中心的批复", size=22)
    assert reading(mark) == "湖南省科学技术厅文件"
    assert mark[0]["non_stroking_color"] == pytest.approx((0xD7 / 255, 0, 0x0F / 255), abs=0.01)
    assert mm(mark[0]["top"]) == pytest.approx(TOP + 35, abs=4)
    assert (mm(number[0]["x0"]) + mm(number[-1]["x1"])) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    assert (mm(red[0]["x0"]), mm(red[0]["x1"])) == pytest.approx((LEFT, RIGHT), abs=0.1)
    assert mm(red[0]["top"]) - mm(number[0]["bottom"]) == pytest.approx(4, abs=1.5)
    assert (mm(title[0]["x0"]) + mm(title[-1]["x1"])) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_the_date_ends_four_characters_from_the_edge(
    approval: OfficialDocument, fonts: tuple[Path, ...]
) -> None:
    with opened(approval, fonts) as pages:
        date = line_of(pages[-1], "2026年11月23日", size=16)
        signatory = line_of(pages[-1], "湖南省科学技术厅", size=16)
    assert mm(date[-1]["x1"]) == pytest.approx(RIGHT - 4 * CHARACTER, abs=0.5)
    middle = (mm(date[0]["x0"]) + mm(date[-1]["x1"])) / 2
    assert (mm(signatory[0]["x0"]) + mm(signatory[-1]["x1"])) / 2 == pytest.approx(middle, abs=3)


def test_the_colophon_stands_at_the_foot_of_the_last_page(
    approval: OfficialDocument, fonts: tuple[Path, ...]
) -> None:
    with opened(approval, fonts) as pages:
        rules = [line for line in pages[-1].lines if line["stroking_color"] in ((0,), (0, 0, 0), 0)]
    lowest = max(rules, key=lambda line: line["bottom"])
    assert mm(lowest["bottom"]) == pytest.approx(BOTTOM, abs=0.5)
    assert mm(lowest["linewidth"]) == pytest.approx(0.35, abs=0.01)


@pytest.mark.parametrize("characters", range(28 * 30, 28 * 40, 28))
def test_no_page_holds_the_signature_without_text_before_it(
    long_letter: Letter, fonts: tuple[Path, ...], characters: int
) -> None:
    letter = long_letter(28)
    paragraphs = tuple({"kind": "paragraph", "text": "湘" * 28} for _ in range(characters // 56))
    with opened(replace(letter, blocks=paragraphs), fonts) as pages:
        signed = next(page for page in pages if "2026年1月5日" in "".join(c["text"] for c in page.chars))
        assert any(char["text"] == "湘" and char["size"] == 16 for char in signed.chars)


def test_a_character_no_font_has_is_refused_by_name(
    approval: OfficialDocument, fonts: tuple[Path, ...]
) -> None:
    with pytest.raises(UndisplayableTextError) as refusal:
        render_pdf(replace(approval, addressee="示例\U00013000局"), fonts=fonts)
    assert "\U00013000" in refusal.value.message


def test_without_fonts_the_administrator_is_told_which_folder(
    approval: OfficialDocument, tmp_path: Path
) -> None:
    with pytest.raises(FontsMissingError) as refusal:
        render_pdf(approval, fonts=(tmp_path / "fonts",))
    assert str(tmp_path / "fonts") in refusal.value.message
    with pytest.raises(FontsMissingError):
        render_pdf(approval, fonts=(tmp_path,))


def test_the_document_names_its_title_and_its_day(
    approval: OfficialDocument, fonts: tuple[Path, ...]
) -> None:
    with pdfplumber.open(BytesIO(render_pdf(approval, fonts=fonts))) as pdf:
        assert pdf.metadata["Title"] == "湖南省科学技术厅关于同意组建示例装备技术创新中心的批复"
        assert pdf.metadata["CreationDate"].startswith("D:20261123")
